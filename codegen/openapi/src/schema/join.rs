//! Untagged unions: the JSON kind of a value selects its variant. If several variants are objects, the keys select one.

use std::collections::HashSet;

use indexmap::IndexMap;

use super::notes::docs_of;
use super::{Place, Schema};
use crate::document::Node;
use crate::import::Import;
use crate::loss::Kind as Lost;
use crate::names::{self, Names};
use crate::spec::{BuiltIn, Field, Kind, Object, Ty, TypeId, Variant};

/// The most variants of a union without a tag.
const MOST_VARIANTS: usize = 100;

/// The most levels of nested merged objects.
const MOST_MERGES: usize = 8;

/// The variants of a union by the kind of their JSON.
#[derive(Default)]
struct Variants {
    strings: Vec<Ty>,
    numbers: Vec<Ty>,
    booleans: Vec<Ty>,
    lists: Vec<Ty>,
    objects: Vec<Ty>,
    is_any: bool,
}

impl<'d> Import<'d> {
    /// Joins alternative types.
    pub(super) fn join(
        &mut self,
        options: Vec<Schema>,
        parts: &[&'d Node],
        place: &Place<'d>,
    ) -> Ty {
        let types = options.into_iter().map(|schema| schema.ty);
        let docs = docs_of(parts);
        match parts.first() {
            Some(first) => self.join_types(types.collect(), first, place, docs),
            None => Ty::ANY,
        }
    }

    pub(crate) fn join_types(
        &mut self,
        types: Vec<Ty>,
        origin: &'d Node,
        place: &Place<'d>,
        docs: Option<String>,
    ) -> Ty {
        let mut variants = Variants::default();
        for ty in types {
            for ty in self.flattened(&ty) {
                self.sort(ty, &mut variants);
            }
        }
        if variants.is_any {
            return Ty::ANY;
        }
        let mut joined = Vec::new();
        joined.extend(self.scalars(&variants.strings, Ty::STRING, place));
        let number = number(&variants.numbers);
        joined.extend(self.scalars(&variants.numbers, number, place));
        joined.extend(variants.booleans.into_iter().next());
        joined.extend(self.lists(variants.lists, origin, place));
        joined.extend(self.objects(variants.objects, origin, place));
        if joined.len() == 1 {
            return joined.remove(0);
        }
        if joined.len() > MOST_VARIANTS {
            let message = "the union has more than 100 variants";
            self.losses.push(Lost::Union, origin, message, "any");
            return Ty::ANY;
        }
        let mut given = Names::default();
        let variants = joined.into_iter().map(|ty| Variant {
            key: given.give(&self.variant_name(&ty, place)),
            name: None,
            ty: Some(ty),
            docs: None,
        });
        let variants = variants.collect();
        let kind = Kind::Union {
            tag: None,
            variants,
        };
        self.add_type(kind, place, docs)
    }

    fn kind(&self, id: TypeId) -> &Kind {
        self.types.get(id.0).map_or(&Kind::Open, |ty| &ty.kind)
    }

    /// Returns the types of the values of a type: itself, or the variants of a union without a tag and of such unions in
    /// it.
    pub(crate) fn flattened<'t>(&'t self, ty: &'t Ty) -> Vec<&'t Ty> {
        let mut found = Vec::new();
        // A union can contain itself.
        let mut seen = HashSet::new();
        let mut open = vec![ty];
        while let Some(ty) = open.pop() {
            match ty {
                Ty::Named(id)
                    if let Kind::Union {
                        tag: None,
                        variants,
                    } = self.kind(*id) =>
                {
                    if seen.insert(id) {
                        let variants = variants.iter().rev();
                        open.extend(variants.filter_map(|variant| variant.ty.as_ref()));
                    }
                }
                ty => found.push(ty),
            }
        }
        found
    }

    fn sort(&self, ty: &Ty, variants: &mut Variants) {
        let list = match ty {
            Ty::BuiltIn(BuiltIn::Any) | Ty::Optional(_) => {
                variants.is_any = true;
                return;
            }
            Ty::BuiltIn(BuiltIn::Boolean) => &mut variants.booleans,
            Ty::BuiltIn(built_in) if built_in.is_number() => &mut variants.numbers,
            Ty::BuiltIn(built_in) if built_in.is_string() => &mut variants.strings,
            Ty::BuiltIn(_) | Ty::Map(_) => &mut variants.objects,
            Ty::List(_) => &mut variants.lists,
            Ty::Named(id) => match self.kind(*id) {
                kind if kind.has_integers() => &mut variants.numbers,
                Kind::Enum(_) => &mut variants.strings,
                Kind::Endless => {
                    variants.is_any = true;
                    return;
                }
                Kind::Open | Kind::Object(_) | Kind::Union { .. } => &mut variants.objects,
            },
        };
        if !list.contains(ty) {
            list.push(ty.clone());
        }
    }

    /// Joins types of the same kind, whose values all have the type `plain`. An enum also accepts unlisted values.
    fn scalars(&mut self, types: &[Ty], plain: Ty, place: &Place<'d>) -> Option<Ty> {
        let first = types.first()?.clone();
        let mut enums = Vec::new();
        for ty in types {
            if let Ty::Named(id) = ty
                && let Kind::Enum(values) = self.kind(*id)
            {
                enums.push((ty.clone(), values.clone()));
            }
        }
        let others = types.iter().filter(|ty| **ty == plain).count();
        Some(match enums.as_slice() {
            _ if types.len() == 1 => first,
            [(only, _)] if others + 1 == types.len() => only.clone(),
            [_, _, ..] if others + enums.len() == types.len() => {
                let values = enums.into_iter().flat_map(|(_, values)| values);
                let place = Place::new(format!("{} value", place.name), place.direction);
                self.add_enum(values.collect(), &place, None)
            }
            _ => plain,
        })
    }

    fn lists(&mut self, types: Vec<Ty>, origin: &'d Node, place: &Place<'d>) -> Option<Ty> {
        let first = types.first()?.clone();
        if types.len() == 1 {
            return Some(first);
        }
        let items = types.into_iter().filter_map(|ty| match ty {
            Ty::List(item) => Some(*item),
            _ => None,
        });
        let place = Place::new(format!("{} item", place.name), place.direction);
        let item = self.join_types(items.collect(), origin, &place, None);
        Some(Ty::List(Box::new(item)))
    }

    /// Returns the objects, or one object with the fields of all if their keys do not distinguish them.
    fn objects(&mut self, types: Vec<Ty>, origin: &'d Node, place: &Place<'d>) -> Vec<Ty> {
        let mut pairs = types.iter().enumerate().flat_map(|(at, left)| {
            let rest = types.get(at + 1..).unwrap_or_default();
            rest.iter().map(move |right| (left, right))
        });
        if pairs.all(|(left, right)| self.are_distinct(left, right)) {
            return types;
        }
        let objects: Option<Vec<Object>> = types.iter().map(|ty| self.object_of(ty)).collect();
        // An object that accepts the values of all others is the union.
        let widest = objects.as_deref().and_then(widest);
        if let Some(widest) = widest.and_then(|widest| types.get(widest)) {
            return vec![widest.clone()];
        }
        let message = "the keys of an object do not determine its variant";
        match objects {
            Some(objects) => {
                let instead = "one object with the fields of all variants";
                let docs = self.keys_of_each(&types, &objects);
                let place = Place::new(format!("{} object", place.name), place.direction);
                let merged = self.merged(objects.clone(), origin, &place);
                let has_extra = objects.iter().any(|object| object.extra.is_some());
                let mut variants = types.iter().zip(&objects);
                let is_exact = !has_extra
                    && variants
                        .any(|(ty, object)| !self.is_closed(ty) && self.accepts(object, &merged));
                let kind = if is_exact {
                    Lost::Variants
                } else {
                    Lost::Union
                };
                self.losses.push(kind, origin, message, instead);
                vec![self.add_type(Kind::Object(merged), &place, docs)]
            }
            None => {
                self.losses.push(Lost::Union, origin, message, "object");
                vec![Ty::OBJECT]
            }
        }
    }

    /// Returns the fields of all variants of a union of objects, and their docs.
    pub(crate) fn fields_of_variants(
        &mut self,
        ty: &Ty,
        origin: &'d Node,
        place: &Place<'d>,
    ) -> Option<(Vec<Field>, Option<String>)> {
        let Ty::Named(id) = ty else { return None };
        let Kind::Union {
            tag: None,
            variants,
        } = self.kind(*id)
        else {
            return None;
        };
        let types: Option<Vec<Ty>> = variants.iter().map(|variant| variant.ty.clone()).collect();
        let types = types?;
        let objects: Option<Vec<Object>> = types.iter().map(|ty| self.object_of(ty)).collect();
        let objects = objects?;
        let docs = self.keys_of_each(&types, &objects);
        Some((self.merged(objects, origin, place).fields, docs))
    }

    fn object_of(&self, ty: &Ty) -> Option<Object> {
        let Ty::Named(id) = ty else { return None };
        match self.kind(*id) {
            Kind::Object(object) => Some(object.clone()),
            _ => None,
        }
    }

    fn is_closed(&self, ty: &Ty) -> bool {
        matches!(ty, Ty::Named(id) if self.closed.contains(id))
    }

    /// Whether each value of `merged` is a value of `object`, which allows other keys.
    fn accepts(&self, object: &Object, merged: &Object) -> bool {
        object.fields.iter().all(|field| {
            let mut others = merged.fields.iter();
            let other = others.find(|other| other.key == field.key);
            other.is_some_and(|other| {
                let (known, values) =
                    (self.listed_values(&field.ty), self.listed_values(&other.ty));
                let is_listed =
                    !values.is_empty() && values.iter().all(|value| known.contains(value));
                (other.ty == field.ty || is_listed)
                    && other.is_required >= field.is_required
                    && other.is_nullable <= field.is_nullable
            })
        })
    }

    /// Returns an object with the fields of all. A field is required if all objects require it.
    fn merged(&mut self, objects: Vec<Object>, origin: &'d Node, place: &Place<'d>) -> Object {
        let count = objects.len();
        let mut fields: IndexMap<String, (usize, Vec<Ty>, Field)> = IndexMap::new();
        let mut extra = None;
        for object in objects {
            extra = extra.or(object.extra);
            for field in object.fields {
                match fields.get_mut(&field.key) {
                    Some((found, types, known)) => {
                        *found += 1;
                        known.is_required &= field.is_required;
                        known.is_nullable |= field.is_nullable;
                        join_notes(known, &field);
                        types.push(field.ty);
                    }
                    None => {
                        fields.insert(field.key.clone(), (1, vec![field.ty.clone()], field));
                    }
                }
            }
        }
        let mut all = Vec::new();
        for (found, types, mut field) in fields.into_values() {
            field.is_required &= found == count;
            let place = place.inner(&field.key);
            self.merges += 1;
            field.ty = if self.merges <= MOST_MERGES {
                self.join_types(types, origin, &place, None)
            } else {
                let message = "more than 8 merged objects are nested";
                self.losses.push(Lost::Union, origin, message, "any");
                Ty::ANY
            };
            self.merges -= 1;
            all.push(field);
        }
        Object { fields: all, extra }
    }

    fn are_distinct(&self, left: &Ty, right: &Ty) -> bool {
        match (self.outline(left), self.outline(right)) {
            (Some(left), Some(right)) => left.is_distinct(&right),
            _ => false,
        }
    }

    fn variant_name(&self, ty: &Ty, place: &Place<'d>) -> String {
        match ty {
            Ty::BuiltIn(built_in) => built_in.as_str().to_owned(),
            Ty::List(_) => "list".to_owned(),
            Ty::Map(_) => "map".to_owned(),
            Ty::Optional(inner) => self.variant_name(inner, place),
            Ty::Named(id) => {
                let name = self.types.get(id.0).map_or("", |ty| ty.name.as_str());
                let (name, around) = (names::snake(name), names::snake(&place.name));
                let short = name.strip_prefix(&format!("{around}_"));
                short.unwrap_or(&name).to_owned()
            }
        }
    }
}

/// Finds an object that accepts the values of all others.
fn widest(objects: &[Object]) -> Option<usize> {
    let holds = |one: &Object, other: &Object| {
        let has = |field: &Field| {
            let mut own = one.fields.iter();
            own.any(|own| {
                own.key == field.key
                    && own.ty == field.ty
                    && own.is_nullable >= field.is_nullable
                    && own.is_required <= field.is_required
            })
        };
        let is_required = |field: &&Field| field.is_required;
        let others = |key: &str| {
            other
                .fields
                .iter()
                .any(|field| field.key == key && field.is_required)
        };
        other.fields.iter().all(has)
            && one
                .fields
                .iter()
                .filter(is_required)
                .all(|field| others(&field.key))
            && one.extra == other.extra
    };
    (0..objects.len()).find(|at| {
        let one = objects.get(*at);
        one.is_some_and(|one| objects.iter().all(|other| holds(one, other)))
    })
}

/// Adds the notes of `other` about the same key. Different facts become docs.
fn join_notes(known: &mut Field, other: &Field) {
    let mut docs: Vec<String> = known.notes.docs.take().into_iter().collect();
    let is_new = |text: &String| docs.iter().all(|docs| !docs.contains(text.as_str()));
    docs.extend(other.notes.docs.clone().filter(is_new));
    if known.ty != other.ty || known.notes.facts != other.notes.facts {
        for facts in [
            std::mem::take(&mut known.notes.facts),
            other.notes.facts.clone(),
        ] {
            let facts = facts
                .iter()
                .map(|(fact, value)| format!("`{fact}: {}`", value.as_str()));
            let line = facts.collect::<Vec<_>>().join(", ");
            if !line.is_empty() {
                docs.push(format!("In a variant: {line}."));
            }
        }
    }
    known.notes.docs = (!docs.is_empty()).then(|| docs.join("\n\n"));
    known.notes.deprecated &= other.notes.deprecated;
    known.notes.sensitive |= other.notes.sensitive;
}

/// Returns the type of all numbers of these types.
fn number(types: &[Ty]) -> Ty {
    let is_integer = |ty: &Ty| *ty != Ty::BuiltIn(BuiltIn::Number);
    Ty::BuiltIn(if types.iter().all(is_integer) {
        BuiltIn::Integer
    } else {
        BuiltIn::Number
    })
}
