//! The hand-written half of the client, copied as it is from the crate in `codegen/runtime`.

use proc_macro2::{Ident, Span};

use crate::output::File;

/// The files of the runtime, with their contents.
macro_rules! files {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../../runtime/src/", $path)))),*]
    };
}

const FILES: [(&str, &str); 16] = files![
    "auth.rs",
    "base_url.rs",
    "client.rs",
    "deadline.rs",
    "error.rs",
    "json_object.rs",
    "lenient.rs",
    "open_enum.rs",
    "paging.rs",
    "request.rs",
    "response.rs",
    "tagged.rs",
    "timestamp.rs",
    "transport.rs",
    "transport/hyper.rs",
    "transport/reqwest.rs",
];

/// The modules at the root of every generated crate: no resource can have one of these names.
pub(crate) const ROOT_MODULES: &[&str] = &[
    "api",
    "auth",
    "base_url",
    "client",
    "deadline",
    "error",
    "json_object",
    "lenient",
    "lib",
    "main",
    "open_enum",
    "paging",
    "request",
    "response",
    "tagged",
    "timestamp",
    "transport",
    "types",
];

/// The manifest of the runtime, whose features and dependencies are those of every generated crate.
pub(super) const MANIFEST: &str = include_str!("../../runtime/Cargo.toml");

pub(super) fn files() -> impl Iterator<Item = File> {
    FILES.iter().map(|(path, text)| {
        File::text(
            format!("src/{path}"),
            &format!("codegen/runtime/src/{path}"),
            ("//", ""),
            text,
        )
    })
}

/// The modules of the runtime but for `transport`, which is the only one that callers see as a module.
pub(super) fn private_modules() -> impl Iterator<Item = Ident> {
    let at_root = |path: &&str| !path.contains('/') && *path != "transport.rs";
    let paths = FILES.iter().map(|(path, _)| *path).filter(at_root);
    paths.filter_map(|path| Some(Ident::new(path.strip_suffix(".rs")?, Span::call_site())))
}
