//! The types that mirror the YAML. `spec/README.md` is their reference.
//!
//! They follow the rules of [`decode`](decode::decode), which checks only the shape. [`resolve`](crate::resolve) checks
//! the meaning. [`schema`](mod@crate::schema) is derived from these types: editors show their docs, and their
//! attributes add the conditions that a schema can express.

mod client;
mod constant;
mod decode;
mod endpoint;
mod facts;
mod field;
mod file;
mod foreign_key;
pub(crate) mod foreign_type;
mod impossible;
mod keyword;
mod one_or_many;
mod resource;
mod response_header;
mod scalar;
mod string_or;
mod type_def;
mod type_expr;
mod type_or_fields;
mod type_text;
mod wanted;

pub(crate) use client::{
    Auth, BasicAuth, Client, Credential, ErrorBody, ErrorFields, HeaderAuth, Package, QueryAuth,
    Server, Timeouts, When,
};
pub(crate) use constant::Constant;
pub(crate) use endpoint::{Endpoint, Paging, Param, Response, Rule};
pub(crate) use facts::Facts;
pub(crate) use field::{Field, Map};
pub(crate) use file::{ChangelogFile, ClientFile, ResourceFile, Spec};
pub(crate) use one_or_many::OneOrMany;
pub(crate) use resource::Resource;
pub(crate) use response_header::ResponseHeader;
pub(crate) use scalar::Scalar;
pub(crate) use type_def::{EnumValue, Type, Variant};
pub(crate) use type_expr::{BuiltIn, TypeExpr};
