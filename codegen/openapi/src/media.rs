//! Media types of bodies.

use crate::document::{Map, Node, Read};
use crate::import::Import;
use crate::loss::Kind as Lost;

/// The encoding of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Form {
    Json,
    UrlEncoded,
    Multipart,
    Events,
    Text,
    Bytes,
}

/// A body in the media type that a client uses.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Media<'d> {
    pub(crate) form: Form,
    /// The media type, without its parameters.
    pub(crate) name: &'d str,
    pub(crate) schema: Option<&'d Node>,
    /// The schema of the server-sent events, if the body has them as an alternative.
    pub(crate) events: Option<&'d Node>,
    /// The media type object.
    pub(crate) node: &'d Node,
}

impl<'d> Import<'d> {
    /// Returns the body of `holder`, a request body or a response. Of several media types, selects the first in the order of
    /// [`Form`].
    pub(crate) fn media(&mut self, holder: &'d Node) -> Option<Media<'d>> {
        let content = self.child(holder, "content")?;
        let mut all = Vec::new();
        for (name, node) in content.map().into_iter().flat_map(Map::iter) {
            let Some(target) = self.follow(node) else {
                continue;
            };
            let (name, _) = name.split_once(';').unwrap_or((name, ""));
            let name = name.trim();
            // A range, such as `image/*`, is valid here.
            if !codegen::is_media_type(&name.replace('*', "any")) {
                node.mark(Read::Whole);
                let message = format!("`{name}` is not a media type");
                self.losses.push(Lost::WrongKind, node, message, "");
                continue;
            }
            all.push((form_of(name), name, node, target));
        }
        let (form, name, node, target) = all.iter().copied().min_by_key(|(form, ..)| *form)?;
        node.mark(Read::Partly);
        let schema = target.get("schema").or_else(|| target.get("itemSchema"));
        let mut events = None;
        for (other_form, other, unused, unused_target) in &all {
            if unused.id == node.id {
                continue;
            }
            if *other_form == Form::Events && form == Form::Json {
                unused.mark(Read::Partly);
                events = unused_target
                    .get("schema")
                    .or_else(|| unused_target.get("itemSchema"));
                if events.is_some() {
                    continue;
                }
            }
            unused.mark(Read::Whole);
            // Callers do not need another encoding of the same values.
            let schemas = (target.peek("schema"), unused_target.peek("schema"));
            let is_same = matches!(schemas, (Some(one), Some(other)) if one.is_same(other));
            if !is_same {
                let message = format!("the body in `{other}`");
                self.losses
                    .push(Lost::MediaType, unused, message, format!("`{name}`"));
            }
        }
        Some(Media {
            form,
            name,
            schema,
            events,
            node: target,
        })
    }
}

pub(crate) fn form_of(name: &str) -> Form {
    let name = name.to_ascii_lowercase();
    match name.as_str() {
        "application/json" | "text/json" => Form::Json,
        _ if name.ends_with("+json") || name.starts_with("application/json") => Form::Json,
        "application/x-www-form-urlencoded" => Form::UrlEncoded,
        "multipart/form-data" => Form::Multipart,
        "text/event-stream" => Form::Events,
        _ if name.starts_with("text/") || name.ends_with("xml") => Form::Text,
        _ => Form::Bytes,
    }
}
