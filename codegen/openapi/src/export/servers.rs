//! Servers: those with a condition, and the default server at the end.

use codegen::Model;
use codegen::model::{Endpoint, Server};

use super::extensions::{exact, map, object, text};
use crate::yaml::{Map, Yaml, put};

pub(super) fn servers(model: &Model) -> Yaml {
    let conditional = model.servers.iter().map(|conditional| {
        let mut server = server(&conditional.server);
        let when = object([
            ("credential", text(conditional.credential.as_str())),
            ("starts_with", text(&conditional.starts_with)),
        ]);
        put(&mut server, "x-when", when);
        Yaml::Short(server)
    });
    let default = Yaml::Short(server(&model.default_server));
    Yaml::List(conditional.chain([default]).collect())
}

fn server(server: &Server) -> Map {
    map([
        ("url", text(&server.url)),
        ("description", exact(&server.docs)),
    ])
}

/// Adds the server of an endpoint, unless it is the default server.
pub(super) fn put_server(operation: &mut Map, model: &Model, endpoint: &Endpoint) {
    let name = endpoint.server.as_ref();
    let mut chosen = model.chosen_servers.iter();
    let chosen = name.and_then(|name| chosen.find(|chosen| chosen.name == *name));
    if let Some(chosen) = chosen {
        let servers = vec![Yaml::Short(server(&chosen.server))];
        put(operation, "servers", Yaml::List(servers));
        put(operation, "x-server", text(chosen.name.as_str()));
    }
}
