//! From what the spec says to what it means.
//!
//! Every check records what it finds and goes on, so that one run finds all there is to mend. A check that needs something
//! which is at fault itself keeps silent: the reader would only be told twice.

mod client;
mod endpoints;
mod lint;
mod ty;
mod types;

pub(crate) use ty::BUILT_IN;

use crate::diagnostic::{Code, Fault, Part, Path, Place};
use crate::model::{Field, Model, Resource, Ty};
use crate::name::{BadName, Name, Namespace};
use crate::spec;
use crate::text::{is_invisible, is_invisible_in_docs};

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
    let symbols = types::Symbols::collect(check, files, &resources);
    let mut types = types::resolve(check, files, &symbols);
    let endpoints = endpoints::resolve(check, files, &symbols, &types, client.as_ref());
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

/// The methods of every client, where the accessors are methods too.
const CLIENT_METHODS: &[&str] = &[
    "attempt",
    "base_url",
    "builder",
    "execute",
    "iter",
    "new",
    "prepare",
    "send",
    "wait",
    "with",
    "with_attempt_timeout",
    "with_connect_timeout",
    "with_retry",
    "with_timeout",
];

/// The modules at the root of every generated crate. `main.rs` would be a program to cargo, and so would the files of the
/// endpoints of `bin`.
const ROOT_MODULES: &[&str] = &[
    "api",
    "bin",
    "blocking",
    "guide",
    "lib",
    "main",
    "runtime",
    "testing",
    "transport",
    "types",
];

/// Methods that every type has by value, so that one of the same name by reference would never be called.
const CONVERSIONS: [(&str, &str); 2] = [
    ("into", "a method of every type"),
    ("try_into", "a method of every type"),
];

/// The accessors' names, one for each file; `None` where there is a fault.
fn resource_names(check: &mut Check, files: &[ResourceFile]) -> Vec<Option<Name>> {
    let modules = ROOT_MODULES
        .iter()
        .map(|name| (*name, "a module of every generated crate"));
    let methods = CLIENT_METHODS
        .iter()
        .map(|name| (*name, "a method of every client"));
    let taken = modules.chain(methods).chain(CONVERSIONS);
    let mut names = Namespace::with_taken(taken);
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
        let name = check.name(&path, Part::Value, Name::snake(&spec.resource), help);
        let name = name.filter(|name| {
            let owner = format!("the resource `{}`", spec.resource);
            check.claim(
                &mut names,
                name,
                &spec.resource,
                owner,
                path.at_value(),
                help,
            )
        });
        resolved.push(name);
    }
    resolved
}

/// The longest docs, in bytes. Markdown takes hundreds of times as much memory as its text while it is read.
pub(crate) const LONGEST_DOCS: usize = 256 << 10;

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
        self.not_blank(path, docs, "say in a sentence what a caller must know");
        if docs.len() > LONGEST_DOCS {
            let message = format!("`{}` is longer than 256 KiB", path.last_key());
            let help = "shorten it, and link to the rest";
            self.fault(Fault::value(Code::LongDocs, path, message, help));
        }
        if let Some(odd) = docs.chars().find(|&c| is_invisible_in_docs(c)) {
            self.invisible(path.at_value(), odd);
        }
    }

    /// A value that must be there.
    fn not_empty(&mut self, path: &Path<'_>, text: &str, help: &str) {
        self.not_blank(path, text, help);
        self.plain_text(path, Part::Value, text);
    }

    fn not_blank(&mut self, path: &Path<'_>, text: &str, help: &str) {
        if text.trim().is_empty() {
            self.fault(Fault::value(
                Code::EmptyText,
                path,
                format!("`{}` is empty", path.last_key()),
                help,
            ));
        }
    }

    /// A value, which goes into literals or the manifest.
    fn plain_text(&mut self, path: &Path<'_>, part: Part, text: &str) {
        if let Some(odd) = text.chars().find(|&c| is_invisible(c)) {
            self.invisible(path.place(part), odd);
        }
    }

    fn invisible(&mut self, place: Place, odd: char) {
        let message = format!(
            "the text holds the invisible character U+{:04X}",
            u32::from(odd)
        );
        let place = place.within(odd);
        self.fault(Fault::new(
            Code::InvisibleCharacter,
            place,
            message,
            "remove it",
        ));
    }

    /// The name, or `None` and a fault.
    fn name(
        &mut self,
        path: &Path<'_>,
        part: Part,
        name: Result<Name, BadName>,
        help: &str,
    ) -> Option<Name> {
        name.map_err(|bad| {
            let place = path.place(part);
            match bad.invisible {
                Some(odd) => self.invisible(place, odd),
                None => self.fault(Fault::new(Code::BadName, place, bad.to_string(), help)),
            }
        })
        .ok()
    }

    /// The name for an entry with the key `key` at `path`, which may say with `name:` what it is called in Rust, and the
    /// place that says it.
    fn entry_name(
        &mut self,
        path: &Path<'_>,
        key: &str,
        given: Option<&str>,
        case: fn(&str) -> Result<Name, BadName>,
    ) -> Option<(Name, Place)> {
        if let Some(given) = given {
            self.plain_text(path, Part::Key, key);
            let path = path.key("name");
            let help = "write a name such as `first_name`";
            let name = self.name(&path, Part::Value, case(given), help)?;
            return Some((name, path.at_value()));
        }
        let name = self.name(path, Part::Key, case(key), GIVE_A_NAME)?;
        Some((name, path.at_key()))
    }

    /// Claims `name` for the entry with the key `key`, known to others as `owner`. If it is taken, that is a fault of
    /// `place`.
    fn claim(
        &mut self,
        names: &mut Namespace,
        name: &Name,
        key: &str,
        owner: impl Into<String>,
        place: Place,
        help: &str,
    ) -> bool {
        let Some(first) = names.owner(name) else {
            names.give(name, owner, place);
            return true;
        };
        let message = match name.as_str() {
            same if same == key => format!("the name `{key}` is taken by {}", first.what),
            rust => format!(
                "`{key}` would be `{rust}` in Rust, which is taken by {}",
                first.what
            ),
        };
        let fault = Fault::new(Code::NameTaken, place, message, help);
        self.fault(fault.related_owner(first));
        false
    }
}

/// Whether `name` can be that of an HTTP header (a token of RFC 9110).
fn is_header_name(name: &str) -> bool {
    !name.is_empty()
        && name
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}
