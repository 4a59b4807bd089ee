//! Specs of other git revisions.

use std::path::Path;
use std::process::Command;

use codegen::Source;

use crate::Failure;

/// Common names of the main branch, in the order in which they are tried.
const MAIN: [&str; 5] = [
    "origin/HEAD",
    "origin/main",
    "origin/master",
    "main",
    "master",
];

/// Returns the commit where the current branch left the main branch.
pub(crate) fn merge_base(directory: &Path) -> Result<String, Failure> {
    let main = MAIN
        .into_iter()
        .find_map(|name| commit(directory, name).ok())
        .ok_or("found no main branch to compare with; give a revision or a directory")?;
    git(directory, &["merge-base", "HEAD", &main])
}

/// Returns the commit hash of a revision.
pub(crate) fn commit(directory: &Path, revision: &str) -> Result<String, Failure> {
    let commit = format!("{revision}^{{commit}}");
    let arguments = [
        "rev-parse",
        "--verify",
        "--quiet",
        "--end-of-options",
        &commit,
    ];
    git(directory, &arguments).map_err(|_| {
        format!("`{revision}` is neither a directory nor a git revision; give one that exists")
            .into()
    })
}

/// Reads the spec in `directory` at `commit`. Paths of files start with `name`.
pub(crate) fn spec(directory: &Path, commit: &str, name: &str) -> Result<Vec<Source>, Failure> {
    let home = directory.canonicalize()?;
    let home = home.file_name().unwrap_or_default().to_string_lossy();
    let mut sources = Vec::new();
    // `<mode> <type> <hash>\t<file>` for each entry.
    for entry in git(directory, &["ls-tree", "-z", commit])?.split('\0') {
        let Some((object, file)) = entry.split_once('\t') else {
            continue;
        };
        let is_yaml = Path::new(file).extension().is_some_and(|end| end == "yaml");
        if !is_yaml || file.starts_with('.') || !object.contains(" blob ") {
            continue;
        }
        let hash = object.rsplit(' ').next().unwrap_or_default();
        let text = output(directory, &["cat-file", "blob", hash])?;
        let file = format!("{home}/{file}");
        let path = format!("{name}:{file}").into();
        sources.push(Source::new(file, path, &text));
    }
    Ok(sources)
}

/// Runs git and returns its output, without the last line end.
fn git(directory: &Path, arguments: &[&str]) -> Result<String, Failure> {
    Ok(output(directory, arguments)?
        .trim_end_matches('\n')
        .to_owned())
}

fn output(directory: &Path, arguments: &[&str]) -> Result<String, Failure> {
    let output = Command::new("git")
        .arg("-C")
        .arg(directory)
        .args(arguments)
        .output()
        .map_err(|error| format!("cannot run git: {error}"))?;
    let command = arguments.join(" ");
    if !output.status.success() {
        let message = String::from_utf8_lossy(&output.stderr);
        return Err(format!("git {command}: {}", message.trim_end()).into());
    }
    String::from_utf8(output.stdout)
        .map_err(|_| format!("git {command}: the output is not UTF-8").into())
}
