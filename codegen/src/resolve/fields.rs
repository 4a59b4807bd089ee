//! Fields of objects and responses.

use super::check::Check;
use super::namespace::Namespace;
use super::symbols::Symbols;
use super::{clearable, facts, undocumented};
use crate::diagnostic::Path;
use crate::model::{Field, Ty};
use crate::name::{BadName, Name};
use crate::reserved::EXTRA;
use crate::spec::{self, Map, TypeExpr};

/// The fields of the map at `path`, whose types are those that `ty` finds. A name or a type at fault is poisoned, and its field
/// stays.
pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    ty: impl Fn(&mut Check, &Path<'_>, &TypeExpr) -> Ty,
    fields: &Map<spec::Field>,
    case: fn(&str) -> Result<Name, BadName>,
    mut names: Namespace,
) -> Vec<Field> {
    let field = |(key, spec): (&String, &spec::Field)| {
        let path = path.key(key);
        let ty = ty(check, &path.key("type"), &spec.ty);
        let docs = check.docs_or(&path.key("docs"), spec.docs.as_ref(), || {
            undocumented::value(key, &ty)
        });
        let facts = facts::resolve(check, &path, &ty, &spec.facts());
        let given = spec.name.as_deref();
        let name = check.entry_name(&mut names, &path, key, given, case);
        Field {
            key: key.clone(),
            clear: spec.clearable.then(|| name.with_prefix("clear_")),
            has_null: spec.null_if_unset,
            name,
            docs: clearable::docs(facts.add_to(docs, &ty), spec.null_if_unset),
            ty,
            boxed: false,
            sensitive: spec.sensitive,
            deprecated: check.deprecated(&path, spec.deprecated.as_ref()),
        }
    };
    fields.iter().map(field).collect()
}

/// The field for the other keys of an object, whose values have the type at `path`.
pub(super) fn extra(
    check: &mut Check,
    path: &Path<'_>,
    value: &TypeExpr,
    symbols: &Symbols,
) -> Field {
    let ty = Ty::Map {
        key: Box::new(Ty::String),
        value: Box::new(symbols.ty(check, path, value)),
    };
    Field {
        key: EXTRA.to_owned(),
        name: Name::own(EXTRA),
        docs: "The other keys, each with its value.".to_owned(),
        ty,
        boxed: false,
        clear: None,
        has_null: false,
        sensitive: false,
        deprecated: None,
    }
}
