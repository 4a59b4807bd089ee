//! Tests of the values of emitted types.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use client_runtime::testing::CannedTransport;
use client_runtime::types::{Author, Color, Filter, Note, NoteId};
use client_runtime::{Client, IntoOption, JsonObject, Timestamp};
use serde::{Deserialize, Serialize};
use serde_json::{Value, from_value, json, to_value};

#[test]
fn an_open_enum_keeps_unknown_values() {
    let color: Color = from_value(json!("teal")).unwrap();
    assert!(matches!(color, Color::Unrecognized(_)));
    assert_eq!(
        (color.as_str(), to_value(&color).unwrap()),
        ("teal", json!("teal"))
    );
    assert_eq!(color, Color::from("teal"));
    assert!(from_value::<Color>(json!(7)).is_err());
}

#[test]
fn an_id_and_an_open_enum_convert_to_text() {
    let id: NoteId = "n1".parse().unwrap();
    assert_eq!(id, *"n1");
    assert_eq!(id, "n1");
    assert_eq!(id, "n1".to_owned());
    assert_eq!(id.as_str(), id.to_string());
    let color: Color = "teal".parse().unwrap();
    assert_eq!(color, *"teal");
    assert_eq!(color, "teal");
    assert_eq!(color, "teal".to_owned());
    assert_eq!(Color::from(&"red".to_owned()), Color::Red);
    assert_eq!(Color::Red.as_ref(), "red");
}

#[test]
fn text_sets_an_optional_id_enum_or_timestamp() {
    fn set<T>(value: impl IntoOption<T>) -> Option<T> {
        value.into_option()
    }
    let id = NoteId::from("n1");
    let text = String::from("n1");
    let ids: [Option<NoteId>; 10] = [
        set("n1"),
        set(Some("n1")),
        set(&text),
        set(Some(&text)),
        set(text.clone()),
        set(Some(text.clone())),
        set(Cow::Borrowed("n1")),
        set(&id),
        set(Some(&id)),
        set(id.clone()),
    ];
    assert!(ids.iter().all(|set| set.as_ref() == Some(&id)), "{ids:?}");
    assert_eq!(set::<NoteId>(None::<&str>), None);
    assert_eq!(set(Some("red")), Some(Color::Red));
    assert_eq!(set(&Color::Red), Some(Color::Red));
    let text = "2021-12-29T12:33:09Z";
    assert_eq!(set(text), Some(Timestamp::from(text)));
}

#[test]
fn a_map_by_id_is_looked_up_by_text() {
    let titles = HashMap::from([(NoteId::from("n1"), "Hello")]);
    assert_eq!(titles.get("n1"), Some(&"Hello"));
    let titles = BTreeMap::from([(NoteId::from("n1"), "Hello")]);
    assert_eq!(titles.get("n1"), Some(&"Hello"));
}

#[test]
fn a_tagged_union_keeps_unknown_variants() {
    let known = json!({"name": "color", "value": ["red", "teal"]});
    let filter: Filter = from_value(known.clone()).unwrap();
    assert_eq!(filter, Filter::Color(vec![Color::Red, Color::from("teal")]));
    assert_eq!(to_value(&filter).unwrap(), known);

    let unknown = json!({"value": {"from": 1}, "name": "size"});
    let filter: Filter = from_value(unknown.clone()).unwrap();
    assert_eq!(filter.name(), "size");
    assert_eq!(to_value(&filter).unwrap(), unknown);
    assert_eq!(filter, Filter::other("size", json!({"from": 1})));
    assert_eq!(
        Filter::other("color", json!(["red"])),
        Filter::Color(vec![Color::Red])
    );
    assert_eq!(
        to_value(Filter::other("color", 7)).unwrap(),
        json!({"name": "color", "value": 7})
    );

    for bad in [
        json!({"value": 1}),
        json!({"name": 1}),
        json!({"name": "color", "value": "red"}),
        json!([]),
    ] {
        assert!(from_value::<Filter>(bad.clone()).is_err(), "{bad}");
    }
}

#[test]
fn values_survive_another_format() {
    for note in [
        json!({"note_id": "n1"}),
        json!({"note_id": "n1", "authors": [{"author_id": "a1"}], "answers": "n0"}),
    ] {
        let note: Note = from_value(note).unwrap();
        // This format writes the number of fields first.
        let mut stored = Vec::new();
        ciborium::into_writer(&note, &mut stored).unwrap();
        assert_eq!(
            ciborium::from_reader::<Note, _>(stored.as_slice()).unwrap(),
            note
        );
    }
    assert!(from_value::<Author>(json!(["a1", "Ada", []])).is_err());
}

#[test]
fn a_json_object_converts_to_and_from_related_types() {
    #[derive(Debug, PartialEq, Serialize, Deserialize)]
    struct Plan {
        name: String,
        seats: u8,
    }
    let plan = Plan {
        name: "gold".into(),
        seats: 3,
    };
    let object = JsonObject::from_serialize(&plan).unwrap();

    assert_eq!(
        object,
        JsonObject::from([("name", json!("gold")), ("seats", json!(3))])
    );
    assert_eq!(
        object,
        JsonObject::try_from(json!({"name": "gold", "seats": 3})).unwrap()
    );
    assert_eq!(
        object,
        object
            .iter()
            .map(|(key, value)| (key, value.clone()))
            .collect()
    );
    assert_eq!(object.deserialize::<Plan>().unwrap(), plan);
    assert_eq!(object.get("seats"), Some(&json!(3)));
    assert_eq!(object.to_map(), *object.as_map());
    assert_eq!(
        Value::Object(object.into_map()),
        json!({"name": "gold", "seats": 3})
    );
    let errors = [
        JsonObject::from_serialize(7).unwrap_err(),
        JsonObject::try_from(json!(7)).unwrap_err(),
    ];
    for error in errors {
        assert!(error.is_invalid_request());
        assert!(error.to_string().ends_with("not a number"), "{error}");
    }
}

#[tokio::test]
async fn debug_hides_personal_data() {
    let author =
        json!({"author_id": "a1", "name": "Ada", "emails": ["ada@example.com", "a@example.com"]});
    let author: Author = from_value(author).unwrap();
    assert_eq!(
        format!("{author:?}"),
        r#"Author { author_id: AuthorId("a1"), name: <redacted>, emails: [2 redacted] }"#
    );
    let filters = [
        Filter::Color(vec![Color::Red]),
        Filter::Author(vec!["Ada".into()]),
        Filter::other("size", 7),
    ];
    assert_eq!(
        format!("{filters:?}"),
        r#"[Color([Red]), Author([1 redacted]), Unrecognized("size")]"#
    );
    let client = Client::builder("key", "secret").transport(CannedTransport::default());
    let share = client
        .build()
        .unwrap()
        .notes()
        .share("n1")
        .email("ada@example.com");
    let shown = format!("{share:?}");
    assert!(
        shown.contains(
            r#"note_id: NoteId("n1"), body: Body { email: Some(<redacted>), phone: None }"#
        ),
        "{shown}"
    );
}

#[cfg(feature = "jiff")]
#[test]
fn a_timestamp_is_text_and_a_moment() {
    let text = Timestamp::from("2021-12-29T13:33:09.120+01:00");
    let moment = jiff::Timestamp::try_from(&text).unwrap();
    assert_eq!(text.as_str(), "2021-12-29T13:33:09.120+01:00");
    assert_eq!(Timestamp::from(moment).as_str(), "2021-12-29T12:33:09.12Z");
    assert!(jiff::Timestamp::try_from(&Timestamp::from("yesterday")).is_err());
}
