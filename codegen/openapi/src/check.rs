//! The generator's check of the spec. It rejects, for example, a union whose variants have no difference. The importer
//! cannot know that before it has converted all types that contain each other.

use std::collections::HashMap;

use codegen::Source;

use crate::document::{Id, Node};
use crate::import::{Converted, Import};
use crate::loss::Kind as Lost;
use crate::run::File;
use crate::spec::{Kind, Ty, TypeId};

impl Import<'_> {
    /// Replaces each type that the generator rejects by `any`. Returns whether it rejects one.
    pub(crate) fn drop_rejected_types(
        &mut self,
        files: &[File],
        components: &HashMap<TypeId, Id>,
        root: &Node,
    ) -> bool {
        let source = |file: &File| Source::new(file.name.clone(), (&file.name).into(), &file.text);
        let sources: Vec<_> = files.iter().map(source).collect();
        let Err(report) = codegen::model(&sources) else {
            return false;
        };
        let names = self.types.iter().enumerate();
        let ids: HashMap<_, _> = names
            .map(|(id, ty)| (ty.name.clone(), TypeId(id)))
            .collect();
        let mut is_changed = false;
        for error in report.diagnostics().filter(|it| it.level == "error") {
            let path = error.location.map(|span| span.path).unwrap_or_default();
            let name = path
                .strip_prefix("types.")
                .and_then(|path| path.split('.').next());
            let Some(id) = name.and_then(|name| ids.get(name)) else {
                continue;
            };
            let Some(ty) = self
                .types
                .get_mut(id.0)
                .filter(|ty| ty.kind != Kind::Endless)
            else {
                continue;
            };
            ty.kind = Kind::Endless;
            is_changed = true;
            let at = components.get(id).copied().unwrap_or(root.id);
            self.losses.at(Lost::Schema, at, error.message, "any");
        }
        is_changed
    }

    /// Returns the component that each type comes from.
    pub(crate) fn components_of_types(&self) -> HashMap<TypeId, Id> {
        let mut components = HashMap::new();
        for ((component, _), converted) in &self.converted {
            if let Converted::Done(schema) = converted
                && let Ty::Named(id) = schema.ty
            {
                let first = components.entry(id).or_insert(*component);
                *first = (*first).min(*component);
            }
        }
        components
    }
}
