//! Resources: the accessors of the client.

use super::check::{Check, text};
use super::namespace::{Entry, Namespace};
use super::undocumented;
use crate::diagnostic::{Code, Fault, Part, Path};
use crate::model::{Endpoint, Resource};
use crate::name::Name;
use crate::reserved;
use crate::spec::{self, ResourceFile};

const RENAME: &str = "choose another name for the resource";

/// Resolves the names of the accessors, one for each file.
pub(super) fn names(check: &mut Check, files: &[ResourceFile]) -> Vec<Name> {
    let mut names = Namespace::default();
    let name = |file| name(check, file, &mut names);
    files.iter().map(name).collect()
}

fn name(check: &mut Check, file: &ResourceFile, names: &mut Namespace<Entry>) -> Name {
    let (root, spec) = (Path::root(file.file), &file.spec);
    if let Some(docs) = &spec.docs {
        check.docs(&root.key("docs"), docs);
    }
    let endpoints = root.key("endpoints");
    if spec.endpoints.is_empty() && !check.lacks_entries(&endpoints) {
        check.fault(no_endpoints(&endpoints));
    }
    let path = root.key("resource");
    let name = check.name(&path, Part::Value, &spec.resource, Name::snake, RENAME);
    if let Some(owner) = reserved::owner(&name) {
        check.fault(reserved_name(&path, &name, owner));
        return Name::poisoned();
    }
    let what = format!("the resource `{}`", spec.resource);
    check.claim(names, &name, &spec.resource, what, path.at_value(), RENAME)
}

fn reserved_name(path: &Path<'_>, name: &Name, owner: &str) -> Fault {
    let message = format!("`{}` is the name of {owner}", name.as_str());
    Fault::value(Code::NameTaken, path, message, RENAME)
}

fn no_endpoints(path: &Path<'_>) -> Fault {
    let message = "a resource needs at least one endpoint";
    Fault::key(Code::MissingEntry, path, message, "add `endpoints:`")
}

/// Creates the resources of a spec without faults.
pub(super) fn resolve(
    files: &[ResourceFile],
    names: Vec<Name>,
    endpoints: Vec<Vec<Endpoint>>,
) -> Vec<Resource> {
    let all = files.iter().zip(names).zip(endpoints);
    let resource = |((file, name), endpoints): ((&ResourceFile, Name), _)| Resource {
        accessor: name.to_camel(),
        module: reserved::root_module(&name),
        name,
        docs: docs(&file.spec),
        source: file.source.clone(),
        endpoints,
    };
    all.map(resource).collect()
}

fn docs(spec: &spec::Resource) -> String {
    let docs = spec.docs.as_deref();
    docs.map_or_else(|| undocumented::resource(&spec.resource), text)
}
