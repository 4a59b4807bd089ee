//! Responses, and the bodies of errors.

use super::client::header;
use super::schema::{expression, optional};
use super::{Exported, text};
use crate::document::{Node, Read};
use crate::yaml::{Map, Yaml, long, put, put_full};

impl<'d> Exported<'d> {
    pub(super) fn responses(self, endpoint: &mut Map, node: &'d Node) {
        let is_optional = node
            .peek("responses")
            .is_some_and(|responses| responses.has("204"));
        let mut errors = Map::new();
        for (status, response) in node.entries("responses") {
            response.text("description");
            if response.text("$ref").is_some() || status == "204" {
                continue;
            }
            let body = schema_of(response);
            if status.starts_with('2') {
                if let Some((media, schema)) = body {
                    self.success(endpoint, media, schema, is_optional);
                }
                put_headers(endpoint, response);
            } else if let Some((_, schema)) = body {
                let ty = text(&expression(schema));
                put(&mut errors, &status.to_ascii_lowercase(), ty);
            }
        }
        put_full(endpoint, "error_bodies", Yaml::Short(errors));
    }

    fn success(self, endpoint: &mut Map, media: &str, schema: &'d Node, is_optional: bool) {
        let is_envelope = |node: &Node| {
            let envelope = self.envelope();
            let target = node.text("$ref").and_then(|text| text.rsplit('/').next());
            envelope.is_some() && target == envelope
        };
        if is_envelope(schema) {
            return;
        }
        let schema = match schema.list("allOf") {
            [envelope, schema] if is_envelope(envelope) => schema,
            _ => schema,
        };
        schema.mark(Read::Partly);
        let is_map = schema.has("additionalProperties");
        if schema.has("properties") && !is_map {
            schema.text("type");
            put(endpoint, "response", long(super::types::fields(schema)));
            return;
        }
        if is_map {
            // The keys of the envelope.
            schema.take("properties");
            schema.take("required");
        }
        let ty = match media {
            "application/octet-stream" => {
                schema.mark(Read::Whole);
                "bytes".to_owned()
            }
            "text/plain" => {
                schema.mark(Read::Whole);
                "text".to_owned()
            }
            _ => expression(schema),
        };
        let ty = if is_optional { optional(ty) } else { ty };
        let key = if media == "text/event-stream" {
            "events"
        } else {
            "response"
        };
        put(endpoint, key, text(&ty));
    }
}

/// Returns the media type and the schema of a body.
pub(super) fn schema_of(response: &Node) -> Option<(&str, &Node)> {
    response.text("description");
    let (media, content) = response.entries("content").next()?;
    Some((media, content.get("schema")?))
}

/// Adds the headers of the responses of only this endpoint.
fn put_headers(endpoint: &mut Map, response: &Node) {
    let headers = response.entries("headers");
    let own = headers.filter(|(_, node)| node.text("$ref").is_none());
    let own: Map = own
        .map(|(name, node)| (name.to_owned(), header(node)))
        .collect();
    put_full(endpoint, "response_headers", Yaml::Long(own));
}
