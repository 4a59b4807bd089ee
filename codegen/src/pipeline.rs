//! The stages in their order, from the texts of a spec to a model or a crate.

use crate::diagnostic::{Faults, Report};
use crate::model::Model;
use crate::output::File;
use crate::source::Source;
use crate::spec::Spec;
use crate::{emit, resolve};

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
