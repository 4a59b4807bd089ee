//! What the YAML says, word for word: `spec/README.md` is the reference of these types.
//!
//! They follow the rules of [`decode`](decode::decode). Nothing is checked here but the shape; [`resolve`](crate::resolve) finds out what the
//! words mean. [`schema`](mod@crate::schema) tells editors the same: a person who writes YAML sees the docs of these types,
//! and their attributes say as much of the meaning as a schema can.

mod client;
mod decode;
mod endpoint;
mod facts;
mod field;
mod file;
mod foreign_key;
pub(crate) mod foreign_type;
mod impossible;
mod keyword;
mod resource;
mod scalar;
mod string_or;
mod type_def;
mod type_expr;
mod type_or_fields;
mod type_text;
mod wanted;

pub(crate) use client::{
    Auth, BasicAuth, Client, Credential, ErrorBody, ErrorFields, HeaderAuth, Package, Server,
    Timeouts, When,
};
pub(crate) use endpoint::{Endpoint, Paging, Param, Response, Rule};
pub(crate) use facts::Facts;
pub(crate) use field::{Field, Map};
pub(crate) use file::{ChangelogFile, ClientFile, ResourceFile, Spec};
pub(crate) use resource::Resource;
pub(crate) use scalar::Scalar;
pub(crate) use type_def::{EnumValue, Type, Variant};
pub(crate) use type_expr::{BuiltIn, TypeExpr};
