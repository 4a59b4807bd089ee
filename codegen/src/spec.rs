//! What the YAML says, word for word: `spec/README.md` is the reference of these types.
//!
//! They follow the rules of [`decode`](crate::decode). Nothing is checked here but the shape; what the words mean is found
//! out by [`resolve`](crate::resolve). [`schema`](mod@crate::schema) tells editors the same: the docs here are what a person
//! who writes YAML is shown, and the attributes say as much of the meaning as a schema can.

use std::fmt;

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};
use serde_json::{Value, json};

use crate::model::Method;
use crate::schema::{
    CrateName, HeaderName, HeaderValue, Line, Name, NonEmptyText, ObjectName, PathTemplate,
    PlainText, Text, Url, Version, WebUrl, built_in, exactly_one, given, methods, needs, one_of,
    text, when,
};

/// A map that keeps the order of the file.
pub(crate) type Map<T> = IndexMap<String, T>;

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
    /// What every successful body has beside the fields of its endpoint. Each becomes a method of `Response`, such as
    /// `response.request_id()`. Scalars only.
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
    #[schemars(with = "Text")]
    pub(crate) docs: String,
    /// SPDX expression for the manifest.
    #[schemars(with = "Option<NonEmptyText>", example = "MIT OR Apache-2.0")]
    pub(crate) license: Option<String>,
    /// `https://` or `http://` URL for the manifest.
    #[schemars(
        with = "Option<WebUrl>",
        example = "https://github.com/example/parcel-api"
    )]
    pub(crate) repository: Option<String>,
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
    /// Name of the argument. It may not be `server`.
    #[schemars(with = "Name", extend("not" = { "const": "server" }), example = &"api_key")]
    pub(crate) name: String,
    /// What it is and where a caller finds it.
    #[schemars(with = "Text")]
    pub(crate) docs: String,
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
    #[schemars(with = "Text")]
    pub(crate) docs: String,
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
pub(crate) struct ErrorBody {
    /// Under which keys the body holds what.
    pub(crate) fields: Option<ErrorFields>,
    /// The known types of error, each with its docs. They become the open enum `ErrorType`.
    #[schemars(with = "Map<Text>", extend("propertyNames" = { "$ref": "#/$defs/Name" }))]
    pub(crate) types: Map<String>,
}

/// Under which keys an error body holds what. Of each list the first key that is there and not null counts.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct ErrorFields {
    /// Keys of the type of error, such as `user_not_found`.
    #[serde(rename = "type")]
    pub(crate) error_type: Vec<String>,
    /// Keys of the message for people.
    pub(crate) message: Vec<String>,
    /// Keys of the URL of a page about the error.
    pub(crate) url: Vec<String>,
    /// Keys of further details, of any JSON.
    pub(crate) details: Vec<String>,
    /// Keys of the id of the request.
    pub(crate) request_id: Vec<String>,
}

/// Any `.yaml` file but `client.yaml`: endpoints that belong together, reached as one method of the client.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Resource {
    /// Name of the accessor on the client: `parcels` becomes `client.parcels()`.
    #[schemars(with = "Name", example = &"parcels")]
    pub(crate) resource: String,
    /// What the resource is, in Markdown.
    #[schemars(with = "Text")]
    pub(crate) docs: String,
    /// Strings that must not be mixed up, each a type of its own. Maps the name to its docs; all files can use it.
    #[schemars(with = "Map<Text>", extend("propertyNames" = { "$ref": "#/$defs/Name" }))]
    pub(crate) ids: Map<String>,
    /// Objects (`fields`), enums (`enum`) and tagged unions (`tag`, `content`, `variants`), by names such as
    /// `SmsTemplate`. All files can use them.
    #[schemars(extend("propertyNames" = { "$ref": "#/$defs/Name" }))]
    pub(crate) types: Map<Type>,
    /// The calls, each a method of the resource. The key is the name of the method.
    #[schemars(extend("minProperties" = 1))]
    pub(crate) endpoints: Map<Endpoint>,
}

/// Exactly one of an object (`fields`), an enum (`enum`) and a tagged union (`tag`, `content` and `variants`).
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend(
    "oneOf" = exactly_one(&["fields", "enum", "variants"]),
    "allOf" = [
        needs("constructors", "fields"),
        needs("tag", "variants"),
        needs("content", "variants"),
        { "if": given("variants"), "then": { "allOf": [given("tag"), given("content")] } }
    ]
))]
pub(crate) struct Type {
    /// What the type stands for, in Markdown.
    #[schemars(with = "Text")]
    pub(crate) docs: String,
    /// Makes the type an object. The keys are those in JSON.
    pub(crate) fields: Option<Map<Field>>,
    /// Named constructors of an object, which fix the values of enum fields.
    #[schemars(extend("propertyNames" = { "$ref": "#/$defs/Name" }))]
    pub(crate) constructors: Map<Constructor>,
    /// Makes the type an enum: the known values. It is open: a value that is not listed is kept and can be sent.
    #[serde(rename = "enum")]
    #[schemars(length(min = 1), extend("uniqueItems" = true))]
    pub(crate) values: Option<Vec<EnumValue>>,
    /// Of a tagged union: the key that holds the key of the variant in JSON.
    #[schemars(with = "Option<NonEmptyText>")]
    pub(crate) tag: Option<String>,
    /// Of a tagged union: the key that holds the value of the variant in JSON.
    #[schemars(with = "Option<NonEmptyText>")]
    pub(crate) content: Option<String>,
    /// Makes the type a tagged union, with `tag` and `content`. The keys are those in JSON.
    #[schemars(extend("minProperties" = 1))]
    pub(crate) variants: Option<Map<Field>>,
}

/// A field of an object or a response, or a variant of a union.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Field {
    #[serde(rename = "type")]
    pub(crate) ty: TypeText,
    /// What it holds, in Markdown.
    #[schemars(with = "Text")]
    pub(crate) docs: String,
    /// The name in Rust, where the one derived from the key will not do.
    #[schemars(with = "Option<Name>")]
    pub(crate) name: Option<String>,
    /// Personal data: `Debug` shows that it is there, not what it is. Defaults to `false`.
    pub(crate) sensitive: bool,
}

/// A constructor that fixes enum fields and takes the other required fields as arguments.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Constructor {
    /// What it makes, in Markdown.
    #[schemars(with = "Text")]
    pub(crate) docs: String,
    /// Maps enum fields to the values that they have.
    #[schemars(extend("minProperties" = 1))]
    pub(crate) with: Map<String>,
}

/// A value of an enum: the string itself, or a map that says more.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum EnumValue {
    Bare(#[schemars(with = "Name")] String),
    Full(FullEnumValue),
}

/// A value of an enum with its docs.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("anyOf" = [given("name"), { "properties": { "value": { "$ref": "#/$defs/Name" } } }]))]
pub(crate) struct FullEnumValue {
    /// The string in JSON.
    #[schemars(with = "PlainText")]
    pub(crate) value: String,
    /// What the value means, in Markdown. Defaults to how it is spelled.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// The name in Rust, where the one derived from the value will not do.
    #[schemars(with = "Option<Name>")]
    pub(crate) name: Option<String>,
}

/// A call: a method of the resource.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = [
    {
        "if": methods(|method| !matches!(method, Method::Post | Method::Patch)),
        "then": { "properties": {
            "idempotent": one_of(&[false.into(), Value::Null], "GET, PUT and DELETE are idempotent by themselves.")
        } }
    },
    {
        "if": methods(|method| !method.has_body()),
        "then": { "properties": { "params": { "additionalProperties": { "properties": {
            "in": one_of(&["query".into(), "header".into(), Value::Null], "A GET or DELETE has no body: write `query` or `header`."),
            "clearable": one_of(&[false.into(), Value::Null], "A GET or DELETE has no body, and only there can be null.")
        } } } } }
    }
]))]
pub(crate) struct Endpoint {
    /// One line that says what the call does.
    #[schemars(with = "Line", example = "Gets a parcel.")]
    pub(crate) summary: String,
    /// What the summary does not say, in Markdown.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// The name of the method in Rust, where the one derived from the key will not do.
    #[schemars(with = "Option<Name>")]
    pub(crate) name: Option<String>,
    /// HTTP method.
    #[schemars(extend("enum" = Method::ALL.map(Method::as_str)))]
    pub(crate) method: String,
    /// Path template, appended to the URL of the server. Each `{placeholder}` names a parameter under `params`.
    #[schemars(with = "PathTemplate", example = "/v1/parcels/{parcel_id}")]
    pub(crate) path: String,
    /// `true` on a POST or PATCH that is safe to repeat. GET, PUT and DELETE always are.
    pub(crate) idempotent: bool,
    /// Parameters. The keys are those on the wire.
    pub(crate) params: Map<Param>,
    /// Which parameters go together, checked before anything is sent.
    pub(crate) rules: Vec<Rule>,
    /// Fields of the response, or the name of an object type if its fields are the whole body. Without it there are none
    /// but the envelope's.
    pub(crate) response: Option<Response>,
    /// How to get the next page. Gives the call `into_stream()` and `into_pages()`.
    pub(crate) paging: Option<Paging>,
    /// Keys of `error.types` in client.yaml that the docs of this endpoint name.
    #[schemars(extend("uniqueItems" = true))]
    pub(crate) errors: Vec<String>,
}

/// A parameter: an argument of the method, or a setter if its type is optional.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = [
    when("clearable", &true.into(), &json!({
        "type": text(r"\?\s*$", "Only an optional parameter (`T?`) can be cleared."),
        "in": one_of(&["body".into(), Value::Null], "Only what is in the body can be cleared.")
    })),
    when("in", &"header".into(), &json!({ "type": text(r"^[^\[]*$", "A header holds one scalar.") }))
]))]
pub(crate) struct Param {
    #[serde(rename = "type")]
    pub(crate) ty: TypeText,
    /// What it is, with its range and default, in Markdown.
    #[schemars(with = "Text")]
    pub(crate) docs: String,
    /// Where it goes. Without `in`, a parameter named in the path is in the path, and any other in the body, or in the
    /// query of a GET or DELETE.
    #[serde(rename = "in")]
    #[schemars(extend("enum" = ["query", "header", "body", null]))]
    pub(crate) location: Option<String>,
    /// The name in Rust, where the one derived from the key will not do.
    #[schemars(with = "Option<Name>")]
    pub(crate) name: Option<String>,
    /// `true` on an optional body parameter for which null says something else than nothing: it gets a second method,
    /// `clear_…`, that sends null. Defaults to `false`.
    pub(crate) clearable: bool,
    /// Personal data: `Debug` shows that it is there, not what it is. Defaults to `false`.
    pub(crate) sensitive: bool,
    /// A value for the example in the docs, where the parameter then appears. Scalars only. A required parameter without
    /// it gets an inferred one.
    pub(crate) example: Option<Scalar>,
}

/// A condition on the parameters: exactly one of `one_of` and `at_least_one_of`.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("oneOf" = exactly_one(&["one_of", "at_least_one_of"])))]
pub(crate) struct Rule {
    /// Exactly one of these optional parameters is set.
    #[schemars(length(min = 2), extend("uniqueItems" = true))]
    pub(crate) one_of: Option<Vec<String>>,
    /// One or more of these optional parameters are set.
    #[schemars(length(min = 2), extend("uniqueItems" = true))]
    pub(crate) at_least_one_of: Option<Vec<String>>,
}

/// The fields of a response's body, or the object type that it is.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum Response {
    Type(#[schemars(with = "ObjectName", extend("not" = { "enum": built_in() }))] String),
    Fields(Map<Field>),
}

/// How to get the next page.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Paging {
    /// The parameter that takes the cursor, of type `string?`.
    pub(crate) cursor: String,
    /// The field of the response with the cursor of the next page. Dots lead into objects: `meta.next`.
    pub(crate) next: String,
    /// The list in the response with the items of the page.
    pub(crate) items: String,
}

/// A type expression. `[T]` is a list to YAML too, so that is how it may arrive.
#[derive(Debug)]
pub(crate) struct TypeText(pub(crate) String);

impl<'de> Deserialize<'de> for TypeText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple(1, TypeTextVisitor)
    }
}

struct TypeTextVisitor;

impl<'de> Visitor<'de> for TypeTextVisitor {
    type Value = TypeText;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a type")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<TypeText, E> {
        Ok(TypeText(value.to_owned()))
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<TypeText, A::Error> {
        let item = list
            .next_element::<TypeText>()?
            .map(|item| item.0)
            .unwrap_or_default();
        Ok(TypeText(format!("[{item}]")))
    }
}

/// A value without parts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Scalar {
    Boolean(bool),
    Integer(i128),
    Number(f64),
    String(String),
}

impl<'de> Deserialize<'de> for Scalar {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_newtype_struct("Scalar", ScalarVisitor)
    }
}

struct ScalarVisitor;

impl Visitor<'_> for ScalarVisitor {
    type Value = Scalar;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string, a number, `true` or `false`")
    }

    fn visit_bool<E: Error>(self, value: bool) -> Result<Scalar, E> {
        Ok(Scalar::Boolean(value))
    }

    fn visit_i128<E: Error>(self, value: i128) -> Result<Scalar, E> {
        Ok(Scalar::Integer(value))
    }

    fn visit_f64<E: Error>(self, value: f64) -> Result<Scalar, E> {
        Ok(Scalar::Number(value))
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<Scalar, E> {
        Ok(Scalar::String(value.to_owned()))
    }
}

impl<'de> Deserialize<'de> for EnumValue {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = StringOr {
            string: Self::Bare,
            other: Self::Full,
        };
        deserializer.deserialize_any(visitor)
    }
}

impl<'de> Deserialize<'de> for Response {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let visitor = StringOr {
            string: Self::Type,
            other: Self::Fields,
        };
        deserializer.deserialize_any(visitor)
    }
}

/// Makes a `T` out of a string, or out of a map that is an `M`.
struct StringOr<T, M> {
    string: fn(String) -> T,
    other: fn(M) -> T,
}

impl<'de, T, M: Deserialize<'de>> Visitor<'de> for StringOr<T, M> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a string or a map")
    }

    fn visit_str<E: Error>(self, value: &str) -> Result<T, E> {
        Ok((self.string)(value.to_owned()))
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, map: D) -> Result<T, D::Error> {
        M::deserialize(map).map(self.other)
    }
}
