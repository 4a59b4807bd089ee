//! Tests of the exact bytes of requests, and of requests that are never sent.

use client_runtime::types::{Filter, Span};
use client_runtime::{Client, JsonObject};
use serde_json::{Value, json};

use crate::server::Server;

const NOTE: &str = r#"{"note_id": "n1"}"#;

#[tokio::test]
async fn get_has_credentials_and_no_body() {
    let server = Server::answering([NOTE]).await;
    server.client.notes().get("n1").send().await.unwrap();

    let asked = server.asked_once();
    assert_eq!(asked.line, "GET /v1/notes/n1");
    assert_eq!(
        asked.header("authorization"),
        Some("Basic a2V5OnNlY3JldA==")
    );
    assert_eq!(
        asked.header("user-agent"),
        Some(concat!("client-runtime/", env!("CARGO_PKG_VERSION")))
    );
    assert_eq!(asked.header("accept"), Some("application/json"));
    assert_eq!(asked.header("content-type"), None);
    assert_eq!(asked.header("content-length"), None);
    assert_eq!(asked.header("transfer-encoding"), None);
    assert!(asked.body.is_empty());
}

#[tokio::test]
async fn post_sends_the_set_parameters_as_json() {
    let server = Server::answering([NOTE]).await;
    let about = JsonObject::from([("plan", "gold")]);
    server
        .client
        .notes()
        .create()
        .title("Hello, \"world\" ☃")
        .about(about)
        .send()
        .await
        .unwrap();

    let asked = server.asked_once();
    assert_eq!(asked.line, "POST /v1/notes");
    assert_eq!(asked.header("content-type"), Some("application/json"));
    assert_eq!(
        asked.body,
        r#"{"title":"Hello, \"world\" ☃","about":{"plan":"gold"}}"#
    );
}

#[tokio::test]
async fn a_put_without_a_body_has_content_length_0() {
    let server = Server::answering([NOTE]).await;
    server.client.notes().pin("n1").send().await.unwrap();

    let asked = server.asked_once();
    assert_eq!(asked.line, "PUT /v1/notes/n1/pin");
    assert_eq!(asked.header("content-length"), Some("0"));
    assert_eq!(asked.header("content-type"), None);
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn a_put_without_a_body_has_content_length_0_with_reqwest() {
    let server = Server::answering([NOTE]).await;
    let builder = Client::builder("key", "secret").base_url(&server.address);
    let client = builder.transport(reqwest::Client::new()).build().unwrap();
    client.notes().pin("n1").send().await.unwrap();

    assert_eq!(server.asked_once().header("content-length"), Some("0"));
}

#[tokio::test]
async fn an_optional_parameter_takes_a_value_or_an_option() {
    let server = Server::answering([NOTE; 6]).await;
    let create = || server.client.notes().create().text("t");
    let title = String::from("Hello");
    let requests = [
        create().title(&title),
        create().title(Some("Hello")),
        create().title(Some(&title)),
        create().title(Some(title.clone())),
        create().title(title),
        create().title("Hello").title(None::<String>),
    ];
    for request in requests {
        request.send().await.unwrap();
    }

    let bodies: Vec<_> = server.asked().into_iter().map(|asked| asked.body).collect();
    let (last, rest) = bodies.split_last().unwrap();
    assert_eq!(*last, r#"{"text":"t"}"#);
    assert_eq!(rest, [r#"{"title":"Hello","text":"t"}"#; 5]);
}

#[tokio::test]
async fn an_optional_object_takes_json() {
    let server = Server::answering([NOTE; 3]).await;
    let create = || server.client.notes().create().title("t");
    let about = json!({"plan": "gold"});
    let requests = [
        create().about(about.clone()),
        create().about(Some(about)),
        create().about(None::<Value>),
    ];
    for request in requests {
        request.send().await.unwrap();
    }

    let bodies: Vec<_> = server.asked().into_iter().map(|asked| asked.body).collect();
    let with_about = r#"{"title":"t","about":{"plan":"gold"}}"#;
    assert_eq!(bodies, [with_about, with_about, r#"{"title":"t"}"#]);
}

#[tokio::test]
async fn query_and_header_parameters_arrive() {
    let server = Server::answering([NOTE]).await;
    server
        .client
        .notes()
        .get("n1")
        .fields(["a b", "c&d=e", "é+"])
        .trace("t 1")
        .send()
        .await
        .unwrap();

    let asked = server.asked_once();
    assert_eq!(
        asked.line,
        "GET /v1/notes/n1?field=a%20b&field=c%26d%3De&field=%C3%A9%2B"
    );
    assert_eq!(asked.header("x-trace"), Some("t 1"));
}

#[tokio::test]
async fn any_path_parameter_stays_in_its_segment() {
    let server = Server::answering([NOTE; 5]).await;
    for id in ["a/b?c#d", "../x", "%2e%2e", "{note_id}", "é ~-._"] {
        server.client.notes().get(id).send().await.unwrap();
    }

    let lines: Vec<_> = server.asked().into_iter().map(|asked| asked.line).collect();
    assert_eq!(
        lines,
        [
            "GET /v1/notes/a%2Fb%3Fc%23d",
            "GET /v1/notes/..%2Fx",
            "GET /v1/notes/%252e%252e",
            "GET /v1/notes/%7Bnote_id%7D",
            "GET /v1/notes/%C3%A9%20~-._",
        ]
    );
}

#[tokio::test]
async fn path_of_the_base_url_goes_first() {
    let server = Server::answering([NOTE]).await;
    let base_url = format!("{}/proxy/", server.address);
    let client = Client::builder("key", "secret")
        .base_url(base_url)
        .user_agent_suffix("shop/2")
        .build()
        .unwrap();
    client.notes().get("n1").send().await.unwrap();

    let asked = server.asked_once();
    assert_eq!(asked.line, "GET /proxy/v1/notes/n1");
    assert_eq!(
        asked.header("authorization"),
        Some("Basic a2V5OnNlY3JldA==")
    );
    assert!(asked.header("user-agent").unwrap().ends_with(" shop/2"));
}

#[tokio::test]
async fn an_invalid_request_has_a_message_and_is_not_sent() {
    let server = Server::answering([NOTE]).await;
    let notes = server.client.notes();
    let share = || notes.share("n1");
    let note = || notes.create().title("t");
    let faults = [
        (
            notes.get("").send().await.map(drop),
            "`note_id` must not be empty",
        ),
        (
            notes.get(".").send().await.map(drop),
            "`note_id` must not be `.` or `..`",
        ),
        (
            notes.delete("..").send().await.map(drop),
            "`note_id` must not be `.` or `..`",
        ),
        (
            notes.get("n1").trace("a\r\nb: c").send().await.map(drop),
            "`X-Trace` contains a character that is invalid in a header",
        ),
        (
            notes.create().send().await.map(drop),
            "at least one of `title`, `text` must be set",
        ),
        (
            share().send().await.map(drop),
            "exactly one of `email`, `phone` must be set",
        ),
        (
            share().email("e").phone("p").send().await.map(drop),
            "exactly one of `email`, `phone` must be set",
        ),
        (
            note().about(json!(["a"])).send().await.map(drop),
            "the body cannot be written as JSON: `about`: expected a JSON object, not an array",
        ),
        (
            note().about(Value::Null).send().await.map(drop),
            "the body cannot be written as JSON: `about`: expected a JSON object, not null",
        ),
        (
            notes.get("").trace("\n").send().await.map(drop),
            "`note_id` must not be empty",
        ),
    ];

    for (result, fault) in faults {
        let error = result.unwrap_err();
        assert!(error.is_invalid_request());
        let template = error.path_template().unwrap();
        let call = format!("{} {template}", error.method().unwrap());
        assert_eq!(
            error.to_string(),
            format!("{call}: nothing was sent: {fault}")
        );
    }
    let error = notes.get("x".repeat(70_000)).send().await.unwrap_err();
    assert!(error.is_invalid_request(), "{error}");
    assert!(server.asked().is_empty());
}

#[cfg(feature = "reqwest")]
mod with_reqwest {
    use http::StatusCode;
    use reqwest::redirect::Policy;

    use super::*;

    fn client(server: &Server, policy: Policy) -> Client {
        let transport = reqwest::Client::builder()
            .no_proxy()
            .redirect(policy)
            .build()
            .unwrap();
        Client::builder("key", "secret")
            .base_url(&server.address)
            .transport(transport)
            .build()
            .unwrap()
    }

    #[tokio::test]
    async fn reqwest_sends_the_same_bytes() {
        let server = Server::answering([NOTE; 2]).await;
        let client = client(&server, Policy::none());
        let note = client
            .notes()
            .get("a/b")
            .fields(["c d"])
            .send()
            .await
            .unwrap();
        client.notes().create().title("t").send().await.unwrap();

        assert_eq!(note.note_id, "n1");
        let asked = server.asked();
        assert_eq!(asked[0].line, "GET /v1/notes/a%2Fb?field=c%20d");
        assert_eq!(
            asked[0].header("authorization"),
            Some("Basic a2V5OnNlY3JldA==")
        );
        assert_eq!(asked[0].header("content-length"), None);
        assert_eq!(asked[1].body, r#"{"title":"t"}"#);
    }

    #[tokio::test]
    async fn a_reqwest_client_that_follows_redirects_is_detected() {
        let away = || (StatusCode::FOUND, [("location", "/elsewhere")], "");
        let server = Server::answering([away(), (StatusCode::OK, [("location", "")], NOTE)]).await;
        let error = client(&server, Policy::limited(3))
            .notes()
            .get("n1")
            .send()
            .await
            .unwrap_err();

        assert!(
            format!("{error:#}").contains("followed a redirect"),
            "{error:#}"
        );
    }
}

#[tokio::test]
async fn a_number_that_is_not_finite_is_rejected_before_a_request_is_sent() {
    let server = Server::answering([NOTE; 0]).await;
    let notes = server.client.notes();
    for odd in [f64::NAN, f64::INFINITY, f64::NEG_INFINITY] {
        for (request, name) in [
            (notes.rank("n1", odd), "weight"),
            (notes.rank("n1", 1.0).factor(odd), "factor"),
            (notes.rank("n1", 1.0).steps([1.0, odd]), "step"),
            (notes.rank("n1", 1.0).bias(odd), "X-Bias"),
            (notes.rank("n1", 1.0).score(odd), "score"),
            (notes.rank("n1", 1.0).scores([1.0, odd]), "scores"),
            (notes.rank("n1", 1.0).filter(Filter::Score(odd)), "value"),
            (
                notes.rank("n1", 1.0).filter(Filter::Scores(Span::new(odd))),
                "from",
            ),
            (
                notes
                    .rank("n1", 1.0)
                    .filter(Filter::Scores(Span::new(1.0).to(odd))),
                "to",
            ),
        ] {
            let error = request.send().await.unwrap_err();
            assert!(error.is_invalid_request());
            let expected = format!("`{name}` must be a finite number");
            assert!(error.to_string().ends_with(&expected), "{error}");
        }
    }
    assert!(server.asked().is_empty());
}

#[tokio::test]
async fn numbers_arrive_in_every_part_of_a_request() {
    let server = Server::answering([""]).await;
    let request = server
        .client
        .notes()
        .rank("n1", 0.5)
        .factor(-1.5)
        .steps([1.0, 2.5]);
    let request = request.bias(3.0).clear_score().scores([1e300]);
    request.filter(Filter::Score(2.0)).send().await.unwrap();

    let asked = server.asked_once();
    assert_eq!(
        asked.line,
        "PUT /v1/notes/n1/rank/0.5?factor=-1.5&step=1&step=2.5"
    );
    assert_eq!(asked.header("x-bias"), Some("3"));
    assert_eq!(
        asked.body,
        r#"{"score":null,"scores":[1e+300],"filter":{"name":"score","value":2.0}}"#
    );
}
