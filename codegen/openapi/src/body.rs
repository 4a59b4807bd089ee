//! Bodies of requests.

use crate::document::{Map, Node, Read};
use crate::import::{Direction, Import};
use crate::loss::Kind as Lost;
use crate::media::{Form, Media};
use crate::params::param_of;
use crate::refs::referenced;
use crate::schema::{Place, Schema, notes_line};
use crate::spec::{BuiltIn, Encoding, Endpoint, Field, In, Kind, Notes, Ty};

impl<'d> Import<'d> {
    /// Adds the body of a request.
    pub(crate) fn body(&mut self, endpoint: &mut Endpoint, node: &'d Node, stem: &str) {
        let Some(holder) = self.child(node, "requestBody") else {
            return;
        };
        if endpoint.method == "GET" {
            if !is_empty_body(holder) {
                let message = "a GET request has no body";
                self.losses.push(Lost::MediaType, holder, message, "");
            }
            holder.take("content");
            holder.is("required");
            return;
        }
        let is_required = holder.is("required");
        let Some(media) = self.media(holder) else {
            return;
        };
        let place = Place::new(format!("{stem} body"), Direction::Request);
        match media.form {
            Form::Json => self.json_body(endpoint, media, is_required, &place),
            Form::UrlEncoded => {
                self.form_body(endpoint, media, Encoding::Form, is_required, &place);
            }
            Form::Multipart => {
                self.form_body(endpoint, media, Encoding::Multipart, is_required, &place);
            }
            Form::Events | Form::Text | Form::Bytes => raw_body(endpoint, media, is_required),
        }
        let is_raw = matches!(media.form, Form::Events | Form::Text | Form::Bytes);
        if let Some(schema) = media.schema.filter(|_| is_raw) {
            self.raw_schema(schema, media.name);
        }
    }

    fn json_body(
        &mut self,
        endpoint: &mut Endpoint,
        media: Media<'d>,
        is_required: bool,
        place: &Place<'d>,
    ) {
        if !media.name.eq_ignore_ascii_case("application/json") && !media.name.contains('*') {
            endpoint.content_type = Some(media.name.to_owned());
        }
        let schema = match media.schema {
            Some(node) => self.schema(node, place),
            None => Schema::of(Ty::ANY),
        };
        let is_inline = media.schema.is_some_and(|node| self.is_used_once(node));
        let fields = self
            .inline_fields(&schema.ty)
            .filter(|_| is_inline && !schema.is_nullable);
        let is_sent = |fields: &[Field]| is_required || fields.iter().all(Field::is_optional);
        match fields.filter(|fields| is_sent(fields)) {
            Some(mut fields) => {
                for field in &mut fields {
                    field.ty.replace_files(false);
                }
                add_fields(endpoint, fields);
            }
            None => {
                add_docs(endpoint, notes_line(&schema, "The body"));
                let mut ty = schema.ty;
                ty.replace_files(false);
                endpoint.body = Some(ty.optional_if(!is_required || schema.is_nullable));
            }
        }
    }

    fn form_body(
        &mut self,
        endpoint: &mut Endpoint,
        media: Media<'d>,
        encoding: Encoding,
        is_required: bool,
        place: &Place<'d>,
    ) {
        if let Some(node) = media.node.peek("encoding") {
            self.encoding(node, encoding);
        }
        let schema = match media.schema {
            Some(node) => self.schema(node, place),
            None => Schema::of(Ty::OBJECT),
        };
        let own = self.fields(&schema.ty).map(<[Field]>::to_vec);
        let mut fields = match own {
            Some(fields) => fields,
            None => self.other_fields(endpoint, &schema.ty, media, place),
        };
        if fields.is_empty() {
            return;
        }
        for field in &mut fields {
            field.is_required &=
                is_required || encoding == Encoding::Multipart || field.is_required;
            if encoding == Encoding::Multipart {
                // A part of such a body cannot be null.
                field.is_required &= !field.is_nullable;
                field.is_nullable = false;
            }
            if encoding == Encoding::Form {
                field.ty.replace_files(false);
            }
        }
        endpoint.encoding = encoding;
        add_fields(endpoint, fields);
    }

    /// Returns the fields of a form whose type is not an object.
    fn other_fields(
        &mut self,
        endpoint: &mut Endpoint,
        ty: &Ty,
        media: Media<'d>,
        place: &Place<'d>,
    ) -> Vec<Field> {
        if let Some((fields, docs)) = self.fields_of_variants(ty, media.node, place) {
            let message = "a form cannot have variants";
            let instead = "the fields of all variants";
            self.losses.push(Lost::Union, media.node, message, instead);
            add_docs(endpoint, docs);
            return fields;
        }
        let is_empty = media.schema.is_none_or(Node::is_empty) || *ty == Ty::OBJECT;
        if !is_empty {
            let message = "the body is not an object with known fields";
            self.losses
                .push(Lost::Schema, media.node, message, "no fields");
        }
        Vec::new()
    }

    /// Reads the encoding of the fields of a form. A spec writes nested keys in brackets.
    fn encoding(&mut self, node: &'d Node, encoding: Encoding) {
        node.mark(Read::Partly);
        for (key, field) in node.map().into_iter().flat_map(Map::iter) {
            let style = field.peek("style").and_then(Node::as_str);
            let is_deep = matches!(style, Some("deepObject") | None);
            if is_deep && encoding == Encoding::Form {
                for known in ["style", "explode"] {
                    field.take(known);
                }
            }
            let is_read = field.children().all(|child| child.read() != Read::Nothing);
            field.mark(Read::Whole);
            if !is_read {
                let message = format!("the encoding of `{key}`");
                self.losses
                    .push(Lost::ParameterStyle, field, message, "the default encoding");
            }
        }
    }

    /// Whether no other part of the document refers to the schema.
    pub(crate) fn is_used_once(&self, node: &Node) -> bool {
        let target = referenced(self.document, node);
        target.is_none_or(|target| self.uses.get(&target.id) == Some(&1))
    }

    /// Returns the fields of an object, if a request or a response can have them as its own.
    pub(crate) fn inline_fields(&self, ty: &Ty) -> Option<Vec<Field>> {
        let Ty::Named(id) = ty else { return None };
        let ty = self.types.get(id.0)?;
        let Kind::Object(object) = &ty.kind else {
            return None;
        };
        let mut is_own = false;
        ty.kind
            .types(&mut |inner| inner.named(&mut |inner| is_own |= inner == *id));
        let is_plain = object.extra.is_none() && !is_own;
        let mut fields = object.fields.clone();
        for field in &mut fields {
            field.ty.replace_files(true);
        }
        is_plain.then_some(fields)
    }

    /// Reads the schema of a body of text or bytes.
    pub(crate) fn raw_schema(&mut self, node: &'d Node, name: &str) {
        let target = self.follow(node).unwrap_or(node);
        let is_plain = target.peek("properties").is_none() && target.peek("items").is_none();
        for key in ["type", "format", "contentMediaType", "contentEncoding"] {
            target.get(key);
        }
        if !is_plain {
            target.mark(Read::Whole);
            let message = format!("the structure of a body in `{name}`");
            self.losses
                .push(Lost::MediaType, node, message, "the whole body");
        }
    }
}

/// Whether requests never have a body.
fn is_empty_body(holder: &Node) -> bool {
    let content = holder.peek("content").into_iter().flat_map(Node::children);
    let schemas: Vec<_> = content.map(|media| media.peek("schema")).collect();
    schemas.into_iter().flatten().all(|schema| {
        let has_fields = schema
            .peek("properties")
            .is_some_and(|properties| !properties.is_empty());
        let is_other = ["$ref", "allOf", "oneOf", "anyOf", "items"]
            .iter()
            .any(|key| schema.has(key));
        !has_fields && !is_other
    })
}

fn add_fields(endpoint: &mut Endpoint, fields: Vec<Field>) {
    let params = fields
        .into_iter()
        .map(|field| param_of(field, In::Body, None));
    endpoint.params.extend(params);
}

/// Adds a paragraph to the docs of an endpoint.
pub(crate) fn add_docs(endpoint: &mut Endpoint, more: Option<String>) {
    let docs = endpoint.docs.take().into_iter().chain(more);
    let docs = docs.collect::<Vec<_>>().join("\n\n");
    endpoint.docs = Some(docs).filter(|docs| !docs.is_empty());
}

fn raw_body(endpoint: &mut Endpoint, media: Media<'_>, is_required: bool) {
    let (ty, usual) = match media.form {
        Form::Text => (BuiltIn::Text, "text/plain"),
        _ => (BuiltIn::Bytes, "application/octet-stream"),
    };
    let is_any = media.name.contains('*');
    endpoint.body = Some(Ty::BuiltIn(ty).optional_if(!is_required));
    endpoint.content_type = (media.name != usual && !is_any).then(|| media.name.to_owned());
}

/// Creates a field from only a name and a type.
pub(crate) fn plain_field(key: &str, ty: Ty) -> Field {
    Field {
        key: key.to_owned(),
        ty,
        is_required: false,
        is_nullable: false,
        notes: Notes::default(),
    }
}
