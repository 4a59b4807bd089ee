//! The named types of a spec, by their names in the spec.

use std::collections::HashMap;

use indexmap::IndexMap;

use super::check::Check;
use super::namespace::Namespace;
use crate::diagnostic::{Code, Fault, Location, Part, Path, did_you_mean, list_of, nearest};
use crate::model::{Kind, Ty};
use crate::name::Name;
use crate::spec::{self, BuiltIn, ResourceFile, Spec, TypeExpr, foreign_type};

const RENAME: &str = "choose another name for the type";

/// The named types of a spec, by their names in the spec.
pub(super) struct Symbols {
    /// A wrong type is poisoned.
    types: IndexMap<String, Ty>,
    definitions: HashMap<String, Home>,
    /// The names of the types in Rust.
    names: Namespace,
    /// The modules of the types.
    modules: Namespace,
    /// Whether types of the spec can be missing.
    lacks_types: bool,
}

/// The definition of a type.
struct Home {
    /// In the spec.
    location: Location,
    /// In the emitted crate.
    module: Name,
}

/// The names of a correct type.
pub(super) struct TypeNames<'s> {
    pub(super) name: &'s Name,
    /// The module with its code.
    pub(super) module: &'s Name,
}

impl Symbols {
    pub(super) fn collect(check: &mut Check, spec: &Spec) -> Self {
        let mut symbols = Self {
            types: IndexMap::new(),
            definitions: HashMap::new(),
            names: Namespace::default(),
            modules: Namespace::default(),
            lacks_types: spec.lacks_resource,
        };
        for ResourceFile { file, spec, .. } in &spec.resources {
            let root = Path::root(*file);
            let (ids, types) = (root.key("ids"), root.key("types"));
            symbols.lacks_types |= check.lacks_entries(&ids) || check.lacks_entries(&types);
            for key in spec.ids.keys() {
                let path = ids.key(key);
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

    /// Adds the type at `path`. A type without a kind is wrong.
    fn add(&mut self, check: &mut Check, path: &Path<'_>, key: &str, kind: Option<Kind>) {
        let location = path.at_key();
        if BuiltIn::names().contains(&key) {
            check.fault(built_in_name(path, key));
            return;
        }
        if let Some(first) = self.definitions.get(key) {
            let first = first.location.clone();
            check.fault(type_twice(path, key).related(first, "taken here"));
            self.types.insert(key.to_owned(), Ty::Poisoned);
            return;
        }
        let name = check.name(path, Part::Key, key, Name::camel, RENAME);
        let name = self.names.give(&name, ());
        let module = if name.is_poisoned() {
            Name::poisoned()
        } else {
            self.modules.give(&name.to_snake(), ()).to_module()
        };
        let home = Home { location, module };
        self.definitions.insert(key.to_owned(), home);
        let ty = match kind {
            Some(kind) if !name.is_poisoned() => Ty::Named { name, kind },
            _ => Ty::Poisoned,
        };
        self.types.insert(key.to_owned(), ty);
    }

    /// Returns the names of the type, or `None` if it is wrong.
    pub(super) fn names(&self, key: &str) -> Option<TypeNames<'_>> {
        match (self.types.get(key)?, self.definitions.get(key)?) {
            (Ty::Named { name, .. }, Home { module, .. }) => Some(TypeNames { name, module }),
            _ => None,
        }
    }

    /// Returns the type with this name in the spec.
    pub(super) fn get(&self, name: &str) -> Option<&Ty> {
        self.types.get(name)
    }

    /// Resolves the type expression at `path`.
    pub(super) fn ty(&self, check: &mut Check, path: &Path<'_>, expr: &TypeExpr) -> Ty {
        match expr {
            TypeExpr::BuiltIn(built_in) => self::built_in(*built_in).unwrap_or_else(|| {
                check.fault(misplaced(path, *built_in));
                Ty::Poisoned
            }),
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
            TypeExpr::Map { key, value } => Ty::Map {
                key: Box::new(self.key(check, path, key)),
                value: Box::new(self.ty(check, path, value)),
            },
            TypeExpr::Poisoned => Ty::Poisoned,
        }
    }

    /// Resolves the type of the keys of the map at `path`.
    fn key(&self, check: &mut Check, path: &Path<'_>, expr: &TypeExpr) -> Ty {
        let ty = match expr {
            TypeExpr::BuiltIn(ty) => built_in(*ty),
            TypeExpr::Named(name) => self.get(name).cloned(),
            _ => None,
        };
        match ty {
            Some(ty) if is_key(&ty) || ty.is_poisoned() => ty,
            None if self.lacks_types => Ty::Poisoned,
            _ => {
                check.fault(self.bad_key(path, &expr.to_string()));
                Ty::Poisoned
            }
        }
    }

    fn bad_key(&self, path: &Path<'_>, key: &str) -> Fault {
        let keys = self.types.iter().filter(|(_, ty)| is_key(ty));
        let known = ["string", "date", "uuid"]
            .into_iter()
            .chain(keys.map(|(name, _)| name.as_str()));
        let help = did_you_mean(key, known).unwrap_or_else(|| {
            "use `string`, `date`, `uuid`, an id or an enum of strings; for known keys, add an object under `types`"
                .to_owned()
        });
        let message = format!("`{key}` cannot be the key of a map");
        Fault::value(Code::BadTypeExpression, path, message, help).within(key)
    }

    /// Returns a function that does the same as [`ty`](Self::ty).
    pub(super) fn resolver(&self) -> impl Fn(&mut Check, &Path<'_>, &TypeExpr) -> Ty {
        |check, path, expr| self.ty(check, path, expr)
    }

    fn unknown_type(&self, path: &Path<'_>, name: &str) -> Fault {
        let built_in = BuiltIn::names();
        let names = self.types.keys().map(String::as_str);
        let near = nearest(name, built_in.into_iter().chain(names));
        let did_you_mean = |near| format!("did you mean `{near}`?");
        let help = near
            .filter(|near| near.eq_ignore_ascii_case(name))
            .map(did_you_mean)
            .or_else(|| foreign_type::remedy(name))
            .or_else(|| near.map(did_you_mean))
            .unwrap_or_else(|| {
                let built_in = list_of(built_in);
                format!("add it under `types` or `ids`, or use one of {built_in}")
            });
        let message = format!("unknown type `{name}`");
        Fault::value(Code::UnknownType, path, message, help).within(name)
    }
}

/// Whether a map can have keys of this type.
fn is_key(ty: &Ty) -> bool {
    match ty {
        Ty::String | Ty::Date | Ty::Uuid => true,
        Ty::Named { kind, .. } => matches!(kind, Kind::Id | Kind::Enum),
        _ => false,
    }
}

/// The type of values that are JSON.
pub(super) fn built_in(built_in: BuiltIn) -> Option<Ty> {
    Some(match built_in {
        BuiltIn::String => Ty::String,
        BuiltIn::Boolean => Ty::Boolean,
        BuiltIn::Integer => Ty::Integer,
        BuiltIn::Int32 => Ty::Int32,
        BuiltIn::Uint64 => Ty::Uint64,
        BuiltIn::Number => Ty::Number,
        BuiltIn::Decimal => Ty::Decimal,
        BuiltIn::Timestamp => Ty::Timestamp,
        BuiltIn::Date => Ty::Date,
        BuiltIn::UnixTime => Ty::UnixTime,
        BuiltIn::Uuid => Ty::Uuid,
        BuiltIn::Object => Ty::JsonObject,
        BuiltIn::Any => Ty::Any,
        BuiltIn::Bytes => Ty::Bytes,
        BuiltIn::Text | BuiltIn::File => return None,
    })
}

/// The fault of a type that is not JSON in a JSON value.
fn misplaced(path: &Path<'_>, built_in: BuiltIn) -> Fault {
    let name = built_in.as_str();
    let (message, help) = if built_in == BuiltIn::File {
        let message = "`file` can only be the type of a parameter or of its items".to_owned();
        (
            message,
            "use `bytes` for a whole body, and `string` elsewhere",
        )
    } else {
        let message = format!("`{name}` can only be a whole `body` or `response`");
        (message, "use `string` here")
    };
    Fault::value(Code::BadTypeExpression, path, message, help).within(name)
}

/// Returns the kind of the type at `path`, or `None` if a part of its definition is wrong.
fn kind(check: &Check, path: &Path<'_>, spec: &spec::Type) -> Option<Kind> {
    let lacks_entries = |(key, _)| check.lacks_entries(&path.key(key));
    if spec.shapes().into_iter().any(lacks_entries) || lacks_value(check, path, spec) {
        return None;
    }
    match (&spec.fields, &spec.values, &spec.variants) {
        (Some(_), None, None) => Some(Kind::Object),
        (None, Some(_), None) if spec.has_integers() => Some(Kind::IntegerEnum),
        (None, Some(_), None) => Some(Kind::Enum),
        (None, None, Some(_)) if spec.tag.is_some() || check.is_poisoned(&path.key("tag")) => {
            Some(Kind::Union)
        }
        (None, None, Some(_)) => Some(Kind::Untagged),
        _ => None,
    }
}

/// Whether a value of the enum at `path` is wrong.
fn lacks_value(check: &Check, path: &Path<'_>, spec: &spec::Type) -> bool {
    let values = spec.values.as_deref().unwrap_or_default();
    let list = path.key("enum");
    (0..values.len()).any(|index| check.is_poisoned(&list.index(index).key("value")))
}

fn built_in_name(path: &Path<'_>, key: &str) -> Fault {
    let message = format!("`{key}` is the name of a built-in type");
    Fault::key(Code::NameTaken, path, message, RENAME)
}

fn type_twice(path: &Path<'_>, key: &str) -> Fault {
    let message =
        format!("another type has the name `{key}`; names of types are unique in a client");
    let help = "remove one of the two, or rename it";
    Fault::key(Code::NameTaken, path, message, help)
}
