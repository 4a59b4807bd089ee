//! From what the spec says to what it means.
//!
//! Every check records what it finds and goes on, so that one run finds all there is to mend. A check that needs something
//! which is at fault itself keeps silent: the reader would only be told twice.

mod check;
mod client;
mod constructors;
mod endpoint;
mod header;
mod lint;
mod namespace;
mod reserved;
mod symbols;
mod ty;
mod type_graph;
mod types;

use crate::diagnostic::{Code, Fault, Part, Path};
use crate::model::{Field, Model, Resource, Ty};
use crate::name::Name;
use crate::spec::{ClientFile, ResourceFile};
use check::{Check, text};
use namespace::Namespace;
use symbols::Symbols;

/// Checks a whole spec. The model is there if and only if none of the faults is an error.
pub(crate) fn resolve(client: &ClientFile, files: &[ResourceFile]) -> (Option<Model>, Vec<Fault>) {
    let mut check = Check::default();
    let model = model(&mut check, client, files);
    (model, check.faults)
}

fn model(check: &mut Check, file: &ClientFile, files: &[ResourceFile]) -> Option<Model> {
    let client = client::resolve(check, file.file, &file.spec);
    let resources = resource_names(check, files);
    let symbols = Symbols::collect(check, files);
    let mut types = types::resolve(check, files, &symbols);
    let endpoints = endpoint::resolve(check, files, &resources, &symbols, &types, client.as_ref());
    if !check.faults.is_empty() {
        return None;
    }
    lint::lint(check, file, files);
    type_graph::mark_sent(&mut types, endpoints.iter().flatten());
    let resources =
        files
            .iter()
            .zip(resources)
            .zip(endpoints)
            .filter_map(|((file, name), endpoints)| {
                let name = name?;
                Some(Resource {
                    accessor: name.to_camel(),
                    module: reserved::root_module(&name),
                    name,
                    docs: text(&file.spec.docs),
                    source: file.source.clone(),
                    endpoints,
                })
            });
    let client = client?;
    // Where a success has it is where an error has it.
    let is_request_id = |field: &&Field| {
        field.ty == Ty::String && client.error_keys.request_id.contains(&field.key)
    };
    let request_id = client
        .envelope
        .iter()
        .find(is_request_id)
        .map(|field| field.name.clone());
    Some(Model {
        package: client.package,
        auth: client.auth,
        servers: client.servers,
        default_server: client.default_server?,
        call_timeout: client.call_timeout,
        connect_timeout: client.connect_timeout,
        envelope: client.envelope,
        request_id,
        error_keys: client.error_keys,
        error_types: client.error_types.into_values().flatten().collect(),
        source: file.source.clone(),
        types,
        resources: resources.collect(),
    })
}

/// The accessors' names, one for each file; `None` where there is a fault.
fn resource_names(check: &mut Check, files: &[ResourceFile]) -> Vec<Option<Name>> {
    let mut names = Namespace::default();
    let mut resolved = Vec::new();
    for ResourceFile { file, spec, .. } in files {
        let root = Path::root(*file);
        let path = root.key("resource");
        check.docs(&root.key("docs"), &spec.docs);
        if spec.endpoints.is_empty() {
            check.fault(Fault::key(
                Code::MissingEntry,
                &root.key("endpoints"),
                "a resource needs at least one endpoint",
                "add `endpoints:`",
            ));
        }
        let help = "choose another name for the resource";
        let name = check.name(&path, Part::Value, &spec.resource, Name::snake, help);
        let name = name.filter(|name| {
            if let Some(why) = reserved::reason(name) {
                let message = format!("the name `{}` is taken by {why}", name.as_str());
                check.fault(Fault::value(Code::NameTaken, &path, message, help));
                return false;
            }
            let what = format!("the resource `{}`", spec.resource);
            check.claim(
                &mut names,
                name,
                &spec.resource,
                what,
                path.at_value(),
                help,
            )
        });
        resolved.push(name);
    }
    resolved
}
