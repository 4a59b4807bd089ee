//! The parameter that selects a page.

use super::page::Content;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{PageParam, Param, Ty};
use crate::resolve::check::Check;
use crate::resolve::params::unknown_param;
use crate::resolve::scope::Scope;

/// Resolves the parameter with the key `key`, which the spec names at `path`, if it accepts this content.
pub(super) fn resolve(
    check: &mut Check,
    scope: &Scope<'_>,
    path: &Path<'_>,
    key: &str,
    params: &[Param],
    content: Content,
) -> Option<PageParam> {
    let Some(param) = params.iter().find(|param| param.spec_key == key) else {
        unknown_param(check, scope, path, key);
        return None;
    };
    let params = scope.path.key("params");
    if param.ty.is_poisoned() {
        return None;
    }
    match &param.ty {
        Ty::Optional(inner) if content.fits(inner) => {}
        _ => {
            check.fault(takes_nothing_like_it(path, &params.key(key), content));
            return None;
        }
    }
    if param.clear.is_some() {
        check.fault(clearable(path, &params.key(key)));
    }
    Some(PageParam {
        name: param.name.clone(),
        setter: param.setter(),
        ty: param.ty.required().clone(),
    })
}

fn takes_nothing_like_it(path: &Path<'_>, param: &Path<'_>, content: Content) -> Fault {
    let (what, ty) = match content {
        Content::Count => ("a number that selects a page", "`integer?`"),
        _ => ("a cursor", "a scalar with a `?`, such as `string?`"),
    };
    let message = format!("the parameter `{}` cannot contain {what}", param.last_key());
    let help = format!("its type must be {ty}");
    let fault = Fault::value(Code::BadPaging, path, message, help);
    fault.related(param.key("type").at_value(), "its type")
}

fn clearable(path: &Path<'_>, param: &Path<'_>) -> Fault {
    let message = "a parameter that selects a page cannot be clearable";
    let help = "remove `clearable` from the parameter";
    let fault = Fault::value(Code::BadPaging, path, message, help);
    fault.related(param.key("clearable").at_key(), "clearable here")
}
