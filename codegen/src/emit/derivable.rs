//! Traits of a struct that are derived where that gives the right thing, and implemented where not.

use proc_macro2::TokenStream;

/// How a struct gets a trait.
pub(super) enum Derivable {
    /// By this name in `derive`.
    Derived(TokenStream),
    /// By this implementation.
    Implemented(TokenStream),
}

impl Derivable {
    /// The name to derive the trait by.
    pub(super) fn derive(&self) -> Option<&TokenStream> {
        match self {
            Self::Derived(name) => Some(name),
            Self::Implemented(_) => None,
        }
    }

    pub(super) fn implementation(&self) -> Option<&TokenStream> {
        match self {
            Self::Derived(_) => None,
            Self::Implemented(implementation) => Some(implementation),
        }
    }
}
