//! Tests of `export`: each user appears once, after one run or several.

use std::process::{Command, Output};

use serde_json::{Value, json};
use users_service::{Options, Running};

use crate::{everybody, program, text};

const USERS: u32 = 2500;

async fn start(options: Options) -> Running {
    users_service::start(options).await.unwrap()
}

fn export(service: &Running) -> Command {
    program(env!("CARGO_BIN_EXE_export"), service)
}

/// Asserts that the lines are all users of the service, each once and in order.
async fn assert_is_everybody(lines: &str, service: &Running) {
    let exported: Vec<Value> = lines
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    let expected: Vec<_> = everybody(service)
        .await
        .into_iter()
        .map(|user| json!(user))
        .collect();
    assert_eq!(exported.len(), expected.len());
    assert!(exported == expected, "somebody is not as they should be");
}

/// Returns the cursor that a program printed when it ended early.
fn cursor(output: &Output) -> Option<String> {
    let told = text(&output.stderr);
    let (_, argument) = told.trim_end().rsplit_once("continue with ")?;
    Some(argument.to_owned())
}

#[tokio::test(flavor = "multi_thread")]
async fn everybody_is_exported_as_a_line_of_json() {
    let service = start(Options {
        users: USERS,
        ..Options::default()
    })
    .await;
    let output = export(&service).output().unwrap();
    assert!(output.status.success());
    assert_eq!(
        text(&output.stderr),
        "2500 users\n",
        "without a terminal there is no progress to be seen"
    );
    assert_is_everybody(&text(&output.stdout), &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn whatever_fails_goes_on_from_the_cursor_and_nobody_is_lost_or_comes_twice() {
    let service = start(Options {
        users: USERS,
        error_rate: 0.3,
        ..Options::default()
    })
    .await;
    let (mut lines, mut runs, mut go_on) = (String::new(), 0, None);
    loop {
        let output = export(&service)
            .args(["--page-size", "100"])
            .args(&go_on)
            .output()
            .unwrap();
        lines += &text(&output.stdout);
        runs += 1;
        if output.status.success() {
            break;
        }
        assert_eq!(output.status.code(), Some(1));
        // Without a cursor, not even the first page arrived.
        go_on = cursor(&output);
        assert!(go_on.is_some() || lines.is_empty());
        assert!(runs < 100, "{}", text(&output.stderr));
    }
    assert!(runs > 1, "nothing has failed");
    assert_is_everybody(&lines, &service).await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn ctrl_c_ends_it_after_a_whole_page_and_says_how_to_go_on() {
    use std::io::{BufRead, BufReader, Read};
    use std::process::Stdio;
    use std::time::Duration;

    let service = start(Options {
        users: USERS,
        latency: Duration::from_millis(10),
        ..Options::default()
    })
    .await;
    let mut process = export(&service)
        .args(["--page-size", "200"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(process.stdout.take().unwrap());
    let mut lines = String::new();
    out.read_line(&mut lines).unwrap();
    // The program cannot end before the test reads the rest, because a pipe cannot hold all lines.
    let kill = Command::new("kill")
        .args(["-INT", &process.id().to_string()])
        .status()
        .unwrap();
    assert!(kill.success());
    out.read_to_string(&mut lines).unwrap();
    let output = process.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130));
    let exported = lines.lines().count();
    let told = format!("interrupted after {exported} users\n");
    assert!(text(&output.stderr).starts_with(&told));
    assert!(lines.ends_with('\n') && exported.is_multiple_of(200));

    let rest = export(&service).args(cursor(&output)).output().unwrap();
    assert!(rest.status.success());
    lines += &text(&rest.stdout);
    assert_is_everybody(&lines, &service).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_cannot_be_written_is_to_be_exported_again() {
    let service = start(Options {
        users: 30,
        ..Options::default()
    })
    .await;
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = export(&service).stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert!(told.starts_with("error after 0 users: "), "{told}");
    assert!(told.ends_with("\nstart again\n"), "{told}");
}

#[tokio::test(flavor = "multi_thread")]
async fn half_of_the_credentials_is_an_error() {
    let service = start(Options::default()).await;
    let output = export(&service)
        .env("STYTCH_PROJECT_ID", "project-test-1")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told = text(&output.stderr);
    assert!(told.starts_with("error: nothing was sent: "), "{told}");
    assert!(output.stdout.is_empty());
}
