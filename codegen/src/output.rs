//! Formats files, writes them to disk and compares them with files on disk.
//!
//! A [`File`] has a path and a function that renders its text. One thread emits, formats, compares and writes a file,
//! and drops its text before it starts the next file. [`Records`](crate::Records) of earlier runs let it skip files
//! that have not changed. [`stage`] prepares all changes, and [`Staged::commit`] makes all of them or none. [`stale`]
//! returns the differences. It writes nothing and uses no records.

mod disk;
mod file;
mod format;
mod imports;
mod lock;
mod record;
mod single;
mod staging;
mod tree;

pub use crate::fingerprint::Fingerprint;
pub use file::File;
pub(crate) use format::{docs, macro_call};
pub use single::{create, holds, write};
pub use tree::{Staged, Stale, StaleKind, Summary, stage, stale, unchanged};
