//! Resources: the accessors of the client.

use super::check::{Check, text};
use super::namespace::Namespace;
use super::reserved::{CLIENT_METHODS, CONVERSIONS, ROOT_MODULES};
use crate::diagnostic::{Code, Fault, Part, Path};
use crate::model::{Endpoint, Resource};
use crate::name::Name;
use crate::spec::ResourceFile;

/// The names of the accessors, one for each file.
pub(super) fn names(check: &mut Check, files: &[ResourceFile]) -> Vec<Name> {
    let modules = ROOT_MODULES
        .iter()
        .map(|name| (*name, "a module of every generated crate"));
    let methods = CLIENT_METHODS
        .iter()
        .map(|name| (*name, "a method of every client"));
    let taken = modules.chain(methods).chain(CONVERSIONS);
    let mut names = Namespace::with_taken(taken);
    let name = |file| name(check, file, &mut names);
    files.iter().map(name).collect()
}

fn name(check: &mut Check, file: &ResourceFile, names: &mut Namespace) -> Name {
    let (root, spec) = (Path::root(file.file), &file.spec);
    check.docs(&root.key("docs"), &spec.docs);
    let endpoints = root.key("endpoints");
    if spec.endpoints.is_empty() && !check.lacks_entries(&endpoints) {
        check.fault(no_endpoints(&endpoints));
    }
    let path = root.key("resource");
    let help = "choose another name for the resource";
    let name = check.name(&path, Part::Value, Name::snake(&spec.resource), help);
    let owner = format!("the resource `{}`", spec.resource);
    let location = path.at_value();
    if check.claim(names, &name, &spec.resource, owner, location, help) {
        name
    } else {
        Name::poisoned()
    }
}

fn no_endpoints(path: &Path<'_>) -> Fault {
    let message = "a resource needs at least one endpoint";
    Fault::key(Code::MissingEntry, path, message, "add `endpoints:`")
}

/// The resources of a spec without faults.
pub(super) fn resolve(
    files: &[ResourceFile],
    names: Vec<Name>,
    endpoints: Vec<Vec<Endpoint>>,
) -> Vec<Resource> {
    let all = files.iter().zip(names).zip(endpoints);
    let resource = |((file, name), endpoints): ((&ResourceFile, Name), _)| Resource {
        accessor: name.to_camel(),
        name,
        docs: text(&file.spec.docs),
        source: file.source.clone(),
        endpoints,
    };
    all.map(resource).collect()
}
