//! Endpoints: a method of the accessor, a request, and the body of the response.
//!
//! The emitted code declares the call and contains no logic. The runtime's `Request` has all behaviour.

use std::sync::Arc;

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::inputs::Inputs;
use super::{checks, deprecated, docs, example, object, paging, request, ty};
use crate::diagnostic::list_of;
use crate::markdown;
use crate::model::{
    Body, Encoding, Endpoint, EndpointAuth, FixedHeader, In, Kind, Model, Param, Resource,
    Response, RuleKind, Statuses, Style, Ty,
};
use crate::output::File;

pub(super) fn file<'m>(
    model: &'m Model,
    resource: &'m Resource,
    endpoint: &'m Endpoint,
    inputs: &Arc<Inputs<'m>>,
) -> File<'m> {
    let (directory, module) = (resource.module.clone(), endpoint.module.clone());
    let path = format!("src/{}/{}.rs", directory.as_str(), module.as_str());
    let inputs = Arc::clone(inputs);
    File::code(path, &resource.source, || tokens(model, resource, endpoint))
        .with_inputs(move || inputs.of_endpoint(resource, endpoint))
}

fn tokens(model: &Model, resource: &Resource, endpoint: &Endpoint) -> TokenStream {
    let accessor = accessor(model, resource, endpoint);
    let pages = endpoint
        .paging
        .as_ref()
        .map(|paging| paging::implementation(endpoint, paging));
    let request = request::structure(resource, endpoint);
    let methods = request_methods(endpoint);
    let response = match &endpoint.response {
        Response::Own(object) => {
            let docs = format!("The response of `{}`.", endpoint.name.as_str());
            Some(object::tokens(&endpoint.own_response(), &docs, object))
        }
        _ => None,
    };
    let allowed = deprecated::allowed_in_endpoint(endpoint);
    quote! {
        #allowed
        #accessor
        #request
        #methods
        #pages
        #response
    }
}

/// The method of the accessor, with the docs of the endpoint.
fn accessor(model: &Model, resource: &Resource, endpoint: &Endpoint) -> TokenStream {
    let (accessor, name, request) = (&resource.accessor, &endpoint.name, endpoint.request());
    let docs = docs::outer(&endpoint_docs(model, resource, endpoint));
    let arguments: Vec<_> = endpoint
        .params
        .iter()
        .filter(|param| !param.ty.is_optional())
        .collect();
    let names = arguments.iter().map(|param| &param.name);
    let types = arguments.iter().map(|param| ty::argument(&param.ty));
    let fields = request::initializers(endpoint);
    let many = (arguments.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    let deprecated = deprecated::attribute(endpoint.deprecated.as_ref());
    quote! {
        impl super::#accessor {
            #docs
            #deprecated
            #many
            pub fn #name(&self, #(#names: #types),*) -> #request {
                #request { #fields }
            }
        }
    }
}

/// The methods of the request that set its parameters and send it.
fn request_methods(endpoint: &Endpoint) -> TokenStream {
    let request = endpoint.request();
    let setters = request::setters(endpoint);
    let send = send(endpoint);
    let streams = endpoint
        .paging
        .as_ref()
        .map(|paging| paging::methods(endpoint, paging));
    quote! {
        impl #request {
            #setters
            #send
            #streams
        }
    }
}

fn endpoint_docs(model: &Model, resource: &Resource, endpoint: &Endpoint) -> String {
    let safe = markdown::safe;
    let mut sections = vec![safe(&endpoint.summary)];
    sections.extend(endpoint.docs.as_deref().map(safe));
    sections.push(format!(
        "HTTP: `{} {}`",
        endpoint.method.as_str(),
        endpoint.path
    ));
    let server = endpoint
        .server
        .as_ref()
        .and_then(|name| model.chosen_server(name));
    sections.extend(server.map(|chosen| format!("Server: `{}`", chosen.server.url)));
    for header in &endpoint.headers {
        sections.push(format!("Header: {}", markdown::code(&header.line())));
    }
    if endpoint.auth == EndpointAuth::None {
        sections.push("The request contains no credentials.".to_owned());
    }
    sections.extend(parameter_docs(endpoint));
    sections.extend(error_docs(model, endpoint));
    sections.extend(response_header_docs(endpoint));
    let example::Call { code, arguments } = example::call(model, resource, endpoint);
    let library = model.package.library();
    // Short paths, for short lines.
    let short = code.replace(&format!("{library}::types::"), "types::");
    let import = if short == code {
        String::new()
    } else {
        format!("use {library}::types;\n\n")
    };
    let usage = example::usage(model, endpoint, &short);
    sections.push(format!(
        "# Example\n\n```no_run\n{import}# async fn example({arguments}client: {library}::Client) -> Result<(), {library}::Error> {{\n\
         {usage}\n# Ok(())\n# }}\n```"
    ));
    sections.join("\n\n")
}

/// The types of error, and the types of the bodies of errors.
fn error_docs(model: &Model, endpoint: &Endpoint) -> Option<String> {
    let mut paragraphs = Vec::new();
    if !endpoint.errors.is_empty() {
        let errors = endpoint.errors.iter().map(|error| {
            let name = error.name.as_str();
            let lead = format!("[`{name}`](crate::ErrorType::{name}):");
            docs::list_item(&lead, &error.docs)
        });
        let errors: Vec<_> = errors.collect();
        let intro = "The service can return these [types of error](crate::ErrorType), in addition to the errors of every call:";
        paragraphs.push(format!("{intro}\n\n{}", errors.join("\n")));
    }
    if !endpoint.error_bodies.is_empty() {
        let of_endpoint = endpoint.error_bodies.iter();
        let mut bodies: Vec<_> = of_endpoint.map(|body| (body.statuses, &body.ty)).collect();
        let has_other = bodies
            .iter()
            .any(|(statuses, _)| *statuses == Statuses::Other);
        let of_all = model.error_body.as_ref().filter(|_| !has_other);
        bodies.extend(of_all.map(|ty| (Statuses::Other, ty)));
        let bodies = bodies
            .into_iter()
            .map(|(statuses, ty)| format!("- {statuses}: {}", ty::linked(ty)));
        let bodies: Vec<_> = bodies.collect();
        let intro = "[`decode_body`](crate::Error::decode_body) reads the body of an error. Its type depends on the status:";
        paragraphs.push(format!("{intro}\n\n{}", bodies.join("\n")));
    }
    (!paragraphs.is_empty()).then(|| format!("# Errors\n\n{}", paragraphs.join("\n\n")))
}

fn response_header_docs(endpoint: &Endpoint) -> Option<String> {
    if endpoint.response_headers.is_empty() {
        return None;
    }
    let headers = endpoint.response_headers.iter().map(|header| {
        let name = header.name.as_str();
        let word = deprecated::word(header.deprecated.as_ref());
        let lead = format!("[`{name}`](crate::Meta::{name}){word}:");
        docs::list_item(&lead, markdown::first_sentence(&header.docs))
    });
    let headers: Vec<_> = headers.collect();
    Some(format!("# Response headers\n\n{}", headers.join("\n")))
}

fn parameter_docs(endpoint: &Endpoint) -> Option<String> {
    if endpoint.params.is_empty() {
        return None;
    }
    let request = endpoint.request();
    let params = endpoint.params.iter().map(|param| {
        let part = match param.sent_in {
            In::Path => ", in the path".to_owned(),
            In::Query => ", in the query".to_owned(),
            In::Header => format!(", in the header {}", markdown::code(&param.key)),
            In::Body => String::new(),
        };
        let word = deprecated::word(param.deprecated.as_ref());
        if param.ty.is_optional() {
            let setter = param.setter();
            let setter = setter.as_str();
            let lead = format!("[`{setter}`]({request}::{setter}), optional{part}{word}:");
            docs::list_item(&lead, markdown::first_sentence(&param.docs))
        } else {
            // Rust allows no attribute on an argument.
            let note = param
                .deprecated
                .iter()
                .map(|note| format!("Deprecated: {note}"));
            let docs: Vec<_> = [param.docs()].into_iter().chain(note).collect();
            docs::list_item(
                &format!("`{}`{part}{word}:", param.name),
                &docs.join("\n\n"),
            )
        }
    });
    let params: Vec<_> = params.collect();
    let mut text = format!("# Parameters\n\n{}", params.join("\n"));
    for rule in &endpoint.rules {
        let names = list_of(rule.params.iter().map(|param| param.name.as_str()));
        let count = match rule.kind {
            RuleKind::OneOf => "Exactly one",
            RuleKind::AtLeastOneOf => "At least one",
        };
        text.push_str(&format!("\n\n{count} of {names} must be set."));
    }
    Some(text)
}

fn send(endpoint: &Endpoint) -> TokenStream {
    let (method, path) = (
        format_ident!("{}", endpoint.method.as_str()),
        endpoint.template(),
    );
    let mut steps: Vec<_> = accept(&endpoint.response).into_iter().collect();
    let field = |param| request::field(endpoint, param);
    let params = || endpoint.params.iter();
    steps.extend(params().filter_map(|param| step(param, &field(param))));
    steps.extend(params().flat_map(|param| checks::steps(param, &field(param))));
    for rule in &endpoint.rules {
        let keys = rule.params.iter().map(|param| &param.key);
        let fields = rule.params.iter();
        let fields = fields.map(|param| request::field_of(endpoint, &param.name));
        let check = match rule.kind {
            RuleKind::OneOf => quote!(one_of),
            RuleKind::AtLeastOneOf => quote!(at_least_one_of),
        };
        steps.push(quote!(.#check(&[#((#keys, #fields.is_some())),*])));
    }
    if endpoint.idempotent {
        steps.push(quote!(.idempotent()));
    }
    if let Some(server) = &endpoint.server {
        let server = server.as_str();
        steps.push(quote!(.server(#server)));
    }
    for FixedHeader { name, value } in &endpoint.headers {
        let name = name.to_ascii_lowercase();
        steps.push(quote!(.fixed_header(#name, #value)));
    }
    if endpoint.auth == EndpointAuth::None {
        steps.push(quote!(.without_credentials()));
    }
    steps.extend(body_step(endpoint));
    if let Some(content_type) = &endpoint.content_type {
        steps.push(quote!(.content_type(#content_type)));
    }
    if endpoint.resume().is_some() {
        steps.push(quote!(.page_url(self.page_url.as_ref(), &self.client)));
    }
    let request =
        quote!(crate::runtime::request::Request::new(http::Method::#method, #path) #(#steps)*);
    match &endpoint.response {
        Response::Empty => terminal(&quote!(()), &request, &quote!(send_unit(self.client))),
        Response::Type(ty) => terminal(&quote!(#ty), &request, &send_for(ty)),
        Response::Own(_) => {
            let body = endpoint.own_response().into_tokens();
            terminal(&body, &request, &quote!(send(self.client)))
        }
        Response::Text => terminal(&quote!(String), &request, &quote!(send_text(self.client))),
        Response::Bytes => download(&request),
        Response::Events(ty) => {
            let body = quote!(crate::EventStream<#ty>);
            terminal(&body, &request, &quote!(send_events(self.client)))
        }
    }
}

/// The method that sends the request. It is not `async`: the check of an `async` function takes 5 M more instructions.
/// With `#[inline]`, the caller's crate compiles it, and only if it makes the call.
fn terminal(body: &TokenStream, request: &TokenStream, send: &TokenStream) -> TokenStream {
    let docs = docs::outer(&format!("Sends the request.\n\n{ERRORS}"));
    quote! {
        #docs
        #[inline]
        pub fn send(self) -> impl Future<Output = Result<crate::Response<#body>, crate::Error>> {
            #request .#send
        }
    }
}

/// The methods that send a request whose response consists of bytes.
fn download(request: &TokenStream) -> TokenStream {
    let whole = quote!(self.to_request());
    let send = terminal(
        &quote!(bytes::Bytes),
        &whole,
        &quote!(send_bytes(self.client)),
    );
    let docs = docs::outer(&format!(
        "Sends the request, and returns the body of the response as a stream. [`send`](Self::send) waits for the whole body.\n\n\
         {ERRORS}"
    ));
    quote! {
        #send

        #docs
        #[inline]
        pub fn send_stream(self) -> impl Future<Output = Result<crate::Response<crate::ByteStream>, crate::Error>> {
            self.to_request().send_stream(self.client)
        }

        fn to_request(&self) -> crate::runtime::request::Request {
            #request
        }
    }
}

/// The section on errors in the docs of each method that sends a request.
const ERRORS: &str = "# Errors\n\n\
    Returns an [`Error`](crate::Error) if the request is invalid or cannot be sent, no response arrives in time, the \
    service returns an error, or the response cannot be decoded.";

/// The part of the declaration for the media type of a response that is not JSON.
fn accept(response: &Response) -> Option<TokenStream> {
    let media_type = match response {
        Response::Empty | Response::Type(_) | Response::Own(_) => return None,
        Response::Bytes => "*/*",
        // An error can be JSON.
        Response::Text => "text/plain, */*;q=0.5",
        Response::Events(_) => "text/event-stream",
    };
    Some(quote!(.accept(#media_type)))
}

/// The part of the declaration for the body.
fn body_step(endpoint: &Endpoint) -> Option<TokenStream> {
    let whole = |write: TokenStream| {
        let field = request::field(endpoint, endpoint.params_in(In::Body).next()?);
        Some(quote!(.#write(&#field)))
    };
    match endpoint.body {
        Body::None => None,
        Body::Params(Encoding::Json) => Some(quote!(.json(&self.body))),
        Body::Params(Encoding::Form) => Some(quote!(.form(&self.body))),
        Body::Value(Encoding::Json) => whole(quote!(json_value)),
        Body::Value(Encoding::Form) => whole(quote!(form_value)),
        Body::Bytes => whole(quote!(bytes_value)),
        Body::Text => whole(quote!(text_value)),
        Body::Multipart => Some(multipart(endpoint)),
    }
}

/// The call of the runtime that sends the request and decodes a response of type `ty`.
fn send_for(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Optional(inner) => {
            let decode = decode(inner);
            quote!(send_optional(self.client, #decode))
        }
        ty if ty.is_object() => quote!(send(self.client)),
        ty => {
            let decode = decode(ty);
            quote!(send_with(self.client, #decode))
        }
    }
}

/// The function of the runtime that decodes a body of type `ty`.
fn decode(ty: &Ty) -> TokenStream {
    match ty {
        Ty::Map { .. } => quote!(crate::runtime::value_body::decode_map),
        Ty::Named {
            kind: Kind::Untagged,
            ..
        } => quote!(crate::runtime::value_body::decode_untagged),
        ty if ty.is_object() => quote!(crate::runtime::response::decode),
        _ => quote!(crate::runtime::value_body::decode),
    }
}

/// The part of the declaration for a parameter that is not in the body. `field` has its value.
fn step(param: &Param, field: &TokenStream) -> Option<TokenStream> {
    let Param {
        key,
        ty,
        sent_in,
        style,
        ..
    } = param;
    let values = values(field, ty);
    let step = match (sent_in, style) {
        (In::Body, _) => return None,
        (In::Path, Style::Comma) => quote!(.path_list(#key, &#field)),
        (In::Path, _) => quote!(.path_param(#key, &#field)),
        (In::Query, Style::Repeat) => quote!(.query(#key, #values)),
        (In::Query, Style::Comma) => quote!(.query_list(#key, #values)),
        (In::Query, Style::Brackets) => quote!(.query_brackets(#key, &#field)),
        (In::Header, Style::Comma) => quote!(.header_list(#key, #values)),
        (In::Header, _) => quote!(.header(#key, #values)),
    };
    Some(step)
}

/// The values of the parameter in `field`: none if it is absent, and all items of a list.
fn values(field: &TokenStream, ty: &Ty) -> TokenStream {
    match ty {
        Ty::Optional(inner) if matches!(**inner, Ty::List(_)) => {
            quote!(#field.iter().flatten())
        }
        Ty::Optional(_) | Ty::List(_) => quote!(&#field),
        _ => quote!([&#field]),
    }
}

/// The part of the declaration for the parts of a multipart body.
fn multipart(endpoint: &Endpoint) -> TokenStream {
    let parts = endpoint.params_in(In::Body).map(|param| {
        let field = request::field(endpoint, param);
        let (key, values) = (&param.key, values(&field, &param.ty));
        match param.ty.required().item() {
            Ty::File => quote!(.file(#key, #values)),
            ty if ty.is_scalar() => quote!(.text(#key, #values)),
            _ => quote!(.json(#key, #values)),
        }
    });
    quote!(.multipart(&crate::runtime::multipart::Form::default() #(#parts)*))
}
