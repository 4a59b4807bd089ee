//! The package that comes out: its name, version and metadata.

use super::check::{Check, text};
use crate::diagnostic::{Code, Fault, Path};
use crate::model::Package;
use crate::name::Name;
use crate::spec;

pub(super) fn resolve(check: &mut Check, path: &Path<'_>, spec: &spec::Package) -> Package {
    check.docs(&path.key("docs"), &spec.docs);
    if !is_crate_name(&spec.name) {
        check.fault(bad_name(path, &spec.name));
    } else if crate::runtime::is_dependency(&spec.name) {
        check.fault(name_of_dependency(path, &spec.name));
    }
    if !is_version(&spec.version) {
        check.fault(bad_version(path, &spec.version));
    }
    for (key, value) in [("license", &spec.license), ("repository", &spec.repository)] {
        if let Some(value) = value {
            let help = "remove the key, or write what the manifest should say";
            check.not_empty(&path.key(key), value, help);
        }
    }
    Package {
        name: spec.name.clone(),
        version: spec.version.clone(),
        docs: text(&spec.docs),
        license: spec.license.clone(),
        repository: spec.repository.clone(),
    }
}

/// Whether a crate can have this name.
fn is_crate_name(name: &str) -> bool {
    // rustc warns of a name that is not its own snake case. That rule refuses keywords too, but not `core` and `std`.
    let library = name.replace('-', "_");
    Name::snake(name).is_ok_and(|name| name.to_string() == library)
        && !["core", "std"].contains(&name)
}

fn bad_name(path: &Path<'_>, name: &str) -> Fault {
    let message = format!("`{name}` cannot be the name of a crate");
    let help = "use lower-case letters, digits and single dashes, a letter first, and no name that Rust has already";
    Fault::value(Code::BadCrateName, &path.key("name"), message, help)
}

fn name_of_dependency(path: &Path<'_>, name: &str) -> Fault {
    let message =
        format!("every generated crate depends on a crate that is called `{name}` itself");
    let help = "choose another name";
    Fault::value(Code::BadCrateName, &path.key("name"), message, help)
}

fn bad_version(path: &Path<'_>, version: &str) -> Fault {
    let message = format!("`{version}` is not a version");
    let help =
        "write three numbers, such as `0.1.0`, with or without `-pre` and `+build` behind them";
    Fault::value(Code::BadVersion, &path.key("version"), message, help)
}

/// Whether cargo takes it for a version.
fn is_version(version: &str) -> bool {
    let (numbers, rest) = match version.find(['-', '+']) {
        Some(end) => version.split_at(end),
        None => (version, ""),
    };
    let number = |part: &str| {
        part.parse::<u64>()
            .is_ok_and(|number| number.to_string() == part)
    };
    let label = |part: &str| {
        !part.is_empty()
            && part
                .bytes()
                .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
    };
    let (pre, build) = match rest.split_once('+') {
        Some((pre, build)) => (pre, Some(build)),
        None => (rest, None),
    };
    numbers.split('.').count() == 3
        && numbers.split('.').all(number)
        && pre.strip_prefix('-').is_none_or(|pre| {
            pre.split('.').all(|part| {
                label(part) && (number(part) || part.bytes().any(|b| !b.is_ascii_digit()))
            })
        })
        && build.is_none_or(|build| build.split('.').all(label))
}
