//! The graph of types that contain each other. It finds types without a finite value, recursive types, and types in
//! requests.

use std::collections::HashSet;

use super::check::Check;
use super::definition::Definition;
use crate::diagnostic::{Code, Fault};
use crate::model::{Endpoint, Field, Kind, Shape, Ty, Type, Types};
use crate::name::Name;

/// Rejects objects that always contain themselves. They have no finite value.
pub(super) fn reject_endless(check: &mut Check, definitions: &[Definition<'_>], types: &Types) {
    let held: Vec<_> = types.iter().map(|ty| always_held(ty, types)).collect();
    let edges = held
        .iter()
        .map(|held| held.iter().map(|held| held.ty).collect());
    let cycles = cycles(&edges.collect::<Vec<_>>());
    let all = definitions.iter().zip(types.iter()).zip(&held).zip(&cycles);
    for (((definition, ty), held), cycle) in all {
        for Held { ty: held, field } in held {
            if cycles.get(*held) == Some(cycle) {
                check.fault(endless(definition, &ty.name, &field.key));
            }
        }
    }
}

/// An object that another one contains.
struct Held<'t> {
    /// The index of its type.
    ty: usize,
    /// The field that contains it.
    field: &'t Field,
}

/// The objects in every value of `ty`.
fn always_held<'t>(ty: &'t Type, types: &Types) -> Vec<Held<'t>> {
    let Shape::Object(object) = &ty.shape else {
        return Vec::new();
    };
    let held = |field: &'t Field| match &field.ty {
        Ty::Named {
            name,
            kind: Kind::Object,
        } => {
            let ty = types.index(name)?;
            Some(Held { ty, field })
        }
        _ => None,
    };
    object.fields.iter().filter_map(held).collect()
}

fn endless(definition: &Definition<'_>, name: &Name, field: &str) -> Fault {
    let name = name.as_str();
    let message = format!("`{name}` always contains another `{name}`, so no finite value exists");
    let help = "make a field of the cycle optional (`?`) or a list (`[T]`)";
    Fault::new(
        Code::EndlessType,
        definition.field_type(field),
        message,
        help,
    )
}

/// Boxes the optional fields and variants that lead back to their own type. Without boxes, the type would have no finite
/// size.
pub(super) fn box_recursive(types: &mut Types) {
    let inline = |ty: &Ty| match ty.required() {
        Ty::Named {
            name,
            kind: Kind::Object | Kind::Union | Kind::Untagged,
        } => types.index(name),
        _ => None,
    };
    let held = |ty: &Type| match &ty.shape {
        Shape::Object(object) => {
            let fields = object.fields.iter();
            fields.map(|field| inline(&field.ty)).collect()
        }
        Shape::Union(union) => {
            let variants = union.variants.iter();
            variants
                .map(|variant| inline(variant.ty.as_ref()?))
                .collect()
        }
        Shape::Id | Shape::Enum(_) | Shape::IntegerEnum(_) => Vec::new(),
    };
    let held: Vec<Vec<Option<usize>>> = types.iter().map(held).collect();
    let edges = held
        .iter()
        .map(|held| held.iter().flatten().copied().collect());
    let cycles = cycles(&edges.collect::<Vec<_>>());
    for (index, held) in held.iter().enumerate() {
        let leads_back =
            |held: &Option<usize>| held.is_some_and(|held| cycles.get(held) == cycles.get(index));
        match types.shape_mut(index) {
            Some(Shape::Object(object)) => {
                for (field, held) in object.fields.iter_mut().zip(held) {
                    field.boxed = field.ty.is_optional() && leads_back(held);
                }
            }
            Some(Shape::Union(union)) => {
                for (variant, held) in union.variants.iter_mut().zip(held) {
                    variant.boxed = leads_back(held);
                }
            }
            _ => {}
        }
    }
}

/// Numbers the strongly connected components of a graph, with Kosaraju's algorithm. Returns the number for each node.
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

/// Adds the unseen nodes that `start` leads to, in post-order.
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

/// Marks the objects in requests.
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
        open.extend(ty.shape.types().filter_map(index));
    }
    for at in sent {
        if let Some(Shape::Object(object)) = types.shape_mut(at) {
            object.sent = true;
        }
    }
}
