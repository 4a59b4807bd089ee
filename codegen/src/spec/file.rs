//! The files of a spec, decoded.

use super::client::Client;
use super::decode::decode;
use super::resource::Resource;
use crate::diagnostic::{Code, Fault, Faults, NO_FILE, Part, Path};
use crate::source::{CLIENT, LARGEST, Source};
use crate::yaml::{Context, Node};

/// A decoded file of a spec, with its names in faults and generated files.
#[derive(Debug)]
pub(crate) struct SpecFile<T> {
    /// The index of the file among the sources.
    pub(crate) file: usize,
    /// `spec/parcels.yaml`.
    pub(crate) source: String,
    pub(crate) spec: T,
}

pub(crate) type ClientFile = SpecFile<Client>;
pub(crate) type ResourceFile = SpecFile<Resource>;
/// `CHANGELOG.md`. The generator copies it.
pub(crate) type ChangelogFile = SpecFile<String>;

/// All files of a spec that can be read.
#[derive(Debug, Default)]
pub(crate) struct Spec {
    pub(crate) client: Option<ClientFile>,
    pub(crate) changelog: Option<ChangelogFile>,
    pub(crate) resources: Vec<ResourceFile>,
    /// Whether a resource cannot be read. Types can then be missing.
    pub(crate) lacks_resource: bool,
}

impl Spec {
    /// Decodes all files, and records the faults of their shape.
    pub(crate) fn decode(sources: &[Source], faults: &mut Faults) -> Self {
        let mut spec = Self::default();
        for (file, source) in sources.iter().enumerate() {
            let root = Path::root(file);
            let name = || source.name.clone();
            if source.is_changelog() {
                spec.changelog = Some(SpecFile {
                    file,
                    source: name(),
                    spec: source.text.clone(),
                });
                continue;
            }
            let node = parse(source, &root, faults);
            if source.is_client() {
                let decoded = node.and_then(|node| decode(&node, &root, faults));
                spec.client = decoded.map(|spec| SpecFile {
                    file,
                    source: name(),
                    spec,
                });
            } else if let Some(decoded) = node.and_then(|node| decode(&node, &root, faults)) {
                spec.resources.push(SpecFile {
                    file,
                    source: name(),
                    spec: decoded,
                });
            } else {
                spec.lacks_resource = true;
            }
        }
        if !sources.iter().any(Source::is_client) {
            faults.push(no_client());
        }
        if !sources.iter().any(Source::is_resource) {
            faults.push(no_resource());
        }
        spec
    }
}

/// The YAML of a file that is small enough and not empty.
fn parse(source: &Source, root: &Path<'_>, faults: &mut Faults) -> Option<Node> {
    let parsed = if source.text.len() > LARGEST {
        Err(too_large(root))
    } else {
        match Node::parse(&source.text) {
            Ok(Node::Null) => Err(empty(root)),
            Ok(node) => Ok(node),
            Err(error) => {
                let at = |offset| root.location(Part::Offset(offset));
                let fault = Fault::new(Code::Syntax, at(error.offset), error.message, error.help);
                Err(match error.context {
                    Some(Context { offset, what }) => fault.related(at(offset), what),
                    None => fault,
                })
            }
        }
    };
    parsed.map_err(|fault| faults.push(fault)).ok()
}

fn too_large(root: &Path<'_>) -> Fault {
    let message = "the file is larger than 16 MiB";
    let help = "split it into several resources";
    Fault::value(Code::FileTooLarge, root, message, help)
}

fn empty(root: &Path<'_>) -> Fault {
    let message = "the file has no content";
    let help = "spec/README.md describes its content";
    Fault::value(Code::EmptyFile, root, message, help)
}

fn no_client() -> Fault {
    let message = format!("the spec has no `{CLIENT}`");
    let help = "add the file: it contains the settings of the whole client";
    Fault::value(Code::MissingFile, &Path::root(NO_FILE), message, help)
}

fn no_resource() -> Fault {
    let message = "the spec has no resource";
    let help = "add a file such as `parcels.yaml` for each resource";
    Fault::value(Code::MissingFile, &Path::root(NO_FILE), message, help)
}
