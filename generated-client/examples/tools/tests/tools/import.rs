//! Tests of `import`: each row becomes one user, or is rejected with the reason.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use tempfile::TempDir;
use users_service::{Options, Running};

use crate::{everybody, program, text};

async fn start(options: Options) -> Running {
    users_service::start(options).await.unwrap()
}

fn import(service: &Running, file: &Path) -> Command {
    let mut command = program(env!("CARGO_BIN_EXE_import"), service);
    command.args(["--per-minute", "100000"]).arg(file);
    command
}

fn file(directory: &TempDir, name: &str, text: &str) -> PathBuf {
    let path = directory.path().join(name);
    fs::write(&path, text).unwrap();
    path
}

/// Creates a CSV file with this number of users.
fn people(directory: &TempDir, count: u32) -> PathBuf {
    let rows = (0..count).map(|number| format!("user{number}@example.com\n"));
    let rows: String = rows.collect();
    file(directory, "people.csv", &format!("email\n{rows}"))
}

/// Asserts that the service has each user of the file of [`people`] once.
async fn assert_each_is_there_once(service: &Running, count: u32) {
    let users = everybody(service).await;
    assert_eq!(users.len(), count as usize);
    let emails = users.iter().map(|user| user.emails[0].email.clone());
    let emails: BTreeSet<_> = emails.collect();
    assert!((0..count).all(|number| emails.contains(&format!("user{number}@example.com"))));
}

/// Returns the argument that a program printed when it ended early.
fn go_on(output: &Output) -> String {
    let told = text(&output.stderr);
    let (_, argument) = told.trim_end().rsplit_once("continue with ").unwrap();
    argument.to_owned()
}

#[tokio::test(flavor = "multi_thread")]
async fn each_row_of_either_format_becomes_a_user_with_all_that_it_has() {
    let csv = "\u{feff}last_name,email,phone_number,external_id,first_name,middle_name\r\n\
               \"Byron, Countess\", ada@example.com ,+12025550100,crm-1,Ada,\r\n\
               ,,+12025550101,,,\r\n";
    let lines = "\u{feff}{\"email\": \"ada@example.com\", \"phone_number\": \"+12025550100\", \"external_id\": \"crm-1\", \
                 \"first_name\": \"Ada\", \"last_name\": \"Byron, Countess\"}\n\n\
                 {\"phone_number\": \"+12025550101\", \"email\": null}\n";
    let directory = TempDir::new().unwrap();
    for (name, text_of_file) in [("people.csv", csv), ("people.jsonl", lines)] {
        let service = start(Options::default()).await;
        let output = import(&service, &file(&directory, name, text_of_file))
            .output()
            .unwrap();
        let told = text(&output.stderr);
        assert_eq!(told, "2 created, 0 existed, 0 rejected\n");
        assert!(output.status.success() && output.stdout.is_empty());
        let mut users = everybody(&service).await;
        // The order of the two is random.
        users.sort_by_key(|user| user.external_id.is_none());
        let [ada, other] = &users[..] else {
            panic!("{users:?}")
        };
        assert_eq!(ada.emails[0].email, "ada@example.com");
        assert_eq!(ada.phone_numbers[0].phone_number, "+12025550100");
        assert_eq!(ada.external_id.as_deref(), Some("crm-1"));
        let name = json!(ada.name);
        assert_eq!(name["first_name"], "Ada");
        assert_eq!(name["last_name"], "Byron, Countess");
        assert_eq!(other.phone_numbers[0].phone_number, "+12025550101");
        assert!(other.emails.is_empty() && other.external_id.is_none());
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn rejected_rows_come_back_with_the_reason_and_can_be_mended() {
    let csv = "email,first_name\nada@example.com,Ada\nnowhere,\"Hopper, Grace\"\n,Nobody\n";
    let lines = "{\"email\": \"ada@example.com\", \"first_name\": \"Ada\"}\n\
                 {\"email\": \"nowhere\", \"first_name\": \"Hopper, Grace\"}\n\
                 {\"first_name\": \"Nobody\"}\n";
    let directory = TempDir::new().unwrap();
    for (name, text_of_file) in [("people.csv", csv), ("people.jsonl", lines)] {
        let service = start(Options::default()).await;
        let path = file(&directory, name, text_of_file);
        let output = import(&service, &path).output().unwrap();
        let told = text(&output.stderr);
        assert_eq!(told, "1 created, 0 existed, 2 rejected\n");
        assert_eq!(output.status.code(), Some(1));
        let rejected = text(&output.stdout);
        assert!(rejected.contains("invalid_email: "), "{rejected}");
        assert!(rejected.contains("nothing was sent: "), "{rejected}");
        assert!(!rejected.contains("ada@example.com"), "{rejected}");

        let mended = rejected.replace("nowhere", "grace@example.com");
        let output = import(&service, &file(&directory, name, &mended))
            .output()
            .unwrap();
        let told = text(&output.stderr);
        assert_eq!(told, "1 created, 0 existed, 1 rejected\n");
        let users = everybody(&service).await;
        assert_eq!(users.len(), 2);
        assert_eq!(json!(users[1].name)["first_name"], "Hopper, Grace");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn what_failed_can_be_given_again_until_everybody_is_there_once() {
    let service = start(Options {
        error_rate: 0.3,
        ..Options::default()
    })
    .await;
    let directory = TempDir::new().unwrap();
    let path = people(&directory, 200);
    let mut runs = 0;
    loop {
        let output = import(&service, &path).output().unwrap();
        runs += 1;
        if output.status.success() {
            break;
        }
        assert!(runs < 50, "{}", text(&output.stderr));
        fs::write(&path, output.stdout).unwrap();
    }
    assert!(runs > 1, "nothing has failed");
    assert_each_is_there_once(&service, 200).await;
}

#[cfg(unix)]
#[tokio::test(flavor = "multi_thread")]
async fn after_ctrl_c_it_goes_on_and_nobody_is_lost_or_created_twice() {
    use std::io::{BufRead, BufReader};
    use std::process::Stdio;

    const PEOPLE: u32 = 400;

    let service = start(Options {
        latency: Duration::from_millis(10),
        ..Options::default()
    })
    .await;
    let directory = TempDir::new().unwrap();
    let path = people(&directory, PEOPLE);
    // A rejected row shows that the import has started.
    let mut rows: Vec<String> = fs::read_to_string(&path)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    rows.insert(20, "nowhere".to_owned());
    fs::write(&path, rows.join("\n")).unwrap();

    let mut process = import(&service, &path)
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut out = BufReader::new(process.stdout.take().unwrap());
    let mut rejected = String::new();
    while !rejected.contains("nowhere") {
        assert!(out.read_line(&mut rejected).unwrap() > 0);
    }
    let kill = Command::new("kill")
        .args(["-INT", &process.id().to_string()])
        .status()
        .unwrap();
    assert!(kill.success());
    let output = process.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(130), "{}", text(&output.stderr));
    let argument = go_on(&output);
    let next: u32 = argument
        .strip_prefix("--from-row=")
        .unwrap()
        .parse()
        .unwrap();
    assert!((20..PEOPLE).contains(&next), "{argument}");

    let rest = import(&service, &path).arg(argument).output().unwrap();
    let told = text(&rest.stderr);
    assert!(rest.status.success(), "{told}");
    assert!(rest.stdout.is_empty(), "it was rejected before");
    let rows = PEOPLE + 1 - (next - 1);
    assert_eq!(counts(&told).iter().sum::<u32>(), rows, "{told}");
    assert_each_is_there_once(&service, PEOPLE).await;
}

/// The numbers of users that were created, that existed before, and that were rejected.
fn counts(told: &str) -> [u32; 3] {
    let mut numbers = told.split(|c: char| !c.is_ascii_digit());
    [(); 3].map(|()| {
        let number = numbers.find(|number| !number.is_empty()).unwrap();
        number.parse().unwrap()
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn after_it_was_killed_the_same_file_can_be_given_again() {
    const PEOPLE: u32 = 200;

    let service = start(Options {
        latency: Duration::from_millis(5),
        ..Options::default()
    })
    .await;
    let directory = TempDir::new().unwrap();
    let path = people(&directory, PEOPLE);
    let mut process = import(&service, &path).spawn().unwrap();
    let mut there = 0;
    while there < 20 {
        there = everybody(&service).await.len();
    }
    process.kill().unwrap();
    process.wait().unwrap();
    assert!(there < PEOPLE as usize, "it had ended");

    let output = import(&service, &path).output().unwrap();
    let told = text(&output.stderr);
    assert!(output.status.success(), "{told}");
    let [created, existing, rejected] = counts(&told);
    assert!(existing >= 20 && created > 0 && rejected == 0, "{told}");
    assert_each_is_there_once(&service, PEOPLE).await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_row_is_there_already_only_if_one_user_has_all_that_it_has() {
    let service = start(Options::default()).await;
    let directory = TempDir::new().unwrap();
    let first = "email,phone_number,external_id\n\
                 ada@example.com,+12025550100,crm-1\n\
                 grace@example.com,,crm-2\n";
    let path = file(&directory, "people.csv", first);
    let output = import(&service, &path).output().unwrap();
    assert!(output.status.success(), "{}", text(&output.stderr));
    let second = "email,phone_number,external_id\n\
                  ada@example.com,+12025550100,crm-1\n\
                  ADA@example.com,,\n\
                  ada@example.com,,crm-2\n\
                  new@example.com,+12025550100,\n\
                  new@example.com,,crm-1\n";
    let output = import(&service, &file(&directory, "people.csv", second))
        .output()
        .unwrap();
    let told = text(&output.stderr);
    assert_eq!(told, "0 created, 2 existed, 3 rejected\n");
    let rejected = text(&output.stdout);
    for (row, reason) in [
        ("ada@example.com,,crm-2", "duplicate_"),
        ("new@example.com,+12025550100,", "duplicate_phone_number: "),
        ("new@example.com,,crm-1", "duplicate_user_external_id: "),
    ] {
        let mut lines = rejected.lines();
        let line = lines.find(|line| line.starts_with(row)).unwrap();
        assert!(line.contains(reason), "{line}");
    }
    assert_eq!(everybody(&service).await.len(), 2);
}

#[tokio::test(flavor = "multi_thread")]
async fn the_rate_limit_rejects_nobody() {
    // The service accepts this number of calls at once, and then two a second.
    let rate_limit = 120;
    let service = start(Options {
        rate_limit,
        ..Options::default()
    })
    .await;
    let directory = TempDir::new().unwrap();
    let path = people(&directory, rate_limit + 4);
    let started = Instant::now();
    let output = import(&service, &path)
        .args(["--concurrency", "32"])
        .output()
        .unwrap();
    // Even on a slow machine, four calls had to wait for half a second each.
    assert!(started.elapsed() > Duration::from_secs(1));
    let told = text(&output.stderr);
    assert_eq!(told, "124 created, 0 existed, 0 rejected\n");
}

#[tokio::test(flavor = "multi_thread")]
async fn nobody_is_created_if_the_file_cannot_be_read() {
    let service = start(Options::default()).await;
    let directory = TempDir::new().unwrap();
    let valid = json!({ "email": "ada@example.com" });
    let mistyped = |key: &str, value: Value| format!("{valid}\n{}\n", json!({ key: value }));
    for (name, text_of_file, reason) in [
        (
            "a.csv",
            "email,phone\na@example.com,\n".to_owned(),
            "`phone`",
        ),
        (
            "b.csv",
            "email\na@example.com\none,two\n".to_owned(),
            "line: 3",
        ),
        (
            "c.jsonl",
            mistyped("mail", json!("b@example.com")),
            "line 2: ",
        ),
        ("d.jsonl", mistyped("email", json!(1)), "line 2: "),
        ("e.txt", "a@example.com\n".to_owned(), "`.csv` or `.jsonl`"),
    ] {
        let output = import(&service, &file(&directory, name, &text_of_file))
            .output()
            .unwrap();
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        let told = text(&output.stderr);
        assert!(
            told.starts_with("error: ") && told.contains(reason),
            "{told}"
        );
    }
    assert_eq!(everybody(&service).await, []);
}

#[tokio::test(flavor = "multi_thread")]
async fn where_a_rejected_row_cannot_be_written_it_goes_on_from_that_row() {
    let service = start(Options::default()).await;
    let directory = TempDir::new().unwrap();
    let path = file(
        &directory,
        "people.csv",
        "email\nada@example.com\nnowhere\n",
    );
    let (reader, writer) = std::io::pipe().unwrap();
    drop(reader);
    let output = import(&service, &path).stdout(writer).output().unwrap();
    assert_eq!(output.status.code(), Some(1));
    assert_eq!(go_on(&output), "--from-row=2");
}
