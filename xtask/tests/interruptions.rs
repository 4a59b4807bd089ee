//! Tests of `cargo xtask codegen` with two runs in one directory, and with a killed run.

#![allow(
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

mod files;

use std::collections::BTreeMap;
use std::fs::{self, DirEntry, File};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use tempfile::TempDir;

/// The number of endpoints of each spec. Its crate has at least as many files.
const ENDPOINTS: usize = 60;

/// A directory with two specs, `a` and `b`, whose crates differ in most files. Runs write both to `out`.
struct Project(TempDir);

/// The files of a directory by path.
type Tree = BTreeMap<PathBuf, String>;

impl Project {
    fn new() -> Self {
        let project = Self(TempDir::new().unwrap());
        for name in ["a", "b"] {
            let client = format!(
                "crate: {{ name: sends-{name}, version: 0.1.0, docs: Sends parcels. }}\n\
                 servers: {{ only: {{ url: https://api.example.com, docs: The only one. }} }}\n"
            );
            let mut parcels = format!("resource: parcels\ndocs: Parcels of {name}.\nendpoints:\n");
            for number in 0..ENDPOINTS {
                // Half of the endpoints are in only one of the two specs.
                let own = if number % 2 == 0 { name } else { "any" };
                parcels += &format!(
                    "  {own}{number}: {{ summary: Gets the {name}s., method: GET, path: /{number} }}\n"
                );
            }
            fs::create_dir(project.path(name)).unwrap();
            fs::write(project.path(name).join("client.yaml"), client).unwrap();
            fs::write(project.path(name).join("parcels.yaml"), parcels).unwrap();
        }
        project
    }

    fn path(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }

    fn command(&self, spec: &str, out: &str, options: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_xtask"));
        command
            .current_dir(self.0.path())
            .args(["codegen", "--spec", spec, "--out", out])
            .args(options)
            .stdout(Stdio::null())
            .stderr(Stdio::piped());
        command
    }

    /// Runs the command, asserts that it succeeds, and returns its standard error.
    fn run(&self, spec: &str, out: &str, options: &[&str]) -> String {
        let output = self.command(spec, out, options).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{told}");
        told
    }

    /// Returns the crate of each spec, from separate runs.
    fn crates(&self) -> [Tree; 2] {
        ["a", "b"].map(|spec| {
            let alone = format!("{spec}_alone");
            self.run(spec, &alone, &[]);
            tree(&self.path(&alone))
        })
    }
}

fn tree(root: &Path) -> Tree {
    let file = |entry: DirEntry| {
        let text = fs::read_to_string(entry.path()).unwrap();
        (entry.path().strip_prefix(root).unwrap().to_owned(), text)
    };
    files::below(root).into_iter().map(file).collect()
}

#[test]
fn simultaneous_runs_succeed_and_do_not_mix_their_files() {
    let project = Project::new();
    let crates = project.crates();
    let start = |index: usize| {
        let spec = ["a", "b"][index % 2];
        project.command(spec, "out", &[]).spawn().unwrap()
    };
    let runs: Vec<Child> = (0..12).map(start).collect();
    for run in runs {
        let output = run.wait_with_output().unwrap();
        let told = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{told}");
    }
    assert!(crates.contains(&tree(&project.path("out"))));
}

#[cfg(unix)]
#[test]
fn a_run_and_a_check_report_that_they_wait_for_another_run() {
    let project = Project::new();
    project.run("a", "out", &[]);
    let before = tree(&project.path("out"));
    for options in [&["--check"][..], &[]] {
        // Holds the lock like a run.
        let lock = File::open(project.path("out")).unwrap();
        lock.lock().unwrap();
        let spec = if options.is_empty() { "b" } else { "a" };
        let mut waiting = project.command(spec, "out", options).spawn().unwrap();
        let mut told = String::new();
        let mut stderr = BufReader::new(waiting.stderr.take().unwrap());
        stderr.read_line(&mut told).unwrap();
        assert_eq!(told, "out: waiting for another run to end\n");
        assert!(waiting.try_wait().unwrap().is_none());
        assert_eq!(tree(&project.path("out")), before);
        drop(lock);
        assert!(waiting.wait().unwrap().success());
    }
    project.run("b", "out", &["--check"]);
}

#[test]
fn a_run_and_a_check_remove_the_files_of_a_killed_run() {
    let project = Project::new();
    project.run("a", "out", &[]);
    let before = tree(&project.path("out"));
    let left = project.path("out/.codegen-staging");
    for options in [&["--check"][..], &[]] {
        fs::create_dir(&left).unwrap();
        fs::write(left.join("0"), "half a fi").unwrap();
        let told = project.run("a", "out", options);
        assert!(
            told.ends_with("removed the files of a killed run\n"),
            "{told}"
        );
        assert_eq!(tree(&project.path("out")), before);
        assert!(!left.exists());
    }
}

/// The moment when a run is killed.
#[derive(Debug)]
enum Point {
    /// After it has prepared this number of changes.
    Prepared(usize),
    /// After it has written the file of this endpoint.
    Made(usize),
}

impl Point {
    fn is_reached(&self, out: &Path) -> bool {
        match self {
            Self::Prepared(count) => {
                let staged = fs::read_dir(out.join(".codegen-staging"));
                staged.is_ok_and(|staged| staged.count() >= *count)
            }
            Self::Made(number) => out.join(format!("src/parcels/b{number}.rs")).exists(),
        }
    }
}

#[test]
fn after_a_killed_run_the_next_run_writes_exactly_the_crate() {
    let project = Project::new();
    let [_, expected] = project.crates();
    let out = project.path("out");
    let mut left = 0;
    let prepared = (1..ENDPOINTS).step_by(6).map(Point::Prepared);
    let made = (0..ENDPOINTS).step_by(6).map(Point::Made);
    for point in prepared.chain(made) {
        project.run("a", "out", &[]);
        let mut run = project.command("b", "out", &[]).spawn().unwrap();
        while !point.is_reached(&out) && run.try_wait().unwrap().is_none() {}
        run.kill().unwrap();
        run.wait().unwrap();
        left += usize::from(out.join(".codegen-staging").exists());
        project.run("b", "out", &[]);
        assert!(tree(&out) == expected, "{point:?}");
        assert!(!out.join(".codegen-staging").exists());
    }
    assert!(left > 0, "no run was killed before its end");
}
