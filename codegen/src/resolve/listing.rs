//! The keywords and categories of the package, checked by the rules of crates.io.

use super::check::{Check, unique};
use crate::diagnostic::{Code, Fault, Path};

/// The most words of each kind that crates.io accepts.
const MOST: usize = 5;

/// A kind of words.
struct Kind {
    fits: fn(&str) -> bool,
    form: &'static str,
    code: Code,
}

const KEYWORD: Kind = Kind {
    fits: is_keyword,
    form: "write at most 20 ASCII letters, digits, `_`, `-` and `+`, and start with a letter or digit",
    code: Code::BadKeyword,
};

const CATEGORY: Kind = Kind {
    fits: is_category,
    form: "write a slug from <https://crates.io/category_slugs>, such as `web-programming::http-client`",
    code: Code::BadCategory,
};

pub(super) fn keywords(check: &mut Check, path: &Path<'_>, keywords: &[String]) {
    resolve(check, path, keywords, &KEYWORD);
}

pub(super) fn categories(check: &mut Check, path: &Path<'_>, categories: &[String]) {
    resolve(check, path, categories, &CATEGORY);
}

fn resolve(check: &mut Check, path: &Path<'_>, words: &[String], kind: &Kind) {
    let key = path.last_key();
    unique(check, path, words);
    for (index, word) in words.iter().enumerate() {
        let path = path.index(index);
        if index == MOST {
            let message = format!("crates.io accepts at most {MOST} `{key}`");
            let help = "remove this one and those after it";
            check.fault(Fault::value(kind.code, &path, message, help));
        }
        if !(kind.fits)(word) {
            let message = format!("`{word}` is not valid in `{key}`");
            check.fault(Fault::value(kind.code, &path, message, kind.form));
        }
    }
}

fn is_keyword(word: &str) -> bool {
    let is_letter_or_digit = |c: char| c.is_ascii_alphanumeric();
    let is_in_word = |c: char| is_letter_or_digit(c) || matches!(c, '_' | '-' | '+');
    word.len() <= 20 && word.starts_with(is_letter_or_digit) && word.chars().all(is_in_word)
}

/// Whether `slug` has the form of a category slug. Only the registry knows the list of slugs.
fn is_category(slug: &str) -> bool {
    let is_in_word = |c: char| c.is_ascii_lowercase() || c.is_ascii_digit();
    let is_word = |word: &str| !word.is_empty() && word.chars().all(is_in_word);
    slug.split("::").all(|level| level.split('-').all(is_word))
}
