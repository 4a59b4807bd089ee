//! Fields of objects and responses.

use super::check::Check;
use super::namespace::{Entry, Namespace};
use super::symbols::Symbols;
use super::{clearable, facts, undocumented};
use crate::diagnostic::Path;
use crate::model::{Facts, Field, Null, Ty};
use crate::name::{BadName, Name};
use crate::reserved::EXTRA;
use crate::spec::{self, Map, TypeExpr};

/// Resolves the fields of the map at `path`. `ty` resolves their types. A field with a wrong name or type stays, with a
/// poisoned one.
pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    ty: impl Fn(&mut Check, &Path<'_>, &TypeExpr) -> Ty,
    fields: &Map<spec::Field>,
    case: fn(&str) -> Result<Name, BadName>,
    mut names: Namespace<Entry>,
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
            null: clearable::null(&name, spec.clearable, spec.null_if_unset),
            name,
            is_named: given.is_some(),
            docs,
            facts,
            ty,
            boxed: false,
            sensitive: spec.sensitive,
            deprecated: check.deprecated(&path, spec.deprecated.as_ref()),
        }
    };
    fields.iter().map(field).collect()
}

/// Creates the field for the other keys of an object. The type of their values is at `path`.
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
        is_named: false,
        docs: "The other keys of the object, with their values.".to_owned(),
        facts: Facts::default(),
        ty,
        boxed: false,
        null: Null::Never,
        sensitive: false,
        deprecated: None,
    }
}
