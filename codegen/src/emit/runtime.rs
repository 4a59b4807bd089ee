//! The hand-written half of the client, copied as it is from the crate in `codegen/runtime`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

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

/// The `mod` lines of the runtime. Not every API needs all of it, so some of it may be unused.
pub(super) fn declarations() -> TokenStream {
    let modules = ROOT_MODULES.iter().filter(|module| {
        FILES
            .iter()
            .any(|(path, _)| path.strip_suffix(".rs") == Some(module))
    });
    modules
        .map(|module| {
            let name = format_ident!("{module}");
            match *module {
                "transport" => quote!(pub mod #name;),
                "auth" => allow_dead_code(&name, "an API has one kind of credentials"),
                "open_enum" => allow_dead_code(&name, "an API need not have enums"),
                "lenient" => allow_dead_code(&name, "an API need not have every kind of field"),
                "paging" => allow_dead_code(&name, "an API need not have pages"),
                "request" => allow_dead_code(&name, "an API need not have every kind of parameter"),
                "tagged" => allow_dead_code(&name, "an API need not have tagged unions"),
                _ => quote!(mod #name;),
            }
        })
        .collect()
}

fn allow_dead_code(name: &proc_macro2::Ident, reason: &str) -> TokenStream {
    quote!(#[allow(dead_code, reason = #reason)] mod #name;)
}
