//! Values that are one map or a list of maps.

use std::fmt;
use std::marker::PhantomData;

use schemars::JsonSchema;
use serde::Deserialize;
use serde::de::{Deserializer, SeqAccess, Visitor};

use crate::diagnostic::Path;

/// One `T` alone, or a list of them.
#[derive(Debug, JsonSchema)]
#[schemars(untagged)]
pub(crate) enum OneOrMany<T> {
    One(T),
    #[schemars(extend("minItems" = 1))]
    Many(Vec<T>),
}

impl<T> OneOrMany<T> {
    /// Calls `each` with every `T` and its path. `path` is the path of the whole value.
    pub(crate) fn for_each(&self, path: &Path<'_>, mut each: impl FnMut(&Path<'_>, &T)) {
        match self {
            Self::One(one) => each(path, one),
            Self::Many(many) => {
                for (index, one) in many.iter().enumerate() {
                    each(&path.index(index), one);
                }
            }
        }
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for OneOrMany<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_tuple_struct("OneOrMany", 0, OneOrManyVisitor(PhantomData))
    }
}

struct OneOrManyVisitor<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for OneOrManyVisitor<T> {
    type Value = OneOrMany<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a map or a list of maps")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, map: D) -> Result<OneOrMany<T>, D::Error> {
        T::deserialize(map).map(OneOrMany::One)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut list: A) -> Result<OneOrMany<T>, A::Error> {
        let mut many = Vec::new();
        while let Some(one) = list.next_element()? {
            many.push(one);
        }
        Ok(OneOrMany::Many(many))
    }
}
