//! The files of a document: the main file, and the targets of its `$ref`s.

use std::collections::HashSet;
use std::fs;
use std::io::Read as _;
use std::path::{Component, Path, PathBuf};

use super::parse::parse;
use super::{Document, File, Node, Value};
use crate::fault::Fault;

/// The largest file, in bytes.
const LARGEST: u64 = 64 << 20;

/// The most files of a document.
const MOST: usize = 10_000;

/// Reads the file at `path`, and the files that it refers to. Omits files that it cannot read: each `$ref` to such a file
/// becomes a loss.
pub(super) fn read(path: &Path) -> Result<Document, Fault> {
    let (mut files, mut next) = (Vec::new(), 0);
    let mut found = HashSet::from([path.to_owned()]);
    let mut open = vec![path.to_owned()];
    while let Some(path) = open.pop() {
        if !files.is_empty() && !is_document(&path) {
            continue;
        }
        let text = match text_of(&path) {
            Ok(text) => text,
            Err(fault) if files.is_empty() => return Err(fault),
            Err(_) => continue,
        };
        let root = parse(&path, &text, &mut next)?;
        let mut targets = Vec::new();
        refs(&root, &path, &mut targets);
        files.push(File { path, text, root });
        for target in targets {
            if found.len() < MOST && found.insert(target.clone()) {
                open.push(target);
            }
        }
    }
    let paths = files.iter().map(|file: &File| file.path.clone());
    let by_path = paths.enumerate().map(|(at, path)| (path, at)).collect();
    Ok(Document { files, by_path })
}

/// Whether the file has the extension of JSON or YAML. Some documents refer to texts in files of other formats.
fn is_document(path: &Path) -> bool {
    let end = path.extension().and_then(|end| end.to_str());
    end.is_none_or(|end| ["json", "yaml", "yml"].contains(&end))
}

/// Collects the paths of the files that `node` refers to.
fn refs(node: &Node, file: &Path, targets: &mut Vec<PathBuf>) {
    let target = node.peek("$ref").and_then(Node::as_str);
    targets.extend(target.and_then(|target| path_of(file, target)));
    match &node.value {
        // An extension can refer to a file of any format.
        Value::Map(map) => map
            .iter()
            .filter(|(key, _)| !key.starts_with("x-"))
            .for_each(|(_, child)| refs(child, file, targets)),
        _ => node.children().for_each(|child| refs(child, file, targets)),
    }
}

/// Returns the path of the file that a `$ref` in `file` names, if it is a relative path.
pub(crate) fn path_of(file: &Path, target: &str) -> Option<PathBuf> {
    let (target, _) = target.split_once('#').unwrap_or((target, ""));
    let is_relative = !target.is_empty() && !target.starts_with('/') && !target.contains("://");
    if !is_relative {
        return None;
    }
    let mut path = file.parent().unwrap_or(Path::new("")).to_owned();
    for part in Path::new(target).components() {
        match part {
            Component::CurDir => {}
            Component::ParentDir if path.file_name().is_some() => {
                path.pop();
            }
            part => path.push(part),
        }
    }
    Some(path)
}

fn text_of(path: &Path) -> Result<String, Fault> {
    let failed = |why: String| {
        let message = format!("cannot read {}: {why}", path.display());
        Fault::new(message, "give the path of an OpenAPI document")
    };
    let mut bytes = Vec::new();
    let file = fs::File::open(path).map_err(|error| failed(error.to_string()))?;
    // A pipe or a device can block or never end.
    let is_file = file.metadata().is_ok_and(|metadata| metadata.is_file());
    if !is_file {
        return Err(failed("it is not a regular file".to_owned()));
    }
    let mut file = file.take(LARGEST + 1);
    file.read_to_end(&mut bytes)
        .map_err(|error| failed(error.to_string()))?;
    if bytes.len() as u64 > LARGEST {
        return Err(failed("it is larger than 64 MiB".to_owned()));
    }
    let text = String::from_utf8(bytes).map_err(|_| failed("it is not UTF-8".to_owned()))?;
    Ok(match text.strip_prefix('\u{feff}') {
        Some(text) => text.to_owned(),
        None => text,
    })
}
