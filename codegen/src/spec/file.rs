//! The files of a spec, decoded.

use super::client::Client;
use super::resource::Resource;

/// A decoded file of a spec, with the names under which faults and generated files know it.
#[derive(Debug)]
pub(crate) struct SpecFile<T> {
    /// Index among the sources.
    pub(crate) file: usize,
    /// `spec/parcels.yaml`.
    pub(crate) source: String,
    pub(crate) spec: T,
}

pub(crate) type ClientFile = SpecFile<Client>;
pub(crate) type ResourceFile = SpecFile<Resource>;
