//! Specs of earlier revisions.

use std::path::Path;
use std::process::Command;

use codegen::Source;

use crate::Failure;

/// The names under which the main branch is known, the most certain first.
const MAIN: [&str; 5] = [
    "origin/HEAD",
    "origin/main",
    "origin/master",
    "main",
    "master",
];

/// The commit where the current branch left the main one.
pub(crate) fn merge_base(directory: &Path) -> Result<String, Failure> {
    let main = MAIN
        .into_iter()
        .find_map(|name| commit(directory, name).ok())
        .ok_or("there is no main branch to compare with; name a revision or a directory")?;
    git(directory, &["merge-base", "HEAD", &main])
}

/// The hash of a revision's commit.
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
        format!("`{revision}` is neither a directory nor a revision of git; name one that exists")
            .into()
    })
}

/// The spec that `directory` held in `commit`. Faults call its files by that name.
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

/// What git prints, without the line end behind it.
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
    String::from_utf8(output.stdout).map_err(|_| format!("git {command}: not UTF-8").into())
}
