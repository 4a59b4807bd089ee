//! The checked API, which is the only input of the emitters.
//!
//! Every [`Model`] is valid, so emitters need no checks: every name is an identifier, no two names collide, every type
//! exists, and every path fits its parameters.
//!
//! The public items describe the API in HTTP and JSON: the endpoints with their parameters, rules and responses, and
//! the types of all values. Their form in Rust is private.

mod constraints;
mod paging;

use std::collections::HashMap;
use std::fmt;
use std::ops::Deref;
use std::time::Duration;

pub(crate) use constraints::{Bound, Constraint, Number, Range, grouped};

pub use crate::method::Method;
pub use crate::name::Name;
use crate::path;
pub(crate) use paging::{End, NextPage, PageParam, Paging, PathField};

use crate::reserved::{CUSTOM_REQUEST, NEW, REQUEST_METHODS};

/// A whole API.
#[derive(Debug)]
pub struct Model {
    pub(crate) package: Package,
    pub(crate) auth: Auth,
    /// The headers of every request, unless the endpoint has others.
    pub(crate) headers: Vec<FixedHeader>,
    /// The servers with a condition, in the order in which clients test them.
    pub(crate) servers: Vec<ConditionalServer>,
    /// The server if no condition is met.
    pub(crate) default_server: Server,
    pub(crate) call_timeout: Duration,
    pub(crate) connect_timeout: Duration,
    /// Those for the endpoints that name them.
    pub(crate) chosen_servers: Vec<ChosenServer>,
    /// The fields that every success body has in addition to those of its endpoint.
    pub envelope: Vec<Field>,
    /// The headers of responses, each a method of `Meta`. The types are optional.
    pub(crate) response_headers: Vec<Field>,
    /// The field of the envelope with the request id.
    pub(crate) request_id: Option<Name>,
    pub(crate) error_keys: ErrorKeys,
    /// The known types of error.
    pub error_types: Vec<Value>,
    /// The type of the body of an error, where its endpoint has no other one.
    pub(crate) error_body: Option<Ty>,
    /// The file of the fields above, as generated files name it.
    pub(crate) source: String,
    pub(crate) changelog: Option<Changelog>,
    /// The named types.
    pub types: Types,
    /// The endpoints, a resource for each file of the spec.
    pub resources: Vec<Resource>,
}

impl Model {
    /// Returns the shape of the type `name`. Every name in a model has one.
    #[must_use]
    pub fn shape(&self, name: &Name) -> Option<&Shape> {
        self.types.shape(name)
    }

    /// The server that endpoints call `name`.
    pub(crate) fn chosen_server(&self, name: &Name) -> Option<&ChosenServer> {
        self.chosen_servers
            .iter()
            .find(|chosen| chosen.name == *name)
    }

    /// The method of the client that creates custom requests. A resource can have its usual name.
    pub(crate) fn custom_request(&self) -> Name {
        let resources: Vec<_> = self.resources.iter().map(|it| it.name.as_str()).collect();
        Name::own(CUSTOM_REQUEST).avoiding(&resources)
    }

    /// Returns all endpoints, each with its resource, in the order of the spec.
    pub fn endpoints(&self) -> impl Iterator<Item = (&Resource, &Endpoint)> {
        self.resources.iter().flat_map(|resource| {
            let endpoints = resource.endpoints.iter();
            endpoints.map(move |endpoint| (resource, endpoint))
        })
    }

    /// Returns the fields of a success body of `endpoint`, without those of the envelope. Empty if the body is not
    /// always an object with known fields.
    #[must_use]
    pub fn response_fields<'m>(&'m self, endpoint: &'m Endpoint) -> &'m [Field] {
        self.types.response_fields(&endpoint.response)
    }
}

#[derive(Debug)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) docs: String,
    pub(crate) license: Option<String>,
    pub(crate) repository: Option<String>,
    pub(crate) keywords: Vec<String>,
    pub(crate) categories: Vec<String>,
}

impl Package {
    /// Returns the name of the library.
    pub(crate) fn library(&self) -> String {
        self.name.replace('-', "_")
    }

    /// Returns the first line of the docs, for lists.
    pub(crate) fn tagline(&self) -> &str {
        self.docs.lines().next().unwrap_or_default()
    }
}

/// The changelog of the package.
#[derive(Debug)]
pub(crate) struct Changelog {
    /// The file of the changelog, as generated files name it.
    pub(crate) source: String,
    /// Markdown.
    pub(crate) text: String,
}

/// A header with the same value in every request.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct FixedHeader {
    pub(crate) name: String,
    pub(crate) value: String,
}

impl FixedHeader {
    /// The header as HTTP has it, in lower case.
    pub(crate) fn line(&self) -> String {
        format!("{}: {}", self.name.to_ascii_lowercase(), self.value)
    }
}

/// The ways in which requests are authenticated: all of them.
#[derive(Debug, Default)]
pub(crate) struct Auth {
    pub(crate) schemes: Vec<Scheme>,
}

impl Auth {
    /// The arguments of the client's constructor.
    pub(crate) fn credentials(&self) -> Vec<&Credential> {
        self.schemes.iter().flat_map(Scheme::credentials).collect()
    }

    /// Whether a credential is sent in the header with this name in lower case.
    pub(crate) fn is_in_header(&self, name: &str) -> bool {
        let mut headers = self.schemes.iter().filter_map(Scheme::header);
        headers.any(|header| header == name)
    }

    /// Whether a credential is sent in the query under this key.
    pub(crate) fn is_in_query(&self, key: &str) -> bool {
        let mut keys = self.schemes.iter().filter_map(Scheme::query_key);
        keys.any(|of_auth| of_auth == key)
    }

    /// Whether a credential is a token, which can change while the client is in use.
    pub(crate) fn has_token(&self) -> bool {
        self.schemes.iter().any(|scheme| scheme.token().is_some())
    }
}

/// A way to say who sends a request.
#[derive(Debug)]
pub(crate) enum Scheme {
    Basic {
        username: Credential,
        password: Credential,
    },
    Bearer {
        token: Credential,
    },
    Header {
        header: String,
        token: Credential,
    },
    Query {
        param: String,
        token: Credential,
    },
}

impl Scheme {
    pub(crate) fn credentials(&self) -> Vec<&Credential> {
        match self {
            Self::Basic { username, password } => vec![username, password],
            Self::Bearer { token } | Self::Header { token, .. } | Self::Query { token, .. } => {
                vec![token]
            }
        }
    }

    /// The one credential, if it can change while the client is in use.
    pub(crate) fn token(&self) -> Option<&Credential> {
        match self {
            Self::Basic { .. } => None,
            Self::Bearer { token } | Self::Header { token, .. } | Self::Query { token, .. } => {
                Some(token)
            }
        }
    }

    /// The header that carries the credentials, in lower case.
    pub(crate) fn header(&self) -> Option<String> {
        match self {
            Self::Basic { .. } | Self::Bearer { .. } => Some("authorization".to_owned()),
            Self::Header { header, .. } => Some(header.to_ascii_lowercase()),
            Self::Query { .. } => None,
        }
    }

    /// The key of the credential in the query.
    pub(crate) fn query_key(&self) -> Option<&str> {
        match self {
            Self::Query { param, .. } => Some(param),
            Self::Basic { .. } | Self::Bearer { .. } | Self::Header { .. } => None,
        }
    }
}

/// A credential: an argument of the client's constructor.
#[derive(Debug)]
pub(crate) struct Credential {
    pub(crate) name: Name,
    pub(crate) docs: String,
    pub(crate) example: String,
}

#[derive(Debug)]
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) docs: String,
}

#[derive(Debug)]
pub(crate) struct ConditionalServer {
    pub(crate) server: Server,
    pub(crate) credential: Name,
    pub(crate) starts_with: String,
}

/// A server that endpoints name.
#[derive(Debug)]
pub(crate) struct ChosenServer {
    pub(crate) name: Name,
    pub(crate) server: Server,
}

impl ChosenServer {
    /// The method of the client's builder that sets another URL.
    pub(crate) fn setter(&self) -> Name {
        self.name.with("_base_url")
    }
}

/// The paths to the parts of an error body. A dot leads into an object or a list.
#[derive(Debug, Default)]
pub(crate) struct ErrorKeys {
    pub(crate) error_type: Vec<String>,
    pub(crate) message: Vec<String>,
    pub(crate) url: Vec<String>,
    pub(crate) details: Vec<String>,
    pub(crate) request_id: Vec<String>,
}

/// The named types, in the order of the spec.
#[derive(Debug)]
pub struct Types {
    all: Vec<Type>,
    indexes: HashMap<Name, usize>,
}

impl Deref for Types {
    type Target = [Type];

    fn deref(&self) -> &[Type] {
        &self.all
    }
}

impl From<Vec<Type>> for Types {
    fn from(all: Vec<Type>) -> Self {
        let indexes = all.iter().map(|ty| ty.name.clone()).zip(0..).collect();
        Self { all, indexes }
    }
}

impl Types {
    pub(crate) fn index(&self, name: &Name) -> Option<usize> {
        self.indexes.get(name).copied()
    }

    /// Returns the shape of the type `name`.
    pub(crate) fn shape(&self, name: &Name) -> Option<&Shape> {
        self.get(self.index(name)?).map(|ty| &ty.shape)
    }

    pub(crate) fn shape_mut(&mut self, index: usize) -> Option<&mut Shape> {
        self.all.get_mut(index).map(|ty| &mut ty.shape)
    }

    /// Whether values of the type `ty` are text without parts, as paths, queries and headers can hold: it is a scalar, or
    /// an untagged union of scalars. The latter is `Display`, too.
    pub(crate) fn is_text(&self, ty: &Ty) -> bool {
        match ty {
            Ty::Named {
                name,
                kind: Kind::Untagged,
            } => match self.shape(name) {
                Some(Shape::Union(union)) => union.is_scalar(),
                _ => false,
            },
            ty => ty.is_scalar(),
        }
    }

    /// Returns the fields of the object `name`.
    pub(crate) fn object_fields(&self, name: &Name) -> Option<&[Field]> {
        match self.shape(name) {
            Some(Shape::Object(object)) => Some(&object.fields),
            _ => None,
        }
    }

    /// Returns the top-level fields of a response body, if it always is an object with known fields.
    pub(crate) fn response_fields<'t>(&'t self, response: &'t Response) -> &'t [Field] {
        match response {
            Response::Type(Ty::Named { name, .. }) => self.object_fields(name).unwrap_or_default(),
            Response::Empty
            | Response::Type(_)
            | Response::Bytes
            | Response::Text
            | Response::Events(_) => &[],
            Response::Own(object) => &object.fields,
        }
    }
}

/// A named type, with a file of its own.
#[derive(Debug)]
pub struct Type {
    /// Its name in Rust.
    pub name: Name,
    /// The module with its code.
    pub(crate) module: Name,
    pub(crate) docs: String,
    pub(crate) source: String,
    /// The content of the type.
    pub shape: Shape,
}

/// The content of a named type.
#[derive(Debug)]
pub enum Shape {
    /// A string with its own type.
    Id,
    /// An object with known fields.
    Object(Object),
    /// One of these strings, or an unknown one.
    Enum(Vec<Value>),
    /// An object with one of several values, and a tag that names it.
    Union(Union),
}

impl Shape {
    /// The types of the values of an object, or of the contents of a union.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Ty> {
        let (fields, variants) = match self {
            Self::Id | Self::Enum(_) => (None, None),
            Self::Object(object) => (Some(object), None),
            Self::Union(union) => (None, Some(&union.variants)),
        };
        let fields = fields.into_iter().flat_map(Object::members);
        let fields = fields.map(|field| &field.ty);
        let variants = variants.into_iter().flatten();
        fields.chain(variants.filter_map(|variant| variant.ty.as_ref()))
    }
}

/// An object with known fields.
#[derive(Debug)]
pub struct Object {
    /// Its fields, in the order of the spec.
    pub fields: Vec<Field>,
    /// The map of all other keys, if it can have any.
    pub extra: Option<Field>,
    pub(crate) constructors: Vec<Constructor>,
    /// Whether a request can contain the object, so that callers must be able to create one.
    pub(crate) sent: bool,
}

impl Object {
    /// The fields of the struct in Rust.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(&self.extra)
    }
}

/// A field of an object, of a response or of the envelope.
#[derive(Debug)]
pub struct Field {
    /// The key in JSON.
    pub key: String,
    pub(crate) name: Name,
    pub(crate) docs: String,
    /// The type of its value.
    pub ty: Ty,
    /// Whether the field needs a box, because the type would have no size without it.
    pub(crate) boxed: bool,
    /// The method that sends null, where that says something else than nothing.
    pub(crate) clear: Option<Name>,
    /// Whether requests have null where the value is absent.
    pub(crate) has_null: bool,
    /// Whether `Debug` hides the value and shows only that one exists.
    pub(crate) sensitive: bool,
    /// The note about the replacement, if callers should no longer use the item.
    pub(crate) deprecated: Option<String>,
}

impl Field {
    /// The method that sets the field.
    pub(crate) fn setter(&self) -> Name {
        self.name.avoiding(&[NEW])
    }

    /// Whether a value must have the field: all but optional ones, and lists and maps, which can be empty.
    pub(crate) fn is_required(&self) -> bool {
        !matches!(self.ty, Ty::Optional(_) | Ty::List(_) | Ty::Map { .. })
    }
}

/// A constructor that sets some fields of an object to fixed values.
#[derive(Debug)]
pub(crate) struct Constructor {
    pub(crate) name: Name,
    pub(crate) docs: String,
    /// The fields that the constructor sets, each with its value.
    pub(crate) fixed: HashMap<Name, FixedValue>,
}

impl Constructor {
    /// Whether `field` is an argument: it is neither fixed nor optional.
    pub(crate) fn takes(&self, field: &Field) -> bool {
        !self.fixed.contains_key(&field.name) && !field.ty.is_optional()
    }
}

/// The fixed value of a field in a constructor.
#[derive(Clone, Debug)]
pub(crate) struct FixedValue {
    /// The name of the value of the field's enum.
    pub(crate) name: Name,
    /// Whether the value is deprecated.
    pub(crate) is_deprecated: bool,
}

impl From<&Value> for FixedValue {
    fn from(value: &Value) -> Self {
        Self {
            name: value.name.clone(),
            is_deprecated: value.deprecated.is_some(),
        }
    }
}

/// A value of an open enum, or a type of error.
#[derive(Clone, Debug)]
pub struct Value {
    /// The text in JSON.
    pub value: String,
    pub(crate) name: Name,
    pub(crate) docs: String,
    /// The note about the replacement, if callers should no longer use the item.
    pub(crate) deprecated: Option<String>,
}

/// A value of one of several variants.
#[derive(Debug)]
pub struct Union {
    /// How a value names its variant.
    pub tagging: Tagging,
    /// The variants, in the order of the spec.
    pub variants: Vec<Variant>,
}

impl Union {
    /// Whether it is untagged, and its variants are scalars.
    pub(crate) fn is_scalar(&self) -> bool {
        let mut variants = self.variants.iter();
        matches!(self.tagging, Tagging::Untagged { .. })
            && variants.all(|variant| variant.ty.as_ref().is_some_and(Ty::is_scalar))
    }
}

/// A variant of a union.
#[derive(Debug)]
pub struct Variant {
    /// The tag in JSON.
    pub key: String,
    pub(crate) name: Name,
    pub(crate) docs: String,
    /// The type of its content, if it has one.
    pub ty: Option<Ty>,
    /// Whether the union would have no size without a box around the content.
    pub(crate) boxed: bool,
    /// Whether `Debug` may only show that a content exists.
    pub(crate) sensitive: bool,
    /// The note about the replacement, if callers should no longer use the item.
    pub(crate) deprecated: Option<String>,
}

/// How a value names its variant of a union.
#[derive(Debug)]
pub enum Tagging {
    /// `{"<tag>": "<key of the variant>", "<content>": …}`.
    Adjacent {
        /// The key of the tag.
        tag: String,
        /// The key of the variant's value.
        content: String,
        /// The method of the union in Rust that returns the tag.
        tag_name: Name,
    },
    /// `{"<tag>": "<key of the variant>", …}`, with the fields of the variant's object.
    Internal {
        /// The key of the tag.
        tag: String,
        /// The method of the union in Rust that returns the tag.
        tag_name: Name,
    },
    /// The content alone: no value belongs to two variants.
    Untagged {
        /// The values of each variant.
        patterns: Vec<Vec<Pattern>>,
    },
}

impl Tagging {
    /// The key of the tag.
    #[must_use]
    pub fn tag(&self) -> Option<&str> {
        match self {
            Self::Adjacent { tag, .. } | Self::Internal { tag, .. } => Some(tag),
            Self::Untagged { .. } => None,
        }
    }

    /// The method that returns the tag.
    pub(crate) fn tag_name(&self) -> Option<&Name> {
        match self {
            Self::Adjacent { tag_name, .. } | Self::Internal { tag_name, .. } => Some(tag_name),
            Self::Untagged { .. } => None,
        }
    }
}

/// A set of values in JSON.
#[derive(Debug)]
pub enum Pattern {
    /// All strings.
    String,
    /// All numbers.
    Number,
    /// `true` and `false`.
    Boolean,
    /// The lists whose first item matches one of these patterns, and the empty list. Without patterns, all lists.
    List(Vec<Pattern>),
    /// The objects that pass all of these tests.
    Object(Vec<Test>),
}

/// A test of an object. A key with the value null is absent.
#[derive(Debug)]
pub enum Test {
    /// The object has this key.
    Has(String),
    /// The object does not have this key.
    Lacks(String),
    /// The value of the key is one of these texts.
    Is(String, Vec<String>),
    /// The value of the key matches one of these patterns.
    Holds(String, Vec<Pattern>),
    /// The object does not have this key, or its value matches none of these patterns.
    HoldsNo(String, Vec<Pattern>),
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq)]
pub enum Ty {
    /// A string.
    String,
    /// A boolean.
    Boolean,
    /// A whole number of 64 bits.
    Integer,
    /// A whole number of 32 bits.
    Int32,
    /// A whole number from 0 to 2^64 - 1.
    Uint64,
    /// A number.
    Number,
    /// A decimal number with all its digits, as a string. A response can have a number instead.
    Decimal,
    /// A moment in time, as a string in RFC 3339 format.
    Timestamp,
    /// A day, as a string in RFC 3339 format.
    Date,
    /// A moment in time, as a whole number of seconds since 1970.
    UnixTime,
    /// A UUID, as a string.
    Uuid,
    /// Bytes, as a string in Base64.
    Bytes,
    /// Any JSON object.
    JsonObject,
    /// Any JSON.
    Any,
    /// Bytes that are a whole body, as they are.
    RawBytes,
    /// A file that is a part of a multipart body.
    File,
    /// A named type.
    Named {
        /// The name, for [`Model::shape`].
        name: Name,
        /// The kind of the type.
        kind: Kind,
    },
    /// A value that may be absent or null.
    Optional(Box<Ty>),
    /// An array.
    List(Box<Ty>),
    /// An object with any keys.
    Map {
        /// The type of the keys: a string, an id or an enum.
        key: Box<Ty>,
        /// The type of the values.
        value: Box<Ty>,
    },
    /// The placeholder for a wrong type. No [`Model`] contains one.
    Poisoned,
}

/// The kind of a named type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string with its own type.
    Id,
    /// An object with known fields.
    Object,
    /// An open enum of strings.
    Enum,
    /// A tagged union.
    Union,
    /// An untagged union.
    Untagged,
}

impl Ty {
    pub(crate) fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_))
    }

    /// Returns the type without its `?`.
    pub(crate) fn required(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner,
            other => other,
        }
    }

    /// Whether the type, or a part of it, is poisoned.
    pub(crate) fn is_poisoned(&self) -> bool {
        match self {
            Self::Poisoned => true,
            Self::Optional(inner) | Self::List(inner) => inner.is_poisoned(),
            Self::Map { key, value } => key.is_poisoned() || value.is_poisoned(),
            _ => false,
        }
    }

    /// Returns the type of the items of a list, or the type itself.
    pub(crate) fn item(&self) -> &Self {
        match self {
            Self::List(item) => item,
            other => other,
        }
    }

    /// Whether the type is a scalar, which paths, queries and headers can contain.
    pub(crate) fn is_scalar(&self) -> bool {
        match self {
            Self::String
            | Self::Boolean
            | Self::Integer
            | Self::Int32
            | Self::Uint64
            | Self::Number
            | Self::Decimal
            | Self::Timestamp
            | Self::Date
            | Self::UnixTime
            | Self::Uuid
            | Self::Bytes => true,
            Self::Named { kind, .. } => matches!(kind, Kind::Id | Kind::Enum),
            Self::JsonObject
            | Self::Any
            | Self::RawBytes
            | Self::File
            | Self::Optional(_)
            | Self::List(_)
            | Self::Map { .. }
            | Self::Poisoned => false,
        }
    }

    /// Whether it is a number.
    pub(crate) fn is_number(&self) -> bool {
        self.is_whole_number() || matches!(self, Self::Number)
    }

    /// Whether it is a whole number.
    pub(crate) fn is_whole_number(&self) -> bool {
        matches!(self, Self::Integer | Self::Int32 | Self::Uint64)
    }

    /// Whether it is a whole number and can be `value`.
    pub(crate) fn holds(&self, value: i128) -> bool {
        match self {
            Self::Integer => i64::try_from(value).is_ok(),
            Self::Int32 => i32::try_from(value).is_ok(),
            Self::Uint64 => u64::try_from(value).is_ok(),
            _ => false,
        }
    }

    /// Whether it is a text of any form.
    pub(crate) fn is_text(&self) -> bool {
        match self {
            Self::String | Self::Decimal | Self::Timestamp | Self::Date | Self::Uuid => true,
            Self::Named { kind, .. } => matches!(kind, Kind::Id),
            _ => false,
        }
    }

    /// Whether the type is a named object or union, so that its keys are known.
    pub(crate) fn is_object(&self) -> bool {
        match self {
            Self::Named { kind, .. } => matches!(kind, Kind::Object | Kind::Union),
            _ => false,
        }
    }

    /// Whether the type is a list or a map, which can be empty.
    pub(crate) fn is_collection(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map { .. })
    }

    /// Returns the type and its parts.
    pub(crate) fn parts(&self) -> Vec<&Self> {
        let mut parts = vec![self];
        match self {
            Self::Optional(inner) | Self::List(inner) => parts.extend(inner.parts()),
            Self::Map { key, value } => {
                parts.push(key);
                parts.extend(value.parts());
            }
            _ => {}
        }
        parts
    }

    /// Returns the innermost type of lists, options and the values of maps.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::Optional(inner) | Self::List(inner) => inner.innermost(),
            Self::Map { value, .. } => value.innermost(),
            other => other,
        }
    }

    /// Returns the innermost type of lists, options and the values of maps, if it is named.
    pub(crate) fn named(&self) -> Option<(&Name, Kind)> {
        match self.innermost() {
            Self::Named { name, kind } => Some((name, *kind)),
            _ => None,
        }
    }
}

/// A group of endpoints, with an accessor of the client.
#[derive(Debug)]
pub struct Resource {
    /// The name: `users`.
    pub name: Name,
    /// The module with its endpoints.
    pub(crate) module: Name,
    /// The type of the accessor.
    pub(crate) accessor: Name,
    pub(crate) docs: String,
    pub(crate) source: String,
    /// The endpoints, in the order of the spec.
    pub endpoints: Vec<Endpoint>,
}

/// An endpoint.
#[derive(Debug)]
pub struct Endpoint {
    /// The name, unique in its resource.
    pub name: Name,
    /// The module with its code.
    pub(crate) module: Name,
    /// The start of the names of its types.
    pub(crate) stem: Name,
    pub(crate) summary: String,
    pub(crate) docs: Option<String>,
    /// The note about the replacement, if callers should no longer use the item.
    pub(crate) deprecated: Option<String>,
    /// The method of HTTP.
    pub method: Method,
    /// The path template: `/v1/parcels/{parcel_id}`. It can have a fixed query, and a fragment that is never sent.
    pub path: String,
    /// Whether the spec defines the endpoint as idempotent. Most methods are idempotent by definition.
    pub(crate) idempotent: bool,
    /// One of the chosen servers, where the calls do not go to the usual one.
    pub(crate) server: Option<Name>,
    pub(crate) auth: EndpointAuth,
    /// The headers of every request of it.
    pub(crate) headers: Vec<FixedHeader>,
    /// Its parameters, in the order of the spec. The last one is the body, if that is not made of parameters.
    pub params: Vec<Param>,
    /// The conditions on combinations of parameters.
    pub rules: Vec<Rule>,
    /// The content of a request body.
    pub body: Body,
    /// The media type of that body, where it is not the usual one for its encoding.
    pub(crate) content_type: Option<String>,
    /// The content of a success body, without the envelope.
    pub response: Response,
    /// The headers of its responses, without those of all endpoints.
    pub(crate) response_headers: Vec<ResponseHeader>,
    pub(crate) paging: Option<Paging>,
    pub(crate) errors: Vec<Value>,
    pub(crate) error_bodies: Vec<ErrorBody>,
}

impl Endpoint {
    /// The end of the name of a request.
    pub(crate) const REQUEST: &str = "Request";

    /// The end of the name of a body.
    pub(crate) const RESPONSE: &str = "Response";

    /// Returns the name of the request.
    pub(crate) fn request(&self) -> Name {
        self.stem.with(Self::REQUEST)
    }

    /// Returns the name of the response type, if it is the endpoint's own.
    pub(crate) fn own_response(&self) -> Name {
        self.stem.with(Self::RESPONSE)
    }

    /// The path template that requests have: all but the fragment.
    pub(crate) fn template(&self) -> &str {
        path::sent(&self.path)
    }

    pub(crate) fn params_in(&self, part: In) -> impl Iterator<Item = &Param> {
        self.params
            .iter()
            .filter(move |param| param.sent_in == part)
    }
}

/// How the calls of an endpoint say who makes them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum EndpointAuth {
    /// With the credentials of the client.
    OfClient,
    /// Not at all.
    None,
}

/// The type of the body of errors.
#[derive(Debug)]
pub(crate) struct ErrorBody {
    pub(crate) statuses: Statuses,
    pub(crate) ty: Ty,
}

/// Statuses of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Statuses {
    /// This status.
    One(u16),
    /// The statuses that start with this digit.
    Class(u8),
    /// All that nothing else names.
    Other,
}

impl fmt::Display for Statuses {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::One(status) => write!(f, "{status}"),
            Self::Class(digit) => write!(f, "{digit}00 to {digit}99"),
            Self::Other => f.write_str("any other status"),
        }
    }
}

/// A header of the responses of an endpoint.
#[derive(Debug)]
pub(crate) struct ResponseHeader {
    /// The method of `Meta`.
    pub(crate) name: Name,
    pub(crate) docs: String,
    pub(crate) deprecated: Option<String>,
}

/// A parameter of an endpoint.
#[derive(Debug)]
pub struct Param {
    /// The key in the spec, once in each endpoint.
    pub(crate) spec_key: String,
    /// The key in the request, once in each part of it.
    pub key: String,
    pub(crate) name: Name,
    pub(crate) docs: String,
    /// The type of its value.
    pub ty: Ty,
    /// The part of the request that has the parameter.
    pub sent_in: In,
    /// The form of a value with parts there.
    pub style: Style,
    /// The method that sends null, if null and absent mean different things.
    pub(crate) clear: Option<Name>,
    /// Whether the body has null where the value is absent.
    pub(crate) has_null: bool,
    /// Whether `Debug` hides the value and shows only that one exists.
    pub(crate) sensitive: bool,
    /// The note about the replacement, if callers should no longer use the item.
    pub(crate) deprecated: Option<String>,
    pub(crate) example: Option<Example>,
    /// The constraints that a call checks before it sends anything.
    pub(crate) checks: Vec<Constraint>,
}

impl Param {
    /// Returns the method that sets an optional parameter.
    pub(crate) fn setter(&self) -> Name {
        self.name.avoiding(&REQUEST_METHODS)
    }
}

/// The form of a value with parts, where a request has only text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// A list repeats its key: `a=1&a=2`.
    Repeat,
    /// Commas separate the items of a list: `a=1,2`.
    Comma,
    /// The keys of an object and the items of a list are in brackets: `a[gt]=1`, `a[]=1`.
    Brackets,
}

/// The part of a request that has a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum In {
    /// The path. The percent-encoded value replaces a placeholder.
    Path,
    /// The query.
    Query,
    /// A header with the name of the parameter.
    Header,
    /// The body, or a key of it.
    Body,
}

/// The content of a request body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// The request has no body.
    None,
    /// The parameters with [`In::Body`].
    Params(Encoding),
    /// The value of the only parameter with [`In::Body`], or no body if it is not set.
    Value(Encoding),
    /// The bytes of that parameter, as they are, or nothing if it is not set.
    Bytes,
    /// The text of that parameter, as it is, or nothing if it is not set.
    Text,
    /// The parameters with [`In::Body`], each as a part, or several parts for a list.
    Multipart,
}

/// The format of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// JSON.
    Json,
    /// As a form: `a=1&b[c]=2`.
    Form,
}

/// A value of the parameter's type, for the example of an endpoint.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Example {
    Boolean(bool),
    Integer(i128),
    Number(f64),
    Text(String),
    Bytes(Vec<u8>),
}

/// A condition on optional parameters.
#[derive(Debug)]
pub struct Rule {
    /// The kind of condition.
    pub kind: RuleKind,
    /// The parameters of the condition.
    pub params: Vec<RuleParam>,
}

/// A parameter of a rule.
#[derive(Debug)]
pub struct RuleParam {
    /// The key in the request.
    pub key: String,
    pub(crate) name: Name,
}

/// The kind of a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleKind {
    /// Exactly one of the parameters must be set.
    OneOf,
    /// At least one of the parameters must be set.
    AtLeastOneOf,
}

/// The content of a success body, without the envelope.
#[derive(Debug)]
pub enum Response {
    /// Nothing but the envelope.
    Empty,
    /// A value of this type. If the type is optional, the body may be absent.
    ///
    /// The keys of the envelope are in an object, a tagged union or a map, and in no other body.
    Type(Ty),
    /// An object with its own type.
    Own(Object),
    /// Bytes as they are, and no envelope.
    Bytes,
    /// Text as it is, and no envelope.
    Text,
    /// A stream of server-sent events, with data of this type, and no envelope.
    Events(Ty),
}
