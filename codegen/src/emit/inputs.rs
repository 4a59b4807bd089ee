//! The values that the file of an endpoint depends on.

use std::collections::HashSet;
use std::sync::OnceLock;

use crate::fingerprint::Fingerprint;
use crate::model::{Endpoint, Model, Resource, Response, Ty};

/// The fingerprints of the types of a model. Each is calculated once, when a file needs it.
pub(super) struct Inputs<'m> {
    model: &'m Model,
    types: Vec<OnceLock<Fingerprint>>,
}

impl<'m> Inputs<'m> {
    pub(super) fn of(model: &'m Model) -> Self {
        let types = model.types.iter().map(|_| OnceLock::new()).collect();
        Self { model, types }
    }

    /// Returns the fingerprint of the definition of the type with this index.
    pub(super) fn of_type(&self, index: usize) -> Option<Fingerprint> {
        let (ty, fingerprint) = (self.model.types.get(index)?, self.types.get(index)?);
        Some(*fingerprint.get_or_init(|| Fingerprint::of(ty)))
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
    fn reached(&self, endpoint: &Endpoint) -> Vec<Option<Fingerprint>> {
        let types = &self.model.types;
        let index = |ty: &Ty| types.index(ty.named()?.0);
        let params = endpoint.params.iter().map(|param| &param.ty);
        let response = match &endpoint.response {
            Response::Type(ty) | Response::Events(ty) => vec![ty],
            Response::Own(object) => object.members().map(|field| &field.ty).collect(),
            Response::Empty | Response::Bytes | Response::Text => Vec::new(),
        };
        let errors = endpoint.error_bodies.iter().map(|body| &body.ty);
        let all = params.chain(response).chain(errors);
        let mut open: Vec<_> = all.flat_map(Ty::parts).filter_map(index).collect();
        let (mut seen, mut reached) = (HashSet::new(), Vec::new());
        while let Some(next) = open.pop() {
            if seen.insert(next)
                && let Some(ty) = types.get(next)
            {
                reached.push(self.of_type(next));
                open.extend(ty.shape.types().flat_map(Ty::parts).filter_map(index));
            }
        }
        reached
    }
}
