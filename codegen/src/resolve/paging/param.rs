//! The parameter that selects a page, or a field of an object in a parameter.

use super::page::{Content, Found, fields_within, follow};
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{Field, PageParam, Param, PathField};
use crate::resolve::check::Check;
use crate::resolve::params::unknown_param;
use crate::resolve::scope::Scope;

/// Resolves the parameter or field `text` of the spec value at `path`. It must accept this content.
pub(super) fn resolve(
    check: &mut Check,
    scope: &Scope<'_>,
    path: &Path<'_>,
    text: &str,
    params: &[Param],
    content: Content,
) -> Option<PageParam> {
    let (param, rest) = match step(text, params) {
        Ok(step) => step,
        Err(key) => {
            unknown_param(check, scope, path, key);
            return None;
        }
    };
    if param.ty.is_poisoned() {
        return None;
    }
    if param.null.clear().is_some() {
        let params = scope.path.key("params");
        check.fault(clearable(path, &params.key(&param.spec_key)));
    }
    let mut way = vec![PathField::of_param(param)];
    let ty = match rest {
        None => &param.ty,
        Some(rest) => {
            let fields = fields_within(scope, &param.ty);
            let Found {
                way: within, field, ..
            } = follow(check, scope, path, rest, fields)?;
            way.extend(within);
            &field.ty
        }
    };
    if !ty.is_optional() || !content.fits(ty.required()) {
        let fault = takes_nothing_like_it(path, text, content);
        check.fault(match rest {
            None => fault.related(
                scope.path.key("params").key(text).key("type").at_value(),
                "its type",
            ),
            Some(_) => fault,
        });
        return None;
    }
    reject_missing_objects(check, scope, path, &way);
    Some(PageParam {
        setter: rest.is_none().then(|| param.setter()),
        ty: ty.required().clone(),
        way,
    })
}

/// The parameter at the start of `text`, and the rest of `text`. If no parameter fits, the error is the unknown key. A dot
/// ends a key, unless the key of a parameter contains it.
fn step<'p, 't>(
    text: &'t str,
    params: &'p [Param],
) -> Result<(&'p Param, Option<&'t str>), &'t str> {
    let find = |key: &str| params.iter().find(|param| param.spec_key == key);
    if let Some(param) = find(text) {
        return Ok((param, None));
    }
    let (key, rest) = match text.split_once('.') {
        Some((key, rest)) => (key, Some(rest)),
        None => (text, None),
    };
    find(key).map(|param| (param, rest)).ok_or(key)
}

/// Rejects a path through an object that can be absent, if the client cannot create that object.
fn reject_missing_objects(
    check: &mut Check,
    scope: &Scope<'_>,
    path: &Path<'_>,
    way: &[PathField],
) {
    let (_, objects) = way.split_last().unzip();
    for object in objects.unwrap_or_default() {
        let mut fields = fields_within(scope, &object.ty).iter();
        if object.is_optional
            && let Some(required) = fields.find(|field| field.is_required())
        {
            check.fault(not_created(path, object, required));
        }
    }
}

fn not_created(path: &Path<'_>, object: &PathField, required: &Field) -> Fault {
    let message = format!(
        "`{}` can be absent, but the client cannot create it without a value for `{}`",
        object.name, required.key
    );
    let help = "remove the `?` of its type, or add one to the type of each of its fields";
    Fault::value(Code::BadPaging, path, message, help)
}

fn takes_nothing_like_it(path: &Path<'_>, text: &str, content: Content) -> Fault {
    let (what, ty) = match content {
        Content::Count => (
            "a number that selects a page",
            "a whole number with a `?`, such as `integer?`",
        ),
        _ => ("a cursor", "a scalar with a `?`, such as `string?`"),
    };
    let message = format!("the type of `{text}` cannot contain {what}");
    let help = format!("its type must be {ty}");
    Fault::value(Code::BadPaging, path, message, help)
}

fn clearable(path: &Path<'_>, param: &Path<'_>) -> Fault {
    let message = "a parameter that selects a page cannot be clearable";
    let help = "remove `clearable` from the parameter";
    let fault = Fault::value(Code::BadPaging, path, message, help);
    fault.related(param.key("clearable").at_key(), "clearable here")
}
