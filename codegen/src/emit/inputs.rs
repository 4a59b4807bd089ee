//! The values that the file of an endpoint depends on.

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::fingerprint::Fingerprint;
use crate::model::{Endpoint, Model, Resource, Response, Ty, Type};

/// The definitions of a model's types, in brief. Each is made once, when a file needs it.
pub(super) struct Inputs<'m> {
    model: &'m Model,
    definitions: Vec<OnceLock<Definition>>,
}

/// The definition of a type.
struct Definition {
    fingerprint: Fingerprint,
    /// The indexes of the types that its values can contain.
    contents: Vec<usize>,
}

impl<'m> Inputs<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        let definitions = model.types.iter().map(|_| OnceLock::new()).collect();
        Self { model, definitions }
    }

    /// Returns the fingerprint of the definition of the type with this index.
    pub(super) fn of_type(&self, index: usize) -> Option<Fingerprint> {
        Some(self.definition(index)?.fingerprint)
    }

    /// Returns the fingerprint of the endpoint, of all types that it can lead to, and of the parts of the client and of
    /// the resource in its file.
    pub(super) fn of_endpoint(&self, resource: &Resource, endpoint: &Endpoint) -> Fingerprint {
        let Model {
            package,
            chosen_servers,
            error_body,
            ..
        } = self.model;
        let Resource {
            name,
            module,
            accessor,
            ..
        } = resource;
        let client = (&package.name, chosen_servers, error_body);
        let resource = (name, module, accessor);
        Fingerprint::of(&(client, resource, endpoint, self.reached(endpoint)))
    }

    /// Returns the fingerprints of all types that the values of an endpoint can contain.
    fn reached(&self, endpoint: &Endpoint) -> Vec<Fingerprint> {
        let mut open = Vec::new();
        for param in &endpoint.params {
            self.add_named(&param.ty, &mut open);
        }
        match &endpoint.response {
            Response::Type(ty) | Response::Events(ty) => self.add_named(ty, &mut open),
            Response::Own(object) => {
                for field in object.members() {
                    self.add_named(&field.ty, &mut open);
                }
            }
            Response::Empty | Response::Bytes | Response::Text => {}
        }
        for body in &endpoint.error_bodies {
            self.add_named(&body.ty, &mut open);
        }
        let (mut seen, mut reached) = (HashSet::new(), Vec::new());
        while let Some(next) = open.pop() {
            if seen.insert(next)
                && let Some(definition) = self.definition(next)
            {
                reached.push(definition.fingerprint);
                open.extend(&definition.contents);
            }
        }
        reached
    }

    fn definition(&self, index: usize) -> Option<&Definition> {
        let (ty, definition) = (self.model.types.get(index)?, self.definitions.get(index)?);
        Some(definition.get_or_init(|| self.define(ty)))
    }

    fn define(&self, ty: &Type) -> Definition {
        let mut contents = Vec::new();
        for ty in ty.shape.types() {
            self.add_named(ty, &mut contents);
        }
        let fingerprint = Fingerprint::of(ty);
        Definition {
            fingerprint,
            contents,
        }
    }

    /// Adds the indexes of the named types in `ty`.
    fn add_named(&self, ty: &Ty, indexes: &mut Vec<usize>) {
        match ty {
            Ty::Named { name, .. } => indexes.extend(self.model.types.index(name)),
            Ty::Optional(inner) | Ty::List(inner) => self.add_named(inner, indexes),
            Ty::Map { key, value } => {
                self.add_named(key, indexes);
                self.add_named(value, indexes);
            }
            _ => {}
        }
    }
}
