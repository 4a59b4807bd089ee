//! Unions: the selection of the variant, serialization, and unknown variants.

use client_runtime::testing::response;
use client_runtime::types::{AuthorId, Change, Retitle, Several, Share, Step};
use client_runtime::{Error, JsonObject};
use serde_json::{Value, from_str, from_value, json, to_string, to_value};

/// The changes of a response, as the reader of responses finds them.
fn read(changes: &Value) -> Result<Vec<Change>, Error> {
    let several = response::<Several>(json!({ "changes": changes }))?;
    Ok(several.into_inner().changes)
}

fn fault(changes: &Value) -> String {
    read(changes).unwrap_err().to_string()
}

#[test]
fn a_tag_among_the_fields_names_the_variant_at_any_position() {
    let retitle = Change::Retitle(Retitle::new("A"));
    for text in [
        r#"{"kind":"retitle","title":"A"}"#,
        r#"{ "title" : "A", "new": [{"kind": 1}], "k\u0069nd" : "re\u0074itle" }"#,
        r#"{"kind":"pin","title":"A","kind":"retitle"}"#,
    ] {
        // `serde_json` and the reader of responses.
        assert_eq!(from_str::<Change>(text).unwrap(), retitle, "{text}");
        let body = format!(r#"{{"changes":[{text}]}}"#);
        let several = from_str::<Several>(&body).unwrap();
        assert_eq!(several.changes, std::slice::from_ref(&retitle), "{text}");
    }
    let changes = read(&json!([
        { "title": "A", "kind": "retitle" },
        { "kind": "pin", "since": 1 },
        { "kind": "all", "changes": [{ "kind": "pin" }] },
    ]));
    let all = Change::All(Several::new().changes([Change::Pin]));
    assert_eq!(changes.unwrap(), [retitle, Change::Pin, all]);
}

#[test]
fn a_tag_is_written_first_and_once() {
    let mut share = Share::new().about([("plan", "gold")]);
    share.kind = Some("something else".to_owned());
    for (change, text) in [
        (
            Change::Retitle(Retitle::new("A")),
            r#"{"kind":"retitle","title":"A"}"#,
        ),
        (Change::Pin, r#"{"kind":"pin"}"#),
        (
            Change::Share(share),
            r#"{"kind":"share","about":{"plan":"gold"}}"#,
        ),
        (
            Change::All(Several::new().changes([Change::Pin])),
            r#"{"kind":"all","changes":[{"kind":"pin"}]}"#,
        ),
    ] {
        assert_eq!(to_string(&change).unwrap(), text);
    }
}

#[test]
fn a_field_under_the_key_of_the_tag_reads_the_tag() {
    let changes = read(&json!([{ "kind": "share" }])).unwrap();
    let [Change::Share(share)] = changes.as_slice() else {
        panic!("{changes:?}");
    };
    assert_eq!(share.kind.as_deref(), Some("share"));
}

#[test]
fn the_digits_of_a_number_survive_in_a_variant() {
    let text = r#"{"changes":[{"kind":"share","about":{"n":1.50}}]}"#;
    let body = response::<Several>(from_str::<Value>(text).unwrap()).unwrap();
    let about = |several: &Several| match several.changes.first() {
        Some(Change::Share(Share { about, .. })) => about.clone(),
        _ => None,
    };
    assert_eq!(about(&body), Some(JsonObject::from([("n", 1.5)])));
}

#[test]
fn an_unknown_tag_is_kept_with_its_fields() {
    let unknown = json!({ "kind": "merge", "with": ["n2"] });
    let changes = read(&json!([unknown])).unwrap();
    assert_eq!(changes[0].kind(), "merge");
    assert_eq!(to_value(&changes[0]).unwrap(), unknown);
    assert_eq!(
        changes[0],
        Change::other("merge", [("with", json!(["n2"]))])
    );
    assert_eq!(format!("{:?}", changes[0]), r#"Unrecognized("merge")"#);
}

#[test]
fn other_creates_a_known_variant_if_that_loses_nothing() {
    let nothing: [(&str, Value); 0] = [];
    assert_eq!(Change::other("pin", nothing), Change::Pin);
    let retitle = Change::Retitle(Retitle::new("A"));
    assert_eq!(Change::other("retitle", [("title", "A")]), retitle);
    let more = Change::other("retitle", [("title", "A"), ("lang", "de")]);
    assert!(matches!(more, Change::Unrecognized(_)));
    assert_eq!(
        to_value(more).unwrap(),
        json!({ "kind": "retitle", "title": "A", "lang": "de" })
    );
    let less = Change::other("retitle", [("title", 7)]);
    assert!(matches!(less, Change::Unrecognized(_)));
}

#[test]
fn a_fault_in_a_variant_has_its_location() {
    let wrong = fault(&json!([{ "kind": "pin" }, { "kind": "retitle", "title": 7 }]));
    assert!(wrong.contains("changes[1].title"), "{wrong}");
    let deep = json!([{ "kind": "all", "changes": [{ "kind": "retitle", "title": [] }] }]);
    assert!(fault(&deep).contains("changes[0].changes[0].title"));
    assert!(fault(&json!([{ "kind": 7 }])).contains("changes[0].kind"));
    assert!(fault(&json!([{ "title": "A" }])).contains("missing field `kind`"));
    assert!(fault(&json!(["pin"])).contains("changes[0]"));
    assert!(fault(&json!([null])).contains("changes[0]"));
    // `serde_json` passes values instead of a text.
    let wrong = from_value::<Several>(json!({ "changes": deep })).unwrap_err();
    assert!(wrong.to_string().contains("changes[0].title"), "{wrong}");
}

#[test]
fn a_union_is_a_whole_body_with_the_envelope_among_its_keys() {
    let body = json!({ "request_id": "r1", "title": "A", "kind": "retitle", "status_code": 200 });
    let change = response::<Change>(body).unwrap();
    assert_eq!(change.request_id(), "r1");
    assert_eq!(*change, Change::Retitle(Retitle::new("A")));
    let unknown = response::<Change>(json!({ "request_id": "r1", "kind": "merge" })).unwrap();
    assert_eq!(to_value(&*unknown).unwrap(), json!({ "kind": "merge" }));
    let wrong = response::<Change>(json!({ "kind": "retitle", "title": 7 })).unwrap_err();
    assert!(wrong.to_string().contains("title: "), "{wrong}");
}

#[test]
fn deep_nesting_is_read_once_for_each_level() {
    // Each level is a union, so that trial and error would take 2 to the power of 50 steps.
    let mut change = json!({ "kind": "pin" });
    for _ in 0..50 {
        change = json!({ "kind": "all", "changes": [change] });
    }
    assert_eq!(
        to_value(&read(&json!([change])).unwrap()[0]).unwrap(),
        change
    );
}

#[test]
fn debug_hides_a_sensitive_content() {
    let shown = format!("{:?}", [Change::Pin, Change::Share(Share::new())]);
    assert_eq!(shown, "[Pin, Share(<redacted>)]");
}

#[test]
fn a_variant_can_have_no_content() {
    let asked = Step::Asked(AuthorId::from("a1"));
    let steps =
        json!([{ "step": "done" }, { "step": "done", "by": 7 }, { "by": "a1", "step": "asked" }]);
    let steps = response::<Vec<Step>>(steps).unwrap();
    assert_eq!(*steps, [Step::Done, Step::Done, asked]);
    assert_eq!(to_string(&Step::Done).unwrap(), r#"{"step":"done"}"#);
    assert_eq!(
        (Step::Done.step(), format!("{:?}", Step::Done)),
        ("done", "Done".to_owned())
    );
    assert_eq!(Step::other("done", Value::Null), Step::Done);
    let other = Step::other("done", 7);
    assert_eq!(
        to_value(&other).unwrap(),
        json!({ "step": "done", "by": 7 })
    );
}

#[test]
fn a_union_survives_another_format() {
    let change =
        Change::All(Several::new().changes([Change::Pin, Change::Retitle(Retitle::new("A"))]));
    let mut stored = Vec::new();
    ciborium::into_writer(&change, &mut stored).unwrap();
    let read = ciborium::from_reader::<Change, _>(stored.as_slice());
    assert_eq!(read.unwrap(), change);
}
