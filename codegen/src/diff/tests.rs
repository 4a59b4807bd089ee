#![allow(
    clippy::indexing_slicing,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

use std::path::Path;

use super::{Bump, Diff, Effect, Kind, diff};
use crate::model::Model;
use crate::readme::{self, example, source, spec};
use crate::{Source, model, read};

/// Kinds that never occur alone, each with the change in its example that causes it.
const COMPANIONS: [(Kind, Kind); 7] = [
    (Kind::ServerAdded, Kind::EndpointServerChanged),
    (Kind::ServerRemoved, Kind::EndpointServerChanged),
    (Kind::CustomRequestRenamed, Kind::ResourceAdded),
    (Kind::DecodeBodyRemoved, Kind::ErrorBodyChanged),
    (Kind::SettersAdded, Kind::OptionalParameterAdded),
    (Kind::SettersRemoved, Kind::ParameterRemoved),
    (Kind::TagMethodRenamed, Kind::TaggingChanged),
];

/// A spec with the example. A whole resource is a file of its own.
fn api(example: &str) -> Model {
    let is_resource = example.starts_with("resource:");
    let (mut sources, _) = spec(if is_resource { "" } else { example });
    if is_resource {
        sources.push(source("teams.yaml", example.to_owned()));
    }
    checked(&sources)
}

fn checked(sources: &[Source]) -> Model {
    model(sources).unwrap_or_else(|report| panic!("{report}"))
}

/// The changes between two specs, as `subject: text`.
fn texts(old: &str, new: &str) -> Vec<String> {
    let changes = diff(&api(old), &api(new)).changes.into_iter();
    changes
        .map(|change| format!("{}: {}", change.subject, change.text))
        .collect()
}

/// A spec with one endpoint, which has these lines.
fn endpoint(lines: &str) -> String {
    format!("endpoints:\n  find:\n    summary: Finds users.\n{lines}")
}

#[test]
fn the_readme_has_every_kind_in_order_with_its_effect() {
    let listed: Vec<_> = readme::sections("Changes").collect();
    let codes: Vec<_> = listed.iter().map(|(code, _)| *code).collect();
    let all: Vec<_> = Kind::ALL.iter().map(|kind| kind.code()).collect();
    assert_eq!(codes, all);
    for (kind, (code, section)) in Kind::ALL.iter().zip(listed) {
        let (effect, _) = section.trim_start().split_once(". ").unwrap();
        assert_eq!(effect.to_lowercase(), kind.effect().as_str(), "{code}");
    }
}

#[test]
fn every_example_of_the_readme_is_that_change() {
    let mut wrong = Vec::new();
    for (&kind, (code, section)) in Kind::ALL.iter().zip(readme::sections("Changes")) {
        let (old, new) = (example(section, '+'), example(section, '-'));
        let changes = diff(&api(&old), &api(&new)).changes;
        let companion = COMPANIONS.iter().find(|(follower, _)| *follower == kind);
        let mut expected = vec![kind];
        expected.extend(companion.map(|(_, companion)| *companion));
        let mut kinds: Vec<_> = changes.iter().map(|change| change.kind).collect();
        kinds.sort_by_key(|found| *found != kind);
        if kinds != expected {
            wrong.push((code, changes));
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn a_spec_has_no_change_from_itself() {
    let home = Path::new(env!("CARGO_MANIFEST_DIR"));
    for directory in ["../spec", "tests/users/spec", "tests/fixture/spec"] {
        let model = checked(&read(&home.join(directory)).unwrap());
        let Diff { changes, verdict } = diff(&model, &model);
        assert_eq!(changes, [], "{directory}");
        assert_eq!(verdict.bump, Bump::Nothing);
        assert!(!verdict.is_too_low);
    }
}

#[test]
fn the_other_direction_has_the_other_meaning() {
    let without = api("ids:\n  UserId: The id of a user.\n");
    let with = api("ids:\n  UserId: The id of a user.\n  TeamId: The id of a team.\n");
    let (added, removed) = (diff(&without, &with), diff(&with, &without));
    let effect = |diff: &Diff| diff.changes[0].kind.effect();
    assert_eq!(effect(&added), Effect::Addition);
    assert_eq!(effect(&removed), Effect::BreaksCode);
    assert_eq!(added.verdict.least, "0.1.1");
    assert_eq!(removed.verdict.least, "0.2.0");
    assert!(added.verdict.is_too_low && removed.verdict.is_too_low);
}

#[test]
fn a_version_that_is_high_enough_is_enough() {
    let old = api("");
    let new = api("crate: { name: post, version: 0.2.0, docs: Sends parcels. }\n");
    let verdict = diff(&old, &new).verdict;
    assert_eq!(verdict.bump, Bump::Major);
    assert!(!verdict.is_too_low);
}

#[test]
fn placeholders_that_change_places_change_the_path() {
    let params = "
    params:
      team: { type: string, docs: Which team. }
      user: { type: string, docs: Which user. }
";
    let at = |path: &str| endpoint(&format!("    method: GET\n    path: {path}{params}"));
    assert_eq!(
        texts(&at("/find/{team}/{user}"), &at("/find/{user}/{team}")),
        ["users.find: calls `/find/{user}/{team}` instead of `/find/{team}/{user}`"]
    );
}

#[test]
fn the_case_of_a_header_is_no_change() {
    let named = |name: &str| {
        let param = format!("{name}: {{ type: string?, in: header, docs: Ties calls. }}");
        endpoint(&format!(
            "    method: GET\n    path: /find\n    params: {{ {param} }}\n"
        ))
    };
    assert_eq!(texts(&named("X-Trace-Id"), &named("x-trace-id")), [""; 0]);
}

#[test]
fn a_response_can_change_between_any_types() {
    let of = |ty: &str| {
        endpoint(&format!(
            "    method: GET\n    path: /find\n    response: {ty}\n"
        ))
    };
    assert_eq!(
        texts(&of("[string]"), &of("\"{ string: [integer] }?\"")),
        ["users.find: returns `Option<BTreeMap<String, Vec<i64>>>` instead of `Vec<String>`"]
    );
    assert_eq!(texts(&of("[string]"), &of("[string]")), [""; 0]);
}

#[test]
fn a_rule_that_lets_a_new_parameter_be_set_is_no_new_rule() {
    let with = |params: &[&str]| {
        let list = params.join(", ");
        let params = params.iter();
        let params = params.map(|name| format!("      {name}: {{ type: string?, docs: One. }}\n"));
        let params: String = params.collect();
        endpoint(&format!(
            "    method: GET\n    path: /find\n    rules: [{{ one_of: [{list}] }}]\n    params:\n{params}"
        ))
    };
    assert_eq!(
        texts(&with(&["email", "phone"]), &with(&["email", "phone", "id"])),
        ["users.find: new optional parameter `id`"]
    );
}

#[test]
fn a_new_part_of_the_envelope_is_an_addition() {
    let new = "\
envelope:
  request_id: { type: string, docs: Identifies the call. }
  region: { type: string, docs: Where it was answered. }
";
    let changes = diff(&api(""), &api(new)).changes;
    assert_eq!(changes[0].kind, Kind::FieldAdded);
    assert_eq!(changes.len(), 1);
}

#[test]
fn the_box_of_a_variant_is_part_of_its_type() {
    let tree = |inside: &str| {
        format!(
            "types:
  Tree:
    docs: Branches.
    fields: {{ top: {{ type: Node?, docs: Where it ends. }}, {inside} }}
  Node:
    docs: A branch.
    tag: kind
    content: value
    variants: {{ tree: {{ type: Tree, docs: More of it. }} }}
"
        )
    };
    let old = tree("").replace("type: Node?", "type: string?");
    let changes = texts(&old, &tree(""));
    assert!(
        changes.contains(&"Node: variant `Tree` holds `Box<Tree>` instead of `Tree`".to_owned()),
        "{changes:#?}"
    );
}

#[test]
fn the_values_of_an_enum_of_integers_are_compared_like_texts() {
    let plan =
        |values: &str| format!("types:\n  Plan: {{ docs: The way to pay., enum: [{values}] }}\n");
    assert_eq!(texts(&plan("1"), &plan("1, 2")), ["Plan: new value `2`"]);
    assert_eq!(
        texts(&plan("\"1\""), &plan("1")),
        ["Plan: changed from enum to enum of integers"]
    );
}

#[test]
fn a_value_without_a_text_can_be_read() {
    let old = "types:\n  Plan: { docs: A price plan., enum: [free] }\n";
    let new = old.replace("[free]", r#"[free, ""]"#);
    assert_eq!(texts(old, &new), ["Plan: new value `\"\"`"]);
}
