//! `cargo xtask codegen` when two runs meet in one directory, and when a run is killed.

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

/// How many endpoints a spec has here, and at least so many files its crate.
const ENDPOINTS: usize = 60;

/// A directory with two specs, `a` and `b`, whose crates differ in most files. Both go to `out`.
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
                // Half of the endpoints are in one of the two specs alone.
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

    /// Runs it to its end, which is a good one, and gives what it told.
    fn run(&self, spec: &str, out: &str, options: &[&str]) -> String {
        let output = self.command(spec, out, options).output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{told}");
        told
    }

    /// The crate of each spec, each from a run of its own.
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
fn of_runs_at_once_each_ends_well_and_no_two_are_mixed() {
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
fn a_run_and_a_check_wait_for_a_run_that_goes_on_and_say_so() {
    let project = Project::new();
    project.run("a", "out", &[]);
    let before = tree(&project.path("out"));
    for options in [&["--check"][..], &[]] {
        // As a run has it.
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
fn a_run_and_a_check_remove_what_a_run_left_that_was_killed() {
    let project = Project::new();
    project.run("a", "out", &[]);
    let before = tree(&project.path("out"));
    let left = project.path("out/.codegen-staging");
    for options in [&["--check"][..], &[]] {
        fs::create_dir(&left).unwrap();
        fs::write(left.join("0"), "half a fi").unwrap();
        let told = project.run("a", "out", options);
        assert!(
            told.ends_with("removed the files of a run that was killed\n"),
            "{told}"
        );
        assert_eq!(tree(&project.path("out")), before);
        assert!(!left.exists());
    }
}

/// Where a run is killed.
#[derive(Debug)]
enum Point {
    /// Once it has prepared so many changes.
    Prepared(usize),
    /// Once the file of this endpoint is at its path.
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
fn after_a_run_that_was_killed_the_next_one_gives_the_whole_crate_and_nothing_else() {
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
