//! The `use` lines of a file.

use std::collections::{BTreeMap, BTreeSet};

use proc_macro2::{Ident, Span, TokenStream};
use quote::{ToTokens, quote};

use crate::model::Ty;
use crate::name::Name;

/// What a file uses from elsewhere, by module. Printed in the order std, other crates, this crate.
#[derive(Default)]
pub(super) struct Imports {
    modules: BTreeMap<(Origin, &'static str), BTreeSet<String>>,
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Std,
    Elsewhere,
    Here,
}

const TYPES: &str = "crate::types";

impl Imports {
    /// Adds an item by its path, such as `serde::de::MapAccess`.
    pub(super) fn add(&mut self, path: &'static str) {
        let (module, item) = path.rsplit_once("::").unwrap_or(("", path));
        self.insert(module, item.to_owned());
    }

    /// Adds what the Rust type of `ty` is made of.
    pub(super) fn add_ty(&mut self, ty: &Ty) {
        match ty {
            Ty::String | Ty::Boolean | Ty::Integer | Ty::Number | Ty::Poisoned => {}
            Ty::Timestamp => self.add("crate::Timestamp"),
            Ty::JsonObject => self.add("crate::JsonObject"),
            Ty::Any => self.add("serde_json::Value"),
            Ty::Named { name, .. } => self.add_type(name),
            Ty::Optional(inner) | Ty::List(inner) => self.add_ty(inner),
        }
    }

    /// Adds a named type.
    pub(super) fn add_type(&mut self, name: &Name) {
        self.insert(TYPES, name.as_str().to_owned());
    }

    /// Removes the type that the file itself is about.
    pub(super) fn forget(&mut self, name: &Name) {
        if let Some(types) = self.modules.get_mut(&(Origin::Here, TYPES)) {
            types.remove(name.as_str());
        }
    }

    fn insert(&mut self, module: &'static str, item: String) {
        let origin = match module.split("::").next() {
            Some("std") => Origin::Std,
            Some("crate" | "super") => Origin::Here,
            _ => Origin::Elsewhere,
        };
        self.modules
            .entry((origin, module))
            .or_default()
            .insert(item);
    }
}

impl ToTokens for Imports {
    fn to_tokens(&self, tokens: &mut TokenStream) {
        let ident = |text: &str| match text {
            "crate" | "super" => text.parse().unwrap_or_default(),
            text => Ident::new(text, Span::call_site()).into_token_stream(),
        };
        for ((_, module), items) in &self.modules {
            let path = module.split("::").map(ident);
            let mut items = items.iter().map(|item| Ident::new(item, Span::call_site()));
            match (items.next(), items.len()) {
                (None, _) => {}
                (Some(only), 0) => tokens.extend(quote!(use #(#path)::*::#only;)),
                (Some(first), _) => tokens.extend(quote!(use #(#path)::*::{#first, #(#items),*};)),
            }
        }
    }
}
