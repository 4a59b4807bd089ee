//! `lib.rs`: the modules, and the public items at the root of the crate.

use proc_macro2::TokenStream;
use quote::quote;

use super::runtime::{self, Modules};
use super::{deprecated, docs};
use crate::markdown;
use crate::model::{Model, Resource};
use crate::output::File;

/// Creates the root of a crate without the modules in `unused`.
pub(super) fn file(model: &Model, unused: Modules) -> File<'_> {
    let tokens = move || tokens(model, &unused);
    File::code("src/lib.rs", &model.source, tokens)
}

fn tokens(model: &Model, unused: &[&str]) -> TokenStream {
    let mut modules: Vec<_> = model
        .resources
        .iter()
        .map(|resource| resource.module.clone())
        .collect();
    modules.sort();
    let (lints, exports) = (lints(), exports(unused));
    let endpoints = docs::inner(&endpoints(model));
    // The generator formats its own files. Rustfmt formats the runtime.
    quote! {
        #![doc = include_str!("../README.md")]
        #endpoints
        #![forbid(unsafe_code)]
        #![deny(missing_docs)]
        #lints

        #[rustfmt::skip]
        mod client;
        #[rustfmt::skip]
        pub mod guide;
        mod runtime;
        #[rustfmt::skip]
        pub mod types;
        #(#[rustfmt::skip] pub mod #modules;)*

        #exports
    }
}

/// The lints that names, shapes and docs of an API can violate.
fn lints() -> TokenStream {
    quote! {
        #![allow(
            clippy::doc_lazy_continuation,
            clippy::doc_link_with_quotes,
            clippy::doc_markdown,
            clippy::doc_overindented_list_items,
            clippy::enum_variant_names,
            clippy::fn_params_excessive_bools,
            clippy::iter_not_returning_iterator,
            clippy::large_enum_variant,
            clippy::many_single_char_names,
            clippy::module_inception,
            clippy::new_ret_no_self,
            clippy::new_without_default,
            clippy::option_option,
            clippy::should_implement_trait,
            clippy::similar_names,
            clippy::single_char_pattern,
            clippy::struct_excessive_bools,
            clippy::struct_field_names,
            clippy::too_many_lines,
            clippy::type_complexity,
            clippy::wrong_self_convention,
            clippy::zero_sized_map_values,
            reason = "the API determines the names, shapes and docs"
        )]
    }
}

/// The items of the runtime that callers use.
fn exports(unused: &[&str]) -> TokenStream {
    let used = |module, export: TokenStream| {
        (!unused.contains(&module)).then(|| quote!(pub use runtime::#export;))
    };
    let byte_stream = used(runtime::BYTE_STREAM, quote!(byte_stream::ByteStream));
    let event_stream = used(
        runtime::EVENT_STREAM,
        quote!(event_stream::{Event, EventStream}),
    );
    let multipart = used(runtime::MULTIPART, quote!(multipart::File));
    let bytes = used(runtime::BASE64_BYTES, quote!(base64_bytes::Bytes));
    let date = used(runtime::DATE, quote!(date::Date));
    let decimal = used(runtime::DECIMAL, quote!(decimal::Decimal));
    let unix_time = used(runtime::UNIX_TIME, quote!(unix_time::UnixTime));
    let uuid = used(runtime::UUID, quote!(uuid::Uuid));
    let integer_enum = used(
        runtime::INTEGER_ENUM,
        quote!(integer_enum::UnrecognizedInteger),
    );
    let json_object = used(runtime::JSON_OBJECT, quote!(json_object::JsonObject));
    let paging = used(runtime::PAGING, quote!(paging::{ItemStream, PageStream}));
    let look_ahead = used(runtime::LOOK_AHEAD, quote!(look_ahead::UnrecognizedValue));
    let tagged = used(runtime::TAGGED, quote!(tagged::UnrecognizedVariant));
    let timestamp = used(runtime::TIMESTAMP, quote!(timestamp::Timestamp));
    let token_source = used(
        runtime::TOKEN_SOURCE,
        quote!(token_source::{Token, TokenSource}),
    );
    quote! {
        // The path starts with `::`, because a resource can be named `http`.
        #[doc(no_inline)]
        pub use ::http::{HeaderMap, Method, StatusCode};
        pub use client::error_type::ErrorType;
        #bytes
        #[cfg(feature = "blocking")]
        pub use runtime::blocking;
        #byte_stream
        pub use runtime::client::{Client, ClientBuilder};
        pub use runtime::custom_request::CustomRequest;
        #date
        #decimal
        pub use runtime::error::Error;
        #event_stream
        #integer_enum
        pub use runtime::into_option::IntoOption;
        #json_object
        #look_ahead
        #multipart
        pub use runtime::open_enum::Unrecognized;
        #paging
        pub use runtime::response::{Meta, Response};
        pub use runtime::retry::RetryPolicy;
        #tagged
        #timestamp
        #token_source
        #unix_time
        #uuid
        pub use runtime::{testing, transport};
    }
}

/// The list of all endpoints on the front page of the docs. The README does not contain it, because only rustdoc can
/// link to methods.
fn endpoints(model: &Model) -> String {
    let mut sections = vec!["## Endpoints".to_owned()];
    sections.extend(model.resources.iter().map(resource));
    format!("\n{}", sections.join("\n\n"))
}

fn resource(resource: &Resource) -> String {
    let (module, accessor) = (resource.module.as_str(), resource.accessor.as_str());
    let lead = format!("[`client.{0}()`](Client::{0}):", resource.name.as_str());
    let lead = format!("{lead}{}", markdown::safe_after_word(&resource.docs));
    let endpoints = resource.endpoints.iter().map(|endpoint| {
        let name = endpoint.name.as_str();
        let deprecated = deprecated::word(endpoint.deprecated.as_ref());
        let lead = format!("[`{name}`]({module}::{accessor}::{name}){deprecated}:");
        docs::list_item(&lead, &endpoint.summary)
    });
    let endpoints: Vec<_> = endpoints.collect();
    format!("{lead}\n\n{}", endpoints.join("\n"))
}
