//! Converts the keywords of JSON Schema to type expressions and named types.
//!
//! A schema is a conjunction of parts: the schema itself, and the parts from its `$ref` and its `allOf`. `allOf` needs no
//! special case.

mod component;
mod enumeration;
mod inheritance;
mod join;
mod notes;
mod object;
mod outline;
mod scalar;
mod tag;
mod together;
mod union;

pub(crate) use inheritance::{Variants, variants};
pub(crate) use notes::{external, notes_line};
pub(crate) use outline::{Kinds, Outline};

use std::collections::HashSet;

use crate::document::{Id, Node, Read, Value};
use crate::import::{Direction, Import};
use crate::loss::Kind as Lost;
use crate::names;
use crate::refs::{is_ref, referenced};
use crate::spec::{Kind, Notes, Ty, Type, TypeId};
use union::Used;

/// A converted schema.
#[derive(Clone, Debug)]
pub(crate) struct Schema {
    pub(crate) ty: Ty,
    pub(crate) is_nullable: bool,
    pub(crate) notes: Notes,
    pub(crate) read_only: bool,
    pub(crate) write_only: bool,
}

impl Schema {
    pub(crate) fn of(ty: Ty) -> Self {
        Self {
            ty,
            is_nullable: false,
            notes: Notes::default(),
            read_only: false,
            write_only: false,
        }
    }

    /// Returns the type with its `?`.
    pub(crate) fn expression(&self) -> Ty {
        self.ty.clone().optional_if(self.is_nullable)
    }
}

/// The position of a schema in the document.
#[derive(Clone, Debug)]
pub(crate) struct Place<'d> {
    /// The words for the name of a type there.
    pub(crate) name: String,
    pub(crate) direction: Direction,
    /// The component that the schema is.
    component: Option<&'d Node>,
}

impl Place<'_> {
    pub(crate) fn new(name: impl Into<String>, direction: Direction) -> Self {
        Self {
            name: name.into(),
            direction,
            component: None,
        }
    }

    /// Returns the position of a part.
    pub(crate) fn inner(&self, name: &str) -> Self {
        Self::new(format!("{} {name}", self.name), self.direction)
    }

    /// Returns the position of an item.
    pub(crate) fn item(&self) -> Self {
        Self::new(names::singular(&self.name), self.direction)
    }
}

/// Keywords that restrict the values of a schema. Other keywords only describe it.
const SHAPES: [&str; 17] = [
    "$ref",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "discriminator",
    "enum",
    "format",
    "items",
    "not",
    "oneOf",
    "patternProperties",
    "prefixItems",
    "properties",
    "required",
    "type",
    "unevaluatedProperties",
];

/// The most levels of nested schemas.
const DEEPEST: usize = 2_000;

impl<'d> Import<'d> {
    /// Converts a schema.
    pub(crate) fn schema(&mut self, node: &'d Node, place: &Place<'d>) -> Schema {
        if self.depth >= DEEPEST {
            let message = "the schemas have more than 2000 levels";
            self.losses.push(Lost::Circular, node, message, "any");
            return Schema::of(Ty::ANY);
        }
        let around = std::mem::replace(&mut self.at, node.id);
        self.depth += 1;
        let schema = self.any_schema(node, place);
        self.depth -= 1;
        self.at = around;
        schema
    }

    fn any_schema(&mut self, node: &'d Node, place: &Place<'d>) -> Schema {
        match &node.value {
            Value::Boolean(true) => return Schema::of(Ty::ANY),
            Value::Map(_) => {}
            _ => {
                let message = "the schema allows no value";
                self.losses.push(Lost::Schema, node, message, "any");
                return Schema::of(Ty::ANY);
            }
        }
        if node.peek("$recursiveRef").and_then(Node::as_str) == Some("#")
            && let Some(anchor) = self.anchors.last().copied()
        {
            node.get("$recursiveRef");
            return self.named(anchor, "", place.direction);
        }
        if node.is("$recursiveAnchor") {
            self.anchors.push(node);
            let parts = self.parts(node);
            let schema = self.conjunction(&parts, &[], place);
            self.anchors.pop();
            return schema;
        }
        if let Some(reference) = self.decorated(node) {
            let mut schema = self.component(reference, place);
            self.decorate(&mut schema, node, reference);
            return schema;
        }
        let parts = self.parts(node);
        self.conjunction(&parts, &[], place)
    }

    /// Returns the `$ref` of a schema that only describes its target, alone or in an `allOf`.
    fn decorated(&mut self, node: &'d Node) -> Option<&'d Node> {
        if is_ref(node) {
            // Before OpenAPI 3.1, keys next to a `$ref` have no meaning.
            let is_plain = self.is_old || !has_shape(node, &["$ref", "type"]);
            node.get("type");
            return is_plain.then_some(node);
        }
        let only = only_reference(node)?;
        if self.is_variant.contains(&node.id) {
            return None;
        }
        node.get("allOf");
        node.get("type");
        Some(only)
    }

    /// Lists the parts of a schema: itself, and the parts from its `$ref` and its `allOf`.
    pub(crate) fn parts(&mut self, node: &'d Node) -> Vec<&'d Node> {
        let mut parts = Vec::new();
        self.add_parts(node, &mut parts, &mut HashSet::new(), &mut Vec::new());
        parts
    }

    fn add_parts(
        &mut self,
        node: &'d Node,
        parts: &mut Vec<&'d Node>,
        seen: &mut HashSet<Id>,
        around: &mut Vec<Id>,
    ) {
        if around.contains(&node.id) || around.len() > DEEPEST {
            let message = "the schema is a part of itself";
            self.losses.push(Lost::Circular, node, message, "");
            return;
        }
        if !seen.insert(node.id) {
            return;
        }
        around.push(node.id);
        parts.push(node);
        if is_ref(node)
            && let Some(target) = self.target(node)
        {
            self.add_parts(target, parts, seen, around);
        }
        let is_component = self.components.contains_key(&node.id);
        for item in node.list("allOf") {
            // The variants of a component have no effect on the components that extend it.
            if is_component
                && let Some(base) = referenced(self.document, item)
                && base.peek("discriminator").map(Node::read) == Some(Read::Nothing)
            {
                self.mapping(base);
            }
            self.add_parts(item, parts, seen, around);
        }
        around.pop();
    }

    /// Converts a conjunction of parts.
    ///
    /// `used` are the keywords whose alternatives were already selected.
    fn conjunction(&mut self, parts: &[&'d Node], used: &[Used], place: &Place<'d>) -> Schema {
        let mut schema = self.shape(parts, used, place);
        self.describe(&mut schema, parts);
        schema
    }

    fn shape(&mut self, parts: &[&'d Node], used: &[Used], place: &Place<'d>) -> Schema {
        let alternatives = |part: &&'d Node| {
            let mut keys = ["oneOf", "anyOf"].into_iter();
            let key = keys.find(|key| is_list(part, key) && !used.contains(&(part.id, key)));
            key.map(|key| (*part, key))
        };
        // Listed values are more precise than alternatives next to them.
        if let Some(schema) = self.enumeration(parts, place) {
            return schema;
        }
        if let Some((part, key)) = parts.iter().find_map(alternatives) {
            return match self.constants(part, key, place) {
                Some(schema) => schema,
                None => self.union(part, key, parts, used, place),
            };
        }
        let (types, is_nullable) = self.type_names(parts);
        let mut options = Vec::new();
        for name in &types {
            let place = match types.len() {
                1 => place.clone(),
                _ => place.inner(name),
            };
            options.push(Schema::of(self.of_type(name, parts, &place)));
        }
        let ty = match options.len() {
            0 => Ty::ANY,
            1 => options.remove(0).ty,
            _ => self.join(options, parts, place),
        };
        Schema {
            is_nullable,
            ..Schema::of(ty)
        }
    }

    /// Returns the types that the parts name or imply, and whether one is null.
    fn type_names(&mut self, parts: &[&'d Node]) -> (Vec<&'d str>, bool) {
        let mut is_nullable = false;
        let mut names: Vec<&'d str> = Vec::new();
        for part in parts {
            let Some(node) = part.get("type") else {
                continue;
            };
            let listed: Vec<&'d str> = match &node.value {
                Value::String(name) => vec![name],
                Value::List(items) => items.iter().filter_map(Node::as_str).collect(),
                Value::Null => vec!["null"],
                _ => {
                    let message = "`type` is neither a text nor a list";
                    self.losses.push(Lost::WrongKind, node, message, "any");
                    continue;
                }
            };
            is_nullable |= listed.contains(&"null");
            let listed = listed.into_iter().filter(|name| *name != "null");
            if names.is_empty() {
                names.extend(listed);
            }
        }
        if names.is_empty() {
            names.extend(suggested(parts));
        }
        (names, is_nullable)
    }

    fn of_type(&mut self, name: &str, parts: &[&'d Node], place: &Place<'d>) -> Ty {
        match name {
            "object" => self.object(parts, place),
            "array" => self.array(parts, place),
            "string" | "integer" | "number" | "boolean" => scalar::scalar(name, parts),
            _ => {
                if let Some(part) = parts.iter().find(|part| part.has("type")) {
                    let message = format!("unknown type `{name}`");
                    self.losses.push(Lost::WrongKind, part, message, "any");
                }
                Ty::ANY
            }
        }
    }

    fn array(&mut self, parts: &[&'d Node], place: &Place<'d>) -> Ty {
        let items: Vec<&'d Node> = parts.iter().filter_map(|part| part.get("items")).collect();
        if items.is_empty() {
            return Ty::List(Box::new(Ty::ANY));
        }
        let schema = self.property(&items, &place.item());
        self.keep_notes(&schema, "Each item", parts);
        Ty::List(Box::new(schema.expression()))
    }

    /// Adds a named type, or returns an equal type.
    pub(crate) fn add_type(&mut self, kind: Kind, place: &Place<'d>, docs: Option<String>) -> Ty {
        if let Some(component) = place.component {
            let id = self.component_type(component, place);
            if let Some(ty) = self.types.get_mut(id.0) {
                ty.kind = kind;
                ty.docs = docs;
            }
            return Ty::Named(id);
        }
        if let Some(id) = self.shared.get(&kind) {
            return Ty::Named(*id);
        }
        let id = TypeId(self.types.len());
        self.shared.insert(kind.clone(), id);
        let name = self.names.give(&names::camel(&place.name));
        self.types.push(Type {
            at: self.at,
            name,
            docs,
            kind,
        });
        Ty::Named(id)
    }
}

/// Returns the `$ref` in the `allOf` of a schema without any other restriction.
fn only_reference(node: &Node) -> Option<&Node> {
    let items = node.peek("allOf")?;
    if has_shape(node, &["allOf", "type"]) {
        return None;
    }
    let mut shaped = items.children().filter(|item| has_shape(item, &[]));
    let only = shaped.next()?;
    let is_plain = is_ref(only) && !has_shape(only, &["$ref"]) && shaped.next().is_none();
    is_plain.then_some(only)
}

/// Whether a schema has a keyword of [`SHAPES`] other than these.
fn has_shape(node: &Node, other_than: &[&str]) -> bool {
    let mut keys = SHAPES.iter().filter(|key| !other_than.contains(key));
    keys.any(|key| node.has(key))
}

/// Whether the `type` of a schema allows no other type than `name` and null.
fn can_only_be(node: &Node, name: &str) -> bool {
    let types = node.peek("type").into_iter();
    let types = types.flat_map(|types| types.children().chain([types]));
    let mut names = types.filter_map(Node::as_str);
    names.all(|other| [name, "null"].contains(&other))
}

fn is_list(node: &Node, key: &str) -> bool {
    let list = node.peek(key).map(|node| &node.value);
    matches!(list, Some(Value::List(items)) if !items.is_empty())
}

/// Returns the type that keywords imply if no part has a `type`.
fn suggested(parts: &[&Node]) -> Option<&'static str> {
    let has = |keys: &[&str]| {
        parts
            .iter()
            .any(|part| keys.iter().any(|key| part.has(key)))
    };
    if has(&[
        "properties",
        "additionalProperties",
        "patternProperties",
        "required",
        "minProperties",
        "maxProperties",
    ]) {
        Some("object")
    } else if has(&[
        "items",
        "prefixItems",
        "minItems",
        "maxItems",
        "uniqueItems",
    ]) {
        Some("array")
    } else if has(&[
        "format",
        "pattern",
        "minLength",
        "maxLength",
        "contentEncoding",
    ]) {
        Some("string")
    } else if has(&["minimum", "maximum", "multipleOf"]) {
        Some("number")
    } else {
        None
    }
}
