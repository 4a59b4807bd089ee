//! The named types of a spec, by the names that the spec has for them.

use indexmap::IndexMap;

use super::check::Check;
use super::namespace::{Namespace, Owner};
use super::reserved::TAKEN;
use crate::diagnostic::{Code, Fault, Part, Path, did_you_mean, list_of};
use crate::model::{Kind, Ty};
use crate::name::Name;
use crate::spec::{self, BuiltIn, ResourceFile, Spec, TypeExpr};

const RENAME: &str = "choose another name for the type";

/// The named types of a spec, by the names that the spec has for them.
pub(super) struct Symbols {
    /// A type at fault is poisoned.
    types: IndexMap<String, Ty>,
    /// Their Rust names, and what else has one in the same files.
    names: Namespace,
    /// The modules that they are in.
    modules: Namespace,
    /// Whether there may be types that the spec names and this does not.
    lacks_types: bool,
}

impl Symbols {
    pub(super) fn collect(check: &mut Check, spec: &Spec, resources: &[Name]) -> Self {
        let reason = "a name that every generated crate uses for something else";
        let mut symbols = Self {
            types: IndexMap::new(),
            names: Namespace::with_taken(TAKEN.iter().map(|name| (*name, reason))),
            modules: Namespace::default(),
            lacks_types: spec.lacks_resource,
        };
        for (file, name) in spec.resources.iter().zip(resources) {
            symbols.claim_accessor(check, file, name);
        }
        for ResourceFile { file, spec, .. } in &spec.resources {
            let root = Path::root(*file);
            let (ids, types) = (root.key("ids"), root.key("types"));
            symbols.lacks_types |= check.lacks_entries(&ids) || check.lacks_entries(&types);
            for (key, docs) in &spec.ids {
                let path = ids.key(key);
                check.docs(&path, docs);
                symbols.add(check, &path, key, Some(Kind::Id));
            }
            for (key, spec) in &spec.types {
                let path = types.key(key);
                let kind = kind(check, &path, spec);
                symbols.add(check, &path, key, kind);
            }
        }
        symbols
    }

    fn claim_accessor(&mut self, check: &mut Check, file: &ResourceFile, name: &Name) {
        if name.is_poisoned() {
            return;
        }
        let key = &file.spec.resource;
        let owner = format!("the accessor of the resource `{key}`");
        let location = Path::root(file.file).key("resource").at_value();
        let help = "choose another name for the resource";
        check.claim(
            &mut self.names,
            &name.to_camel(),
            key,
            owner,
            location,
            help,
        );
    }

    /// Adds the type at `path`; without a kind, its definition is at fault.
    fn add(&mut self, check: &mut Check, path: &Path<'_>, key: &str, kind: Option<Kind>) {
        if self.types.contains_key(key) {
            let first = Name::camel(key).ok();
            let first = first.and_then(|name| self.owner(&name));
            check.fault(type_twice(path, key, first));
            self.types.insert(key.to_owned(), Ty::Poisoned);
            return;
        }
        let name = check.name(path, Part::Key, Name::camel(key), RENAME);
        let mut claim = |names, name: &Name| {
            let owner = format!("the type `{key}`");
            check.claim(names, name, key, owner, path.at_key(), RENAME)
        };
        let is_free = claim(&mut self.names, &name) && claim(&mut self.modules, &name.to_snake());
        let ty = match kind {
            Some(kind) if is_free => Ty::Named { name, kind },
            _ => Ty::Poisoned,
        };
        self.types.insert(key.to_owned(), ty);
    }

    /// The type with this name in the spec.
    pub(super) fn get(&self, name: &str) -> Option<&Ty> {
        self.types.get(name)
    }

    /// What has this name in the files of types, which the types of an endpoint share.
    pub(super) fn owner(&self, name: &Name) -> Option<&Owner> {
        self.names.owner(name)
    }

    /// The type that the expression at `path` stands for.
    pub(super) fn ty(&self, check: &mut Check, path: &Path<'_>, expr: &TypeExpr) -> Ty {
        match expr {
            TypeExpr::BuiltIn(built_in) => self::built_in(*built_in),
            TypeExpr::Named(name) => match self.get(name) {
                Some(ty) => ty.clone(),
                None => {
                    if !self.lacks_types {
                        check.fault(self.unknown_type(path, name));
                    }
                    Ty::Poisoned
                }
            },
            TypeExpr::Optional(inner) => Ty::Optional(Box::new(self.ty(check, path, inner))),
            TypeExpr::List(item) => Ty::List(Box::new(self.ty(check, path, item))),
            TypeExpr::Poisoned => Ty::Poisoned,
        }
    }

    fn unknown_type(&self, path: &Path<'_>, name: &str) -> Fault {
        let built_in = BuiltIn::names();
        let names = self.types.keys().map(String::as_str);
        let help = did_you_mean(name, built_in.into_iter().chain(names)).unwrap_or_else(|| {
            let built_in = list_of(built_in);
            format!("add it under `types` or `ids`, or use one of {built_in}")
        });
        let message = format!("unknown type `{name}`");
        Fault::value(Code::UnknownType, path, message, help).within(name)
    }
}

pub(super) fn built_in(built_in: BuiltIn) -> Ty {
    match built_in {
        BuiltIn::String => Ty::String,
        BuiltIn::Boolean => Ty::Boolean,
        BuiltIn::Integer => Ty::Integer,
        BuiltIn::Number => Ty::Number,
        BuiltIn::Timestamp => Ty::Timestamp,
        BuiltIn::Object => Ty::JsonObject,
        BuiltIn::Any => Ty::Any,
    }
}

/// The kind of the type at `path`, unless what it is made of is at fault.
fn kind(check: &Check, path: &Path<'_>, spec: &spec::Type) -> Option<Kind> {
    let shapes = [
        ("fields", spec.fields.is_some(), Kind::Object),
        ("enum", spec.values.is_some(), Kind::Enum),
        ("variants", spec.variants.is_some(), Kind::Union),
    ];
    let lacks_entries = |key| check.lacks_entries(&path.key(key));
    if shapes.iter().any(|(key, ..)| lacks_entries(key)) || lacks_value(check, path, spec) {
        return None;
    }
    let mut given = shapes.into_iter().filter(|(_, is_given, _)| *is_given);
    match (given.next(), given.next()) {
        (Some((_, _, kind)), None) => Some(kind),
        _ => None,
    }
}

/// Whether a value of the enum at `path` is at fault.
fn lacks_value(check: &Check, path: &Path<'_>, spec: &spec::Type) -> bool {
    let values = spec.values.as_deref().unwrap_or_default();
    let list = path.key("enum");
    (0..values.len()).any(|index| check.is_poisoned(&list.index(index).key("value")))
}

fn type_twice(path: &Path<'_>, key: &str, first: Option<&Owner>) -> Fault {
    let message =
        format!("there is a type `{key}` already; types are named once for the whole client");
    let help = "remove one of the two, or choose another name for it";
    let fault = Fault::key(Code::NameTaken, path, message, help);
    match first {
        Some(first) => first.show(fault),
        None => fault,
    }
}
