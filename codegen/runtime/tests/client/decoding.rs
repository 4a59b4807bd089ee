//! Tests of success bodies: complete, sparse and broken ones.

use axum::body::{Body, Bytes};
use client_runtime::types::{Color, Note};
use client_runtime::{Client, Error, ErrorType};
use futures_util::stream;
use http::StatusCode;

use crate::server::{GET, Server};

async fn get(body: impl Into<Body>) -> Result<client_runtime::Response<Note>, Error> {
    Server::answering([body.into()])
        .await
        .client
        .notes()
        .get("n1")
        .send()
        .await
}

#[tokio::test]
async fn fields_and_envelope_arrive_in_any_order() {
    let note = get(
        r#"{"title": "T", "request_id": "r1", "note_id": "n\u0031", "pinned": true, "color": "red",
            "authors": [{"author_id": "a1"}], "status_\u0063ode": 200, "about": {"k": [1, null]},
            "written_at": "2021-12-29T12:33:09Z", "unknown": {"deep": []}}"#,
    )
    .await
    .unwrap();

    let request_id = note.request_id().to_owned();
    let (meta, note) = note.into_parts();
    assert_eq!((&*request_id, meta.request_id()), ("r1", "r1"));
    assert_eq!((meta.status_code(), meta.status()), (200, StatusCode::OK));
    assert_eq!(
        (note.note_id.as_str(), &*note.title, note.pinned),
        ("n1", "T", true)
    );
    assert_eq!(note.color, Color::Red);
    assert_eq!(note.authors[0].author_id, "a1");
    assert_eq!(
        note.written_at.as_ref().unwrap().as_str(),
        "2021-12-29T12:33:09Z"
    );
    assert_eq!(note.about.as_ref().unwrap().get("k").unwrap()[0], 1);
}

#[tokio::test]
async fn an_absent_or_null_value_reads_as_empty() {
    let absent = get(r#"{"note_id": "n1"}"#).await.unwrap();
    let null = get(
        r#"{"note_id": "n1", "title": null, "pinned": null, "color": null, "authors": null, "written_at": null,
            "answers": null, "about": null, "request_id": null, "status_code": null}"#,
    )
    .await
    .unwrap();

    assert_eq!((absent.request_id(), absent.meta().status_code()), ("", 0));
    assert_eq!((null.request_id(), null.meta().status_code()), ("", 0));
    assert_eq!(
        (&*absent.title, absent.pinned, absent.color.as_str()),
        ("", false, "")
    );
    assert!(
        absent.authors.is_empty()
            && absent.written_at.is_none()
            && absent.answers.is_none()
            && absent.about.is_none()
    );
    assert_eq!(absent.into_inner(), null.into_inner());
}

#[tokio::test]
async fn an_optional_id_that_is_empty_is_none() {
    let note = get(r#"{"note_id": "n1", "answers": ""}"#).await.unwrap();
    assert_eq!(note.answers, None);
    let note = get(r#"{"note_id": "n1", "answers": "n0"}"#).await.unwrap();
    assert_eq!(note.answers, Some("n0".into()));
}

#[tokio::test]
async fn a_fault_has_its_location_status_request_id_and_body() {
    let body = r#"{"note_id": "n1", "request_id": "r1", "authors": [{"author_id": "a1"}, {"author_id": 7}]}"#;
    let error = get(body).await.unwrap_err();

    assert!(error.is_decode() && !error.is_retryable());
    assert_eq!(
        (error.status(), error.request_id()),
        (Some(StatusCode::OK), Some("r1"))
    );
    assert_eq!(error.body(), Some(body.as_bytes()));
    assert_eq!(
        error.to_string(),
        format!(
            "{GET}200 OK: not as expected at authors[1].author_id: invalid type: number, expected a string at line 1 \
             column 86 (request id r1)"
        )
    );
    for (body, message) in [
        (
            r#"{"note_id": "n1", "request_id": 7}"#,
            "request_id: invalid type: number, expected a string",
        ),
        (
            r#"{"note_id": "n1", "status_code": 1.5}"#,
            "status_code: not a whole number of 64 bits",
        ),
        (
            "{\"note_id\": \"n1\",\n \"pinned\": \"a \\\"\"}",
            "pinned: invalid type: string, expected a boolean at line 2 column 12",
        ),
        (
            r#"{"note_id": "n1", "title": {"in": ["English"]}}"#,
            "title: invalid type: object, expected a string",
        ),
        (
            r#"{"note_id": "n1", "authors": [{"author_id": "a1", "emails": [[], "]"]}]}"#,
            "authors[0].emails[0]: invalid type: array, expected a string",
        ),
        (
            r#"{"note_id": "n1", "authors": [{"emails": []}, null]}"#,
            "authors[1]: invalid type: null, expected struct Author",
        ),
        (
            r#"{"note_id": "n1", "authors": [["a1"]]}"#,
            "authors[0]: invalid type: array, expected struct Author",
        ),
        (
            "[]",
            "the top level: invalid type: array, expected an object",
        ),
        (
            "null",
            "the top level: invalid type: null, expected an object at line 1 column 1, body: null",
        ),
    ] {
        let error = get(body).await.unwrap_err();
        assert!(
            error.is_decode() && error.to_string().contains(message),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_body_that_is_not_json_is_an_error_of_bounded_length() {
    let deep = format!(r#"{{"about": {{"deep": {}"#, "[".repeat(10_000));
    for (body, shown) in [
        (
            &b"{\"note_id\": \"n1\", \"tit"[..],
            "200 OK: not as expected at the top level: EOF while parsing a string at line 1 column 22",
        ),
        (
            b"{\"note_id\": \"n1\"} {}",
            "at the end: trailing characters",
        ),
        (
            b"{\"note_id\": \"n1\", \"authors\": [{\"author_id\": \"a1\"}, tru",
            "at authors[1]: ",
        ),
        (
            b"{\"note_id\": \"n1\", \"score\": 1e999}",
            "at score: number out of range",
        ),
        (b"{\"note_id\": \"\xff\"}", "at note_id: invalid UTF-8"),
        (br#"{"note_id": "\ud800"}"#, "at note_id: an invalid escape"),
        (b"<p>\r\nWelcome\0</p>", "body: <p>\\r\\nWelcome\\0</p>"),
        (deep.as_bytes(), "recursion limit exceeded"),
    ] {
        let error = get(Bytes::copy_from_slice(body)).await.unwrap_err();
        let text = error.to_string();
        assert!(
            error.is_decode() && text.contains(shown) && text.len() < 600,
            "{text}"
        );
        assert_eq!(error.body(), Some(body));
    }
}

#[tokio::test]
async fn a_decode_error_shows_no_value() {
    for body in [
        r#"{"note_id": "n1", "authors": [{"name": ["Ada"]}]}"#,
        r#"{"note_id": "n1", "authors": [{"name": "Ada", "emails": "Ada"}]}"#,
        r#"{"note_id": "n1", "authors": "Ada"}"#,
        r#"{"note_id": "n1", "views": "Ada"}"#,
        r#"{"note_id": "n1", "authors": [{"name": "Ada"#,
        r#"{"note_id": "n1", "authors": [{"name": "Ada\ud800"}]}"#,
        r#"[{"name": "Ada"}]"#,
    ] {
        let error = get(body).await.unwrap_err();
        assert!(error.is_decode());
        assert_eq!(error.body(), Some(body.as_bytes()));
        let mut shown = format!("{error} {error:?}");
        let mut cause = std::error::Error::source(&error);
        while let Some(error) = cause {
            shown = format!("{shown} {error} {error:?}");
            cause = error.source();
        }
        assert!(!shown.contains("Ada"), "{shown}");
    }
}

#[tokio::test]
async fn an_unneeded_body_can_have_any_form() {
    for (body, request_id) in [
        ("", ""),
        (r#"{"request_id": "r2", "more": {}}"#, "r2"),
        (r#"{"request_id": "r2", "status_code": "fine"}"#, "r2"),
        (r#"{"request_id": "r2", "#, "r2"),
        (r#"{"request_id": 2}"#, ""),
        ("null", ""),
        ("[]", ""),
        ("OK", ""),
        ("<p>Removed.</p>", ""),
    ] {
        let server = Server::answering([body]).await;
        let removed = server.client.notes().delete("n1").send().await.unwrap();
        assert_eq!(removed.request_id(), request_id, "{body}");
    }
    let server = Server::answering([StatusCode::NO_CONTENT]).await;
    let removed = server.client.notes().delete("n1").send().await.unwrap();
    assert_eq!(removed.meta().status(), StatusCode::NO_CONTENT);
}

#[tokio::test]
async fn a_success_without_a_required_body_is_an_error() {
    for (status, body, text) in [
        (204, "", "204 No Content: the response has no body"),
        (200, "", "200 OK: the response has no body"),
        (200, " \r\n", "200 OK: the response has no body"),
    ] {
        let status = StatusCode::from_u16(status).unwrap();
        let server = Server::answering([(status, body)]).await;
        let error = server.client.notes().get("n1").send().await.unwrap_err();
        assert_eq!(error.to_string(), format!("{GET}{text}"));
        assert!(error.is_decode() && !error.is_retryable());
    }
}

#[tokio::test]
async fn a_whole_number_is_an_integer_in_any_notation() {
    for (text, number) in [
        ("1.0", 1),
        ("1e3", 1000),
        ("1.5E+1", 15),
        ("250e-1", 25),
        ("-0", 0),
        ("-0.0e9", 0),
        ("0e99999999999999999999", 0),
        ("-7", -7),
        ("9007199254740993.0", 9_007_199_254_740_993),
        ("-9223372036854775808", i64::MIN),
        ("9.223372036854775807e18", i64::MAX),
    ] {
        let note = get(format!(r#"{{"views": {text}}}"#)).await.unwrap();
        assert_eq!(note.views, number, "{text}");
    }
    for text in [
        "1.5",
        "1e-1",
        "1e19",
        "1e99999999999999999999",
        "9223372036854775808",
        "1.00000000000000000001",
    ] {
        let error = get(format!(r#"{{"views": {text}}}"#)).await.unwrap_err();
        let expected = "200 OK: not as expected at views: not a whole number of 64 bits at line";
        assert!(error.to_string().contains(expected), "{error}");
    }
}

#[tokio::test]
async fn a_byte_order_mark_is_skipped() {
    let note = get("\u{feff}{\"note_id\": \"n1\"}").await.unwrap();
    assert_eq!(note.note_id, "n1");

    let body = "\u{feff}{\"error_type\": \"note_not_found\"}";
    let server = Server::answering([(StatusCode::NOT_FOUND, body)]).await;
    let error = server.client.notes().get("n1").send().await.unwrap_err();
    assert_eq!(error.error_type(), Some(&ErrorType::NoteNotFound));
}

#[tokio::test]
async fn null_in_a_list_reads_like_a_null_field() {
    let note = get(r#"{"tags": ["a", null], "authors": [{"emails": [null]}]}"#)
        .await
        .unwrap();
    assert_eq!(note.tags, ["a", ""]);
    assert_eq!(note.authors[0].emails, [""]);

    let error = get(r#"{"authors": [null]}"#).await.unwrap_err();
    let expected = "200 OK: not as expected at authors[0]: invalid type: null";
    assert!(error.to_string().contains(expected), "{error}");
}

#[tokio::test]
async fn an_absent_id_reads_as_empty_and_changes_nothing_else() {
    let body = r#"{"note_id": "n1", "authors": [{"name": "Ada"}, {"author_id": null}, {"author_id": "a3"}]}"#;
    let note = get(body).await.unwrap();
    let ids: Vec<_> = note
        .authors
        .iter()
        .map(|author| author.author_id.as_str())
        .collect();
    assert_eq!(ids, ["", "", "a3"]);
    assert_eq!(note.authors[0].name, "Ada");
}

#[tokio::test]
async fn the_last_value_of_a_repeated_key_counts() {
    let note = get(
        r#"{"note_id": "n0", "title": "T", "request_id": "r0", "about": {"k": 1, "k": 2},
            "note_id": "n1", "title": null, "request_id": "r1"}"#,
    )
    .await
    .unwrap();
    assert_eq!((note.note_id.as_str(), &*note.title), ("n1", ""));
    assert_eq!(note.request_id(), "r1");
    assert_eq!(note.about.as_ref().unwrap().get("k").unwrap(), 2);

    let body = r#"{"error_type": "other", "error_type": "note_not_found"}"#;
    let server = Server::answering([(StatusCode::NOT_FOUND, body)]).await;
    let error = server.client.notes().get("n1").send().await.unwrap_err();
    assert_eq!(error.error_type(), Some(&ErrorType::NoteNotFound));
}

#[tokio::test]
async fn an_object_can_have_any_key() {
    let about =
        r#"{"k":{"$serde_json::private::RawValue":"1, 2"},"n":{"$serde_json::private::Number":1}}"#;
    let note = get(format!(r#"{{"about": {about}}}"#)).await.unwrap();
    let written = serde_json::to_string(&note.about).unwrap();
    assert_eq!(written, about);
}

#[tokio::test]
async fn an_object_that_is_sent_back_keeps_its_digits() {
    let about =
        r#"{"long":12345678901234567890123,"large":[1e400],"exact":0.10,"text":"1e400 \" 1e400"}"#;
    let server = Server::answering([
        format!(r#"{{"note_id": "n1", "about": {about}}}"#),
        r#"{"note_id": "n2"}"#.to_owned(),
    ])
    .await;
    let notes = server.client.notes();
    let note = notes.get("n1").send().await.unwrap().into_inner();
    let stored = serde_json::to_string(&note).unwrap();
    assert!(stored.contains(about), "{stored}");

    let about_note = note.about.unwrap();
    assert_eq!(
        about_note.get("long").unwrap(),
        12_345_678_901_234_567_890_123.0
    );
    assert_eq!(about_note.get("large").unwrap()[0], "1e400");
    notes
        .create()
        .title("T")
        .about(about_note)
        .send()
        .await
        .unwrap();
    let sent = &server.asked()[1].body;
    assert_eq!(sent, &format!(r#"{{"title":"T","about":{about}}}"#));
}

#[tokio::test]
async fn an_endless_body_is_rejected_while_it_arrives() {
    let spaces = Bytes::from(vec![b' '; 1 << 20]);
    let endless = Body::from_stream(stream::repeat_with(move || {
        Ok::<_, std::io::Error>(spaces.clone())
    }));
    let error = get(endless).await.unwrap_err();

    assert_eq!(
        error.to_string(),
        format!("{GET}200 OK: the body is larger than 33554432 bytes")
    );
    assert_eq!(error.body().unwrap().len(), 64 << 10);
    assert!(!error.is_retryable());
}

#[tokio::test]
async fn the_limit_of_a_body_can_be_set() {
    let server = Server::answering([r#"{"note_id": "n1"}"#; 3]).await;
    for (limit, enough) in [(17, true), (16, false), (0, false)] {
        let client = Client::builder("key", "secret")
            .base_url(&server.address)
            .response_limit(limit);
        let result = client.build().unwrap().notes().get("n1").send().await;
        assert_eq!(result.is_ok(), enough);
        if let Err(error) = result {
            let expected = format!("{GET}200 OK: the body is larger than {limit} bytes");
            assert_eq!(error.to_string(), expected);
            // The header `content-length` alone causes the error.
            assert_eq!(error.body(), Some(&b""[..]));
        }
    }
}

#[tokio::test]
async fn an_unneeded_value_can_be_any_json() {
    let odd = r#"{"unknown": [1e999, "\ud800", {"": [null, -0]}], "note_id": "n1"}"#;
    assert_eq!(get(odd).await.unwrap().note_id, "n1");

    let (open, close) = ("[".repeat(1_000_000), "]".repeat(1_000_000));
    let deep = format!(r#"{{"unknown": {open}{close}, "note_id": "n1"}}"#);
    assert_eq!(get(deep).await.unwrap().note_id, "n1");

    let deep = format!(r#"{{"unknown": {open}{close}, "note_id": 7}}"#);
    let error = get(deep).await.unwrap_err();
    assert!(
        error.to_string().contains("not as expected at note_id: "),
        "{error}"
    );
}
