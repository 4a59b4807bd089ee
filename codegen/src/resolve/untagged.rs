//! Untagged unions: the proof that no value belongs to two variants, and the patterns that select the variant.

use std::collections::{HashMap, HashSet};
use std::mem::discriminant;

use indexmap::{IndexMap, IndexSet};

use super::check::Check;
use super::definition::Definition;
use super::kinds::Kinds;
use crate::diagnostic::{Code, Fault};
use crate::model::{Field, Kind, Pattern, Shape, Tagging, Test, Ty, Type, Types, Union};
use crate::name::Name;

/// The most variants of a union, including those of nested unions. The check compares all pairs.
const MOST: usize = 100;

/// The most levels of nested lists that the check compares.
const DEEPEST: usize = 10;

/// Finds the patterns of all untagged unions.
pub(super) fn resolve(check: &mut Check, definitions: &[Definition<'_>], types: &mut Types) {
    if !types.iter().any(|ty| untagged(ty).is_some()) {
        return;
    }
    let found: Vec<_> = {
        let constants = constants(types);
        let values = Values::of(types, &constants);
        let unions = definitions.iter().zip(types.iter());
        let found = unions.map(|(definition, ty)| {
            let union = untagged(ty)?;
            let all = alternatives(check, definition, union, &values)?;
            Some(patterns(check, definition, union, &all, &values))
        });
        found.collect()
    };
    for (index, found) in found.into_iter().enumerate() {
        if let (Some(patterns), Some(Shape::Union(union))) = (found, types.shape_mut(index)) {
            union.tagging = Tagging::Untagged { patterns };
        }
    }
}

fn untagged(ty: &Type) -> Option<&Union> {
    match &ty.shape {
        Shape::Union(union) if matches!(union.tagging, Tagging::Untagged { .. }) => Some(union),
        _ => None,
    }
}

/// Returns the values of all variants of `union`, with the indexes of the variants. `None` if a type is wrong.
fn alternatives<'t>(
    check: &mut Check,
    definition: &Definition<'_>,
    union: &'t Union,
    values: &'t Values<'t>,
) -> Option<Vec<(usize, Alternative<'t>)>> {
    let mut all = Vec::new();
    for (index, variant) in union.variants.iter().enumerate() {
        let mut own = Vec::new();
        let unknown = values.add(variant.ty.as_ref()?, &mut Vec::new(), &mut own);
        all.extend(own.into_iter().map(|alternative| (index, alternative)));
        let fault = match unknown {
            Ok(()) if all.len() <= MOST => continue,
            Err(Unknown::Poisoned) => return None,
            Err(Unknown::Any) => any(definition, &variant.key),
            Err(Unknown::Itself) => itself(definition, &variant.key),
            Ok(()) | Err(Unknown::TooMany) => too_many(definition),
        };
        check.fault(fault);
        return None;
    }
    Some(all)
}

/// Returns the patterns of each variant. Records a fault for variants with a common value.
fn patterns(
    check: &mut Check,
    definition: &Definition<'_>,
    union: &Union,
    all: &[(usize, Alternative<'_>)],
    values: &Values<'_>,
) -> Vec<Vec<Pattern>> {
    let mut patterns = Vec::new();
    let mut reported = HashSet::new();
    for index in 0..union.variants.len() {
        let (own, others): (Vec<_>, Vec<_>) = all.iter().copied().partition(|(of, _)| *of == index);
        match values.patterns(&own, &others, DEEPEST) {
            Ok(found) => patterns.push(found),
            Err(None) => {}
            Err(Some(Same { other, help })) => {
                let (first, last) = (index.min(other), index.max(other));
                if let (Some(one), Some(another)) =
                    (union.variants.get(first), union.variants.get(last))
                    && reported.insert((first, last))
                {
                    check.fault(same(definition, &one.key, &another.key, help));
                }
            }
        }
    }
    patterns
}

/// The values of an enum, or the tags of a union: all texts or all whole numbers.
type Constants<'t> = IndexSet<Constant<'t>>;

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
enum Constant<'t> {
    Text(&'t str),
    Integer(i64),
}

/// The test for one of these values under `key`.
fn is_one_of(key: &str, values: &Constants<'_>) -> Test {
    let texts = values.iter().filter_map(|value| match value {
        Constant::Text(text) => Some((*text).to_owned()),
        Constant::Integer(_) => None,
    });
    let integers = values.iter().filter_map(|value| match value {
        Constant::Integer(integer) => Some(*integer),
        Constant::Text(_) => None,
    });
    let (texts, integers): (Vec<_>, Vec<_>) = (texts.collect(), integers.collect());
    if integers.is_empty() {
        Test::Is(key.to_owned(), texts)
    } else {
        Test::IsInteger(key.to_owned(), integers)
    }
}

/// The values of all enums, and the tags of all tagged unions, by the names of the types.
fn constants(types: &Types) -> HashMap<&Name, Constants<'_>> {
    let constants = types.iter().map(|ty| {
        let constants = match &ty.shape {
            Shape::Enum(values) => {
                let texts = values.iter().map(|value| &*value.value);
                texts.map(Constant::Text).collect()
            }
            Shape::IntegerEnum(values) => {
                let integers = values.iter().filter_map(|value| value.value.parse().ok());
                integers.map(Constant::Integer).collect()
            }
            Shape::Union(union) => {
                let tags = union.variants.iter().map(|variant| &*variant.key);
                tags.map(Constant::Text).collect()
            }
            Shape::Id | Shape::Object(_) => Constants::new(),
        };
        (&ty.name, constants)
    });
    constants.collect()
}

/// A set of values.
#[derive(Clone, Copy)]
enum Alternative<'t> {
    String,
    Number,
    Boolean,
    /// Lists with items from a set.
    List(&'t Ty),
    Object(&'t Object<'t>),
}

/// The objects of a type.
struct Object<'t> {
    /// The required keys. A key with an enum has its known values.
    required: IndexMap<&'t str, Option<&'t Constants<'t>>>,
    /// The keys of the fields, with the kinds of their values.
    keys: HashMap<&'t str, Kinds>,
    /// The kinds of the values under other keys.
    others: Kinds,
}

impl Object<'_> {
    /// All objects whose values are of these kinds.
    fn any(kinds: Kinds) -> Self {
        Self {
            required: IndexMap::new(),
            keys: HashMap::new(),
            others: kinds,
        }
    }

    fn requires(&self, key: &str) -> bool {
        self.required.contains_key(key)
    }

    fn can_have(&self, key: &str) -> bool {
        self.others != Kinds::NONE || self.keys.contains_key(key)
    }

    /// The kinds of the values under `key`.
    fn kinds(&self, key: &str) -> Kinds {
        self.keys.get(key).copied().unwrap_or(self.others)
    }

    /// Whether this object and `other` never have the same value under `key`.
    fn differs(&self, key: &str, other: &Object<'_>) -> bool {
        self.kinds(key).excludes(other.kinds(key))
    }

    /// Whether all objects have an enum under `key`, without any of `values`.
    fn excludes(&self, key: &str, values: &Constants<'_>) -> bool {
        let own = self.required.get(key).copied().flatten();
        own.is_some_and(|own| values.iter().all(|value| !own.contains(value)))
    }

    /// Whether no object of `other` passes the test.
    fn test_excludes(test: &Test, other: &Object<'_>) -> bool {
        match test {
            Test::Has(key) => !other.can_have(key),
            Test::Lacks(key) => other.requires(key),
            Test::Is(key, values) => {
                let texts = values.iter().map(|value| Constant::Text(value));
                other.excludes(key, &texts.collect())
            }
            Test::IsInteger(key, values) => {
                let integers = values.iter().copied().map(Constant::Integer);
                other.excludes(key, &integers.collect())
            }
            Test::Holds(key, kinds) => other.kinds(key).excludes(Kinds::of_patterns(kinds)),
            Test::HoldsNo(key, kinds) => {
                other.requires(key) && Kinds::of_patterns(kinds).holds(other.kinds(key))
            }
        }
    }

    /// Finds a test that all of these objects pass, and no object of `other`.
    fn test_against(&self, other: &Object<'_>) -> Option<Test> {
        let mut required = self.required.iter();
        let by_value = required.find_map(|(key, values)| {
            let values = (*values)?;
            let is_excluded = other.excludes(key, values);
            is_excluded.then(|| is_one_of(key, values))
        });
        let own = || self.required.iter().map(|(key, _)| *key);
        let others = || other.required.iter().map(|(key, _)| *key);
        by_value
            .or_else(|| {
                let key = own().find(|key| !other.can_have(key))?;
                Some(Test::Has(key.to_owned()))
            })
            .or_else(|| {
                let key = own().find(|key| self.differs(key, other))?;
                Some(Test::Holds(key.to_owned(), self.kinds(key).patterns()))
            })
            .or_else(|| {
                let key = others().find(|key| !self.can_have(key))?;
                Some(Test::Lacks(key.to_owned()))
            })
            .or_else(|| {
                let key = others().find(|key| other.differs(key, self))?;
                Some(Test::HoldsNo(key.to_owned(), other.kinds(key).patterns()))
            })
    }
}

/// The reason why the values of a type are unknown.
enum Unknown {
    /// The type is wrong.
    Poisoned,
    Any,
    /// The type is a union that is its own variant.
    Itself,
    TooMany,
}

/// A variant that shares a value with another variant.
struct Same {
    other: usize,
    help: &'static str,
}

const ONE_STRING: &str = "both are strings in JSON: keep one, with the type `string`";
const ONE_NUMBER: &str = "both are numbers in JSON: keep one, with the type `number`";
const ONE_BOOLEAN: &str = "both are booleans: keep one";
const ANY_OBJECT: &str = "one variant can have any keys: keep only that variant, or replace it with an object with known fields";
const ONE_LIST: &str =
    "both are lists: keep one, or use items that differ in their kind or in their keys";
const OTHER_KEYS: &str = "add a required field to only one of the two, change the kind of JSON of a field of both, or give \
                          both a required enum under the same key, without a common value";

/// The values of the types of a spec.
struct Values<'t> {
    types: &'t Types,
    objects: HashMap<&'t Name, Object<'t>>,
    /// The maps, one for each set of kinds of values.
    maps: Vec<Object<'t>>,
}

impl<'t> Values<'t> {
    fn of(types: &'t Types, constants: &'t HashMap<&'t Name, Constants<'t>>) -> Self {
        let objects = types
            .iter()
            .filter_map(|ty| Some((&ty.name, object(ty, types, constants)?)));
        Self {
            types,
            objects: objects.collect(),
            maps: Kinds::sets().map(Object::any).collect(),
        }
    }

    /// Adds the values of the type `ty`, a variant of the unions `within`.
    fn add(
        &'t self,
        ty: &'t Ty,
        within: &mut Vec<&'t Name>,
        all: &mut Vec<Alternative<'t>>,
    ) -> Result<(), Unknown> {
        let alternative = match ty {
            Ty::String | Ty::Timestamp | Ty::Date | Ty::Uuid | Ty::Bytes => Alternative::String,
            Ty::Integer | Ty::Int32 | Ty::Uint64 | Ty::Number | Ty::UnixTime => Alternative::Number,
            // A response can contain either form.
            Ty::Decimal => {
                all.push(Alternative::String);
                Alternative::Number
            }
            Ty::Boolean => Alternative::Boolean,
            Ty::List(item) => Alternative::List(item),
            Ty::JsonObject => return self.add_map(Kinds::ALL, all),
            Ty::Map { value, .. } => {
                return self.add_map(Kinds::of(value, self.types, &mut Vec::new()), all);
            }
            Ty::Any => return Err(Unknown::Any),
            Ty::Optional(_) | Ty::RawBytes | Ty::File | Ty::Poisoned => {
                return Err(Unknown::Poisoned);
            }
            Ty::Named { name, kind } => match kind {
                Kind::Id | Kind::Enum => Alternative::String,
                Kind::IntegerEnum => Alternative::Number,
                Kind::Object | Kind::Union => {
                    Alternative::Object(self.objects.get(name).ok_or(Unknown::Poisoned)?)
                }
                Kind::Untagged => return self.add_variants(name, within, all),
            },
        };
        all.push(alternative);
        Ok(())
    }

    /// Adds the objects whose values are of these kinds, under any keys.
    fn add_map(&'t self, kinds: Kinds, all: &mut Vec<Alternative<'t>>) -> Result<(), Unknown> {
        let map = self.maps.get(kinds.index()).ok_or(Unknown::Any)?;
        all.push(Alternative::Object(map));
        Ok(())
    }

    fn add_variants(
        &'t self,
        name: &'t Name,
        within: &mut Vec<&'t Name>,
        all: &mut Vec<Alternative<'t>>,
    ) -> Result<(), Unknown> {
        let Some(Shape::Union(union)) = self.types.shape(name) else {
            return Err(Unknown::Poisoned);
        };
        if within.contains(&name) {
            return Err(Unknown::Itself);
        }
        within.push(name);
        for variant in &union.variants {
            if within.len().max(all.len()) > MOST {
                return Err(Unknown::TooMany);
            }
            let ty = variant.ty.as_ref().ok_or(Unknown::Poisoned)?;
            self.add(ty, within, all)?;
        }
        within.pop();
        Ok(())
    }

    /// Returns patterns that match the values `own`, and none of `others`.
    fn patterns(
        &'t self,
        own: &[(usize, Alternative<'t>)],
        others: &[(usize, Alternative<'t>)],
        depth: usize,
    ) -> Result<Vec<Pattern>, Option<Same>> {
        let own = own.iter();
        own.map(|(_, alternative)| self.pattern(*alternative, others, depth))
            .collect()
    }

    fn pattern(
        &'t self,
        own: Alternative<'t>,
        others: &[(usize, Alternative<'t>)],
        depth: usize,
    ) -> Result<Pattern, Option<Same>> {
        let scalar = |pattern, help| {
            let is_same =
                |it: &&(usize, Alternative<'_>)| discriminant(&it.1) == discriminant(&own);
            match others.iter().find(is_same) {
                None => Ok(pattern),
                Some(&(other, _)) => Err(Some(Same { other, help })),
            }
        };
        match own {
            Alternative::String => scalar(Pattern::String, ONE_STRING),
            Alternative::Number => scalar(Pattern::Number, ONE_NUMBER),
            Alternative::Boolean => scalar(Pattern::Boolean, ONE_BOOLEAN),
            Alternative::List(item) => self.list(item, others, depth),
            Alternative::Object(object) => object_tests(object, others).map(Pattern::Object),
        }
    }

    /// Returns the pattern of lists of `item`. If other values are lists too, it compares the items.
    fn list(
        &'t self,
        item: &'t Ty,
        others: &[(usize, Alternative<'t>)],
        depth: usize,
    ) -> Result<Pattern, Option<Same>> {
        let mut of_others = Vec::new();
        for &(other, alternative) in others {
            if let Alternative::List(item) = alternative {
                if depth == 0 {
                    return Err(Some(Same {
                        other,
                        help: ONE_LIST,
                    }));
                }
                self.items(item, other, &mut of_others)?;
            }
        }
        let Some(&(other, _)) = of_others.first() else {
            return Ok(Pattern::List(Vec::new()));
        };
        let mut own = Vec::new();
        self.items(item, other, &mut own)?;
        self.patterns(&own, &of_others, depth - 1)
            .map(Pattern::List)
    }

    /// Adds the values of the items of a list. Items of type `any` overlap with the variant `other`.
    fn items(
        &'t self,
        item: &'t Ty,
        other: usize,
        all: &mut Vec<(usize, Alternative<'t>)>,
    ) -> Result<(), Option<Same>> {
        let mut values = Vec::new();
        match self.add(item.required(), &mut Vec::new(), &mut values) {
            Ok(()) => all.extend(values.into_iter().map(|value| (other, value))),
            Err(Unknown::Any) => {
                return Err(Some(Same {
                    other,
                    help: ONE_LIST,
                }));
            }
            // The type of the items has its own fault.
            Err(Unknown::Poisoned | Unknown::Itself | Unknown::TooMany) => return Err(None),
        }
        Ok(())
    }
}

/// Finds tests that all objects of `own` pass, and no other object.
fn object_tests(
    own: &Object<'_>,
    others: &[(usize, Alternative<'_>)],
) -> Result<Vec<Test>, Option<Same>> {
    let mut tests: Vec<Test> = Vec::new();
    for &(index, alternative) in others {
        let Alternative::Object(other) = alternative else {
            continue;
        };
        if tests.iter().any(|test| Object::test_excludes(test, other)) {
            continue;
        }
        let help = if own.others == Kinds::NONE && other.others == Kinds::NONE {
            OTHER_KEYS
        } else {
            ANY_OBJECT
        };
        let test = own.test_against(other);
        tests.push(test.ok_or(Some(Same { other: index, help }))?);
    }
    let with_value = tests.iter().filter_map(|test| match test {
        Test::Is(key, _) | Test::IsInteger(key, _) | Test::Holds(key, _) => Some(key.clone()),
        Test::Has(_) | Test::Lacks(_) | Test::HoldsNo(..) => None,
    });
    let with_value: Vec<_> = with_value.collect();
    tests.retain(|test| !matches!(test, Test::Has(key) if with_value.contains(key)));
    // An object with only unknown keys belongs to no variant.
    let is_lack = |test: &Test| matches!(test, Test::Lacks(_) | Test::HoldsNo(..));
    if !tests.is_empty()
        && tests.iter().all(is_lack)
        && let Some((key, _)) = own.required.first()
    {
        tests.insert(0, Test::Has((*key).to_owned()));
    }
    Ok(tests)
}

/// Returns the objects of a type whose values are all objects.
fn object<'t>(
    ty: &'t Type,
    types: &'t Types,
    constants: &'t HashMap<&'t Name, Constants<'t>>,
) -> Option<Object<'t>> {
    let kinds = |ty: &'t Ty| Kinds::of(ty, types, &mut Vec::new());
    match &ty.shape {
        Shape::Object(object) => {
            let required = object.fields.iter().filter(|field| !field.ty.is_optional());
            let required = required.map(|field| (&*field.key, known_values(field, constants)));
            Some(Object {
                required: required.collect(),
                keys: object
                    .fields
                    .iter()
                    .map(|field| (&*field.key, kinds(&field.ty)))
                    .collect(),
                others: match &object.extra {
                    Some(Field {
                        ty: Ty::Map { value, .. },
                        ..
                    }) => kinds(value),
                    Some(_) => Kinds::ALL,
                    None => Kinds::NONE,
                },
            })
        }
        Shape::Union(Union { tagging, .. }) => {
            let (tag, content, others) = match tagging {
                Tagging::Adjacent { tag, content, .. } => (tag, Some(content), Kinds::NONE),
                Tagging::Internal { tag, .. } => (tag, None, Kinds::ALL),
                Tagging::Untagged { .. } => return None,
            };
            let content = content.map(|content| (&**content, Kinds::ALL));
            Some(Object {
                required: [(&**tag, constants.get(&ty.name))].into(),
                keys: content
                    .into_iter()
                    .chain([(&**tag, Kinds::STRING)])
                    .collect(),
                others,
            })
        }
        Shape::Id | Shape::Enum(_) | Shape::IntegerEnum(_) => None,
    }
}

/// Returns the known values of a field whose type is an enum.
fn known_values<'t>(
    field: &Field,
    constants: &'t HashMap<&'t Name, Constants<'t>>,
) -> Option<&'t Constants<'t>> {
    match &field.ty {
        Ty::Named {
            name,
            kind: Kind::Enum | Kind::IntegerEnum,
        } => constants.get(name),
        _ => None,
    }
}

fn any(definition: &Definition<'_>, variant: &str) -> Fault {
    let message =
        format!("the variant `{variant}` accepts all values, including those of other variants");
    let help = "use the type `any` instead of the union, or a narrower type here";
    let location = definition.variant_type(variant);
    Fault::new(Code::BadUnion, location, message, help)
}

fn itself(definition: &Definition<'_>, variant: &str) -> Fault {
    let message = format!("the variant `{variant}` is the union itself");
    let help = "use another type, or a list of values of the union";
    let location = definition.variant_type(variant);
    Fault::new(Code::BadUnion, location, message, help)
}

fn too_many(definition: &Definition<'_>) -> Fault {
    let message =
        format!("the union has more than {MOST} variants, including those of nested unions");
    let help = "give it a `tag`, or use the type `any`";
    Fault::new(Code::BadUnion, definition.variants(), message, help)
}

fn same(definition: &Definition<'_>, first: &str, last: &str, help: &str) -> Fault {
    let message = format!("a value can belong to both `{first}` and `{last}`");
    let location = definition.variant_type(last);
    Fault::new(Code::BadUnion, location, message, help)
        .related(definition.variant_type(first), "the other variant")
}
