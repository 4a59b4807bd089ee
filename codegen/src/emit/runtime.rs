//! The files of the runtime that the API uses.

use std::collections::HashSet;
use std::sync::Arc;

use crate::model::{
    Body, Encoding, Endpoint, Field, Kind, Model, NextPage, Object, Param, Response, Scheme, Shape,
    Style, Tagging, Ty, Union,
};
use crate::name::Name;
use crate::output::File;
use crate::runtime::{FILES, RuntimeFile};

// Modules that only some APIs use.
pub(super) const BASE64_BYTES: &str = "base64_bytes";
pub(super) const BASIC_AUTH: &str = "basic_auth";
pub(super) const BYTE_STREAM: &str = "byte_stream";
pub(super) const CONSTRAINTS: &str = "constraints";
pub(super) const ERROR_BODY: &str = "error_body";
pub(super) const EVENT_PARSER: &str = "event_parser";
pub(super) const EVENT_STREAM: &str = "event_stream";
pub(super) const EXTRA: &str = "extra";
pub(super) const DATE: &str = "date";
pub(super) const DECIMAL: &str = "decimal";
pub(super) const FORM: &str = "form";
pub(super) const ID: &str = "id";
pub(super) const INTEGER_ENUM: &str = "integer_enum";
pub(super) const INTERNALLY_TAGGED: &str = "internally_tagged";
pub(super) const JOINED: &str = "joined";
pub(super) const JSON_TEXT: &str = "json/text";
pub(super) const JSON_OBJECT: &str = "json_object";
pub(super) const LOOK_AHEAD: &str = "look_ahead";
pub(super) const MAP: &str = "map";
pub(super) const MULTIPART: &str = "multipart";
pub(super) const OBJECT: &str = "object";
pub(super) const OPTIONAL_BODY: &str = "optional_body";
pub(super) const PAGE_URL: &str = "request/page_url";
pub(super) const PAGING: &str = "paging";
pub(super) const QUERY_AUTH: &str = "query_auth";
pub(super) const PAGING_COUNT: &str = "paging/count";
pub(super) const PAGING_FINGERPRINT: &str = "paging/fingerprint";
pub(super) const PAGING_LINK: &str = "paging/link";
pub(super) const PAGING_NUMBER: &str = "paging/number";
pub(super) const PAGING_OFFSET: &str = "paging/offset";
pub(super) const RAW_BODY: &str = "raw_body";
pub(super) const REDACTED: &str = "redacted";
pub(super) const RESPONSE_HEADER: &str = "response_header";
pub(super) const SERIALIZE: &str = "serialize";
pub(super) const SERVERS: &str = "servers";
pub(super) const TAGGED: &str = "tagged";
pub(super) const TIMESTAMP: &str = "timestamp";
pub(super) const TOKEN_SOURCE: &str = "token_source";
pub(super) const UNTAGGED: &str = "untagged";
pub(super) const UNIX_TIME: &str = "unix_time";
pub(super) const UUID: &str = "uuid";
pub(super) const VALUE_BODY: &str = "value_body";
pub(super) const VARIANT: &str = "variant";

/// A set of modules, which many files share.
pub(super) type Modules = Arc<[&'static str]>;

/// Copies of the files that are not in `unused`.
pub(super) fn files<'m>(unused: &Modules) -> impl Iterator<Item = File<'m>> {
    let used = FILES.iter().filter(|file| !unused.contains(&file.module()));
    used.map(|file| copy(file, Arc::clone(unused)))
}

fn copy<'m>(file: &'static RuntimeFile, unused: Modules) -> File<'m> {
    let path = file.path;
    let text = move || file.text_without(&unused);
    let source = format!("codegen/runtime/src/{path}");
    File::text(format!("src/{path}"), &source, ("//", ""), text)
}

/// The modules that the API does not use.
pub(super) fn unused(model: &Model) -> Modules {
    let types: Vec<_> = types(model).collect();
    let holds = |is: fn(&Ty) -> bool| types.iter().any(|ty| is(ty));
    let has = |is: fn(&Shape) -> bool| model.types.iter().any(|ty| is(&ty.shape));
    let has_form = endpoints(model).any(|endpoint| {
        matches!(
            endpoint.body,
            Body::Params(Encoding::Form) | Body::Value(Encoding::Form)
        )
    });
    let has_style = |style| params(model).any(|param| param.style == style);
    let has_scheme = |is: fn(&Scheme) -> bool| model.auth.schemes.iter().any(is);
    let objects = has(|shape| matches!(shape, Shape::Object(_)))
        || endpoints(model).any(|endpoint| matches!(endpoint.response, Response::Own(_)));
    let has_body = |endpoint: &Endpoint| matches!(endpoint.body, Body::Params(_));
    let value_body = response_types(model).any(|ty| !ty.required().is_object())
        || endpoints(model).any(|endpoint| endpoint.body == Body::Value(Encoding::Json));
    let has_raw_body = |endpoint: &Endpoint| {
        matches!(endpoint.body, Body::Bytes | Body::Text)
            || matches!(endpoint.response, Response::Bytes | Response::Text)
    };
    let events = event_types(model).next().is_some();
    let sensitive = fields(model).any(|field| field.sensitive)
        || unions(model).any(|union| union.variants.iter().any(|variant| variant.sensitive))
        || params(model).any(|param| param.sensitive);
    let tagged = |is: fn(&Tagging) -> bool| unions(model).any(|union| is(&union.tagging));
    let internal = tagged(|tagging| matches!(tagging, Tagging::Internal { .. }));
    let untagged = tagged(|tagging| matches!(tagging, Tagging::Untagged { .. }));
    let modules = [
        (BASE64_BYTES, holds(|ty| *ty == Ty::Bytes)),
        (
            BASIC_AUTH,
            has_scheme(|it| matches!(it, Scheme::Basic { .. })),
        ),
        (
            BYTE_STREAM,
            events || has_response(model, |response| matches!(response, Response::Bytes)),
        ),
        (
            CONSTRAINTS,
            params(model).any(|param| !param.checks().is_empty()),
        ),
        (ERROR_BODY, model.error_bodies().next().is_some()),
        (
            EXTRA,
            has(|shape| matches!(shape, Shape::Object(object) if object.extra.is_some())),
        ),
        (DATE, holds(|ty| *ty == Ty::Date)),
        (DECIMAL, holds(|ty| *ty == Ty::Decimal)),
        (EVENT_PARSER, events),
        (EVENT_STREAM, events),
        (FORM, has_form || has_style(Style::Brackets)),
        (ID, has(|shape| matches!(shape, Shape::Id))),
        (
            INTEGER_ENUM,
            has(|shape| matches!(shape, Shape::IntegerEnum(_))),
        ),
        (INTERNALLY_TAGGED, internal),
        (JOINED, has_style(Style::Comma)),
        (JSON_OBJECT, holds(|ty| *ty == Ty::JsonObject)),
        (JSON_TEXT, unions(model).next().is_some()),
        (LOOK_AHEAD, internal || untagged),
        (MAP, holds(|ty| matches!(ty, Ty::Map { .. }))),
        (
            MULTIPART,
            endpoints(model).any(|endpoint| endpoint.body == Body::Multipart),
        ),
        (OBJECT, objects),
        (OPTIONAL_BODY, response_types(model).any(Ty::is_optional)),
        (
            QUERY_AUTH,
            has_scheme(|it| matches!(it, Scheme::Query { .. })),
        ),
        (RAW_BODY, endpoints(model).any(has_raw_body)),
        (REDACTED, sensitive),
        (RESPONSE_HEADER, !model.response_headers.is_empty()),
        (SERVERS, !model.chosen_servers.is_empty()),
        (SERIALIZE, objects || endpoints(model).any(has_body)),
        (
            TAGGED,
            tagged(|tagging| matches!(tagging, Tagging::Adjacent { .. })),
        ),
        (TIMESTAMP, holds(|ty| *ty == Ty::Timestamp)),
        (TOKEN_SOURCE, model.auth.has_token()),
        (UNTAGGED, untagged),
        (UNIX_TIME, holds(|ty| *ty == Ty::UnixTime)),
        (UUID, holds(|ty| *ty == Ty::Uuid)),
        (VALUE_BODY, value_body),
        (VARIANT, unions(model).next().is_some()),
    ];
    let modules = modules.into_iter().chain(of_paging(model));
    let unused = modules.filter(|(_, is_used)| !is_used);
    unused.map(|(module, _)| module).collect()
}

/// The modules that only lists with pages use, and whether one does.
fn of_paging(model: &Model) -> [(&'static str, bool); 7] {
    let pages = || endpoints(model).filter_map(|endpoint| endpoint.paging.as_ref());
    let has_pages = |is: fn(&NextPage) -> bool| pages().any(|paging| is(&paging.next));
    let by_number = has_pages(|next| matches!(next, NextPage::Number { .. }));
    let by_offset = has_pages(|next| matches!(next, NextPage::Offset { .. }));
    [
        (PAGE_URL, has_pages(|next| next.resume().is_some())),
        (PAGING, pages().next().is_some()),
        (PAGING_COUNT, by_number || by_offset),
        (PAGING_FINGERPRINT, by_number || by_offset),
        (
            PAGING_LINK,
            has_pages(|next| matches!(next, NextPage::Link { .. })),
        ),
        (PAGING_NUMBER, by_number),
        (PAGING_OFFSET, by_offset),
    ]
}

/// The enums whose values are the keys of a map.
pub(super) fn key_enums(model: &Model) -> HashSet<&Name> {
    types(model).filter_map(enum_key).collect()
}

/// The enum that is the type of the keys of a map of type `ty`.
fn enum_key(ty: &Ty) -> Option<&Name> {
    let Ty::Map { key, .. } = ty else { return None };
    match key.named()? {
        (name, Kind::Enum) => Some(name),
        _ => None,
    }
}

/// The types of all values, with the types that they contain.
fn types(model: &Model) -> impl Iterator<Item = &Ty> {
    let fields = fields(model).map(|field| &field.ty);
    let contents = unions(model).flat_map(|union| &union.variants);
    let contents = contents.filter_map(|variant| variant.ty.as_ref());
    let params = params(model).map(|param| &param.ty);
    let all = fields
        .chain(contents)
        .chain(params)
        .chain(response_types(model))
        .chain(event_types(model))
        .chain(model.error_bodies());
    all.flat_map(Ty::parts)
}

/// The types that are the whole body of a response.
fn response_types(model: &Model) -> impl Iterator<Item = &Ty> {
    endpoints(model).filter_map(|endpoint| match &endpoint.response {
        Response::Type(ty) => Some(ty),
        _ => None,
    })
}

fn endpoints(model: &Model) -> impl Iterator<Item = &Endpoint> {
    model.endpoints().map(|(_, endpoint)| endpoint)
}

/// The types of the data of events.
fn event_types(model: &Model) -> impl Iterator<Item = &Ty> {
    endpoints(model).filter_map(|endpoint| match &endpoint.response {
        Response::Events(ty) => Some(ty),
        _ => None,
    })
}

fn has_response(model: &Model, is_wanted: fn(&Response) -> bool) -> bool {
    endpoints(model).any(|endpoint| is_wanted(&endpoint.response))
}

fn params(model: &Model) -> impl Iterator<Item = &Param> {
    endpoints(model).flat_map(|endpoint| &endpoint.params)
}

fn unions(model: &Model) -> impl Iterator<Item = &Union> {
    model.types.iter().filter_map(|ty| match &ty.shape {
        Shape::Union(union) => Some(union),
        _ => None,
    })
}

/// The fields of all objects and of the envelope, and the headers of responses.
fn fields(model: &Model) -> impl Iterator<Item = &Field> {
    let of_types = model.types.iter().filter_map(|ty| match &ty.shape {
        Shape::Object(object) => Some(object),
        _ => None,
    });
    let of_responses = endpoints(model).filter_map(|endpoint| match &endpoint.response {
        Response::Own(object) => Some(&**object),
        _ => None,
    });
    let objects = of_types.chain(of_responses);
    let of_meta = model.envelope.iter().chain(&model.response_headers);
    of_meta.chain(objects.flat_map(Object::members))
}
