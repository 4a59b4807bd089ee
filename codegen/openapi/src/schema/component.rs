//! Targets of `$ref`s. Each is converted once.

use super::{Place, Schema, can_only_be, has_shape, only_reference};
use crate::document::{Id, Node, Read};
use crate::import::{Converted, Direction, Import};
use crate::loss::Kind as Lost;
use crate::names;
use crate::refs::{is_ref, referenced};
use crate::spec::{Kind, Notes, Ty, Type, TypeId, Yaml};

impl<'d> Import<'d> {
    /// Converts the target of `reference`, a `$ref`.
    pub(super) fn component(&mut self, reference: &'d Node, place: &Place<'d>) -> Schema {
        let text = reference.peek("$ref").and_then(Node::as_str);
        match self.target(reference) {
            Some(target) => self.named(target, stem(text.unwrap_or_default()), place.direction),
            None => Schema::of(Ty::ANY),
        }
    }

    /// Converts a schema with a name.
    pub(super) fn named(&mut self, target: &'d Node, name: &str, direction: Direction) -> Schema {
        let direction = if self.directed.contains(&target.id) {
            direction
        } else {
            Direction::Response
        };
        let key = (target.id, direction);
        let known = self.components.entry(target.id);
        let place = Place {
            name: known.or_insert_with(|| names::camel(name)).clone(),
            direction,
            component: Some(target),
        };
        match self.converted.get(&key) {
            Some(Converted::Done(schema)) => return schema.clone(),
            Some(Converted::Open(_)) => {
                if let Some(schema) = self.list_in_progress(target, &place) {
                    return schema;
                }
                let id = self.component_type(target, &place);
                return Schema {
                    is_nullable: self.open_nullable.contains(&id),
                    ..Schema::of(Ty::Named(id))
                };
            }
            None => {}
        }
        self.converted.insert(key, Converted::Open(None));
        target.mark(Read::Partly);
        let schema = match self.inherited(target, &place) {
            Some(schema) => schema,
            None => self.schema(target, &place),
        };
        let schema = self.settle(target, key, schema);
        self.converted.insert(key, Converted::Done(schema.clone()));
        schema
    }

    /// Returns the schema of a list or map in progress if its items are a component that can be a named type.
    fn list_in_progress(&mut self, target: &'d Node, place: &Place<'d>) -> Option<Schema> {
        let items = items(target)?;
        let component = referenced(self.document, items)?;
        let is_alias = is_ref(component) || only_reference(component).is_some();
        if is_alias || self::items(component).is_some() {
            return None;
        }
        let item = Box::new(self.component(items, &place.item()).expression());
        let (_, is_nullable) = self.type_names(&[target]);
        let ty = if target.has("items") {
            Ty::List(item)
        } else {
            Ty::Map(item)
        };
        let mut schema = Schema {
            is_nullable,
            ..Schema::of(ty)
        };
        self.describe(&mut schema, &[target]);
        Some(schema)
    }

    /// Returns the type of a component in progress.
    pub(super) fn component_type(&mut self, component: &'d Node, place: &Place<'d>) -> TypeId {
        let key = (component.id, place.direction);
        if let Some(Converted::Open(Some(id))) = self.converted.get(&key) {
            return *id;
        }
        let wanted = match place.direction {
            Direction::Request => format!("{} Input", place.name),
            Direction::Response => place.name.clone(),
        };
        let id = TypeId(self.types.len());
        let name = self.names.give(&names::camel(&wanted));
        self.types.push(Type {
            at: component.id,
            name,
            docs: None,
            kind: Kind::Open,
        });
        self.converted.insert(key, Converted::Open(Some(id)));
        self.keep_outline(id, component);
        id
    }

    /// Finishes a component. A component that contains itself must be a named type.
    fn settle(&mut self, target: &Node, key: (Id, Direction), schema: Schema) -> Schema {
        let open = match self.converted.get(&key) {
            Some(Converted::Open(id)) => *id,
            _ => None,
        };
        let Some(id) = open else { return schema };
        if schema.ty == Ty::Named(id) {
            // The type has the docs.
            let example = schema.notes.example.as_ref();
            let example =
                example.map(|(Yaml::Text(text) | Yaml::Plain(text))| format!("Example: `{text}`."));
            let docs = schema.notes.docs.clone().into_iter().chain(example);
            let docs = docs.collect::<Vec<_>>().join("\n\n");
            if let Some(ty) = self.types.get_mut(id.0).filter(|_| !docs.is_empty()) {
                ty.docs = Some(docs);
            }
            let notes = Notes {
                deprecated: schema.notes.deprecated,
                ..Notes::default()
            };
            return Schema { notes, ..schema };
        }
        let message = "the schema contains itself but is not an object";
        self.losses.push(Lost::Circular, target, message, "any");
        if let Some(ty) = self.types.get_mut(id.0) {
            ty.kind = Kind::Endless;
        }
        schema
    }
}

/// Returns the schema of the items of a list or map without further restrictions.
fn items(node: &Node) -> Option<&Node> {
    let kinds = [("items", "array"), ("additionalProperties", "object")];
    kinds.into_iter().find_map(|(key, name)| {
        let items = node.peek(key)?;
        (!has_shape(node, &["type", key]) && can_only_be(node, name)).then_some(items)
    })
}

/// Returns the last key or the file name of a `$ref`.
pub(super) fn stem(text: &str) -> &str {
    let last = text.rsplit(['/', '#']).find(|part| !part.is_empty());
    let last = last.unwrap_or(text);
    let ends = [".yaml", ".yml", ".json"].into_iter();
    ends.fold(last, |last, end| last.strip_suffix(end).unwrap_or(last))
}
