//! The guide: pages of the crate's docs on what is the same for every endpoint, with examples from this API that are
//! compiled, and run where they need no service.

use quote::{format_ident, quote};

use super::{api, docs, example};
use crate::model::Model;
use crate::output::File;

/// The pages, with the names of their modules.
const PAGES: [(&str, &str); 4] = [
    ("errors", include_str!("guide/errors.md")),
    ("logging", include_str!("guide/logging.md")),
    (
        "retries_and_deadlines",
        include_str!("guide/retries_and_deadlines.md"),
    ),
    ("testing", include_str!("guide/testing.md")),
];

pub(super) fn files(model: &Model) -> Vec<File> {
    let Some((call, method, body)) = example::first_call(model) else {
        return Vec::new();
    };
    let credentials = api::example_credentials(&model.auth.credentials());
    // How to react to one type of error, if any is known.
    let arm = model.error_types.first().map(|error| {
        let (library, name) = (model.package.library(), &error.name);
        format!(
            "    Err(error) if error.error_type() == Some(&{library}::ErrorType::{name}) => {{\n        \
             println!(\"one type of error\");\n    }}\n"
        )
    });
    let arm = arm.unwrap_or_default();
    let fill_in = |text: &str| {
        text.replace("{library}", &model.package.library())
            .replace("{credentials}", &credentials)
            .replace("{call}", &call)
            .replace("{method}", method)
            .replace("{body}", &body)
            .replace("{arm}", &arm)
            .replace("{call_timeout}", &model.call_timeout.as_secs().to_string())
            .replace(
                "{connect_timeout}",
                &model.connect_timeout.as_secs().to_string(),
            )
    };
    let page = |(name, text): &(&str, &str)| {
        let docs = docs::inner(&fill_in(text));
        File::code(format!("src/guide/{name}.rs"), &model.source, docs)
    };
    let docs = docs::inner("What is the same for every call, page by page.");
    let modules = PAGES.iter().map(|(name, _)| format_ident!("{name}"));
    let code = quote!(#docs #(pub mod #modules;)*);
    let mut files = vec![File::code("src/guide.rs", &model.source, code)];
    files.extend(PAGES.iter().map(page));
    files
}
