//! Servers that some endpoints use instead of the default server.
//!
//! An endpoint names its server, and the caller can set the URL of each server. A base URL from the
//! caller applies to each server without a URL from the caller, so a test that sets it calls no
//! server of the API.

#![allow(dead_code, reason = "not every API has several servers")]

use crate::runtime::base_url::Server;
use crate::runtime::client::ClientBuilder;
use crate::runtime::custom_request::CustomRequest;

impl ClientBuilder {
    /// Adds a server of the API.
    pub(crate) fn server(mut self, name: &'static str, usual_url: &'static str) -> Self {
        self.servers.push(Server {
            name,
            usual_url,
            own_url: None,
        });
        self
    }

    /// Sets the URL of the server `name`.
    pub(crate) fn server_base_url(mut self, name: &str, url: String) -> Self {
        if let Some(server) = self.servers.iter_mut().find(|server| server.name == name) {
            server.own_url = Some(url);
        }
        self
    }
}

impl CustomRequest {
    /// Calls the server with this name instead of the default server. The docs of `Client::new`
    /// list the names.
    pub fn server(mut self, name: &'static str) -> Self {
        self.request = if self.client.sender.has_server(name) {
            self.request.server(name)
        } else {
            self.request
                .refuse(format_args!("the API has no server `{name}`"))
        };
        self
    }
}
