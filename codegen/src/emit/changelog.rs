//! `CHANGELOG.md`, with the text of the spec.

use crate::model::Model;
use crate::output::File;
use crate::source::CHANGELOG;

pub(super) fn file(model: &Model) -> Option<File<'_>> {
    let changelog = model.changelog.as_ref()?;
    let text = || format!("\n{}\n", changelog.text.trim_end());
    Some(File::text(
        CHANGELOG,
        &changelog.source,
        ("<!--", " -->"),
        text,
    ))
}
