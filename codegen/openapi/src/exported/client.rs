//! `client.yaml`, and the changelog.

use super::{Exported, copy, put_copy, put_deprecated, put_text, text};
use crate::document::{Map as Entries, Node, Read};
use crate::run::File;
use crate::yaml::{Map, Yaml, put, put_full, put_some};

impl<'d> Exported<'d> {
    pub(super) fn client(self) -> Map {
        let mut client = Map::new();
        put(&mut client, "crate", Yaml::Long(self.package()));
        put_some(&mut client, "auth", self.auth());
        let headers = self.components("parameters").filter_map(|(_, node)| {
            node.mark(Read::Whole);
            let value = node.peek("schema")?.peek("const")?;
            Some((node.text("name")?.to_owned(), copy(value)))
        });
        put_full(&mut client, "headers", Yaml::Long(headers.collect()));
        put(&mut client, "servers", Yaml::Long(self.servers()));
        if let Some(own) = self.root.get("x-client") {
            put_copy(&mut client, "timeouts", own, "timeouts");
        }
        put_full(&mut client, "envelope", Yaml::Long(self.envelope_fields()));
        put_full(
            &mut client,
            "response_headers",
            Yaml::Long(self.headers_of_all()),
        );
        put_full(&mut client, "error", Yaml::Long(self.error()));
        client
    }

    pub(super) fn changelog(self) -> Option<File> {
        let text = self.root.get("x-client")?.text("changelog")?;
        Some(File {
            name: "CHANGELOG.md".to_owned(),
            text: text.to_owned(),
        })
    }

    fn package(self) -> Map {
        let mut package = Map::new();
        if let Some(info) = self.root.get("info") {
            put_text(&mut package, "name", info, "title");
            put_text(&mut package, "version", info, "version");
            put_text(&mut package, "docs", info, "description");
            if let Some(license) = info.get("license") {
                license.text("name");
                put_text(&mut package, "license", license, "identifier");
            }
        }
        let own = self.root.get("x-client").and_then(|own| own.get("crate"));
        for key in ["repository", "keywords", "categories"] {
            if let Some(own) = own {
                put_copy(&mut package, key, own, key);
            }
        }
        package
    }

    fn auth(self) -> Option<Yaml> {
        self.root.take("security");
        let mut schemes: Vec<_> = self
            .components("securitySchemes")
            .filter_map(|(_, node)| scheme(node))
            .collect();
        match schemes.len() {
            0 | 1 => schemes.pop(),
            _ => Some(Yaml::List(schemes)),
        }
    }

    /// Returns the servers. The document contains the names of the servers that endpoints name. The others get a name here.
    fn servers(self) -> Map {
        let chosen = self.root.get("x-client").and_then(|own| own.get("servers"));
        let mut servers = Map::new();
        for (index, node) in self.root.list("servers").iter().enumerate() {
            node.mark(Read::Partly);
            let name = if node.has("x-when") {
                self.free_server(format!("server_{}", index + 1))
            } else {
                self.default_server()
            };
            let mut server = Map::new();
            put_text(&mut server, "url", node, "url");
            put_text(&mut server, "docs", node, "description");
            put_copy(&mut server, "when", node, "x-when");
            put(&mut servers, &name, Yaml::Short(server));
        }
        if let Some(chosen) = chosen {
            for (name, node) in chosen.map().into_iter().flat_map(Entries::iter) {
                put(&mut servers, name, copy(node));
            }
        }
        servers
    }

    /// Returns the name of the default server.
    pub(super) fn default_server(self) -> String {
        self.free_server("default".to_owned())
    }

    fn free_server(self, mut name: String) -> String {
        while self.chosen_servers().any(|chosen| chosen == name) {
            name.push('_');
        }
        name
    }

    /// Returns the names of the servers that resources and endpoints name.
    pub(super) fn chosen_servers(self) -> impl Iterator<Item = &'d str> {
        let own = self.root.get("x-client").into_iter();
        own.flat_map(|own| own.entries("servers"))
            .map(|(name, _)| name)
    }

    fn envelope_fields(self) -> Map {
        let name = self.envelope();
        let mut schemas = self.components("schemas");
        let schema = schemas.find(|(key, _)| Some(*key) == name);
        schema.map_or_else(Map::new, |(_, schema)| {
            schema.text("type");
            schema.text("description");
            super::types::fields(schema)
        })
    }

    fn headers_of_all(self) -> Map {
        // A component's name allows fewer characters than a header's.
        let responses = self.operations().map(|(.., node)| node);
        let responses = responses.flat_map(|node| node.entries("responses"));
        let success = responses
            .into_iter()
            .find(|(status, _)| status.starts_with('2'));
        let headers = success
            .into_iter()
            .flat_map(|(_, node)| node.entries("headers"));
        let headers = headers.filter_map(|(name, node)| {
            let target = node.text("$ref")?.rsplit('/').next()?;
            let mut components = self.components("headers");
            let (_, component) = components.find(|(key, _)| *key == target)?;
            Some((name.to_owned(), header(component)))
        });
        headers.collect()
    }

    fn error(self) -> Map {
        let mut error = Map::new();
        let responses = self.components("responses");
        let bodies = responses.filter_map(|(_, node)| super::responses::schema_of(node));
        for (_, schema) in bodies {
            if schema.is("x-derived") {
                schema.mark(Read::Whole);
            } else {
                put(&mut error, "body", text(&super::schema::expression(schema)));
            }
        }
        if let Some(own) = self.root.get("x-client").and_then(|own| own.get("error")) {
            put_copy(&mut error, "fields", own, "fields");
            put_copy(&mut error, "types", own, "types");
        }
        error
    }
}

/// Returns a header of responses. Its type is optional.
pub(super) fn header(node: &Node) -> Yaml {
    let mut header = Map::new();
    if let Some(schema) = node.get("schema") {
        let ty = format!("{}?", super::schema::expression(schema));
        put(&mut header, "type", text(&ty));
    }
    put_text(&mut header, "docs", node, "description");
    put_copy(&mut header, "name", node, "x-name");
    put_deprecated(&mut header, node);
    Yaml::Short(header)
}

fn scheme(node: &Node) -> Option<Yaml> {
    let (kind, name) = match (node.text("type")?, node.text("scheme"), node.text("in")) {
        ("http", Some("basic"), _) => ("basic", None),
        ("http", Some("bearer"), _) => ("bearer", None),
        ("apiKey", _, Some("header")) => ("header", Some("header")),
        ("apiKey", _, Some("query")) => ("query", Some("param")),
        _ => return None,
    };
    let mut scheme = Map::new();
    if let Some(key) = name {
        put_text(&mut scheme, key, node, "name");
    }
    for (key, credential) in node.entries("x-credentials") {
        put(&mut scheme, key, copy(credential));
    }
    Some(Yaml::Short(vec![(kind.to_owned(), Yaml::Short(scheme))]))
}
