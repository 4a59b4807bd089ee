//! Fields, and maps of them.

use indexmap::IndexMap;
use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::facts::with_facts;
use super::keyword::{GivenName, Text, one_of, text, when};
use super::type_expr::TypeExpr;

/// A map that keeps the order of the file.
pub(crate) type Map<T> = IndexMap<String, T>;

with_facts! {
    /// A field of an object or a response.
    #[derive(Debug, Deserialize, JsonSchema)]
    #[schemars(extend("allOf" = [
        when("clearable", &[true.into()], &json!({
            "type": text(r"\?\s*$", "Only an optional field (`T?`) can be cleared."),
            "null_if_unset": one_of(&[false.into(), Value::Null], "A field that requests always have cannot be cleared."),
        })),
        when("null_if_unset", &[true.into()], &json!({ "type": text(r"\?\s*$", "Only an optional field (`T?`) can be null.") }))
    ]))]
    pub(crate) struct Field {
        #[serde(rename = "type")]
        pub(crate) ty: TypeExpr,
        /// The docs of the field, in Markdown.
        #[schemars(with = "Option<Text>")]
        pub(crate) docs: Option<String>,
        /// The name in Rust, if the derived one is not suitable.
        #[schemars(with = "Option<GivenName>")]
        pub(crate) name: Option<String>,
        /// `true` for an optional field of an object in requests, if null and absent have different meanings. It gets a
        /// second method, `clear_…`, which sends null. Defaults to `false`.
        pub(crate) clearable: bool,
        /// `true` for an optional field of an object in requests, if requests must have its key: the value is null if the
        /// field is not set. Defaults to `false`.
        pub(crate) null_if_unset: bool,
        /// Personal data: `Debug` hides the value. Defaults to `false`.
        pub(crate) sensitive: bool,
        /// The replacement, if callers should no longer use the item.
        #[schemars(with = "Option<Text>", example = "Use `name` instead.")]
        pub(crate) deprecated: Option<String>,
    }
}
