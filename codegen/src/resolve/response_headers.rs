//! Headers of responses: the methods of `Meta` that read them.

use std::collections::HashMap;

use super::check::{Check, text};
use super::client::Client;
use super::header::is_header_name;
use super::namespace::{Entry, Namespace};
use super::symbols::Symbols;
use super::undocumented;
use crate::diagnostic::{Code, Fault, Location, Path};
use crate::model::{Facts, Field, Null, ResponseHeader, Ty};
use crate::name::Name;
use crate::reserved::RESPONSE_METHODS;
use crate::spec::{self, ClientFile, Map};

/// All headers so far. `Meta` has one method for each, even if several endpoints declare it.
#[derive(Default)]
pub(super) struct ResponseHeaders {
    all: Vec<Field>,
    /// The index and the location of each header, by its name in lower case.
    known: HashMap<String, (usize, Location)>,
    methods: Namespace<Entry>,
    /// The number of headers that all endpoints have.
    shared: usize,
}

impl ResponseHeaders {
    /// Resolves the headers that all endpoints have.
    pub(super) fn of_client(
        check: &mut Check,
        file: Option<&ClientFile>,
        client: Option<&Client>,
        symbols: &Symbols,
    ) -> Self {
        let mut headers = Self {
            methods: Namespace::with_own(&RESPONSE_METHODS),
            ..Self::default()
        };
        let (Some(file), Some(client)) = (file, client) else {
            return headers;
        };
        let root = Path::root(file.file);
        let envelope = root.key("envelope");
        for field in &client.envelope {
            let (what, location) = (
                format!("`{}`", field.key),
                envelope.key(&field.key).at_key(),
            );
            headers.methods.give(&field.name, Entry { what, location });
        }
        let (path, spec) = (&root.key("response_headers"), &file.spec.response_headers);
        reject_repetitions(check, path, spec);
        for (key, spec) in spec {
            headers.add(check, &path.key(key), key, spec, symbols);
        }
        headers.shared = headers.all.len();
        headers
    }

    /// Resolves the headers of one endpoint, from the map at `path`.
    pub(super) fn of_endpoint(
        &mut self,
        check: &mut Check,
        path: &Path<'_>,
        spec: &Map<spec::ResponseHeader>,
        symbols: &Symbols,
    ) -> Vec<ResponseHeader> {
        reject_repetitions(check, path, spec);
        let mut header = |(key, spec): (&String, &spec::ResponseHeader)| {
            let path = path.key(key);
            let index = self.add(check, &path, key, spec, symbols);
            let header = self.all.get(index)?;
            Some(ResponseHeader {
                name: header.name.clone(),
                docs: spec
                    .docs
                    .as_deref()
                    .map_or_else(|| header.docs.clone(), text),
                deprecated: spec
                    .deprecated
                    .clone()
                    .or_else(|| header.deprecated.clone()),
            })
        };
        spec.iter().filter_map(&mut header).collect()
    }

    pub(super) fn into_all(self) -> Vec<Field> {
        self.all
    }

    /// Returns the index of the header `key` at `path`, and adds it if it is new.
    fn add(
        &mut self,
        check: &mut Check,
        path: &Path<'_>,
        key: &str,
        spec: &spec::ResponseHeader,
        symbols: &Symbols,
    ) -> usize {
        if !is_header_name(key) {
            check.fault(bad_name(path, key));
        }
        let ty = ty(check, path, symbols, spec);
        let docs = check.docs_or(&path.key("docs"), spec.docs.as_ref(), || {
            undocumented::value(key, &ty)
        });
        let deprecated = check.deprecated(path, spec.deprecated.as_ref());
        let wire_name = key.to_ascii_lowercase();
        if let Some((index, first)) = self.known.get(&wire_name) {
            let (index, first) = (*index, first.clone());
            if index < self.shared {
                check.fault(of_all(path, key, first));
            } else if let Some(known) = self.all.get(index) {
                reject_difference(check, path, spec, known, &ty, first);
            }
            return index;
        }
        let given = spec.name.as_deref();
        let index = self.all.len();
        self.all.push(Field {
            name: check.entry_name(&mut self.methods, path, key, given, Name::snake),
            // The key that the model has can have another name.
            is_named: given.is_some() || Name::snake(&wire_name).ok() != Name::snake(key).ok(),
            key: wire_name.clone(),
            docs,
            facts: Facts::default(),
            ty,
            boxed: false,
            sensitive: false,
            null: Null::Never,
            deprecated,
        });
        self.known.insert(wire_name, (index, path.at_key()));
        index
    }
}

/// Rejects names that differ only in case.
fn reject_repetitions(check: &mut Check, path: &Path<'_>, spec: &Map<spec::ResponseHeader>) {
    let mut seen = HashMap::new();
    for key in spec.keys() {
        if let Some(first) = seen.insert(key.to_ascii_lowercase(), key) {
            check.fault(repetition(&path.key(key), &path.key(first)));
        }
    }
}

/// The type of a header: an optional scalar.
fn ty(check: &mut Check, path: &Path<'_>, symbols: &Symbols, spec: &spec::ResponseHeader) -> Ty {
    let path = path.key("type");
    let ty = symbols.ty(check, &path, &spec.ty);
    match &ty {
        Ty::Optional(inner) if inner.is_scalar() => {}
        _ if ty.is_poisoned() => {}
        _ => check.fault(bad_type(&path, spec)),
    }
    ty
}

/// Rejects a header that differs from the same header of another endpoint. One method reads both.
fn reject_difference(
    check: &mut Check,
    path: &Path<'_>,
    spec: &spec::ResponseHeader,
    known: &Field,
    ty: &Ty,
    first: Location,
) {
    if known.ty != *ty && !known.ty.is_poisoned() && !ty.is_poisoned() {
        check.fault(another(&path.key("type"), "type", first.clone()));
    }
    let has_other_name = |name: &str| !known.name.is_poisoned() && known.name.as_str() != name;
    if spec.name.as_deref().is_some_and(has_other_name) {
        check.fault(another(&path.key("name"), "name", first));
    }
}

fn bad_name(path: &Path<'_>, key: &str) -> Fault {
    let message = format!("`{key}` cannot be the name of a header");
    let help = "use the header's name as the key, such as `ETag`";
    Fault::key(Code::BadHeader, path, message, help)
}

fn repetition(path: &Path<'_>, first: &Path<'_>) -> Fault {
    let message = format!(
        "`{}` is already listed: the names of headers are case-insensitive",
        path.last_key()
    );
    let fault = Fault::key(Code::BadHeader, path, message, "keep one of the two");
    fault.related(first.at_key(), "first here")
}

fn bad_type(path: &Path<'_>, spec: &spec::ResponseHeader) -> Fault {
    let message = format!("`{}` cannot be the type of a header of responses", spec.ty);
    let help = "use a scalar with a `?`, such as `string?`: a response may lack the header";
    Fault::value(Code::BadHeader, path, message, help)
}

fn of_all(path: &Path<'_>, key: &str, first: Location) -> Fault {
    let message = format!("`{key}` is already a header of all responses");
    let fault = Fault::key(Code::BadHeader, path, message, "remove it here");
    fault.related(first, "first here")
}

fn another(path: &Path<'_>, what: &str, first: Location) -> Fault {
    let message = format!("another endpoint gives this header another {what}");
    let help = format!("use the same {what}: `Meta` has one method for both");
    let fault = Fault::value(Code::BadHeader, path, message, help);
    fault.related(first, "first here")
}
