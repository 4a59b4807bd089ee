//! The named types of a spec, by the names that the spec has for them.

use indexmap::IndexMap;

use super::check::{Check, GIVE_A_NAME, text};
use super::namespace::{Namespace, Owner};
use super::reserved::TAKEN;
use super::ty;
use crate::diagnostic::{Code, Fault, Part, Path};
use crate::model::{Field, Kind, Ty};
use crate::name::{BadName, Name};
use crate::spec::{self, ResourceFile};

const RENAME: &str = "choose another name for the type";

/// The named types of a spec, by the names that the spec has for them.
pub(super) struct Symbols {
    types: IndexMap<String, Ty>,
    /// Their Rust names, and what else has one in the same files.
    names: Namespace,
    /// The modules that they are in.
    modules: Namespace,
}

impl Symbols {
    pub(super) fn collect(
        check: &mut Check,
        files: &[ResourceFile],
        resources: &[Option<Name>],
    ) -> Self {
        let taken = TAKEN.iter();
        let taken = taken.map(|name| {
            (
                *name,
                "a name that every generated crate uses for something else",
            )
        });
        let mut symbols = Self {
            types: IndexMap::new(),
            names: Namespace::with_taken(taken),
            modules: Namespace::default(),
        };
        for (file, name) in files.iter().zip(resources) {
            if let Some(name) = name {
                let path = Path::root(file.file);
                let owner = format!("the accessor of the resource `{}`", file.spec.resource);
                let accessor = name.to_camel();
                let help = "choose another name for the resource";
                let (key, location) = (&file.spec.resource, path.key("resource").at_value());
                check.claim(&mut symbols.names, &accessor, key, owner, location, help);
            }
        }
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
        if self.types.contains_key(key) {
            let message = format!(
                "there is a type `{key}` already; types are named once for the whole client"
            );
            let help = "remove one of the two, or choose another name for it";
            let mut fault = Fault::key(Code::NameTaken, path, message, help);
            if let Some(owner) = Name::camel(key).ok().and_then(|name| self.owner(&name)) {
                fault = owner.show(fault);
            }
            check.fault(fault);
            return;
        }
        let name = check.name(path, Part::Key, Name::camel(key), RENAME);
        if let Some(name) = &name {
            let mut claim = |names, name| {
                let owner = format!("the type `{key}`");
                check.claim(names, name, key, owner, path.at_key(), RENAME)
            };
            if claim(&mut self.names, name) {
                claim(&mut self.modules, &name.to_snake());
            }
        }
        // A type whose name is at fault is there all the same, for those who use it. The model is never built.
        let ty = name.map_or(Ty::Any, |name| Ty::Named { name, kind });
        self.types.insert(key.to_owned(), ty);
    }

    pub(super) fn get(&self, name: &str) -> Option<Ty> {
        self.types.get(name).cloned()
    }

    /// Whether something in the files of types already has the name of one of an endpoint's own types.
    pub(super) fn owner(&self, name: &Name) -> Option<&Owner> {
        self.names.owner(name)
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
            let name = check.entry_name(&path, key, spec.name.as_deref(), case);
            let Some((name, location)) = name else {
                continue;
            };
            let owner = format!("`{key}`");
            if check.claim(&mut names, &name, key, owner, location, GIVE_A_NAME)
                && let Some(ty) = ty
            {
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
