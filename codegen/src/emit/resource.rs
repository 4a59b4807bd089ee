//! Resources: the accessor, with a method for each endpoint.

use proc_macro2::TokenStream;
use quote::quote;

use super::docs;
use crate::fingerprint::Fingerprint;
use crate::model::{Resource, Response};
use crate::output::File;

pub(super) fn file(resource: &Resource) -> File<'_> {
    let path = format!("src/{}.rs", resource.module.as_str());
    File::code(path, &resource.source, || tokens(resource))
        .with_inputs(|| Fingerprint::of(resource))
}

fn tokens(resource: &Resource) -> TokenStream {
    let (name, accessor) = (&resource.name, &resource.accessor);
    let mut endpoints: Vec<_> = resource.endpoints.iter().collect();
    endpoints.sort_by_key(|endpoint| &endpoint.name);
    let modules = endpoints
        .iter()
        .map(|endpoint| endpoint.module.clone())
        .map(|module| quote!(mod #module;));
    let exports = endpoints.iter().map(|endpoint| {
        let (module, request, response) = (
            endpoint.module.clone(),
            endpoint.request(),
            endpoint.own_response(),
        );
        match endpoint.response {
            Response::Own(_) => quote!(pub use #module::{#request, #response};),
            _ => quote!(pub use #module::#request;),
        }
    });
    let module_docs = docs::inner(&crate::markdown::safe(&resource.docs));
    let docs = docs::from_spec(&resource.docs);
    let more = docs::outer(&format!(
        "\n[`Client::{0}`](crate::Client::{0}) returns this accessor. Each method creates a request.",
        name.as_str()
    ));
    quote! {
        #module_docs
        #(#modules)*
        #(#exports)*
        #docs
        #more
        #[derive(Clone, Debug)]
        pub struct #accessor {
            pub(crate) client: crate::Client,
        }
    }
}
