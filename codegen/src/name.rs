//! Rust identifiers, derived from the keys of a spec.
//!
//! A key can contain any characters. A [`Name`] is an identifier derived from a key: it has the case that Rust expects,
//! and it is always valid in emitted code. `spec/README.md` documents the rules under "Names".

use std::fmt;

use heck::ToSnakeCase;
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

/// The longest name, in characters. Every file system accepts a file name of this length with an extension.
const LONGEST: usize = 100;

/// The keywords of the edition and the words that it reserves, sorted.
const KEYWORDS: [&str; 52] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether Windows has a device of this name. A file on Windows cannot have such a name, with any extension.
pub(crate) fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let numbered = name
        .strip_prefix("com")
        .or_else(|| name.strip_prefix("lpt"));
    matches!(name.as_str(), "aux" | "con" | "nul" | "prn")
        || numbered.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
}

/// The word for each ASCII sign. The flag marks signs that become words also within other text, where they distinguish
/// names.
const SIGNS: [(char, &str, bool); 32] = [
    ('!', "not", true),
    ('"', "quote", false),
    ('#', "hash", true),
    ('$', "dollar", false),
    ('%', "percent", true),
    ('&', "and", true),
    ('\'', "apostrophe", false),
    ('(', "open", false),
    (')', "close", false),
    ('*', "star", true),
    ('+', "plus", true),
    (',', "comma", false),
    ('-', "minus", false),
    ('.', "dot", false),
    ('/', "slash", false),
    (':', "colon", false),
    (';', "semicolon", false),
    ('<', "less", true),
    ('=', "equal", true),
    ('>', "greater", true),
    ('?', "question", false),
    ('@', "at", false),
    ('[', "open", false),
    ('\\', "backslash", false),
    (']', "close", false),
    ('^', "caret", false),
    ('_', "underscore", false),
    ('`', "backtick", false),
    ('{', "open", false),
    ('|', "bar", false),
    ('}', "close", false),
    ('~', "tilde", false),
];

/// An identifier. `Display` escapes keywords.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// Derives the name of a field, parameter or method: `FirstName`, `firstName` and `first-name` become `first_name`.
    pub(crate) fn snake(text: &str) -> Result<Self, BadName> {
        Self::derived(text, &words(text))
    }

    /// Derives the name of a type or variant: `first_name` becomes `FirstName`.
    pub(crate) fn camel(text: &str) -> Result<Self, BadName> {
        Self::derived(text, &camel(&words(text)))
    }

    /// Returns the identifier `name`, derived from `text`, or an error if it is not a valid identifier.
    fn derived(text: &str, name: &str) -> Result<Self, BadName> {
        let why = if text.is_empty() {
            "it is empty"
        } else if !name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            "names consist of ASCII letters, digits and symbols"
        } else if name.is_empty() {
            "it has no ASCII letter, digit or symbol"
        } else if name.len() > LONGEST {
            "it is longer than 100 characters"
        } else {
            return Ok(Self::usable(name.to_owned()));
        };
        Err(BadName {
            text: text.to_owned(),
            why,
        })
    }

    /// Puts an underscore before a leading digit, and after a keyword that cannot be a raw identifier.
    fn usable(name: String) -> Self {
        let is_plain_keyword = matches!(name.as_str(), "self" | "Self" | "super" | "crate");
        Self(if name.starts_with(|first: char| first.is_ascii_digit()) {
            format!("_{name}")
        } else if is_plain_keyword {
            name + "_"
        } else {
            name
        })
    }

    /// Returns the placeholder for an invalid name. A model never contains it.
    pub(crate) fn poisoned() -> Self {
        Self::own("_")
    }

    pub(crate) fn is_poisoned(&self) -> bool {
        self.0 == "_"
    }

    /// Returns the name of the runtime's type for the types of error.
    pub(crate) fn error_type() -> Self {
        Self::own("ErrorType")
    }

    /// Creates a name that the generator chooses.
    pub(crate) fn own(name: &str) -> Self {
        Self(name.to_owned())
    }

    /// Returns this name with `suffix` at the end.
    pub(crate) fn with(&self, suffix: &str) -> Self {
        Self(format!("{}{suffix}", self.0.trim_end_matches('_')))
    }

    /// Returns this name with `prefix` at the start.
    pub(crate) fn with_prefix(&self, prefix: &str) -> Self {
        Self(format!("{prefix}{}", self.0.trim_start_matches('_')))
    }

    /// Returns this name with an underscore at the end. Of derived names, only keywords end with one.
    pub(crate) fn with_underscore(&self) -> Self {
        Self(format!("{}_", self.0))
    }

    /// Returns this name, with an underscore at the end if it is one of the generator's `own` names.
    pub(crate) fn avoiding(&self, own: &[&str]) -> Self {
        if own.contains(&self.as_str()) {
            self.with_underscore()
        } else {
            self.clone()
        }
    }

    /// Returns this name with `number` at the end, after an underscore if the name ends with a digit.
    pub(crate) fn numbered(&self, number: usize) -> Self {
        let gap = if self.0.ends_with(|last: char| last.is_ascii_digit()) {
            "_"
        } else {
            ""
        };
        Self(format!("{}{gap}{number}", self.0))
    }

    /// Converts the name of a type to snake case, for its module.
    pub(crate) fn to_snake(&self) -> Self {
        Self::usable(self.0.to_snake_case())
    }

    /// Converts the name of an endpoint to upper camel case, for its types.
    pub(crate) fn to_camel(&self) -> Self {
        Self::usable(camel(&snake_case(&self.0)))
    }

    /// Returns the name of the module, and of its file without the extension. Keywords get an underscore, since
    /// `mod.rs` has a special meaning. Names of Windows devices get one, since they cannot be file names.
    pub(crate) fn to_module(&self) -> Self {
        let name = self.0.as_str();
        if self.is_keyword() || is_device(name) {
            self.with_underscore()
        } else {
            self.clone()
        }
    }

    /// Returns the name without `r#`, as derived implementations of `Debug` print it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Converts the identifier to tokens.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.into_token_stream()
    }

    /// Whether the identifier in code is exactly `key`.
    pub(crate) fn is_spelled(&self, key: &str) -> bool {
        self.0 == key && !self.is_keyword()
    }

    fn is_keyword(&self) -> bool {
        KEYWORDS.binary_search(&self.0.as_str()).is_ok()
    }
}

/// Converts `text` to snake case.
pub(crate) fn snake_case(text: &str) -> String {
    if is_snake(text) {
        text.to_owned()
    } else {
        text.to_snake_case()
    }
}

/// Converts `text` to lower-case words with underscores between them.
fn words(text: &str) -> String {
    if is_snake(text) {
        return text.to_owned();
    }
    let has_letters = text.contains(char::is_alphanumeric);
    let mut spelled = String::with_capacity(text.len());
    for (at, c) in text.char_indices() {
        let is_end = at == 0 || at + c.len_utf8() == text.len();
        // A hyphen within text only separates words.
        let is_spelled = |within: bool| within || !has_letters || (c == '-' && is_end);
        match SIGNS.iter().find(|(sign, ..)| *sign == c) {
            Some((_, word, within)) if is_spelled(*within) => {
                spelled.extend(["_", word, "_"]);
            }
            _ => spelled.push(c),
        }
    }
    spelled.to_snake_case()
}

/// Whether `text` already is in snake case. Most keys are, and the test takes a fraction of the conversion.
fn is_snake(text: &str) -> bool {
    let mut last = b'_';
    for byte in text.bytes() {
        match byte {
            b'a'..=b'z' | b'0'..=b'9' => {}
            b'_' if last != b'_' => {}
            _ => return false,
        }
        last = byte;
    }
    last != b'_'
}

/// Converts `first_name` to `FirstName`. Keeps an underscore between two digits, so that `1.2` and `12` differ.
fn camel(words: &str) -> String {
    let mut camel = String::with_capacity(words.len());
    for word in words.split('_') {
        let is_digit = |c: Option<char>| c.is_some_and(|c| c.is_ascii_digit());
        let mut rest = word.chars();
        let first = rest.next();
        if is_digit(camel.chars().last()) && is_digit(first) {
            camel.push('_');
        }
        camel.extend(first.into_iter().flat_map(char::to_uppercase));
        camel.push_str(rest.as_str());
    }
    camel
}

/// Formats the name as code spells it.
impl fmt::Display for Name {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let escape = if self.is_keyword() { "r#" } else { "" };
        write!(f, "{escape}{}", self.0)
    }
}

impl ToTokens for Name {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        tokens.append(if self.is_keyword() {
            Ident::new_raw(&self.0, Span::call_site())
        } else {
            Ident::new(&self.0, Span::call_site())
        });
    }
}

/// Whether the generator can derive an identifier from `text`.
#[must_use]
pub fn is_derivable(text: &str) -> bool {
    Name::snake(text).is_ok()
}

/// The error for a text that cannot become an identifier.
#[derive(Debug)]
pub(crate) struct BadName {
    text: String,
    why: &'static str,
}

impl fmt::Display for BadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let shown: String = self.text.chars().take(LONGEST).collect();
        write!(f, "`{shown}` is not a valid name: {}", self.why)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_has_the_case_of_its_kind_of_item() {
        for (text, snake, camel) in [
            ("first_name", "first_name", "FirstName"),
            ("parcelID", "parcel_id", "ParcelId"),
            ("X-Request-Id", "x_request_id", "XRequestId"),
            ("OAuthProvider", "o_auth_provider", "OAuthProvider"),
            ("cross-platform", "cross_platform", "CrossPlatform"),
            ("AND", "and", "And"),
            ("created[gte]", "created_gte", "CreatedGte"),
            ("$ref", "ref", "Ref"),
        ] {
            assert_eq!(Name::snake(text).unwrap().as_str(), snake);
            assert_eq!(Name::camel(text).unwrap().as_str(), camel);
        }
    }

    #[test]
    fn words_in_snake_case_stay_the_same() {
        for text in ["first_name", "id", "a1b", "1_2", "x_"] {
            assert_eq!(words(text), text.to_snake_case(), "{text}");
        }
    }

    #[test]
    fn digits_and_signs_become_names_too() {
        for (text, snake, camel) in [
            ("24h", "_24h", "_24h"),
            ("01", "_01", "_01"),
            ("1.2", "_1_2", "_1_2"),
            ("12", "_12", "_12"),
            ("2021-12-29", "_2021_12_29", "_2021_12_29"),
            ("+1", "plus_1", "Plus1"),
            ("-1", "minus_1", "Minus1"),
            ("-created", "minus_created", "MinusCreated"),
            ("A+", "a_plus", "APlus"),
            ("A-", "a_minus", "AMinus"),
            ("C++", "c_plus_plus", "CPlusPlus"),
            ("50%", "_50_percent", "_50Percent"),
            ("<=", "less_equal", "LessEqual"),
            ("!=", "not_equal", "NotEqual"),
            ("*", "star", "Star"),
            ("---", "minus_minus_minus", "MinusMinusMinus"),
            ("_", "underscore", "Underscore"),
        ] {
            assert_eq!(Name::snake(text).unwrap().as_str(), snake);
            assert_eq!(Name::camel(text).unwrap().as_str(), camel);
        }
    }

    #[test]
    fn no_module_has_the_name_of_a_device_of_windows() {
        for name in ["con", "PRN", "aux", "Nul", "com1", "COM9", "lpt0"] {
            assert!(is_device(name), "{name}");
            let module = Name::snake(name).unwrap().to_module();
            assert_eq!(module.as_str(), format!("{}_", name.to_lowercase()));
        }
        for name in ["", "cons", "com", "com10", "comx", "lpt", "null"] {
            assert!(!is_device(name), "{name}");
        }
    }

    #[test]
    fn every_keyword_becomes_an_identifier() {
        assert!(KEYWORDS.is_sorted());
        for word in KEYWORDS
            .into_iter()
            .chain(["union", "safe", "raw", "auto", "parcel"])
        {
            // `gen` is a keyword since an edition that the parser does not know.
            let is_ident = syn::parse_str::<Ident>(word).is_ok() && word != "gen";
            assert_eq!(Name(word.to_owned()).is_keyword(), !is_ident, "{word}");
            let Ok(name) = Name::snake(word) else {
                continue;
            };
            let code = quote::quote!(fn #name(#name: u8) {}).to_string();
            assert!(syn::parse_str::<syn::ItemFn>(&code).is_ok(), "{code}");
            assert_ne!(name.to_module().to_string(), "mod");
        }
    }

    #[test]
    fn names_are_ascii_and_at_most_100_characters_long() {
        for text in ["", "größe", "名前", "🦀", " ", &"a".repeat(101)] {
            assert!(Name::snake(text).is_err(), "{text}");
        }
    }
}
