//! The package: its name, version and metadata.

use super::check::Check;
use super::listing;
use super::undocumented;
use super::url::is_web_url;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::Package;
use crate::name::{Name, is_device};
use crate::spec;

pub(super) fn resolve(check: &mut Check, path: &Path<'_>, spec: &spec::Package) -> Package {
    let docs = check.docs_or(&path.key("docs"), spec.docs.as_ref(), || {
        undocumented::PACKAGE.to_owned()
    });
    if !is_crate_name(&spec.name) {
        check.fault(bad_name(path, &spec.name));
    } else if is_crate_of_rust(&spec.name) {
        check.fault(name_of_rust(path, &spec.name));
    } else if is_device(&spec.name) {
        check.fault(name_of_device(path, &spec.name));
    } else if crate::runtime::is_dependency(&spec.name) {
        check.fault(name_of_dependency(path, &spec.name));
    }
    if !is_version(&spec.version) {
        check.fault(bad_version(path, &spec.version));
    }
    if let Some(text) = &spec.license {
        license(check, &path.key("license"), text);
    }
    if let Some(url) = &spec.repository {
        repository(check, &path.key("repository"), url);
    }
    listing::keywords(check, &path.key("keywords"), &spec.keywords);
    listing::categories(check, &path.key("categories"), &spec.categories);
    Package {
        name: spec.name.clone(),
        version: spec.version.clone(),
        docs,
        license: spec.license.clone(),
        repository: spec.repository.clone(),
        keywords: spec.keywords.clone(),
        categories: spec.categories.clone(),
    }
}

/// Whether `name` is a valid name of a crate.
fn is_crate_name(name: &str) -> bool {
    // rustc warns of a name that is not in snake case. This check also rejects keywords.
    let library = name.replace('-', "_");
    Name::snake(name).is_ok_and(|name| name.to_string() == library)
        && name.len() <= LONGEST_CRATE_NAME
}

/// The longest name of a package on crates.io, in bytes.
const LONGEST_CRATE_NAME: usize = 64;

/// Whether the toolchain contains a crate of this name. `cargo new` rejects such a name.
fn is_crate_of_rust(name: &str) -> bool {
    ["alloc", "core", "proc-macro", "proc_macro", "std", "test"].contains(&name)
}

fn bad_name(path: &Path<'_>, name: &str) -> Fault {
    let message = format!("`{name}` cannot be the name of a crate");
    let help = "use at most 64 lower-case letters, digits and single dashes, start with a letter, and avoid keywords";
    Fault::value(Code::BadCrateName, &path.key("name"), message, help)
}

fn name_of_rust(path: &Path<'_>, name: &str) -> Fault {
    let message = format!("`{name}` is the name of a crate of the Rust toolchain");
    Fault::value(Code::BadCrateName, &path.key("name"), message, ANOTHER_NAME)
}

fn name_of_device(path: &Path<'_>, name: &str) -> Fault {
    let message =
        format!("`{name}` is the name of a Windows device, so files on Windows cannot have it");
    Fault::value(Code::BadCrateName, &path.key("name"), message, ANOTHER_NAME)
}

const ANOTHER_NAME: &str = "choose another name";

fn name_of_dependency(path: &Path<'_>, name: &str) -> Fault {
    let message = format!("every generated crate depends on the crate `{name}`");
    Fault::value(Code::BadCrateName, &path.key("name"), message, ANOTHER_NAME)
}

fn license(check: &mut Check, path: &Path<'_>, license: &str) {
    check.not_empty(path, license, REMOVE_OR_WRITE);
    let mode = spdx::ParseMode {
        allow_deprecated: true,
        ..spdx::ParseMode::STRICT
    };
    let parse = |license: &str| spdx::Expression::parse_mode(license, mode);
    let Err(error) = parse(license) else { return };
    if license.trim().is_empty() {
        return;
    }
    let near = spdx::Expression::canonicalize(license).ok().flatten();
    let help = match near.filter(|near| parse(near).is_ok()) {
        Some(near) => format!("did you mean `{near}`?"),
        None => "write identifiers from <https://spdx.org/licenses>, such as `MIT OR Apache-2.0`"
            .to_owned(),
    };
    let message = format!("`{license}` is not an SPDX expression: {}", error.reason);
    let words = license.get(error.span).unwrap_or_default();
    check.fault(Fault::value(Code::BadLicense, path, message, help).within(words));
}

fn repository(check: &mut Check, path: &Path<'_>, repository: &str) {
    check.not_empty(path, repository, REMOVE_OR_WRITE);
    if !is_web_url(repository) && !repository.trim().is_empty() {
        let message = format!("`{repository}` cannot be the URL of a repository");
        let help = "write `https://` or `http://`, a host, and a path";
        check.fault(Fault::value(Code::BadRepository, path, message, help));
    }
}

const REMOVE_OR_WRITE: &str = "remove the key, or write a value for the manifest";

fn bad_version(path: &Path<'_>, version: &str) -> Fault {
    let message = format!("`{version}` is not a valid version");
    let help = "write three numbers, such as `0.1.0`, optionally followed by `-pre` and `+build`";
    Fault::value(Code::BadVersion, &path.key("version"), message, help)
}

/// Whether cargo accepts the version.
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
