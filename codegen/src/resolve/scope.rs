//! The parts of a spec that an endpoint can refer to.

use super::client::Client;
use super::envelope::Taken;
use super::symbols::Symbols;
use crate::diagnostic::Path;
use crate::model::Types;
use crate::name::Name;
use crate::spec;

/// An endpoint of the spec, and the parts of the spec that it can refer to.
pub(super) struct Scope<'a> {
    pub(super) symbols: &'a Symbols,
    pub(super) types: &'a Types,
    /// `None` if `client.yaml` cannot be read.
    pub(super) client: Option<&'a Client>,
    pub(super) taken: &'a Taken<'a>,
    /// The server of the resource, if it is not the default server.
    pub(super) server: Option<&'a Name>,
    pub(super) path: &'a Path<'a>,
    pub(super) spec: &'a spec::Endpoint,
}
