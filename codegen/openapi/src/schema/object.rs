//! Objects and maps.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::notes::docs_of;
use super::{Place, Schema};
use crate::document::{Map, Node, Read, Value};
use crate::import::{Direction, Import};
use crate::loss::Kind as Lost;
use crate::spec::{Field, Kind, Notes, Object, Ty};

impl<'d> Import<'d> {
    pub(super) fn object(&mut self, parts: &[&'d Node], place: &Place<'d>) -> Ty {
        let properties = self.properties(parts);
        let required = self.required(parts);
        let extra = self.extra(parts, place);
        if properties.is_empty() && required.is_empty() {
            return match extra {
                Some(Ty::BuiltIn(crate::spec::BuiltIn::Any)) | None => Ty::OBJECT,
                Some(value) => Ty::Map(Box::new(value)),
            };
        }
        let mut fields = Vec::new();
        for (key, nodes) in &properties {
            let schema = self.property(nodes, &place.inner(key));
            let is_left_out = match place.direction {
                Direction::Request => schema.read_only,
                Direction::Response => schema.write_only,
            };
            for node in nodes {
                let kept = if is_left_out {
                    &mut self.left_out
                } else {
                    &mut self.kept_in
                };
                kept.insert(node.id);
            }
            if !is_left_out {
                fields.push(Field {
                    key: (*key).to_owned(),
                    ty: schema.ty,
                    is_required: required.contains(key),
                    is_nullable: schema.is_nullable,
                    notes: schema.notes,
                });
            }
        }
        let unknown = required
            .iter()
            .filter(|key| !properties.contains_key(**key));
        let mut unknown: Vec<_> = unknown.copied().collect();
        unknown.sort_unstable();
        fields.extend(unknown.into_iter().map(any_field));
        if fields.is_empty() {
            return Ty::OBJECT;
        }
        let docs = docs_of(parts);
        let kind = Kind::Object(Object { fields, extra });
        let ty = self.add_type(kind, place, docs);
        if let (Ty::Named(id), true) = (&ty, parts.iter().any(|part| is_closed(part))) {
            self.closed.insert(*id);
        }
        ty
    }

    fn properties(&mut self, parts: &[&'d Node]) -> IndexMap<&'d str, Vec<&'d Node>> {
        let mut properties: IndexMap<_, Vec<_>> = IndexMap::new();
        for part in parts {
            // Some documents have a `$ref` to the properties of another schema.
            let Some(map) = self.child(part, "properties") else {
                continue;
            };
            for (key, node) in map.map().into_iter().flat_map(Map::iter) {
                node.mark(Read::Partly);
                properties.entry(key).or_default().push(node);
            }
        }
        properties
    }

    /// Returns the required keys.
    fn required(&mut self, parts: &[&'d Node]) -> HashSet<&'d str> {
        let keys = parts.iter().flat_map(|part| part.list("required"));
        keys.filter(|key| self.is_visible(key))
            .filter_map(Node::as_str)
            .collect()
    }

    /// Converts a property with one or more schemas.
    pub(super) fn property(&mut self, nodes: &[&'d Node], place: &Place<'d>) -> Schema {
        if let [only] = nodes {
            return self.schema(only, place);
        }
        // The last schema refines the others.
        let mut parts: Vec<&'d Node> = Vec::new();
        for node in nodes.iter().rev() {
            for part in self.parts(node) {
                if parts.iter().all(|other| other.id != part.id) {
                    parts.push(part);
                }
            }
        }
        let is_same = nodes.windows(2).all(|pair| match pair {
            [left, right] => {
                let text =
                    |node: &Node| node.peek("$ref").and_then(Node::as_str).map(str::to_owned);
                text(left).is_some() && text(left) == text(right)
            }
            _ => true,
        });
        match nodes.last() {
            Some(last) if is_same => self.schema(last, place),
            _ => self.conjunction(&parts, &[], place),
        }
    }

    /// Returns the type of the values of other keys, if the parts allow them.
    fn extra(&mut self, parts: &[&'d Node], place: &Place<'d>) -> Option<Ty> {
        let mut extra = None;
        for key in [
            "additionalProperties",
            "unevaluatedProperties",
            "patternProperties",
        ] {
            for part in parts {
                let Some(node) = part.get(key) else { continue };
                let found = match &node.value {
                    Value::Boolean(allowed) => allowed.then_some(Ty::ANY),
                    Value::Map(map) if key == "patternProperties" => {
                        self.patterns(node, map, is_closed(part), parts, place)
                    }
                    _ => {
                        let schema = self.schema(node, &place.item());
                        self.keep_notes(&schema, "Each value", parts);
                        Some(schema.expression())
                    }
                };
                extra = extra.or(found);
            }
        }
        extra
    }

    /// Returns the type of the values in `patternProperties`. `is_closed` is true if other keys are not allowed.
    fn patterns(
        &mut self,
        node: &'d Node,
        patterns: &'d Map,
        is_closed: bool,
        parts: &[&'d Node],
        place: &Place<'d>,
    ) -> Option<Ty> {
        let (mut names, mut types) = (Vec::new(), Vec::new());
        for (pattern, value) in patterns.iter() {
            value.mark(Read::Partly);
            let schema = self.schema(value, &place.item());
            self.keep_notes(&schema, "Each value", parts);
            names.push(format!("`{pattern}`"));
            types.push(schema.expression());
        }
        types.dedup();
        let only = types.pop().filter(|_| types.is_empty());
        match (parts.first(), &only) {
            (Some(first), Some(_)) if is_closed => {
                let docs = format!("Each key matches {}.", names.join(" or "));
                self.kept.entry(first.id).or_default().push(docs);
            }
            _ => {
                let message = "a spec cannot describe patterns of keys";
                self.losses.push(Lost::Schema, node, message, "any key");
            }
        }
        only.or(Some(Ty::ANY).filter(|_| !names.is_empty()))
    }
}

/// Whether a schema forbids all keys but those of its fields.
fn is_closed(part: &Node) -> bool {
    let keys = ["additionalProperties", "unevaluatedProperties"];
    let mut values = keys.iter().filter_map(|key| part.peek(key));
    values.any(|value| value.as_bool() == Some(false))
}

/// Creates the field for a required key without a schema.
fn any_field(key: &str) -> Field {
    Field {
        key: key.to_owned(),
        ty: Ty::ANY,
        is_required: true,
        is_nullable: false,
        notes: Notes::default(),
    }
}
