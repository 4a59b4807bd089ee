//! The files of resources.

use schemars::JsonSchema;
use serde::Deserialize;

use super::endpoint::Endpoint;
use super::field::Map;
use super::keyword::{Name, Text};
use super::type_def::Type;

/// Any `.yaml` file but `client.yaml`: endpoints that belong together, reached as one method of the client.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Resource {
    /// Name of the accessor on the client: `parcels` becomes `client.parcels()`.
    #[schemars(with = "Name", example = &"parcels")]
    pub(crate) resource: String,
    /// What the resource is, in Markdown.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// The server of the calls, by its name under `servers` of client.yaml, where that is not the usual one.
    pub(crate) server: Option<String>,
    /// Strings that must not be mixed up, each a type of its own. Maps the name to its docs; all files can use it.
    #[schemars(with = "Map<Option<Text>>", extend("propertyNames" = { "$ref": "#/$defs/Name" }))]
    pub(crate) ids: Map<Option<String>>,
    /// Objects (`fields`), enums (`enum`) and unions (`variants`), by names such as
    /// `SmsTemplate`. All files can use them.
    #[schemars(extend("propertyNames" = { "$ref": "#/$defs/Name" }))]
    pub(crate) types: Map<Type>,
    /// The calls, each a method of the resource. The key is the name of the method.
    #[schemars(extend("minProperties" = 1))]
    pub(crate) endpoints: Map<Endpoint>,
}
