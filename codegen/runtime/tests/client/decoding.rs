//! What a success says, full, sparse and broken.

use axum::body::{Body, Bytes};
use client_runtime::types::{Color, Note};
use client_runtime::{Client, Error};
use futures_util::stream;
use http::StatusCode;

use crate::server::Server;

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
async fn what_is_left_out_or_null_reads_as_empty() {
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
async fn a_fault_names_its_place_and_keeps_status_request_id_and_body() {
    let body = r#"{"note_id": "n1", "request_id": "r1", "authors": [{"author_id": "a1"}, {"author_id": null}]}"#;
    let error = get(body).await.unwrap_err();

    assert!(error.is_decode() && !error.is_retryable());
    assert_eq!(
        (error.status(), error.request_id()),
        (Some(StatusCode::OK), Some("r1"))
    );
    assert_eq!(error.body(), Some(body.as_bytes()));
    assert_eq!(
        error.to_string(),
        "200 OK: not as expected at authors[1].author_id: invalid type: null, expected a string at line 1 column 89, \
         request id r1"
    );
    for (body, place) in [
        (
            r#"{"title": "no id"}"#,
            "the top level: missing field `note_id`",
        ),
        (
            r#"{"note_id": "n1", "request_id": 7}"#,
            "request_id: invalid type: integer `7`",
        ),
        (
            r#"{"note_id": "n1", "status_code": 1.5}"#,
            "status_code: invalid type: floating point `1.5`, expected i64",
        ),
        (
            "{\"note_id\": \"n1\",\n \"pinned\": \"a \\\"\"}",
            r#"pinned: invalid type: string "a \"", expected a boolean at line 2 column 17"#,
        ),
        (
            r#"{"note_id": "n1", "title": {"in": ["English"]}}"#,
            "title: invalid type: map, expected a string",
        ),
        (
            r#"{"note_id": "n1", "authors": [{"author_id": "a1", "emails": [[], "]"]}]}"#,
            "authors[0].emails[0]: invalid type: sequence, expected a string",
        ),
        (
            r#"{"note_id": "n1", "authors": [{"author_id": "a1", "emails": []}, {"name": "Ada"}]}"#,
            "authors[1]: missing field `author_id`",
        ),
        (
            r#"{"note_id": "n1", "authors": [["a1"]]}"#,
            "authors[0]: invalid type: sequence, expected struct Author",
        ),
        (
            "[]",
            "the top level: invalid type: sequence, expected an object",
        ),
        (
            "null",
            "the top level: invalid type: null, expected an object",
        ),
    ] {
        let error = get(body).await.unwrap_err();
        assert!(
            error.is_decode() && error.to_string().contains(place),
            "{error}"
        );
    }
}

#[tokio::test]
async fn a_body_that_is_not_json_is_shown() {
    let deep = format!(r#"{{"about": {{"deep": {}"#, "[".repeat(10_000));
    for (body, shown) in [
        (
            &b""[..],
            "200 OK: not as expected at the top level: EOF while parsing a value at line 1 column 0, empty body",
        ),
        (
            b"{\"note_id\": \"n1\", \"tit",
            ", body: {\"note_id\": \"n1\", \"tit",
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
            b"{\"note_id\": \"n1\", \"status_code\": 1e999}",
            "at status_code: number out of range",
        ),
        (
            b"{\"note_id\": \"\xff\"}",
            "body: {\"note_id\": \"\u{fffd}\"}",
        ),
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
async fn no_fields_no_body_needed() {
    let server = Server::answering([
        (StatusCode::NO_CONTENT, ""),
        (StatusCode::OK, r#"{"request_id": "r2", "more": {}}"#),
    ])
    .await;
    let empty = server.client.notes().delete("n1").send().await.unwrap();
    let envelope = server.client.notes().delete("n1").send().await.unwrap();

    assert_eq!(
        (empty.meta().status(), empty.request_id()),
        (StatusCode::NO_CONTENT, "")
    );
    assert_eq!(envelope.request_id(), "r2");
}

#[tokio::test]
async fn a_body_without_end_is_refused_while_it_streams() {
    let spaces = Bytes::from(vec![b' '; 1 << 20]);
    let endless = Body::from_stream(stream::repeat_with(move || {
        Ok::<_, std::io::Error>(spaces.clone())
    }));
    let error = get(endless).await.unwrap_err();

    assert_eq!(
        error.to_string(),
        "200 OK: the body is larger than 33554432 bytes"
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
            let expected = format!("200 OK: the body is larger than {limit} bytes");
            assert_eq!(error.to_string(), expected);
            // By its announced length alone.
            assert_eq!(error.body(), Some(&b""[..]));
        }
    }
}

#[tokio::test]
async fn what_is_not_needed_may_be_any_json() {
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
