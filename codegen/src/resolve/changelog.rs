//! `CHANGELOG.md`: the changes from version to version.

use super::check::Check;
use crate::diagnostic::{Code, Fault, Path};
use crate::model::Changelog;
use crate::spec::ChangelogFile;

pub(super) fn resolve(check: &mut Check, file: &ChangelogFile) -> Changelog {
    if file.spec.trim().is_empty() {
        let message = "the file has no content";
        let help = "write the changes, or remove the file";
        let root = Path::root(file.file);
        check.fault(Fault::value(Code::EmptyFile, &root, message, help));
    }
    Changelog {
        source: file.source.clone(),
        text: file.spec.replace("\r\n", "\n"),
    }
}
