//! The generator's check of the spec. It rejects, for example, a union whose variants have no difference. The importer
//! cannot know that before it has converted all types that contain each other.

use std::collections::HashMap;

use codegen::Source;

use crate::document::Node;
use crate::import::Import;
use crate::loss::Kind as Lost;
use crate::run::File;
use crate::spec::{Kind, TypeId};

impl Import<'_> {
    /// Replaces each type in which the generator finds an error by `any`. Returns whether there is one. If only other
    /// parts of the spec have errors, reports these.
    pub(crate) fn drop_rejected_types(&mut self, files: &[File], root: &Node) -> bool {
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
        let mut others = Vec::new();
        for error in report.diagnostics().filter(|it| it.level == "error") {
            let path = error.location.map(|span| span.path).unwrap_or_default();
            let name = path
                .strip_prefix("types.")
                .and_then(|path| path.split('.').next());
            let ty = name
                .and_then(|name| ids.get(name))
                .and_then(|id| self.types.get_mut(id.0));
            match ty {
                Some(ty) if ty.kind == Kind::Endless => {}
                Some(ty) => {
                    ty.kind = Kind::Endless;
                    is_changed = true;
                    let at = ty.at;
                    self.losses.at(Lost::Schema, at, error.message, "any");
                }
                None => others.push(format!("{path}: {}", error.message)),
            }
        }
        for message in others.into_iter().filter(|_| !is_changed) {
            let message = format!("the generator rejects the spec: {message}");
            self.losses.push(Lost::Schema, root, message, "");
        }
        is_changed
    }
}
