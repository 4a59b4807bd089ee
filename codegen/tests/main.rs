//! Tests of the generator: a spec results in files, or in faults with their locations.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

mod any_spec;
mod bounds;
mod code_in_guides;
mod deprecated;
#[cfg(unix)]
mod descriptors;
mod emitted_crate;
mod every_endpoint;
mod fact_book;
mod faults;
mod features;
mod injection;
mod inputs;
mod invariant;
mod line_ends;
mod mutations;
mod names;
mod output;
mod prose;
mod reading;
mod real_spec;
mod records;
mod schema;
mod small_diffs;
mod spec;
mod spec_writer;
mod stand_in;
mod surface;
mod terminals;
