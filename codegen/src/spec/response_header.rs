//! Headers of responses.

use schemars::JsonSchema;
use serde::Deserialize;
use serde_json::{Value, json};

use super::keyword::{SnakeName, Text, text};
use super::type_expr::TypeExpr;

/// A header of responses. It becomes a method of `Meta`.
#[derive(Debug, Deserialize, JsonSchema)]
#[schemars(extend("allOf" = [{ "properties": {
    "type": text(r"^[^\[\{]*\?\s*$", "A response can lack a header: write a scalar with a `?`.")
} }]))]
pub(crate) struct ResponseHeader {
    #[serde(rename = "type")]
    pub(crate) ty: TypeExpr,
    /// The docs of the header, in Markdown.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// The name in Rust, if the derived one is not suitable.
    #[schemars(with = "Option<SnakeName>")]
    pub(crate) name: Option<String>,
    /// The replacement, if callers should no longer use the item.
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
