//! `client.yaml`.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::field::{Field, Map};
use super::keyword::{
    Category, CrateName, HeaderName, HeaderValue, KeyPath, Keyword, NonEmptyText, SnakeName, Text,
    Url, Version, WebUrl, exactly_one, one_of,
};

/// `client.yaml`: what belongs to the whole client.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Client {
    /// The package that comes out.
    #[serde(rename = "crate")]
    pub(crate) package: Package,
    /// How calls are authenticated: exactly one of `basic`, `bearer` and `header`. Without it they carry no credentials.
    pub(crate) auth: Option<Auth>,
    /// Base URLs under names of your choice. The first server whose `when` holds is used, else the one without `when`;
    /// exactly one has no `when`.
    #[schemars(extend("minProperties" = 1))]
    pub(crate) servers: Map<Server>,
    /// How long a call may take.
    pub(crate) timeouts: Option<Timeouts>,
    /// The keys that every success body has in addition to the fields of its endpoint. Each becomes a method of `Meta`, such as
    /// `response.meta().status_code()`. Scalars only.
    #[schemars(extend("additionalProperties" = { "allOf": [
        { "$ref": "#/$defs/Field" },
        { "properties": { "type": { "enum": ["string", "boolean", "integer", "number", "timestamp"] } } }
    ] }))]
    pub(crate) envelope: Map<Field>,
    /// What the body of an error response looks like.
    pub(crate) error: Option<ErrorBody>,
}

/// The package that comes out.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Package {
    /// Package name: lower-case letters, digits and single dashes, a letter first.
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
    /// Words under which a registry lists the package: at most five, each of at most 20 ASCII letters, digits and signs of
    /// `_`, `-` and `+`, a letter or digit first.
    #[schemars(with = "Vec<Keyword>", length(max = 5), extend("uniqueItems" = true))]
    pub(crate) keywords: Vec<String>,
    /// Slugs of the categories in which a registry lists the package, from <https://crates.io/category_slugs>: at most five.
    #[schemars(with = "Vec<Category>", length(max = 5), extend("uniqueItems" = true))]
    pub(crate) categories: Vec<String>,
}

/// How calls are authenticated: exactly one of `basic`, `bearer` and `header`.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = exactly_one(&["basic", "bearer", "header"])))]
pub(crate) struct Auth {
    /// Sends `Authorization: Basic …`, made of `username` and `password`.
    pub(crate) basic: Option<BasicAuth>,
    /// Sends `Authorization: Bearer …` with the `token`.
    pub(crate) bearer: Option<BearerAuth>,
    /// Sends the `token` in the header that `header` names.
    pub(crate) header: Option<HeaderAuth>,
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

/// A token in a header of its own.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct HeaderAuth {
    /// Name of the header that carries the token.
    #[schemars(with = "HeaderName", example = &"X-Api-Key")]
    pub(crate) header: String,
    /// The argument of `Client::new`.
    pub(crate) token: Credential,
}

/// An argument of `Client::new`.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Credential {
    /// Name of the argument.
    #[schemars(with = "SnakeName", example = &"api_key")]
    pub(crate) name: String,
    /// What it is and where a caller finds it.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// A value for the examples in the docs: ASCII without spaces. Defaults to the name.
    #[schemars(with = "Option<HeaderValue>", example = "key-1234")]
    pub(crate) example: Option<String>,
}

/// A base URL.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Server {
    /// What the paths of the endpoints are appended to: `https://`, a host, and no more than a port and a path.
    #[schemars(with = "Url", example = "https://api.example.com")]
    pub(crate) url: String,
    /// What the server is for.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// When this server is used. Exactly one server has no `when`: it is used if no other is.
    pub(crate) when: Option<When>,
}

/// Which credential makes a client talk to a server.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct When {
    /// The `name` of a credential of `auth`.
    pub(crate) credential: String,
    /// What the credential has to start with.
    #[schemars(with = "NonEmptyText", example = "live-")]
    pub(crate) starts_with: String,
}

/// How long a call may take, in whole seconds.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Timeouts {
    /// Whole seconds for a call, at least 1. Defaults to 30.
    #[schemars(range(min = 1, max = u32::MAX), example = 30)]
    pub(crate) call: Option<u32>,
    /// Whole seconds to connect, at least 1. Defaults to 10.
    #[schemars(range(min = 1, max = u32::MAX), example = 10)]
    pub(crate) connect: Option<u32>,
}

/// What the body of an error response looks like.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = [types_need_path()]))]
pub(crate) struct ErrorBody {
    /// Where the body has each part.
    pub(crate) fields: Option<ErrorFields>,
    /// The known types of error, each with its docs. They become the open enum `ErrorType`. They need a path under
    /// `fields.type`.
    #[schemars(with = "Map<Option<Text>>")]
    pub(crate) types: Map<Option<String>>,
}

/// Types say nothing where no path leads to the type of an error.
fn types_need_path() -> Value {
    let paths = json!({ "type": "array", "minItems": 1 });
    let fields =
        json!({ "required": ["type"], "properties": { "type": paths }, "not": { "type": "null" } });
    let message = "`types` says nothing without a path under `fields.type`.";
    json!({
        "if": { "required": ["fields"], "properties": { "fields": fields } },
        "else": { "properties": { "types": one_of(&[Value::Null, json!({})], message) } }
    })
}

/// Where an error body has each part: of each list, the first path that leads to a value other than null counts. A path is
/// the key of the value; dots lead into objects and lists, such as `error.message` or `errors.0.code`.
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
