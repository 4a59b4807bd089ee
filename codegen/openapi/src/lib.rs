//! Turns an OpenAPI document into a spec, and a spec into an OpenAPI document.
//!
//! ```text
//! JSON, YAML ──document──▶ Node ──import──▶ spec ──print──▶ *.yaml
//!                            └───────report──▶ losses
//! ```
//!
//! Real documents break strict parsers, so the importer reads a document into a tree of plain values. Small functions read
//! parts of the tree. Each value records whether a function has read it, and the report lists unread values.

mod body;
mod check;
mod client;
mod directed;
mod document;
mod endless;
mod endpoint;
mod envelope;
mod errors;
mod export;
mod exported;
mod fault;
mod import;
mod loss;
mod media;
mod names;
mod operations;
mod paging;
mod params;
mod print;
mod refs;
mod report;
mod responses;
mod run;
mod schema;
mod security;
mod servers;
mod spec;
mod text;
mod verdicts;
mod yaml;

pub use export::{Format, export};
pub use fault::Fault;
pub use loss::{Grade, Kind};
pub use report::{Coverage, Report, Reported};
pub use run::{File, Imported, Options, import};
