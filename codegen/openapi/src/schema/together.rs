//! The docs of a merged object: the keys of each original object.

use crate::import::Import;
use crate::names;
use crate::spec::{Field, Kind, Object, Ty};

impl Import<'_> {
    /// Lists the keys of each object, without those that are the same in all objects.
    pub(super) fn keys_of_each(&self, types: &[Ty], objects: &[Object]) -> Option<String> {
        let in_all = |is_same: &dyn Fn(&Field) -> bool| {
            let mut objects = objects.iter();
            objects.all(|object| object.fields.iter().any(is_same))
        };
        let lists = objects.iter().map(|object| {
            let fields = object.fields.iter().filter(|field| {
                !in_all(&|other| {
                    (&field.key, &field.ty, field.is_required)
                        == (&other.key, &other.ty, other.is_required)
                })
            });
            let keys = fields.map(|field| {
                let is_same = |other: &Field| field.key != other.key || field.ty == other.ty;
                let mut others = objects.iter().flat_map(|object| &object.fields);
                let ty =
                    (!others.all(is_same)).then(|| format!(" as {}", self.in_words(&field.ty)));
                let optional = if field.is_required { "" } else { " (optional)" };
                format!("`{}`{}{optional}", field.key, ty.unwrap_or_default())
            });
            keys.collect::<Vec<_>>().join(", ")
        });
        let lists: Vec<String> = lists.collect();
        if lists.iter().all(String::is_empty) {
            return None;
        }
        let mut docs = "These keys go together:\n".to_owned();
        for (ty, keys) in types.iter().zip(lists) {
            let keys = if keys.is_empty() {
                "no other key"
            } else {
                &keys
            };
            docs.push_str(&format!("\n- {keys}"));
            let about = match ty {
                Ty::Named(id) => self.types.get(id.0).and_then(|ty| ty.docs.as_ref()),
                _ => None,
            };
            if let Some(about) = about {
                docs.push_str(&format!(". {}", about.trim().replace('\n', "\n  ")));
            }
        }
        Some(docs)
    }

    pub(super) fn in_words(&self, ty: &Ty) -> String {
        match ty {
            Ty::BuiltIn(built_in) => built_in.as_str().to_owned(),
            Ty::Optional(inner) => self.in_words(inner),
            Ty::List(item) => format!("list of {}", self.in_words(item)),
            Ty::Map(value) => format!("map of {}", self.in_words(value)),
            Ty::Named(id) => match self.types.get(id.0) {
                Some(ty) => match &ty.kind {
                    Kind::Enum(values) => {
                        let values = values.iter();
                        let values = values.map(|value| format!("`{}`", value.value.as_str()));
                        values.collect::<Vec<_>>().join(" or ")
                    }
                    _ => names::snake(&ty.name).replace('_', " "),
                },
                None => "any".to_owned(),
            },
        }
    }
}
