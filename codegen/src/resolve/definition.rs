//! The definitions of the model's types in the spec.

use crate::diagnostic::{Location, Path};
use crate::spec;

/// The definition of the type of the model with the same index.
pub(super) struct Definition<'s> {
    /// The index of the file among the sources.
    pub(super) file: usize,
    pub(super) key: &'s str,
    /// `None` for an id.
    pub(super) spec: Option<&'s spec::Type>,
}

impl Definition<'_> {
    /// The location of the type of the field `key`.
    pub(super) fn field_type(&self, key: &str) -> Location {
        self.type_in("fields", key)
    }

    /// The location of the type of the variant `key`.
    pub(super) fn variant_type(&self, key: &str) -> Location {
        self.type_in("variants", key)
    }

    /// The location of the variants of a union.
    pub(super) fn variants(&self) -> Location {
        let root = Path::root(self.file);
        let types = root.key("types");
        types.key(self.key).key("variants").at_key()
    }

    fn type_in(&self, section: &str, key: &str) -> Location {
        let root = Path::root(self.file);
        let types = root.key("types");
        let path = types.key(self.key);
        path.key(section).key(key).key("type").at_value()
    }
}
