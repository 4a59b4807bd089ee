//! The faults of a spec, with their locations.
//!
//! A [`Fault`] has a [`Location`]: a file and a path such as `endpoints.get.params.parcel_id`. Neither the spec's
//! structs nor the model store positions. A [`Report`] finds the positions in the text, and does so only if the spec
//! has a fault.

mod code;
mod fault;
mod faults;
mod locate;
mod location;
mod report;
mod suggest;

pub(crate) use code::Code;
pub(crate) use fault::Fault;
pub(crate) use faults::Faults;
pub(crate) use location::{Location, NO_FILE, Part, Path};
pub use report::{Diagnostic, Report, Span};
pub(crate) use suggest::{choices, did_you_mean, list_of, nearest};
