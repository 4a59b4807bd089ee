//! Headers of responses.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::keyword::{SnakeName, Text, text};
use super::type_expr::TypeExpr;

/// A header of responses: a method of `Meta`.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = [{ "properties": {
    "type": text(r"^[^\[\{]*\?\s*$", "A response may lack a header: write a scalar with a `?`.")
} }]))]
pub(crate) struct ResponseHeader {
    #[serde(rename = "type")]
    pub(crate) ty: TypeExpr,
    /// The meaning, in Markdown.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// The name in Rust, where the one derived from the name of the header will not do.
    #[schemars(with = "Option<SnakeName>")]
    pub(crate) name: Option<String>,
    /// What to use instead, where callers should no longer use it.
    #[schemars(with = "Option<Text>", example = "Use `name` instead.")]
    pub(crate) deprecated: Option<String>,
}

/// The names of headers, as keys of a map.
pub(super) fn header_names() -> Value {
    json!({
        "pattern": r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
        "errorMessage": "Write the name of a header, such as `ETag`."
    })
}
