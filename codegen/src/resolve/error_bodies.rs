//! The types of the bodies of errors.

use super::check::Check;
use super::symbols::Symbols;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::{ErrorBody, Statuses, Ty};
use crate::spec::{ClientFile, Map, TypeExpr};

/// Resolves the type of the bodies of all errors.
pub(super) fn of_client(check: &mut Check, file: &ClientFile, symbols: &Symbols) -> Option<Ty> {
    let expr = file.spec.error.as_ref()?.body.as_ref()?;
    let root = Path::root(file.file);
    let error = root.key("error");
    Some(ty(check, &error.key("body"), expr, symbols))
}

/// Resolves the types in the map at `path`, by status.
pub(super) fn of_endpoint(
    check: &mut Check,
    path: &Path<'_>,
    spec: &Map<TypeExpr>,
    symbols: &Symbols,
) -> Vec<ErrorBody> {
    let body = |(key, expr): (&String, &TypeExpr)| {
        let path = path.key(key);
        let statuses = statuses(key);
        if statuses.is_none() {
            check.fault(bad_status(&path, key));
        }
        let ty = ty(check, &path, expr, symbols);
        Some(ErrorBody {
            statuses: statuses?,
            ty,
        })
    };
    spec.iter().filter_map(body).collect()
}

/// The type of a body.
fn ty(check: &mut Check, path: &Path<'_>, expr: &TypeExpr, symbols: &Symbols) -> Ty {
    let ty = symbols.ty(check, path, expr);
    if ty.is_optional() && !ty.is_poisoned() {
        check.fault(optional(path));
    }
    ty
}

/// Parses the statuses of `key`: `404`, `4xx` or `default`.
fn statuses(key: &str) -> Option<Statuses> {
    let class = |digit: u8| (b'3'..=b'5').contains(&digit).then_some(digit - b'0');
    match key.as_bytes() {
        b"default" => Some(Statuses::Other),
        [digit, b'x', b'x'] => class(*digit).map(Statuses::Class),
        [digit, tens, ones] if tens.is_ascii_digit() && ones.is_ascii_digit() => {
            class(*digit)?;
            key.parse().ok().map(Statuses::One)
        }
        _ => None,
    }
}

fn bad_status(path: &Path<'_>, key: &str) -> Fault {
    let message = format!("`{key}` is not a status of an error");
    let help = "write a status from 300 to 599 in quotes, `3xx`, `4xx`, `5xx` or `default`";
    Fault::key(Code::BadErrorBody, path, message, help)
}

fn optional(path: &Path<'_>) -> Fault {
    let message = "the type of the body of an error cannot be optional";
    let help = "remove the `?`: an error without a body fails to decode";
    Fault::value(Code::BadErrorBody, path, message, help)
}
