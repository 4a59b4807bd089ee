//! What the spec means: checked, resolved, and the only thing that code is written from.
//!
//! Whoever holds a [`Model`] holds one that code can be written for without another question: every name is an identifier,
//! no two collide, every type exists, every path fits its parameters.
//!
//! What is public here is what goes over the wire: the endpoints with their parameters, rules and responses, and the types
//! of all values. How the client shows them in Rust is the generator's own.

mod constraints;
mod paging;

use std::collections::HashMap;
use std::ops::Deref;
use std::time::Duration;

pub(crate) use constraints::{Bound, Constraint, Number, Range, grouped};

pub use crate::method::Method;
pub use crate::name::Name;
pub(crate) use paging::{End, NextPage, PageParam, Paging, PathField};

use crate::reserved::{CUSTOM_REQUEST, NEW, REQUEST_METHODS};

/// A whole API.
#[derive(Debug)]
pub struct Model {
    pub(crate) package: Package,
    pub(crate) auth: Auth,
    /// Those with a condition, in the order in which they are tried.
    pub(crate) servers: Vec<ConditionalServer>,
    /// The one for everybody else.
    pub(crate) default_server: Server,
    pub(crate) call_timeout: Duration,
    pub(crate) connect_timeout: Duration,
    /// The fields that every success body has in addition to those of its endpoint.
    pub envelope: Vec<Field>,
    /// The part of the envelope that names the call.
    pub(crate) request_id: Option<Name>,
    pub(crate) error_keys: ErrorKeys,
    /// The known types of error.
    pub error_types: Vec<Value>,
    /// The file that all of the above is from, as generated files name it.
    pub(crate) source: String,
    pub(crate) changelog: Option<Changelog>,
    /// The named types.
    pub types: Types,
    /// The endpoints, a resource for each file of the spec.
    pub resources: Vec<Resource>,
}

impl Model {
    /// What the type called `name` is made of. Every name in a model has a shape.
    #[must_use]
    pub fn shape(&self, name: &Name) -> Option<&Shape> {
        self.types.shape(name)
    }

    /// The method of the client that creates custom requests. A resource can have its usual name.
    pub(crate) fn custom_request(&self) -> Name {
        let resources: Vec<_> = self.resources.iter().map(|it| it.name.as_str()).collect();
        Name::own(CUSTOM_REQUEST).avoiding(&resources)
    }

    /// All endpoints, each with its resource, in the order of the spec.
    pub fn endpoints(&self) -> impl Iterator<Item = (&Resource, &Endpoint)> {
        self.resources.iter().flat_map(|resource| {
            let endpoints = resource.endpoints.iter();
            endpoints.map(move |endpoint| (resource, endpoint))
        })
    }

    /// The fields of a success body of `endpoint`, without those of the envelope, if it always is an object with known
    /// fields.
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
    /// The name under which code uses the crate.
    pub(crate) fn library(&self) -> String {
        self.name.replace('-', "_")
    }

    /// The first line of the docs, which stands for all of them in lists.
    pub(crate) fn tagline(&self) -> &str {
        self.docs.lines().next().unwrap_or_default()
    }
}

/// What changed from one version of the package to the next.
#[derive(Debug)]
pub(crate) struct Changelog {
    /// The file that it is from, as generated files name it.
    pub(crate) source: String,
    /// Markdown.
    pub(crate) text: String,
}

/// How a request says who sends it.
#[derive(Debug)]
pub(crate) enum Auth {
    None,
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
}

impl Auth {
    pub(crate) fn credentials(&self) -> Vec<&Credential> {
        match self {
            Self::None => Vec::new(),
            Self::Basic { username, password } => vec![username, password],
            Self::Bearer { token } | Self::Header { token, .. } => vec![token],
        }
    }

    /// Whether the one credential is a token, which can change while the client is in use.
    pub(crate) fn is_token(&self) -> bool {
        matches!(self, Self::Bearer { .. } | Self::Header { .. })
    }
}

/// An argument of the client's constructor.
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

/// The paths to each part of an error's body; dots lead into objects and lists.
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

    /// What the type called `name` is.
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

    /// The fields of the object called `name`.
    pub(crate) fn object_fields(&self, name: &Name) -> Option<&[Field]> {
        match self.shape(name) {
            Some(Shape::Object(object)) => Some(&object.fields),
            _ => None,
        }
    }

    /// The fields at the top of a response's body, if it always is an object with known fields.
    pub(crate) fn response_fields<'t>(&'t self, response: &'t Response) -> &'t [Field] {
        match response {
            Response::Type(Ty::Named { name, .. }) => self.object_fields(name).unwrap_or_default(),
            Response::Empty | Response::Type(_) | Response::Bytes | Response::Text => &[],
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
    /// What it is made of.
    pub shape: Shape,
}

/// What a named type is made of.
#[derive(Debug)]
pub enum Shape {
    /// A string that must not be mixed up with others.
    Id,
    /// An object with known fields.
    Object(Object),
    /// One of these strings, or one that is not known yet.
    Enum(Vec<Value>),
    /// An object that holds one of several values, and says which.
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
    /// Whether a request may hold it, so that callers must be able to make one.
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
    /// Whether the type would have no size without a box around this field.
    pub(crate) boxed: bool,
    /// Whether `Debug` hides the value and shows only that one exists.
    pub(crate) sensitive: bool,
    /// What to use instead, where callers should no longer use it.
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

/// A way to make an object that sets some of its fields.
#[derive(Debug)]
pub(crate) struct Constructor {
    pub(crate) name: Name,
    pub(crate) docs: String,
    /// The fields that it sets, each with its value.
    pub(crate) fixed: HashMap<Name, FixedValue>,
}

impl Constructor {
    /// Whether `field` is an argument: it is neither fixed nor optional.
    pub(crate) fn takes(&self, field: &Field) -> bool {
        !self.fixed.contains_key(&field.name) && !field.ty.is_optional()
    }
}

/// The value that a constructor gives a field.
#[derive(Clone, Debug)]
pub(crate) struct FixedValue {
    /// The name of the value of the field's enum.
    pub(crate) name: Name,
    /// Whether callers should no longer use the value.
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
    /// As it is on the wire.
    pub value: String,
    pub(crate) name: Name,
    pub(crate) docs: String,
    /// What to use instead, where callers should no longer use it.
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
    /// What to use instead, where callers should no longer use it.
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
    /// A number.
    Number,
    /// A moment in time, as a string in RFC 3339 format.
    Timestamp,
    /// Any JSON object.
    JsonObject,
    /// Any JSON.
    Any,
    /// Bytes that are a whole body, as they are.
    RawBytes,
    /// One of the types that have a name.
    Named {
        /// Its name, as [`Model::shape`] wants it.
        name: Name,
        /// What it is.
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
    /// A type at fault. No [`Model`] holds one.
    Poisoned,
}

/// What a named type is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A string of its own.
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

    /// The type without its `?`.
    pub(crate) fn required(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner,
            other => other,
        }
    }

    /// Whether it, or what it is made of, is at fault.
    pub(crate) fn is_poisoned(&self) -> bool {
        match self {
            Self::Poisoned => true,
            Self::Optional(inner) | Self::List(inner) => inner.is_poisoned(),
            Self::Map { key, value } => key.is_poisoned() || value.is_poisoned(),
            _ => false,
        }
    }

    /// The type of the items of a list, or the type itself.
    pub(crate) fn item(&self) -> &Self {
        match self {
            Self::List(item) => item,
            other => other,
        }
    }

    /// Whether it is text without parts, as paths, queries and headers can hold.
    pub(crate) fn is_scalar(&self) -> bool {
        match self {
            Self::String | Self::Boolean | Self::Integer | Self::Number | Self::Timestamp => true,
            Self::Named { kind, .. } => matches!(kind, Kind::Id | Kind::Enum),
            Self::JsonObject
            | Self::Any
            | Self::RawBytes
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
        matches!(self, Self::Integer)
    }

    /// Whether it is a whole number and can be `value`.
    pub(crate) fn holds(&self, value: i128) -> bool {
        match self {
            Self::Integer => i64::try_from(value).is_ok(),
            _ => false,
        }
    }

    /// Whether it is a text of any form.
    pub(crate) fn is_text(&self) -> bool {
        match self {
            Self::String | Self::Timestamp => true,
            Self::Named { kind, .. } => matches!(kind, Kind::Id),
            _ => false,
        }
    }

    /// Whether it is an object or a union of a name, so that its keys are known.
    pub(crate) fn is_object(&self) -> bool {
        match self {
            Self::Named { kind, .. } => matches!(kind, Kind::Object | Kind::Union),
            _ => false,
        }
    }

    /// Whether it is a list or a map, which can be empty.
    pub(crate) fn is_collection(&self) -> bool {
        matches!(self, Self::List(_) | Self::Map { .. })
    }

    /// Itself, and the types that it is made of.
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

    /// The type at the bottom of lists, options and the values of maps.
    pub(crate) fn innermost(&self) -> &Self {
        match self {
            Self::Optional(inner) | Self::List(inner) => inner.innermost(),
            Self::Map { value, .. } => value.innermost(),
            other => other,
        }
    }

    /// The named type at the bottom of lists, options and the values of maps.
    pub(crate) fn named(&self) -> Option<(&Name, Kind)> {
        match self.innermost() {
            Self::Named { name, kind } => Some((name, *kind)),
            _ => None,
        }
    }
}

/// Endpoints that belong together: an accessor of the client.
#[derive(Debug)]
pub struct Resource {
    /// Its name, `users`.
    pub name: Name,
    /// The module with its endpoints.
    pub(crate) module: Name,
    /// The type of the accessor.
    pub(crate) accessor: Name,
    pub(crate) docs: String,
    pub(crate) source: String,
    /// Its calls, in the order of the spec.
    pub endpoints: Vec<Endpoint>,
}

/// A call.
#[derive(Debug)]
pub struct Endpoint {
    /// Its name, once in each resource.
    pub name: Name,
    /// The module with its code.
    pub(crate) module: Name,
    /// What the names of its types start with.
    pub(crate) stem: Name,
    pub(crate) summary: String,
    pub(crate) docs: Option<String>,
    /// What to use instead, where callers should no longer use it.
    pub(crate) deprecated: Option<String>,
    /// The method of HTTP.
    pub method: Method,
    /// The path template: `/v1/parcels/{parcel_id}`.
    pub path: String,
    /// Whether the spec says so; most methods say it themselves.
    pub(crate) idempotent: bool,
    /// Its parameters, in the order of the spec. The last one is the body, unless that holds [parameters](Body::Params).
    pub params: Vec<Param>,
    /// Which of them go together.
    pub rules: Vec<Rule>,
    /// What the body of a request holds.
    pub body: Body,
    /// The media type of that body, where it is not the usual one for its encoding.
    pub(crate) content_type: Option<String>,
    /// The content of a success body, without the envelope.
    pub response: Response,
    pub(crate) paging: Option<Paging>,
    pub(crate) errors: Vec<Value>,
}

impl Endpoint {
    /// The end of the builder's name.
    pub(crate) const REQUEST: &str = "Request";

    /// The end of the name of a body.
    pub(crate) const RESPONSE: &str = "Response";

    /// The type of the builder.
    pub(crate) fn request(&self) -> Name {
        self.stem.with(Self::REQUEST)
    }

    /// The type of the body, where it is the endpoint's own.
    pub(crate) fn own_response(&self) -> Name {
        self.stem.with(Self::RESPONSE)
    }

    pub(crate) fn params_in(&self, part: In) -> impl Iterator<Item = &Param> {
        self.params
            .iter()
            .filter(move |param| param.sent_in == part)
    }
}

/// A parameter of a call.
#[derive(Debug)]
pub struct Param {
    /// The name on the wire.
    pub key: String,
    pub(crate) name: Name,
    pub(crate) docs: String,
    /// The type of its value.
    pub ty: Ty,
    /// Where it goes.
    pub sent_in: In,
    /// The method that sends null, where that says something else than nothing.
    pub(crate) clear: Option<Name>,
    /// Whether `Debug` hides the value and shows only that one exists.
    pub(crate) sensitive: bool,
    /// What to use instead, where callers should no longer use it.
    pub(crate) deprecated: Option<String>,
    pub(crate) example: Option<Example>,
    /// The constraints that a call checks before it sends anything.
    pub(crate) checks: Vec<Constraint>,
}

impl Param {
    /// The method that sets the parameter, where it is optional.
    pub(crate) fn setter(&self) -> Name {
        self.name.avoiding(&REQUEST_METHODS)
    }
}

/// The part of a request that holds a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum In {
    /// Instead of a placeholder of the path, percent-encoded.
    Path,
    /// In the query.
    Query,
    /// In a header of its name.
    Header,
    /// In the body, or as the body.
    Body,
}

/// What the body of a request holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Body {
    /// The request has no body.
    None,
    /// The parameters with [`In::Body`].
    Params(Encoding),
    /// The value of the one parameter with [`In::Body`], or nothing if it is not set.
    Value(Encoding),
    /// The bytes of that parameter, as they are, or nothing if it is not set.
    Bytes,
    /// The text of that parameter, as it is, or nothing if it is not set.
    Text,
}

/// How a body is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// As JSON.
    Json,
}

/// A value for the example of an endpoint, of the parameter's type.
#[derive(Clone, Debug, PartialEq)]
pub(crate) enum Example {
    Boolean(bool),
    Integer(i128),
    Number(f64),
    Text(String),
}

/// A condition on optional parameters.
#[derive(Debug)]
pub struct Rule {
    /// What it asks.
    pub kind: RuleKind,
    /// The parameters that it is about.
    pub params: Vec<RuleParam>,
}

/// A parameter that a rule is about.
#[derive(Debug)]
pub struct RuleParam {
    /// The name on the wire.
    pub key: String,
    pub(crate) name: Name,
}

/// What a rule asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RuleKind {
    /// That exactly one of the parameters is set.
    OneOf,
    /// That one or more of them are set.
    AtLeastOneOf,
}

/// The content of a success body, without the envelope.
#[derive(Debug)]
pub enum Response {
    /// Nothing but the envelope.
    Empty,
    /// A value of this type. An optional one may be missing, with the whole body.
    ///
    /// The envelope is among the keys of an object, of a union that is an object, or of a map, and in no other body.
    Type(Ty),
    /// An object of its own.
    Own(Object),
    /// Bytes as they are, and no envelope.
    Bytes,
    /// Text as it is, and no envelope.
    Text,
}
