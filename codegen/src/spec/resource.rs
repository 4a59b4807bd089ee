//! The files of resources.

use schemars::JsonSchema;
use serde::Deserialize;

use super::endpoint::Endpoint;
use super::field::Map;
use super::keyword::{Name, Text};
use super::type_def::Type;

/// Any `.yaml` file except `client.yaml`: endpoints that belong together. The client has one method for the resource.
#[derive(Debug, Deserialize, JsonSchema)]
pub(crate) struct Resource {
    /// Name of the accessor on the client: `parcels` becomes `client.parcels()`.
    #[schemars(with = "Name", example = &"parcels")]
    pub(crate) resource: String,
    /// The docs of the resource, in Markdown.
    #[schemars(with = "Option<Text>")]
    pub(crate) docs: Option<String>,
    /// The server of the calls, by its name under `servers` in client.yaml. Defaults to the default server.
    pub(crate) server: Option<String>,
    /// String types that code must not confuse, such as ids. The keys are names, and the values are docs. All files can
    /// use them.
    #[schemars(with = "Map<Option<Text>>", extend("propertyNames" = { "$ref": "#/$defs/Name" }))]
    pub(crate) ids: Map<Option<String>>,
    /// Objects (`fields`), enums (`enum`) and unions (`variants`), by names such as
    /// `SmsTemplate`. All files can use them.
    #[schemars(extend("propertyNames" = { "$ref": "#/$defs/Name" }))]
    pub(crate) types: Map<Type>,
    /// The endpoints. Each becomes a method of the resource, with the key as its name.
    #[schemars(extend("minProperties" = 1))]
    pub(crate) endpoints: Map<Endpoint>,
}
