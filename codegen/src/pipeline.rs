//! Runs the stages in order, from the source files of a spec to a model or a crate.

use crate::diagnostic::{Faults, Report};
use crate::model::Model;
use crate::output::File;
use crate::records::Records;
use crate::source::Source;
use crate::spec::Spec;
use crate::{emit, resolve};

/// A client crate that is ready to be written.
#[derive(Debug)]
pub struct Crate {
    model: Model,
    /// The faults with which the crate can be written.
    pub warnings: Report,
}

impl Crate {
    /// Returns the files of the crate, in a fixed order.
    #[must_use]
    pub fn files(&self) -> Vec<File<'_>> {
        emit::files(&self.model)
    }
}

/// Generates a crate from a spec.
///
/// # Errors
///
/// Returns a [`Report`] with the faults of all files if one of them is an error.
pub fn generate(sources: &[Source]) -> Result<Crate, Report> {
    let (model, warnings) = check(sources, None)?;
    Ok(Crate { model, warnings })
}

/// Generates a crate like [`generate`], but does not parse the files that an earlier run in `records` has parsed.
///
/// # Errors
///
/// Returns a [`Report`] with the faults of all files if one of them is an error.
pub fn generate_again(sources: &[Source], records: &Records) -> Result<Crate, Report> {
    let (model, warnings) = check(sources, Some(records))?;
    Ok(Crate { model, warnings })
}

/// Builds the model of a spec, for programs that serve, test or describe the API.
///
/// # Errors
///
/// Returns a [`Report`] with the faults of all files if one of them is an error.
pub fn model(sources: &[Source]) -> Result<Model, Report> {
    check(sources, None).map(|(model, _)| model)
}

/// Returns the model and the warnings, or a report if the spec has errors.
fn check(sources: &[Source], records: Option<&Records>) -> Result<(Model, Report), Report> {
    let mut faults = Faults::default();
    let spec = Spec::decode(sources, records, &mut faults);
    if let Some(records) = records {
        records.remove_old();
    }
    let (model, faults) = resolve::resolve(&spec, faults);
    drop(spec);
    let report = Report::new(sources, faults);
    match model {
        Some(model) => Ok((model, report)),
        None => Err(report),
    }
}
