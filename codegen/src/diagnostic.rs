//! What is wrong with a spec, and where.
//!
//! A [`Fault`] names its [`Location`] by file and path (`endpoints.get.params.parcel_id`), since neither the spec's structs nor
//! the model carry positions. A [`Report`] looks them up in the text, once there is a fault to show.

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
