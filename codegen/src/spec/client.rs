//! `client.yaml`.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::field::{Field, Map};
use super::keyword::{
    Category, CrateName, FixedValue, HeaderName, HeaderValue, KeyPath, Keyword, NonEmptyText,
    SnakeName, Text, Url, Version, WebUrl, exactly_one, one_of,
};
use super::one_or_many::OneOrMany;
use super::response_header::{ResponseHeader, header_names};
use super::type_expr::{BuiltIn, TypeExpr};

/// `client.yaml`: the settings of the whole client.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Client {
    /// The package of the client.
    #[serde(rename = "crate")]
    pub(crate) package: Package,
    /// The credentials of calls: one scheme, or a list of schemes that every call uses together. Without it, calls have
    /// no credentials.
    pub(crate) auth: Option<OneOrMany<Auth>>,
    /// Headers of every request, by name. An endpoint can have another value.
    #[schemars(with = "Map<FixedValue>", extend("propertyNames" = { "$ref": "#/$defs/HeaderName" }))]
    pub(crate) headers: Map<String>,
    /// Base URLs, under names of your choice. The client uses the first server whose `when` is true, or else the server
    /// without `when`. Other servers without `when` are for resources and endpoints that name them with `server`.
    #[schemars(extend("minProperties" = 1))]
    pub(crate) servers: Map<Server>,
    /// The default timeouts.
    pub(crate) timeouts: Option<Timeouts>,
    /// The keys that every success body has in addition to the fields of its endpoint. Each becomes a method of `Meta`, such as
    /// `response.meta().status_code()`. Scalars only.
    #[schemars(extend("additionalProperties" = { "allOf": [
        { "$ref": "#/$defs/Field" },
        { "properties": { "type": { "enum": BuiltIn::scalars() } } }
    ] }))]
    pub(crate) envelope: Map<Field>,
    /// Headers of all responses. The keys are their names. Each becomes a method of `Meta`.
    #[schemars(extend("propertyNames" = header_names()))]
    pub(crate) response_headers: Map<ResponseHeader>,
    /// The keys of an error body, and the known types of error.
    pub(crate) error: Option<ErrorBody>,
}

/// The package of the client.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Package {
    /// Package name: lower-case letters, digits and single dashes. It starts with a letter.
    #[schemars(with = "CrateName", example = &"parcel-api")]
    pub(crate) name: String,
    /// Package version.
    #[schemars(with = "Version", example = &"0.1.0")]
    pub(crate) version: String,
    /// Front page of the crate and its README, in Markdown. The first line is the package description.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// SPDX expression for the manifest.
    #[schemars(with = "Option<NonEmptyText>", example = "MIT OR Apache-2.0")]
    pub(crate) license: Option<String>,
    /// `https://` or `http://` URL for the manifest.
    #[schemars(
        with = "Option<WebUrl>",
        example = "https://github.com/example/parcel-api"
    )]
    pub(crate) repository: Option<String>,
    /// Keywords of the package in a registry, at most five. Each has at most 20 characters: ASCII letters, digits, `_`,
    /// `-` and `+`. It starts with a letter or a digit.
    #[schemars(with = "Vec<Keyword>", length(max = 5), extend("uniqueItems" = true))]
    pub(crate) keywords: Vec<String>,
    /// Categories of the package in a registry, at most five: slugs from <https://crates.io/category_slugs>.
    #[schemars(with = "Vec<Category>", length(max = 5), extend("uniqueItems" = true))]
    pub(crate) categories: Vec<String>,
}

/// A scheme that authenticates calls: exactly one of `basic`, `bearer`, `header` and `query`.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = exactly_one(&["basic", "bearer", "header", "query"])))]
pub(crate) struct Auth {
    /// Sends `Authorization: Basic …` with `username` and `password`.
    pub(crate) basic: Option<BasicAuth>,
    /// Sends `Authorization: Bearer …` with the `token`.
    pub(crate) bearer: Option<BearerAuth>,
    /// Sends the `token` in the header with the name `header`.
    pub(crate) header: Option<HeaderAuth>,
    /// Sends the `token` in the query, under the key `param`.
    pub(crate) query: Option<QueryAuth>,
}

/// HTTP Basic credentials.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct BasicAuth {
    /// The first argument of `Client::new`.
    pub(crate) username: Credential,
    /// The second argument of `Client::new`.
    pub(crate) password: Credential,
}

/// A bearer token.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct BearerAuth {
    /// The argument of `Client::new`.
    pub(crate) token: Credential,
}

/// A token in its own header.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct HeaderAuth {
    /// Name of the header with the token.
    #[schemars(with = "HeaderName", example = &"X-Api-Key")]
    pub(crate) header: String,
    /// The argument of `Client::new`.
    pub(crate) token: Credential,
}

/// A token in the query.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct QueryAuth {
    /// Key of the token in the query.
    #[schemars(with = "NonEmptyText", example = &"api_key")]
    pub(crate) param: String,
    /// The argument of `Client::new`.
    pub(crate) token: Credential,
}

/// An argument of `Client::new`.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Credential {
    /// Name of the argument.
    #[schemars(with = "SnakeName", example = &"api_key")]
    pub(crate) name: String,
    /// The docs of the credential: its meaning and its source.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// A value for the examples in the docs: ASCII without spaces. Defaults to the name.
    #[schemars(with = "Option<HeaderValue>", example = "key-1234")]
    pub(crate) example: Option<String>,
}

/// A base URL.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Server {
    /// The base URL, to which the client appends the paths of endpoints: `https://`, a host, and optionally a port and
    /// a path.
    #[schemars(with = "Url", example = "https://api.example.com")]
    pub(crate) url: String,
    /// The purpose of the server.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// The condition for the server. If no condition is true, the client uses the server without `when` that no
    /// endpoint names.
    pub(crate) when: Option<When>,
}

/// The condition for a server: the start of a credential.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct When {
    /// The `name` of a credential of `auth`.
    pub(crate) credential: String,
    /// The required start of the credential.
    #[schemars(with = "NonEmptyText", example = "live-")]
    pub(crate) starts_with: String,
}

/// The default timeouts, in whole seconds.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Timeouts {
    /// The timeout of a call, in whole seconds, at least 1. Defaults to 30.
    #[schemars(range(min = 1, max = u32::MAX), example = 30)]
    pub(crate) call: Option<u32>,
    /// The timeout of opening a connection, in whole seconds, at least 1. Defaults to 10.
    #[schemars(range(min = 1, max = u32::MAX), example = 10)]
    pub(crate) connect: Option<u32>,
}

/// The keys of an error body, and the known types of error.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = [types_need_path()]))]
pub(crate) struct ErrorBody {
    /// The type of the body of an error, unless an endpoint has another type under `error_bodies`.
    pub(crate) body: Option<TypeExpr>,
    /// The paths to the parts of the body.
    pub(crate) fields: Option<ErrorFields>,
    /// The known types of error, each with its docs. They become the open enum `ErrorType`, and need a path under
    /// `fields.type`.
    #[schemars(with = "Map<Option<Text>>")]
    pub(crate) types: Map<Option<String>>,
}

/// Rejects types without a path to the type of an error.
fn types_need_path() -> Value {
    let paths = json!({ "type": "array", "minItems": 1 });
    let fields =
        json!({ "required": ["type"], "properties": { "type": paths }, "not": { "type": "null" } });
    let message = "`types` has no effect without a path under `fields.type`.";
    json!({
        "if": { "required": ["fields"], "properties": { "fields": fields } },
        "else": { "properties": { "types": one_of(&[Value::Null, json!({})], message) } }
    })
}

/// The paths to the parts of an error body. In each list, the first path that leads to a value other than null counts.
/// A path is the key of the value. A dot leads into an object or a list, as in `error.message` or `errors.0.code`.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct ErrorFields {
    /// Paths to the type of error, such as `user_not_found`.
    #[serde(rename = "type")]
    #[schemars(with = "Vec<KeyPath>", extend("uniqueItems" = true))]
    pub(crate) error_type: Vec<String>,
    /// Paths to the message for people.
    #[schemars(with = "Vec<KeyPath>", extend("uniqueItems" = true))]
    pub(crate) message: Vec<String>,
    /// Paths to the URL of a page about the error.
    #[schemars(with = "Vec<KeyPath>", extend("uniqueItems" = true))]
    pub(crate) url: Vec<String>,
    /// Paths to further details, of any JSON.
    #[schemars(with = "Vec<KeyPath>", extend("uniqueItems" = true))]
    pub(crate) details: Vec<String>,
    /// Paths to the id of the request.
    #[schemars(with = "Vec<KeyPath>", extend("uniqueItems" = true))]
    pub(crate) request_id: Vec<String>,
}
