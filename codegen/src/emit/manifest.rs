//! `Cargo.toml`.

use super::runtime::{self, Modules};
use crate::model::{Model, Package};
use crate::output::File;
use crate::runtime::manifest_without;

/// Creates the manifest of a crate without the modules in `unused`.
pub(super) fn file(model: &Model, unused: Modules) -> File<'_> {
    let text = move || text(model, &unused);
    File::text("Cargo.toml", &model.source, ("#", ""), text)
}

fn text(model: &Model, unused: &[&str]) -> String {
    let package = &model.package;
    let library = quoted(&package.library());
    let shared = manifest_without(&needless(unused));
    // Without the path of the library, cargo cannot load a workspace while `src` does not exist, and the generator
    // cannot run.
    format!(
        "{}edition = \"2024\"\nrust-version = \"1.88\"\ninclude = {INCLUDE}\n\n\
         [package.metadata.docs.rs]\nall-features = true\n\n\
         [lib]\nname = {library}\npath = \"src/lib.rs\"\n\n{shared}",
        metadata(package),
    )
}

/// The files of a published package, in addition to its manifest. Omits files that the generator does not write, such as
/// tests and examples.
const INCLUDE: &str = r#"["/src", "/CHANGELOG.md", "/LICENSE*", "/README.md"]"#;

/// The part of the manifest that depends on the spec.
fn metadata(package: &Package) -> String {
    let mut text = format!(
        "[package]\nname = {}\nversion = {}\ndescription = {}\n",
        quoted(&package.name),
        quoted(&package.version),
        quoted(package.tagline()),
    );
    for (key, value) in [
        ("license", &package.license),
        ("repository", &package.repository),
    ] {
        if let Some(value) = value {
            text.push_str(&format!("{key} = {}\n", quoted(value)));
        }
    }
    for (key, words) in [
        ("keywords", &package.keywords),
        ("categories", &package.categories),
    ] {
        if !words.is_empty() {
            let words: Vec<_> = words.iter().map(|word| quoted(word)).collect();
            text.push_str(&format!("{key} = [{}]\n", words.join(", ")));
        }
    }
    text
}

/// The features and dependencies that only modules in `unused` need.
fn needless(unused: &[&str]) -> Vec<&'static str> {
    let is_unused = |module: &&str| unused.contains(module);
    let needs = [("base64", USERS_OF_BASE64), ("jiff", USERS_OF_JIFF)];
    let needless = needs
        .into_iter()
        .filter(|(_, users)| users.iter().all(is_unused));
    needless.map(|(name, _)| name).collect()
}

const USERS_OF_BASE64: &[&str] = &[runtime::BASE64_BYTES, runtime::BASIC_AUTH];

/// The modules with conversions to and from the types of `jiff`.
pub(super) const USERS_OF_JIFF: &[&str] = &[runtime::DATE, runtime::TIMESTAMP, runtime::UNIX_TIME];

/// Quotes text as a basic string of TOML.
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
