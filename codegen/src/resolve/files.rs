//! Files: parts of a multipart body.

use crate::model::Ty;
use crate::spec::{BuiltIn, TypeExpr};

/// The type of a parameter that is a file or a list of files. Both can be optional.
pub(super) fn ty(expr: &TypeExpr) -> Option<Ty> {
    const FILE: TypeExpr = TypeExpr::BuiltIn(BuiltIn::File);
    match expr {
        TypeExpr::Optional(inner) if !inner.is_optional() => {
            ty(inner).map(|inner| Ty::Optional(Box::new(inner)))
        }
        TypeExpr::List(item) if **item == FILE => Some(Ty::List(Box::new(Ty::File))),
        expr if *expr == FILE => Some(Ty::File),
        _ => None,
    }
}
