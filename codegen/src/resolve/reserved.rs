//! Names that no resource can have, since a caller would meet something else under them.

use crate::name::Name;

const MODULE: &str = "a module of every generated crate";
const METHOD: &str = "a method of every client";

/// The public modules at the root of every emitted crate and those that its files are in, and the methods of `Client` and
/// `blocking::Client`; sorted.
const RESERVED: [(&str, &str); 18] = [
    ("blocking", MODULE),
    ("builder", METHOD),
    ("client", MODULE),
    ("clone", METHOD),
    ("guide", MODULE),
    ("into", METHOD),
    ("iter", METHOD),
    ("new", METHOD),
    ("runtime", MODULE),
    ("testing", MODULE),
    ("transport", MODULE),
    ("try_into", METHOD),
    ("types", MODULE),
    ("wait", METHOD),
    ("with_attempt_timeout", METHOD),
    ("with_connect_timeout", METHOD),
    ("with_retry", METHOD),
    ("with_timeout", METHOD),
];

/// Methods that every type has by value: Rust would call them instead of a method of the same name that borrows.
pub(super) const CONVERSIONS: [&str; 2] = ["into", "try_into"];

/// The methods of every response and of its metadata, sorted.
pub(super) const RESPONSE_METHODS: [&str; 8] = [
    "attempts",
    "headers",
    "into",
    "into_inner",
    "into_parts",
    "meta",
    "status",
    "try_into",
];

/// The constructor and the methods of every union, sorted.
pub(super) const UNION_METHODS: [&str; 3] = ["into", "other", "try_into"];

/// The variant of every open enum and union for values that are not known.
pub(super) const UNRECOGNIZED: &str = "Unrecognized";

/// What has the name in every client, if something has.
pub(super) fn owner(name: &Name) -> Option<&'static str> {
    let at = RESERVED.binary_search_by_key(&name.as_str(), |(name, _)| name);
    at.ok().and_then(|at| RESERVED.get(at)).map(|(_, why)| *why)
}

/// The module of the resource with this name. `lib.rs` is the crate itself, and `main.rs` and the files in `bin` would be
/// programs to cargo.
pub(super) fn root_module(name: &Name) -> Name {
    name.avoiding(&["bin", "lib", "main"]).to_module()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may end this way")]

    use std::collections::BTreeSet;

    use syn::{ImplItem, Item, Type, UseTree, Visibility};

    use super::{METHOD, MODULE, RESERVED};
    use crate::runtime::FILES;
    use crate::{Source, generate};

    /// The lib.rs and the client.rs of a small crate.
    fn emitted() -> [syn::File; 2] {
        let source = |name: &str, text: &str| Source {
            name: name.to_owned(),
            path: name.into(),
            text: text.to_owned(),
        };
        let client = "crate: { name: parcels, version: 0.1.0, docs: Sends parcels. }\n\
                      servers: { only: { url: https://api.example.com, docs: The only one. } }\n";
        let parcels = "resource: parcels\ndocs: Parcels.\n\
                       endpoints: { list: { summary: Lists them., method: GET, path: /parcels } }\n";
        let sources = [
            source("client.yaml", client),
            source("parcels.yaml", parcels),
        ];
        let client = generate(&sources).unwrap();
        let files = client.files();
        ["src/lib.rs", "src/client.rs"].map(|path| {
            let file = files.iter().find(|file| file.path == path).unwrap();
            syn::parse_file(&file.render().unwrap()).unwrap()
        })
    }

    fn runtime(path: &str) -> syn::File {
        let file = FILES.iter().find(|file| file.path == path).unwrap();
        syn::parse_file(file.text).unwrap()
    }

    /// The public methods of all types called `Client` in the file.
    fn methods(file: syn::File) -> Vec<String> {
        let is_client = |ty: &Type| matches!(ty, Type::Path(path) if path.path.segments.last().is_some_and(|last| last.ident == "Client"));
        let impls = file.items.into_iter().filter_map(|item| match item {
            Item::Impl(item) if item.trait_.is_none() && is_client(&item.self_ty) => {
                Some(item.items)
            }
            _ => None,
        });
        let methods = impls.flatten().filter_map(|item| match item {
            ImplItem::Fn(method) if matches!(method.vis, Visibility::Public(_)) => {
                Some(method.sig.ident.to_string())
            }
            _ => None,
        });
        methods.collect()
    }

    /// The lower-case names that a `use` brings in.
    fn used(tree: &UseTree, names: &mut BTreeSet<String>) {
        match tree {
            UseTree::Path(path) => used(&path.tree, names),
            UseTree::Name(name) => {
                let name = name.ident.to_string();
                if name.starts_with(char::is_lowercase) {
                    names.insert(name);
                }
            }
            UseTree::Group(group) => group.items.iter().for_each(|tree| used(tree, names)),
            _ => {}
        }
    }

    fn reserved(why: &str) -> BTreeSet<String> {
        let names = RESERVED.iter().filter(|(_, of)| *of == why);
        names.map(|(name, _)| (*name).to_owned()).collect()
    }

    #[test]
    fn the_modules_at_the_root_are_reserved() {
        let [library, _] = emitted();
        let mut modules = BTreeSet::new();
        for item in library.items {
            match item {
                Item::Mod(module) => drop(modules.insert(module.ident.to_string())),
                Item::Use(item) => used(&item.tree, &mut modules),
                _ => {}
            }
        }
        assert!(modules.remove("parcels"));
        assert_eq!(modules, reserved(MODULE));
        assert!(RESERVED.is_sorted());
    }

    #[test]
    fn the_methods_of_clients_are_reserved() {
        let [_, client] = emitted();
        let files = [
            client,
            runtime("runtime/client.rs"),
            runtime("runtime/blocking.rs"),
        ];
        let mut methods: BTreeSet<_> = files.into_iter().flat_map(methods).collect();
        assert!(methods.remove("parcels"));
        // From traits that every client implements.
        methods.extend(["clone", "into", "try_into"].map(str::to_owned));
        assert_eq!(methods, reserved(METHOD));
    }
}
