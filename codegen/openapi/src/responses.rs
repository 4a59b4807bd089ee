//! Responses, and the bodies of errors.

use crate::body::{add_docs, plain_field};
use crate::document::{Map, Node, Read};
use crate::import::{Direction, Import};
use crate::loss::Kind as Lost;
use crate::media::{Form, form_of};
use crate::schema::{Place, Schema, notes_line};
use crate::spec::{BuiltIn, Endpoint, Kind, Response, Ty};

/// The body of a successful response.
struct Body<'d> {
    ty: Ty,
    is_events: bool,
    /// The schema, if the body is JSON.
    schema: Option<&'d Node>,
    node: &'d Node,
}

impl<'d> Import<'d> {
    /// Adds the responses of an operation.
    pub(crate) fn responses(&mut self, endpoint: &mut Endpoint, node: &'d Node, stem: &str) {
        let (mut successes, mut errors) = (Vec::new(), Vec::new());
        let mut redirect = None;
        for (status, response) in node.entries("responses") {
            if status.starts_with("x-") {
                response.mark(Read::Whole);
                self.losses
                    .push(Lost::Extension, response, format!("`{status}`"), "");
                continue;
            }
            if !is_status(status) {
                response.mark(Read::Whole);
                let message = format!("`{status}` is not a status");
                self.losses.push(Lost::WrongKind, response, message, "");
                continue;
            }
            let entry = response;
            let Some(response) = self.follow(entry) else {
                continue;
            };
            match status.chars().next() {
                Some('2') => successes.push(response),
                Some('1' | '3') => {
                    response.mark(Read::Whole);
                    redirect = redirect.or(Some((status, entry)));
                }
                _ => errors.push((status, response)),
            }
        }
        if successes.is_empty() && redirect.is_none() {
            // The other statuses describe success too.
            let default = errors.iter().position(|(status, _)| *status == "default");
            successes.extend(default.map(|at| errors.remove(at).1));
        }
        if let Some((status, response)) = redirect {
            let message = format!("the response with the status {status}");
            let kind = if successes.is_empty() {
                Lost::Alternatives
            } else {
                Lost::Text
            };
            self.losses
                .push(kind, response, message, "an error of the client");
        }
        self.success(endpoint, &successes, stem);
        for (status, response) in errors {
            self.error(endpoint, status, response, stem);
        }
    }

    fn success(&mut self, endpoint: &mut Endpoint, responses: &[&'d Node], stem: &str) {
        let place = Place::new(format!("{stem} response"), Direction::Response);
        let (mut bodies, mut is_optional): (Vec<Body<'d>>, _) = (Vec::new(), false);
        for response in responses {
            self.headers(endpoint, response, stem);
            match self.success_body(endpoint, response, &place) {
                Some(body) => bodies.push(body),
                None => is_optional = true,
            }
        }
        let Some(first) = bodies.first() else { return };
        let (node, schema, is_events) = (first.node, first.schema, first.is_events);
        let mut types: Vec<Ty> = bodies.iter().map(|body| body.ty.clone()).collect();
        types.dedup();
        let ty = match types.len() {
            1 => types.remove(0),
            _ if bodies.iter().all(|body| body.schema.is_some()) => {
                self.join_types(types, node, &place, None)
            }
            _ => {
                let message = "the successful responses have bodies of different kinds";
                self.losses
                    .push(Lost::Alternatives, node, message, "the first body");
                types.remove(0)
            }
        };
        let is_inline = bodies.len() == 1 && schema.is_some_and(|node| self.is_used_once(node));
        let fields = self
            .inline_fields(&ty)
            .filter(|_| is_inline && !is_optional);
        endpoint.response = Some(match fields {
            _ if is_events => Response::Events(ty),
            Some(fields) => Response::Fields(fields),
            // Without a body, bytes and text are empty.
            None if matches!(ty, Ty::BuiltIn(BuiltIn::Bytes | BuiltIn::Text)) => Response::Type(ty),
            None => Response::Type(ty.optional_if(is_optional)),
        });
    }

    fn success_body(
        &mut self,
        endpoint: &mut Endpoint,
        response: &'d Node,
        place: &Place<'d>,
    ) -> Option<Body<'d>> {
        let media = self.media(response)?;
        if let Some(node) = media.events {
            endpoint.stream = Some(self.schema(node, place).expression());
        }
        let mut body = Body {
            ty: Ty::ANY,
            is_events: media.form == Form::Events,
            schema: media.schema,
            node: media.node,
        };
        match (media.form, media.schema) {
            (Form::Json | Form::Events, Some(node)) => {
                let schema = self.schema(node, place);
                add_docs(endpoint, notes_line(&schema, "The response"));
                body.ty = match schema.expression() {
                    Ty::BuiltIn(BuiltIn::File) => Ty::BuiltIn(BuiltIn::Bytes),
                    ty => ty,
                };
            }
            // A body without a schema has no known content.
            (Form::Json, None) => {}
            (form, schema) => {
                body.ty = Ty::BuiltIn(match form {
                    Form::Text | Form::Events => BuiltIn::Text,
                    _ => BuiltIn::Bytes,
                });
                body.schema = None;
                body.is_events = false;
                if let Some(schema) = schema {
                    self.raw_schema(schema, media.name);
                }
            }
        }
        Some(body)
    }

    fn headers(&mut self, endpoint: &mut Endpoint, response: &'d Node, stem: &str) {
        let Some(headers) = self.child(response, "headers") else {
            return;
        };
        for (name, node) in headers.map().into_iter().flat_map(Map::iter) {
            let known = endpoint.response_headers.iter();
            let is_known = known
                .into_iter()
                .any(|known| known.key.eq_ignore_ascii_case(name));
            if !codegen::is_header_name(name) {
                node.mark(Read::Whole);
                let message = format!("`{name}` cannot be the name of a header");
                self.losses.push(Lost::WrongKind, node, message, "");
                continue;
            }
            node.mark(Read::Partly);
            let Some(header) = self.follow(node) else {
                continue;
            };
            let mut field = plain_field(name, Ty::STRING);
            if let Some(schema) = header.get("schema") {
                let place = Place::new(format!("{stem} {name}"), Direction::Response);
                let schema = self.schema(schema, &place);
                let is_scalar = match &schema.ty {
                    Ty::BuiltIn(built_in) => {
                        built_in.is_string()
                            || built_in.is_number()
                            || *built_in == BuiltIn::Boolean
                    }
                    Ty::Named(id) => {
                        matches!(self.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Enum(_)))
                    }
                    _ => false,
                };
                field.notes = schema.notes;
                if is_scalar {
                    field.ty = schema.ty;
                } else {
                    let message = format!("the header `{name}` is not a scalar");
                    self.losses
                        .push(Lost::ResponseHeader, header, message, "string");
                }
            }
            header.is("required");
            header.take("style");
            header.take("explode");
            let own = header.text("description").map(crate::text::docs);
            let docs = own.into_iter().filter(|docs| !docs.is_empty());
            let docs = docs.chain(field.notes.docs.take());
            let docs = docs.collect::<Vec<_>>().join("\n\n");
            field.notes.docs = Some(docs).filter(|docs| !docs.is_empty());
            // In a spec, a header of a response has no facts, so its docs contain them.
            let mut schema = Schema::of(field.ty.clone());
            schema.notes.facts = std::mem::take(&mut field.notes.facts);
            let docs = field.notes.docs.take().into_iter();
            let docs = docs.chain(notes_line(&schema, "Values"));
            let docs = docs.collect::<Vec<_>>().join("\n\n");
            field.notes.docs = Some(docs).filter(|docs| !docs.is_empty());
            if !is_known {
                endpoint.response_headers.push(field);
            }
        }
    }

    fn error(&mut self, endpoint: &mut Endpoint, status: &str, response: &'d Node, stem: &str) {
        if let Some(headers) = response.take("headers") {
            let message = format!("the headers of a response with the status {status}");
            self.losses.push(Lost::Text, headers, message, "");
        }
        let place = Place::new(format!("{stem} error"), Direction::Response);
        let status = status.to_ascii_lowercase();
        if let Some(ty) = self.json_error(response, &place) {
            endpoint.errors.insert(status, ty);
            return;
        }
        let Some(media) = self.media(response) else {
            return;
        };
        match (media.form, media.schema) {
            (Form::Json, Some(node)) => {
                let schema = self.schema(node, &place);
                // An error has a body.
                endpoint.errors.insert(status, schema.ty);
            }
            (Form::Json, None) => {}
            (_, schema) => {
                if let Some(schema) = schema {
                    self.raw_schema(schema, media.name);
                }
            }
        }
    }

    /// Returns the type of the body of an error that is JSON of several media types: the service chooses one.
    fn json_error(&mut self, response: &'d Node, place: &Place<'d>) -> Option<Ty> {
        let content = response.peek("content")?;
        let media = || content.map().into_iter().flat_map(Map::iter);
        let is_json = |(name, _): &(&str, &Node)| form_of(name) == Form::Json;
        if media().count() < 2 || !media().all(|media| is_json(&media)) {
            return None;
        }
        response.get("content");
        let mut types = Vec::new();
        for (_, node) in media() {
            node.mark(Read::Partly);
            let schema = node.get("schema")?;
            types.push(self.schema(schema, place).ty);
        }
        types.dedup();
        Some(self.join_types(types, content, place, None))
    }
}

/// Whether a key of `responses` is a status, such as `404`, `4XX` or `default`.
fn is_status(key: &str) -> bool {
    match key.as_bytes() {
        [b'1'..=b'5', rest @ ..] if rest.len() == 2 => {
            rest.iter().all(u8::is_ascii_digit) || rest.eq_ignore_ascii_case(b"xx")
        }
        _ => key.eq_ignore_ascii_case("default"),
    }
}
