//! `x-client`: the facts about the client without a key in OpenAPI. Only documents of the exporter have it.

use codegen::Model;

use super::extensions::{exact, number, object, text, texts};
use crate::yaml::{Map, Yaml, put, put_full, put_some};

pub(super) fn client(model: &Model, envelope: Option<&str>) -> Yaml {
    let mut client = Map::new();
    put_full(&mut client, "crate", package(model));
    let timeouts = object([
        ("call", number(model.call_timeout.as_secs())),
        ("connect", number(model.connect_timeout.as_secs())),
    ]);
    put(&mut client, "timeouts", timeouts);
    let servers = model.chosen_servers.iter().map(|chosen| {
        let server = object([
            ("url", text(&chosen.server.url)),
            ("docs", exact(&chosen.server.docs)),
        ]);
        (chosen.name.as_str().to_owned(), server)
    });
    put_full(&mut client, "servers", Yaml::Long(servers.collect()));
    put_some(&mut client, "envelope", envelope.map(text));
    put_full(&mut client, "error", error(model));
    let changelog = model.changelog.as_ref();
    let changelog = changelog.map(|changelog| exact(&changelog.text));
    put_some(&mut client, "changelog", changelog);
    Yaml::Long(client)
}

fn package(model: &Model) -> Yaml {
    let package = &model.package;
    let mut map = Map::new();
    let repository = package.repository.as_deref().map(text);
    put_some(&mut map, "repository", repository);
    for (key, words) in [
        ("keywords", &package.keywords),
        ("categories", &package.categories),
    ] {
        put_full(&mut map, key, texts(words.iter().map(String::as_str)));
    }
    Yaml::Long(map)
}

fn error(model: &Model) -> Yaml {
    let keys = &model.error_keys;
    let mut fields = Map::new();
    for (key, paths) in [
        ("type", &keys.error_type),
        ("message", &keys.message),
        ("url", &keys.url),
        ("details", &keys.details),
        ("request_id", &keys.request_id),
    ] {
        put_full(&mut fields, key, texts(paths.iter().map(String::as_str)));
    }
    let mut error = Map::new();
    put_full(&mut error, "fields", Yaml::Long(fields));
    let types = model.error_types.iter();
    let types = types.map(|value| (value.value.clone(), exact(&value.docs)));
    put_full(&mut error, "types", Yaml::Long(types.collect()));
    Yaml::Long(error)
}
