//! The `use` lines of a file.
//!
//! Emitters write prelude names without a path, and all other names with their full path, such as `crate::Error` or
//! `http::Method::GET`. [`shorten`] shortens each path and adds the `use` lines. If two items in a file have the same
//! short name, one of them keeps its path, so an API can use any name.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};
use std::mem;

use proc_macro2::{Ident, Span};
use syn::Token;
use syn::visit_mut::{self, VisitMut};

/// The first segments of full paths.
const ROOTS: [&str; 7] = [
    "bytes",
    "crate",
    "http",
    "serde",
    "serde_json",
    "std",
    "super",
];

/// The module at the root.
const ROOT: &str = "crate";

/// The module with the types of the API.
const TYPES: &str = "crate::types";

/// The names that Rust imports into every module, each with its module in `std`, sorted.
const PRELUDE: [(&str, &str); 43] = [
    ("AsMut", "convert"),
    ("AsRef", "convert"),
    ("AsyncFn", "ops"),
    ("AsyncFnMut", "ops"),
    ("AsyncFnOnce", "ops"),
    ("Box", "boxed"),
    ("Clone", "clone"),
    ("Copy", "marker"),
    ("Default", "default"),
    ("DoubleEndedIterator", "iter"),
    ("Drop", "ops"),
    ("Eq", "cmp"),
    ("Err", "result::Result"),
    ("ExactSizeIterator", "iter"),
    ("Extend", "iter"),
    ("Fn", "ops"),
    ("FnMut", "ops"),
    ("FnOnce", "ops"),
    ("From", "convert"),
    ("FromIterator", "iter"),
    ("Future", "future"),
    ("Into", "convert"),
    ("IntoFuture", "future"),
    ("IntoIterator", "iter"),
    ("Iterator", "iter"),
    ("None", "option::Option"),
    ("Ok", "result::Result"),
    ("Option", "option"),
    ("Ord", "cmp"),
    ("PartialEq", "cmp"),
    ("PartialOrd", "cmp"),
    ("Result", "result"),
    ("Send", "marker"),
    ("Sized", "marker"),
    ("Some", "option::Option"),
    ("String", "string"),
    ("Sync", "marker"),
    ("ToOwned", "borrow"),
    ("ToString", "string"),
    ("TryFrom", "convert"),
    ("TryInto", "convert"),
    ("Unpin", "marker"),
    ("Vec", "vec"),
];

/// Shortens the full paths in `file`, a child of the module `parent`, and adds the required `use` lines. The parent
/// exports the items of the file, so `crate::types::Pet` is `Pet` in the file of that type.
pub(super) fn shorten(file: &mut syn::File, parent: &str) {
    let mut names = Names::default();
    names.visit_file_mut(file);
    let (imports, mut shorter) = names.resolve(parent);
    shorter.visit_file_mut(file);
    let is_head = |item: &&syn::Item| match item {
        syn::Item::Mod(_) => true,
        syn::Item::Use(item) => !matches!(item.vis, syn::Visibility::Inherited),
        _ => false,
    };
    let head = file.items.iter().take_while(is_head).count();
    file.items.splice(head..head, imports.items());
}

/// The names in a file.
#[derive(Default)]
struct Names {
    /// The names of the file's own items, exports and type parameters.
    declared: HashSet<String>,
    /// The modules of the full paths, by the name to import.
    used: BTreeMap<String, BTreeSet<Module>>,
}

impl Names {
    /// Decides which names to import, and how many segments of each path to keep.
    fn resolve(self, parent: &str) -> (Imports, Shorter) {
        let mut imports = Imports::default();
        let mut kept = HashMap::new();
        for (name, modules) in self.used {
            let is_declared = self.declared.contains(&name);
            let is_prelude = PRELUDE.iter().any(|(known, _)| *known == name);
            let mut is_free = !is_declared && !is_prelude;
            for module in modules {
                let path = module.path.clone();
                // The root of the crate does not export the items of resource files.
                let length = if is_declared && path == parent && path != ROOT {
                    1
                } else if is_free {
                    is_free = false;
                    imports.add(module, &name);
                    1
                } else if path == TYPES {
                    imports.add(ROOT.to_owned().into(), "types");
                    2
                } else {
                    continue;
                };
                kept.insert((path, name.clone()), length);
            }
        }
        let shadowed = PRELUDE.into_iter();
        let shadowed = shadowed.filter(|(name, _)| self.declared.contains(*name));
        let shadowed = shadowed.collect();
        (imports, Shorter { kept, shadowed })
    }
}

impl VisitMut for Names {
    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}

    fn visit_item_mut(&mut self, item: &mut syn::Item) {
        match item {
            syn::Item::Enum(syn::ItemEnum { ident, .. })
            | syn::Item::Struct(syn::ItemStruct { ident, .. }) => {
                self.declared.insert(ident.to_string());
            }
            _ => {}
        }
        visit_mut::visit_item_mut(self, item);
    }

    fn visit_use_name_mut(&mut self, name: &mut syn::UseName) {
        self.declared.insert(name.ident.to_string());
    }

    fn visit_type_param_mut(&mut self, parameter: &mut syn::TypeParam) {
        self.declared.insert(parameter.ident.to_string());
        visit_mut::visit_type_param_mut(self, parameter);
    }

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if let Some(length) = imported(path) {
            let (module, name) = split(path, length);
            self.used.entry(name).or_default().insert(module.into());
        }
        visit_mut::visit_path_mut(self, path);
    }
}

/// Returns the number of segments to import if `path` is a full path: those up to a type, or else up to the module of a
/// function or macro. The module `fmt` is imported itself, so that its `Result` does not shadow the prelude's.
fn imported(path: &syn::Path) -> Option<usize> {
    let first = path.segments.first()?;
    if path.segments.len() < 2 || !ROOTS.iter().any(|root| first.ident == root) {
        return None;
    }
    let mut segments = path.segments.iter().enumerate();
    let is_type = |name: &syn::Ident| name.to_string().starts_with(char::is_uppercase);
    let length = segments.find_map(|(index, segment)| {
        (segment.ident == "fmt" || is_type(&segment.ident)).then_some(index + 1)
    });
    let length = length.unwrap_or(path.segments.len() - 1);
    (length > 1).then_some(length)
}

/// Splits the first `length` segments of `path` into a module and a name.
fn split(path: &syn::Path, length: usize) -> (String, String) {
    let mut segments = path
        .segments
        .iter()
        .map(|segment| segment.ident.to_string());
    let module: Vec<_> = segments.by_ref().take(length - 1).collect();
    (module.join("::"), segments.next().unwrap_or_default())
}

/// A module to import names from. If two modules have the same name, the file imports it from the first one.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Module {
    origin: Origin,
    path: String,
}

/// The groups of `use` lines, in order.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Origin {
    Std,
    Elsewhere,
    Parent,
    Crate,
}

impl From<String> for Module {
    fn from(path: String) -> Self {
        let origin = match path.split("::").next() {
            Some("std") => Origin::Std,
            Some("super") => Origin::Parent,
            Some("crate") => Origin::Crate,
            _ => Origin::Elsewhere,
        };
        Self { origin, path }
    }
}

/// The names to import from each module.
#[derive(Default)]
struct Imports(BTreeMap<Module, BTreeSet<String>>);

impl Imports {
    fn add(&mut self, module: Module, name: &str) {
        self.0.entry(module).or_default().insert(name.to_owned());
    }

    /// Returns the `use` lines.
    fn items(self) -> impl Iterator<Item = syn::Item> {
        let lines = self.0.into_iter();
        lines.map(|(Module { path, .. }, names)| syn::Item::Use(line(&path, &names)))
    }
}

/// Returns the line that imports `names` from the module `path`.
fn line(path: &str, names: &BTreeSet<String>) -> syn::ItemUse {
    let name = |name: &String| syn::UseTree::Name(syn::UseName { ident: ident(name) });
    let mut items: Vec<_> = names.iter().map(name).collect();
    let names = match items.pop() {
        Some(only) if items.is_empty() => only,
        last => syn::UseTree::Group(syn::UseGroup {
            brace_token: syn::token::Brace::default(),
            items: items.into_iter().chain(last).collect(),
        }),
    };
    let tree = path.rsplit("::").fold(names, |tree, segment| {
        syn::UseTree::Path(syn::UsePath {
            ident: ident(segment),
            colon2_token: <Token![::]>::default(),
            tree: Box::new(tree),
        })
    });
    syn::ItemUse {
        attrs: Vec::new(),
        vis: syn::Visibility::Inherited,
        use_token: <Token![use]>::default(),
        leading_colon: None,
        tree,
        semi_token: <Token![;]>::default(),
    }
}

fn ident(text: &str) -> Ident {
    Ident::new(text, Span::call_site())
}

/// Shortens paths.
struct Shorter {
    /// The number of segments to keep, by module and name.
    kept: HashMap<(String, String), usize>,
    /// The prelude names that the file uses for other items, each with its module in `std`.
    shadowed: Vec<(&'static str, &'static str)>,
}

impl Shorter {
    /// Calls `visit` for code in which a name without a path never belongs to the prelude.
    fn outside_prelude(&mut self, visit: impl FnOnce(&mut Self)) {
        let shadowed = mem::take(&mut self.shadowed);
        visit(self);
        self.shadowed = shadowed;
    }
}

impl VisitMut for Shorter {
    fn visit_attribute_mut(&mut self, _: &mut syn::Attribute) {}

    fn visit_path_mut(&mut self, path: &mut syn::Path) {
        if let Some(length) = imported(path) {
            if let Some(kept) = self.kept.get(&split(path, length)) {
                let segments = mem::take(&mut path.segments).into_iter();
                path.segments = segments.skip(length - kept).collect();
            }
        } else if let Some(first) = path.segments.first()
            && let Some((_, module)) = self.shadowed.iter().find(|(name, _)| first.ident == name)
        {
            let module = ["std"].into_iter().chain(module.split("::"));
            let module = module.map(|name| ident(name).into());
            let rest = mem::take(&mut path.segments);
            path.segments = module.chain(rest).collect();
        }
        visit_mut::visit_path_mut(self, path);
    }

    fn visit_item_const_mut(&mut self, item: &mut syn::ItemConst) {
        // The arguments of a macro call are names of the API.
        self.outside_prelude(|paths| visit_mut::visit_item_const_mut(paths, item));
    }

    fn visit_item_impl_mut(&mut self, item: &mut syn::ItemImpl) {
        // Methods belong to a type of the API.
        self.outside_prelude(|paths| paths.visit_type_mut(&mut item.self_ty));
        if let Some((implemented, _)) = &mut item.trait_ {
            self.visit_path_mut(implemented);
        }
        for item in &mut item.items {
            self.visit_impl_item_mut(item);
        }
    }
}
