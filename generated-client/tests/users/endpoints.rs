//! Tests the properties that all endpoints have in common, with the calls of this file. Tests of the generator check
//! that every endpoint of the spec sends its request.

use std::pin::Pin;

use percent_encoding::percent_decode_str;
use serde::Serialize;
use serde_json::{Value, json, to_value};
use stytch_users::users::Users;
use stytch_users::{Client, Error, Response};

use crate::bodies::{self, Answer};
use crate::server::{Server, Unreached};

/// An endpoint and a call of it.
struct Endpoint {
    /// The method and the path, with `{}` for the path parameter.
    line: &'static str,
    call: fn(Users, &str) -> Call,
    /// The expected body of the request.
    body: Option<Value>,
    answers: [Answer; 4],
}

/// A future of a call. It is `Send` and `'static`, so that a task can run it.
type Call = Pin<Box<dyn Future<Output = Result<Read, Error>> + Send + 'static>>;

/// The request id, the status code and the body.
type Read = (String, i64, Value);

fn read<T: Serialize>(
    call: impl Future<Output = Result<Response<T>, Error>> + Send + 'static,
) -> Call {
    Box::pin(async {
        let response = call.await?;
        let (request_id, status_code) = (
            response.request_id().to_owned(),
            response.meta().status_code(),
        );
        Ok((
            request_id,
            status_code,
            to_value(response.into_inner()).unwrap(),
        ))
    })
}

fn endpoints() -> Vec<Endpoint> {
    let of_user = |line, call| Endpoint {
        line,
        call,
        body: None,
        answers: bodies::changed_user(),
    };
    vec![
        Endpoint {
            line: "POST /v1/users",
            call: |users, _| read(users.create().email("ada@example.com").send()),
            body: Some(json!({"email": "ada@example.com"})),
            answers: bodies::created(),
        },
        Endpoint {
            line: "GET /v1/users/{}",
            call: |users, id| read(users.get(id).send()),
            body: None,
            answers: bodies::bare_user(),
        },
        Endpoint {
            line: "POST /v1/users/search",
            call: |users, _| read(users.search().send()),
            body: Some(json!({})),
            answers: bodies::found(),
        },
        Endpoint {
            line: "PUT /v1/users/{}",
            call: |users, id| read(users.update(id).send()),
            body: Some(json!({})),
            answers: bodies::updated(),
        },
        Endpoint {
            body: Some(json!({"email_address": "ada@example.com"})),
            ..of_user("PUT /v1/users/{}/exchange_primary_factor", |users, id| {
                let exchange = users.exchange_primary_factor(id);
                read(exchange.email_address("ada@example.com").send())
            })
        },
        Endpoint {
            line: "DELETE /v1/users/{}",
            call: |users, id| read(users.delete(id).send()),
            body: None,
            answers: bodies::deleted(),
        },
        of_user("DELETE /v1/users/emails/{}", |users, id| {
            read(users.delete_email(id).send())
        }),
        of_user("DELETE /v1/users/phone_numbers/{}", |users, id| {
            read(users.delete_phone_number(id).send())
        }),
        of_user("DELETE /v1/users/webauthn_registrations/{}", |users, id| {
            read(users.delete_webauthn_registration(id).send())
        }),
        of_user(
            "DELETE /v1/users/biometric_registrations/{}",
            |users, id| read(users.delete_biometric_registration(id).send()),
        ),
        of_user("DELETE /v1/users/totps/{}", |users, id| {
            read(users.delete_totp(id).send())
        }),
        of_user("DELETE /v1/users/crypto_wallets/{}", |users, id| {
            read(users.delete_crypto_wallet(id).send())
        }),
        of_user("DELETE /v1/users/passwords/{}", |users, id| {
            read(users.delete_password(id).send())
        }),
        of_user("DELETE /v1/users/oauth/{}", |users, id| {
            read(users.delete_oauth_registration(id).send())
        }),
        of_user("DELETE /v1/users/{}/external_id", |users, id| {
            read(users.delete_external_id(id).send())
        }),
        Endpoint {
            line: "GET /v1/users/{}/connected_apps",
            call: |users, id| read(users.connected_apps(id).send()),
            body: None,
            answers: bodies::connected_apps(),
        },
        Endpoint {
            line: "POST /v1/users/{}/connected_apps/app-1/revoke",
            call: |users, id| read(users.revoke(id, "app-1").send()),
            body: None,
            answers: bodies::revoked(),
        },
    ]
}

fn with_path_parameter() -> impl Iterator<Item = Endpoint> {
    endpoints()
        .into_iter()
        .filter(|endpoint| endpoint.line.contains("{}"))
}

#[tokio::test]
async fn every_endpoint_sends_exactly_its_request_and_reads_all_responses() {
    check_every_endpoint(|server| server.client.clone()).await;
}

#[cfg(feature = "reqwest")]
#[tokio::test]
async fn through_reqwest_every_endpoint_is_the_same() {
    check_every_endpoint(|server| crate::server::reqwest_client(&server.address)).await;
}

async fn check_every_endpoint(client: fn(&Server) -> Client) {
    for Endpoint {
        line,
        call,
        body,
        answers,
    } in endpoints()
    {
        let sent = answers.clone().map(|(mut answer, _)| {
            answer["request_id"] = json!("request-id-test-1");
            answer["status_code"] = json!(200);
            (200, answer)
        });
        let server = Server::answering(sent).await;
        let client = client(&server);
        for (_, expected) in answers {
            let (request_id, status_code, read) = call(client.users(), "a b/ä").await.unwrap();
            assert_eq!(
                (&*request_id, status_code),
                ("request-id-test-1", 200),
                "{line}"
            );
            bodies::assert_read(&read, &expected);
        }

        let [first, others @ ..] = &server.asked()[..] else {
            unreachable!("{line}");
        };
        assert_eq!(others.len(), 3, "{line}");
        assert_eq!(first.line, line.replace("{}", "a%20b%2F%C3%A4"));
        let length = first.body.len().to_string();
        let mut headers = vec![
            ("accept", "application/json"),
            ("authorization", "Basic cHJvamVjdC10ZXN0LTE6aHVudGVyMg=="),
            ("host", &server.address),
            (
                "user-agent",
                concat!("stytch-users/", env!("CARGO_PKG_VERSION")),
            ),
        ];
        match body {
            None => {
                assert!(first.body.is_empty(), "{line}: {:?}", first.body);
                // RFC 9110 8.6: for a method that expects content, the length of an empty body is sent.
                if line.starts_with("POST") {
                    headers.push(("content-length", "0"));
                }
            }
            Some(body) => {
                assert_eq!(first.json(), body, "{line}");
                headers.extend([
                    ("content-length", &*length),
                    ("content-type", "application/json"),
                ]);
            }
        }
        headers.sort_unstable();
        let mut arrived: Vec<_> = first
            .headers
            .iter()
            .map(|(name, value)| (name.as_str(), value.to_str().unwrap()))
            .collect();
        arrived.sort_unstable();
        assert_eq!(arrived, headers, "{line}");
    }
}

#[tokio::test]
async fn an_id_that_would_reach_another_endpoint_is_never_sent() {
    let server = Unreached::new();
    for Endpoint { line, call, .. } in with_path_parameter() {
        for id in ["", ".", ".."] {
            let error = call(server.client.users(), id).await.unwrap_err();
            assert!(error.is_invalid_request(), "{line} with {id:?}: {error}");
        }
    }
    assert!(server.is_unreached());
}

#[tokio::test]
async fn any_other_id_arrives_as_one_segment() {
    let ids = [
        "a/b", "../x", "..\\x", "%2e%2e", "%2F", "ä?#", "a b", "..a", "...", ".;", "{}", "\r\n\0",
    ];
    for Endpoint {
        line,
        call,
        answers: [(answer, _), ..],
        ..
    } in with_path_parameter()
    {
        let server = Server::answering(ids.map(|_| (200, answer.clone()))).await;
        for id in ids {
            call(server.client.users(), id).await.unwrap();
        }

        let (before, after) = line.split_once("{}").unwrap();
        for (asked, id) in server.asked().into_iter().zip(ids) {
            let segment = asked
                .line
                .strip_prefix(before)
                .and_then(|rest| rest.strip_suffix(after))
                .unwrap();
            assert!(
                !segment.contains(['/', '\\', '?', '#', ';']),
                "{}",
                asked.line
            );
            assert_eq!(
                percent_decode_str(segment).decode_utf8().unwrap(),
                id,
                "{}",
                asked.line
            );
        }
        assert_eq!(server.asked().len(), ids.len());
    }
}

#[tokio::test]
async fn every_call_but_create_and_revoke_may_be_repeated() {
    for Endpoint { line, call, .. } in endpoints() {
        let server = Server::answering([(503, json!({}))]).await;
        let error = call(server.client.users(), "1").await.unwrap_err();
        let is_single = line == "POST /v1/users" || line.ends_with("/revoke");
        assert_eq!(error.is_retryable(), !is_single, "{line}");
    }
}
