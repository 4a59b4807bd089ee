//! Turns a YAML description of a REST API into a Rust client crate.
//!
//! Data goes one way, through stages that each have a module:
//!
//! ```text
//! *.yaml ──yaml──▶ Node ──decode──▶ spec ──resolve──▶ Model ──emit──▶ File ──output──▶ disk
//! ```
//!
//! `decode` and `resolve` can refuse, and collect every fault before they do; a [`Report`] shows them with their places.
//! From the model on nothing can go wrong but the disk. Who wants to know the API rather than have a client of it stops
//! there: [`model()`] gives a [`Model`] to read.
//!
//! Two helpers of those who write the YAML stand beside this: [`schema()`] for their editor, and [`scaffold()`] for the
//! file of a new resource.

mod decode;
mod diagnostic;
mod emit;
mod locate;
mod markdown;
pub mod model;
mod name;
pub mod output;
mod path;
mod report;
mod resolve;
mod scaffold;
mod schema;
mod source;
mod spec;
mod text;
mod yaml;

pub use model::Model;
pub use output::File;
pub use report::{Diagnostic, Report, Span};
pub use scaffold::scaffold;
pub use schema::schema;
pub use source::{ReadError, Source, read};

use diagnostic::{Code, Fault, Hidden, Level, Part, Path};
use source::{CLIENT, LARGEST};

/// A client crate that can be written.
#[derive(Debug)]
pub struct Crate {
    /// Its files, in a fixed order.
    pub files: Vec<File>,
    /// What should be mended all the same.
    pub warnings: Report,
}

/// Turns a spec into a crate.
///
/// # Errors
///
/// A [`Report`] with every error of every file.
pub fn generate(sources: &[Source]) -> Result<Crate, Report> {
    let (model, warnings) = check(sources)?;
    Ok(Crate {
        files: emit::files(&model),
        warnings,
    })
}

/// Turns a spec into what it means, for programs that serve, test or describe the API themselves.
///
/// # Errors
///
/// A [`Report`] with every error of every file.
pub fn model(sources: &[Source]) -> Result<Model, Report> {
    check(sources).map(|(model, _)| model)
}

/// The model and the warnings, or a report with the errors.
fn check(sources: &[Source]) -> Result<(Model, Report), Report> {
    let mut shape = Vec::new();
    let mut meaning = Vec::new();
    let model = understand(sources, &mut shape, &mut meaning);
    let is_error = |fault: &Fault| fault.code.level() == Level::Error;
    if shape.is_empty() {
        shape = meaning;
    } else {
        let hidden = Hidden::by(&shape);
        // What stands in for the faulty may well be worth a warning.
        meaning.retain(|fault| is_error(fault) && !hidden.explains(fault));
        shape.append(&mut meaning);
    }
    let faulty = shape.iter().any(is_error);
    let report = Report::new(sources, shape);
    match model {
        Some(model) if !faulty => Ok((model, report)),
        _ => Err(report),
    }
}

/// Everything that can refuse: faults of shape first, then, where the shape allows, those of meaning.
fn understand(
    sources: &[Source],
    shape: &mut Vec<Fault>,
    meaning: &mut Vec<Fault>,
) -> Option<Model> {
    let mut client = None;
    let mut resources = Vec::new();
    let mut unreadable = false;
    for (file, source) in sources.iter().enumerate() {
        let root = Path::root(file);
        let Some(node) = parse(source, &root, shape) else {
            unreadable = true;
            continue;
        };
        if node == yaml::Node::Null {
            let help = "see spec/README.md for what belongs into it, or remove the file";
            shape.push(Fault::value(
                Code::EmptyFile,
                &root,
                "there is nothing in the file",
                help,
            ));
            unreadable = true;
        } else if source.is_client() {
            client = decode::decode(&node, &root, shape).map(|spec| (file, source, spec));
        } else if let Some(spec) = decode::decode(&node, &root, shape) {
            resources.push(resolve::ResourceFile {
                file,
                source: source.name.clone(),
                spec,
            });
        }
    }
    let root = Path::root(usize::MAX);
    if !sources.iter().any(Source::is_client) {
        let message = format!("there is no `{CLIENT}` in the spec");
        shape.push(Fault::value(
            Code::MissingFile,
            &root,
            message,
            "add one: it says what belongs to the whole client",
        ));
    }
    if sources.iter().all(Source::is_client) {
        let message = "there is no resource in the spec";
        shape.push(Fault::value(
            Code::MissingFile,
            &root,
            message,
            "add a file such as `parcels.yaml` for each resource",
        ));
    }
    let is_whole = client.is_some() && !unreadable;
    let (file, name, client) = match client {
        Some((file, source, client)) => (file, source.name.as_str(), client),
        // The others are checked beside a stand-in.
        None => (
            usize::MAX,
            "",
            decode::decode(&yaml::Node::Null, &root, &mut Vec::new())?,
        ),
    };
    let model = resolve::resolve(file, name, &client, &resources, meaning);
    if !is_whole {
        // What is missing from a file that could not be read would look like a fault of the others.
        let refers = [Code::UnknownType, Code::UnknownErrorType];
        meaning.retain(|fault| fault.place.file < sources.len() && !refers.contains(&fault.code));
    }
    model.filter(|_| is_whole)
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
            let at = |offset| root.place(Part::Offset(offset));
            let fault = Fault::new(Code::Syntax, at(error.offset), error.message, error.help);
            faults.push(match error.context {
                Some((offset, context)) => fault.related(at(offset), context),
                None => fault,
            });
        })
        .ok()
}
