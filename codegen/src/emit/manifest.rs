//! `Cargo.toml`.

use super::runtime;
use crate::model::{Model, Package};
use crate::output::File;
use crate::runtime::manifest_without;

pub(super) fn file(model: &Model) -> File<'_> {
    File::text("Cargo.toml", &model.source, ("#", ""), || text(model))
}

fn text(model: &Model) -> String {
    let Package {
        name,
        version,
        license,
        repository,
        ..
    } = &model.package;
    let mut text = format!(
        "[package]\nname = {}\nversion = {}\ndescription = {}\n",
        quoted(name),
        quoted(version),
        quoted(model.package.tagline()),
    );
    for (key, value) in [("license", license), ("repository", repository)] {
        if let Some(value) = value {
            text.push_str(&format!("{key} = {}\n", quoted(value)));
        }
    }
    text.push_str("edition = \"2024\"\nrust-version = \"1.88\"\n");
    // Without the path, cargo refuses to load a workspace while `src` is not there, and the generator could not run.
    text.push_str(&format!(
        "\n[lib]\nname = {}\npath = \"src/lib.rs\"\n\n",
        quoted(&model.package.library())
    ));
    text.push_str(&manifest_without(&unused(model)));
    text
}

/// The features and dependencies that only modules use which the API does not.
fn unused(model: &Model) -> Vec<&'static str> {
    let needs = [
        (runtime::BASIC_AUTH, "base64"),
        (runtime::TIMESTAMP, "jiff"),
    ];
    let modules = runtime::unused(model);
    let unused = needs
        .into_iter()
        .filter(|(module, _)| modules.contains(module));
    unused.map(|(_, name)| name).collect()
}

/// A basic string of TOML.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() => quoted.push_str(&format!("\\u{:04X}", u32::from(c))),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}
