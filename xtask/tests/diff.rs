//! `cargo xtask diff` as a person runs it: in a repository of git, with a spec that has changed.

#![allow(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output};

use serde_json::Value;
use tempfile::TempDir;

const CLIENT: &str = "\
crate: { name: parcels, version: 0.1.0, docs: Sends parcels. }
servers: { only: { url: https://api.example.com, docs: The only one. } }
";

const PARCELS: &str = "\
resource: parcels
docs: Parcels on their way.
types:
  Size: { docs: How large a parcel is., enum: [small, large] }
endpoints:
  get:
    summary: Gets a parcel.
    method: GET
    path: /parcel
    response: { size: { type: Size, docs: How large it is. } }
";

/// A change that callers can ignore, and one that they cannot.
const ADDED: (&str, &str) = ("[small, large]", "[small, large, huge]");
const REMOVED: (&str, &str) = ("[small, large]", "[small]");

/// A repository whose branch `main` has the spec in its folder `spec`.
struct Repository(TempDir);

impl Repository {
    fn new() -> Self {
        let repository = Self(TempDir::new().unwrap());
        repository.git(&["init", "--quiet", "--initial-branch", "main"]);
        repository.write("client.yaml", CLIENT);
        repository.write("parcels.yaml", PARCELS);
        repository.commit();
        repository
    }

    /// The same on a branch whose spec has this change, in the working tree.
    fn changed(change: (&str, &str)) -> Self {
        let repository = Self::new();
        repository.git(&["switch", "--quiet", "--create", "topic"]);
        repository.change(change);
        repository
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, file: &str, text: &str) {
        fs::create_dir_all(self.path("spec")).unwrap();
        fs::write(self.path("spec").join(file), text).unwrap();
    }

    fn change(&self, (old, new): (&str, &str)) {
        self.write("parcels.yaml", &PARCELS.replace(old, new));
    }

    fn commit(&self) {
        self.git(&["add", "--all"]);
        self.git(&["commit", "--quiet", "--message", "Change the spec"]);
    }

    fn git(&self, arguments: &[&str]) {
        let status = Command::new("git")
            .args(["-c", "user.name=Ada", "-c", "user.email=ada@example.com"])
            .args(["-c", "commit.gpgsign=false"])
            .args(arguments)
            .current_dir(self.0.path())
            .status();
        assert!(status.unwrap().success(), "{arguments:?}");
    }

    fn diff(&self, arguments: &[&str]) -> Seen {
        let output = Command::new(env!("CARGO_BIN_EXE_xtask"))
            .args(["diff", "--spec", "spec"])
            .args(arguments)
            .current_dir(self.0.path())
            .output()
            .unwrap();
        output.into()
    }
}

/// The output of a command.
struct Seen {
    success: bool,
    out: String,
    err: String,
}

impl From<Output> for Seen {
    fn from(output: Output) -> Self {
        Self {
            success: output.status.success(),
            out: String::from_utf8(output.stdout).unwrap(),
            err: String::from_utf8(output.stderr).unwrap(),
        }
    }
}

#[test]
fn the_default_base_is_the_commit_where_the_branch_left_main() {
    let repository = Repository::changed(ADDED);
    repository.commit();
    // Later commits on main are not changes of the branch.
    repository.git(&["switch", "--quiet", "main"]);
    repository.change(("Gets a parcel.", "Gets one."));
    repository.commit();
    repository.git(&["switch", "--quiet", "topic"]);
    let seen = repository.diff(&[]);
    assert!(seen.success, "{}", seen.err);
    assert_eq!(
        seen.out,
        "types
  addition         Size: new value `huge` [value-added]

verdict: minor; change the version from 0.1.0 to 0.1.1 or later
"
    );
}

#[test]
fn a_spec_that_has_not_changed_has_no_changes() {
    let seen = Repository::new().diff(&[]);
    assert_eq!(seen.out, "verdict: nothing changed\n");
    assert!(seen.success);
}

#[test]
fn docs_at_the_end_of_a_file_read_the_same_from_git_and_from_disk() {
    let repository = Repository::new();
    let text = format!("\u{feff}{PARCELS}    docs: |\n      The last one.\n");
    repository.write("parcels.yaml", &text);
    repository.commit();
    assert_eq!(repository.diff(&["HEAD"]).out, "verdict: nothing changed\n");
}

#[test]
fn a_revision_can_be_the_base() {
    let repository = Repository::new();
    repository.git(&["tag", "v0.1.0"]);
    repository.change(ADDED);
    repository.commit();
    let seen = repository.diff(&["v0.1.0"]);
    assert!(seen.out.contains("new value `huge`"), "{}", seen.out);
    let seen = repository.diff(&["v0.2.0"]);
    assert_eq!(
        seen.err,
        "error: `v0.2.0` is neither a directory nor a git revision; give one that exists\n"
    );
    assert!(!seen.success);
    // Git does not read a revision as an option.
    assert!(!repository.diff(&["--", "--all"]).success);
}

#[test]
fn a_directory_can_be_the_base() {
    let repository = Repository::new();
    let base = repository.path("base");
    fs::create_dir(&base).unwrap();
    fs::write(base.join("client.yaml"), CLIENT).unwrap();
    let (old, new) = REMOVED;
    fs::write(base.join("parcels.yaml"), PARCELS.replace(old, new)).unwrap();
    let seen = repository.diff(&["base"]);
    assert!(seen.out.contains("new value `large`"), "{}", seen.out);
}

#[test]
fn a_base_with_errors_is_rejected_with_its_faults() {
    let repository = Repository::new();
    repository.change(("GET", "FETCH"));
    repository.commit();
    repository.change(ADDED);
    let seen = repository.diff(&["HEAD"]);
    assert!(!seen.success);
    assert!(seen.err.contains("error[unknown-method]"), "{}", seen.err);
    assert!(
        seen.err.contains("--> HEAD:spec/parcels.yaml:8:13"),
        "{}",
        seen.err
    );
    assert!(seen.err.contains("has errors"), "{}", seen.err);
    assert_eq!(seen.out, "");
}

#[test]
fn a_base_without_a_spec_is_rejected() {
    let repository = Repository(TempDir::new().unwrap());
    repository.git(&["init", "--quiet", "--initial-branch", "main"]);
    fs::write(repository.path("README.md"), "Nothing yet.").unwrap();
    repository.commit();
    repository.write("client.yaml", CLIENT);
    repository.write("parcels.yaml", PARCELS);
    let seen = repository.diff(&["HEAD"]);
    assert_eq!(
        seen.err,
        "error: the revision HEAD has no spec at spec; use another revision\n"
    );
    assert!(!seen.success);
}

#[test]
fn without_a_main_branch_the_base_has_to_be_named() {
    let repository = Repository::new();
    repository.git(&["branch", "--quiet", "--move", "trunk"]);
    let seen = repository.diff(&[]);
    assert!(seen.err.contains("no main branch"), "{}", seen.err);
    assert!(repository.diff(&["trunk"]).success);
}

#[test]
fn fail_on_break_fails_if_callers_have_to_act() {
    let fail = ["--fail-on", "break"];
    assert!(Repository::changed(ADDED).diff(&fail).success);
    let seen = Repository::changed(REMOVED).diff(&fail);
    assert!(!seen.success);
    assert!(seen.out.contains("value `large` removed"), "{}", seen.out);
    assert_eq!(
        seen.err,
        "error: callers have to act, and `--fail-on break` rejects such changes\n"
    );
}

#[test]
fn check_fails_if_the_version_is_too_low() {
    let repository = Repository::changed(REMOVED);
    let seen = repository.diff(&["--check"]);
    assert!(!seen.success);
    assert_eq!(
        seen.err,
        "error: `crate.version` is 0.1.0; these changes need 0.2.0 or later\n"
    );
    repository.write("client.yaml", &CLIENT.replace("0.1.0", "0.2.0"));
    let seen = repository.diff(&["--check"]);
    assert!(seen.success, "{}", seen.err);
    assert!(
        seen.out.contains("version 0.2.0 is sufficient"),
        "{}",
        seen.out
    );
}

#[test]
fn the_changelog_has_the_entry_of_the_next_version() {
    let repository = Repository::changed(REMOVED);
    let seen = repository.diff(&["--changelog"]);
    assert_eq!(
        seen.out,
        "## 0.2.0

### Breaking

- `Size`: value `large` removed
"
    );
}

#[test]
fn markdown_shows_breaks_and_folds_the_rest() {
    let repository = Repository::changed(("[small, large]", "[small, huge]"));
    let seen = repository.diff(&["--format", "markdown"]);
    assert_eq!(
        seen.out,
        "### Changes for callers

Verdict: major; change the version from 0.1.0 to 0.2.0 or later

**Breaks code (1)**

- `Size`: value `large` removed

<details><summary>Addition (1)</summary>

- `Size`: new value `huge`

</details>
"
    );
}

#[test]
fn json_has_every_change_with_its_code() {
    let seen = Repository::changed(REMOVED).diff(&["--format", "json"]);
    let shown: Value = serde_json::from_str(&seen.out).unwrap();
    assert_eq!(shown["verdict"], "major");
    assert_eq!(shown["old"], "0.1.0");
    assert_eq!(shown["least"], "0.2.0");
    assert_eq!(shown["is_too_low"], true);
    assert_eq!(
        shown["changes"],
        serde_json::json!([{
            "code": "value-removed",
            "effect": "breaks code",
            "group": "types",
            "subject": "Size",
            "text": "value `large` removed",
        }])
    );
}

#[test]
fn markdown_fits_into_a_comment() {
    let values: Vec<_> = (0..5_000).map(|number| format!("size_{number}")).collect();
    let all = format!("[small, large, {}]", values.join(", "));
    let seen = Repository::changed(("[small, large]", &all)).diff(&["--format", "markdown"]);
    let length = seen.out.chars().count();
    assert!((50_000..60_000).contains(&length), "{length}");
    assert!(
        seen.out
            .ends_with(" more: `cargo xtask diff` shows all changes.\n")
    );
}

#[test]
fn no_value_of_a_spec_is_markup_in_a_comment() {
    let values = r#"[small, large, "<img src=x>", "@everyone", "a`<b>`@team`", "", "x``y"]"#;
    let repository = Repository::changed(("[small, large]", values));
    let seen = repository.diff(&["--format", "markdown"]);
    let lines: Vec<_> = seen
        .out
        .lines()
        .filter(|line| line.starts_with("- "))
        .collect();
    assert_eq!(
        lines,
        [
            "- `Size`: new value `<img src=x>`",
            "- `Size`: new value `@everyone`",
            "- `Size`: new value `` a`<b>`@team` ``",
            "- `Size`: new value `\"\"`",
            "- `Size`: new value ```x``y```",
        ]
    );
}

#[test]
fn unknown_arguments_of_diff_are_rejected() {
    for (arguments, message) in [
        (
            &["--format", "html"][..],
            "expected `text`, `markdown` or `json`",
        ),
        (&["--fail-on", "docs"], "expected `break`"),
        (&["main", "main"], "unexpected argument"),
    ] {
        let seen = Repository::new().diff(arguments);
        assert!(!seen.success);
        assert!(seen.err.contains(message), "{}", seen.err);
    }
}
