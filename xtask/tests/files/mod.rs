//! Lists the files of a directory.

use std::fs::{self, DirEntry};
use std::path::Path;

/// Returns all files below `root`, in no particular order.
pub(crate) fn below(root: &Path) -> Vec<DirEntry> {
    let mut files = Vec::new();
    let mut open = vec![root.to_owned()];
    while let Some(directory) = open.pop() {
        for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
            if entry.file_type().unwrap().is_dir() {
                open.push(entry.path());
            } else {
                files.push(entry);
            }
        }
    }
    files
}
