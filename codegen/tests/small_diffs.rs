//! Tests that a change of the spec changes only the corresponding lines of the output.

use std::collections::BTreeMap;

use codegen::{Source, generate};
use serde_yaml::{Mapping, Value};
use similar::{ChangeTag, TextDiff};

use crate::spec::{of_users, source};
use crate::surface;

/// Returns the files of a crate by path.
type Files = BTreeMap<String, String>;

fn files(spec: &[Source]) -> Files {
    let client = generate(spec).unwrap_or_else(|report| panic!("{report}"));
    let text = |file: &codegen::File<'_>| (file.path.clone(), file.render().unwrap());
    client.files().iter().map(text).collect()
}

/// Returns the spec with `to` instead of `from`, which occurs once.
fn edited(from: &str, to: &str) -> Vec<Source> {
    let mut spec = of_users();
    let counts = spec.iter().map(|source| source.text.matches(from).count());
    assert_eq!(counts.sum::<usize>(), 1, "{from}");
    for source in &mut spec {
        source.text = source.text.replace(from, to);
    }
    spec
}

/// Returns the added and removed lines of each file.
fn diff(before: &Files, after: &Files) -> String {
    let mut report = String::new();
    for (path, text) in after {
        let Some(before) = before.get(path) else {
            report.push_str(&format!("{path} is new\n"));
            continue;
        };
        if before != text {
            report.push_str(&format!("{path}\n"));
        }
        for change in TextDiff::from_lines(before, text).iter_all_changes() {
            match change.tag() {
                ChangeTag::Equal => {}
                ChangeTag::Delete => report.push_str(&format!("- {change}")),
                ChangeTag::Insert => report.push_str(&format!("+ {change}")),
            }
        }
    }
    for path in before.keys().filter(|path| !after.contains_key(*path)) {
        report.push_str(&format!("{path} is gone\n"));
    }
    report
}

/// Returns the words of a file, without the line breaks of docs.
fn words(text: &str) -> String {
    let words = text.split_whitespace();
    let words = words.filter(|word| !matches!(*word, "///" | "//!"));
    words.collect::<Vec<_>>().join(" ")
}

#[test]
fn a_line_of_docs_changes_the_lines_that_show_it() {
    let before = files(&of_users());
    for (from, to, shown) in [
        // The summary of an endpoint.
        (
            "Gets a user.",
            "Fetches a user.",
            &["src/lib.rs", "src/users/get.rs"][..],
        ),
        // The docs of an endpoint.
        (
            "Do not search in a login flow.",
            "Never search in a login flow.",
            &["src/users/search.rs"],
        ),
        // A required parameter.
        (
            "The id of the user to get.",
            "Whom to get.",
            &["src/users/get.rs"],
        ),
        // An optional parameter: the list of parameters shows the first sentence, and the method all of the docs.
        (
            "The new phone number in E.164 format (`+1XXXXXXXXXX`).",
            "The new number.",
            &[
                "src/users/exchange_primary_factor.rs",
                "src/users/exchange_primary_factor.rs",
            ],
        ),
        // A field of a response, which also has a setter.
        (
            "The id of the email address. None if",
            "Names the address. None if",
            &["src/users/create.rs"],
        ),
        // A field of a type.
        (
            "The id that the provider has for the user.",
            "Who it is there.",
            &["src/types/o_auth_provider.rs"],
        ),
        // A type, a value of an enum, a variant of a union, a constructor, an id.
        (
            "A passkey or other WebAuthn registration of a user.",
            "A passkey, mostly.",
            &["src/types/web_authn_registration.rs"],
        ),
        ("A full user.", "A user.", &["src/types/user_status.rs"]),
        (
            "Users created later than this.",
            "Newer users.",
            &["src/types/search_filter.rs"],
        ),
        (
            "Finds the users that pass every filter.",
            "Finds users.",
            &["src/types/search_users_query.rs"],
        ),
        (
            "The id of a TOTP of a user.",
            "Names a TOTP.",
            &["src/types/totp_id.rs"],
        ),
        // A type of error, which endpoints refer to.
        (
            "No phone number of this project has this id.",
            "There is no such phone number.",
            &[
                "src/client/error_type.rs",
                "src/users/delete_phone_number.rs",
            ],
        ),
        // The whole client.
        ("To try a call", "To make a call", &["README.md"]),
        (
            "An asynchronous client for the Sample Users API.",
            "A client for the Sample Users API.",
            &["Cargo.toml", "README.md"],
        ),
        (
            "For live projects.",
            "For projects that are live.",
            &["src/client.rs"],
        ),
        (
            "A secret of the project. Keep",
            "A secret. Keep",
            &["src/client.rs"],
        ),
        (
            "The HTTP status of the response as",
            "The status as",
            &["src/client.rs"],
        ),
    ] {
        let after = files(&edited(from, to));
        let mut lines = Vec::new();
        for (path, text) in &before {
            let text = words(text);
            assert_eq!(words(&after[path]), text.replace(from, to), "{path}");
            lines.extend(text.matches(from).map(|_| path.as_str()));
        }
        assert_eq!(lines, shown, "{from}");
        assert_eq!(after.len(), before.len());
    }
}

#[test]
fn another_endpoint_is_a_file_and_a_line_in_each_list() {
    let endpoint = "  ping:
    summary: Says whether the service is there.
    method: GET
    path: /v1/users/ping
";
    let before = files(&of_users());
    let expected = "\
src/lib.rs
+ //! - [`ping`](users::Users::ping): Says whether the service is there.
src/users.rs
+ mod ping;
+ pub use ping::PingRequest;
src/users/ping.rs is new
";
    // Before all others, between two, and after them.
    let mut last = of_users();
    last[1].text.push_str(endpoint);
    for after in [
        edited("\nendpoints:\n", &format!("\nendpoints:\n{endpoint}")),
        edited("\n  update:\n", &format!("\n{endpoint}\n  update:\n")),
        last,
    ] {
        assert_eq!(diff(&before, &files(&after)), expected);
    }
}

#[test]
fn another_type_is_a_file_and_its_lines_in_the_list_of_types() {
    let mut spec = edited(
        "  ResultsMetadata:\n",
        "  Pong:
    docs: The answer.
    fields:
      from: { type: Region, docs: Where it is from. }
  Region:
    docs: Where a service is.
    enum: [here, there]
  ResultsMetadata:\n",
    );
    spec[1].text.push_str(
        "  ping:
    summary: Says whether the service is there.
    method: GET
    path: /v1/users/ping
    response:
      pong: { type: Pong, docs: The answer. }
",
    );
    let expected = "\
src/lib.rs
+ //! - [`ping`](users::Users::ping): Says whether the service is there.
src/types.rs
+ mod pong;
+ mod region;
+ pub use pong::Pong;
+ pub use region::Region;
src/types/pong.rs is new
src/types/region.rs is new
src/users.rs
+ mod ping;
+ pub use ping::{PingRequest, PingResponse};
src/users/ping.rs is new
";
    assert_eq!(diff(&files(&of_users()), &files(&spec)), expected);
}

#[test]
fn an_optional_field_or_parameter_is_a_line_of_the_surface() {
    let surface = |files: Files| -> Files {
        let of_file = |(path, code): (String, String)| (path, surface::of(&code));
        files.into_iter().map(of_file).collect()
    };
    let before = surface(files(&of_users()));
    for (line, new, expected) in [
        (
            "      totp_id: { type: TotpId?, docs: What they have an app for. }\n",
            "      age: { type: integer?, docs: In years. }\n",
            "src/types/user.rs\n+     age: Option<i64> // In years.\n",
        ),
        (
            "      operator: { type: SearchOperator, docs: How the filters combine. }\n",
            "      text: { type: string?, docs: What to look for. }\n",
            "src/types/search_users_query.rs\n+     text: Option<String>, set by `impl IntoOption<String>` // What to look for.\n",
        ),
        (
            "      email: { type: string?, sensitive: true, docs: The email address of the user., example: ada@example.com }\n",
            "      age: { type: integer?, docs: In years. }\n",
            "src/users/create.rs\n+     fn age(mut self, age: impl IntoOption<i64>) -> Self // In years.\n",
        ),
    ] {
        let after = surface(files(&edited(line, &format!("{line}{new}"))));
        assert_eq!(diff(&before, &after), expected);
    }
}

/// Returns the spec with the entries under `keys` in file `index` in reverse order.
fn turned(index: usize, keys: &[&str]) -> Vec<Source> {
    let mut spec = of_users();
    let mut file: Value = serde_yaml::from_str(&spec[index].text).unwrap();
    let map = keys.iter().fold(&mut file, |value, key| &mut value[*key]);
    let entries: Vec<_> = map.as_mapping().unwrap().clone().into_iter().collect();
    *map = entries.into_iter().rev().collect::<Mapping>().into();
    spec[index].text = serde_yaml::to_string(&file).unwrap();
    spec
}

/// Returns the files that differ only in the order of their lines.
fn reordered<'f>(before: &'f Files, after: &Files) -> Vec<&'f str> {
    assert!(before.keys().eq(after.keys()));
    let sorted = |text: &str| {
        let mut lines: Vec<_> = text.lines().map(str::to_owned).collect();
        lines.sort();
        lines
    };
    let changed = before.iter().filter(|(path, text)| after[*path] != **text);
    let changed = changed.map(|(path, text)| {
        assert_eq!(sorted(text), sorted(&after[path]), "{path}");
        path.as_str()
    });
    changed.collect()
}

#[test]
fn another_order_only_reorders_lists() {
    let before = files(&of_users());
    for (index, keys, lists) in [
        (1, &["endpoints"][..], &["src/lib.rs"][..]),
        (1, &["types"], &[]),
        (1, &["ids"], &[]),
        (0, &["error", "types"], &["src/client/error_type.rs"]),
    ] {
        assert_eq!(
            reordered(&before, &files(&turned(index, keys))),
            lists,
            "{keys:?}"
        );
    }
}

#[test]
fn names_of_resource_files_only_order_the_lists_of_resources() {
    let with = |name: &str| {
        let mut spec = of_users();
        let teams = "resource: teams
docs: Groups of users.
endpoints:
  get: { summary: Gets a team., method: GET, path: /v1/teams }
";
        spec.push(source(name, teams));
        spec.sort_by(|left, right| left.name.cmp(&right.name));
        let mut files = files(&spec);
        for text in files.values_mut() {
            *text = text.replace(name, "teams.yaml");
        }
        files
    };
    assert_eq!(
        reordered(&with("a.yaml"), &with("z.yaml")),
        ["src/client.rs", "src/lib.rs"]
    );
}
