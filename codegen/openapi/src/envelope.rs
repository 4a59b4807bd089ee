//! The envelope: keys of all successful bodies.

use std::collections::{HashMap, HashSet};

use crate::errors::is_scalar;
use crate::import::Import;
use crate::spec::{BuiltIn, Field, Kind, Resource, Response, Ty, TypeId};

/// Keys that describe a call, and not its result.
const KEYS: [&str; 6] = [
    "request_id",
    "requestId",
    "status_code",
    "statusCode",
    "trace_id",
    "correlation_id",
];

/// The least number of endpoints with such a key.
const LEAST: usize = 3;

impl Import<'_> {
    /// Moves keys from the responses to the envelope.
    pub(crate) fn envelope(&mut self, resources: &mut [Resource]) -> Vec<Field> {
        let nested = self.nested(resources);
        let mut envelope = Vec::new();
        for key in KEYS {
            if let Some(field) = self.shared(resources, key, &nested) {
                envelope.push(field);
            }
        }
        let is_taken = |field: &Field| envelope.iter().any(|taken: &Field| taken.key == field.key);
        let mut roots = HashSet::new();
        for endpoint in resources
            .iter_mut()
            .flat_map(|resource| &mut resource.endpoints)
        {
            match &mut endpoint.response {
                Some(Response::Fields(fields)) => fields.retain(|field| !is_taken(field)),
                Some(Response::Type(ty)) => {
                    ty.named(&mut |id| {
                        roots.insert(id);
                    });
                }
                _ => {}
            }
            if matches!(&endpoint.response, Some(Response::Fields(fields)) if fields.is_empty()) {
                endpoint.response = None;
            }
        }
        for id in roots {
            if let Some(Kind::Object(object)) = self.types.get_mut(id.0).map(|ty| &mut ty.kind) {
                object.fields.retain(|field| !is_taken(field));
            }
        }
        envelope
    }

    /// Returns the field that most bodies have under `key`, if no other part of the spec needs it. Bodies without the
    /// key get an empty value.
    fn shared(&self, resources: &[Resource], key: &str, nested: &HashSet<TypeId>) -> Option<Field> {
        let mut found: Option<Field> = None;
        let (mut count, mut all) = (0, 0);
        for endpoint in resources.iter().flat_map(|resource| &resource.endpoints) {
            let (fields, is_free) = match endpoint.response.as_ref() {
                Some(Response::Fields(fields)) => (fields.as_slice(), true),
                Some(Response::Type(ty @ Ty::Named(id))) => {
                    let fields = self.fields(ty).unwrap_or_default();
                    (fields, !nested.contains(id) && fields.len() > 1)
                }
                _ => continue,
            };
            all += 1;
            let Some(field) = fields.iter().find(|field| field.key == key) else {
                continue;
            };
            if !is_free || !is_scalar(field) {
                return None;
            }
            count += 1;
            found.get_or_insert_with(|| field.clone());
        }
        let is_usual = count >= LEAST && count * 4 >= all * 3;
        let mut field = found.filter(|_| is_usual)?;
        // A field of the envelope has a built-in type. Without the key, it has an empty value.
        field.ty = match field.ty {
            Ty::BuiltIn(BuiltIn::Int32 | BuiltIn::Uint64 | BuiltIn::UnixTime) => {
                Ty::BuiltIn(BuiltIn::Integer)
            }
            Ty::BuiltIn(BuiltIn::Uuid) => Ty::STRING,
            other => other,
        };
        field.is_required = true;
        field.is_nullable = false;
        field.notes.facts.clear();
        field.notes.example = None;
        Some(field)
    }

    /// Returns the types inside other types, requests or errors.
    fn nested(&self, resources: &[Resource]) -> HashSet<TypeId> {
        let mut nested = HashSet::new();
        let mut add = |ty: &Ty| {
            ty.named(&mut |id| {
                nested.insert(id);
            });
        };
        self.types.iter().for_each(|ty| ty.kind.types(&mut add));
        for endpoint in resources.iter().flat_map(|resource| &resource.endpoints) {
            endpoint.request_types(&mut add);
            endpoint.errors.values().for_each(&mut add);
            match &endpoint.response {
                Some(Response::Fields(fields)) => fields.iter().for_each(|field| add(&field.ty)),
                Some(Response::Type(Ty::Named(_)) | Response::Events(_)) | None => {}
                Some(Response::Type(ty)) => add(ty),
            }
        }
        nested
    }
}

/// Moves headers that many endpoints return to the client.
pub(crate) fn common_headers(resources: &mut [Resource]) -> Vec<Field> {
    let endpoints = || resources.iter().flat_map(|resource| &resource.endpoints);
    let all = endpoints().count();
    let mut counts: HashMap<String, usize> = HashMap::new();
    for field in endpoints().flat_map(|endpoint| &endpoint.response_headers) {
        *counts.entry(field.key.to_lowercase()).or_insert(0) += 1;
    }
    let mut common: Vec<Field> = Vec::new();
    let mut seen = HashSet::new();
    for field in endpoints().flat_map(|endpoint| &endpoint.response_headers) {
        let key = field.key.to_lowercase();
        let is_common = counts
            .get(&key)
            .is_some_and(|count| *count * 2 >= all && *count > 1);
        if is_common && seen.insert(key) {
            common.push(field.clone());
        }
    }
    for endpoint in resources
        .iter_mut()
        .flat_map(|resource| &mut resource.endpoints)
    {
        endpoint.response_headers.retain(|field| {
            !common
                .iter()
                .any(|known| known.key.eq_ignore_ascii_case(&field.key))
        });
    }
    common
}
