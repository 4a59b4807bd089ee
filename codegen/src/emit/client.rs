//! `client.rs`: the constructors of the client, the accessors of its resources, and those of `Meta`.

use std::collections::HashSet;
use std::time::Duration;

use proc_macro2::TokenStream;
use quote::quote;

use super::{deprecated, docs, example};
use crate::markdown;
use crate::model::{
    Auth, ChosenServer, ConditionalServer, Credential, Field, FixedHeader, Model, Resource, Scheme,
    Ty,
};
use crate::name::Name;
use crate::output::File;

pub(super) fn file(model: &Model) -> File<'_> {
    File::code("src/client.rs", &model.source, || tokens(model))
}

fn tokens(model: &Model) -> TokenStream {
    let docs = docs::inner("The constructors of the client, and the accessors of its resources.");
    let defaults = defaults(model);
    let client = client(model);
    let envelope = envelope(model);
    let response_headers = response_headers(model);
    quote! {
        #docs
        pub(crate) mod envelope;
        pub(crate) mod error_type;
        #defaults

        #client

        #envelope

        #response_headers
    }
}

/// The default settings of a client of this API.
fn defaults(model: &Model) -> TokenStream {
    let (call, connect) = (seconds(model.call_timeout), seconds(model.connect_timeout));
    quote! {
        #[doc = " The default settings of a client of this API."]
        const DEFAULTS: crate::runtime::client::Defaults = crate::runtime::client::Defaults {
            user_agent: concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION")),
            timeout: #call,
            connect_timeout: #connect,
        };
    }
}

fn seconds(duration: Duration) -> TokenStream {
    let seconds = proc_macro2::Literal::u64_unsuffixed(duration.as_secs());
    quote!(std::time::Duration::from_secs(#seconds))
}

fn client(model: &Model) -> TokenStream {
    let credentials = model.auth.credentials();
    let names: Vec<&Name> = credentials
        .iter()
        .map(|credential| &credential.name)
        .collect();
    let kinds = model.auth.schemes.iter().flat_map(|scheme| {
        let ty = match scheme.token() {
            Some(_) => quote!(crate::TokenSource),
            None => quote!(String),
        };
        vec![ty; scheme.credentials().len()]
    });
    let kinds: Vec<_> = kinds.collect();
    let arguments: Vec<_> = names
        .iter()
        .zip(&kinds)
        .map(|(name, ty)| quote!(#name: impl Into<#ty>))
        .collect();
    let typed = names
        .iter()
        .zip(&kinds)
        .map(|(name, ty)| quote!(let #name: #ty = #name.into();));
    let typed: Vec<_> = typed.collect();
    let (auth, server) = (auth(&model.auth), server_url(model));
    let headers = fixed_headers(model);
    let chosen = model.chosen_servers.iter().map(|chosen| {
        let (name, url) = (chosen.name.as_str(), &chosen.server.url);
        quote!(.server(#name, #url))
    });
    let setters = server_setters(model);
    let same_urls = has_same_urls(model).then(
        || quote!(#[allow(clippy::if_same_then_else, reason = "the API lists the conditions separately")]),
    );
    let new_docs = docs::outer(&new_docs(model, &credentials));
    let accessors = model.resources.iter().map(resource_accessor);
    let custom_request = custom_request(model);
    let blocking_docs = docs::outer(
        "Creates a blocking client with the default settings, for programs without an async runtime.\n\n\
         # Errors\n\nReturns the same errors as [`ClientBuilder::build_blocking`](crate::ClientBuilder::build_blocking).",
    );
    let builder_docs = docs::outer(&builder_docs(model));
    quote! {
        impl crate::Client {
            #new_docs
            pub fn new(#(#arguments),*) -> Result<Self, crate::Error> {
                Self::builder(#(#names),*).build()
            }

            #builder_docs
            #same_urls
            pub fn builder(#(#arguments),*) -> crate::ClientBuilder {
                #(#typed)*
                crate::ClientBuilder::new(#server, #auth, &DEFAULTS) #headers #(#chosen)*
            }

            #(#accessors)*

            #custom_request
        }

        #setters

        #[cfg(feature = "blocking")]
        impl crate::blocking::Client {
            #blocking_docs
            pub fn new(#(#arguments),*) -> Result<Self, crate::Error> {
                crate::Client::builder(#(#names),*).build_blocking()
            }
        }
    }
}

/// The methods of the builder that set the URLs of the servers that endpoints name.
fn server_setters(model: &Model) -> Option<TokenStream> {
    if model.chosen_servers.is_empty() {
        return None;
    }
    let setters = model.chosen_servers.iter().map(|chosen| {
        let (name, setter, server) = (chosen.name.as_str(), chosen.setter(), &chosen.server);
        let docs = docs::outer(&format!(
            "Uses this URL instead of `{}`, even if [`base_url`](Self::base_url) is set.\n\n{}",
            server.url,
            markdown::safe(&server.docs)
        ));
        quote! {
            #docs
            pub fn #setter(self, url: impl Into<String>) -> Self {
                self.server_base_url(#name, url.into())
            }
        }
    });
    Some(quote!(impl crate::ClientBuilder { #(#setters)* }))
}

/// The headers of every request.
fn fixed_headers(model: &Model) -> Option<TokenStream> {
    if model.headers.is_empty() {
        return None;
    }
    let headers = model.headers.iter().map(|FixedHeader { name, value }| {
        let name = name.to_ascii_lowercase();
        quote!((#name, #value))
    });
    Some(quote!(.headers(&[#(#headers),*])))
}

/// The expression for the credentials.
fn auth(auth: &Auth) -> TokenStream {
    let schemes: Vec<_> = auth.schemes.iter().map(scheme).collect();
    match schemes.as_slice() {
        [] => quote!(crate::runtime::auth::none()),
        [scheme] => scheme.clone(),
        schemes => quote!(crate::runtime::auth::all([#(#schemes),*])),
    }
}

fn scheme(scheme: &Scheme) -> TokenStream {
    match scheme {
        Scheme::Basic { username, password } => {
            let (username, password) = (&username.name, &password.name);
            quote!(crate::runtime::basic_auth::credentials(&#username, &#password))
        }
        Scheme::Bearer { token } => {
            let token = &token.name;
            quote!(crate::runtime::token_source::bearer(#token))
        }
        Scheme::Header { header, token } => {
            let (header, token) = (header.to_ascii_lowercase(), &token.name);
            quote!(crate::runtime::token_source::header(#header, #token))
        }
        Scheme::Query { param, token } => {
            let token = &token.name;
            quote!(crate::runtime::query_auth::query(#param, #token))
        }
    }
}

/// The expression for the URL of the server, which can depend on the credentials.
fn server_url(model: &Model) -> TokenStream {
    let default = &model.default_server.url;
    if model.servers.is_empty() {
        return quote!(#default);
    }
    let conditions = model.servers.iter().map(|server| {
        let (url, credential) = (&server.server.url, &server.credential);
        let starts_with = &server.starts_with;
        quote!(if #credential.starts_with(#starts_with) { #url } else)
    });
    quote!(#(#conditions)* { #default })
}

/// Whether the credentials select the server, and two servers have the same URL.
fn has_same_urls(model: &Model) -> bool {
    let mut urls = model.servers.iter().map(|server| &server.server.url);
    let mut distinct = HashSet::from([&model.default_server.url]);
    !urls.all(|url| distinct.insert(url))
}

/// The method that returns the accessor of `resource`.
fn resource_accessor(resource: &Resource) -> TokenStream {
    let (name, accessor) = (&resource.name, &resource.accessor);
    let (module, docs) = (&resource.module, docs::from_spec(&resource.docs));
    let accessor = quote!(crate::#module::#accessor);
    quote! {
        #docs
        #[must_use]
        pub fn #name(&self) -> #accessor {
            #accessor { client: self.clone() }
        }
    }
}

/// The method that creates custom requests.
fn custom_request(model: &Model) -> TokenStream {
    let name = model.custom_request();
    let library = model.package.library();
    let values = [("library", &*library), ("request", name.as_str())];
    let docs = docs::outer(&docs::fill_in(CUSTOM_REQUEST, &values));
    quote! {
        #docs
        pub fn #name(&self, method: http::Method, path: &'static str) -> crate::CustomRequest {
            crate::CustomRequest::new(self.clone(), method, path)
        }
    }
}

const CUSTOM_REQUEST: &str = "\
Creates a custom request: a call without an endpoint in this crate.

The path starts with `/`. It can have placeholders, whose values \
[`path_param`](crate::CustomRequest::path_param) sets, and a fixed query. Errors and spans show this \
path without the values.

# Example

```no_run
use {library}::Method;
use serde_json::{Value, json};

# async fn example(client: {library}::Client) -> Result<(), {library}::Error> {
let response = client
    .{request}(Method::POST, \"/things/{thing_id}\")
    .path_param(\"thing_id\", 5)
    .query(\"verbose\", true)
    .json(&json!({ \"name\": \"new\" }))
    .send::<Value>()
    .await?;
println!(\"{}\", response[\"name\"]);
# Ok(())
# }
```";

fn new_docs(model: &Model, credentials: &[&Credential]) -> String {
    let mut sections = vec!["Creates a client with the default settings.".to_owned()];
    if !credentials.is_empty() {
        let items = credentials.iter().map(|credential| {
            docs::list_item(&format!("`{}`:", credential.name), &credential.docs)
        });
        sections.push(items.collect::<Vec<_>>().join("\n"));
    }
    if model.auth.has_token() {
        let mut text = "For tokens that change, pass a [`TokenSource`](crate::TokenSource) instead of a string.".to_owned();
        if !model.servers.is_empty() {
            text.push_str(
                " The client then uses the last server of the list below, unless \
                 [`base_url`](crate::ClientBuilder::base_url) is set.",
            );
        }
        sections.push(text);
    }
    let mut servers: Vec<_> = model
        .servers
        .iter()
        .map(
            |ConditionalServer {
                 server,
                 credential,
                 starts_with,
             }| {
                let condition = markdown::code(starts_with);
                let lead = format!(
                    "`{}` if `{credential}` starts with {condition}:",
                    server.url
                );
                docs::list_item(&lead, &server.docs)
            },
        )
        .collect();
    let condition = if servers.is_empty() { "" } else { " otherwise" };
    let default = &model.default_server;
    servers.push(docs::list_item(
        &format!("`{}`{condition}:", default.url),
        &default.docs,
    ));
    sections.push(format!(
        "The client uses this server:\n\n{}",
        servers.join("\n")
    ));
    if !model.chosen_servers.is_empty() {
        let chosen = model
            .chosen_servers
            .iter()
            .map(|ChosenServer { name, server }| {
                let lead = format!("`{}`, with the name `{}`:", server.url, name.as_str());
                docs::list_item(&lead, &server.docs)
            });
        let chosen: Vec<_> = chosen.collect();
        sections.push(format!(
            "Some calls use another server:\n\n{}",
            chosen.join("\n")
        ));
    }
    sections.push(
        "# Errors\n\nReturns an [`Error`](crate::Error) if a credential is not a valid value of a header, or no transport is set."
            .to_owned(),
    );
    let library = model.package.library();
    let new = format!(
        "let client = {library}::Client::new({})?;",
        example_credentials(credentials)
    );
    let statement = example::formatted(&new, "");
    sections.push(format!(
        "# Example\n\n```\n# fn example() -> Result<(), {library}::Error> {{\n\
         {statement}\n# let _ = client;\n# Ok(())\n# }}\n```"
    ));
    sections.join("\n\n")
}

fn builder_docs(model: &Model) -> String {
    let mut text = format!(
        "Returns a builder for a client with other settings.\n\n\
         By default, a call times out after {} s, and opening a connection after {} s.",
        model.call_timeout.as_secs(),
        model.connect_timeout.as_secs(),
    );
    if !model.headers.is_empty() {
        let headers = model.headers.iter();
        let headers = headers.map(|header| format!("- {}", markdown::code(&header.line())));
        let headers: Vec<_> = headers.collect();
        text.push_str(
            "\n\nEvery request has these headers, unless its endpoint sets other values:\n\n",
        );
        text.push_str(&headers.join("\n"));
    }
    if let Some(token) = model.auth.schemes.iter().find_map(Scheme::token) {
        let library = model.package.library();
        let credentials = model.auth.credentials().into_iter();
        let arguments = credentials.map(|credential| {
            if credential.name == token.name {
                "source".to_owned()
            } else {
                example_credentials(&[credential])
            }
        });
        let arguments: Vec<_> = arguments.collect();
        text.push_str(&docs::fill_in(
            TOKEN_SOURCE,
            &[
                ("library", &library),
                ("token", &example_credentials(&[token])),
                ("arguments", &arguments.join(", ")),
            ],
        ));
    }
    text
}

/// The example of a client with tokens that change.
const TOKEN_SOURCE: &str = "

# Example

With a token that changes every hour:

```
use std::time::Duration;

use {library}::{Client, Token, TokenSource};

# fn example() -> Result<(), {library}::Error> {
let source = TokenSource::new(|| async {
    // Request a token from your identity provider here.
    let token = Token::new({token});
    Ok(token.expires_in(Duration::from_secs(3600)))
});
let client = Client::builder({arguments}).build()?;
# let _ = client;
# Ok(())
# }
```";

/// The arguments of `Client::new` in examples.
pub(super) fn example_credentials(credentials: &[&Credential]) -> String {
    let examples: Vec<_> = credentials
        .iter()
        .map(|credential| format!("{:?}", credential.example))
        .collect();
    examples.join(", ")
}

/// The accessors of the envelope. The response also has a method for the request id.
fn envelope(model: &Model) -> Option<TokenStream> {
    if model.envelope.is_empty() {
        return None;
    }
    let accessors = model
        .envelope
        .iter()
        .map(|field| accessor(field, &quote!(self.envelope)));
    let is_request_id = |field: &&Field| Some(&field.name) == model.request_id.as_ref();
    let request_id = model.envelope.iter().find(is_request_id).map(|field| {
        let accessor = accessor(field, &quote!(self.meta.envelope));
        quote!(impl<T> crate::Response<T> { #accessor })
    });
    Some(quote! {
        impl crate::Meta { #(#accessors)* }

        #request_id
    })
}

/// The method that reads `field` of `envelope`.
fn accessor(field: &Field, envelope: &TokenStream) -> TokenStream {
    let (docs, name) = (docs::from_spec(&field.docs()), &field.name);
    let (ty, borrow) = match &field.ty {
        Ty::String => (quote!(&str), quote!(&)),
        ty @ (Ty::Decimal | Ty::Timestamp | Ty::Date | Ty::Uuid | Ty::Bytes) => {
            (quote!(&#ty), quote!(&))
        }
        ty => (quote!(#ty), quote!()),
    };
    let deprecated = deprecated::attribute(field.deprecated.as_ref());
    quote! {
        #docs
        #deprecated
        #[must_use]
        pub fn #name(&self) -> #ty {
            #borrow #envelope.#name
        }
    }
}

/// The methods that read headers of responses.
fn response_headers(model: &Model) -> Option<TokenStream> {
    let methods = model.response_headers.iter().map(response_header);
    let methods: Vec<_> = methods.collect();
    (!methods.is_empty()).then(|| quote!(impl crate::Meta { #(#methods)* }))
}

fn response_header(header: &Field) -> TokenStream {
    let (key, name) = (&header.key, &header.name);
    let docs = docs::outer(&format!(
        "{}\n\nReads the header `{key}`. Returns `None` if the response has no such header, or if its value has another type.",
        markdown::safe(&header.docs)
    ));
    let (ty, read) = match header.ty.required() {
        Ty::String => (quote!(&str), quote!(header_text)),
        ty => (quote!(#ty), quote!(header)),
    };
    let deprecated = deprecated::attribute(header.deprecated.as_ref());
    quote! {
        #docs
        #deprecated
        #[must_use]
        pub fn #name(&self) -> Option<#ty> {
            self.#read(#key)
        }
    }
}
