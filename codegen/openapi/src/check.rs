//! The generator's check of the spec. It rejects, for example, a union whose variants have no difference. The importer
//! cannot know that before it has converted all types that contain each other.

use std::collections::{HashMap, HashSet};

use codegen::Source;

use crate::document::Node;
use crate::import::Import;
use crate::loss::Kind as Lost;
use crate::run::File;
use crate::spec::{Encoding, Endpoint, In, Kind, Param, Resource, Ty, TypeId};

/// An error of a spec.
#[derive(Debug)]
pub(crate) struct SpecError {
    /// The path through the YAML. Empty if the error has no location there.
    pub(crate) path: String,
    pub(crate) message: String,
}

/// Returns the errors that the generator finds in a spec.
pub(crate) fn errors(files: &[File]) -> Vec<SpecError> {
    let source = |file: &File| Source::new(file.name.clone(), (&file.name).into(), &file.text);
    let sources: Vec<_> = files.iter().map(source).collect();
    let Err(report) = codegen::model(&sources) else {
        return Vec::new();
    };
    let errors = report.diagnostics().filter(|it| it.level == "error");
    let errors = errors.map(|error| SpecError {
        path: error.location.map(|span| span.path).unwrap_or_default(),
        message: error.message,
    });
    errors.collect()
}

impl Import<'_> {
    /// Replaces each type in which the generator finds an error by `any`. Returns whether there is one. If only other
    /// parts of the spec have errors, reports these.
    pub(crate) fn drop_rejected_types(
        &mut self,
        errors: Vec<SpecError>,
        resources: &mut [Resource],
        root: &Node,
    ) -> bool {
        let names = self.types.iter().enumerate();
        let ids: HashMap<_, _> = names
            .map(|(id, ty)| (ty.name.clone(), TypeId(id)))
            .collect();
        let mut dropped = HashSet::new();
        let mut others = Vec::new();
        for SpecError { path, message } in errors {
            let name = path
                .strip_prefix("types.")
                .and_then(|path| path.split('.').next());
            let id = name.and_then(|name| ids.get(name));
            match id.and_then(|id| Some((id, self.types.get_mut(id.0)?))) {
                Some((_, ty)) if ty.kind == Kind::Endless => {}
                Some((id, ty)) => {
                    ty.kind = Kind::Endless;
                    dropped.insert(*id);
                    let at = ty.at;
                    self.losses.at(Lost::Schema, at, message, "any");
                }
                None => others.push(format!("{path}: {message}")),
            }
        }
        for endpoint in resources
            .iter_mut()
            .flat_map(|resource| &mut resource.endpoints)
        {
            write_as_text(endpoint, &dropped);
        }
        for message in others.into_iter().filter(|_| dropped.is_empty()) {
            let message = format!("the generator rejects the spec: {message}");
            self.losses.push(Lost::Schema, root, message, "");
        }
        !dropped.is_empty()
    }
}

/// Replaces the types of parameters by `string` where a client cannot write any value.
fn write_as_text(endpoint: &mut Endpoint, dropped: &HashSet<TypeId>) {
    let is_form = endpoint.encoding != Encoding::Json;
    for Param {
        field,
        sent_in,
        style,
        ..
    } in &mut endpoint.params
    {
        let mut is_dropped = false;
        field
            .ty
            .named(&mut |id| is_dropped |= dropped.contains(&id));
        if is_dropped && (is_form || *sent_in != In::Body) {
            field.ty = Ty::STRING;
            field.notes.facts.clear();
            *style = None;
        }
    }
}
