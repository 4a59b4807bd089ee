//! Tests of `deprovision`: each user of the file is deleted or reported.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Output;
use std::time::{Duration, Instant};

use tempfile::TempDir;
use users_service::{Options, Running};

use crate::{everybody, program, text};

/// The id of a user who does not exist.
const GONE: &str = "user-test-00000000-0000-4000-8000-000000000000";

async fn start(options: Options) -> Running {
    users_service::start(options).await.unwrap()
}

/// Creates a file with these lines.
fn file(directory: &TempDir, lines: &[&str]) -> PathBuf {
    let path = directory.path().join("users.csv");
    fs::write(&path, lines.join("\n")).unwrap();
    path
}

fn deprovision(service: &Running, options: &[&str], file: &Path) -> Output {
    program(env!("CARGO_BIN_EXE_deprovision"), service)
        .args(options)
        .arg(file)
        .output()
        .unwrap()
}

async fn ids(service: &Running) -> Vec<String> {
    let users = everybody(service).await.into_iter();
    users.map(|user| user.user_id.to_string()).collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn those_in_the_file_are_deleted_and_nobody_else() {
    let service = start(Options {
        users: 5,
        ..Options::default()
    })
    .await;
    let ids = ids(&service).await;
    let directory = TempDir::new().unwrap();
    let rows = [
        // The form that a spreadsheet writes.
        "\u{feff}name,user_id\r".to_owned(),
        format!("\"Lovelace, Ada\",{}\r", ids[1]),
        format!("\"she said \"\"no\"\",\nand left\",\" {} \"\r", ids[3]),
        format!("again,{}\r", ids[1]),
        format!("gone,{GONE}\r"),
        String::new(),
    ];
    let rows: Vec<_> = rows.iter().map(String::as_str).collect();
    let output = deprovision(&service, &[], &file(&directory, &rows));
    assert_eq!(
        text(&output.stderr),
        "2 deleted, 1 not found, 0 failed\n",
        "each id counts once"
    );
    assert!(output.status.success());
    assert_eq!(text(&output.stdout), "user_id,error\n");
    let left = self::ids(&service).await;
    assert_eq!(left, [&*ids[0], &*ids[2], &*ids[4]]);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_can_be_given_again_until_only_what_cannot_be_done_is_left() {
    let service = start(Options {
        users: 200,
        error_rate: 0.3,
        ..Options::default()
    })
    .await;
    let ids = ids(&service).await;
    let directory = TempDir::new().unwrap();
    let mut rows = vec!["user_id", "nobody", GONE];
    rows.extend(ids.iter().map(String::as_str));
    let path = file(&directory, &rows);
    let invalid = "\nnobody,\"DELETE /v1/users/{user_id}: 400 Bad Request: invalid_user_id: ";
    for run in 0.. {
        let output = deprovision(&service, &["--per-minute", "100000"], &path);
        assert_eq!(output.status.code(), Some(1));
        let failed = text(&output.stdout);
        let (told, failures) = (text(&output.stderr), failed.lines().count() - 1);
        assert!(
            told.ends_with(&format!(", {failures} failed\n")),
            "{told}{failed}"
        );
        if failures == 1 && failed.contains(invalid) {
            assert!(run > 0, "nothing has failed in passing");
            break;
        }
        assert!(run < 50, "{failed}");
        fs::write(&path, failed).unwrap();
    }
    assert_eq!(everybody(&service).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rate_limit_fails_nobody() {
    // The service accepts this number of calls at once, and then two a second.
    let rate_limit = 120;
    let service = start(Options {
        users: rate_limit + 4,
        rate_limit,
        ..Options::default()
    })
    .await;
    let ids = ids(&service).await;
    let directory = TempDir::new().unwrap();
    let mut rows = vec!["user_id"];
    rows.extend(ids.iter().map(String::as_str));
    let options = ["--per-minute", "100000", "--concurrency", "32"];
    let started = Instant::now();
    let output = deprovision(&service, &options, &file(&directory, &rows));
    // Even on a slow machine, four calls had to wait for half a second each.
    assert!(started.elapsed() > Duration::from_secs(1));
    assert_eq!(text(&output.stderr), "124 deleted, 0 not found, 0 failed\n");
    assert!(output.status.success());
}

#[tokio::test(flavor = "multi_thread")]
async fn calls_are_kept_apart() {
    let service = start(Options::default()).await;
    let directory = TempDir::new().unwrap();
    let ids: Vec<_> = (10..30)
        .map(|number| format!("user-test-00000000-0000-4000-8000-0000000000{number}"))
        .collect();
    let mut rows = vec!["user_id"];
    rows.extend(ids.iter().map(String::as_str));
    let path = file(&directory, &rows);
    let started = Instant::now();
    let output = deprovision(&service, &["--per-minute", "1200"], &path);
    assert_eq!(text(&output.stderr), "0 deleted, 20 not found, 0 failed\n");
    // 50 ms between one call and the next.
    assert!(started.elapsed() >= Duration::from_millis(19 * 50));
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_deleted_if_the_file_cannot_be_read() {
    let service = start(Options {
        users: 1,
        ..Options::default()
    })
    .await;
    let ids = ids(&service).await;
    let id = ids[0].as_str();
    let directory = TempDir::new().unwrap();
    for (rows, told) in [
        (["id", id, ""], "the file has no column `user_id`"),
        (["user_id", id, "one,two"], "line: 3"),
    ] {
        let output = deprovision(&service, &[], &file(&directory, &rows));
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        let error = text(&output.stderr);
        assert!(
            error.starts_with("error: ") && error.contains("users.csv: "),
            "{error}"
        );
        assert!(error.contains(told), "{error}");
    }
    assert_eq!(everybody(&service).await.len(), 1);
}
