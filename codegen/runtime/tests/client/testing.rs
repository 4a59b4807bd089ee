//! Tests of the canned transport.

use client_runtime::Client;
use client_runtime::testing::{Answer, CannedTransport, response};
use client_runtime::types::Note;
use serde_json::json;

fn client(transport: &CannedTransport) -> Client {
    Client::builder("key", "hunter2")
        .transport(transport.clone())
        .build()
        .unwrap()
}

#[tokio::test]
async fn answers_come_in_their_order_and_requests_are_kept() {
    let transport = CannedTransport::new([
        Answer::json(200, json!({"note_id": "n1"})).header("x-request-id", "r1"),
        Answer::json(404, json!({"error_type": "note_not_found"})),
    ]);
    let client = client(&transport);
    let note = client.notes().create().title("T").send().await.unwrap();
    let error = client
        .notes()
        .get("n 2")
        .fields(["a"])
        .send()
        .await
        .unwrap_err();

    assert_eq!(
        (
            note.note_id.as_str(),
            &note.meta().headers()["x-request-id"]
        ),
        ("n1", &"r1".parse().unwrap())
    );
    assert_eq!(error.error_type().unwrap().as_str(), "note_not_found");
    let requests = transport.requests();
    assert_eq!(
        (requests[0].method(), requests[0].json()),
        (&http::Method::POST, json!({"title": "T"}))
    );
    assert_eq!(
        (requests[1].method(), requests[1].json()),
        (&http::Method::GET, json!(null))
    );
    assert_eq!(
        requests[1].uri(),
        "https://api.example.com/v1/notes/n%202?field=a"
    );
    assert_eq!(
        requests[0].headers()["authorization"],
        "Basic a2V5Omh1bnRlcjI="
    );
    let shown = format!("{requests:?} {transport:?}");
    assert!(
        shown.contains("Sensitive") && !shown.contains("a2V5Omh1bnRlcjI"),
        "{shown}"
    );
}

#[tokio::test]
async fn a_request_without_a_prepared_answer_is_an_error() {
    let transport =
        CannedTransport::new([Answer::new(7, ""), Answer::new(200, "").header("a\n", "")]);
    let client = client(&transport);
    for fault in [
        "status code",
        "header name",
        "no canned answer is left for request 3",
    ] {
        let error = client.notes().get("n1").send().await.unwrap_err();
        assert!(format!("{error:#}").contains(fault), "{error:#}");
    }
    assert_eq!(transport.requests().len(), 3);
}

#[test]
fn a_response_can_be_created() {
    let note = response::<Note>(json!({"note_id": "n1", "request_id": "r1"})).unwrap();
    assert_eq!(
        (
            note.note_id.as_str(),
            note.request_id(),
            note.meta().status().as_u16()
        ),
        ("n1", "r1", 200)
    );
    assert!(response::<Note>(json!([])).unwrap_err().is_decode());
}
