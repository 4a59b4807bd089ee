//! Tests the program `users-service`.

use std::io::{BufRead, BufReader, Lines};
use std::process::{Child, ChildStderr, ChildStdout, Command, Output, Stdio};

use crate::client;
use crate::raw::{self, CREDENTIALS};

struct Program {
    process: Child,
    url: String,
    out: Lines<BufReader<ChildStdout>>,
    stderr: Lines<BufReader<ChildStderr>>,
}

impl Program {
    /// Starts the program, and reads the first line of its output.
    fn start(arguments: &[&str]) -> Self {
        let mut process = command(arguments)
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let mut out = BufReader::new(process.stdout.take().unwrap()).lines();
        Self {
            url: out.next().unwrap().unwrap(),
            out,
            stderr: BufReader::new(process.stderr.take().unwrap()).lines(),
            process,
        }
    }

    /// Returns the next line of the log, without the warnings at the start.
    fn logged(&mut self) -> Option<String> {
        let mut lines = self.stderr.by_ref().map(Result::unwrap);
        lines.find(|line| !line.starts_with("warning: "))
    }
}

impl Drop for Program {
    fn drop(&mut self) {
        self.process.kill().unwrap();
        self.process.wait().unwrap();
    }
}

fn command(arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_users-service"));
    command.args(arguments);
    command
}

fn run(arguments: &[&str]) -> Output {
    command(arguments).output().unwrap()
}

#[tokio::test]
async fn the_first_line_is_the_base_url_and_each_call_gives_a_line_in_the_log() {
    let mut program = Program::start(&["--port", "0", "--users", "3"]);
    let client = client(&program.url);
    let found = client.users().search().send().await.unwrap();
    assert_eq!(found.results.len(), 3);
    let error = client.users().get("nobody").send().await.unwrap_err();
    let line = program.logged().unwrap();
    let parts: Vec<_> = line.split(' ').collect();
    assert_eq!(parts[..3], ["POST", "/v1/users/search", "200"], "{line}");
    assert!(parts[3].ends_with('s'), "{line}");
    assert_eq!(parts[4..], [found.request_id()], "{line}");
    let line = program.logged().unwrap();
    assert!(line.starts_with("GET /v1/users/nobody 400 "), "{line}");
    let end = format!("{} invalid_user_id", error.request_id().unwrap());
    assert!(line.ends_with(&end), "{line}");

    program.process.kill().unwrap();
    assert!(
        program.out.next().is_none(),
        "standard output contains only the URL"
    );
    assert_eq!(program.logged(), None);
}

#[tokio::test]
async fn the_log_shows_a_path_in_printable_ascii() {
    let mut program = Program::start(&["--port", "0"]);
    // U+009B starts a control sequence of a terminal, and U+202E reverses the direction of the text after it.
    let path = "/v1/users/\u{9b}31m\u{202e}é%20%1b";
    raw::send_to(&program.url, "GET", path, CREDENTIALS, "").await;
    let line = program.logged().unwrap();
    let shown = "GET /v1/users/%C2%9B31m%E2%80%AE%C3%A9%20%1b 400 ";
    assert!(line.starts_with(shown), "{line:?}");
}

#[tokio::test]
async fn options_make_it_misbehave() {
    let options = [
        "--port",
        "0",
        "--latency",
        "1",
        "--error-rate",
        "1",
        "--rate-limit",
        "1",
    ];
    let program = Program::start(&options);
    let client = client(&program.url);
    let error = client.users().search().send().await.unwrap_err();
    assert!(error.status().unwrap().is_server_error(), "{error}");
    let error = client.users().search().send().await.unwrap_err();
    assert_eq!(error.status().unwrap(), 429);
    assert!(error.retry_after().unwrap().as_secs() > 30);
}

#[test]
fn invalid_options_are_rejected() {
    for (arguments, told) in [
        (
            &["--error-rate", "2"][..],
            "`--error-rate` must be from 0 to 1",
        ),
        (&["--users", "100001"], "`--users` must be at most"),
        (&["--users", "many"], "many"),
        (&["--port"], "--port"),
        (&["--prot", "1"], "--prot"),
        (&["everything"], "everything"),
    ] {
        let output = run(arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(
            error.starts_with("error: ") && error.contains(told),
            "{error}"
        );
    }
}

#[test]
fn help_names_every_option() {
    let output = run(&["--help"]);
    assert!(output.status.success());
    let help = String::from_utf8(output.stdout).unwrap();
    for option in [
        "--port",
        "--users",
        "--latency",
        "--error-rate",
        "--rate-limit",
        "--help",
    ] {
        assert!(help.contains(option), "{option}");
    }
}
