//! `cargo xtask codegen --watch` as a person runs it.

#![allow(clippy::panic, clippy::unwrap_used, reason = "a test may end this way")]

use std::fs;
use std::io::{BufRead, BufReader, Lines};
use std::path::Path;
use std::process::{Child, ChildStderr, Command, Stdio};

use tempfile::TempDir;

const CLIENT: &str = "\
crate: { name: parcels, version: 0.1.0, docs: Sends parcels. }
servers: { only: { url: https://api.example.com, docs: The only one. } }
";

const PARCELS: &str = "\
resource: parcels
docs: Parcels on their way.
endpoints:
  get: { summary: Gets a parcel., method: GET, path: /parcel }
";

/// The running command, and its standard error.
struct Watch {
    process: Child,
    lines: Lines<BufReader<ChildStderr>>,
}

impl Watch {
    fn start(directory: &Path) -> Self {
        let mut process = Command::new(env!("CARGO"))
            .args(["xtask", "codegen", "--watch", "--spec"])
            .arg(directory.join("spec"))
            .arg("--out")
            .arg(directory.join("out"))
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stderr.take().unwrap()).lines();
        Self { process, lines }
    }

    /// Waits for a run whose output satisfies `is_so`.
    fn wait_for(&mut self, is_so: impl Fn(&str) -> bool) {
        let mut shown = String::new();
        for line in self.lines.by_ref().map(Result::unwrap) {
            if !line.starts_with("watching ") {
                shown.push_str(&line);
                shown.push('\n');
            } else if is_so(&shown) {
                return;
            } else {
                // The operating system can report one change in two parts.
                shown.clear();
            }
        }
        panic!("the command ended:\n{shown}");
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_change_of_the_spec_changes_the_crate() {
    let directory = TempDir::new().unwrap();
    let path = |path: &str| directory.path().join(path);
    fs::create_dir(path("spec")).unwrap();
    fs::write(path("spec/client.yaml"), CLIENT).unwrap();
    fs::write(path("spec/parcels.yaml"), PARCELS).unwrap();

    let mut watch = Watch::start(directory.path());
    watch.wait_for(|_| path("out/src/parcels/get.rs").exists());

    let wrong = PARCELS.replace("GET", "FETCH");
    fs::write(path("spec/parcels.yaml"), wrong).unwrap();
    watch.wait_for(|shown| shown.contains("error[unknown-method]"));
    assert!(path("out/src/parcels/get.rs").exists());

    let renamed = PARCELS.replace("get:", "fetch:");
    fs::write(path("spec/parcels.yaml"), renamed).unwrap();
    watch.wait_for(|_| path("out/src/parcels/fetch.rs").exists());
    assert!(!path("out/src/parcels/get.rs").exists());
}
