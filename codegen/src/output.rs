//! Files, from tokens to disk.
//!
//! A [`File`] knows where it belongs and what it is to hold, and makes its text only when somebody asks: so each is emitted,
//! formatted, compared with what is on disk and written on one thread, whichever is free, and forgotten before the next.
//! [`stage`] prepares every change, and [`Staged::commit`] makes all of them or none; [`stale`] only tells what differs.

mod disk;
mod file;
mod format;
mod imports;
mod lock;
mod single;
mod staging;
mod tree;

pub use file::File;
pub(crate) use format::{docs, macro_call};
pub use single::{create, holds, write};
pub use tree::{Staged, Stale, StaleKind, Summary, stage, stale};
