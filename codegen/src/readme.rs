//! The examples of `spec/README.md`, for the tests that run them.

#![allow(clippy::unwrap_used, reason = "a test may end this way")]

use crate::Source;

const README: &str = include_str!("../../spec/README.md");

/// A `client.yaml` without a fault. An example replaces the lines with the same keys.
const CLIENT: &str = "\
crate: { name: parcels, version: 0.1.0, docs: Sends parcels. }
servers: { only: { url: https://api.example.com, docs: The only one. } }
envelope: { request_id: { type: string, docs: Identifies the call. } }
error: { fields: { type: [error_type] }, types: { user_not_found: No user has this id. } }
";

/// A resource without a fault. An example replaces the lines with the same keys.
pub(crate) const USERS: &str = "\
resource: users
docs: The people who sign in.
endpoints: { all: { summary: Lists users., method: GET, path: /users } }
";

/// Returns the sections of a chapter about codes: code and text.
pub(crate) fn sections(chapter: &str) -> impl Iterator<Item = (&'static str, &'static str)> {
    let (_, text) = README.split_once(&format!("\n## {chapter}\n")).unwrap();
    let chapter = text.split("\n## ").next().unwrap_or_default();
    let sections = chapter.split("\n#### ").skip(1);
    sections.map(|section| section.split_once('\n').unwrap())
}

/// Returns the lines of the diff in `section`, without those that start with `without`.
pub(crate) fn example(section: &str, without: char) -> String {
    let (_, diff) = section.split_once("```diff\n").unwrap_or_default();
    let (diff, _) = diff.split_once("```").unwrap_or_default();
    let lines = diff.lines().filter(|line| !line.starts_with(without));
    lines.fold(String::new(), |text, line| text + &line[1..] + "\n")
}

/// Returns `example`, and then the lines of `base` that it does not replace.
pub(crate) fn complete(example: &str, base: &str) -> String {
    let key = |line: &str| line.split_once(':').map(|(key, _)| key.to_owned());
    let given: Vec<_> = example.lines().map(key).collect();
    let rest = base.lines().filter(|line| !given.contains(&key(line)));
    rest.fold(example.to_owned(), |text, line| text + line + "\n")
}

pub(crate) fn source(file: &str, text: String) -> Source {
    Source {
        name: format!("spec/{file}"),
        path: file.into(),
        text,
    }
}

/// Returns a spec with the example, and the name of the file that contains the example. If the example has keys of
/// `client.yaml` and of a resource, it is the file of the resource.
pub(crate) fn spec(example: &str) -> (Vec<Source>, &'static str) {
    let of_client = [
        "crate:",
        "auth:",
        "headers:",
        "servers:",
        "timeouts:",
        "envelope:",
        "error:",
    ];
    let is_of_client = |line: &str| of_client.iter().any(|key| line.starts_with(key));
    let (mut client, mut users) = (String::new(), String::new());
    let mut is_in_client = false;
    for line in example.split_inclusive('\n') {
        if !line.starts_with(' ') {
            is_in_client = is_of_client(line);
        }
        let file = if is_in_client {
            &mut client
        } else {
            &mut users
        };
        file.push_str(line);
    }
    let file = if users.is_empty() && !client.is_empty() {
        "client.yaml"
    } else {
        "users.yaml"
    };
    let client = source("client.yaml", complete(&client, CLIENT));
    (
        vec![client, source("users.yaml", complete(&users, USERS))],
        file,
    )
}
