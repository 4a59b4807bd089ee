//! The checked API, which is the only input of the emitters.
//!
//! Every [`Model`] is valid, so emitters need no checks: every name is an identifier, no two names collide, every type
//! exists, and every path fits its parameters.
//!
//! The public items describe the whole spec. Items that only emitters derive from them are private.

mod constraints;
mod facts;
mod paging;

use std::collections::{BTreeMap, HashMap};
use std::fmt;
use std::hash::{Hash, Hasher};
use std::iter;
use std::ops::Deref;
use std::time::Duration;

pub use constraints::{Bound, Constraint, Number, Range};
pub use facts::Facts;

pub use crate::method::Method;
pub use crate::name::Name;
use crate::path;
pub(crate) use constraints::grouped;
pub(crate) use paging::dotted;
pub use paging::{End, NextPage, PageParam, Paging, PathField};

use crate::reserved::{CUSTOM_REQUEST, NEW, REQUEST_METHODS};

/// A whole API.
#[derive(Debug, PartialEq, Hash)]
pub struct Model {
    /// The package of the client.
    pub package: Package,
    /// The credentials of calls.
    pub auth: Auth,
    /// The headers of every request, unless the endpoint has others.
    pub headers: Vec<FixedHeader>,
    /// The servers with a condition, in the order in which clients test them.
    pub servers: Vec<ConditionalServer>,
    /// The server if no condition is met.
    pub default_server: Server,
    /// The default timeout of a call.
    pub call_timeout: Duration,
    /// The default timeout of opening a connection.
    pub connect_timeout: Duration,
    /// The servers that endpoints name.
    pub chosen_servers: Vec<ChosenServer>,
    /// The fields that every success body has in addition to the fields of its endpoint.
    pub envelope: Vec<Field>,
    /// The headers of responses. `Meta` has a method for each. Their types are optional.
    pub response_headers: Vec<Field>,
    /// The field of the envelope with the request id.
    pub request_id: Option<Name>,
    /// The paths to the parts of an error body.
    pub error_keys: ErrorKeys,
    /// The known types of error.
    pub error_types: Vec<Value>,
    /// The type of the body of an error, unless its endpoint has another type.
    pub error_body: Option<Ty>,
    /// The file that contains the fields above, with its path in generated files.
    pub source: String,
    /// The changelog of the package, if it has one.
    pub changelog: Option<Changelog>,
    /// The named types.
    pub types: Types,
    /// The resources, one for each file of the spec.
    pub resources: Vec<Resource>,
}

impl Model {
    /// Returns the shape of the type `name`. Every name in a model has one.
    #[must_use]
    pub fn shape(&self, name: &Name) -> Option<&Shape> {
        self.types.shape(name)
    }

    /// Returns the types of the bodies of errors.
    pub(crate) fn error_bodies(&self) -> impl Iterator<Item = &Ty> {
        let endpoints = self.endpoints();
        let of_endpoints = endpoints.flat_map(|(_, endpoint)| &endpoint.error_bodies);
        let all = self.error_body.iter();
        all.chain(of_endpoints.map(|body| &body.ty))
    }

    /// Returns the server `name`, which endpoints use.
    pub(crate) fn chosen_server(&self, name: &Name) -> Option<&ChosenServer> {
        self.chosen_servers
            .iter()
            .find(|chosen| chosen.name == *name)
    }

    /// Returns the name of the method that creates custom requests. It differs from the names of resources.
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

    /// Returns the fields of a success body of `endpoint`, without the envelope. Returns none if the body is not always
    /// an object with known fields.
    #[must_use]
    pub fn response_fields<'m>(&'m self, endpoint: &'m Endpoint) -> &'m [Field] {
        self.types.response_fields(&endpoint.response)
    }
}

/// The package of the client.
#[derive(Debug, PartialEq, Hash)]
pub struct Package {
    /// The name.
    pub name: String,
    /// The version.
    pub version: String,
    /// The docs, in Markdown.
    pub docs: String,
    /// The SPDX expression of the license.
    pub license: Option<String>,
    /// The URL of the repository.
    pub repository: Option<String>,
    /// The keywords under which a registry lists the package.
    pub keywords: Vec<String>,
    /// The categories in which a registry lists the package.
    pub categories: Vec<String>,
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
#[derive(Debug, PartialEq, Hash)]
pub struct Changelog {
    /// The file of the changelog, with its path in generated files.
    pub source: String,
    /// Markdown.
    pub text: String,
}

/// A header with the same value in every request.
#[derive(Debug, PartialEq, Eq, Hash)]
pub struct FixedHeader {
    /// The name.
    pub name: String,
    /// The value.
    pub value: String,
}

impl FixedHeader {
    /// Returns the header line of HTTP, with the name in lower case.
    pub(crate) fn line(&self) -> String {
        format!("{}: {}", self.name.to_ascii_lowercase(), self.value)
    }
}

/// The schemes that authenticate requests. Requests use all of them.
#[derive(Debug, Default, PartialEq, Hash)]
pub struct Auth {
    /// The schemes, all of which a call uses.
    pub schemes: Vec<Scheme>,
}

impl Auth {
    /// The arguments of the client's constructor.
    pub(crate) fn credentials(&self) -> Vec<&Credential> {
        self.schemes.iter().flat_map(Scheme::credentials).collect()
    }

    /// Whether requests contain a credential in the header `name`, which is in lower case.
    pub(crate) fn is_in_header(&self, name: &str) -> bool {
        let mut headers = self.schemes.iter().filter_map(Scheme::header);
        headers.any(|header| header == name)
    }

    /// Whether requests contain a credential in the query under `key`.
    pub(crate) fn is_in_query(&self, key: &str) -> bool {
        let mut keys = self.schemes.iter().filter_map(Scheme::query_key);
        keys.any(|of_auth| of_auth == key)
    }

    /// Whether a credential is a token. Tokens can change.
    pub(crate) fn has_token(&self) -> bool {
        self.schemes.iter().any(|scheme| scheme.token().is_some())
    }
}

/// A scheme that authenticates requests.
#[derive(Debug, PartialEq, Hash)]
pub enum Scheme {
    /// A user name and a password.
    Basic {
        /// The user name.
        username: Credential,
        /// The password.
        password: Credential,
    },
    /// A token in the header `Authorization`.
    Bearer {
        /// The token.
        token: Credential,
    },
    /// A token in another header.
    Header {
        /// The name of the header.
        header: String,
        /// The token.
        token: Credential,
    },
    /// A token in the query.
    Query {
        /// The key in the query.
        param: String,
        /// The token.
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

    /// Returns the credential, if it is a token.
    pub(crate) fn token(&self) -> Option<&Credential> {
        match self {
            Self::Basic { .. } => None,
            Self::Bearer { token } | Self::Header { token, .. } | Self::Query { token, .. } => {
                Some(token)
            }
        }
    }

    /// Returns the header with the credentials, in lower case.
    pub(crate) fn header(&self) -> Option<String> {
        match self {
            Self::Basic { .. } | Self::Bearer { .. } => Some("authorization".to_owned()),
            Self::Header { header, .. } => Some(header.to_ascii_lowercase()),
            Self::Query { .. } => None,
        }
    }

    /// Returns the key of the credential in the query.
    pub(crate) fn query_key(&self) -> Option<&str> {
        match self {
            Self::Query { param, .. } => Some(param),
            Self::Basic { .. } | Self::Bearer { .. } | Self::Header { .. } => None,
        }
    }
}

/// A credential: an argument of the client's constructor.
#[derive(Debug, PartialEq, Hash)]
pub struct Credential {
    /// The name in Rust.
    pub name: Name,
    /// The docs, in Markdown.
    pub docs: String,
    /// A value for examples.
    pub example: String,
}

/// A base URL.
#[derive(Debug, PartialEq, Hash)]
pub struct Server {
    /// The base URL.
    pub url: String,
    /// The docs, in Markdown.
    pub docs: String,
}

/// A server with a condition.
#[derive(Debug, PartialEq, Hash)]
pub struct ConditionalServer {
    /// The server.
    pub server: Server,
    /// The name of the credential that selects the server.
    pub credential: Name,
    /// The start of that credential.
    pub starts_with: String,
}

/// A server that endpoints name.
#[derive(Debug, PartialEq, Hash)]
pub struct ChosenServer {
    /// The name in Rust.
    pub name: Name,
    /// The server.
    pub server: Server,
}

impl ChosenServer {
    /// Returns the method of the client's builder that sets another URL.
    pub(crate) fn setter(&self) -> Name {
        self.name.with("_base_url")
    }
}

/// The paths to the parts of an error body. A dot leads into an object or a list.
#[derive(Debug, Default, PartialEq, Hash)]
pub struct ErrorKeys {
    /// The type of error.
    pub error_type: Vec<String>,
    /// The message for people.
    pub message: Vec<String>,
    /// The URL of a page about the error.
    pub url: Vec<String>,
    /// Further details.
    pub details: Vec<String>,
    /// The id of the request.
    pub request_id: Vec<String>,
}

/// The named types, in the order of the spec.
#[derive(Debug, PartialEq)]
pub struct Types {
    all: Vec<Type>,
    indexes: HashMap<Name, usize>,
}

impl Hash for Types {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The indexes follow from the types.
        self.all.hash(state);
    }
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

    /// Whether values of the type `ty` are texts without parts, which paths, queries and headers can contain: a scalar,
    /// or an untagged union of scalars. Such a union implements `Display`.
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
#[derive(Debug, PartialEq, Hash)]
pub struct Type {
    /// Its name in Rust.
    pub name: Name,
    /// The module with its code.
    pub(crate) module: Name,
    /// The docs, in Markdown.
    pub docs: String,
    /// The file in the spec, as generated files name it.
    pub source: String,
    /// The content of the type.
    pub shape: Shape,
}

/// The content of a named type.
#[derive(Debug, PartialEq, Hash)]
pub enum Shape {
    /// A string with its own type.
    Id,
    /// An object with known fields.
    Object(Object),
    /// One of these strings, or an unknown string.
    Enum(Vec<Value>),
    /// One of these integers, or an unknown one.
    IntegerEnum(Vec<Value>),
    /// A value of one of several variants.
    Union(Union),
}

impl Shape {
    /// The types of the values of an object, or of the contents of a union.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Ty> {
        let (fields, variants) = match self {
            Self::Id | Self::Enum(_) | Self::IntegerEnum(_) => (None, None),
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
#[derive(Debug, PartialEq, Hash)]
pub struct Object {
    /// Its fields, in the order of the spec.
    pub fields: Vec<Field>,
    /// The map of other keys, if the object can have other keys.
    pub extra: Option<Field>,
    /// The constructors that set some fields to fixed values.
    pub constructors: Vec<Constructor>,
    /// Whether a request can contain the object. Callers then need constructors.
    pub sent: bool,
}

impl Object {
    /// The fields of the struct in Rust.
    pub(crate) fn members(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().chain(&self.extra)
    }
}

/// The null of an optional value in requests.
#[derive(Clone, Debug, PartialEq, Hash)]
pub enum Null {
    /// Requests have no null.
    Never,
    /// This method sends null, because null and absent have different meanings.
    Cleared(Name),
    /// Requests have null where the value is absent.
    IfUnset,
}

impl Null {
    /// Returns the method that sends null.
    #[must_use]
    pub fn clear(&self) -> Option<&Name> {
        match self {
            Self::Cleared(clear) => Some(clear),
            Self::Never | Self::IfUnset => None,
        }
    }

    /// Replaces the name of the method that sends null.
    pub(crate) fn rename(&mut self, new: impl FnOnce(&Name) -> Name) {
        if let Self::Cleared(clear) = self {
            *clear = new(clear);
        }
    }
}

/// A field of an object, of a response or of the envelope.
#[derive(Debug, PartialEq, Hash)]
pub struct Field {
    /// The key in JSON.
    pub key: String,
    /// The name in Rust.
    pub name: Name,
    /// Whether the spec has the name, and it is not derived from the key.
    pub is_named: bool,
    /// The docs, in Markdown, without the facts.
    pub docs: String,
    /// The default and the constraints, which its docs in Rust end with.
    pub facts: Facts,
    /// The type of its value.
    pub ty: Ty,
    /// Whether the field needs a box, because its type would otherwise have no finite size.
    pub(crate) boxed: bool,
    /// The null of the value in requests.
    pub null: Null,
    /// Whether `Debug` hides the value.
    pub sensitive: bool,
    /// The note about the replacement, if callers should no longer use the item.
    pub deprecated: Option<String>,
}

impl Field {
    /// The method that sets the field.
    pub(crate) fn setter(&self) -> Name {
        self.name.avoiding(&[NEW])
    }

    /// The docs in Rust.
    pub(crate) fn docs(&self) -> String {
        self.facts
            .add_to(&self.docs, &self.ty, self.null == Null::IfUnset)
    }

    /// Whether a value must have the field. Optional fields, lists and maps are not required.
    #[must_use]
    pub fn is_required(&self) -> bool {
        !matches!(self.ty, Ty::Optional(_) | Ty::List(_) | Ty::Map { .. })
    }
}

/// A constructor that sets some fields of an object to fixed values.
#[derive(Debug, PartialEq, Hash)]
pub struct Constructor {
    /// The name in Rust.
    pub name: Name,
    /// The docs, in Markdown.
    pub docs: String,
    /// The fields that the constructor sets, each with its value.
    pub fixed: BTreeMap<Name, FixedValue>,
}

impl Constructor {
    /// Whether `field` is an argument: it is neither fixed nor optional.
    pub(crate) fn takes(&self, field: &Field) -> bool {
        !self.fixed.contains_key(&field.name) && !field.ty.is_optional()
    }
}

/// The fixed value of a field in a constructor.
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct FixedValue {
    /// The name of the value of the field's enum.
    pub name: Name,
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
#[derive(Clone, Debug, PartialEq, Hash)]
pub struct Value {
    /// The text in JSON, or the digits of a whole number.
    pub value: String,
    /// The name in Rust.
    pub name: Name,
    /// Whether the spec has the name, and it is not derived from the key.
    pub is_named: bool,
    /// The docs, in Markdown.
    pub docs: String,
    /// The note about the replacement, if callers should no longer use the item.
    pub deprecated: Option<String>,
}

/// A value of one of several variants.
#[derive(Debug, PartialEq, Hash)]
pub struct Union {
    /// The position of the tag and the content.
    pub tagging: Tagging,
    /// The variants, in the order of the spec.
    pub variants: Vec<Variant>,
}

impl Union {
    /// Whether the union is untagged and all variants are scalars.
    pub(crate) fn is_scalar(&self) -> bool {
        let mut variants = self.variants.iter();
        matches!(self.tagging, Tagging::Untagged { .. })
            && variants.all(|variant| variant.ty.as_ref().is_some_and(Ty::is_scalar))
    }
}

/// A variant of a union.
#[derive(Debug, PartialEq, Hash)]
pub struct Variant {
    /// The tag in JSON.
    pub key: String,
    /// The name in Rust.
    pub name: Name,
    /// Whether the spec has the name, and it is not derived from the key.
    pub is_named: bool,
    /// The docs, in Markdown.
    pub docs: String,
    /// The type of its content, if it has one.
    pub ty: Option<Ty>,
    /// Whether the content needs a box, because the union would otherwise have no finite size.
    pub(crate) boxed: bool,
    /// Whether `Debug` hides the content.
    pub sensitive: bool,
    /// The note about the replacement, if callers should no longer use the item.
    pub deprecated: Option<String>,
}

/// The position of the tag and the content of a union.
#[derive(Debug, PartialEq, Hash)]
pub enum Tagging {
    /// `{"<tag>": "<key of the variant>", "<content>": …}`.
    Adjacent {
        /// The key of the tag.
        tag: String,
        /// The key of the variant's content.
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
    /// Only the content. No value belongs to two variants.
    Untagged {
        /// The patterns of each variant.
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

/// A set of JSON values.
#[derive(Debug, PartialEq, Hash)]
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
#[derive(Debug, PartialEq, Hash)]
pub enum Test {
    /// The object has this key.
    Has(String),
    /// The object does not have this key.
    Lacks(String),
    /// The value of the key is one of these texts.
    Is(String, Vec<String>),
    /// The value of the key is one of these whole numbers.
    IsInteger(String, Vec<i64>),
    /// The value of the key matches one of these patterns.
    Holds(String, Vec<Pattern>),
    /// The object does not have this key, or its value matches none of these patterns.
    HoldsNo(String, Vec<Pattern>),
}

/// The type of a value.
#[derive(Clone, Debug, PartialEq, Hash)]
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
    /// A date, as a string in RFC 3339 format.
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
    /// Bytes that are a whole body.
    RawBytes,
    /// A file in a multipart body.
    File,
    /// A named type.
    Named {
        /// The name, for [`Model::shape`].
        name: Name,
        /// The kind of the type.
        kind: Kind,
    },
    /// A value that can be absent or null.
    Optional(Box<Ty>),
    /// An array.
    List(Box<Ty>),
    /// An object with arbitrary keys.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A string with its own type.
    Id,
    /// An object with known fields.
    Object,
    /// An open enum of strings.
    Enum,
    /// An open enum of whole numbers of 64 bits.
    IntegerEnum,
    /// A tagged union.
    Union,
    /// An untagged union.
    Untagged,
}

impl Ty {
    /// Whether the value may be absent or null.
    #[must_use]
    pub fn is_optional(&self) -> bool {
        matches!(self, Self::Optional(_))
    }

    /// Returns the type without its `?`.
    #[must_use]
    pub fn required(&self) -> &Self {
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
    #[must_use]
    pub fn item(&self) -> &Self {
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
            Self::Named { kind, .. } => {
                matches!(kind, Kind::Id | Kind::Enum | Kind::IntegerEnum)
            }
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

    /// Whether the type is a number.
    pub(crate) fn is_number(&self) -> bool {
        self.is_whole_number() || matches!(self, Self::Number)
    }

    /// Whether the type is a whole number.
    pub(crate) fn is_whole_number(&self) -> bool {
        matches!(self, Self::Integer | Self::Int32 | Self::Uint64)
    }

    /// Whether the type is a whole number that can be `value`.
    pub(crate) fn holds(&self, value: i128) -> bool {
        match self {
            Self::Integer => i64::try_from(value).is_ok(),
            Self::Int32 => i32::try_from(value).is_ok(),
            Self::Uint64 => u64::try_from(value).is_ok(),
            _ => false,
        }
    }

    /// Whether the type is a text of any form.
    pub(crate) fn is_text(&self) -> bool {
        match self {
            Self::String | Self::Decimal | Self::Timestamp | Self::Date | Self::Uuid => true,
            Self::Named { kind, .. } => matches!(kind, Kind::Id),
            _ => false,
        }
    }

    /// Whether the type is a named object or union.
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
    pub(crate) fn parts(&self) -> impl Iterator<Item = &Self> {
        let all = iter::successors(Some(self), |ty| match ty {
            Self::Optional(inner) | Self::List(inner) => Some(inner),
            Self::Map { value, .. } => Some(value),
            _ => None,
        });
        all.flat_map(|ty| match ty {
            Self::Map { key, .. } => [Some(ty), Some(key)],
            _ => [Some(ty), None],
        })
        .flatten()
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
#[derive(Debug, PartialEq, Hash)]
pub struct Resource {
    /// The name: `users`.
    pub name: Name,
    /// The module with its endpoints.
    pub(crate) module: Name,
    /// The type of the accessor.
    pub(crate) accessor: Name,
    /// The docs, in Markdown.
    pub docs: String,
    /// The file in the spec, as generated files name it.
    pub source: String,
    /// The endpoints, in the order of the spec.
    pub endpoints: Vec<Endpoint>,
}

/// An endpoint.
#[derive(Debug, PartialEq, Hash)]
pub struct Endpoint {
    /// The name, unique in its resource.
    pub name: Name,
    /// The module with its code.
    pub(crate) module: Name,
    /// The prefix of the names of its types.
    pub(crate) stem: Name,
    /// One line about the call.
    pub summary: String,
    /// The docs, in Markdown.
    pub docs: Option<String>,
    /// The note about the replacement, if callers should no longer use the item.
    pub deprecated: Option<String>,
    /// The method of HTTP.
    pub method: Method,
    /// The path template: `/v1/parcels/{parcel_id}`. It can have a fixed query, and a fragment that clients do not
    /// send.
    pub path: String,
    /// Whether the spec defines the endpoint as idempotent. Most methods are idempotent by definition.
    pub idempotent: bool,
    /// The server of the calls, if it is not the default server.
    pub server: Option<Name>,
    /// The credentials of calls.
    pub auth: EndpointAuth,
    /// The headers of every request of the endpoint.
    pub headers: Vec<FixedHeader>,
    /// The parameters, in the order of the spec. The last one is the body, if the body is one value.
    pub params: Vec<Param>,
    /// The conditions on combinations of parameters.
    pub rules: Vec<Rule>,
    /// The content of a request body.
    pub body: Body,
    /// The media type of the body, if it is not the default for its encoding.
    pub content_type: Option<String>,
    /// The content of a success body, without the envelope.
    pub response: Response,
    /// The headers of its responses, without the headers of all endpoints.
    pub response_headers: Vec<ResponseHeader>,
    /// The way to the next page, if the response is a page.
    pub paging: Option<Paging>,
    /// The types of error in its docs.
    pub errors: Vec<Value>,
    /// The types of the bodies of its errors.
    pub error_bodies: Vec<ErrorBody>,
}

impl Endpoint {
    /// The suffix of the name of a request.
    pub(crate) const REQUEST: &str = "Request";

    /// The suffix of the name of a body.
    pub(crate) const RESPONSE: &str = "Response";

    /// Returns the name of the request.
    pub(crate) fn request(&self) -> Name {
        self.stem.with(Self::REQUEST)
    }

    /// Returns the name of the response type, if it is the endpoint's own.
    pub(crate) fn own_response(&self) -> Name {
        self.stem.with(Self::RESPONSE)
    }

    /// Returns the method that takes the URL of a page, if URLs select pages.
    pub(crate) fn resume(&self) -> Option<&Name> {
        self.paging.as_ref()?.next.resume()
    }

    /// Returns the path template of requests, which is without the fragment.
    pub(crate) fn template(&self) -> &str {
        path::sent(&self.path)
    }

    pub(crate) fn params_in(&self, part: In) -> impl Iterator<Item = &Param> {
        self.params
            .iter()
            .filter(move |param| param.sent_in == part)
    }
}

/// The authentication of the calls of an endpoint.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum EndpointAuth {
    /// Calls have the credentials of the client.
    OfClient,
    /// Calls have no credentials.
    None,
}

/// The type of the body of errors.
#[derive(Debug, PartialEq, Hash)]
pub struct ErrorBody {
    /// The statuses.
    pub statuses: Statuses,
    /// The type.
    pub ty: Ty,
}

/// Statuses of errors.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Statuses {
    /// This status.
    One(u16),
    /// The statuses that start with this digit.
    Class(u8),
    /// All statuses without a type of their own.
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
#[derive(Debug, PartialEq, Hash)]
pub struct ResponseHeader {
    /// The method of `Meta`.
    pub name: Name,
    /// The docs, in Markdown.
    pub docs: String,
    /// The note about the replacement, if callers should no longer use the item.
    pub deprecated: Option<String>,
}

/// A parameter of an endpoint.
#[derive(Debug, PartialEq, Hash)]
pub struct Param {
    /// The key in the spec, unique in the endpoint.
    pub spec_key: String,
    /// The key in the request, unique in its part.
    pub key: String,
    /// The name in Rust.
    pub name: Name,
    /// Whether the spec has the name, and it is not derived from the key.
    pub is_named: bool,
    /// The docs, in Markdown, without the facts.
    pub docs: String,
    /// The default and the constraints, which its docs in Rust end with.
    pub facts: Facts,
    /// The type of its value.
    pub ty: Ty,
    /// The part of the request that contains the parameter.
    pub sent_in: In,
    /// The form of a value with parts.
    pub style: Style,
    /// The null of the value in requests.
    pub null: Null,
    /// Whether `Debug` hides the value.
    pub sensitive: bool,
    /// The note about the replacement, if callers should no longer use the item.
    pub deprecated: Option<String>,
    /// A value for examples.
    pub example: Option<Example>,
    /// Whether a call checks the constraints before it sends anything.
    pub is_checked: bool,
}

impl Param {
    /// The docs in Rust.
    pub(crate) fn docs(&self) -> String {
        self.facts
            .add_to(&self.docs, &self.ty, self.null == Null::IfUnset)
    }

    /// The constraints that a call checks before it sends a request.
    pub(crate) fn checks(&self) -> &[Constraint] {
        if self.is_checked {
            &self.facts.constraints
        } else {
            &[]
        }
    }

    /// Returns the method that sets an optional parameter.
    pub(crate) fn setter(&self) -> Name {
        self.name.avoiding(&REQUEST_METHODS)
    }
}

/// The form of a value with parts in a part of the request that contains only text.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Style {
    /// A list repeats its key: `a=1&a=2`.
    Repeat,
    /// Commas separate the items of a list: `a=1,2`.
    Comma,
    /// The keys of an object and the items of a list are in brackets: `a[gt]=1`, `a[]=1`.
    Brackets,
}

/// The part of a request that contains a parameter.
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
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Body {
    /// The request has no body.
    None,
    /// The parameters with [`In::Body`].
    Params(Encoding),
    /// The value of the only parameter with [`In::Body`], or no body if it is not set.
    Value(Encoding),
    /// The bytes of that parameter, or no body if it is not set.
    Bytes,
    /// The text of that parameter, or no body if it is not set.
    Text,
    /// The parameters with [`In::Body`], each as one part, or as one part for each item of a list.
    Multipart,
}

/// The format of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Encoding {
    /// JSON.
    Json,
    /// A form: `a=1&b[c]=2`.
    Form,
}

/// A value of the parameter's type, for the example of an endpoint.
#[derive(Clone, Debug, PartialEq)]
pub enum Example {
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number.
    Integer(i128),
    /// A number.
    Number(f64),
    /// A text.
    Text(String),
    /// Bytes.
    Bytes(Vec<u8>),
}

impl Hash for Example {
    fn hash<H: Hasher>(&self, state: &mut H) {
        // The text of a number has all its digits.
        format!("{self:?}").hash(state);
    }
}

/// A condition on optional parameters.
#[derive(Debug, PartialEq, Hash)]
pub struct Rule {
    /// The kind of condition.
    pub kind: RuleKind,
    /// The parameters of the condition.
    pub params: Vec<RuleParam>,
}

/// A parameter of a rule.
#[derive(Debug, PartialEq, Hash)]
pub struct RuleParam {
    /// The key in the request.
    pub key: String,
    /// The name in Rust.
    pub name: Name,
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
#[derive(Debug, PartialEq, Hash)]
pub enum Response {
    /// Only the envelope.
    Empty,
    /// A value of this type. If the type is optional, the body can be absent.
    ///
    /// If the value is an object, a tagged union or a map, its keys include the envelope.
    Type(Ty),
    /// An object with its own type.
    Own(Box<Object>),
    /// Bytes, without an envelope.
    Bytes,
    /// Text, without an envelope.
    Text,
    /// A stream of server-sent events with data of this type, without an envelope.
    Events(Ty),
}
