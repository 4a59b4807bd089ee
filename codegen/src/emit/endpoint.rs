//! Endpoints: a method of the accessor, a builder, and the body of the response.
//!
//! What is emitted declares the call and holds no logic; all behaviour is in the runtime's `Request`.

use proc_macro2::TokenStream;
use quote::{format_ident, quote};

use super::imports::Imports;
use super::{debug, docs, example, object, ty};
use crate::diagnostic::list_of;
use crate::markdown;
use crate::model::{
    Body, CursorPaging, Encoding, Endpoint, In, Model, Paging, Param, PathField, Resource,
    Response, RuleKind, Ty,
};
use crate::output::File;

pub(super) fn file<'m>(
    model: &'m Model,
    resource: &'m Resource,
    endpoint: &'m Endpoint,
) -> File<'m> {
    let (directory, module) = (resource.name.to_module(), endpoint.name.to_module());
    let path = format!("src/{}/{}.rs", directory.as_str(), module.as_str());
    File::code(path, &resource.source, || tokens(model, resource, endpoint))
}

fn tokens(model: &Model, resource: &Resource, endpoint: &Endpoint) -> TokenStream {
    let mut imports = Imports::default();
    for path in [
        "http::Method",
        "crate::Client",
        "crate::Error",
        "crate::Response",
        "crate::runtime::request::Request",
    ] {
        imports.add(path);
    }
    let accessor = accessor(model, resource, endpoint);
    let pages = endpoint
        .paging
        .as_ref()
        .map(|paging| pages(endpoint, paging, &mut imports));
    let builder = builder(resource, endpoint, &mut imports);
    let response = match &endpoint.response {
        Response::Own(object) => {
            let docs = format!("What `{}` returns.", endpoint.name.as_str());
            Some(object::tokens(
                &endpoint.own_response(),
                &docs,
                object,
                &mut imports,
            ))
        }
        Response::Shared(name) => {
            imports.add_type(name);
            None
        }
        Response::Empty => None,
    };
    let accessor_type = &resource.accessor;
    quote! {
        #imports
        use super::#accessor_type;
        #accessor
        #builder
        #pages
        #response
    }
}

/// The method of the accessor, with all that a caller must know.
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
    let params = (!endpoint.params.is_empty()).then(|| {
        let fields = endpoint.params.iter().map(|param| {
            let name = &param.name;
            match &param.ty {
                Ty::Optional(_) => quote!(#name: None,),
                ty => ty::initializer(ty, name),
            }
        });
        quote!(params: Params { #(#fields)* },)
    });
    let many = (arguments.len() > 6).then(|| quote!(#[allow(clippy::too_many_arguments)]));
    quote! {
        impl #accessor {
            #docs
            #many
            pub fn #name(&self, #(#names: #types),*) -> #request {
                #request { client: self.client.clone(), #params }
            }
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
    sections.extend(parameter_docs(endpoint));
    if !endpoint.errors.is_empty() {
        let errors = endpoint.errors.iter().map(|error| {
            let name = error.name.as_str();
            let lead = format!("[`{name}`](crate::ErrorType::{name}):");
            docs::list_item(&lead, &error.docs)
        });
        let errors: Vec<_> = errors.collect();
        let intro = "The [types of error](crate::ErrorType) to expect here, beside those that any call can end with:";
        sections.push(format!("# Errors\n\n{intro}\n\n{}", errors.join("\n")));
    }
    let example::Call { code, arguments } = example::call(model, resource, endpoint);
    let usage = example::usage(model, endpoint, &code);
    let library = model.package.library();
    sections.push(format!(
        "# Example\n\n```no_run\n# async fn example({arguments}client: {library}::Client) -> Result<(), {library}::Error> {{\n\
         {usage}\n# Ok(())\n# }}\n```"
    ));
    sections.join("\n\n")
}

fn parameter_docs(endpoint: &Endpoint) -> Option<String> {
    if endpoint.params.is_empty() {
        return None;
    }
    let request = endpoint.request();
    let params = endpoint.params.iter().map(|param| {
        let part = match param.sent_in {
            In::Path => "in the path".to_owned(),
            In::Query => "in the query".to_owned(),
            In::Header => format!("in the header {}", markdown::code(&param.key)),
            In::Body => "in the body".to_owned(),
        };
        let (name, optional) = (&param.name, param.ty.is_optional());
        if optional {
            let name = name.as_str();
            format!("- [`{name}`]({request}::{name}), optional, {part}")
        } else {
            docs::list_item(&format!("`{name}`, {part}:"), &param.docs)
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

/// The request: what has been set so far, and how it is sent.
fn builder(resource: &Resource, endpoint: &Endpoint, imports: &mut Imports) -> TokenStream {
    let request = endpoint.request();
    let params = (!endpoint.params.is_empty()).then(|| params(endpoint, imports));
    let params_field = params.as_ref().map(|_| quote!(params: Params,));
    let setters = endpoint
        .params
        .iter()
        .filter(|param| param.ty.is_optional())
        .map(setter);
    let docs = docs::outer(&format!(
        "A call of [`{0}::{1}`], not sent yet.",
        resource.accessor.as_str(),
        endpoint.name.as_str()
    ));
    let send = send(endpoint);
    let streams = endpoint
        .paging
        .as_ref()
        .map(|paging| streams(endpoint, paging));
    quote! {
        #docs
        #[derive(Clone, Debug)]
        #[must_use = "nothing is sent until `send` is called"]
        pub struct #request {
            client: Client,
            #params_field
        }

        #params

        impl #request {
            #(#setters)*
            #send
            #streams
        }
    }
}

/// All parameters; those that are in the body are what is serialized.
fn params(endpoint: &Endpoint, imports: &mut Imports) -> TokenStream {
    let fields = endpoint.params.iter().map(
        |Param {
             name, ty, clear, ..
         }| {
            imports.add_ty(ty);
            // Absent, null, or a value.
            if clear.is_some() {
                quote!(#name: Option<#ty>,)
            } else {
                quote!(#name: #ty,)
            }
        },
    );
    let fields: Vec<_> = fields.collect();
    let serialize = match endpoint.body {
        Body::None => None,
        Body::Params(Encoding::Json) => {
            imports.add("crate::runtime::object");
            let body = endpoint.params_in(In::Body);
            let fields = body.map(|param| (&param.name, &*param.key));
            let macro_name = quote!(object::serialize_impl);
            Some(object::impls(&macro_name, &quote!(Params), fields))
        }
    };
    let shown = endpoint
        .params
        .iter()
        .map(|param| (&param.name, &param.ty, param.sensitive));
    let (derive, debug) = debug::of_struct(&quote!(Params), shown, imports);
    let derive = derive.into_iter();
    quote! {
        #[derive(Clone #(, #derive)*)]
        struct Params {
            #(#fields)*
        }

        #serialize

        #debug
    }
}

/// The method that sets an optional parameter, and the one that clears it, if it can be cleared.
fn setter(param: &Param) -> TokenStream {
    let (docs, name, inner) = (
        docs::from_spec(&param.docs),
        &param.name,
        param.ty.required(),
    );
    let (argument, value) = (ty::argument(inner), ty::from_argument(inner, name));
    let value = if param.clear.is_some() {
        quote!(Some(#value))
    } else {
        value
    };
    let clear = param.clear.as_ref().map(|clear| {
        // A link takes keywords as they are.
        let name_in_docs = name.as_str();
        let docs = docs::outer(&format!(
            "Clears [`{name_in_docs}`](Self::{name_in_docs}): sends null, where nothing leaves it as it is."
        ));
        quote! {
            #docs
            pub fn #clear(mut self) -> Self {
                self.params.#name = Some(None);
                self
            }
        }
    });
    quote! {
        #docs
        pub fn #name(mut self, #name: #argument) -> Self {
            self.params.#name = Some(#value);
            self
        }

        #clear
    }
}

fn send(endpoint: &Endpoint) -> TokenStream {
    let (method, path) = (
        format_ident!("{}", endpoint.method.as_str()),
        &endpoint.path,
    );
    let mut steps: Vec<_> = endpoint.params.iter().filter_map(step).collect();
    for rule in &endpoint.rules {
        let params = rule.params.iter();
        let (keys, names): (Vec<_>, Vec<_>) = params.map(|param| (&param.key, &param.name)).unzip();
        let check = match rule.kind {
            RuleKind::OneOf => quote!(one_of),
            RuleKind::AtLeastOneOf => quote!(at_least_one_of),
        };
        steps.push(quote!(.#check(&[#((#keys, self.params.#names.is_some())),*])));
    }
    if endpoint.idempotent {
        steps.push(quote!(.idempotent()));
    }
    match endpoint.body {
        Body::None => {}
        Body::Params(Encoding::Json) => steps.push(quote!(.json(&self.params))),
    }
    let (body, send) = match &endpoint.response {
        Response::Empty => (quote!(()), quote!(send_unit)),
        Response::Shared(name) => (quote!(#name), quote!(send)),
        Response::Own(_) => (endpoint.own_response().into_tokens(), quote!(send)),
    };
    let docs = docs::outer(
        "Sends the request.\n\n# Errors\n\n\
         If nothing could be sent, if no answer came, or if it was not a good one: [`Error`] tells which.",
    );
    quote! {
        #docs
        pub async fn send(self) -> Result<Response<#body>, Error> {
            Request::new(Method::#method, #path) #(#steps)* .#send(&self.client).await
        }
    }
}

/// What the declaration of a call says of a parameter that is not in the body.
fn step(param: &Param) -> Option<TokenStream> {
    let Param {
        key,
        name,
        ty,
        sent_in,
        ..
    } = param;
    // What is copied need not be borrowed.
    let value = match ty.required() {
        Ty::Boolean | Ty::Integer | Ty::Number => quote!(self.params.#name),
        _ => quote!(&self.params.#name),
    };
    let values = match ty {
        Ty::Optional(inner) if matches!(**inner, Ty::List(_)) => {
            quote!(self.params.#name.iter().flatten())
        }
        Ty::Optional(_) | Ty::List(_) => value.clone(),
        _ => quote!([#value]),
    };
    match sent_in {
        In::Path => Some(quote!(.path_param(#key, &self.params.#name))),
        In::Query => Some(quote!(.query(#key, #values))),
        In::Header => Some(quote!(.header(#key, #values))),
        In::Body => None,
    }
}

/// The methods that fetch more than one page.
fn streams(endpoint: &Endpoint, paging: &Paging) -> TokenStream {
    let (item, page) = (paging.item(), page(endpoint));
    let items_docs = docs::outer(
        "All items of all pages, one after the other; a page is fetched when the one before it is used up.\n\n\
         The parameters apply to every page, and a cursor that has been set to the first one.",
    );
    let pages_docs = docs::outer("The same page by page, each with all that its response says.");
    // Inline: then how a page is decoded is compiled by who walks through pages, as with `send`, and not with the client.
    quote! {
        #items_docs
        #[inline]
        pub fn into_stream(self) -> ItemStream<#item> {
            ItemStream::new(self)
        }

        #pages_docs
        #[inline]
        pub fn into_pages(self) -> PageStream<#page> {
            PageStream::new(self)
        }
    }
}

/// The type of a page's body.
fn page(endpoint: &Endpoint) -> TokenStream {
    match &endpoint.response {
        Response::Shared(name) => quote!(#name),
        _ => endpoint.own_response().into_tokens(),
    }
}

/// How the runtime walks through the pages.
fn pages(endpoint: &Endpoint, paging: &Paging, imports: &mut Imports) -> TokenStream {
    imports.add("crate::ItemStream");
    imports.add("crate::PageStream");
    imports.add("crate::runtime::paging::Paginated");
    let Paging::Cursor(CursorPaging {
        cursor,
        next,
        items,
        item,
    }) = paging;
    imports.add_ty(item);
    let (request, page) = (endpoint.request(), page(endpoint));
    let or_empty = items.is_optional.then(|| quote!(.unwrap_or_default()));
    let (items, next) = (&items.name, next_cursor(&quote!(page), next));
    quote! {
        impl Paginated for #request {
            type Page = #page;
            type Item = #item;

            fn cursor(&self) -> Option<&str> {
                self.params.#cursor.as_deref()
            }

            fn set_cursor(&mut self, cursor: String) {
                self.params.#cursor = Some(cursor);
            }

            fn fetch(self) -> impl Future<Output = Result<Response<#page>, Error>> + Send {
                self.send()
            }

            fn next_cursor(page: &#page) -> Option<&str> {
                #next
            }

            fn into_items(page: #page) -> Vec<#item> {
                page.#items #or_empty
            }
        }
    }
}

/// The cursor at the end of the way from `start`, borrowed.
fn next_cursor(start: &TokenStream, way: &[PathField]) -> TokenStream {
    let [PathField { name, is_optional }, rest @ ..] = way else {
        return quote!(Some(&#start));
    };
    if !is_optional {
        next_cursor(&quote!(#start.#name), rest)
    } else if rest.is_empty() {
        quote!(#start.#name.as_deref())
    } else if rest.iter().any(|field| field.is_optional) {
        let rest = next_cursor(&quote!(part), rest);
        quote!(#start.#name.as_ref().and_then(|part| #rest))
    } else {
        let rest = rest.iter().map(|field| &field.name);
        quote!(#start.#name.as_ref().map(|part| part #(.#rest)*.as_str()))
    }
}
