//! Unions without a tag: the kind of a value and its keys select the variant.

use std::iter;

use client_runtime::testing::{Answer, CannedTransport, response};
use client_runtime::types::{Author, NoteId, Rank, Span, Subject};
use client_runtime::{Client, Response};
use serde_json::{Value, from_value, json, to_value};

/// Reads a subject with the client's own reader and with others.
fn read(subject: Value) -> Subject {
    let of_response = response::<Vec<Subject>>(json!([subject])).unwrap();
    let other = from_value::<Subject>(subject).unwrap();
    assert_eq!(*of_response, std::slice::from_ref(&other));
    other
}

fn ids(ids: &[&str]) -> Subject {
    Subject::Ids(ids.iter().map(|id| NoteId::from(*id)).collect())
}

#[test]
fn the_kind_of_a_value_finds_the_variant() {
    assert_eq!(read(json!("a")), Subject::Title("a".to_owned()));
    assert_eq!(read(json!(1)), Subject::Score(1.0));
    assert_eq!(read(json!(-1.5)), Subject::Score(-1.5));
    assert_eq!(read(json!(false)), Subject::All(false));
    assert_eq!(read(json!([])), ids(&[]));
    assert_eq!(read(json!([null, "n1"])), ids(&["", "n1"]));
    let group = vec![Subject::All(true), ids(&["n1"])];
    assert_eq!(
        read(json!([[true, ["n1"]], []])),
        Subject::Groups(vec![group, Vec::new()])
    );
}

#[test]
fn the_keys_of_an_object_find_the_variant() {
    let author = json!({ "author_id": "a1", "name": "Ada", "from": null });
    assert!(matches!(read(author), Subject::Author(Author { .. })));
    let span = json!({ "new": {}, "from": 1 });
    assert_eq!(read(span), Subject::Span(Span::new(1.0)));
}

#[test]
fn a_value_that_matches_no_variant_is_kept() {
    for value in [
        json!({}),
        json!({ "to": 2 }),
        json!([{ "from": 1 }]),
        json!([true]),
    ] {
        let subject = read(value.clone());
        assert!(matches!(subject, Subject::Unrecognized(_)), "{value}");
        assert_eq!(to_value(&subject).unwrap(), value);
        assert_eq!(subject, Subject::other(value));
        assert_eq!(format!("{subject:?}"), "Unrecognized");
    }
    assert_eq!(Subject::other("a"), Subject::Title("a".to_owned()));
    let more = Subject::other(json!({ "from": 1.0, "step": 2 }));
    assert_eq!(to_value(more).unwrap(), json!({ "from": 1.0, "step": 2 }));
}

#[test]
fn a_fault_in_a_known_variant_is_an_error() {
    for (value, location) in [
        (json!(["n1", 7]), "[0][1]"),
        (json!([[], [true, { "from": "a" }]]), "[0][1][1].from"),
        (json!(null), "[0]"),
    ] {
        let error = response::<Vec<Subject>>(json!([value])).unwrap_err();
        assert!(error.to_string().contains(location), "{error}");
        assert!(from_value::<Subject>(value).is_err());
    }
}

#[test]
fn debug_hides_a_sensitive_variant() {
    let subjects = [Subject::Title("a".to_owned()), Subject::Score(1.5)];
    assert_eq!(format!("{subjects:?}"), "[Title(<redacted>), Score(1.5)]");
}

#[test]
fn deep_nesting_costs_little() {
    let deep = iter::successors(Some(json!([[1]])), |inner| Some(json!([[inner]])));
    let deep = deep.take(50).last().unwrap();
    assert_eq!(
        to_value(read(deep.clone())).unwrap().to_string().len(),
        deep.to_string().len() + 2
    );
}

#[tokio::test]
async fn a_union_of_scalars_is_in_the_path_and_in_the_query() {
    let transport =
        CannedTransport::new([Answer::json(200, json!({ "from": 1, "status_code": 200 }))]);
    let client = Client::builder("key", "secret").transport(transport.clone());
    let changes = client.build().unwrap().changes();
    let request = changes.find(Rank::Name("a/b".to_owned()), Subject::All(true));
    let request = request.above([Rank::Number(3), Rank::other("last"), Rank::other(true)]);
    let found: Response<Subject> = request.send().await.unwrap();
    assert_eq!(*found, Subject::Span(Span::new(1.0)));
    assert_eq!(found.meta().status_code(), 200);
    let sent = transport.requests().remove(0);
    assert_eq!(
        sent.uri().to_string().split_once("/v1").unwrap().1,
        "/changes/a%2Fb?above=3&above=last&above=true"
    );
    assert_eq!(sent.body(), r#"{"subject":true}"#);
}
