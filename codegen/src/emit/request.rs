//! The request of an endpoint: a struct with the client and the parameters, and the methods that set the parameters.

use std::iter;

use proc_macro2::TokenStream;
use quote::quote;

use super::debug::{self, Shown};
use super::{deprecated, docs, object, ty};
use crate::model::{Body, Endpoint, In, Null, Param, Resource, Ty};
use crate::name::Name;

/// The field with the value of a parameter. The parameters in a JSON or form body are fields of the struct `Body`, which
/// serialization writes. All others are fields of the request.
pub(super) fn field(endpoint: &Endpoint, param: &Param) -> TokenStream {
    if is_in_body(endpoint, param) {
        let name = &param.name;
        quote!(self.body.#name)
    } else {
        let name = own_field(endpoint, param);
        quote!(self.#name)
    }
}

/// The field with the value of the parameter with this name.
pub(super) fn field_of(endpoint: &Endpoint, name: &Name) -> Option<TokenStream> {
    let mut params = endpoint.params.iter();
    let param = params.find(|param| param.name == *name)?;
    Some(field(endpoint, param))
}

/// Whether the parameter is a field of `Body`.
fn is_in_body(endpoint: &Endpoint, param: &Param) -> bool {
    has_body(endpoint) && param.sent_in == In::Body
}

fn has_body(endpoint: &Endpoint) -> bool {
    matches!(endpoint.body, Body::Params(_))
}

/// The name of the field of the request for a parameter. It differs from the names of the other fields.
fn own_field(endpoint: &Endpoint, param: &Param) -> Name {
    let others: Vec<_> = iter::once("client").chain(last_fields(endpoint)).collect();
    param.name.avoiding(&others)
}

/// The fields of the request after those for parameters.
fn last_fields(endpoint: &Endpoint) -> impl Iterator<Item = &'static str> {
    let body = has_body(endpoint).then_some("body");
    let page_url = endpoint.resume().map(|_| "page_url");
    body.into_iter().chain(page_url)
}

/// The parameters that are fields of `Body`, and those that are fields of the request.
fn split(endpoint: &Endpoint) -> (Vec<&Param>, Vec<&Param>) {
    let params = endpoint.params.iter();
    params.partition(|param| is_in_body(endpoint, param))
}

/// The initial values of the fields of the request. The accessor has an argument for each required parameter.
pub(super) fn initializers(endpoint: &Endpoint) -> TokenStream {
    let initializer = |name: &Name, param: &Param| match &param.ty {
        Ty::Optional(_) => quote!(#name: None,),
        ty => ty::initializer(ty, name, &param.name),
    };
    let (body, own) = split(endpoint);
    let own = own
        .into_iter()
        .map(|param| initializer(&own_field(endpoint, param), param));
    let body = has_body(endpoint).then(|| {
        let fields = body
            .into_iter()
            .map(|param| initializer(&param.name, param));
        quote!(body: Body { #(#fields)* },)
    });
    let page_url = endpoint.resume().map(|_| quote!(page_url: None,));
    quote!(client: self.client.clone(), #(#own)* #body #page_url)
}

/// The struct of the request, and the struct of its body if it consists of parameters.
pub(super) fn structure(resource: &Resource, endpoint: &Endpoint) -> TokenStream {
    let request = endpoint.request();
    let docs = docs::outer(&format!(
        "A request of [`{0}::{1}`](super::{0}::{1}).",
        resource.accessor.as_str(),
        endpoint.name.as_str()
    ));
    let (body, own) = split(endpoint);
    let own: Vec<_> = own
        .into_iter()
        .map(|param| (own_field(endpoint, param), param))
        .collect();
    let fields = own.iter().map(|(name, param)| declaration(name, param));
    let body_field = has_body(endpoint).then(|| quote!(body: Body,));
    let page_url = endpoint
        .resume()
        .map(|_| quote!(page_url: Option<crate::runtime::request::page_url::PageUrl>,));
    let shown = own
        .iter()
        .map(|(name, param)| Shown::new(name, &param.ty, param.sensitive));
    let shown = iter::once(Shown::whole("client"))
        .chain(shown)
        .chain(last_fields(endpoint).map(Shown::whole));
    let debug = debug::of_struct(&quote!(#request), shown);
    let derive = debug.derive().into_iter();
    let debug = debug.implementation();
    let body = has_body(endpoint).then(|| body_structure(&body));
    quote! {
        #docs
        #[derive(Clone #(, #derive)*)]
        #[must_use = "call `send` to send the request"]
        pub struct #request {
            client: crate::Client,
            #(#fields)*
            #body_field
            #page_url
        }

        #debug

        #body
    }
}

/// The struct of a body that consists of parameters.
fn body_structure(params: &[&Param]) -> TokenStream {
    let fields = params.iter().map(|param| declaration(&param.name, param));
    let on_wire = params.iter();
    let on_wire = on_wire.map(|param| (&param.name, &*param.key, param.null == Null::IfUnset));
    let macro_name = quote!(crate::runtime::serialize::impls);
    let serialize = object::impls(&macro_name, &quote!(Body), on_wire);
    let shown = params
        .iter()
        .map(|param| Shown::new(&param.name, &param.ty, param.sensitive));
    let debug = debug::of_struct(&quote!(Body), shown);
    let derive = debug.derive().into_iter();
    let debug = debug.implementation();
    quote! {
        #[derive(Clone #(, #derive)*)]
        struct Body {
            #(#fields)*
        }

        #serialize

        #debug
    }
}

/// The declaration of the field `name` for a parameter.
fn declaration(name: &Name, Param { ty, null, .. }: &Param) -> TokenStream {
    // Absent, null, or a value.
    if null.clear().is_some() {
        quote!(#name: Option<#ty>,)
    } else {
        quote!(#name: #ty,)
    }
}

/// The methods that set optional parameters.
pub(super) fn setters(endpoint: &Endpoint) -> TokenStream {
    let params = endpoint.params.iter();
    let optional = params.filter(|param| param.ty.is_optional());
    optional
        .map(|param| setter(param, &field(endpoint, param)))
        .collect()
}

/// The method that sets an optional parameter in `field`, and the method that clears it if it is clearable.
fn setter(param: &Param, field: &TokenStream) -> TokenStream {
    let (docs, name, setter) = (docs::from_spec(&param.docs()), &param.name, param.setter());
    let inner = param.ty.required();
    let argument = ty::optional_argument(inner);
    // Outer `None`: absent. Inner `None`: null.
    let wrapper = param.null.clear().map(|_| quote!(Some));
    let value = ty::from_optional_argument(inner, name, wrapper.as_ref());
    let clear = param.null.clear().map(|clear| clearer(param, clear, field));
    let deprecated = deprecated::attribute(param.deprecated.as_ref());
    quote! {
        #docs
        #deprecated
        pub fn #setter(mut self, #name: #argument) -> Self {
            #field = #value;
            self
        }

        #clear
    }
}

fn clearer(param: &Param, clear: &Name, field: &TokenStream) -> TokenStream {
    // A link needs no `r#` before a keyword.
    let setter = param.setter();
    let setter = setter.as_str();
    let docs = docs::outer(&format!(
        "Sends null as [`{setter}`](Self::{setter}), which clears the value. If the parameter is not set, the value stays."
    ));
    let deprecated = deprecated::attribute(param.deprecated.as_ref());
    quote! {
        #docs
        #deprecated
        pub fn #clear(mut self) -> Self {
            #field = Some(None);
            self
        }
    }
}
