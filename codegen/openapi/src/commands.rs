//! The commands of `cargo xtask` that this package runs.

pub(crate) mod export;
pub(crate) mod import;
