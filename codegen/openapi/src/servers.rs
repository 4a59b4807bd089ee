//! Servers.

use crate::document::{Node, Read};
use crate::import::Import;
use crate::loss::Kind as Lost;
use crate::names::{self, Names};
use crate::spec::{Endpoint, Server};
use crate::text;

/// The server for documents without `servers`.
const EXAMPLE: &str = "https://example.com";

impl<'d> Import<'d> {
    /// Adds the first server of the document.
    pub(crate) fn servers(&mut self, root: &'d Node) {
        let servers = root.list("servers");
        self.other_servers(servers);
        let url = match servers.first() {
            Some(server) => self.url(server),
            None => {
                let message = "the document has no server";
                self.losses.push(Lost::Server, root, message, EXAMPLE);
                EXAMPLE.to_owned()
            }
        };
        let docs = servers
            .first()
            .and_then(|server| server.text("description"));
        let docs = docs.map(text::docs).filter(|docs| !docs.is_empty());
        let name = "default".to_owned();
        self.servers.push(Server { name, url, docs });
    }

    /// Sets the server of an endpoint, if its operation or path item has one.
    pub(crate) fn server_of(&mut self, endpoint: &mut Endpoint, item: &'d Node, node: &'d Node) {
        let servers = match node.list("servers") {
            [] => item.list("servers"),
            own => own,
        };
        let Some(first) = servers.first() else { return };
        self.other_servers(servers);
        let url = self.url(first);
        let docs = first
            .text("description")
            .map(text::docs)
            .filter(|docs| !docs.is_empty());
        let is_default = self.servers.first().is_some_and(|server| server.url == url);
        if is_default {
            return;
        }
        if let Some(known) = self.servers.iter().find(|server| server.url == url) {
            endpoint.server = Some(known.name.clone());
            return;
        }
        let host = url.trim_start_matches("https://").split(['/', ':']).next();
        let name = names::snake(
            host.unwrap_or_default()
                .split('.')
                .next()
                .unwrap_or_default(),
        );
        let mut taken = Names::default();
        for server in &self.servers {
            taken.give(&server.name);
        }
        let is_usable = name.starts_with(|first: char| first.is_ascii_lowercase());
        let name = taken.give(if is_usable { &name } else { "server" });
        endpoint.server = Some(name.clone());
        self.servers.push(Server { name, url, docs });
    }

    /// Reports the servers after the first one.
    fn other_servers(&mut self, servers: &'d [Node]) {
        for other in servers.iter().skip(1) {
            let url = other.peek("url").and_then(Node::as_str).unwrap_or_default();
            let message = format!("the server `{url}`");
            self.losses.push(
                Lost::OtherServer,
                other,
                message,
                "`ClientBuilder::base_url`",
            );
            other.mark(Read::Whole);
        }
    }

    /// Returns the URL of a server, with the defaults of its variables.
    fn url(&mut self, server: &'d Node) -> String {
        let mut url = server.text("url").unwrap_or_default().to_owned();
        let mut filled = Vec::new();
        for (key, variable) in server.entries("variables") {
            variable.mark(Read::Whole);
            let default = variable
                .peek("default")
                .and_then(Node::scalar)
                .unwrap_or_default();
            url = url.replace(&format!("{{{key}}}"), default);
            filled.push(format!("`{key}`"));
        }
        if !filled.is_empty() {
            let message = format!("the variables {}", filled.join(", "));
            self.losses.push(
                Lost::OtherServer,
                server,
                message,
                format!("their defaults: {url}"),
            );
        }
        let sound = sound_url(&url);
        if sound != url.trim_end_matches('/') {
            let message = format!("the client cannot use the server `{url}`");
            self.losses
                .push(Lost::Server, server, message, sound.clone());
        }
        sound
    }
}

/// Returns the URL in a form that a spec accepts, without the invalid parts.
fn sound_url(url: &str) -> String {
    let url = url.trim().trim_end_matches('/');
    let mut rests = ["https://", "http://", "//"]
        .iter()
        .filter_map(|start| url.strip_prefix(start));
    let (host, path) = match rests.next() {
        Some(rest) => rest.split_once('/').unwrap_or((rest, "")),
        None => ("", url.trim_start_matches('/')),
    };
    let choices = [(host, path), (host, ""), ("example.com", path)];
    let urls = choices.map(|(host, path)| format!("https://{host}/{path}"));
    let mut urls = urls.iter().map(|url| url.trim_end_matches('/'));
    let sound = urls.find(|url| codegen::is_server_url(url));
    sound.unwrap_or(EXAMPLE).to_owned()
}
