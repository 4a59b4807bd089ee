//! The kinds of the values of a type in JSON.

use std::mem::discriminant;

use crate::model::{Kind, Pattern, Shape, Ty, Types};
use crate::name::Name;

/// A set of kinds, one bit each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Kinds(u8);

impl Kinds {
    pub(super) const NONE: Self = Self(0);
    pub(super) const STRING: Self = Self(1);
    const NUMBER: Self = Self(1 << 1);
    const BOOLEAN: Self = Self(1 << 2);
    const LIST: Self = Self(1 << 3);
    const OBJECT: Self = Self(1 << 4);
    pub(super) const ALL: Self = Self((1 << 5) - 1);

    /// Each kind with the pattern of its values.
    const EACH: [(Self, Pattern); 5] = [
        (Self::STRING, Pattern::String),
        (Self::NUMBER, Pattern::Number),
        (Self::BOOLEAN, Pattern::Boolean),
        (Self::LIST, Pattern::List(Vec::new())),
        (Self::OBJECT, Pattern::Object(Vec::new())),
    ];

    /// The kinds of the values of a type. A wrong type has none, so it differs from all others.
    pub(super) fn of<'t>(ty: &'t Ty, types: &'t Types, within: &mut Vec<&'t Name>) -> Self {
        match ty {
            Ty::String | Ty::Timestamp | Ty::Date | Ty::Uuid | Ty::Bytes => Self::STRING,
            Ty::Integer | Ty::Int32 | Ty::Uint64 | Ty::Number | Ty::UnixTime => Self::NUMBER,
            // A response can have either.
            Ty::Decimal => Self::STRING.or(Self::NUMBER),
            Ty::Boolean => Self::BOOLEAN,
            Ty::List(_) => Self::LIST,
            Ty::JsonObject | Ty::Map { .. } => Self::OBJECT,
            Ty::Any => Self::ALL,
            Ty::Optional(inner) => Self::of(inner, types, within),
            Ty::RawBytes | Ty::File | Ty::Poisoned => Self::NONE,
            Ty::Named { name, kind } => match kind {
                Kind::Id | Kind::Enum => Self::STRING,
                Kind::IntegerEnum => Self::NUMBER,
                Kind::Object | Kind::Union => Self::OBJECT,
                Kind::Untagged if within.contains(&name) => Self::NONE,
                Kind::Untagged => {
                    let Some(Shape::Union(union)) = types.shape(name) else {
                        return Self::NONE;
                    };
                    within.push(name);
                    let variants = union.variants.iter().filter_map(|it| it.ty.as_ref());
                    let kinds =
                        variants.fold(Self::NONE, |all, ty| all.or(Self::of(ty, types, within)));
                    within.pop();
                    kinds
                }
            },
        }
    }

    pub(super) fn of_patterns(patterns: &[Pattern]) -> Self {
        let is_one = |kind: &Pattern| {
            let mut patterns = patterns.iter();
            patterns.any(|pattern| discriminant(pattern) == discriminant(kind))
        };
        let own = Self::EACH
            .into_iter()
            .filter(|(_, pattern)| is_one(pattern));
        own.fold(Self::NONE, |all, (kind, _)| all.or(kind))
    }

    /// The patterns of the values of these kinds.
    pub(super) fn patterns(self) -> Vec<Pattern> {
        let own = Self::EACH.into_iter().filter(|(kind, _)| self.holds(*kind));
        own.map(|(_, pattern)| pattern).collect()
    }

    /// All sets of kinds, each at its index.
    pub(super) fn sets() -> impl Iterator<Item = Self> {
        (0..=Self::ALL.0).map(Self)
    }

    pub(super) fn index(self) -> usize {
        usize::from(self.0)
    }

    pub(super) fn holds(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }

    pub(super) fn excludes(self, other: Self) -> bool {
        self.0 & other.0 == 0
    }

    fn or(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}
