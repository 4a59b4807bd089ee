//! Tests of limits: the generator rejects a spec that is too large or too deep at once, and reads a spec that is only
//! large.
//!
//! These tests do not measure time, which depends on the machine. With more than linear time or space, one of them does
//! not end.

use std::fs::File;

use codegen::{Crate, Report, Source, generate, read};

use crate::invariant::holds;
use crate::spec::{CLIENT, USERS, source, with_client};

const MIB: usize = 1 << 20;

/// Returns the report about a spec whose resource has this text.
fn refusal(text: impl Into<String>) -> String {
    generate(&with_client(text))
        .expect_err("a fault")
        .to_string()
}

fn assert_says(text: &str, location: &str, parts: [&str; 2]) {
    let refusal = refusal(text);
    for part in [&format!("users.yaml:{location}"), parts[0], parts[1]] {
        assert!(refusal.contains(part), "{refusal}");
    }
}

#[test]
fn deep_nesting_is_rejected_at_its_location() {
    let too_deep = [
        "nested more than 128 levels deep",
        "reduce the number of levels",
    ];
    let indented: Vec<_> = (0..2000).map(|depth| " ".repeat(depth) + "a:\n").collect();
    for (text, location) in [
        ("[".repeat(129), "1:129"),
        ("{a: ".repeat(129), "1:513"),
        ("[".repeat(4 * MIB), "1:129"),
        ("{".repeat(4 * MIB), "1:129"),
        ("{a: ".repeat(MIB), "1:513"),
        (["[".repeat(2 * MIB), "]".repeat(2 * MIB)].concat(), "1:129"),
        // Closing brackets within text.
        ("[\"]\", ".repeat(2 * MIB), "1:769"),
        ("- ".repeat(2 * MIB), "1:257"),
        ("? ".repeat(2 * MIB), "1:257"),
        ("- ? ".repeat(MIB), "1:257"),
        (indented.concat(), "129:129"),
        // After much valid text.
        (
            ["# ".repeat(MIB), "\n".to_owned(), "[".repeat(MIB)].concat(),
            "2:129",
        ),
    ] {
        assert_says(&text, location, too_deep);
    }
}

#[test]
fn nesting_of_128_is_not_too_deep() {
    let text = ["[".repeat(128), "]".repeat(128)].concat();
    assert_says(
        &text,
        "1:1",
        [
            "expected a map, found a list",
            "write `{ key: value, … }` here",
        ],
    );
}

#[test]
fn brackets_after_a_syntax_error_are_not_read() {
    assert_says(
        &["a: 'b' c\n", &"[".repeat(2 * MIB)].concat(),
        "1:8",
        ["error: ", "help: "],
    );
    assert_says(
        &["# a\u{2028}", &"[".repeat(2 * MIB)].concat(),
        "1:4",
        ["U+2028", "remove it"],
    );
}

#[test]
fn aliases_have_a_limit() {
    let too_much = [
        "the aliases in this file expand to too many values",
        "write the values instead of the aliases",
    ];
    let long = "x".repeat(2 * MIB);
    let one_long_text = format!("a: &a {long}\nb: [{}]\n", ["*a"; 100].join(", "));
    let long_list = vec!["x"; 50_000].join(", ");
    let one_long_list = format!(
        "a: &a [{long_list}]\nb: [{}]\n",
        vec!["*a"; 50_000].join(", ")
    );
    let mut doubling = "a0: &a0 [x, x]\n".to_owned();
    for step in 1..100 {
        doubling += &format!("a{step}: &a{step} [*a{0}, *a{0}]\n", step - 1);
    }
    assert_says(&one_long_text, "1:4", too_much);
    assert_says(&one_long_list, "1:", too_much);
    assert_says(&doubling, "1:", too_much);
    assert_says("a: &a [*a, *a]", "1:", ["error: ", "help: "]);
}

#[test]
fn a_few_aliases_are_valid() {
    let docs = "ids:\n  UserId: &docs The id of a user, which is the same as that of a person.\n  PersonId: *docs\n";
    assert!(holds(&with_client([USERS, docs].concat())).is_some());
}

#[test]
fn the_number_of_values_in_a_file_has_a_limit() {
    let too_many = ["more than 500000 values", "split the file"];
    assert_says(&["[", &"a,".repeat(MIB), "]"].concat(), "1:", too_many);
    assert_says(&"- []\n".repeat(MIB), "500000:3", too_many);
}

#[test]
fn long_runs_of_one_character_take_no_longer_than_other_text() {
    for run in [
        "#", "\t", "\"", "'", "&a ", "*a ", "%", "%a\n", "!", "! ", "|", ":", ": ", ",", "---\n",
        "\0", "\u{feff}", "🦀",
    ] {
        refusal(run.repeat(MIB / 8 / run.len()));
    }
    for end in [
        "#".repeat(4 * MIB),
        "#\n".repeat(2 * MIB),
        "\n".repeat(4 * MIB),
    ] {
        assert!(generate(&with_client([USERS, &end].concat())).is_ok());
    }
    refusal(format!("{USERS}x: {}", "x".repeat(4 * MIB)));
}

/// The spec with an endpoint, `create`, that has `lines` after its route, and with `rest` after the endpoint.
fn with_endpoint(path: &str, lines: &str, rest: &str) -> [Source; 2] {
    let endpoint = format!(
        "  create:\n    summary: Creates a user.\n    method: POST\n    path: {path}\n{lines}\n"
    );
    with_client([USERS, &endpoint, rest].concat())
}

/// Names that differ only in their numbers.
fn numbered(name: &str, count: usize) -> Vec<String> {
    (0..count).map(|number| format!("{name}{number}")).collect()
}

/// Entries of a map, with the same value for each name.
fn entries(names: &[String], value: &str) -> String {
    let entries: Vec<_> = names
        .iter()
        .map(|name| format!("{name}: {value}"))
        .collect();
    entries.join(", ")
}

#[test]
fn a_rule_can_have_many_parameters() {
    let names = numbered("name", 1_000);
    let lines = format!(
        "    params: {{ {} }}\n    rules: [ {{ at_least_one_of: [{}] }} ]",
        entries(&names, "{ type: string?, docs: A name. }"),
        names.join(", ")
    );
    assert!(holds(&with_endpoint("/users", &lines, "")).is_some());
}

#[test]
fn a_rule_can_be_repeated_many_times() {
    let names = numbered("name", 12);
    let any = format!("{{ at_least_one_of: [{}] }}, ", names.join(", "));
    let lines = format!(
        "    params: {{ {} }}\n    rules: [ {}{{ one_of: [name0, name1] }}, {{ one_of: [name0, name2] }}, \
         {{ one_of: [name1, name2] }} ]",
        entries(&names, "{ type: string?, docs: A name. }"),
        any.repeat(20_000),
    );
    let report = generate(&with_endpoint("/users", &lines, ""));
    assert_says_once(report, "no call can satisfy all of these rules");
}

fn assert_says_once(report: Result<Crate, Report>, message: &str) {
    let report = report.expect_err("a fault");
    assert_eq!(report.errors(), 1);
    assert!(report.to_string().contains(message), "{report}");
}

#[test]
fn a_path_can_have_many_placeholders() {
    let names = numbered("name", 100_000);
    let path = format!("/{{{}}}", names.join("}/{"));
    let report = generate(&with_endpoint(&path, "", "")).expect_err("no parameters");
    assert_eq!(report.errors(), names.len());

    let names = numbered("name", 20_000);
    let path = format!("/{{{}}}", names.join("}/{"));
    let lines = format!(
        "    params: {{ {} }}",
        entries(&names, "{ type: string, docs: A name. }")
    );
    assert!(generate(&with_endpoint(&path, &lines, "")).is_ok());
}

#[test]
fn a_constructor_can_set_many_fields() {
    let names = numbered("name", 20_000);
    let types = format!(
        "types:\n  Word: {{ docs: A word., enum: [{0}] }}\n  Text: {{ docs: A text., fields: {{ {1} }}, \
         constructors: {{ all: {{ docs: Sets all., with: {{ {2} }} }} }} }}\n",
        names.join(", "),
        entries(&names, "{ type: Word, docs: A word. }"),
        entries(&names, names.last().unwrap())
    );
    let lines = "    params: { text: { type: Text, docs: The text. } }";
    assert!(generate(&with_endpoint("/users", lines, &types)).is_ok());
}

#[test]
fn the_number_of_variants_of_an_untagged_union_has_a_limit() {
    let spec = |count: usize| {
        let names = numbered("v", count);
        let objects: Vec<_> = names
            .iter()
            .map(|name| {
                let field = format!("{name}: {{ type: string, docs: A text. }}");
                format!("  O{name}: {{ docs: An object., fields: {{ {field} }} }}\n")
            })
            .collect();
        let variants: Vec<_> = names
            .iter()
            .map(|name| format!("{name}: {{ type: O{name}, docs: An object. }}"))
            .collect();
        let variants = variants.join(", ");
        let union = format!("  Any: {{ docs: A union., variants: {{ {variants} }} }}\n");
        let lines = "    params: { any: { type: Any, docs: A value. } }";
        with_endpoint(
            "/users",
            lines,
            &["types:\n", &objects.concat(), &union].concat(),
        )
    };
    assert!(holds(&spec(100)).is_some());
    assert_says_once(generate(&spec(101)), "the union has more than 100 variants");
}

#[test]
fn nested_unions_have_a_limit() {
    let mut types =
        "types:\n  U0: { docs: A union., variants: { text: { type: string, docs: A text. } } }\n"
            .to_owned();
    for number in 1..1_000 {
        let inner = format!("{{ type: U{}, docs: A union. }}", number - 1);
        types +=
            &format!("  U{number}: {{ docs: A union., variants: {{ a: {inner}, b: {inner} }} }}\n");
    }
    let report = generate(&with_endpoint("/users", "", &types)).expect_err("the same values");
    assert_eq!(report.errors(), 999);
}

#[test]
fn many_endpoints_can_return_one_large_object() {
    let fields = entries(&numbered("field", 5_000), "{ type: string, docs: A text. }");
    let types = format!("types: {{ Large: {{ docs: It is large., fields: {{ {fields} }} }} }}\n");
    let endpoint = |at| {
        format!("  get{at}: {{ summary: Gets it., method: GET, path: /{at}, response: Large }}\n")
    };
    let endpoints: Vec<_> = (0..5_000).map(endpoint).collect();
    assert!(generate(&with_endpoint("/users", &endpoints.concat(), &types)).is_ok());
}

#[test]
fn a_fault_does_not_list_too_many_choices() {
    let lines = format!(
        "    params: {{ {} }}\n    rules: [ {{ one_of: [{}] }} ]",
        entries(&numbered("name", 5_000), "{ type: string?, docs: A name. }"),
        numbered("zzz", 5_000).join(", ")
    );
    let report = generate(&with_endpoint("/users", &lines, "")).expect_err("unknown parameters");
    assert_eq!(report.errors(), 5_000);
    let text = report.to_json_lines();
    assert!(text.len() < 100 * lines.len(), "{} bytes", text.len());
    assert!(text.contains("the first parameters are `name0`, `name1`, "));
}

#[test]
fn the_path_to_a_value_of_a_page_has_a_limit() {
    let types = "types: { Node: { docs: A node., fields: { \
                 node: { type: Node?, docs: The next one. }, cursor: { type: string?, docs: The next page. }, \
                 items: { type: [string], docs: The items. } } } }\n";
    let spec = |keys: usize| {
        let lines = format!(
            "    params: {{ from: {{ type: string?, docs: The page. }} }}\n    response: Node\n    \
             paging: {{ cursor: from, items: items, next: {}cursor }}",
            "node.".repeat(keys - 1)
        );
        with_endpoint("/users", &lines, types)
    };
    assert!(holds(&spec(100)).is_some());
    for keys in [101, 500_000] {
        let message = "the path to the value has more than 100 keys";
        assert_says_once(generate(&spec(keys)), message);
    }
}

#[test]
fn a_report_counts_all_faults_and_shows_the_first() {
    let faults = |count: usize, indent: &str, join: &str| {
        let faults: Vec<_> = (0..count).map(|at| format!("{indent}T{at}: 5")).collect();
        faults.join(join)
    };
    for (types, count) in [
        (["\n", &faults(20_000, "  ", "\n")].concat(), 20_000),
        (["{ ", &faults(5_000, "", ", "), " }"].concat(), 5_000),
    ] {
        let report = generate(&with_client(format!("{USERS}types: {types}\n")));
        let report = report.expect_err("many faults");
        assert_eq!(report.errors(), count);
        assert_eq!(report.to_json_lines().lines().count(), count);
        let shown = report.to_string();
        let all = format!("the spec has {count} errors (the first 1000 are shown)");
        assert!(shown.contains(&all));
        assert_eq!(shown.matches("error[").count(), 1_000);
    }
}

#[test]
fn many_unknown_keys_and_a_large_envelope_take_no_longer_than_others() {
    let unknown: Vec<_> = (0..20_000).map(|at| format!("zzz{at}: 1\n")).collect();
    let report = generate(&with_client([USERS, &unknown.concat()].concat()));
    assert_eq!(report.expect_err("unknown keys").errors(), 20_000);

    let fields = |name: &str| {
        let field = |at| format!("{name}{at}: {{ type: string, docs: Some text. }}");
        (0..20_000).map(field).collect::<Vec<_>>().join(", ")
    };
    let envelope = format!("envelope: {{ {} }}", fields("e"));
    let client = CLIENT.replace(
        "envelope: { request_id: { type: string, docs: Names the call. } }",
        &envelope,
    );
    let users = USERS.replace(
        "path: /users",
        &format!("path: /users, response: {{ {} }}", fields("f")),
    );
    let spec = [source("client.yaml", client), source("users.yaml", users)];
    assert!(generate(&spec).is_ok());
}

#[test]
fn a_long_key_is_one_fault_with_any_value() {
    let below: Vec<_> = (0..5_000).map(|at| format!("      T{at}: 5\n")).collect();
    let long = "k".repeat(2 * MIB);
    // YAML requires a question mark before keys of more than 1,024 characters.
    let text = format!("{USERS}types:\n  ? {long}\n  : fields:\n{}", below.concat());
    assert_says(&text, "6:5", ["1 error;", "key"]);
}

#[test]
fn a_file_that_is_far_too_large_is_not_loaded() {
    let home = tempfile::tempdir().unwrap();
    let file = File::create(home.path().join("client.yaml")).unwrap();
    // The file is sparse: it uses no block of the disk.
    file.set_len(10 << 30).unwrap();
    let error = read(home.path()).unwrap_err().to_string();
    assert!(
        error.contains("client.yaml") && error.contains("larger than 16 MiB"),
        "{error}"
    );
}

#[test]
fn the_size_of_docs_has_a_limit() {
    let docs = |text: &str| USERS.replace("The users.", &format!("\"{text}\""));
    let too_long = docs(&"[".repeat(12 * MIB));
    assert_says(
        &too_long,
        "2:7",
        ["`docs` is longer than 256 KiB", "shorten it"],
    );
    // The slowest Markdown to parse, at the maximum length.
    for unit in ["[", "[a](", "- a\\n\\n", "<a "] {
        let longest = docs(&unit.repeat((256 << 10) / unit.len()));
        assert!(holds(&with_client(longest)).is_some(), "{unit}");
    }
}
