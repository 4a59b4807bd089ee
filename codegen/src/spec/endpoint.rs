//! Endpoints: their parameters, rules, responses, paging.

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::Deserialize;
use serde::de::Deserializer;
use serde_json::{Value, json};

use super::facts::with_facts;
use super::field::{Field, Map};
use super::keyword::{
    FixedValue, Line, MediaType, PathTemplate, PlainText, RelationType, SnakeName, Text,
    exactly_one, given, methods, needs, one_of, text, when, when_given,
};
use super::response_header::{ResponseHeader, header_names};
use super::scalar::Scalar;
use super::string_or::StringOr;
use super::type_expr::TypeExpr;
use super::type_or_fields::TYPE_NAME;
use crate::method::Method;

/// An endpoint: a method of the resource.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = [
    {
        "if": methods(|method| method.is_idempotent()),
        "then": { "properties": {
            "idempotent": one_of(&[false.into(), Value::Null], "GET, PUT and DELETE are always idempotent.")
        } }
    },
    {
        "if": { "anyOf": [methods(|method| !method.can_have_body()), given("body")] },
        "then": { "properties": { "params": { "additionalProperties": { "properties": {
            "in": one_of(&["query".into(), "header".into(), Value::Null], "No parameter can be in the body: a GET request has no body, and `body` is the whole body."),
            "clearable": one_of(&[false.into(), Value::Null], "Only a parameter in the body can be null, and a GET request has no body."),
            "null_if_unset": one_of(&[false.into(), Value::Null], "Only a parameter in the body can be null, and a GET request has no body.")
        } } } } }
    },
    {
        "if": methods(|method| !method.can_have_body()),
        "then": { "properties": { "body": one_of(&[Value::Null], "A GET request has no body.") } }
    },
    {
        "if": methods(|method| method.can_have_body() && !method.has_body()),
        "then": { "properties": { "params": { "additionalProperties": {
            "if": { "anyOf": [
                when_given("clearable", &[true.into()]),
                when_given("null_if_unset", &[true.into()])
            ] },
            "then": { "required": ["in"] }
        } } } }
    },
    {
        "if": given("events"),
        "then": { "properties": { "response": one_of(&[Value::Null], "A response is either a stream of events or one body.") } }
    },
    {
        "if": when_given("encoding", &["multipart".into()]),
        "then": { "properties": { "body": one_of(&[Value::Null], "The parts of a multipart body are parameters, and `body` is one value.") } }
    },
    {
        "if": when_given("encoding", &["multipart".into()]),
        "then": { "properties": {
            "content_type": one_of(&[Value::Null], "A multipart body always has the media type `multipart/form-data`.")
        } }
    },
    {
        "if": { "required": ["path"], "properties": { "path": { "type": "string", "pattern": r"\{" } } },
        "then": { "required": ["params"], "properties": { "params": one_in_path() } }
    }
]))]
pub(crate) struct Endpoint {
    /// One line about the call.
    #[schemars(with = "Option<Line>", example = "Gets a parcel.")]
    pub(crate) summary: Option<String>,
    /// Further docs, in Markdown.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// The name of the method in Rust, if the derived one is not suitable.
    #[schemars(with = "Option<SnakeName>")]
    pub(crate) name: Option<String>,
    /// The replacement, if callers should no longer use the item.
    #[schemars(with = "Option<Text>", example = "Use `name` instead.")]
    pub(crate) deprecated: Option<String>,
    /// HTTP method.
    #[schemars(extend("enum" = Method::ALL.map(Method::as_str)))]
    pub(crate) method: String,
    /// Path template, appended to the URL of the server. Each `{placeholder}` names a parameter under `params`. The
    /// path can have a fixed query (`?beta=true`). A fragment (`#create`) only distinguishes endpoints; the client does
    /// not send it.
    #[schemars(with = "PathTemplate", example = "/v1/parcels/{parcel_id}")]
    pub(crate) path: String,
    /// `true` for a POST or PATCH that is safe to retry. GET, PUT and DELETE are always safe.
    pub(crate) idempotent: bool,
    /// `none` for an endpoint whose calls have no credentials. By default, calls have the credentials of the client.
    #[schemars(extend("enum" = ["none", null]))]
    pub(crate) auth: Option<String>,
    /// The server of the calls, by its name under `servers` in client.yaml. Defaults to the server of the resource, or
    /// else to the default server.
    pub(crate) server: Option<String>,
    /// Headers that every request of the endpoint has, by name.
    #[schemars(with = "Map<FixedValue>", extend("propertyNames" = { "$ref": "#/$defs/HeaderName" }))]
    pub(crate) headers: Map<String>,
    /// Parameters, by their keys in the request.
    pub(crate) params: Map<Param>,
    /// The type of the whole body, such as `Parcel`, `[string]`, `bytes` or `text`. It becomes the argument `body` of
    /// the method. With it, no parameter can be in the body.
    pub(crate) body: Option<TypeExpr>,
    /// The encoding of the body: `form` is `application/x-www-form-urlencoded`, and `multipart` is
    /// `multipart/form-data` with a part for each parameter. Defaults to JSON.
    #[schemars(extend("enum" = ["form", "multipart", null]))]
    pub(crate) encoding: Option<String>,
    /// The media type of the body, if it is not the default for `body`.
    #[schemars(with = "Option<MediaType>", example = "text/csv")]
    pub(crate) content_type: Option<String>,
    /// Conditions on combinations of parameters. The client checks them before it sends a request.
    pub(crate) rules: Vec<Rule>,
    /// Fields of the response, or the type of the whole body, such as `Parcel`, `[Parcel]`, `Parcel?`, `bytes` or
    /// `text`. Without it, the response has only the fields of the envelope.
    pub(crate) response: Option<Response>,
    /// The type of the data of each event, if the response is a stream of server-sent events. It replaces `response`.
    pub(crate) events: Option<TypeExpr>,
    /// Headers of the responses of this endpoint. The keys are their names. Each becomes a method of `Meta`.
    #[schemars(extend("propertyNames" = header_names()))]
    pub(crate) response_headers: Map<ResponseHeader>,
    /// The paging of a list. Adds `into_stream()` and `into_pages()` to the request.
    pub(crate) paging: Option<Paging>,
    /// Keys of `error.types` in client.yaml, for the docs of the endpoint.
    #[schemars(extend("uniqueItems" = true))]
    pub(crate) errors: Vec<String>,
    /// The types of the bodies of errors, by their status: `"404"` in quotes, `4xx`, or `default` for all others.
    #[schemars(extend("propertyNames" = {
        "pattern": r"^([345][0-9][0-9]|[345]xx|default)$",
        "errorMessage": "Write the status of an error in quotes, `3xx`, `4xx`, `5xx` or `default`."
    }))]
    pub(crate) error_bodies: Map<TypeExpr>,
}

/// Requires that a parameter can be in the path. A schema cannot find a key in a text, so only the generator checks
/// which parameter it is.
fn one_in_path() -> Value {
    json!({
        "not": { "additionalProperties": { "anyOf": [
            { "required": ["in"], "properties": { "in": { "not": { "type": "null" } } } },
            { "properties": { "type": { "anyOf": [{ "type": "object" }, { "type": "string", "pattern": r"\?\s*$" }] } } }
        ] } },
        "errorMessage": "A placeholder of the path needs a required parameter, without a `?` after its type."
    })
}

with_facts! {
    /// A parameter: an argument of the method, or a setter if its type is optional.
    #[derive(Debug, Deserialize, JsonSchema)]
    #[schemars(extend("allOf" = [
        when("clearable", &[true.into()], &json!({
            "type": text(r"\?\s*$", "Only an optional parameter (`T?`) can be cleared."),
            "null_if_unset": one_of(&[false.into(), Value::Null], "A parameter that requests always have cannot be cleared.")
        })),
        when("null_if_unset", &[true.into()], &json!({ "type": text(r"\?\s*$", "Only an optional parameter (`T?`) can be null.") })),
        when("in", &["query".into(), "header".into()], &json!({
            "clearable": one_of(&[false.into(), Value::Null], "Only a parameter in the body can be cleared."),
            "null_if_unset": one_of(&[false.into(), Value::Null], "Only a parameter in the body can be null.")
        }))
    ]))]
    pub(crate) struct Param {
        #[serde(rename = "type")]
        pub(crate) ty: TypeExpr,
        /// The docs of the parameter, in Markdown.
        #[schemars(with = "Option<Text>")]
        pub(crate) docs: Option<String>,
        /// The part of the request that contains the parameter. Without `in`, a parameter with a placeholder is in the
        /// path. Any other parameter is in the query of a GET or DELETE, or of an endpoint with `body`, and otherwise
        /// in the body.
        #[serde(rename = "in")]
        #[schemars(extend("enum" = ["query", "header", "body", null]))]
        pub(crate) sent_in: Option<String>,
        /// The key in the request, if another parameter already has it as its key in the spec.
        #[schemars(with = "Option<PlainText>")]
        pub(crate) key: Option<String>,
        /// The form of a value with parts in the query: `comma` for `a=1,2`, `brackets` for `a[]=1&a[]=2` and
        /// `a[gt]=1`. By default, a list repeats its key.
        #[schemars(extend("enum" = ["comma", "brackets", null]))]
        pub(crate) style: Option<String>,
        /// The name in Rust, if the derived one is not suitable.
        #[schemars(with = "Option<SnakeName>")]
        pub(crate) name: Option<String>,
        /// `true` for an optional parameter in the body if null and absent have different meanings. It gets a second
        /// method, `clear_…`, which sends null. Defaults to `false`.
        pub(crate) clearable: bool,
        /// `true` for an optional parameter in the body, if requests must have its key: the value is null if it is not set.
        /// Defaults to `false`.
        pub(crate) null_if_unset: bool,
        /// Personal data: `Debug` hides the value. Defaults to `false`.
        pub(crate) sensitive: bool,
        /// The replacement, if callers should no longer use the item.
        #[schemars(with = "Option<Text>", example = "Use `name` instead.")]
        pub(crate) deprecated: Option<String>,
        /// A scalar for the example in the docs, which then sets the parameter. Without it, the generator infers the
        /// example of a required parameter.
        pub(crate) example: Option<Scalar>,
        /// `true` if a call checks the constraints before it sends a request. Defaults to `false`.
        pub(crate) check: bool,
    }
}

/// A condition on the parameters: exactly one of `one_of` and `at_least_one_of`.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = exactly_one(&["one_of", "at_least_one_of"])))]
pub(crate) struct Rule {
    /// Exactly one of these optional parameters is set.
    #[schemars(length(min = 2), extend("uniqueItems" = true))]
    pub(crate) one_of: Option<Vec<String>>,
    /// At least one of these optional parameters is set.
    #[schemars(length(min = 2), extend("uniqueItems" = true))]
    pub(crate) at_least_one_of: Option<Vec<String>>,
}

/// The fields of a response body, or its type.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum Response {
    Type(#[schemars(schema_with = "type_of_body")] TypeExpr),
    Fields(Map<Field>),
}

/// A type that is not a map of fields.
fn type_of_body(generator: &mut SchemaGenerator) -> Schema {
    let keys = json!({ "propertyNames": { "pattern": TYPE_NAME } });
    json_schema!({
        "allOf": [generator.subschema_for::<TypeExpr>(), keys],
        "additionalProperties": keys
    })
}

/// The paging of a list: exactly one of `cursor`, `page`, `offset`, `last_id`, `link` and `next_url`.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend(
    "oneOf" = exactly_one(&["cursor", "page", "offset", "last_id", "link", "next_url"]),
    "allOf" = [
        { "if": given("cursor"), "then": given("next") },
        needs("next", "cursor"),
        needs("first", "page"),
        needs("pages", "page"),
        needs("limit", "offset"),
        needs("total", "offset"),
        needs("id", "last_id"),
        { "if": given("more"), "then": { "properties": { "done": { "type": "null" } } } }
    ]
))]
pub(crate) struct Paging {
    /// The parameter that takes the cursor of a page. The field `next` of the previous page contains the cursor. Dots lead
    /// into objects: `options.cursor`. This also applies to `page`, `offset` and `last_id`.
    pub(crate) cursor: Option<String>,
    /// The field of the response with the cursor of the next page. Dots lead into objects: `meta.next`.
    pub(crate) next: Option<String>,
    /// The parameter that takes the number of a page, of type `integer?`, `int32?` or `uint64?`.
    pub(crate) page: Option<String>,
    /// The number of the first page. Defaults to 1.
    #[schemars(range(min = 0, max = u32::MAX), example = 0)]
    pub(crate) first: Option<u32>,
    /// The field of the response with the number of pages.
    pub(crate) pages: Option<String>,
    /// The parameter that takes the number of items before a page, of type `integer?`, `int32?` or `uint64?`.
    pub(crate) offset: Option<String>,
    /// The field of the response with the size of a page, if the service can omit items from a page.
    pub(crate) limit: Option<String>,
    /// The field of the response with the number of all items.
    pub(crate) total: Option<String>,
    /// The parameter that takes the id of the last item before a page.
    pub(crate) last_id: Option<String>,
    /// The field of an item with its id. Defaults to `id`.
    pub(crate) id: Option<String>,
    /// The relation type of the link in the header `Link` that leads to the next page, such as `next`.
    #[schemars(with = "Option<RelationType>", example = &"next")]
    pub(crate) link: Option<String>,
    /// The field of the response with the URL of the next page.
    pub(crate) next_url: Option<String>,
    /// The field of the response that is true if pages follow, of type `boolean`.
    pub(crate) more: Option<String>,
    /// The field of the response that is true on the last page, of type `boolean`.
    pub(crate) done: Option<String>,
    /// The list in the response with the items of the page. Omit it if the response is the list.
    pub(crate) items: Option<String>,
}

impl<'de> Deserialize<'de> for Response {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = StringOr {
            string: Self::Type,
            other: Self::Fields,
        };
        deserializer.deserialize_enum("Response", &[], visitor)
    }
}
