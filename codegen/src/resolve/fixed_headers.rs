//! Headers that have the same value in every request.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use super::check::Check;
use super::header::{is_header_name, is_own_header};
use crate::diagnostic::{Code, Fault, Location, Path};
use crate::model::FixedHeader;
use crate::spec::Map;

/// Resolves the headers at `path`. `authenticates_in` is true for a header with a credential. Its argument is in lower
/// case.
pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    spec: &Map<String>,
    authenticates_in: impl Fn(&str) -> bool,
) -> Vec<FixedHeader> {
    let mut names: HashMap<String, Location> = HashMap::new();
    for (name, value) in spec {
        let path = path.key(name);
        let lower = name.to_ascii_lowercase();
        let is_own = lower != "accept" && is_own_header(&lower);
        if !is_header_name(name) {
            check.fault(bad_name(&path, name));
        } else if is_own {
            check.fault(own_header(&path, name));
        } else if authenticates_in(&lower) {
            check.fault(header_of_auth(&path, name));
        }
        if !is_fixed_value(value) {
            check.fault(bad_value(&path));
        }
        match names.entry(lower) {
            Slot::Vacant(free) => drop(free.insert(path.at_key())),
            Slot::Occupied(first) => check.fault(twice(&path, name, first.get().clone())),
        }
    }
    let header = |(name, value): (&String, &String)| FixedHeader {
        name: name.clone(),
        value: value.clone(),
    };
    spec.iter().map(header).collect()
}

fn is_fixed_value(text: &str) -> bool {
    let is_plain = |byte: u8| matches!(byte, b' '..=b'~');
    !text.is_empty() && text.trim() == text && text.bytes().all(is_plain)
}

fn bad_name(path: &Path<'_>, name: &str) -> Fault {
    let message = format!("`{name}` cannot be the name of a header");
    Fault::key(
        Code::BadHeader,
        path,
        message,
        "write a name such as `X-Api-Version`",
    )
}

fn own_header(path: &Path<'_>, name: &str) -> Fault {
    let message = format!("the client sets the header `{name}` itself");
    Fault::key(Code::BadHeader, path, message, "remove the header")
}

fn header_of_auth(path: &Path<'_>, name: &str) -> Fault {
    let message = format!("the header `{name}` already holds a credential");
    Fault::key(Code::BadHeader, path, message, "remove the header")
}

fn bad_value(path: &Path<'_>) -> Fault {
    let message = "the value is not a valid value of a header";
    let help = "use ASCII letters, digits and punctuation, without spaces at the ends";
    Fault::value(Code::BadHeader, path, message, help)
}

fn twice(path: &Path<'_>, name: &str, first: Location) -> Fault {
    let message = format!("the header `{name}` already has a value");
    let help = "remove one of the two: the names of headers are case-insensitive";
    Fault::key(Code::BadHeader, path, message, help).related(first, "first here")
}
