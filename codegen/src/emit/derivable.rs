//! Traits of a struct: derived if the derived code is correct, and implemented otherwise.

use proc_macro2::TokenStream;

/// A trait of a struct.
pub(super) enum Derivable {
    /// Derived, by this name.
    Derived(TokenStream),
    /// Implemented, with this code.
    Implemented(TokenStream),
}

impl Derivable {
    /// The name of the trait in `derive`.
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
