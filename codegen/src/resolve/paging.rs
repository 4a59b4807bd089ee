//! Paging: how one page leads to the next.

use super::check::Check;
use super::params::unknown_param;
use super::scope::Scope;
use crate::diagnostic::{Code, Fault, Path, choices, did_you_mean};
use crate::model::{CursorPaging, Field, Kind, Paging, Param, PathField, Response, Ty};
use crate::name::Name;
use crate::spec;

pub(super) fn resolve(
    check: &mut Check,
    scope: &Scope<'_>,
    spec: &spec::Paging,
    params: &[Param],
    response: Option<&Response>,
) -> Option<Paging> {
    let path = scope.path.key("paging");
    let cursor = cursor(check, scope, &path.key("cursor"), &spec.cursor, params);
    let response = response?;
    let has_fields = match response {
        Response::Own(_) => true,
        Response::Type(Ty::Named { kind, .. }) => *kind == Kind::Object,
        Response::Type(_) | Response::Empty | Response::Bytes | Response::Text => false,
    };
    if !has_fields {
        check.fault(no_fields(&path));
        return None;
    }
    let fields = scope.types.response_fields(response);
    let next = next(check, scope, &path.key("next"), &spec.next, fields);
    let Items { list, item } = items(check, &path.key("items"), &spec.items, fields)?;
    Some(Paging::Cursor(CursorPaging {
        cursor: cursor?,
        next: next?,
        items: list,
        item,
    }))
}

fn no_fields(path: &Path<'_>) -> Fault {
    let message = "the response has no fields, and `paging` names two of them";
    let help = "list the fields of the body under `response`, or name an object type there";
    Fault::key(Code::BadPaging, path, message, help)
}

/// The name of the parameter that takes the cursor.
fn cursor(
    check: &mut Check,
    scope: &Scope<'_>,
    path: &Path<'_>,
    key: &str,
    params: &[Param],
) -> Option<Name> {
    let Some(param) = params.iter().find(|param| param.key == key) else {
        unknown_param(check, scope, path, key);
        return None;
    };
    let params = scope.path.key("params");
    if param.ty.is_poisoned() {
        return None;
    } else if param.ty != Ty::Optional(Box::new(Ty::String)) {
        check.fault(takes_no_cursor(path, &params.key(key)));
    } else if param.clear.is_some() {
        check.fault(clearable_cursor(path, &params.key(key)));
    }
    Some(param.name.clone())
}

fn takes_no_cursor(path: &Path<'_>, param: &Path<'_>) -> Fault {
    let message = format!("the parameter `{}` cannot take a cursor", param.last_key());
    let help = "its type must be `string?`";
    let fault = Fault::value(Code::BadPaging, path, message, help);
    fault.related(param.key("type").at_value(), "its type")
}

fn clearable_cursor(path: &Path<'_>, param: &Path<'_>) -> Fault {
    let message = "a cursor is set or not: it cannot be cleared";
    let help = "remove `clearable` from the parameter";
    let fault = Fault::value(Code::BadPaging, path, message, help);
    fault.related(param.key("clearable").at_key(), "clearable here")
}

/// The most keys on the way to the next cursor. Emitted code goes down as many levels.
const LONGEST_WAY: usize = 100;

/// The way to the next cursor, through objects within the body.
fn next<'s>(
    check: &mut Check,
    scope: &'s Scope<'_>,
    path: &Path<'_>,
    text: &str,
    mut fields: &'s [Field],
) -> Option<Vec<PathField>> {
    if text.split('.').nth(LONGEST_WAY).is_some() {
        check.fault(long_way(path));
        return None;
    }
    let mut way = Vec::new();
    let mut last = None;
    for key in text.split('.') {
        let field = field(check, path, key, fields)?;
        way.push(PathField::of(field));
        fields = match field.ty.required() {
            Ty::Poisoned => return None,
            Ty::Named {
                name,
                kind: Kind::Object,
            } => scope.types.object_fields(name)?,
            _ => &[],
        };
        last = Some(field);
    }
    let last = last?;
    if *last.ty.required() != Ty::String {
        check.fault(holds_no_cursor(path, &last.key));
    }
    Some(way)
}

fn long_way(path: &Path<'_>) -> Fault {
    let message = format!("the way to the cursor has more than {LONGEST_WAY} keys");
    let help = "name a field nearer to the top of the body";
    Fault::value(Code::BadPaging, path, message, help)
}

fn holds_no_cursor(path: &Path<'_>, key: &str) -> Fault {
    let message = format!("`{key}` cannot hold a cursor");
    let help = "its type must be `string?`";
    Fault::value(Code::BadPaging, path, message, help).within(key)
}

/// The items of a page.
struct Items {
    list: PathField,
    /// The type of an item.
    item: Ty,
}

fn items(check: &mut Check, path: &Path<'_>, key: &str, fields: &[Field]) -> Option<Items> {
    let field = field(check, path, key, fields)?;
    match field.ty.required() {
        Ty::List(item) => Some(Items {
            list: PathField::of(field),
            item: item.as_ref().clone(),
        }),
        Ty::Poisoned => None,
        _ => {
            check.fault(not_a_list(path, key));
            None
        }
    }
}

fn not_a_list(path: &Path<'_>, key: &str) -> Fault {
    let message = format!("`{key}` is not a list");
    let help = "name the list with the items of a page";
    Fault::value(Code::BadPaging, path, message, help)
}

fn field<'f>(
    check: &mut Check,
    path: &Path<'_>,
    key: &str,
    fields: &'f [Field],
) -> Option<&'f Field> {
    let field = fields.iter().find(|field| field.key == key);
    if field.is_none() {
        check.fault(unknown_field(path, key, fields));
    }
    field
}

fn unknown_field(path: &Path<'_>, key: &str, fields: &[Field]) -> Fault {
    let keys = || fields.iter().map(|field| field.key.as_str());
    let help = did_you_mean(key, keys()).unwrap_or_else(|| choices("fields there", keys()));
    let message = format!("there is no field `{key}`");
    Fault::value(Code::UnknownField, path, message, help).within(key)
}
