//! Ids and types: their names first, since they may refer to each other, then what is in them.

use std::collections::{HashMap, HashSet};

use indexmap::IndexMap;

use super::ty;
use super::{Check, GIVE_A_NAME, ResourceFile, text};
use crate::diagnostic::{Code, Fault, Part, Path, Place, choices, did_you_mean};
use crate::model::{
    Constructor, Endpoint, Field, Kind, Object, Shape, Ty, Type, Types, Union, Value,
};
use crate::name::{Name, Namespace, Owner};
use crate::spec;

/// Names that generated files use for something else.
const TAKEN: &[&str] = &[
    "AsRef",
    "Box",
    "Client",
    "ClientBuilder",
    "Clone",
    "Debug",
    "Default",
    "Duration",
    "Envelope",
    "Eq",
    "Err",
    "Error",
    "ErrorKeys",
    "ErrorType",
    "From",
    "Future",
    "Hash",
    "Into",
    "IntoIterator",
    "JsonObject",
    "MapAccess",
    "Method",
    "New",
    "None",
    "Ok",
    "Option",
    "Ord",
    "ItemStream",
    "PageStream",
    "RetryPolicy",
    "Paginated",
    "Params",
    "PartialEq",
    "PartialOrd",
    "Request",
    "Send",
    "Response",
    "Result",
    "Some",
    "String",
    "Timestamp",
    "Unrecognized",
    "UnrecognizedVariant",
    "Value",
    "Vec",
];

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
                let (key, place) = (&file.spec.resource, path.key("resource").at_value());
                check.claim(&mut symbols.names, &accessor, key, owner, place, help);
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
                fault = fault.related_owner(owner);
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

    pub(super) fn names(&self) -> impl Iterator<Item = &str> {
        self.types.keys().map(String::as_str)
    }

    /// Whether something in the files of types already has the name of one of an endpoint's own types.
    pub(super) fn owner(&self, name: &Name) -> Option<&Owner> {
        self.names.owner(name)
    }

    /// The type that `text` stands for; `None` and a fault at `path` if there is none.
    pub(super) fn ty(&self, check: &mut Check, path: &Path<'_>, text: &str) -> Option<Ty> {
        let ty = ty::parse(text, self);
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
        case: fn(&str) -> Result<Name, crate::name::BadName>,
        mut names: Namespace,
    ) -> Vec<Field> {
        let mut resolved = Vec::new();
        for (key, spec) in fields {
            let path = path.key(key);
            check.docs(&path.key("docs"), &spec.docs);
            let ty = self.ty(check, &path.key("type"), &spec.ty.0);
            let name = check.entry_name(&path, key, spec.name.as_deref(), case);
            let Some((name, place)) = name else {
                continue;
            };
            let owner = format!("`{key}`");
            if check.claim(&mut names, &name, key, owner, place, GIVE_A_NAME)
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

/// All types that could be resolved, in the order of the files.
pub(super) fn resolve(check: &mut Check, files: &[ResourceFile], symbols: &Symbols) -> Types {
    let mut types = Vec::new();
    let mut bodies = Vec::new();
    for ResourceFile { file, source, spec } in files {
        let root = Path::root(*file);
        let ids = spec.ids.iter().map(|(key, docs)| (key, docs, None));
        let others = spec
            .types
            .iter()
            .map(|(key, spec)| (key, &spec.docs, Some(spec)));
        for (key, docs, spec) in ids.chain(others) {
            let types_path = root.key("types");
            let path = types_path.key(key);
            let shape = match spec {
                None => Some(Shape::Id),
                Some(spec) => shape(check, &path, spec, symbols),
            };
            let Some(Ty::Named { name, .. }) = symbols.get(key) else {
                continue;
            };
            let Some(shape) = shape else { continue };
            bodies.push((*file, key.as_str(), spec));
            types.push(Type {
                name,
                docs: text(docs),
                source: source.clone(),
                shape,
            });
        }
    }
    constructors(check, &bodies, &mut types);
    let mut types = Types::from(types);
    refuse_endless(check, &bodies, &types);
    box_recursive(&mut types);
    types
}

fn shape(
    check: &mut Check,
    path: &Path<'_>,
    spec: &spec::Type,
    symbols: &Symbols,
) -> Option<Shape> {
    check.docs(&path.key("docs"), &spec.docs);
    let shapes = [
        ("fields", spec.fields.is_some()),
        ("enum", spec.values.is_some()),
        ("variants", spec.variants.is_some()),
    ];
    match shapes.into_iter().filter(|(_, there)| *there).count() {
        1 => {}
        0 => {
            let message =
                "this type has no shape: it is neither an object, nor an enum, nor a tagged union";
            check.fault(Fault::key(
                Code::BadShape,
                path,
                message,
                "add `fields`, `enum` or `variants`",
            ));
            return None;
        }
        _ => {
            let message = "a type is exactly one of an object, an enum and a tagged union";
            let help = "keep one of `fields`, `enum` and `variants`";
            let fault = Fault::key(Code::BadShape, path, message, help);
            check.fault(fault.related_keys(path, shapes, "one shape"));
            return None;
        }
    }
    if spec.variants.is_none() {
        for (key, given) in [
            ("tag", spec.tag.is_some()),
            ("content", spec.content.is_some()),
        ] {
            if given {
                let message = format!("`{key}` says nothing without `variants`");
                check.fault(Fault::key(
                    Code::UselessKey,
                    &path.key(key),
                    message,
                    "remove it",
                ));
            }
        }
    }
    if spec.fields.is_none() && !spec.constructors.is_empty() {
        check.fault(Fault::key(
            Code::UselessKey,
            &path.key("constructors"),
            "`constructors` says nothing without `fields`",
            "remove it",
        ));
    }
    if let Some(fields) = &spec.fields {
        let names = object_methods();
        let fields = symbols.fields(check, &path.key("fields"), fields, Name::snake, names);
        Some(Shape::Object(Object {
            fields,
            constructors: Vec::new(),
            sent: false,
        }))
    } else if let Some(values) = &spec.values {
        Some(Shape::Enum(enum_values(check, &path.key("enum"), values)))
    } else {
        union(check, path, spec, symbols).map(Shape::Union)
    }
}

fn enum_values(check: &mut Check, list: &Path<'_>, spec: &[spec::EnumValue]) -> Vec<Value> {
    if spec.is_empty() {
        check.fault(Fault::key(
            Code::MissingEntry,
            list,
            "an enum needs at least one value",
            "list the values that are known",
        ));
    }
    let mut names = Namespace::with_taken([("Unrecognized", "the variant for all other values")]);
    let mut seen = HashMap::new();
    let mut values = Vec::new();
    for (index, spec) in spec.iter().enumerate() {
        let path = list.index(index);
        let (value, value_path, docs, given) = match spec {
            spec::EnumValue::Bare(value) => (value, path, None, None),
            spec::EnumValue::Full(full) => (
                &full.value,
                path.key("value"),
                full.docs.as_deref(),
                full.name.as_deref(),
            ),
        };
        if let Some(docs) = docs {
            check.docs(&path.key("docs"), docs);
        }
        if let Some(first) = seen.insert(value, value_path.at_value()) {
            let message = format!("the value `{value}` stands here twice");
            check.fault(listed_twice(&value_path, message, first));
            continue;
        }
        let name_path = match given {
            Some(_) => {
                check.plain_text(&value_path, Part::Value, value);
                path.key("name")
            }
            None => value_path,
        };
        let (name, help) = match given {
            Some(given) => (Name::camel(given), "write a name such as `in_progress`"),
            None => (
                Name::camel(value),
                "write `{ value: …, name: … }` with a name for Rust",
            ),
        };
        let Some(name) = check.name(&name_path, Part::Value, name, help) else {
            continue;
        };
        let owner = format!("`{value}`");
        let help = "write `{ value: …, name: … }` with another name for Rust";
        if check.claim(&mut names, &name, value, owner, name_path.at_value(), help) {
            let spelled = || match value.as_str() {
                "" => "The empty string.".to_owned(),
                value => format!("Spelled `{value}`."),
            };
            let docs = docs.map_or_else(spelled, text);
            values.push(Value {
                value: value.clone(),
                name,
                docs,
            });
        }
    }
    values
}

fn union(
    check: &mut Check,
    path: &Path<'_>,
    spec: &spec::Type,
    symbols: &Symbols,
) -> Option<Union> {
    for (key, given) in [("tag", &spec.tag), ("content", &spec.content)] {
        let path = path.key(key);
        match given {
            Some(text) => check.not_blank(&path, text, "write the key that holds it in JSON"),
            None => check.fault(Fault::key(
                Code::MissingKey,
                &path,
                format!("a tagged union needs `{key}`"),
                format!("add `{key}:` with the key that holds it in JSON"),
            )),
        }
    }
    if spec.tag.is_some() && spec.tag == spec.content {
        let message = "the tag and the content have the same key";
        let help = "name the key that holds the content";
        let fault = Fault::value(Code::BadUnion, &path.key("content"), message, help);
        check.fault(fault.related(path.key("tag").at_value(), "the tag"));
    }
    if let Some(content) = &spec.content {
        check.plain_text(&path.key("content"), Part::Value, content);
    }
    let tag_path = path.key("tag");
    let tag_name = spec.tag.as_ref().and_then(|tag| {
        let help = "such a union cannot be written; use the type `any`";
        let name = check.name(&tag_path, Part::Value, Name::snake(tag), help)?;
        let taken = [("other", "the constructor for unknown variants")];
        let mut names = Namespace::with_taken(taken.into_iter().chain(super::CONVERSIONS));
        let place = tag_path.at_value();
        let is_free = check.claim(&mut names, &name, tag, "the tag", place, help);
        is_free.then_some(name)
    });
    let path = path.key("variants");
    let names = Namespace::with_taken([("Unrecognized", "the variant for all that are not known")]);
    let variants = spec.variants.as_ref()?;
    if variants.is_empty() {
        check.fault(Fault::key(
            Code::MissingEntry,
            &path,
            "a union needs at least one variant",
            "list those that are known",
        ));
    }
    let variants = symbols.fields(check, &path, variants, Name::camel, names);
    for variant in &variants {
        if variant.ty.is_optional() {
            check.fault(Fault::value(
                Code::BadUnion,
                &path.key(&variant.key).key("type"),
                "the content of a variant cannot be optional",
                "remove the `?`",
            ));
        }
    }
    let (tag, content) = (spec.tag.clone()?, spec.content.clone()?);
    Some(Union {
        tag,
        content,
        tag_name: tag_name?,
        variants,
    })
}

/// What the bodies of types look like in the spec: file, key, and, unless it is an id, the text of it.
type Bodies<'s> = [(usize, &'s str, Option<&'s spec::Type>)];

/// Resolves constructors, which refer to enums and fields that must be known before.
fn constructors(check: &mut Check, bodies: &Bodies<'_>, types: &mut [Type]) {
    let values: HashMap<Name, Vec<(String, Name)>> = types
        .iter()
        .filter_map(|ty| match &ty.shape {
            Shape::Enum(values) => {
                let values = values
                    .iter()
                    .map(|value| (value.value.clone(), value.name.clone()));
                Some((ty.name.clone(), values.collect()))
            }
            _ => None,
        })
        .collect();
    for ((file, key, spec), ty) in bodies.iter().zip(types) {
        let (Some(spec), Shape::Object(object)) = (spec, &mut ty.shape) else {
            continue;
        };
        let root = Path::root(*file);
        let types_path = root.key("types");
        let type_path = types_path.key(key);
        let mut names = object_methods();
        for field in &object.fields {
            let owner = format!("the method that sets `{}`", field.key);
            let place = type_path.key("fields").key(&field.key).at_key();
            names.give(&field.name, owner, place);
        }
        let path = type_path.key("constructors");
        for (key, spec) in &spec.constructors {
            let path = path.key(key);
            check.docs(&path.key("docs"), &spec.docs);
            let help = "choose another name for the constructor";
            let Some(name) = check.name(&path, Part::Key, Name::snake(key), help) else {
                continue;
            };
            let owner = format!("the constructor `{key}`");
            check.claim(&mut names, &name, key, owner, path.at_key(), help);
            let with = path.key("with");
            if spec.with.is_empty() {
                check.fault(Fault::key(
                    Code::BadConstructor,
                    &path,
                    "a constructor must set something",
                    "add `with: { field: VALUE }`",
                ));
            }
            let fixed = spec.with.iter().filter_map(|(field, value)| {
                fixed_field(
                    check,
                    &with.key(field),
                    &object.fields,
                    &values,
                    (field, value),
                )
            });
            let fixed = fixed.collect();
            object.constructors.push(Constructor {
                name,
                docs: text(&spec.docs),
                fixed,
            });
        }
    }
}

/// The names that the fields of an object share with its methods.
pub(super) fn object_methods() -> Namespace {
    Namespace::with_taken([("new", "the constructor of every object")])
}

fn fixed_field(
    check: &mut Check,
    path: &Path<'_>,
    fields: &[Field],
    enums: &HashMap<Name, Vec<(String, Name)>>,
    (key, value): (&str, &str),
) -> Option<(Name, Name)> {
    let Some(field) = fields.iter().find(|field| field.key == key) else {
        let keys = || fields.iter().map(|field| field.key.as_str());
        let help = did_you_mean(key, keys()).unwrap_or_else(|| choices("fields", keys()));
        check.fault(Fault::key(
            Code::UnknownField,
            path,
            format!("there is no field `{key}`"),
            help,
        ));
        return None;
    };
    let Ty::Named {
        name,
        kind: Kind::Enum,
    } = &field.ty
    else {
        let message = format!("`{key}` is not a required field whose type is an enum");
        check.fault(Fault::key(
            Code::BadConstructor,
            path,
            message,
            "remove it: a constructor can set nothing else",
        ));
        return None;
    };
    let values = enums.get(name)?;
    let Some((_, variant)) = values.iter().find(|(known, _)| known == value) else {
        let known = || values.iter().map(|(known, _)| known.as_str());
        let help = did_you_mean(value, known()).unwrap_or_else(|| choices("values", known()));
        check.fault(Fault::value(
            Code::UnknownValue,
            path,
            format!("`{value}` is not a value of `{}`", name.as_str()),
            help,
        ));
        return None;
    };
    Some((field.name.clone(), variant.clone()))
}

/// Refuses objects that hold themselves whatever the data, so that no value of them could ever end.
fn refuse_endless(check: &mut Check, bodies: &Bodies<'_>, types: &Types) {
    let always = |index: usize| {
        let fields = match types.get(index).map(|ty| &ty.shape) {
            Some(Shape::Object(object)) => object.fields.as_slice(),
            _ => &[],
        };
        fields.iter().filter_map(|field| match &field.ty {
            Ty::Named {
                name,
                kind: Kind::Object,
            } => types.index(name).map(|held| (held, field)),
            _ => None,
        })
    };
    let held = |index| always(index).map(|(held, _)| held).collect();
    let cycles = cycles(&(0..types.len()).map(held).collect::<Vec<_>>());
    for (index, (file, key, _)) in bodies.iter().enumerate() {
        for (held, field) in always(index) {
            if cycles.get(held) == cycles.get(index) {
                let root = Path::root(*file);
                let (types_path, name) = (
                    root.key("types"),
                    types.get(index).map_or("", |ty| ty.name.as_str()),
                );
                let path = types_path.key(key);
                check.fault(Fault::value(
                    Code::EndlessType,
                    &path.key("fields").key(&field.key).key("type"),
                    format!(
                        "`{name}` always contains another `{name}`, so no value of it could end"
                    ),
                    "make a field on the way optional (`?`) or a list (`[T]`)",
                ));
            }
        }
    }
}

/// Puts boxes where a type would otherwise have no size: optional fields and variants that lead back to their own type.
fn box_recursive(types: &mut Types) {
    let inline = |field: &Field| match field.ty.required() {
        Ty::Named {
            name,
            kind: Kind::Object | Kind::Union,
        } => types.index(name),
        _ => None,
    };
    let fields = |ty: &Type| match &ty.shape {
        Shape::Object(object) => object.fields.iter().map(inline).collect(),
        Shape::Union(union) => union.variants.iter().map(inline).collect(),
        Shape::Id | Shape::Enum(_) => Vec::new(),
    };
    let held: Vec<Vec<Option<usize>>> = types.iter().map(fields).collect();
    let edges = held
        .iter()
        .map(|held| held.iter().flatten().copied().collect());
    let cycles = cycles(&edges.collect::<Vec<_>>());
    for (index, held) in held.iter().enumerate() {
        let (fields, all) = match types.shape_mut(index) {
            Some(Shape::Object(object)) => (&mut object.fields, false),
            Some(Shape::Union(union)) => (&mut union.variants, true),
            _ => continue,
        };
        for (field, held) in fields.iter_mut().zip(held) {
            let may_be = all || field.ty.is_optional();
            field.boxed = may_be && held.is_some_and(|held| cycles.get(held) == cycles.get(index));
        }
    }
}

/// A number for each node, the same for two of them if and only if each leads to the other: the strongly connected
/// components, by the algorithm of Kosaraju.
fn cycles(edges: &[Vec<usize>]) -> Vec<usize> {
    let mut back = vec![Vec::new(); edges.len()];
    for (from, to) in edges.iter().enumerate() {
        for to in to {
            if let Some(back) = back.get_mut(*to) {
                back.push(from);
            }
        }
    }
    let mut order = Vec::with_capacity(edges.len());
    let mut seen = vec![false; edges.len()];
    for start in 0..edges.len() {
        walk(edges, start, &mut seen, &mut order);
    }
    let mut cycles = vec![0; edges.len()];
    let mut seen = vec![false; edges.len()];
    for start in order.into_iter().rev() {
        let mut cycle = Vec::new();
        walk(&back, start, &mut seen, &mut cycle);
        for node in cycle {
            if let Some(number) = cycles.get_mut(node) {
                *number = start;
            }
        }
    }
    cycles
}

/// Adds what can be reached from `start` and has not been seen, each node behind those that were found from it.
fn walk(edges: &[Vec<usize>], start: usize, seen: &mut [bool], order: &mut Vec<usize>) {
    let mut open = vec![(start, false)];
    while let Some((node, is_done)) = open.pop() {
        if is_done {
            order.push(node);
        } else if let Some(seen @ false) = seen.get_mut(node) {
            *seen = true;
            open.push((node, true));
            let next = edges.get(node).into_iter().flatten();
            open.extend(next.map(|next| (*next, false)));
        }
    }
}

/// Marks the objects that requests may hold.
pub(super) fn mark_sent<'e>(types: &mut Types, endpoints: impl Iterator<Item = &'e Endpoint>) {
    let index = |ty: &Ty| types.index(ty.named()?.0);
    let mut open: Vec<usize> = endpoints
        .flat_map(|endpoint| &endpoint.params)
        .filter_map(|param| index(&param.ty))
        .collect();
    let mut sent = HashSet::new();
    while let Some(at) = open.pop() {
        let Some(ty) = types.get(at).filter(|_| sent.insert(at)) else {
            continue;
        };
        let fields = match &ty.shape {
            Shape::Object(object) => &object.fields,
            Shape::Union(union) => &union.variants,
            Shape::Id | Shape::Enum(_) => continue,
        };
        open.extend(fields.iter().filter_map(|field| index(&field.ty)));
    }
    for at in sent {
        if let Some(Shape::Object(object)) = types.shape_mut(at) {
            object.sent = true;
        }
    }
}

/// A word that appears a second time is a fault of the list at `path`.
pub(super) fn unique(check: &mut Check, path: &Path<'_>, words: &[String]) {
    let mut seen = HashMap::new();
    for (index, word) in words.iter().enumerate() {
        if let Some(first) = seen.insert(word, index) {
            let message = format!("`{word}` stands here twice");
            let first = path.index(first).at_value();
            check.fault(listed_twice(&path.index(index), message, first));
        }
    }
}

fn listed_twice(path: &Path<'_>, message: String, first: Place) -> Fault {
    Fault::value(Code::ListedTwice, path, message, "keep one of the two")
        .related(first, "first here")
}
