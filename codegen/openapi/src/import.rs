//! The state of an import.

use std::collections::{HashMap, HashSet};

use crate::document::{Document, Id, Node};
use crate::loss::Losses;
use crate::names::Names;
use crate::spec::{Kind, Type, TypeId};

/// An import under way.
#[derive(Debug)]
pub(crate) struct Import<'d> {
    pub(crate) document: &'d Document,
    pub(crate) losses: Losses,
    pub(crate) types: Vec<Type>,
    pub(crate) names: Names,
    /// Names of the components, by the number of their schemas.
    pub(crate) components: HashMap<Id, String>,
    /// Schemas of components that were converted, or are under way.
    pub(crate) converted: HashMap<(Id, Direction), Converted>,
    /// Types without a name of their own, so that equal ones are shared.
    pub(crate) shared: HashMap<Kind, TypeId>,
    /// The schemas that differ in requests and in responses.
    pub(crate) directed: HashSet<Id>,
    /// The schemas whose `allOf` names a schema, by the number of that.
    pub(crate) heirs: HashMap<Id, Vec<&'d Node>>,
    /// How many `$ref`s lead to a value.
    pub(crate) uses: HashMap<Id, usize>,
    /// The keys of types that are under way.
    pub(crate) outlines: HashMap<TypeId, crate::schema::Outline>,
    /// The kinds of their values in JSON.
    pub(crate) open_kinds: HashMap<TypeId, crate::schema::Kinds>,
    /// The server of the client, and those of single endpoints.
    pub(crate) servers: Vec<crate::spec::Server>,
    /// Properties that a request or a response leaves out, and those that one has.
    pub(crate) left_out: HashSet<Id>,
    pub(crate) kept_in: HashSet<Id>,
    /// Docs of items that become docs of their list or map.
    pub(crate) kept: HashMap<Id, Vec<String>>,
    /// Whether the document is older than OpenAPI 3.1.
    pub(crate) is_old: bool,
    /// The schemas around the current one that `$recursiveRef` can name.
    pub(crate) anchors: Vec<&'d Node>,
    /// How many objects that are merged are around the current one.
    pub(crate) merges: usize,
    /// How many schemas are around the current one.
    pub(crate) depth: usize,
}

/// Which way a value goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    Request,
    Response,
}

/// A schema of a component.
#[derive(Clone, Debug)]
pub(crate) enum Converted {
    /// Under way, with the type that it is to become if it holds itself.
    Open(Option<TypeId>),
    Done(crate::schema::Schema),
}
