//! Whole bodies that are not JSON: bytes and text.

use crate::model::{Body, Response, Ty};
use crate::spec::{BuiltIn, TypeExpr};

/// A whole body that the client sends or returns unchanged.
#[derive(Clone, Copy)]
pub(super) enum Raw {
    Bytes,
    Text,
}

impl Raw {
    /// Returns the body for this type, unless it is JSON.
    pub(super) fn of(expr: &TypeExpr) -> Option<Self> {
        match expr {
            TypeExpr::BuiltIn(BuiltIn::Bytes) => Some(Self::Bytes),
            TypeExpr::BuiltIn(BuiltIn::Text) => Some(Self::Text),
            _ => None,
        }
    }

    /// The type of the parameter that is the body of a request.
    pub(super) fn ty(self) -> Ty {
        match self {
            Self::Bytes => Ty::RawBytes,
            Self::Text => Ty::String,
        }
    }

    pub(super) fn body(self) -> Body {
        match self {
            Self::Bytes => Body::Bytes,
            Self::Text => Body::Text,
        }
    }

    pub(super) fn response(self) -> Response {
        match self {
            Self::Bytes => Response::Bytes,
            Self::Text => Response::Text,
        }
    }
}
