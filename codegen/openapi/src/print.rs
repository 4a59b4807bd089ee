//! The files of a spec.

use std::collections::HashSet;

use codegen::code;

use crate::names::Names;
use crate::spec::{
    BuiltIn, Client, Encoding, Endpoint, EnumValue, Field, In, Kind, Object, Param, Resource,
    Response, Scheme, Ty, Type, TypeId, Variant, Yaml as Scalar,
};
use crate::verdicts::Verdicts;
use crate::yaml::{self, Map, Yaml, put, put_some};

/// The first line of each file. Editors read the path of the JSON Schema from it.
const SCHEMA: &str = "# yaml-language-server: $schema=schema.json\n";

/// The text of a deprecation without a text in the document.
pub(crate) const DEPRECATED: &str = "The API deprecates it.";

/// Writes the files of a spec.
#[derive(Debug)]
pub(crate) struct Printer<'p> {
    pub(crate) types: &'p [Type],
    /// Types in requests.
    pub(crate) in_requests: &'p HashSet<TypeId>,
    /// Without verdicts, the printer writes all facts.
    pub(crate) verdicts: Option<&'p Verdicts>,
}

impl Printer<'_> {
    /// Returns the text of `client.yaml`.
    pub(crate) fn client(&self, client: &Client) -> String {
        let mut map = Map::new();
        let mut package = Map::new();
        put(&mut package, "name", text(&client.name));
        put(&mut package, "version", text(&client.version));
        put(&mut package, "docs", docs(&client.docs));
        put(&mut map, "crate", Yaml::Long(package));
        let schemes: Vec<_> = client.auth.iter().map(scheme).collect();
        match schemes.len() {
            0 => {}
            1 => put_some(&mut map, "auth", schemes.into_iter().next()),
            _ => put(&mut map, "auth", Yaml::List(schemes)),
        }
        let mut servers = Map::new();
        for server in &client.servers {
            let mut entry = Map::new();
            put(&mut entry, "url", text(&server.url));
            put_some(&mut entry, "docs", server.docs.as_deref().map(docs));
            put(&mut servers, &server.name, Yaml::Short(entry));
        }
        put(&mut map, "servers", Yaml::Long(servers));
        if !client.envelope.is_empty() {
            put(&mut map, "envelope", self.fields(&client.envelope, false));
        }
        if !client.response_headers.is_empty() {
            put(
                &mut map,
                "response_headers",
                self.headers(&client.response_headers),
            );
        }
        let mut error = Map::new();
        if let Some(body) = &client.error.body {
            put(&mut error, "body", self.ty(body));
        }
        let mut fields = Map::new();
        for (part, paths) in &client.error.fields {
            let paths = paths.iter().map(|path| text(path));
            put(&mut fields, part, Yaml::List(paths.collect()));
        }
        if !fields.is_empty() {
            put(&mut error, "fields", Yaml::Long(fields));
        }
        if !error.is_empty() {
            put(&mut map, "error", Yaml::Long(error));
        }
        file(&map)
    }

    /// Returns the text of the file of a resource.
    pub(crate) fn resource(&self, resource: &Resource) -> String {
        let mut map = Map::new();
        put(&mut map, "resource", text(&resource.name));
        put_some(&mut map, "docs", resource.docs.as_deref().map(docs));
        let mut endpoints = Map::new();
        for endpoint in &resource.endpoints {
            put(&mut endpoints, &endpoint.name, self.endpoint(endpoint));
        }
        put(&mut map, "endpoints", Yaml::Long(endpoints));
        let mut types = Map::new();
        for id in &resource.types {
            if let Some(ty) = self.types.get(id.0) {
                put(&mut types, &ty.name, self.definition(*id, ty));
            }
        }
        if !types.is_empty() {
            put(&mut map, "types", Yaml::Long(types));
        }
        file(&map)
    }

    fn endpoint(&self, endpoint: &Endpoint) -> Yaml {
        let mut map = Map::new();
        put_some(
            &mut map,
            "summary",
            endpoint.summary.as_ref().map(|line| text(line)),
        );
        put_some(&mut map, "docs", endpoint.docs.as_deref().map(docs));
        if endpoint.deprecated {
            put(&mut map, "deprecated", text(DEPRECATED));
        }
        put(&mut map, "method", text(endpoint.method));
        put(&mut map, "path", text(&endpoint.path));
        put_some(
            &mut map,
            "server",
            endpoint.server.as_ref().map(|name| text(name)),
        );
        if !endpoint.has_auth {
            put(&mut map, "auth", text("none"));
        }
        let mut headers = Map::new();
        for (name, value) in &endpoint.headers {
            put(&mut headers, name, text(value));
        }
        if !headers.is_empty() {
            put(&mut map, "headers", Yaml::Short(headers));
        }
        match endpoint.encoding {
            Encoding::Json => {}
            Encoding::Form => put(&mut map, "encoding", text("form")),
            Encoding::Multipart => put(&mut map, "encoding", text("multipart")),
        }
        put_some(
            &mut map,
            "content_type",
            endpoint.content_type.as_ref().map(|name| text(name)),
        );
        let mut params = Map::new();
        let mut names = Names::default();
        for (index, param) in endpoint.params.iter().enumerate() {
            let name = names.given(&param.field.key, "param", index);
            put(
                &mut params,
                &param.field.key,
                self.param(endpoint, param, name.as_deref()),
            );
        }
        if !params.is_empty() {
            put(&mut map, "params", Yaml::Long(params));
        }
        put_some(
            &mut map,
            "body",
            endpoint.body.as_ref().map(|ty| self.ty(ty)),
        );
        match &endpoint.response {
            Some(Response::Fields(fields)) => put(&mut map, "response", self.fields(fields, false)),
            Some(Response::Type(ty)) => put(&mut map, "response", self.ty(ty)),
            Some(Response::Events(ty)) => put(&mut map, "events", self.ty(ty)),
            None => {}
        }
        if !endpoint.response_headers.is_empty() {
            put(
                &mut map,
                "response_headers",
                self.headers(&endpoint.response_headers),
            );
        }
        if let Some(paging) = &endpoint.paging {
            let entries = paging.entries.iter();
            let entries = entries.map(|(key, value)| ((*key).to_owned(), text(value)));
            put(&mut map, "paging", Yaml::Short(entries.collect()));
        }
        let mut errors = Map::new();
        for (status, ty) in &endpoint.errors {
            errors.push((status.clone(), self.ty(ty)));
        }
        if !errors.is_empty() {
            put(&mut map, "error_bodies", Yaml::Short(errors));
        }
        Yaml::Long(map)
    }

    fn param(&self, endpoint: &Endpoint, param: &Param, name: Option<&str>) -> Yaml {
        let Param {
            field,
            sent_in,
            wire,
            style,
        } = param;
        let mut map = Map::new();
        let ty = field.ty.clone().optional_if(field.is_optional());
        put(&mut map, "type", self.ty(&ty));
        let usual = match (endpoint.method, &endpoint.body) {
            (_, Some(_)) | ("GET" | "DELETE", _) => In::Query,
            _ => In::Body,
        };
        let is_usual = *sent_in == usual || *sent_in == In::Path;
        let part = match sent_in {
            In::Path => "path",
            In::Query => "query",
            In::Header => "header",
            In::Body => "body",
        };
        if !is_usual {
            put(&mut map, "in", text(part));
        }
        put_some(&mut map, "key", wire.as_ref().map(|key| text(key)));
        put_some(&mut map, "style", style.map(text));
        put_some(&mut map, "name", name.map(text));
        if *sent_in == In::Body {
            put_null(&mut map, field);
        }
        self.put_notes(&mut map, field, Some(*sent_in));
        Yaml::Short(map)
    }

    fn fields(&self, fields: &[Field], is_request: bool) -> Yaml {
        let mut map = Map::new();
        let mut names = Names::default();
        for (index, field) in fields.iter().enumerate() {
            let name = names.given(&field.key, "field", index);
            put(
                &mut map,
                &field.key,
                self.field(field, is_request, name.as_deref()),
            );
        }
        if map.is_empty() {
            return raw("{}");
        }
        Yaml::Long(map)
    }

    fn headers(&self, fields: &[Field]) -> Yaml {
        let mut map = Map::new();
        let mut names = Names::default();
        for (index, field) in fields.iter().enumerate() {
            let name = names.given(&field.key, "header", index);
            let mut entry = Map::new();
            put(&mut entry, "type", self.ty(&field.ty.clone().optional()));
            put_some(&mut entry, "name", name.as_deref().map(text));
            put_some(&mut entry, "docs", field.notes.docs.as_deref().map(docs));
            put(&mut map, &field.key, Yaml::Short(entry));
        }
        Yaml::Long(map)
    }

    fn field(&self, field: &Field, is_request: bool, name: Option<&str>) -> Yaml {
        let mut map = Map::new();
        let ty = field.ty.clone().optional_if(field.is_optional());
        put(&mut map, "type", self.ty(&ty));
        put_some(&mut map, "name", name.map(text));
        if is_request {
            put_null(&mut map, field);
        }
        self.put_notes(&mut map, field, None);
        Yaml::Short(map)
    }

    /// Adds the notes of a field, or of a parameter in this part of a request.
    fn put_notes(&self, map: &mut Map, field: &Field, sent_in: Option<In>) {
        let notes = &field.notes;
        if notes.sensitive {
            put(map, "sensitive", raw("true"));
        }
        let rejected = self.rejected(field, sent_in);
        let mut lines: Vec<String> = notes.docs.iter().cloned().collect();
        for (fact, value) in &notes.facts {
            // In a spec, a required value has no default.
            let is_accepted = !rejected.iter().any(|key| key == fact)
                && (*fact != "default" || field.is_optional());
            if is_accepted {
                put(map, fact, scalar(value));
            } else if *fact == "default" {
                lines.push(format!("Default: {}.", code(value.as_str())));
            } else {
                lines.push(format!("{}.", code(&format!("{fact}: {}", value.as_str()))));
            }
        }
        if notes.deprecated {
            put(map, "deprecated", text(DEPRECATED));
        }
        let (example, more) = match &notes.example {
            Some(example) if sent_in.is_some() && !rejected.iter().any(|key| key == "example") => {
                (Some(scalar(example)), None)
            }
            Some(example) => (None, Some(format!("Example: {}.", code(example.as_str())))),
            None => (None, None),
        };
        lines.extend(more);
        if !lines.is_empty() {
            put(map, "docs", docs(&lines.join("\n\n")));
        }
        put_some(map, "example", example);
    }

    /// Returns the keys of facts that the generator rejects.
    fn rejected(&self, field: &Field, sent_in: Option<In>) -> Vec<String> {
        let Some(verdicts) = self.verdicts else {
            return Vec::new();
        };
        let mut map = Map::new();
        put(
            &mut map,
            "type",
            self.ty(&self.plain_type(&field.ty).optional_if(field.is_optional())),
        );
        if sent_in != Some(In::Path) {
            put(&mut map, "in", text("body"));
        }
        for (fact, value) in &field.notes.facts {
            if *fact != "default" || field.is_optional() {
                put(&mut map, fact, scalar(value));
            }
        }
        if sent_in.is_some() {
            put_some(
                &mut map,
                "example",
                field.notes.example.as_ref().map(scalar),
            );
        }
        verdicts.rejected(map)
    }

    /// Replaces named types by the types of their values.
    fn plain_type(&self, ty: &Ty) -> Ty {
        match ty {
            Ty::Named(id) => match self.types.get(id.0) {
                Some(Type {
                    kind: Kind::Endless | Kind::Open,
                    ..
                }) => Ty::ANY,
                Some(ty) if ty.kind.has_integers() => Ty::BuiltIn(BuiltIn::Integer),
                _ => Ty::STRING,
            },
            Ty::BuiltIn(_) => ty.clone(),
            Ty::Optional(inner) => self.plain_type(inner).optional(),
            Ty::List(item) => Ty::List(Box::new(self.plain_type(item))),
            Ty::Map(value) => Ty::Map(Box::new(self.plain_type(value))),
        }
    }

    fn definition(&self, id: TypeId, ty: &Type) -> Yaml {
        let mut map = Map::new();
        put_some(&mut map, "docs", ty.docs.as_deref().map(docs));
        match &ty.kind {
            Kind::Object(Object { fields, extra }) => {
                let is_request = self.in_requests.contains(&id);
                put(&mut map, "fields", self.fields(fields, is_request));
                put_some(&mut map, "extra", extra.as_ref().map(|ty| self.ty(ty)));
            }
            Kind::Enum(values) => {
                let values = values.iter().map(enum_value).collect();
                put(&mut map, "enum", Yaml::List(values));
            }
            Kind::Union { tag, variants } => {
                put_some(&mut map, "tag", tag.as_ref().map(|tag| text(tag)));
                let mut entries = Map::new();
                for variant in variants {
                    put(&mut entries, &variant.key, self.variant(variant));
                }
                put(&mut map, "variants", Yaml::Long(entries));
            }
            Kind::Open | Kind::Endless => {}
        }
        Yaml::Long(map)
    }

    fn variant(&self, variant: &Variant) -> Yaml {
        let mut map = Map::new();
        put_some(&mut map, "type", variant.ty.as_ref().map(|ty| self.ty(ty)));
        put_some(
            &mut map,
            "name",
            variant.name.as_ref().map(|name| text(name)),
        );
        put_some(&mut map, "docs", variant.docs.as_deref().map(docs));
        Yaml::Short(map)
    }

    /// Returns a type expression. An optional list or map is in quotes.
    fn ty(&self, ty: &Ty) -> Yaml {
        raw(&self.expression(ty))
    }

    fn expression(&self, ty: &Ty) -> String {
        let Ty::Optional(inner) = ty else {
            return match ty {
                Ty::List(item) => format!("[{}]", self.expression(item)),
                Ty::Map(value) => format!("{{ string: {} }}", self.expression(value)),
                other => self.plain(other),
            };
        };
        match inner.as_ref() {
            Ty::List(_) | Ty::Map(_) => format!("\"{}\"", self.plain(ty)),
            _ => self.plain(ty),
        }
    }

    fn plain(&self, ty: &Ty) -> String {
        match ty {
            // Only a field of a form can be a file.
            Ty::BuiltIn(built_in) => built_in.as_str().to_owned(),
            Ty::Named(id) => match self.types.get(id.0) {
                Some(Type {
                    kind: Kind::Endless | Kind::Open,
                    ..
                })
                | None => BuiltIn::Any.as_str().to_owned(),
                Some(ty) => ty.name.clone(),
            },
            Ty::Optional(inner) => format!("{}?", self.plain(inner)),
            Ty::List(item) => format!("[{}]", self.plain(item)),
            Ty::Map(value) => format!("{{ string: {} }}", self.plain(value)),
        }
    }
}

/// Adds the key for a field that can be null in requests.
fn put_null(map: &mut Map, field: &Field) {
    if field.is_nullable {
        let key = if field.is_required {
            "null_if_unset"
        } else {
            "clearable"
        };
        put(map, key, raw("true"));
    }
}

fn file(map: &Map) -> String {
    let mut out = SCHEMA.to_owned();
    for (index, entry) in map.iter().enumerate() {
        let is_section = matches!(entry.1, Yaml::Long(_));
        if index > 0 && is_section {
            out.push('\n');
        }
        yaml::write(&vec![entry.clone()], 0, &mut out);
    }
    out
}

fn text(text: &str) -> Yaml {
    Yaml::Text(text.to_owned())
}

fn raw(text: &str) -> Yaml {
    Yaml::Raw(text.to_owned())
}

/// Returns docs without the characters that docs cannot contain: any keyword of a document can become a part of docs.
fn docs(docs: &str) -> Yaml {
    Yaml::Docs(crate::text::all_docs(docs))
}

fn scalar(scalar: &Scalar) -> Yaml {
    match scalar {
        Scalar::Text(value) => text(value),
        Scalar::Plain(value) => raw(value),
    }
}

fn enum_value(value: &EnumValue) -> Yaml {
    if value.name.is_none() && value.docs.is_none() {
        return scalar(&value.value);
    }
    let mut map = Map::new();
    put(&mut map, "value", scalar(&value.value));
    put_some(&mut map, "name", value.name.as_ref().map(|name| text(name)));
    put_some(&mut map, "docs", value.docs.as_deref().map(docs));
    Yaml::Short(map)
}

fn scheme(scheme: &Scheme) -> Yaml {
    let credential = |name: &str, about: &Option<String>, usual: &str| {
        let mut map = Map::new();
        put(&mut map, "name", text(name));
        let about = about.clone().unwrap_or_else(|| usual.to_owned());
        put(&mut map, "docs", docs(&about));
        Yaml::Short(map)
    };
    let mut map = Map::new();
    let key = match scheme {
        Scheme::Basic { docs } => {
            put(
                &mut map,
                "username",
                credential("username", docs, "The user name."),
            );
            put(
                &mut map,
                "password",
                credential("password", &None, "The password."),
            );
            "basic"
        }
        Scheme::Bearer { docs } => {
            put(
                &mut map,
                "token",
                credential("token", docs, "The access token."),
            );
            "bearer"
        }
        Scheme::Header { header, name, docs } => {
            put(&mut map, "header", text(header));
            put(&mut map, "token", credential(name, docs, "The API key."));
            "header"
        }
        Scheme::Query { param, name, docs } => {
            put(&mut map, "param", text(param));
            put(&mut map, "token", credential(name, docs, "The API key."));
            "query"
        }
    };
    Yaml::Long(vec![(key.to_owned(), Yaml::Long(map))])
}
