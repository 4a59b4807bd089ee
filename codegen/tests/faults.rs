//! Reports of faults: one spec file for each kind of fault.
//!
//! A snapshot is the report as a terminal shows it.

use std::fs;
use std::path::Path;

use codegen::{Source, generate};
use insta::{assert_snapshot, glob};

use crate::spec::{CLIENT, USERS, source, with_client};

fn refusal(sources: &[Source]) -> String {
    generate(sources).expect_err("a fault").to_string()
}

#[test]
fn resource() {
    glob!("faults/*.yaml", |path: &Path| {
        let bad = fs::read_to_string(path).unwrap();
        assert_snapshot!(refusal(&with_client(bad)));
    });
}

#[test]
fn client() {
    glob!("faults/client/*.yaml", |path: &Path| {
        let bad = source("client.yaml", fs::read_to_string(path).unwrap());
        assert_snapshot!(refusal(&[bad, source("users.yaml", USERS)]));
    });
}

#[test]
fn warnings() {
    glob!("warnings/*.yaml", |path: &Path| {
        let poor = fs::read_to_string(path).unwrap();
        assert_snapshot!(generate(&with_client(poor)).unwrap().warnings);
    });
}

/// The report shows the first warnings of each kind, and counts the others, so it hides no kind.
#[test]
fn a_report_with_a_thousand_warnings_is_short() {
    let fields: Vec<_> = (0..999)
        .map(|number| format!("      f{number}: {{ type: string }}\n"))
        .collect();
    let fields = fields.concat();
    let users = format!(
        "resource: users\nendpoints:\n  list:\n    summary: List.\n    method: GET\n    path: /users\n    \
         response:\n{fields}"
    );
    let warnings = generate(&with_client(users)).unwrap().warnings;
    assert_eq!(warnings.warnings(), 1001);
    assert_eq!(warnings.diagnostics().count(), 1001);
    assert_snapshot!(warnings);
}

#[test]
fn the_specs_of_this_repository_have_no_warnings() {
    for spec in [
        "../spec",
        "tests/fixture/spec",
        "tests/users/spec",
        "tests/facts/spec",
        "tests/requests/spec",
    ] {
        let sources = codegen::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join(spec)).unwrap();
        let warnings = generate(&sources).unwrap().warnings;
        assert!(warnings.is_empty(), "{warnings}");
    }
}

#[test]
fn a_spec_needs_a_client_and_a_resource() {
    assert_snapshot!(refusal(&[]));
}

#[test]
fn a_changelog_is_neither_empty_nor_a_resource() {
    let changelog = source("CHANGELOG.md", " \n");
    assert_snapshot!(refusal(&[source("client.yaml", CLIENT), changelog]));
}

#[test]
fn the_size_of_a_file_has_a_limit() {
    let large = format!("{USERS}# {}", "x".repeat(16 << 20));
    assert_snapshot!(refusal(&with_client(large)));
}

#[test]
fn a_header_is_sent_by_the_credential_or_by_a_parameter() {
    let client = format!(
        "{CLIENT}auth: {{ header: {{ header: X-Key, token: {{ name: key, docs: A key. }} }} }}\n"
    );
    let users = USERS.replace(
        "path: /users",
        "path: /users, params: { x-key: { type: string, in: header, docs: Is sent already. } }",
    );
    assert_snapshot!(refusal(&[
        source("client.yaml", client),
        source("users.yaml", users)
    ]));
}

#[test]
fn names_are_unique_in_the_whole_client() {
    let teams = format!("{USERS}types: {{ User: {{ docs: A user., fields: {{}} }} }}\n");
    let users = format!("{USERS}ids: {{ User: The id of a user. }}\n");
    assert_snapshot!(refusal(&[
        source("client.yaml", CLIENT),
        source("teams.yaml", teams),
        source("users.yaml", users),
    ]));
}

#[test]
fn faults_are_sorted_by_location() {
    let client = CLIENT.replace("0.1.0", "one") + "timeout: 3\n";
    let teams = USERS.replace("users", "teams").replace("GET", "GTE");
    let users = USERS.replace("docs: The users.\n", "ids: { string: The id of a user. }\n");
    assert_snapshot!(refusal(&[
        source("client.yaml", client),
        source("teams.yaml", teams),
        source("users.yaml", users),
    ]));
}

#[test]
fn keywords_are_valid_names() {
    let words = "abstract as async await become box break const continue crate do dyn else enum extern false final fn \
                 for gen if impl in let loop macro match mod move mut override priv pub ref return self static struct \
                 super trait true try type typeof unsafe unsized use virtual where while yield union";
    let mut sources = vec![source("client.yaml", CLIENT)];
    for word in words.split(' ') {
        let text = format!(
            "resource: \"{word}\"
docs: Named after a keyword.
ids: {{ \"{word} id\": An id. }}
types:
  \"{word} object\": {{ docs: An object., fields: {{ \"{word}\": {{ type: string, docs: A field. }} }} }}
  \"{word} enum\": {{ docs: An enum., enum: [\"{word}\"] }}
endpoints:
  \"{word}\":
    summary: Does it.
    method: POST
    path: /{word}/{{{word}}}
    params: {{ \"{word}\": {{ type: string, docs: A parameter. }} }}
    response: {{ \"{word}\": {{ type: string, docs: A field. }} }}
"
        );
        sources.push(source(&format!("{word}.yaml"), text));
    }
    let client = generate(&sources).unwrap_or_else(|report| panic!("{report}"));
    assert!(client.files().iter().all(|file| file.render().is_ok()));
}

#[test]
fn other_files_are_checked_if_a_file_cannot_be_read() {
    let broken = "crate: [\n";
    let users = USERS
        .replace("GET", "GTE")
        .replace("path: /users", "path: /users, errors: [gone]");
    assert_snapshot!(refusal(&[
        source("client.yaml", broken),
        source("users.yaml", users)
    ]));
}

#[test]
fn the_consequences_of_a_mistake_are_not_reported() {
    let client = "\
crate: { name: example, version: 0.1.0, docs: A client. }
auth: { bearer: { token: { name: token, docs: The token. } } }
servers:
  test: { url: https://test.example.com, docs: For tests., when: { credential: token, starts_with: t } }
  live: { url: https://api.example.com, docs: For all others. }
error: { fields: { type: [type] }, types: { gone: It was there. } }";
    let types = "\
resource: parcels
docs: Parcels on their way.
ids: { ParcelId: The id of a parcel. }
types:
  State: { docs: Where it is., enum: [lost, found] }
  Parcel:
    docs: One of them.
    fields:
      state: { type: State, docs: Where it is. }
      place: { type: string?, docs: Where it was seen. }
    constructors: { lost: { docs: One that is lost., with: { state: lost } } }
  Page:
    docs: Some of them.
    fields:
      items: { type: [Parcel], docs: The parcels. }
      next: { type: string?, docs: Where to go on. }
endpoints:
  get:
    summary: Gets a parcel.
    method: GET
    path: /parcels/{id}/{state}
    params:
      id: { type: ParcelId, docs: Whose parcel it is. }
      state: { type: State, docs: The state that it is in. }
    response: Parcel
    errors: [gone]
";
    let users = "\
resource: users
docs: The users.
endpoints:
  list:
    summary: Lists parcels.
    method: POST
    path: /users/{user}
    params:
      user: { type: string, docs: Whose parcels. }
      cursor: { type: string?, docs: Where to start. }
      query: { type: Parcel?, docs: What they are like. }
    rules: [ { at_least_one_of: [cursor, query] } ]
    response: Page
    paging: { cursor: cursor, next: next, items: items }
";
    let spec = [client, types, users];
    let count = |spec: [&str; 3]| {
        let files = ["client.yaml", "parcels.yaml", "users.yaml"];
        let sources: Vec<_> = files
            .into_iter()
            .zip(spec)
            .map(|(file, text)| source(file, text))
            .collect();
        generate(&sources).map_or_else(|report| report.diagnostics().count(), |_| 0)
    };
    assert_eq!(count(spec), 0);
    for (right, wrong) in [
        ("types:\n  State", "typs:\n  State"),
        ("ids: {", "idz: {"),
        ("ids: { ParcelId: The id of a parcel. }", "ids: 5"),
        ("enum: [", "enun: ["),
        ("enum: [lost, found]", "enum: lost"),
        (
            "  State: { docs: Where it is., enum: [lost, found] }",
            "  State: 5",
        ),
        ("    fields:\n      items", "    feilds:\n      items"),
        ("[lost, found]", "[{ vale: lost }, found]"),
        ("items: { type: [Parcel]", "items: { type: [Parcl]"),
        ("next: { type: string?", "next: { type: strng?"),
        ("next: { type: string?", "next: { typ: string?"),
        ("error: {", "errr: {"),
        (" types: { gone", " typs: { gone"),
        ("types: { gone: It was there. }", "types: [gone]"),
        ("auth: { bearer", "auth: { barer"),
        (", when: {", ", wen: {"),
        ("when: { credential: token", "when: { credentail: token"),
        (
            "{ url: https://api.example.com, docs: For all others. }",
            "5",
        ),
        ("    params:\n      user:", "    parms:\n      user:"),
        ("at_least_one_of:", "at_least_one_off:"),
        (
            "      cursor: { type: string?",
            "      cursor: { typ: string?",
        ),
        ("response: Page", "response: [Page]"),
        ("method: POST", "method: PSOT"),
    ] {
        let slips = spec.map(|text| text.replacen(right, wrong, 1));
        assert_ne!(slips, spec, "{right}");
        assert_eq!(count([&slips[0], &slips[1], &slips[2]]), 1, "{wrong}");
    }
}

/// Returns the codes of the faults in a resource.
fn codes(users: &str) -> Vec<String> {
    let report = generate(&with_client(users)).expect_err("a fault");
    let codes = report.diagnostics().map(|fault| fault.code.to_owned());
    codes.collect()
}

#[test]
fn a_mistake_hides_no_independent_fault() {
    let users = "\
resource: users
docs: The users.
types:
  Slip: { docs: Has a slip., feilds: {} }
  Status: { docs: Whether somebody is active., enum: [active, gone] }
  User:
    docs: A user.
    fields:
      status: { type: Status, docs: Whether they are active. }
      slip: { type: Slip, docs: Of a type at fault. }
    constructors: { active: { docs: Is active., with: { status: actve } } }
endpoints:
  get:
    summary: Gets a user.
    method: GET
    path: /users/{id}
    params: { id: { type: User, docs: Which user. } }
    response: { users: { type: [Usr], docs: The users. }, user: { type: User, docs: The user. } }
    paging: { cursor: cursor, next: user.slip, items: user }
";
    let expected = [
        "unknown-key",
        "unknown-value",
        "bad-parameter-type",
        "unknown-type",
        "unknown-parameter",
        "bad-paging",
    ];
    assert_eq!(codes(users), expected);
}

#[test]
fn a_wrong_type_expression_is_reported_once() {
    let users = "\
resource: users
docs: The users.
endpoints:
  get:
    summary: Gets a user.
    method: PUT
    path: /users/{id}
    params:
      id: { type: \"[[string?\", docs: Which user., example: 1 }
      name: { type: \"[string\", docs: A name., clearable: true, example: 7 }
    rules: [ { one_of: [name, id] } ]
    response: \"User]\"
";
    assert_eq!(codes(users), ["bad-type-expression"; 3]);
}

#[test]
fn faults_have_colours_on_a_terminal() {
    let users = USERS.replace("GET", "GTE");
    let report = generate(&with_client(users)).expect_err("a fault");
    assert!(report.to_coloured().contains("\x1b["));
}
