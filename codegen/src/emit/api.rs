//! What the spec says of the whole client: the declarations that the runtime looks up in `crate::api`.

use std::collections::HashSet;
use std::time::Duration;

use proc_macro2::TokenStream;
use quote::quote;

use super::{debug, docs, enumeration, example, ty};
use crate::markdown;
use crate::model::{Auth, ConditionalServer, Credential, ErrorKeys, Model, Ty};
use crate::name::Name;
use crate::output::File;

pub(super) fn files(model: &Model) -> Vec<File<'_>> {
    let source = &model.source;
    vec![
        File::code("src/api.rs", source, || api(model)),
        File::code("src/api/envelope.rs", source, || envelope(model)),
        File::code("src/api/error_type.rs", source, || error_type(model)),
    ]
}

fn api(model: &Model) -> TokenStream {
    let docs = docs::inner(
        "What this API is: its servers, its credentials, its resources, and the shape of its errors.",
    );
    let (call, connect) = (seconds(model.call_timeout), seconds(model.connect_timeout));
    let ErrorKeys {
        error_type,
        message,
        url,
        details,
        request_id,
    } = &model.error_keys;
    let client = client(model);
    quote! {
        #docs
        mod envelope;
        mod error_type;
        pub(crate) use envelope::Envelope;
        pub use error_type::ErrorType;

        #[doc = " How requests name this crate; callers can add to it."]
        pub(crate) const USER_AGENT: &str = concat!(env!("CARGO_PKG_NAME"), "/", env!("CARGO_PKG_VERSION"));

        #[doc = " How long a call may take, unless the caller says otherwise."]
        pub(crate) const CALL_TIMEOUT: std::time::Duration = #call;

        #[doc = " How long making a connection may take, unless the caller says otherwise."]
        pub(crate) const CONNECT_TIMEOUT: std::time::Duration = #connect;

        #[doc = " Where an error's body says what; the first key that is there counts."]
        pub(crate) const ERROR_KEYS: crate::runtime::error::ErrorKeys = crate::runtime::error::ErrorKeys {
            error_type: &[#(#error_type),*],
            message: &[#(#message),*],
            url: &[#(#url),*],
            details: &[#(#details),*],
            request_id: &[#(#request_id),*],
        };

        #client
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
    let arguments: Vec<_> = names
        .iter()
        .map(|name| quote!(#name: impl Into<String>))
        .collect();
    let typed = names
        .iter()
        .map(|name| quote!(let #name: String = #name.into();));
    let typed: Vec<_> = typed.collect();
    let auth = match &model.auth {
        Auth::None => quote!(crate::runtime::auth::none()),
        Auth::Basic { username, password } => {
            let (username, password) = (&username.name, &password.name);
            quote!(crate::runtime::auth::basic(&#username, &#password))
        }
        Auth::Bearer { token } => {
            let token = &token.name;
            quote!(crate::runtime::auth::bearer(&#token))
        }
        Auth::Header { header, token } => {
            let (header, token) = (header.to_ascii_lowercase(), &token.name);
            quote!(crate::runtime::auth::header(#header, &#token))
        }
    };
    let default = &model.default_server.url;
    let conditions = model.servers.iter().map(|server| {
        let ConditionalServer {
            server,
            credential,
            starts_with,
        } = server;
        let url = &server.url;
        quote!(if #credential.starts_with(#starts_with) { #url } else)
    });
    let mut urls = model
        .servers
        .iter()
        .map(|server| server.server.url.as_str());
    let mut distinct = HashSet::from([default.as_str()]);
    let same = (!urls.all(|url| distinct.insert(url))).then(
        || quote!(#[allow(clippy::if_same_then_else, reason = "each condition stands for itself")]),
    );
    let server = if model.servers.is_empty() {
        quote!(#default)
    } else {
        quote!(#(#conditions)* { #default })
    };
    let new_docs = docs::outer(&new_docs(model, &credentials));
    let accessors = model.resources.iter().map(|resource| {
        let (name, accessor) = (&resource.name, &resource.accessor);
        let (module, docs) = (name.to_module(), docs::from_spec(&resource.docs));
        let accessor = quote!(crate::#module::#accessor);
        quote! {
            #docs
            #[must_use]
            pub fn #name(&self) -> #accessor {
                #accessor { client: self.clone() }
            }
        }
    });
    let blocking_docs = docs::outer(
        "As [`Client::new`](crate::Client::new), for programs without an async runtime of their own.\n\n\
         # Errors\n\nAs [`ClientBuilder::build_blocking`](crate::ClientBuilder::build_blocking).",
    );
    let builder_docs = docs::outer(&format!(
        "A client with settings of your own.\n\n\
         Unless they are set, a call may take {} s, and making a connection {} s of it.",
        model.call_timeout.as_secs(),
        model.connect_timeout.as_secs(),
    ));
    quote! {
        impl crate::Client {
            #new_docs
            pub fn new(#(#arguments),*) -> Result<Self, crate::Error> {
                Self::builder(#(#names),*).build()
            }

            #builder_docs
            #same
            pub fn builder(#(#arguments),*) -> crate::ClientBuilder {
                #(#typed)*
                let server = #server;
                crate::ClientBuilder::new(server, #auth)
            }

            #(#accessors)*
        }

        #[cfg(feature = "blocking")]
        impl crate::blocking::Client {
            #blocking_docs
            pub fn new(#(#arguments),*) -> Result<Self, crate::Error> {
                crate::Client::builder(#(#names),*).build_blocking()
            }
        }
    }
}

fn new_docs(model: &Model, credentials: &[&Credential]) -> String {
    let mut sections = vec!["A client with the usual settings.".to_owned()];
    if !credentials.is_empty() {
        let items = credentials.iter().map(|credential| {
            docs::list_item(&format!("`{}`:", credential.name), &credential.docs)
        });
        sections.push(items.collect::<Vec<_>>().join("\n"));
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
        "It talks to this server:\n\n{}",
        servers.join("\n")
    ));
    sections.push(
        "# Errors\n\nIf a credential cannot be sent in a header, or there is no transport."
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

/// The arguments of `Client::new` in examples.
pub(super) fn example_credentials(credentials: &[&Credential]) -> String {
    let examples: Vec<_> = credentials
        .iter()
        .map(|credential| format!("{:?}", credential.example))
        .collect();
    examples.join(", ")
}

fn envelope(model: &Model) -> TokenStream {
    let fields: Vec<_> = model.envelope.iter().collect();
    let (keys, names): (Vec<_>, Vec<_>) =
        fields.iter().map(|field| (&field.key, &field.name)).unzip();
    let types = fields.iter().map(|field| &field.ty);
    let shown = fields
        .iter()
        .map(|field| (&field.name, &field.ty, field.sensitive));
    let (derive, debug) = debug::of_struct(&quote!(Envelope), shown);
    let derive = derive.into_iter();
    let docs = docs::inner("What every response carries beside the body of its own.");
    let accessors = fields.iter().map(|field| {
        let (docs, name) = (docs::from_spec(&field.docs), &field.name);
        let (ty, value) = match &field.ty {
            Ty::String => (quote!(&str), quote!(&self.envelope().#name)),
            ty @ Ty::Timestamp => (quote!(&#ty), quote!(&self.envelope().#name)),
            ty => (quote!(#ty), quote!(self.envelope().#name)),
        };
        quote! {
            #docs
            #[must_use]
            pub fn #name(&self) -> #ty {
                #value
            }
        }
    });
    let accessors: Vec<_> = accessors.collect();
    let methods =
        (!fields.is_empty()).then(|| quote!(impl<T> crate::Response<T> { #(#accessors)* }));
    let take = if fields.is_empty() {
        quote! {
            #[allow(clippy::unnecessary_wraps, clippy::unused_self, reason = "this API has no envelope")]
            pub(crate) fn take<'de, A: serde::de::MapAccess<'de>>(&mut self, _key: &str, _body: &mut A) -> Result<bool, A::Error> {
                Ok(false)
            }
        }
    } else {
        quote! {
            pub(crate) fn take<'de, A: serde::de::MapAccess<'de>>(&mut self, key: &str, body: &mut A) -> Result<bool, A::Error> {
                match key {
                    #(#keys => self.#names = crate::runtime::absent::Field::read(body)?,)*
                    _ => return Ok(false),
                }
                Ok(true)
            }
        }
    };
    let request_id = match &model.request_id {
        Some(name) => quote! {
            pub(crate) fn request_id(&self) -> &str {
                &self.#name
            }
        },
        None => quote! {
            #[allow(clippy::unused_self, reason = "this API does not name calls")]
            pub(crate) fn request_id(&self) -> &'static str {
                ""
            }
        },
    };
    // A timestamp has an empty value, but no default that could be derived.
    let (derived, default) = if fields.iter().all(|field| field.ty != Ty::Timestamp) {
        (Some(quote!(Default)), None)
    } else {
        let empty = fields.iter().map(|field| ty::empty(&field.ty));
        let default = quote! {
            impl Default for Envelope {
                fn default() -> Self {
                    Self { #(#names: #empty,)* }
                }
            }
        };
        (None, Some(default))
    };
    quote! {
        #docs
        #[doc = " The parts of every body that are not the endpoint's own."]
        #[derive(Clone, #(#derive,)* #derived)]
        pub(crate) struct Envelope {
            #(#names: #types,)*
        }

        #debug

        #default

        impl Envelope {
            #[doc = " Takes the value of `key` out of `body`, if the key is the envelope's; otherwise leaves it there and says"]
            #[doc = " `false`."]
            #take

            #[doc = " The name of the call, if it has one."]
            #[cfg(feature = "tracing")]
            #request_id
        }

        #methods
    }
}

fn error_type(model: &Model) -> TokenStream {
    let docs = "What kind of error the service reports.\n\nThe list is open: any other type is `Unrecognized`, and `as_str` tells it.";
    let name = Name::error_type();
    enumeration::tokens(&name, docs, &model.error_types)
}
