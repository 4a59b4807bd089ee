//! The bodies of errors: the type that most endpoints share, and the paths to its parts.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::import::Import;
use crate::spec::{BuiltIn, ErrorBody, Field, Kind, Resource, Ty};

/// Common paths to the parts of error bodies, in the order in which they are tried.
const PATHS: [(&str, &[&str]); 5] = [
    (
        "type",
        &[
            "error_type",
            "error.type",
            "type",
            "error.code",
            "error_code",
            "code",
            "errors.0.code",
            "error",
            "errorCode",
        ],
    ),
    (
        "message",
        &[
            "error_message",
            "error.message",
            "message",
            "errors.0.message",
            "detail",
            "errors.0.detail",
            "error_description",
            "errorMessage",
            "title",
            "msg",
        ],
    ),
    (
        "url",
        &[
            "error_url",
            "error.doc_url",
            "documentation_url",
            "help_url",
            "doc_url",
            "error_uri",
        ],
    ),
    (
        "details",
        &["error_details", "error.details", "details", "errors"],
    ),
    (
        "request_id",
        &["request_id", "error.request_id", "requestId", "trace_id"],
    ),
];

impl Import<'_> {
    /// Finds the type of most bodies of errors. Endpoints then list only other types.
    pub(crate) fn errors(&self, resources: &mut [Resource]) -> ErrorBody {
        let endpoints = || resources.iter().flat_map(|resource| &resource.endpoints);
        let mut counts: IndexMap<Ty, usize> = IndexMap::new();
        let mut all = 0;
        for endpoint in endpoints().filter(|endpoint| !endpoint.errors.is_empty()) {
            all += 1;
            let types: HashSet<&Ty> = endpoint.errors.values().collect();
            let first = endpoint.errors.values().filter(|ty| types.contains(ty));
            let mut seen = HashSet::new();
            for ty in first.filter(|ty| seen.insert((*ty).clone())) {
                *counts.entry(ty.clone()).or_insert(0) += 1;
            }
        }
        let mut common: Option<(Ty, usize)> = None;
        for (ty, count) in counts {
            if common.as_ref().is_none_or(|(_, most)| count > *most) {
                common = Some((ty, count));
            }
        }
        let Some((common, count)) = common else {
            return ErrorBody::default();
        };
        let fields = self.error_fields(&common);
        if count * 2 < all || all < 2 {
            return ErrorBody { body: None, fields };
        }
        for endpoint in resources
            .iter_mut()
            .flat_map(|resource| &mut resource.endpoints)
        {
            endpoint.errors.retain(|_, ty| *ty != common);
        }
        ErrorBody {
            body: Some(common),
            fields,
        }
    }

    fn error_fields(&self, ty: &Ty) -> Vec<(&'static str, Vec<String>)> {
        let mut used = HashSet::new();
        let mut fields = Vec::new();
        for (part, paths) in PATHS {
            let is_scalar = part != "details";
            let found = paths.iter().find(|path| {
                !used.contains(*path)
                    && self.at(ty, path).is_some_and(|ty| {
                        matches!(ty, Ty::BuiltIn(built_in) if built_in.is_string() || built_in.is_number())
                            || matches!(&ty, Ty::Named(id) if matches!(self.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Enum(_))))
                            || !is_scalar
                    })
            });
            if let Some(path) = found {
                used.insert(*path);
                fields.push((part, vec![(*path).to_owned()]));
            }
        }
        // A path cannot lead through another one.
        let all: Vec<String> = fields.iter().flat_map(|(_, paths)| paths.clone()).collect();
        fields.retain(|(_, paths)| {
            paths.iter().all(|path| {
                !all.iter()
                    .any(|other| other.starts_with(&format!("{path}.")))
            })
        });
        fields
    }

    /// Returns the type at a path of keys through objects and lists.
    pub(crate) fn at(&self, ty: &Ty, path: &str) -> Option<Ty> {
        let mut ty = ty.clone();
        for key in path.split('.') {
            ty = match (&ty, key.parse::<usize>()) {
                (Ty::List(item), Ok(_)) => item.as_ref().clone(),
                (Ty::Optional(inner), _) => self.at(inner, key)?,
                _ => self
                    .fields(&ty)?
                    .iter()
                    .find(|field| field.key == key)?
                    .ty
                    .clone(),
            };
        }
        Some(ty)
    }
}

/// Whether a field is a required scalar.
pub(crate) fn is_scalar(field: &Field) -> bool {
    let is_plain = |built_in: BuiltIn| {
        built_in.is_number()
            || matches!(
                built_in,
                BuiltIn::String | BuiltIn::Boolean | BuiltIn::Timestamp | BuiltIn::Uuid
            )
    };
    matches!(field.ty, Ty::BuiltIn(built_in) if is_plain(built_in))
}
