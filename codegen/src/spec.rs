//! What the YAML says, word for word: `spec/README.md` is the reference of these types.
//!
//! They follow the rules of [`decode`](crate::decode). Nothing is checked here but the shape; what the words mean is found
//! out by [`resolve`](crate::resolve).

use std::fmt;

use indexmap::IndexMap;
use serde::Deserialize;
use serde::de::{Deserializer, Error, SeqAccess, Visitor};

/// A map that keeps the order of the file.
pub(crate) type Map<T> = IndexMap<String, T>;

/// `client.yaml`: what belongs to the whole client.
#[derive(Debug, Deserialize)]
pub(crate) struct Client {
    #[serde(rename = "crate")]
    pub(crate) package: Package,
    pub(crate) auth: Option<Auth>,
    pub(crate) servers: Map<Server>,
    pub(crate) timeouts: Option<Timeouts>,
    pub(crate) envelope: Map<Field>,
    pub(crate) error: Option<ErrorBody>,
}

/// What the manifest says of the crate.
#[derive(Debug, Deserialize)]
pub(crate) struct Package {
    pub(crate) name: String,
    pub(crate) version: String,
    pub(crate) docs: String,
    pub(crate) license: Option<String>,
    pub(crate) repository: Option<String>,
}

/// How a request says who sends it; exactly one of the keys.
#[derive(Debug, Deserialize)]
pub(crate) struct Auth {
    pub(crate) basic: Option<BasicAuth>,
    pub(crate) bearer: Option<BearerAuth>,
    pub(crate) header: Option<HeaderAuth>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct BasicAuth {
    pub(crate) username: Credential,
    pub(crate) password: Credential,
}

#[derive(Debug, Deserialize)]
pub(crate) struct BearerAuth {
    pub(crate) token: Credential,
}

#[derive(Debug, Deserialize)]
pub(crate) struct HeaderAuth {
    pub(crate) header: String,
    pub(crate) token: Credential,
}

/// An argument of the client's constructor.
#[derive(Debug, Deserialize)]
pub(crate) struct Credential {
    pub(crate) name: String,
    pub(crate) docs: String,
    pub(crate) example: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Server {
    pub(crate) url: String,
    pub(crate) docs: String,
    pub(crate) when: Option<When>,
}

/// Which credential makes a client talk to a server.
#[derive(Debug, Deserialize)]
pub(crate) struct When {
    pub(crate) credential: String,
    pub(crate) starts_with: String,
}

/// In seconds.
#[derive(Debug, Deserialize)]
pub(crate) struct Timeouts {
    pub(crate) call: Option<u32>,
    pub(crate) connect: Option<u32>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct ErrorBody {
    pub(crate) fields: Option<ErrorFields>,
    pub(crate) types: Map<String>,
}

/// The keys of an error's body that answer each question; the first that is there counts.
#[derive(Debug, Deserialize)]
pub(crate) struct ErrorFields {
    #[serde(rename = "type")]
    pub(crate) error_type: Vec<String>,
    pub(crate) message: Vec<String>,
    pub(crate) url: Vec<String>,
    pub(crate) details: Vec<String>,
    pub(crate) request_id: Vec<String>,
}

/// `<resource>.yaml`: endpoints that belong together, and types that may be used from everywhere.
#[derive(Debug, Deserialize)]
pub(crate) struct Resource {
    pub(crate) resource: String,
    pub(crate) docs: String,
    pub(crate) ids: Map<String>,
    pub(crate) types: Map<Type>,
    pub(crate) endpoints: Map<Endpoint>,
}

/// An object (`fields`), an open enum (`enum`) or a tagged union (`variants`).
#[derive(Debug, Deserialize)]
pub(crate) struct Type {
    pub(crate) docs: String,
    pub(crate) fields: Option<Map<Field>>,
    pub(crate) constructors: Map<Constructor>,
    #[serde(rename = "enum")]
    pub(crate) values: Option<Vec<EnumValue>>,
    pub(crate) tag: Option<String>,
    pub(crate) content: Option<String>,
    pub(crate) variants: Option<Map<Field>>,
}

/// A field of an object or a response, or a variant of a union.
#[derive(Debug, Deserialize)]
pub(crate) struct Field {
    #[serde(rename = "type")]
    pub(crate) ty: TypeText,
    pub(crate) docs: String,
    pub(crate) name: Option<String>,
    pub(crate) sensitive: bool,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Constructor {
    pub(crate) docs: String,
    pub(crate) with: Map<String>,
}

/// A value of an enum: the bare string, or a map that says more.
#[derive(Debug)]
pub(crate) enum EnumValue {
    Bare(String),
    Full(FullEnumValue),
}

#[derive(Debug, Deserialize)]
pub(crate) struct FullEnumValue {
    pub(crate) value: String,
    pub(crate) docs: Option<String>,
    pub(crate) name: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Endpoint {
    pub(crate) summary: String,
    pub(crate) docs: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) method: String,
    pub(crate) path: String,
    pub(crate) idempotent: bool,
    pub(crate) params: Map<Param>,
    pub(crate) rules: Vec<Rule>,
    pub(crate) response: Option<Response>,
    pub(crate) paging: Option<Paging>,
    pub(crate) errors: Vec<String>,
}

#[derive(Debug, Deserialize)]
pub(crate) struct Param {
    #[serde(rename = "type")]
    pub(crate) ty: TypeText,
    pub(crate) docs: String,
    #[serde(rename = "in")]
    pub(crate) location: Option<String>,
    pub(crate) name: Option<String>,
    pub(crate) clearable: bool,
    pub(crate) sensitive: bool,
    pub(crate) example: Option<Scalar>,
}

/// A condition on the parameters; exactly one of the keys.
#[derive(Debug, Deserialize)]
pub(crate) struct Rule {
    pub(crate) one_of: Option<Vec<String>>,
    pub(crate) at_least_one_of: Option<Vec<String>>,
}

/// The fields of a response's body, or the object type that it is.
#[derive(Debug)]
pub(crate) enum Response {
    Type(String),
    Fields(Map<Field>),
}

#[derive(Debug, Deserialize)]
pub(crate) struct Paging {
    pub(crate) cursor: String,
    pub(crate) next: String,
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
