//! The hand-written half of the client, copied as it is from the crate in `codegen/runtime`.

use proc_macro2::{Ident, Span};

use crate::output::File;

/// The files of the runtime, with their contents.
macro_rules! files {
    ($($path:literal),* $(,)?) => {
        [$(($path, include_str!(concat!("../../runtime/src/", $path)))),*]
    };
}

const FILES: &[(&str, &str)] = &files![
    "auth.rs",
    "base_url.rs",
    "blocking.rs",
    "client.rs",
    "client/builder.rs",
    "deadline.rs",
    "error.rs",
    "json_object.rs",
    "lenient.rs",
    "open_enum.rs",
    "paging.rs",
    "redacted.rs",
    "request.rs",
    "response.rs",
    "retry.rs",
    "tagged.rs",
    "testing.rs",
    "timestamp.rs",
    "trace.rs",
    "transport.rs",
    "transport/hyper.rs",
    "transport/proxy.rs",
    "transport/reqwest.rs",
];

/// The modules at the root of every generated crate: no resource can have one of these names.
pub(crate) const ROOT_MODULES: &[&str] = &[
    "api",
    "auth",
    "base_url",
    // The files of its endpoints would be programs to cargo.
    "bin",
    "blocking",
    "client",
    "deadline",
    "error",
    "guide",
    "json_object",
    "lenient",
    "lib",
    "main",
    "open_enum",
    "paging",
    "redacted",
    "request",
    "response",
    "retry",
    "tagged",
    "testing",
    "timestamp",
    "trace",
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

/// The modules of the runtime that callers do not see.
pub(super) fn private_modules() -> impl Iterator<Item = Ident> {
    let shown = ["blocking.rs", "testing.rs", "transport.rs"];
    let at_root = move |path: &&str| !path.contains('/') && !shown.contains(path);
    let paths = FILES.iter().map(|(path, _)| *path).filter(at_root);
    paths.filter_map(|path| Some(Ident::new(path.strip_suffix(".rs")?, Span::call_site())))
}
