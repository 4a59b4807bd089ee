//! Names that the generator uses. A resource cannot have a name of the client. Any other entry of the spec with such a
//! name gets an underscore.

use crate::name::Name;

const MODULE: &str = "a module of every generated crate";
const METHOD: &str = "a method of every client";

/// The modules at the root of every emitted crate, and the methods of `Client` and `blocking::Client`, sorted.
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

/// Methods that every type has, with `self` by value. Rust would call them instead of a method of the same name with
/// `&self`.
pub(crate) const CONVERSIONS: [&str; 2] = ["into", "try_into"];

/// The constructor of every object.
pub(crate) const NEW: &str = "new";

/// The field for the keys that an object has next to its fields.
pub(crate) const EXTRA: &str = "extra";

/// The method of the client that creates custom requests. It gets an underscore if a resource has this name.
pub(crate) const CUSTOM_REQUEST: &str = "request";

/// The methods that a request can have, sorted.
pub(crate) const REQUEST_METHODS: [&str; 5] = [
    "into_pages",
    "into_stream",
    "send",
    "send_stream",
    "to_request",
];

/// The methods of every response and of its metadata, sorted.
pub(crate) const RESPONSE_METHODS: [&str; 8] = [
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
pub(crate) const UNION_METHODS: [&str; 3] = ["into", "other", "try_into"];

/// The variant of every open enum and union for unknown values.
pub(crate) const UNRECOGNIZED: &str = "Unrecognized";

/// Returns the owner of a name that every client uses.
pub(crate) fn owner(name: &Name) -> Option<&'static str> {
    let at = RESERVED.binary_search_by_key(&name.as_str(), |(name, _)| name);
    at.ok().and_then(|at| RESERVED.get(at)).map(|(_, why)| *why)
}

/// Returns the module of the resource with this name. It avoids `lib`, which is the crate itself, and `main` and `bin`,
/// which cargo would build as programs.
pub(crate) fn root_module(name: &Name) -> Name {
    name.avoiding(&["bin", "lib", "main"]).to_module()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "a test may end this way")]

    use std::collections::BTreeSet;

    use syn::{ImplItem, Item, Type, UseTree, Visibility};

    use super::{
        CONVERSIONS, CUSTOM_REQUEST, METHOD, MODULE, REQUEST_METHODS, RESERVED, RESPONSE_METHODS,
        UNION_METHODS,
    };
    use crate::runtime::FILES;
    use crate::{Source, generate};

    /// Returns a file of a small crate.
    fn emitted(path: &str) -> syn::File {
        let source = |name: &str, text: &str| Source {
            name: name.to_owned(),
            path: name.into(),
            text: text.to_owned(),
        };
        let client = "crate: { name: parcels, version: 0.1.0, docs: Sends parcels. }\n\
                      servers: { only: { url: https://api.example.com, docs: The only one. } }\n";
        let parcels = "\
resource: parcels
docs: Parcels.
types:
  Filter:
    docs: Which parcels to find.
    tag: kind
    content: value
    variants: { weight: { type: number, docs: Those of this weight. } }
endpoints:
  page:
    summary: Lists parcels.
    method: GET
    path: /parcels
    params: { cursor: { type: string?, docs: Where the page starts. } }
    response:
      next: { type: string?, docs: Where the next page starts. }
      parcels: { type: [Filter], docs: What was found. }
    paging: { cursor: cursor, next: next, items: parcels }
  label: { summary: Reads a label., method: GET, path: /label, response: bytes }
";
        let sources = [
            source("client.yaml", client),
            source("parcels.yaml", parcels),
        ];
        let client = generate(&sources).unwrap();
        let files = client.files();
        let file = files.iter().find(|file| file.path == path).unwrap();
        syn::parse_file(&file.render().unwrap()).unwrap()
    }

    fn runtime(path: &str) -> syn::File {
        let file = FILES.iter().find(|file| file.path == path).unwrap();
        syn::parse_file(file.text).unwrap()
    }

    /// Returns the public methods of the types with these names in the file.
    fn methods(file: syn::File, types: &[&str]) -> Vec<String> {
        let is_one_of = |ty: &Type| {
            let Type::Path(path) = ty else { return false };
            let last = path.path.segments.last();
            last.is_some_and(|last| types.iter().any(|name| last.ident == name))
        };
        let impls = file.items.into_iter().filter_map(|item| match item {
            Item::Impl(item) if item.trait_.is_none() && is_one_of(&item.self_ty) => {
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

    /// Collects the lower-case names that a `use` imports.
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
        let library = emitted("src/lib.rs");
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
    fn the_methods_of_responses_are_known() {
        let mut known = methods(runtime("runtime/response.rs"), &["Meta", "Response"]);
        // These come from traits that every response implements.
        known.extend(CONVERSIONS.map(str::to_owned));
        known.sort();
        assert_eq!(known, RESPONSE_METHODS);
    }

    #[test]
    fn the_methods_of_requests_and_unions_are_known() {
        let page = emitted("src/parcels/page.rs");
        let mut methods_of_request = methods(page, &["PageRequest"]);
        methods_of_request.retain(|name| name != "cursor");
        let label = emitted("src/parcels/label.rs");
        methods_of_request.extend(methods(label, &["LabelRequest"]));
        // It is private, but no setter can have its name.
        methods_of_request.push("to_request".to_owned());
        methods_of_request.sort();
        methods_of_request.dedup();
        assert_eq!(methods_of_request, REQUEST_METHODS);

        let mut known = methods(emitted("src/types/filter.rs"), &["Filter"]);
        known.retain(|name| name != "kind");
        known.extend(CONVERSIONS.map(str::to_owned));
        known.sort();
        assert_eq!(known, UNION_METHODS);
    }

    #[test]
    fn the_methods_of_clients_are_reserved() {
        let files = [
            emitted("src/client.rs"),
            runtime("runtime/client.rs"),
            runtime("runtime/blocking.rs"),
        ];
        let of_file = |file| methods(file, &["Client"]);
        let mut methods: BTreeSet<_> = files.into_iter().flat_map(of_file).collect();
        assert!(methods.remove("parcels") && methods.remove(CUSTOM_REQUEST));
        // These come from traits that every client implements.
        methods.extend(["clone", "into", "try_into"].map(str::to_owned));
        assert_eq!(methods, reserved(METHOD));
    }
}
