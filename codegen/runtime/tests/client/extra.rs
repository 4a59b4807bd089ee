//! Objects with other keys next to their fields.

use client_runtime::testing::response;
use client_runtime::types::{Change, Settings};
use serde_json::{from_str, json, to_string, to_value};

fn settings() -> Settings {
    let settings = Settings::new().extra_(true);
    settings.extra([("b", Some(1.5)), ("a", None)])
}

#[test]
fn other_keys_are_read_at_any_position() {
    let text = r#"{"b":0,"extra":true,"\u0061":null,"b":1.5}"#;
    assert_eq!(from_str::<Settings>(text).unwrap(), settings());
    let body = response::<Settings>(json!({ "b": 1.5, "extra": true, "a": null })).unwrap();
    assert_eq!(*body, settings());
    let error = response::<Settings>(json!({ "a": 1, "b": "1" })).unwrap_err();
    assert!(error.to_string().contains(" b: "), "{error}");
}

#[test]
fn other_keys_are_written_after_the_fields() {
    assert_eq!(
        to_string(&settings()).unwrap(),
        r#"{"extra":true,"a":null,"b":1.5}"#
    );
    let mut stored = Vec::new();
    ciborium::into_writer(&settings(), &mut stored).unwrap();
    let read = ciborium::from_reader::<Settings, _>(stored.as_slice());
    assert_eq!(read.unwrap(), settings());
}

#[test]
fn a_number_that_is_not_finite_is_rejected_in_another_key() {
    let settings = Settings::new().extra([("a", Some(f64::NAN))]);
    let error = to_string(&settings).unwrap_err().to_string();
    assert!(error.contains("`a` must be a finite number"), "{error}");
    let settings = Settings::new().extra([("extra", Some(1.0))]);
    let error = to_string(&settings).unwrap_err().to_string();
    assert!(error.contains("must not have the key `extra`"), "{error}");
}

#[test]
fn other_keys_can_be_next_to_a_tag() {
    let value = json!({ "kind": "set", "extra": true, "a": null, "b": 1.5 });
    let change = response::<Vec<Change>>(json!([value]))
        .unwrap()
        .into_inner()
        .remove(0);
    let mut expected = settings();
    expected.kind = Some("set".to_owned());
    assert_eq!(change, Change::Set(expected));
    assert_eq!(to_value(&change).unwrap(), value);
    assert_eq!(
        to_string(&Change::Set(settings())).unwrap(),
        r#"{"kind":"set","extra":true,"a":null,"b":1.5}"#
    );
}
