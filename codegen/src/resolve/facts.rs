//! Facts about fields and parameters: defaults and constraints.

use super::check::Check;
use super::{constraints, defaults};
use crate::diagnostic::Path;
use crate::model::{Facts, Ty};
use crate::spec;

/// Resolves the facts about the value at `path`, which has the type `ty`.
pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    ty: &Ty,
    spec: &spec::Facts<'_>,
) -> Facts {
    if ty.is_poisoned() {
        return Facts::default();
    }
    let constraints = constraints::resolve(check, path, ty, spec);
    let default = spec.default;
    let default = default.and_then(|it| defaults::resolve(check, path, ty, it, &constraints));
    Facts {
        default,
        constraints,
    }
}
