//! Tests of `cargo xtask codegen` as a real process in a real directory.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

mod files;

use std::collections::BTreeMap;
use std::fs::{self, DirEntry};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

const CLIENT: &str = "\
crate: { name: parcels, version: 0.1.0, docs: Sends parcels. }
servers:
  only: { url: https://api.example.com, docs: The only one. }
";

const PARCELS: &str = "\
resource: parcels
docs: Parcels on their way.
endpoints:
  get: { summary: Gets a parcel., method: GET, path: /parcel }
  lose: { summary: Loses a parcel., method: DELETE, path: /parcel }
";

/// A directory with a spec in `spec`. Runs write the crate to `out`.
struct Project(TempDir);

impl Project {
    fn new() -> Self {
        let project = Self(TempDir::new().unwrap());
        fs::create_dir(project.path("spec")).unwrap();
        project.write("spec/client.yaml", CLIENT);
        project.write("spec/parcels.yaml", PARCELS);
        project
    }

    /// Creates a project, and generates its crate.
    fn generated() -> Self {
        let project = Self::new();
        assert!(project.codegen(&[]).status.success());
        project
    }

    fn path(&self, path: &str) -> PathBuf {
        self.0.path().join(path)
    }

    fn write(&self, path: &str, text: &str) {
        fs::write(self.path(path), text).unwrap();
    }

    fn codegen(&self, arguments: &[&str]) -> Output {
        codegen(self.0.path(), "spec", "out", arguments)
    }

    /// Returns the contents and the modification time of every file of the crate.
    fn tree(&self) -> BTreeMap<PathBuf, (String, std::time::SystemTime)> {
        let file = |entry: DirEntry| {
            let text = fs::read_to_string(entry.path()).unwrap();
            (
                entry.path(),
                (text, entry.metadata().unwrap().modified().unwrap()),
            )
        };
        files::below(&self.path("out"))
            .into_iter()
            .map(file)
            .collect()
    }
}

fn codegen(directory: &Path, spec: &str, out: &str, arguments: &[&str]) -> Output {
    let options = ["codegen", "--spec", spec, "--out", out];
    xtask(directory, &[&options, arguments].concat())
}

fn xtask(directory: &Path, arguments: &[&str]) -> Output {
    command(directory, arguments).output().unwrap()
}

fn command(directory: &Path, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
    command.current_dir(directory).args(arguments);
    command
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn without_arguments_or_with_help_it_prints_its_usage() {
    for arguments in [
        &[][..],
        &["--help"],
        &["-h"],
        &["codegen", "--help"],
        &["new", "--help"],
        &["schema", "--help"],
    ] {
        let output = xtask(Path::new("."), arguments);
        assert!(output.status.success());
        for word in [
            "codegen",
            "new RESOURCE",
            "schema",
            "--check",
            "--deny-warnings",
            "--format FORMAT",
            "--spec DIR",
            "--out DIR",
            "spec/README.md",
        ] {
            assert!(stdout(&output).contains(word), "{word}");
        }
    }
}

#[test]
fn unknown_arguments_are_rejected_with_status_1() {
    for arguments in [
        &["generate"][..],
        &["codegen", "--chek"],
        &["codegen", "--spec"],
        &["codegen", "x"],
        &["new", "parcels", "letters"],
        &["schema", "x"],
    ] {
        let output = xtask(Path::new("."), arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(stdout(&output).is_empty());
        let told = stderr(&output);
        assert!(told.starts_with("error: "), "{told}");
        assert_eq!(told.matches("error").count(), 1, "{told}");
        let names_remedy = ["--help", "Usage:", "missing argument"].map(|text| told.contains(text));
        assert!(names_remedy.contains(&true), "{told}");
    }
}

#[test]
fn it_reports_in_one_line_how_many_files_it_wrote_and_removed() {
    let project = Project::new();
    let count = |output: &Output| stdout(output).split(", in ").next().unwrap().to_owned();
    let first = project.codegen(&[]);
    assert_eq!(stdout(&first).lines().count(), 1);
    let files = project.tree().len();
    assert_eq!(
        count(&first),
        format!("out: {files} written, 0 unchanged, 0 removed")
    );
    let second = project.codegen(&[]);
    assert_eq!(
        count(&second),
        format!("out: 0 written, {files} unchanged, 0 removed")
    );
    project.write("spec/parcels.yaml", &PARCELS.replace("  lose:", "  drop:"));
    let third = project.codegen(&[]);
    assert_eq!(
        count(&third),
        format!("out: 3 written, {} unchanged, 1 removed", files - 3)
    );
}

#[test]
fn files_that_are_up_to_date_are_not_touched() {
    let project = Project::generated();
    let before = project.tree();
    project.codegen(&[]);
    assert_eq!(project.tree(), before);
}

#[test]
fn only_files_with_the_mark_are_removed() {
    let project = Project::generated();
    let endpoint = project.path("out/src/parcels/lose.rs");
    let mine = project.path("out/src/parcels/mine.rs");
    fs::write(&mine, "// Written by hand.\n").unwrap();
    fs::create_dir(project.path("out/tests")).unwrap();
    let elsewhere = project.path("out/tests/lose.rs");
    fs::copy(&endpoint, &elsewhere).unwrap();
    project.write(
        "spec/parcels.yaml",
        &PARCELS.lines().take(4).collect::<Vec<_>>().join("\n"),
    );
    assert!(project.codegen(&[]).status.success());
    assert!(!endpoint.exists());
    assert!(mine.exists());
    assert!(elsewhere.exists());
}

#[test]
fn a_file_without_the_mark_is_never_replaced() {
    let project = Project::new();
    fs::create_dir_all(project.path("out/src")).unwrap();
    project.write("out/Cargo.toml", "[package]\nname = \"mine\"\n");
    project.write("out/src/lib.rs", "// Written by hand.\n");
    let before = project.tree();
    let output = project.codegen(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("Cargo.toml: the generator did not write this file"),
        "{}",
        stderr(&output)
    );
    assert_eq!(project.tree(), before);
}

#[test]
fn another_spec_never_replaces_the_client_of_this_repository() {
    let project = Project::new();
    let output = xtask(project.0.path(), &["codegen", "--spec", "spec"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("`--spec` needs `--out DIR`"));
}

#[test]
fn an_empty_directory_option_is_rejected() {
    let project = Project::new();
    for (spec, out, option) in [("spec", "", "--out"), ("", "out", "--spec")] {
        let output = codegen(project.0.path(), spec, out, &[]);
        assert_eq!(output.status.code(), Some(1));
        let told = format!("error: `{option}` needs a directory; for the current one, write `.`\n");
        assert_eq!(stderr(&output), told);
    }
    assert_eq!(fs::read_dir(project.0.path()).unwrap().count(), 1);
}

#[test]
fn a_removed_resource_leaves_no_empty_directory() {
    let project = Project::new();
    project.write("spec/letters.yaml", &PARCELS.replace("parcel", "letter"));
    assert!(project.codegen(&[]).status.success());
    assert!(project.path("out/src/letters/get.rs").exists());
    fs::remove_file(project.path("spec/letters.yaml")).unwrap();
    assert!(project.codegen(&[]).status.success());
    assert!(!project.path("out/src/letters").exists());
}

#[test]
fn check_writes_nothing_and_reports_files_that_are_out_of_date_with_a_remedy() {
    let project = Project::generated();
    assert!(project.codegen(&["--check"]).status.success());
    let endpoint = project.path("out/src/parcels/get.rs");
    let text = fs::read_to_string(&endpoint).unwrap();
    fs::write(&endpoint, text.replace("Gets a parcel.", "Gets two.")).unwrap();
    fs::remove_file(project.path("out/README.md")).unwrap();
    project.write(
        "out/src/old.rs",
        "// @generated by cargo xtask codegen from spec/old.yaml. Do not edit.\n",
    );
    let before = project.tree();
    let output = project.codegen(&["--check"]);
    assert_eq!(output.status.code(), Some(1));
    let report = stderr(&output);
    for line in [
        "out/src/parcels/get.rs is out of date",
        "-    /// Gets two.",
        "+    /// Gets a parcel.",
        "out/README.md is missing",
        "out/src/old.rs is no longer part of the crate",
        "error: 3 files are out of date; run `cargo xtask codegen --spec spec --out out`",
    ] {
        assert!(report.contains(line), "{line}\n{report}");
    }
    assert_eq!(project.tree(), before);
}

#[test]
fn the_suggested_command_can_be_pasted_into_a_shell() {
    let project = Project::new();
    for (spec, shown) in [
        ("spec", "spec"),
        ("./spec", "./spec"),
        ("it's", r"'it'\''s'"),
        ("two words", "'two words'"),
        ("$HOME;ls", "'$HOME;ls'"),
    ] {
        let directory = project.path(spec);
        fs::create_dir_all(&directory).unwrap();
        for file in ["client.yaml", "parcels.yaml"] {
            let text = fs::read(project.path("spec").join(file)).unwrap();
            fs::write(directory.join(file), text).unwrap();
        }
        let output = codegen(project.0.path(), spec, "out", &["--check"]);
        let command = format!("run `cargo xtask codegen --spec {shown} --out out`\n");
        assert!(stderr(&output).ends_with(&command), "{}", stderr(&output));
    }
}

#[test]
fn faults_have_no_colours_unless_standard_error_is_a_terminal() {
    let project = Project::new();
    project.write("spec/parcels.yaml", &PARCELS.replace("GET", "GTE"));
    let output = project.codegen(&[]);
    assert!(stderr(&output).starts_with("error[unknown-method]: "));
    assert!(!stderr(&output).contains('\x1b'));
    assert!(stdout(&output).is_empty());
}

#[test]
fn with_format_json_standard_output_has_one_fault_per_line() {
    let project = Project::new();
    let faulty = PARCELS
        .replace("GET", "GTE")
        .replace("Parcels on their way.", "A: B.");
    project.write("spec/parcels.yaml", &faulty);
    project.write("spec/people.yaml", &PARCELS.replace("GET", "GTE"));
    let output = project.codegen(&["--format", "json"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).is_empty());
    let lines: Vec<serde_json::Value> = stdout(&output)
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let location = |line: &serde_json::Value| {
        let location = &line["location"];
        format!(
            "{} {}:{}:{}",
            line["code"], location["file"], location["line"], location["column"]
        )
    };
    let locations: Vec<_> = lines.iter().map(location).collect();
    assert_eq!(
        locations,
        [
            r#""syntax" "spec/parcels.yaml":2:8"#,
            r#""unknown-method" "spec/people.yaml":4:43"#,
        ]
    );
    assert_eq!(lines[1]["location"]["path"], "endpoints.get.method");
    assert_eq!(lines[1]["help"], "did you mean `GET`?");

    project.write("spec/parcels.yaml", PARCELS);
    fs::remove_file(project.path("spec/people.yaml")).unwrap();
    let output = project.codegen(&["--format", "json"]);
    assert!(output.status.success());
    assert!(stdout(&output).is_empty());
}

#[test]
fn warnings_are_printed_and_fail_only_with_deny_warnings() {
    let project = Project::new();
    project.write(
        "spec/parcels.yaml",
        &format!("{PARCELS}ids: {{ BoxId: The id of a box. }}\n"),
    );
    let denied = project.codegen(&["--deny-warnings"]);
    assert_eq!(denied.status.code(), Some(1));
    assert!(stderr(&denied).contains("warning[unused-type]: "));
    assert!(stderr(&denied).ends_with("nothing was written\n"));
    assert!(!project.path("out").exists());
    let allowed = project.codegen(&[]);
    assert!(allowed.status.success());
    assert!(stderr(&allowed).contains("warning[unused-type]: "));
    assert!(stdout(&allowed).starts_with("out: "));
}

/// Closes the pipe at once, as `| head -1` does after its first line.
#[test]
fn a_closed_pipe_is_not_a_failure() {
    let project = Project::new();
    let gone = || std::io::pipe().unwrap().1;
    for (arguments, status) in [
        (&["--help"][..], 0),
        (&["new", "letters", "--spec", "spec"], 0),
        (&["schema", "--spec", "spec"], 0),
        (&["codegen", "--spec", "spec", "--out", "out"], 0),
        (&["codegen", "--spec", "nowhere", "--out", "out"], 1),
    ] {
        let mut command = command(project.0.path(), arguments);
        let quiet = command.stdout(gone()).output().unwrap();
        assert_eq!(quiet.status.code(), Some(status), "{arguments:?}");
        assert_eq!(quiet.stderr.is_empty(), status == 0, "{}", stderr(&quiet));
        let silent = command.stdout(gone()).stderr(gone()).status().unwrap();
        // The second time, the file of `new` already exists.
        let again = if arguments[0] == "new" { 1 } else { status };
        assert_eq!(silent.code(), Some(again), "{arguments:?}");
    }
}

#[cfg(target_os = "linux")]
#[test]
fn an_output_error_is_a_failure_but_all_files_are_written() {
    let project = Project::new();
    let full = || fs::File::options().write(true).open("/dev/full").unwrap();
    let print = |arguments: &[&str]| {
        let mut command = command(project.0.path(), arguments);
        let output = command.stdout(full()).output().unwrap();
        assert_eq!(output.status.code(), Some(1), "{arguments:?}");
        let told = stderr(&output);
        let start = "error: cannot write to standard output: ";
        assert!(told.starts_with(start), "{told}");
    };
    print(&["--help"]);
    project.write("spec/parcels.yaml", &PARCELS.replace("GET", "GTE"));
    let codegen = [
        "codegen", "--spec", "spec", "--out", "out", "--format", "json",
    ];
    print(&codegen);
    assert!(!project.path("out").exists());
    let unused = format!("{PARCELS}ids: {{ BoxId: The id of a box. }}\n");
    project.write("spec/parcels.yaml", &unused);
    print(&codegen);
    assert!(project.path("out/src/parcels/get.rs").exists());
}

#[test]
fn a_spec_with_faults_does_not_change_the_crate() {
    let project = Project::generated();
    let before = project.tree();
    project.write("spec/parcels.yaml", &PARCELS.replace("GET", "GTE"));
    let output = project.codegen(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(
        stderr(&output).contains("spec/parcels.yaml:4:43"),
        "{}",
        stderr(&output)
    );
    assert_eq!(project.tree(), before);
}

#[test]
fn a_directory_with_the_name_of_a_file_does_not_change_the_crate() {
    let project = Project::generated();
    project.write("spec/parcels.yaml", &PARCELS.replace("  lose:", "  drop:"));
    fs::create_dir_all(project.path("out/src/parcels/drop.rs/in_the_way")).unwrap();
    let before = project.tree();
    let output = project.codegen(&[]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("drop.rs"), "{}", stderr(&output));
    assert_eq!(project.tree(), before);
}

#[test]
fn the_crate_does_not_depend_on_the_current_directory() {
    let project = Project::generated();
    let before = project.tree();
    let elsewhere = TempDir::new().unwrap();
    let (spec, out) = (project.path("spec"), project.path("out"));
    let absolute = codegen(
        elsewhere.path(),
        spec.to_str().unwrap(),
        out.to_str().unwrap(),
        &["--check"],
    );
    assert!(absolute.status.success(), "{}", stderr(&absolute));
    let inside = codegen(&spec, ".", "../out", &[]);
    assert!(inside.status.success(), "{}", stderr(&inside));
    assert_eq!(project.tree(), before);
}

#[test]
fn a_directory_without_a_spec_is_reported_by_name() {
    let project = Project::new();
    let nowhere = codegen(project.0.path(), "nowhere", "out", &[]);
    assert_eq!(nowhere.status.code(), Some(1));
    let told = stderr(&nowhere);
    assert!(
        told.contains("nowhere: the directory does not exist"),
        "{told}"
    );
    project.write("file.yaml", "");
    let told = stderr(&codegen(project.0.path(), "file.yaml", "out", &[]));
    assert!(
        told.contains("file.yaml: the directory does not exist"),
        "{told}"
    );
    fs::create_dir(project.path("empty")).unwrap();
    let empty = codegen(project.0.path(), "empty", "out", &[]);
    assert_eq!(empty.status.code(), Some(1));
    assert!(
        stderr(&empty).contains("the spec has no `client.yaml`"),
        "{}",
        stderr(&empty)
    );
    assert!(!project.path("out").exists());
}
