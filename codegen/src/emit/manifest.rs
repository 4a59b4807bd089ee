//! `Cargo.toml`.

use super::runtime;
use crate::model::{Model, Package};
use crate::output::File;

/// Where the part of the runtime's manifest starts that every generated crate shares, and where it ends.
const SHARED: (&str, &str) = (
    "[features]",
    "# Only the tests of the runtime itself need the rest.",
);

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
    text.push_str(shared());
    text
}

/// Whether every generated crate depends on a crate of this name.
pub(crate) fn is_dependency(name: &str) -> bool {
    let library = name.replace('-', "_");
    let dependencies = shared()
        .split_once("[dependencies]")
        .map_or("", |(_, dependencies)| dependencies);
    let mut names = dependencies
        .lines()
        .filter_map(|line| line.split_once(" ="));
    names.any(|(dependency, _)| dependency.replace('-', "_") == library)
}

fn shared() -> &'static str {
    let (start, end) = SHARED;
    let from_start = runtime::MANIFEST
        .find(start)
        .and_then(|at| runtime::MANIFEST.get(at..));
    from_start
        .and_then(|shared| shared.split(end).next())
        .unwrap_or_default()
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
