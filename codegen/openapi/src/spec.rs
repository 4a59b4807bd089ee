//! The spec of an import, before it becomes YAML.

use std::collections::BTreeMap;

use crate::document::Id;

/// A type expression, with named types by their number.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Ty {
    BuiltIn(BuiltIn),
    Named(TypeId),
    Optional(Box<Ty>),
    List(Box<Ty>),
    Map(Box<Ty>),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum BuiltIn {
    String,
    Text,
    Boolean,
    Integer,
    Int32,
    Uint64,
    Number,
    Decimal,
    Timestamp,
    UnixTime,
    Date,
    Uuid,
    Bytes,
    File,
    Object,
    Any,
}

/// The number of a named type.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct TypeId(pub(crate) usize);

/// A named type.
#[derive(Debug)]
pub(crate) struct Type {
    /// The schema in the document.
    pub(crate) at: Id,
    pub(crate) name: String,
    pub(crate) docs: Option<String>,
    pub(crate) kind: Kind,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Kind {
    /// In progress.
    Open,
    Object(Object),
    Enum(Vec<EnumValue>),
    Union {
        tag: Option<String>,
        variants: Vec<Variant>,
    },
    /// A list, map or scalar that contains itself. A type expression cannot describe it.
    Endless,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Object {
    pub(crate) fields: Vec<Field>,
    /// The type of the values of all other keys.
    pub(crate) extra: Option<Ty>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Field {
    pub(crate) key: String,
    /// The type without its `?`.
    pub(crate) ty: Ty,
    pub(crate) is_required: bool,
    pub(crate) is_nullable: bool,
    pub(crate) notes: Notes,
}

impl Field {
    pub(crate) fn is_optional(&self) -> bool {
        !self.is_required || self.is_nullable
    }
}

/// The docs, facts and example of a field, a parameter or a variant.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Notes {
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) sensitive: bool,
    /// Facts in the order of the format, each with its YAML.
    pub(crate) facts: Vec<(&'static str, Yaml)>,
    /// An example of a scalar.
    pub(crate) example: Option<Yaml>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct EnumValue {
    pub(crate) value: Yaml,
    pub(crate) name: Option<String>,
    pub(crate) docs: Option<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Variant {
    pub(crate) key: String,
    pub(crate) name: Option<String>,
    pub(crate) ty: Option<Ty>,
    pub(crate) docs: Option<String>,
}

/// A file of a resource.
#[derive(Debug, Default)]
pub(crate) struct Resource {
    pub(crate) name: String,
    pub(crate) docs: Option<String>,
    pub(crate) types: Vec<TypeId>,
    pub(crate) endpoints: Vec<Endpoint>,
}

/// The part of the request that contains a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) enum In {
    Path,
    Query,
    Header,
    Body,
}

#[derive(Clone, Debug)]
pub(crate) struct Param {
    pub(crate) field: Field,
    pub(crate) sent_in: In,
    /// The key in requests, if it differs from the key of the entry.
    pub(crate) wire: Option<String>,
    /// `comma` or `brackets`.
    pub(crate) style: Option<&'static str>,
}

#[derive(Clone, Debug)]
pub(crate) enum Response {
    Fields(Vec<Field>),
    Type(Ty),
    /// Server-sent events.
    Events(Ty),
}

#[derive(Clone, Debug)]
pub(crate) struct Endpoint {
    pub(crate) name: String,
    pub(crate) summary: Option<String>,
    pub(crate) docs: Option<String>,
    pub(crate) deprecated: bool,
    pub(crate) method: &'static str,
    pub(crate) path: String,
    pub(crate) server: Option<String>,
    pub(crate) has_auth: bool,
    pub(crate) encoding: Encoding,
    pub(crate) content_type: Option<String>,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) params: Vec<Param>,
    pub(crate) body: Option<Ty>,
    pub(crate) response: Option<Response>,
    /// The type of the events, if the operation has server-sent events as an alternative to the response.
    pub(crate) stream: Option<Ty>,
    pub(crate) response_headers: Vec<Field>,
    pub(crate) paging: Option<Paging>,
    /// Statuses and the types of their bodies.
    pub(crate) errors: BTreeMap<String, Ty>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Encoding {
    Json,
    Form,
    Multipart,
}

/// The paging of an endpoint. All values except `link` are paths or names of parameters.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Paging {
    /// Keys and values, in the order of the format.
    pub(crate) entries: Vec<(&'static str, String)>,
}

/// `client.yaml`.
#[derive(Debug, Default)]
pub(crate) struct Client {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) docs: String,
    pub(crate) auth: Vec<Scheme>,
    pub(crate) servers: Vec<Server>,
    pub(crate) envelope: Vec<Field>,
    pub(crate) response_headers: Vec<Field>,
    pub(crate) error: ErrorBody,
}

#[derive(Debug, Default)]
pub(crate) struct ErrorBody {
    pub(crate) body: Option<Ty>,
    pub(crate) fields: Vec<(&'static str, Vec<String>)>,
}

/// A scheme that authenticates calls.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Scheme {
    Basic {
        docs: Option<String>,
    },
    Bearer {
        docs: Option<String>,
    },
    Header {
        header: String,
        name: String,
        docs: Option<String>,
    },
    Query {
        param: String,
        name: String,
        docs: Option<String>,
    },
}

impl Scheme {
    /// Returns the part of a request that contains the credentials.
    pub(crate) fn wire(&self) -> (&'static str, &str) {
        match self {
            Self::Basic { .. } => ("basic", ""),
            Self::Bearer { .. } => ("bearer", ""),
            Self::Header { header, .. } => ("header", header),
            Self::Query { param, .. } => ("query", param),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Server {
    pub(crate) name: String,
    pub(crate) url: String,
    pub(crate) docs: Option<String>,
}

/// A scalar of the YAML: a text, or the spelling of a number or boolean.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Yaml {
    Text(String),
    Plain(String),
}

impl Yaml {
    pub(crate) fn as_str(&self) -> &str {
        let (Self::Text(text) | Self::Plain(text)) = self;
        text
    }
}

impl BuiltIn {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::String => "string",
            Self::Text => "text",
            Self::Boolean => "boolean",
            Self::Integer => "integer",
            Self::Int32 => "int32",
            Self::Uint64 => "uint64",
            Self::Number => "number",
            Self::Decimal => "decimal",
            Self::Timestamp => "timestamp",
            Self::UnixTime => "unix_time",
            Self::Date => "date",
            Self::Uuid => "uuid",
            Self::Bytes => "bytes",
            Self::File => "file",
            Self::Object => "object",
            Self::Any => "any",
        }
    }

    /// Whether values are numbers in JSON.
    pub(crate) fn is_number(self) -> bool {
        matches!(
            self,
            Self::Integer | Self::Int32 | Self::Uint64 | Self::Number | Self::UnixTime
        )
    }

    /// Whether values are strings in JSON.
    pub(crate) fn is_string(self) -> bool {
        matches!(
            self,
            Self::String
                | Self::Text
                | Self::Decimal
                | Self::Timestamp
                | Self::Date
                | Self::Uuid
                | Self::Bytes
                | Self::File
        )
    }
}

impl Ty {
    pub(crate) const ANY: Self = Self::BuiltIn(BuiltIn::Any);
    pub(crate) const STRING: Self = Self::BuiltIn(BuiltIn::String);
    pub(crate) const OBJECT: Self = Self::BuiltIn(BuiltIn::Object);

    pub(crate) fn optional(self) -> Self {
        match self {
            Self::Optional(_) => self,
            other => Self::Optional(Box::new(other)),
        }
    }

    pub(crate) fn optional_if(self, is_optional: bool) -> Self {
        if is_optional { self.optional() } else { self }
    }

    /// Replaces files with texts, as in JSON. In a field of a multipart form (`is_form`), a file and a list of files stay.
    pub(crate) fn replace_files(&mut self, is_form: bool) {
        match self {
            Self::BuiltIn(BuiltIn::File) if !is_form => *self = Self::STRING,
            Self::BuiltIn(_) | Self::Named(_) => {}
            Self::Optional(inner) | Self::List(inner) => inner.replace_files(is_form),
            Self::Map(value) => value.replace_files(false),
        }
    }

    /// Returns the type without its `?`.
    pub(crate) fn required(&self) -> &Self {
        match self {
            Self::Optional(inner) => inner.required(),
            other => other,
        }
    }

    /// Calls `visit` for each named type in the expression.
    pub(crate) fn named(&self, visit: &mut impl FnMut(TypeId)) {
        match self {
            Self::BuiltIn(_) => {}
            Self::Named(id) => visit(*id),
            Self::Optional(inner) | Self::List(inner) | Self::Map(inner) => inner.named(visit),
        }
    }
}

impl Kind {
    /// Whether it is an enum of integers, which are numbers in JSON. The values of other enums are strings.
    pub(crate) fn has_integers(&self) -> bool {
        let is_integer = |value: &EnumValue| matches!(value.value, Yaml::Plain(_));
        matches!(self, Self::Enum(values) if values.iter().any(is_integer))
    }

    /// Calls `visit` for each type expression of the type.
    pub(crate) fn types(&self, visit: &mut impl FnMut(&Ty)) {
        match self {
            Self::Object(object) => {
                object.fields.iter().for_each(|field| visit(&field.ty));
                object.extra.iter().for_each(visit);
            }
            Self::Union { variants, .. } => variants
                .iter()
                .flat_map(|variant| &variant.ty)
                .for_each(visit),
            Self::Open | Self::Enum(_) | Self::Endless => {}
        }
    }

    /// Like [`types`](Self::types), but `visit` can change the expressions.
    pub(crate) fn types_mut(&mut self, visit: &mut impl FnMut(&mut Ty)) {
        match self {
            Self::Object(object) => {
                let fields = object.fields.iter_mut().map(|field| &mut field.ty);
                fields.chain(&mut object.extra).for_each(visit);
            }
            Self::Union { variants, .. } => variants
                .iter_mut()
                .flat_map(|variant| &mut variant.ty)
                .for_each(visit),
            Self::Open | Self::Enum(_) | Self::Endless => {}
        }
    }
}

impl Client {
    /// Returns the type expressions in `client.yaml`.
    pub(crate) fn types(&self) -> impl Iterator<Item = &Ty> {
        let fields = self.envelope.iter().chain(&self.response_headers);
        self.error.body.iter().chain(fields.map(|field| &field.ty))
    }
}

impl Endpoint {
    /// Calls `visit` for each type expression of the request.
    pub(crate) fn request_types(&self, visit: &mut impl FnMut(&Ty)) {
        self.params.iter().for_each(|param| visit(&param.field.ty));
        self.body.iter().for_each(visit);
    }

    /// Calls `visit` for each type expression of the responses.
    pub(crate) fn response_types(&self, visit: &mut impl FnMut(&Ty)) {
        match &self.response {
            Some(Response::Fields(fields)) => fields.iter().for_each(|field| visit(&field.ty)),
            Some(Response::Type(ty) | Response::Events(ty)) => visit(ty),
            None => {}
        }
        self.stream.iter().for_each(&mut *visit);
        let headers = self.response_headers.iter().map(|field| &field.ty);
        headers.chain(self.errors.values()).for_each(visit);
    }

    /// Like [`response_types`](Self::response_types), but `visit` can change the expressions.
    pub(crate) fn response_types_mut(&mut self, visit: &mut impl FnMut(&mut Ty)) {
        match &mut self.response {
            Some(Response::Fields(fields)) => {
                for field in fields {
                    visit(&mut field.ty);
                }
            }
            Some(Response::Type(ty) | Response::Events(ty)) => visit(ty),
            None => {}
        }
        self.stream.iter_mut().for_each(&mut *visit);
        let headers = self.response_headers.iter_mut().map(|field| &mut field.ty);
        headers.chain(self.errors.values_mut()).for_each(visit);
    }
}
