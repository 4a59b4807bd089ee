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
    "absent.rs",
    "auth.rs",
    "base_url.rs",
    "blocking.rs",
    "client.rs",
    "client/builder.rs",
    "deadline.rs",
    "error.rs",
    "id.rs",
    "json_object.rs",
    "json_place.rs",
    "json_reader.rs",
    "object.rs",
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
pub(crate) fn root_modules() -> impl Iterator<Item = &'static str> {
    // `main.rs` would be a program to cargo, and so would the files of the endpoints of `bin`.
    let emitted = ["api", "bin", "guide", "lib", "main", "types"];
    emitted.into_iter().chain(copied_modules())
}

/// Those of them that are copied.
fn copied_modules() -> impl Iterator<Item = &'static str> {
    let at_root = FILES
        .iter()
        .map(|(path, _)| *path)
        .filter(|path| !path.contains('/'));
    at_root.filter_map(|path| path.strip_suffix(".rs"))
}

/// The manifest of the runtime, whose features and dependencies are those of every generated crate.
pub(super) const MANIFEST: &str = include_str!("../../runtime/Cargo.toml");

pub(super) fn files<'m>() -> impl Iterator<Item = File<'m>> {
    FILES.iter().map(|(path, text)| {
        File::text(
            format!("src/{path}"),
            &format!("codegen/runtime/src/{path}"),
            ("//", ""),
            || (*text).to_owned(),
        )
    })
}

/// The modules of the runtime that callers do not see.
pub(super) fn private_modules() -> impl Iterator<Item = Ident> {
    let shown = ["blocking", "testing", "transport"];
    let private = copied_modules().filter(move |module| !shown.contains(module));
    private.map(|module| Ident::new(module, Span::call_site()))
}
