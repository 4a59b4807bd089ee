//! Turns a YAML description of a REST API into a Rust client crate.
//!
//! Data flows one way, through stages that each have a module:
//!
//! ```text
//! *.yaml ──yaml──▶ Node ──decode──▶ spec ──resolve──▶ Model ──emit──▶ File ──output──▶ disk
//! ```
//!
//! Only `decode` and `resolve` reject a spec. Both collect all faults first, and a [`Report`] shows each fault with its
//! location. No check depends on a wrong value, so no fault in a report is a consequence of another one. After the
//! model is built, only I/O can fail. [`model()`] returns the API instead of a client.
//!
//! Two functions help to write the YAML: [`schema()`] returns a JSON Schema for editors, and [`scaffold()`] returns the
//! file of a new resource.

mod diagnostic;
pub mod diff;
mod emit;
mod fingerprint;
mod limits;
mod markdown;
mod method;
pub mod model;
mod name;
pub mod output;
mod parallel;
mod path;
mod pipeline;
#[cfg(test)]
mod readme;
mod records;
mod reserved;
mod resolve;
mod runtime;
mod scaffold;
mod schema;
mod source;
mod spec;
mod text;
mod yaml;

pub use diagnostic::{Diagnostic, Report, Span};
pub use markdown::code;
pub use model::Model;
pub use name::is_derivable;
pub use output::File;
pub use path::path_fault;
pub use pipeline::{Crate, generate, generate_again, model};
pub use records::Records;
pub use resolve::{is_header_name, is_media_type, is_own_header, is_server_url};
pub use scaffold::scaffold;
pub use schema::schema;
pub use source::{ReadError, Source, read};
pub use text::{is_invisible, is_invisible_in_docs, printable};
