//! The files of a spec, decoded.

use super::client::Client;
use super::decode::decode;
use super::resource::Resource;
use crate::diagnostic::{Code, Fault, Faults, NO_FILE, Part, Path};
use crate::parallel;
use crate::records::Records;
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

impl<T> SpecFile<T> {
    fn new(file: usize, source: &Source, spec: T) -> Self {
        let source = source.name.clone();
        Self { file, source, spec }
    }
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
    /// Decodes all files, and records the faults of their shape. Reuses files that an earlier run in `records` parsed.
    pub(crate) fn decode(
        sources: &[Source],
        records: Option<&Records>,
        faults: &mut Faults,
    ) -> Self {
        let mut spec = Self::default();
        let files: Vec<_> = sources.iter().enumerate().collect();
        let decoded = parallel::map(&files, |(file, source)| {
            let mut faults = Faults::default();
            let decoded = Decoded::of(*file, source, records, &mut faults);
            (decoded, faults)
        });
        for (decoded, of_file) in decoded {
            faults.append(of_file);
            match decoded {
                Decoded::Changelog(file) => spec.changelog = Some(file),
                Decoded::Client(file) => spec.client = file.map(|file| *file),
                Decoded::Resource(Some(file)) => spec.resources.push(*file),
                Decoded::Resource(None) => spec.lacks_resource = true,
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

/// A file of a spec, if it can be read.
enum Decoded {
    Changelog(ChangelogFile),
    Client(Option<Box<ClientFile>>),
    Resource(Option<Box<ResourceFile>>),
}

impl Decoded {
    fn of(file: usize, source: &Source, records: Option<&Records>, faults: &mut Faults) -> Self {
        if source.is_changelog() {
            return Self::Changelog(SpecFile::new(file, source, source.text.clone()));
        }
        let (root, mut record) = (Path::root(file), Vec::new());
        let node = parse(source, records, &mut record, &root, faults);
        if source.is_client() {
            let spec = node.and_then(|node| decode(&node, &root, faults));
            Self::Client(spec.map(|spec| Box::new(SpecFile::new(file, source, spec))))
        } else {
            let spec = node.and_then(|node| decode(&node, &root, faults));
            Self::Resource(spec.map(|spec| Box::new(SpecFile::new(file, source, spec))))
        }
    }
}

/// The YAML of a file that is small enough and not empty. If an earlier run parsed it, its text is in `record`.
fn parse<'r>(
    source: &Source,
    records: Option<&Records>,
    record: &'r mut Vec<u8>,
    root: &Path<'_>,
    faults: &mut Faults,
) -> Option<Node<'r>> {
    let parsed = if source.text.len() > LARGEST {
        Err(too_large(root))
    } else {
        match Node::parse_again(&source.text, records, record) {
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
