//! From what the spec says to what it means.
//!
//! Every check records what it finds and goes on, so that one run finds all there is to mend. A check that needs something
//! which is at fault itself keeps silent: the reader would only be told twice.

mod client;
mod endpoints;
mod lint;
mod names;
mod reserved;
mod ty;
mod types;

pub(crate) use ty::BUILT_IN;

use crate::diagnostic::{Code, Fault, Part, Path, Place};
use crate::model::{Field, Model, Resource, Ty};
use crate::name::{BadName, Name};
use crate::spec;
use crate::text::is_invisible;
use names::{Entry, Namespace};

/// A spec file that has been read, with the names under which faults and generated files know it.
pub(crate) struct SpecFile<T> {
    /// Index among the sources.
    pub(crate) file: usize,
    /// `spec/parcels.yaml`.
    pub(crate) source: String,
    pub(crate) spec: T,
}

pub(crate) type ClientFile = SpecFile<spec::Client>;
pub(crate) type ResourceFile = SpecFile<spec::Resource>;

/// Checks a whole spec. The model is there if and only if none of the faults is an error.
pub(crate) fn resolve(client: &ClientFile, files: &[ResourceFile]) -> (Option<Model>, Vec<Fault>) {
    let mut check = Check { faults: Vec::new() };
    let model = model(&mut check, client, files);
    (model, check.faults)
}

fn model(check: &mut Check, file: &ClientFile, files: &[ResourceFile]) -> Option<Model> {
    let client = client::resolve(check, file.file, &file.spec);
    let resources = resource_names(check, files);
    let symbols = types::Symbols::collect(check, files);
    let mut types = types::resolve(check, files, &symbols);
    let endpoints = endpoints::resolve(check, files, &resources, &symbols, &types, client.as_ref());
    if !check.faults.is_empty() {
        return None;
    }
    lint::lint(check, file, files);
    types::mark_sent(&mut types, endpoints.iter().flatten());
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

/// Methods that every type has by value: Rust would call them instead of a method of the same name that borrows.
const CONVERSIONS: [&str; 2] = ["into", "try_into"];

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

/// Docs as they are kept: without the blank lines around them.
fn text(docs: &str) -> String {
    docs.trim().to_owned()
}

/// Records faults, with the checks that everything in a spec goes through.
struct Check {
    faults: Vec<Fault>,
}

/// What to do about a name that will not do, where the format has a key for that.
const GIVE_A_NAME: &str = "give it another name in Rust with `name: …`";

impl Check {
    fn fault(&mut self, fault: Fault) {
        self.faults.push(fault);
    }

    /// Docs, which must say something, in characters that can stand in a source file.
    fn docs(&mut self, path: &Path<'_>, docs: &str) {
        self.not_empty(path, docs, "say in a sentence what a caller must know");
    }

    /// Text that must be there.
    fn not_empty(&mut self, path: &Path<'_>, text: &str, help: &str) {
        if text.trim().is_empty() {
            self.fault(Fault::value(
                Code::EmptyText,
                path,
                format!("`{}` is empty", path.last_key()),
                help,
            ));
        }
        self.plain_text(path, Part::Value, text);
    }

    /// Text that goes into literals, docs or the manifest.
    fn plain_text(&mut self, path: &Path<'_>, part: Part, text: &str) {
        if let Some(odd) = text.chars().find(|&c| is_invisible(c)) {
            let message = format!(
                "the text holds the invisible character U+{:04X}",
                u32::from(odd)
            );
            let place = path.place(part).within(odd);
            self.fault(Fault::new(
                Code::InvisibleCharacter,
                place,
                message,
                "remove it",
            ));
        }
    }

    /// The name that `text` becomes in this case, or `None` and a fault.
    fn name(
        &mut self,
        path: &Path<'_>,
        part: Part,
        text: &str,
        case: fn(&str) -> Result<Name, BadName>,
        help: &str,
    ) -> Option<Name> {
        self.plain_text(path, part, text);
        case(text)
            .map_err(|bad| {
                let place = path.place(part);
                self.fault(Fault::new(Code::BadName, place, bad.to_string(), help));
            })
            .ok()
    }

    /// The name in `names` of the entry with the key `key` at `path`: the one that it asks for with `name:`, or else one
    /// that is derived from the key.
    fn entry_name(
        &mut self,
        names: &mut Namespace,
        path: &Path<'_>,
        key: &str,
        given: Option<&str>,
        case: fn(&str) -> Result<Name, BadName>,
    ) -> Option<Name> {
        let what = format!("`{key}`");
        let Some(given) = given else {
            let name = self.name(path, Part::Key, or_empty(key), case, GIVE_A_NAME)?;
            let place = path.at_key();
            return Some(names.give(&name, Entry { what, place }));
        };
        self.plain_text(path, Part::Key, key);
        let path = path.key("name");
        let help = "write a name such as `first_name`";
        let name = self.name(&path, Part::Value, given, case, help)?;
        let place = path.at_value();
        self.is_free(names, &name, key, &place, GIVE_A_NAME)
            .then(|| names.give(&name, Entry { what, place }))
    }

    /// Claims `name` for the entry with the key `key`, known to others as `what`. If another entry has it, that is a fault
    /// of `place`.
    fn claim(
        &mut self,
        names: &mut Namespace,
        name: &Name,
        key: &str,
        what: String,
        place: Place,
        help: &str,
    ) -> bool {
        let is_free = self.is_free(names, name, key, &place, help);
        if is_free {
            names.give(name, Entry { what, place });
        }
        is_free
    }

    /// Whether no entry has the `name` that the entry with the key `key` asks for. If one has it, that is a fault of `place`.
    fn is_free(
        &mut self,
        names: &Namespace,
        name: &Name,
        key: &str,
        place: &Place,
        help: &str,
    ) -> bool {
        let Some(first) = names.entry(name) else {
            return true;
        };
        let message = match name.as_str() {
            same if same == key => format!("the name `{key}` is taken by {}", first.what),
            rust => format!(
                "`{key}` would be `{rust}` in Rust, which is taken by {}",
                first.what
            ),
        };
        let fault = Fault::new(Code::NameTaken, place.clone(), message, help);
        self.fault(fault.related(first.place.clone(), "taken here"));
        false
    }
}

/// What a name is derived from: the text, or a word for the empty one.
fn or_empty(text: &str) -> &str {
    if text.is_empty() { "empty" } else { text }
}

/// Whether `name` can be that of an HTTP header (a token of RFC 9110).
fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
