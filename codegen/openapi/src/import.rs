//! The state of an import.

use std::collections::{HashMap, HashSet};

use crate::document::{Document, Id, Map, Node};
use crate::loss::{Kind as Lost, Losses};
use crate::names::{self, Names};
use crate::spec::{Kind, Type, TypeId};
use crate::text;

/// An import in progress.
#[derive(Debug)]
pub(crate) struct Import<'d> {
    pub(crate) document: &'d Document,
    pub(crate) losses: Losses,
    pub(crate) types: Vec<Type>,
    pub(crate) names: Names,
    /// Names of the components, by the number of their schemas.
    pub(crate) components: HashMap<Id, String>,
    /// The converted schemas of components, and those in progress.
    pub(crate) converted: HashMap<(Id, Direction), Converted>,
    /// Inline types, to share equal ones.
    pub(crate) shared: HashMap<Kind, TypeId>,
    /// The schemas that differ between requests and responses.
    pub(crate) directed: HashSet<Id>,
    /// The variants of each schema with a `discriminator`, by the number of the schema.
    pub(crate) variants: HashMap<Id, crate::schema::Variants<'d>>,
    /// All of these variants.
    pub(crate) is_variant: HashSet<Id>,
    /// The number of `$ref`s to each value.
    pub(crate) uses: HashMap<Id, usize>,
    /// The keys of types in progress.
    pub(crate) outlines: HashMap<TypeId, crate::schema::Outline>,
    /// The types in progress that can be null.
    pub(crate) open_nullable: HashSet<TypeId>,
    /// The kinds of the values of types in progress, in JSON.
    pub(crate) open_kinds: HashMap<TypeId, crate::schema::Kinds>,
    /// The objects that have no keys but those of their fields.
    pub(crate) closed: HashSet<TypeId>,
    /// The server of the client, and the servers of single endpoints.
    pub(crate) servers: Vec<crate::spec::Server>,
    /// Properties that requests or responses omit, and properties that one of them has.
    pub(crate) left_out: HashSet<Id>,
    pub(crate) kept_in: HashSet<Id>,
    /// Docs of items, which become docs of their list or map.
    pub(crate) kept: HashMap<Id, Vec<String>>,
    /// Whether the document is older than OpenAPI 3.1.
    pub(crate) is_old: bool,
    /// The schemas around the current one that `$recursiveRef` can name.
    pub(crate) anchors: Vec<&'d Node>,
    /// The number of merged objects around the current one.
    pub(crate) merges: usize,
    /// The current schema.
    pub(crate) at: Id,
    /// The number of schemas around it.
    pub(crate) depth: usize,
}

impl<'d> Import<'d> {
    /// Whether a name or a listed value has no invisible character. If it has one, reports it.
    pub(crate) fn is_visible(&mut self, node: &'d Node) -> bool {
        let is_visible = !node.as_str().is_some_and(text::has_invisible);
        if !is_visible {
            let message = format!("{:?}", node.as_str().unwrap_or_default());
            self.losses.push(Lost::Invisible, node, message, "");
        }
        is_visible
    }

    /// Starts the import of the document with this root.
    pub(crate) fn new(
        document: &'d Document,
        root: &Node,
        uses: HashMap<Id, usize>,
        is_old: bool,
    ) -> Self {
        let schemas = root
            .peek("components")
            .and_then(|node| node.peek("schemas"));
        let schemas = schemas.and_then(Node::map);
        let keys = schemas.into_iter().flat_map(|map| map.entries.keys());
        let named = names::components(keys.map(String::as_str));
        let variants = crate::schema::variants(document);
        let entries = schemas.into_iter().flat_map(Map::iter);
        let components = entries.filter_map(|(key, node)| Some((node.id, named.get(key)?.clone())));
        Self {
            document,
            losses: Losses::default(),
            types: Vec::new(),
            names: Names::default(),
            components: components.collect(),
            converted: HashMap::new(),
            shared: HashMap::new(),
            directed: crate::directed::directed(document, &variants),
            is_variant: variants
                .values()
                .flat_map(|all| all.keys().copied())
                .collect(),
            variants,
            uses,
            outlines: HashMap::new(),
            open_nullable: HashSet::new(),
            open_kinds: HashMap::new(),
            closed: HashSet::new(),
            servers: Vec::new(),
            kept: HashMap::new(),
            left_out: HashSet::new(),
            kept_in: HashSet::new(),
            is_old,
            anchors: Vec::new(),
            at: root.id,
            depth: 0,
            merges: 0,
        }
    }
}

/// The direction of a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Direction {
    Request,
    Response,
}

/// A schema of a component.
#[derive(Clone, Debug)]
pub(crate) enum Converted {
    /// In progress. If the schema contains itself, the type is already known.
    Open(Option<TypeId>),
    Done(crate::schema::Schema),
}
