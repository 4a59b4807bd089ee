//! Tests of the spans and events of calls.

use std::collections::BTreeMap;
use std::fmt::Debug;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::transport::TransportError;
use client_runtime::{Client, JsonObject, RetryPolicy};
use serde_json::json;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id, Record};
use tracing::subscriber::{DefaultGuard, Interest, Subscriber, set_default};
use tracing::{Event, Level, Metadata};

/// Records every span and every event with all fields.
#[derive(Clone, Default)]
struct Recorder(Arc<Mutex<State>>);

#[derive(Default)]
struct State {
    spans: Vec<Span>,
    entered: Vec<u64>,
    events: Vec<Span>,
}

/// A span or an event.
#[derive(Clone, Debug)]
struct Span {
    name: &'static str,
    target: &'static str,
    level: Level,
    parent: Option<u64>,
    fields: BTreeMap<&'static str, String>,
}

impl Recorder {
    fn listen() -> (Self, DefaultGuard) {
        let recorder = Self::default();
        (recorder.clone(), set_default(recorder))
    }

    fn spans(&self) -> Vec<Span> {
        self.0.lock().unwrap().spans.clone()
    }

    fn events(&self) -> Vec<Span> {
        self.0.lock().unwrap().events.clone()
    }
}

impl Subscriber for Recorder {
    fn register_callsite(&self, _: &'static Metadata<'static>) -> Interest {
        Interest::sometimes()
    }

    fn enabled(&self, metadata: &Metadata<'_>) -> bool {
        metadata.target() == "client_runtime"
    }

    fn new_span(&self, attributes: &Attributes<'_>) -> Id {
        let mut state = self.0.lock().unwrap();
        let mut span = Span::new(attributes.metadata(), &state.entered);
        attributes.record(&mut Fields(&mut span.fields));
        state.spans.push(span);
        Id::from_u64(state.spans.len() as u64)
    }

    fn record(&self, id: &Id, values: &Record<'_>) {
        let index = usize::try_from(id.into_u64()).unwrap() - 1;
        values.record(&mut Fields(&mut self.0.lock().unwrap().spans[index].fields));
    }

    fn record_follows_from(&self, _: &Id, _: &Id) {}

    fn event(&self, event: &Event<'_>) {
        let mut state = self.0.lock().unwrap();
        let mut recorded = Span::new(event.metadata(), &state.entered);
        event.record(&mut Fields(&mut recorded.fields));
        state.events.push(recorded);
    }

    fn enter(&self, id: &Id) {
        self.0.lock().unwrap().entered.push(id.into_u64());
    }

    fn exit(&self, _: &Id) {
        self.0.lock().unwrap().entered.pop();
    }
}

impl Span {
    fn new(metadata: &'static Metadata<'static>, entered: &[u64]) -> Self {
        Self {
            name: metadata.name(),
            target: metadata.target(),
            level: *metadata.level(),
            parent: entered.last().copied(),
            fields: BTreeMap::new(),
        }
    }
}

struct Fields<'a>(&'a mut BTreeMap<&'static str, String>);

impl Visit for Fields<'_> {
    fn record_str(&mut self, field: &Field, value: &str) {
        self.0.insert(field.name(), value.to_owned());
    }

    fn record_debug(&mut self, field: &Field, value: &dyn Debug) {
        self.0.insert(field.name(), format!("{value:?}"));
    }
}

fn client(answers: impl IntoIterator<Item = Answer>) -> Client {
    Client::builder("project", "hunter2")
        .transport(CannedTransport::new(answers))
        .build()
        .unwrap()
}

fn fields<const N: usize>(fields: [(&'static str, &str); N]) -> BTreeMap<&'static str, String> {
    fields
        .into_iter()
        .map(|(name, value)| (name, value.to_owned()))
        .collect()
}

#[tokio::test(start_paused = true)]
async fn a_call_is_a_span_and_so_is_each_attempt() {
    let (recorder, _guard) = Recorder::listen();
    let client = client([
        Answer::json(503, json!({"request_id": "r1"})),
        Answer::json(200, json!({"request_id": "r2", "note_id": "n1"})),
    ]);
    client.notes().get("n1").send().await.unwrap();

    let common = [
        ("otel.name", "GET /v1/notes/{note_id}"),
        ("http.request.method", "GET"),
        ("url.template", "/v1/notes/{note_id}"),
        ("server.address", "api.example.com"),
        ("server.port", "443"),
    ];
    let with = |more: &[(&'static str, &str)]| {
        let mut all = fields(common);
        all.extend(
            more.iter()
                .map(|(name, value)| (*name, (*value).to_owned())),
        );
        all
    };
    let spans = recorder.spans();
    let seen: Vec<_> = spans.iter().map(|span| (span.name, span.parent)).collect();
    assert_eq!(
        seen,
        [("call", None), ("attempt", Some(1)), ("attempt", Some(1))]
    );
    assert_eq!(
        spans[0].fields,
        with(&[
            ("otel.kind", "internal"),
            ("http.response.status_code", "200"),
            ("request_id", "r2")
        ])
    );
    assert_eq!(
        spans[1].fields,
        with(&[
            ("otel.kind", "client"),
            ("otel.status_code", "ERROR"),
            ("error.type", "503"),
            ("http.response.status_code", "503"),
            ("request_id", "r1"),
        ])
    );
    assert_eq!(
        spans[2].fields,
        with(&[
            ("otel.kind", "client"),
            ("http.response.status_code", "200"),
            ("http.request.resend_count", "1"),
        ])
    );
}

#[tokio::test(start_paused = true)]
async fn each_retry_is_an_event_of_its_call() {
    let (recorder, _guard) = Recorder::listen();
    let client = client([
        Answer::no_connection(),
        Answer::json(429, json!({})).header("retry-after", "2"),
        Answer::json(200, json!({"note_id": "n1"})),
    ]);
    let policy = RetryPolicy::default().base_delay(Duration::ZERO);
    let client = client.with_retry(policy);
    client.notes().create().title("t").send().await.unwrap();

    let events = recorder.events();
    let expected = [("no_connection", "1", "0"), ("429", "2", "2000")];
    assert_eq!(events.len(), expected.len());
    for (event, (class, count, wait)) in events.iter().zip(expected) {
        let retry = [
            ("message", "retry"),
            ("error.type", class),
            ("http.request.resend_count", count),
            ("wait_ms", wait),
        ];
        assert_eq!((event.parent, &event.fields), (Some(1), &fields(retry)));
    }
}

#[tokio::test(start_paused = true)]
async fn a_call_without_a_retry_has_no_event() {
    let (recorder, _guard) = Recorder::listen();
    let client = client([Answer::json(503, json!({})), Answer::json(404, json!({}))]);
    let share = client.notes().share("n1").email("e");
    share.send().await.unwrap_err();
    client.notes().create().title("t").send().await.unwrap_err();
    assert_eq!(recorder.events().len(), 1);
}

#[tokio::test]
async fn a_rejected_call_is_a_span_without_attempts() {
    let (recorder, _guard) = Recorder::listen();
    let client = client([]);
    client.notes().create().send().await.unwrap_err();

    let spans = recorder.spans();
    assert_eq!(spans.len(), 1);
    assert_eq!(
        spans[0].fields,
        fields([
            ("otel.name", "POST /v1/notes"),
            ("otel.kind", "internal"),
            ("otel.status_code", "ERROR"),
            ("http.request.method", "POST"),
            ("url.template", "/v1/notes"),
            ("server.address", "api.example.com"),
            ("server.port", "443"),
            ("error.type", "invalid_request"),
        ])
    );
}

#[tokio::test(start_paused = true)]
async fn target_and_level_are_always_the_same() {
    let (recorder, _guard) = Recorder::listen();
    let client = client([Answer::no_connection()]);
    client.notes().get("n1").send().await.unwrap_err();
    client.notes().get("").send().await.unwrap_err();

    let (spans, events) = (recorder.spans(), recorder.events());
    assert!(spans.len() > 2 && !events.is_empty());
    for recorded in spans.iter().chain(&events) {
        let at = (recorded.target, recorded.level);
        assert_eq!(at, ("client_runtime", Level::INFO), "{recorded:?}");
    }
}

#[tokio::test]
async fn the_server_is_that_of_the_base_url() {
    for (base_url, host, port) in [
        ("http://localhost", "localhost", "80"),
        ("https://[::1]:8443/v2", "[::1]", "8443"),
    ] {
        let (recorder, _guard) = Recorder::listen();
        let client = Client::builder("project", "hunter2")
            .base_url(base_url)
            .transport(CannedTransport::default())
            .build()
            .unwrap();
        client.notes().get("n1").send().await.unwrap_err();
        for span in recorder.spans() {
            assert_eq!(span.fields["server.address"], host);
            assert_eq!(span.fields["server.port"], port);
        }
    }
}

#[tokio::test(start_paused = true)]
async fn each_error_has_its_class() {
    for (answer, class) in [
        (Answer::no_connection(), "no_connection"),
        (
            Answer::error(TransportError::new("x").connecting().timed_out()),
            "connect_timeout",
        ),
        (Answer::error(TransportError::new("x")), "no_response"),
        (Answer::never(), "call_timeout"),
        (
            Answer::json(404, json!({"error_type": "note_not_found"})),
            "404",
        ),
        (Answer::new(200, "<html>"), "decode"),
    ] {
        let (recorder, _guard) = Recorder::listen();
        let client = client([answer]).with_retry(RetryPolicy::none());
        client.notes().get("n1").send().await.unwrap_err();
        assert_eq!(recorder.spans()[0].fields["error.type"], class);
    }
}

#[tokio::test(start_paused = true)]
async fn spans_and_events_contain_no_data_of_the_caller() {
    const SECRETS: [&str; 12] = [
        "hunter2",
        "cHJvamVjdDpodW50ZXIy",
        "note-id-1",
        "field-1",
        "trace-1",
        "title-1",
        "text-1",
        "about-1",
        "cursor-1",
        "mail-1",
        "answer-1",
        "Basic",
    ];
    let (recorder, _guard) = Recorder::listen();
    let body = json!({"note_id": "answer-1", "authors": 1, "error_message": "answer-1", "error_type": "answer-1"});
    let answers = [200, 404, 503, 429].into_iter().cycle().take(40);
    let client = client(
        answers.map(|status| Answer::json(status, body.clone()).header("x-more", "answer-1")),
    );
    let notes = client.notes();
    for _ in 0..4 {
        let about = JsonObject::from([("about-1", "about-1")]);
        let _ = notes
            .get("note-id-1")
            .fields(["field-1"])
            .trace("trace-1")
            .send()
            .await;
        let _ = notes
            .create()
            .title("title-1")
            .text("text-1")
            .about(about)
            .send()
            .await;
        let _ = notes.share("note-id-1").email("mail-1").send().await;
        let _ = notes.delete("note-id-1").send().await;
        let _ = notes
            .search()
            .cursor("cursor-1")
            .into_stream()
            .try_next()
            .await;
    }
    let spans = recorder.spans();
    assert!(spans.len() > 40);
    let events = recorder.events();
    assert!(events.len() > 10);
    let told = format!("{spans:?} {events:?}");
    for secret in SECRETS {
        assert!(!told.contains(secret), "{secret}: {told}");
    }
}
