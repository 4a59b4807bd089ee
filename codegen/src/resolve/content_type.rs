//! The media type of a request's body.

use super::check::Check;
use super::scope::Scope;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::Body;

/// Resolves `content_type`, if the endpoint allows it.
pub(super) fn resolve(check: &mut Check, scope: &Scope<'_>, body: Body) -> Option<String> {
    let text = scope.spec.content_type.as_deref()?;
    let path = scope.path.key("content_type");
    if !is_media_type(text) {
        check.fault(no_media_type(&path, text));
    }
    match body {
        Body::None if check.lacks_entries(&scope.path.key("params")) => {}
        Body::None => check.fault(no_body(&path)),
        Body::Multipart => {
            let fault = of_multipart(&path);
            check.fault(fault.related(scope.path.key("encoding").at_value(), "the encoding"));
        }
        Body::Params(_) | Body::Value(_) | Body::Bytes | Body::Text => {}
    }
    Some(text.to_owned())
}

fn no_media_type(path: &Path<'_>, text: &str) -> Fault {
    let message = format!("`{text}` is not a valid media type");
    let help = "write a media type such as `text/csv` or `text/plain; charset=utf-8`";
    Fault::value(Code::BadContentType, path, message, help)
}

fn of_multipart(path: &Path<'_>) -> Fault {
    let message = "a multipart body always has the media type `multipart/form-data`";
    Fault::key(Code::UselessKey, path, message, "remove it")
}

fn no_body(path: &Path<'_>) -> Fault {
    let message = "the request has no body, so it has no media type";
    Fault::key(
        Code::UselessKey,
        path,
        message,
        "remove `content_type`, or describe the body with `body`",
    )
}

/// Whether `text` is a media type of RFC 9110, with or without parameters, in ASCII.
#[must_use]
pub fn is_media_type(text: &str) -> bool {
    let mut parts = split(text).map(|part| part.trim_matches(' '));
    let of_type = parts.next().and_then(|part| part.split_once('/'));
    text == text.trim_matches(' ')
        && of_type.is_some_and(|(kind, subtype)| is_token(kind) && is_token(subtype))
        && parts.all(|part| {
            part.split_once('=').is_some_and(|(name, value)| {
                is_token(name) && (is_token(value) || is_quoted(value))
            })
        })
}

/// The parts of `text` between its semicolons. Semicolons in quotes do not count.
fn split(text: &str) -> impl Iterator<Item = &str> {
    let mut is_quoted = false;
    text.split(move |c| {
        is_quoted ^= c == '"';
        c == ';' && !is_quoted
    })
}

fn is_token(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$&^_.+-".contains(&byte))
}

/// Whether `text` is in quotes and contains no other quote and no backslash.
fn is_quoted(text: &str) -> bool {
    let inside = text
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    inside.is_some_and(|inside| {
        inside
            .bytes()
            .all(|byte| matches!(byte, b' '..=b'~') && !b"\"\\".contains(&byte))
    })
}

#[cfg(test)]
mod tests {
    use super::is_media_type;

    #[test]
    fn a_media_type_has_a_subtype_and_any_parameters() {
        for text in [
            "text/csv",
            "application/merge-patch+json",
            "text/plain; charset=utf-8",
            "text/plain;charset=\"a; b\" ; format=flowed",
        ] {
            assert!(is_media_type(text), "{text}");
        }
        for text in [
            "",
            "csv",
            "text/",
            "/csv",
            "text/csv;",
            "text/csv; charset",
            "text/csv; charset=\"",
            "text/csv; charset=\"\\\"",
            "text/csv\r\nX: y",
            " text/csv",
            "text/ü",
            "*/*",
        ] {
            assert!(!is_media_type(text), "{text}");
        }
    }
}
