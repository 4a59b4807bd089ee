//! The named types of a spec, by the names that the spec has for them.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::check::{Check, text};
use super::namespace::{Entry, Namespace};
use super::ty;
use crate::diagnostic::{Code, Fault, Location, Part, Path};
use crate::model::{Field, Kind, Ty};
use crate::name::{BadName, Name};
use crate::spec::BUILT_IN;
use crate::spec::{self, ResourceFile};

const RENAME: &str = "choose another name for the type";

/// The named types of a spec, by the names that the spec has for them.
pub(super) struct Symbols {
    types: IndexMap<String, Ty>,
    /// Where the spec defines each of them, and the module with its code.
    definitions: HashMap<String, Definition>,
    /// Their Rust names.
    names: Namespace,
    /// The modules that they are in.
    modules: Namespace,
}

struct Definition {
    location: Location,
    module: Option<Name>,
}

impl Symbols {
    pub(super) fn collect(check: &mut Check, files: &[ResourceFile]) -> Self {
        let mut symbols = Self {
            types: IndexMap::new(),
            definitions: HashMap::new(),
            names: Namespace::default(),
            modules: Namespace::default(),
        };
        for ResourceFile { file, spec, .. } in files {
            let root = Path::root(*file);
            for (key, docs) in &spec.ids {
                let path = root.key("ids");
                check.docs(&path.key(key), docs);
                symbols.add(check, &path.key(key), key, Kind::Id);
            }
            for (key, spec) in &spec.types {
                symbols.add(check, &root.key("types").key(key), key, kind(spec));
            }
        }
        symbols
    }

    fn add(&mut self, check: &mut Check, path: &Path<'_>, key: &str, kind: Kind) {
        let location = path.at_key();
        if BUILT_IN.contains(&key) {
            let message = format!("`{key}` is a built-in type, so nothing could refer to this one");
            check.fault(Fault::key(Code::NameTaken, path, message, RENAME));
            return;
        }
        if let Some(first) = self.definitions.get(key) {
            let message = format!(
                "there is a type `{key}` already; types are named once for the whole client"
            );
            let help = "remove one of the two, or choose another name for it";
            let fault = Fault::key(Code::NameTaken, path, message, help);
            check.fault(fault.related(first.location.clone(), "taken here"));
            return;
        }
        let name = check.name(path, Part::Key, key, Name::camel, RENAME);
        let entry = || Entry {
            what: format!("the type `{key}`"),
            location: location.clone(),
        };
        let name = name.map(|name| self.names.give(&name, entry()));
        let module = name
            .as_ref()
            .map(|name| self.modules.give(&name.to_snake(), entry()));
        let module = module.map(|module| module.to_module());
        let definition = Definition { location, module };
        self.definitions.insert(key.to_owned(), definition);
        // A type whose name is at fault is there all the same, for those who use it. The model is never built.
        let ty = name.map_or(Ty::Any, |name| Ty::Named { name, kind });
        self.types.insert(key.to_owned(), ty);
    }

    /// The name of a type that has a file, and the module that the file is.
    pub(super) fn file(&self, key: &str) -> Option<(Name, Name)> {
        match self.types.get(key)? {
            Ty::Named { name, .. } => {
                Some((name.clone(), self.definitions.get(key)?.module.clone()?))
            }
            _ => None,
        }
    }

    /// The type that `text` stands for; `None` and a fault at `path` if there is none.
    pub(super) fn ty(&self, check: &mut Check, path: &Path<'_>, text: &str) -> Option<Ty> {
        let ty = ty::parse(text, &self.types);
        ty.map_err(|bad| {
            let fault = Fault::value(bad.code, path, bad.message, bad.help);
            check.fault(fault.within(&bad.within));
        })
        .ok()
    }

    /// A map of fields, each with its name, docs and type.
    pub(super) fn fields(
        &self,
        check: &mut Check,
        path: &Path<'_>,
        fields: &spec::Map<spec::Field>,
        case: fn(&str) -> Result<Name, BadName>,
        mut names: Namespace,
    ) -> Vec<Field> {
        let mut resolved = Vec::new();
        for (key, spec) in fields {
            let path = path.key(key);
            check.docs(&path.key("docs"), &spec.docs);
            let ty = self.ty(check, &path.key("type"), &spec.ty.0);
            let given = spec.name.as_deref();
            let name = check.entry_name(&mut names, &path, key, given, case);
            if let (Some(name), Some(ty)) = (name, ty) {
                resolved.push(Field {
                    key: key.clone(),
                    name,
                    docs: text(&spec.docs),
                    ty,
                    boxed: false,
                    sensitive: spec.sensitive,
                });
            }
        }
        resolved
    }
}

fn kind(spec: &spec::Type) -> Kind {
    match spec {
        spec::Type {
            values: Some(_), ..
        } => Kind::Enum,
        spec::Type {
            variants: Some(_), ..
        } => Kind::Union,
        _ => Kind::Object,
    }
}
