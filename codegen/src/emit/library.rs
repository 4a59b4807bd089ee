//! `lib.rs`: the modules, and what the crate offers at its root.

use proc_macro2::TokenStream;
use quote::quote;

use super::runtime;
use crate::model::Model;
use crate::output::File;

pub(super) fn file(model: &Model) -> File<'_> {
    File::code("src/lib.rs", &model.source, || tokens(model))
}

fn tokens(model: &Model) -> TokenStream {
    let mut modules: Vec<_> = model
        .resources
        .iter()
        .map(|resource| resource.name.to_module())
        .collect();
    modules.sort();
    let runtime = runtime::private_modules();
    quote! {
        #![doc = include_str!("../README.md")]
        #![forbid(unsafe_code)]
        #![deny(missing_docs)]
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
            clippy::wrong_self_convention,
            reason = "the names, shapes and docs are those of the API"
        )]

        mod api;
        #(mod #runtime;)*
        #[cfg(feature = "blocking")]
        pub mod blocking;
        pub mod guide;
        pub mod testing;
        pub mod transport;
        pub mod types;
        #(pub mod #modules;)*

        pub use api::ErrorType;
        pub use client::{Client, ClientBuilder};
        pub use error::Error;
        pub use json_object::JsonObject;
        pub use open_enum::Unrecognized;
        pub use paging::{ItemStream, PageStream};
        pub use response::Response;
        pub use retry::RetryPolicy;
        pub use tagged::UnrecognizedVariant;
        pub use timestamp::Timestamp;
    }
}
