//! Turns a YAML description of a REST API into a Rust client crate.
//!
//! Data goes one way, through stages that each have a module:
//!
//! ```text
//! *.yaml ──yaml──▶ Node ──decode──▶ spec ──resolve──▶ Model ──emit──▶ File ──output──▶ disk
//! ```
//!
//! `decode` and `resolve` can refuse, and collect every fault before they do; a [`Report`] shows them with their locations, but
//! for those that only follow from others.
//! From the model on nothing can go wrong but the disk. Who wants to know the API rather than have a client of it stops
//! there: [`model()`] gives a [`Model`] to read.
//!
//! Two helpers of those who write the YAML stand beside this: [`schema()`] for their editor, and [`scaffold()`] for the
//! file of a new resource.

mod diagnostic;
mod emit;
mod markdown;
mod method;
pub mod model;
mod name;
pub mod output;
mod parallel;
mod path;
mod resolve;
mod runtime;
mod scaffold;
mod schema;
mod source;
mod spec;
mod text;
mod yaml;

pub use diagnostic::{Diagnostic, Report, Span};
pub use model::Model;
pub use output::File;
pub use scaffold::scaffold;
pub use schema::schema;
pub use source::{ReadError, Source, read};

use diagnostic::{Code, Fault, Level, NO_FILE, Part, Path, without_followers};
use source::{CLIENT, LARGEST};
use spec::{ClientFile, ResourceFile};

/// A client crate that can be written.
#[derive(Debug)]
pub struct Crate {
    model: Model,
    /// What should be mended all the same.
    pub warnings: Report,
}

impl Crate {
    /// Its files, in a fixed order.
    #[must_use]
    pub fn files(&self) -> Vec<File<'_>> {
        emit::files(&self.model)
    }
}

/// Turns a spec into a crate.
///
/// # Errors
///
/// A [`Report`] with the errors of all files.
pub fn generate(sources: &[Source]) -> Result<Crate, Report> {
    let (model, warnings) = check(sources)?;
    Ok(Crate { model, warnings })
}

/// Turns a spec into what it means, for programs that serve, test or describe the API themselves.
///
/// # Errors
///
/// A [`Report`] with the errors of all files.
pub fn model(sources: &[Source]) -> Result<Model, Report> {
    check(sources).map(|(model, _)| model)
}

/// The model and the warnings, or a report with the errors.
fn check(sources: &[Source]) -> Result<(Model, Report), Report> {
    let mut shape = Vec::new();
    let spec = decode(sources, &mut shape);
    let (model, meaning) = match spec {
        Some((client, resources)) => resolve::resolve(&client, &resources),
        None => (None, Vec::new()),
    };
    let client = sources.iter().position(Source::is_client);
    let faults = without_followers(shape, meaning, client);
    let is_error = |fault: &Fault| fault.code.level() == Level::Error;
    let model = model.filter(|_| !faults.iter().any(is_error));
    let report = Report::new(sources, faults);
    match model {
        Some(model) => Ok((model, report)),
        None => Err(report),
    }
}

/// What the files say, with a stand-in for a `client.yaml` that cannot be read.
fn decode(sources: &[Source], faults: &mut Vec<Fault>) -> Option<(ClientFile, Vec<ResourceFile>)> {
    let mut client = None;
    let mut resources = Vec::new();
    for (file, source) in sources.iter().enumerate() {
        let root = Path::root(file);
        let Some(node) = parse(source, &root, faults) else {
            continue;
        };
        let name = source.name.clone();
        if node == yaml::Node::Null {
            let message = "there is nothing in the file";
            let help = "see spec/README.md for what belongs into it";
            faults.push(Fault::value(Code::EmptyFile, &root, message, help));
        } else if source.is_client() {
            let spec = spec::decode(&node, &root, faults);
            client = spec.map(|spec| ClientFile {
                file,
                source: name,
                spec,
            });
        } else if let Some(spec) = spec::decode(&node, &root, faults) {
            resources.push(ResourceFile {
                file,
                source: name,
                spec,
            });
        }
    }
    let root = Path::root(NO_FILE);
    let mut missing = |what: String, help: &str| {
        faults.push(Fault::value(Code::MissingFile, &root, what, help));
    };
    if !sources.iter().any(Source::is_client) {
        let help = "add one: it says what belongs to the whole client";
        missing(format!("there is no `{CLIENT}` in the spec"), help);
    }
    if sources.iter().all(Source::is_client) {
        let help = "add a file such as `parcels.yaml` for each resource";
        missing("there is no resource in the spec".to_owned(), help);
    }
    let client = client.or_else(|| {
        Some(ClientFile {
            file: NO_FILE,
            source: String::new(),
            spec: spec::decode(&yaml::Node::Null, &root, &mut Vec::new())?,
        })
    });
    Some((client?, resources))
}

fn parse(source: &Source, root: &Path<'_>, faults: &mut Vec<Fault>) -> Option<yaml::Node> {
    if source.text.len() > LARGEST {
        faults.push(Fault::value(
            Code::FileTooLarge,
            root,
            "the file is larger than 16 MiB",
            "split it into several resources",
        ));
        return None;
    }
    yaml::Node::parse(&source.text)
        .map_err(|error| {
            let at = |offset| root.location(Part::Offset(offset));
            let fault = Fault::new(Code::Syntax, at(error.offset), error.message, error.help);
            faults.push(match error.context {
                Some((offset, context)) => fault.related(at(offset), context),
                None => fault,
            });
        })
        .ok()
}
