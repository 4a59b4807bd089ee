//! From the model to files: one small module for each kind of emitted item.
//!
//! This module does no I/O, reports no faults and does not panic. Code is tokens. Text from the spec enters code only
//! as a checked [`Name`](crate::name::Name), as a literal, or as docs. A [`File`] creates its tokens only when it is
//! written.

mod changelog;
mod checks;
mod client;
mod debug;
mod deprecated;
mod derivable;
mod docs;
mod endpoint;
mod enumeration;
mod envelope;
mod error_type;
mod example;
mod guide;
mod id;
mod inputs;
mod library;
mod manifest;
mod object;
mod paging;
mod readme;
mod request;
mod resource;
mod runtime;
mod ty;
mod union;
mod wrap;

use std::collections::BTreeSet;
use std::sync::Arc;

use proc_macro2::TokenStream;
use quote::quote;

pub(crate) use ty::rust_type;

use crate::fingerprint::Fingerprint;
use crate::model::{Model, Name, Shape, Type};
use crate::output::File;
use inputs::Inputs;

/// All files of the crate, sorted by path within each kind.
pub(crate) fn files(model: &Model) -> Vec<File<'_>> {
    let sample = example::sample(model).map(Arc::new);
    let unused = runtime::unused(model);
    let mut files = vec![
        manifest::file(model, Arc::clone(&unused)),
        readme::file(model, Arc::clone(&unused), sample.clone()),
        library::file(model, Arc::clone(&unused)),
    ];
    files.extend(changelog::file(model));
    files.extend([
        client::file(model),
        envelope::file(model),
        error_type::file(model),
    ]);
    files.push(types_module(model));
    let inputs = Arc::new(Inputs::of(model));
    let keys = runtime::key_enums(model);
    let types = model.types.iter().zip(0..);
    files.extend(types.map(|(ty, index)| {
        let (is_key, inputs) = (keys.contains(&ty.name), Arc::clone(&inputs));
        type_file(ty, is_key).with_inputs(move || Fingerprint::of(&(inputs.of_type(index), is_key)))
    }));
    for resource in &model.resources {
        files.push(resource::file(resource));
        files.extend(
            resource
                .endpoints
                .iter()
                .map(|endpoint| endpoint::file(model, resource, endpoint, &inputs)),
        );
    }
    files.extend(sample.iter().flat_map(|sample| guide::files(model, sample)));
    files.extend(runtime::files(&unused));
    files
}

/// `types.rs`, which lists the types.
fn types_module(model: &Model) -> File<'_> {
    let names = model.types.iter().map(|ty| (&ty.module, &ty.name));
    let names: BTreeSet<_> = names.collect();
    let inputs = Fingerprint::of(&names);
    File::code("src/types.rs", &model.source, move || types_tokens(&names))
        .with_inputs(move || inputs)
}

fn types_tokens(names: &BTreeSet<(&Name, &Name)>) -> TokenStream {
    let modules = names.iter().map(|(module, _)| quote!(mod #module;));
    let exports = names
        .iter()
        .map(|(module, name)| quote!(pub use #module::#name;));
    let docs = docs::inner("The types of requests and responses.");
    quote!(#docs #(#modules)* #(#exports)*)
}

/// The file of a type. `is_key` is true if its values are the keys of a map.
fn type_file(ty: &Type, is_key: bool) -> File<'_> {
    let path = format!("src/types/{}.rs", ty.module.as_str());
    File::code(path, &ty.source, move || type_tokens(ty, is_key))
}

fn type_tokens(ty: &Type, is_key: bool) -> TokenStream {
    let allowed = deprecated::allowed_in_type(&ty.shape);
    let code = match &ty.shape {
        Shape::Id => id::tokens(ty),
        Shape::Object(object) => object::tokens(&ty.name, &ty.docs, object),
        Shape::Enum(values) => enumeration::tokens(&ty.name, &ty.docs, values, is_key),
        Shape::IntegerEnum(values) => enumeration::of_integers(&ty.name, &ty.docs, values),
        Shape::Union(union) => union::tokens(ty, union),
    };
    quote!(#allowed #code)
}
