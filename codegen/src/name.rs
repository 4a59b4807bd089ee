//! Names in Rust for the names of a spec.
//!
//! The names of a spec are those on the wire and may be anything. A [`Name`] is what is left of one in Rust: checked, in the
//! right case, and safe to print, since nothing else can be made into an identifier.

use std::collections::HashMap;
use std::fmt;

use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, TokenStreamExt};

use crate::diagnostic::Place;
use crate::text::is_invisible;

/// The longest name that becomes a file name everywhere, with room for an ending.
const LONGEST: usize = 100;

/// What is a keyword of the edition or reserved to become one, sorted.
const KEYWORDS: [&str; 52] = [
    "Self", "abstract", "as", "async", "await", "become", "box", "break", "const", "continue",
    "crate", "do", "dyn", "else", "enum", "extern", "false", "final", "fn", "for", "gen", "if",
    "impl", "in", "let", "loop", "macro", "match", "mod", "move", "mut", "override", "priv", "pub",
    "ref", "return", "self", "static", "struct", "super", "trait", "true", "try", "type", "typeof",
    "unsafe", "unsized", "use", "virtual", "where", "while", "yield",
];

/// Whether Windows has a device of this name, so that no file there can have it, with whatever ending.
pub(crate) fn is_device(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let numbered = name
        .strip_prefix("com")
        .or_else(|| name.strip_prefix("lpt"));
    matches!(name.as_str(), "aux" | "con" | "nul" | "prn")
        || numbered.is_some_and(|number| matches!(number.as_bytes(), [b'0'..=b'9']))
}

/// An identifier; keywords are escaped when it is printed.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Name(String);

impl Name {
    /// `FirstName`, `firstName` and `first-name` as `first_name`: fields, parameters, methods.
    pub(crate) fn snake(text: &str) -> Result<Self, BadName> {
        Self::check(text, text.to_snake_case())
    }

    /// `first_name` as `FirstName`: types and variants.
    pub(crate) fn camel(text: &str) -> Result<Self, BadName> {
        Self::check(text, text.to_upper_camel_case())
    }

    fn check(text: &str, name: String) -> Result<Self, BadName> {
        let invisible = text.chars().find(|c| is_invisible(*c));
        let bad = if invisible.is_some() {
            "it holds an invisible character"
        } else if name.is_empty() {
            "nothing is left of it as a Rust name"
        } else if !name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_')
        {
            "a Rust name here is made of ASCII letters and digits"
        } else if name.starts_with(|first: char| first.is_ascii_digit()) {
            "a Rust name cannot start with a digit"
        } else if name.len() > LONGEST {
            "it is longer than 100 characters"
        } else {
            return Ok(Self::usable(name));
        };
        Err(BadName {
            text: text.to_owned(),
            why: bad,
            invisible,
        })
    }

    /// Keywords that not even `r#` makes into names get an underscore.
    fn usable(name: String) -> Self {
        let plain = matches!(name.as_str(), "self" | "Self" | "super" | "crate" | "_");
        Self(if plain { name + "_" } else { name })
    }

    /// The type that the runtime knows the types of error by.
    pub(crate) fn error_type() -> Self {
        Self("ErrorType".to_owned())
    }

    /// A name of the generator's own: this one with `suffix` at the end.
    pub(crate) fn with(&self, suffix: &str) -> Self {
        Self(format!("{}{suffix}", self.0.trim_end_matches('_')))
    }

    /// A name of the generator's own: this one with `prefix` in front.
    pub(crate) fn with_prefix(&self, prefix: &str) -> Self {
        Self(format!("{prefix}{}", self.0))
    }

    /// The name in snake case again: of a type, for its file.
    pub(crate) fn to_snake(&self) -> Self {
        Self::usable(self.0.to_snake_case())
    }

    /// The name in upper camel case: of an endpoint, for its types.
    pub(crate) fn to_camel(&self) -> Self {
        Self::usable(self.0.to_upper_camel_case())
    }

    /// The module for this name, and its file without the ending. A keyword gets an underscore, since `mod.rs` is taken.
    pub(crate) fn to_module(&self) -> Self {
        Self(if self.is_keyword() {
            format!("{}_", self.0)
        } else {
            self.0.clone()
        })
    }

    /// The bare name, as derives print it.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The identifier alone, where several kinds of tokens meet.
    pub(crate) fn into_tokens(self) -> TokenStream {
        self.into_token_stream()
    }

    /// Whether the identifier is the very text `key`.
    pub(crate) fn is_spelled(&self, key: &str) -> bool {
        self.0 == key && !self.is_keyword()
    }

    fn is_keyword(&self) -> bool {
        KEYWORDS.binary_search(&self.0.as_str()).is_ok()
    }
}

/// As it is spelled in code.
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

/// A name that cannot be one in Rust.
#[derive(Debug)]
pub(crate) struct BadName {
    text: String,
    why: &'static str,
    /// The first invisible character of the text, which is all that is wrong with it.
    pub(crate) invisible: Option<char>,
}

impl fmt::Display for BadName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.text.is_empty() {
            return f.write_str("the empty text cannot be used as a name");
        }
        let shown: String = self.text.chars().take(LONGEST).collect();
        write!(f, "`{shown}` cannot be used as a name: {}", self.why)
    }
}

/// Who has a name.
#[derive(Clone, Debug)]
pub(crate) struct Owner {
    /// As a person would call it.
    pub(crate) what: String,
    /// Where it is, if it is in the spec.
    pub(crate) place: Option<Place>,
}

/// Names of which each can be had once.
#[derive(Debug, Default)]
pub(crate) struct Namespace {
    owners: HashMap<Name, Owner>,
}

impl Namespace {
    /// A namespace in which these names are taken, each for the reason beside it.
    pub(crate) fn with_taken<'a>(taken: impl IntoIterator<Item = (&'a str, &'a str)>) -> Self {
        let owner = |(name, why): (&str, &str)| {
            let (what, place) = (why.to_owned(), None);
            (Name(name.to_owned()), Owner { what, place })
        };
        Self {
            owners: taken.into_iter().map(owner).collect(),
        }
    }

    /// Who has `name`.
    pub(crate) fn owner(&self, name: &Name) -> Option<&Owner> {
        self.owners.get(name)
    }

    /// Gives `name` to `what` at `place`, unless somebody has it.
    pub(crate) fn give(&mut self, name: &Name, what: impl Into<String>, place: Place) {
        self.owners.entry(name.clone()).or_insert_with(|| Owner {
            what: what.into(),
            place: Some(place),
        });
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_take_the_case_of_their_place() {
        for (text, snake, camel) in [
            ("first_name", "first_name", "FirstName"),
            ("parcelID", "parcel_id", "ParcelId"),
            ("X-Request-Id", "x_request_id", "XRequestId"),
            ("OAuthProvider", "o_auth_provider", "OAuthProvider"),
            ("cross-platform", "cross_platform", "CrossPlatform"),
            ("AND", "and", "And"),
        ] {
            assert_eq!(Name::snake(text).unwrap().as_str(), snake);
            assert_eq!(Name::camel(text).unwrap().as_str(), camel);
        }
    }

    #[test]
    fn every_keyword_becomes_an_identifier() {
        assert!(KEYWORDS.is_sorted());
        for word in KEYWORDS
            .into_iter()
            .chain(["union", "safe", "raw", "auto", "parcel"])
        {
            // `gen` is one since the edition that the parser knows.
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
    fn devices_of_windows_are_known_in_any_case() {
        for name in ["con", "PRN", "aux", "Nul", "com1", "COM9", "lpt0"] {
            assert!(is_device(name), "{name}");
        }
        for name in ["", "cons", "com", "com10", "comx", "lpt", "null"] {
            assert!(!is_device(name), "{name}");
        }
    }

    #[test]
    fn what_cannot_be_a_name_is_refused() {
        for text in [
            "",
            "---",
            "+1",
            "2fa",
            "größe",
            "名前",
            "🦀",
            &"a".repeat(101),
        ] {
            assert!(Name::snake(text).is_err(), "{text}");
        }
    }
}
