//! Turns a YAML description of a REST API into a Rust client crate.
//!
//! Data goes one way, through stages that each have a module:
//!
//! ```text
//! *.yaml ──yaml──▶ Node ──decode──▶ spec ──resolve──▶ Model ──emit──▶ File ──output──▶ disk
//! ```
//!
//! Only `decode` and `resolve` reject a spec. Both collect every fault before they do, and a [`Report`] shows each fault with
//! its location. Nothing depends on something at fault, so a report names causes and not what follows from them. After the
//! model nothing fails except the disk. A program that needs the API itself, and not a client of it, calls [`model()`].
//!
//! Two functions help to write the YAML: [`schema()`] makes a JSON Schema for editors, and [`scaffold()`] makes the file of a
//! new resource.

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

use diagnostic::Faults;
use spec::Spec;

/// A client crate that can be written.
#[derive(Debug)]
pub struct Crate {
    model: Model,
    /// Faults that did not keep the crate from being written.
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
    let mut faults = Faults::default();
    let spec = Spec::decode(sources, &mut faults);
    let (model, faults) = resolve::resolve(&spec, faults);
    let report = Report::new(sources, faults);
    match model {
        Some(model) => Ok((model, report)),
        None => Err(report),
    }
}
