//! Each kind of paging: the requests, the end of the stream, and the cursor to continue from.

use axum::response::IntoResponse;
use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::types::Color;
use client_runtime::{Client, Error, ItemStream};
use serde_json::{Value, json};

use crate::server::Server;

/// Notes with these ids.
fn notes(ids: &[&str]) -> Vec<Value> {
    ids.iter().map(|id| json!({ "note_id": id })).collect()
}

async fn serve(pages: impl IntoIterator<Item = Value>) -> Server {
    Server::answering(pages.into_iter().map(|page| page.to_string())).await
}

/// The requests to a server, line by line.
fn lines(server: &Server) -> Vec<String> {
    let asked = server.asked().into_iter();
    asked.map(|asked| asked.line).collect()
}

/// The ids of all items, each with the cursor that the stream then has, and the error at the end.
async fn walk(
    mut items: ItemStream<client_runtime::types::Note>,
) -> (Vec<(String, Option<String>)>, Option<Error>) {
    let mut walked = Vec::new();
    loop {
        match items.try_next().await {
            Ok(Some(note)) => {
                let cursor = items.cursor().map(str::to_owned);
                walked.push((note.note_id.to_string(), cursor));
            }
            Ok(None) => return (walked, None),
            Err(error) => return (walked, Some(error)),
        }
    }
}

fn ids(walked: &[(String, Option<String>)]) -> Vec<&str> {
    walked.iter().map(|(id, _)| id.as_str()).collect()
}

#[tokio::test]
async fn numbered_pages_end_at_an_empty_page() {
    let pages = [notes(&["a", "b"]), notes(&["c"]), notes(&[])];
    let server = serve(pages.map(|notes| json!({ "notes": notes }))).await;
    let list = server.client.lists().pages().color(Color::Red);
    let (walked, error) = walk(list.into_stream()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids(&walked), ["a", "b", "c"]);
    let cursors: Vec<_> = walked.iter().map(|(_, cursor)| cursor.as_deref()).collect();
    assert_eq!(cursors, [None, Some("1"), Some("2")]);
    assert_eq!(
        lines(&server),
        [
            "GET /v1/lists/pages?color=red",
            "GET /v1/lists/pages?page=1&color=red",
            "GET /v1/lists/pages?page=2&color=red",
        ]
    );
}

#[tokio::test]
async fn the_number_of_pages_or_a_flag_ends_a_stream_without_another_request() {
    for counts in [
        json!({ "pages": 6 }),
        json!({ "is_last": true }),
        json!({ "pages": 9, "is_last": true }),
    ] {
        let page = json!({ "notes": notes(&["b"]), "counts": counts });
        let server = serve([json!({ "notes": notes(&["a"]), "counts": null }), page]).await;
        let list = server.client.lists().pages().page(4);
        let (walked, error) = walk(list.into_stream()).await;
        assert!(error.is_none(), "{error:?}");
        assert_eq!(ids(&walked), ["a", "b"]);
        let asked = ["GET /v1/lists/pages?page=4", "GET /v1/lists/pages?page=5"];
        assert_eq!(lines(&server), asked);
    }
}

#[tokio::test]
async fn an_empty_page_ends_a_stream_without_a_flag() {
    let page = json!({ "notes": [], "counts": { "pages": 9, "is_last": false } });
    let server = serve([page]).await;
    let (walked, error) = walk(server.client.lists().pages().into_stream()).await;
    assert!(walked.is_empty() && error.is_none(), "{error:?}");
    server.asked_once();
}

#[tokio::test]
async fn a_service_that_ignores_the_number_of_a_page_is_detected() {
    let page = json!({ "notes": notes(&["a"]) }).to_string();
    let pages = CannedTransport::new((0..9).map(|_| Answer::new(200, page.clone())));
    let builder = Client::builder("key", "secret").transport(pages.clone());
    let client = builder.build().unwrap();
    let (walked, error) = walk(client.lists().pages().into_stream()).await;
    assert_eq!(ids(&walked), ["a", "a"]);
    assert_eq!(
        error.unwrap().to_string(),
        "GET /v1/lists/pages: not as expected at the items: an earlier page has the same items"
    );
    assert_eq!(pages.requests().len(), 2);
}

#[tokio::test]
async fn the_highest_number_ends_a_stream() {
    let server = serve([json!({ "notes": notes(&["a"]) })]).await;
    let list = server.client.lists().pages().page(i64::MAX);
    let (walked, error) = walk(list.into_stream()).await;
    assert_eq!((ids(&walked), error.is_none()), (vec!["a"], true));
}

#[tokio::test]
async fn offsets_count_items_or_what_the_service_counts() {
    let page = |ids: &[&str], limit: Value, total: i64| json!({ "batch": { "notes": notes(ids) }, "limit": limit, "total": total });
    let server = serve([
        page(&["a", "b"], json!(null), 0),
        page(&["c"], json!(10), 30),
        page(&["d"], json!(20), 32),
    ])
    .await;
    let (walked, error) = walk(server.client.lists().offsets().into_stream()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids(&walked), ["a", "b", "c", "d"]);
    assert_eq!(walked[3].1.as_deref(), Some("12"));
    let asked = server.asked();
    let bodies: Vec<_> = asked.iter().map(|asked| &*asked.body).collect();
    let expected: [&[u8]; 3] = [b"{}", br#"{"offset":2}"#, br#"{"offset":12}"#];
    assert_eq!(bodies, expected);
}

#[tokio::test]
async fn an_empty_page_ends_a_list_by_offset_with_any_total() {
    for page in [
        json!({ "batch": null, "limit": 10, "total": 30 }),
        json!({ "batch": { "notes": [] }, "limit": null, "total": 30 }),
    ] {
        let server = serve([page]).await;
        let (walked, error) = walk(server.client.lists().offsets().into_stream()).await;
        assert!(walked.is_empty() && error.is_none(), "{error:?}");
        server.asked_once();
    }
}

#[tokio::test]
async fn the_id_of_the_last_item_leads_to_the_next_page() {
    let page = |ids: &[&str], has_more| json!({ "data": notes(ids), "has_more": has_more });
    let server = serve([page(&["a", "b&c"], true), page(&["d"], false)]).await;
    let list = || server.client.lists().ids();
    let (walked, error) = walk(list().into_stream()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids(&walked), ["a", "b&c", "d"]);
    let asked = [
        "GET /v1/lists/ids",
        "GET /v1/lists/ids?starting_after=b%26c",
    ];
    assert_eq!(lines(&server), asked);

    let server = serve([page(&["e"], true), page(&["e"], true), page(&["f"], true)]).await;
    let list = server
        .client
        .lists()
        .ids()
        .starting_after(walked[2].1.clone());
    let (walked, error) = walk(list.into_stream()).await;
    assert_eq!(ids(&walked), ["e", "e"]);
    let error = error.unwrap().to_string();
    assert!(
        error.contains("has the cursor of an earlier one"),
        "{error}"
    );
    assert_eq!(lines(&server)[0], "GET /v1/lists/ids?starting_after=b%26c");
}

#[tokio::test]
async fn an_empty_page_ends_a_list_by_ids() {
    let server = serve([json!({ "data": [], "has_more": true })]).await;
    let (walked, error) = walk(server.client.lists().ids().into_stream()).await;
    assert!(walked.is_empty() && error.is_none(), "{error:?}");
}

#[tokio::test]
async fn links_are_followed_with_the_headers_of_the_first_request() {
    let page = |id: &str, links: &[&str]| {
        let mut response = json!(notes(&[id])).to_string().into_response();
        for link in links {
            let link = link.parse().unwrap();
            response.headers_mut().append("link", link);
        }
        response
    };
    let server = Server::answering([
        page("a", &["</v1/a>; rel=prev, </v1/a,b;c?x=%20>; title=\"a, \\\"<b>; rel=no\"; REL=\"last Next\""]),
        page("b", &["<https://elsewhere/>; rel=first", "</v1/lists/c>;rel=next;rel=prev"]),
        page("c", &["</v1/lists/a>; rel=\"nextnext\", junk, </v1/d> ; rel = next"]),
        page("d", &["", "</v1/x", "</v1/x>; title=\"; rel=next\""]),
    ])
    .await;
    let list = server.client.lists().links("p/1").size(5).trace("t");
    let (walked, error) = walk(list.into_stream()).await;
    assert!(error.is_none(), "{error:?}");
    assert_eq!(ids(&walked), ["a", "b", "c", "d"]);
    assert_eq!(walked[1].1.as_deref(), Some("/v1/lists/c"));
    assert_eq!(
        lines(&server),
        [
            "GET /v1/lists/p%2F1/links?size=5",
            "GET /v1/a,b;c?x=%20",
            "GET /v1/lists/c",
            "GET /v1/d",
        ]
    );
    for asked in server.asked() {
        assert_eq!(asked.header("x-trace"), Some("t"));
        assert!(asked.header("authorization").is_some());
    }
}

#[tokio::test]
async fn a_list_by_links_can_have_no_body() {
    let server = Server::answering([http::StatusCode::NO_CONTENT]).await;
    let (walked, error) = walk(server.client.lists().links("p").into_stream()).await;
    assert!(walked.is_empty() && error.is_none(), "{error:?}");
}

/// A client of `https://api.example.com/v1` and the pages that its service has.
fn pages(pages: impl IntoIterator<Item = Value>) -> (Client, CannedTransport) {
    let answers = pages.into_iter().map(|page| Answer::json(200, page));
    let transport = CannedTransport::new(answers);
    let builder = Client::builder("key", "secret").base_url("https://api.example.com/v1");
    (
        builder.transport(transport.clone()).build().unwrap(),
        transport,
    )
}

#[tokio::test]
async fn a_url_in_the_body_is_followed_to_the_same_origin() {
    let page = |url: &str| json!({ "notes": notes(&["a"]), "next_url": url });
    let urls = [
        "https://api.example.com/v1/notes?page=2&q=a%20b#top",
        "HTTPS://API.example.com:443/v1?x",
        "/v1/notes",
        "",
    ];
    let (client, transport) = pages(urls.map(page));
    let mut items = client.lists().urls().resume(true).into_stream();
    let mut cursors = Vec::new();
    while items.try_next().await.unwrap().is_some() {
        cursors.push(items.cursor().unwrap_or_default().to_owned());
    }
    assert_eq!(cursors[..3], urls[..3]);
    let asked = transport.requests();
    let asked: Vec<_> = asked.iter().map(|asked| asked.uri().to_string()).collect();
    assert_eq!(
        asked,
        [
            "https://api.example.com/v1/v1/lists/urls?resume=true",
            "https://api.example.com/v1/notes?page=2&q=a%20b",
            "https://api.example.com/v1?x",
            "https://api.example.com/v1/notes",
        ]
    );
}

#[tokio::test]
async fn a_url_of_another_server_is_an_error_and_not_requested() {
    for url in [
        "https://evil.example.com/v1/notes",
        "https://api.example.com.evil.com/v1/notes",
        "https://api.example.com@evil.com/v1/notes",
        "https://api.example.com:444/v1/notes",
        "http://api.example.com/v1/notes",
        "//evil.com/v1/notes",
        "https://api.example.com/v2/notes",
        "https://api.example.com/v10/notes",
        "evil.com",
        "notes?page=2",
        "?page=2",
    ] {
        let (client, transport) = pages([json!({ "notes": notes(&["a"]), "next_url": url })]);
        let mut items = client.lists().urls().into_stream();
        assert!(items.try_next().await.unwrap().is_some());
        let error = items.try_next().await.unwrap_err();
        assert!(error.is_invalid_request(), "{url}: {error}");
        assert_eq!(
            error.to_string(),
            "GET /v1/lists/urls: nothing was sent: the URL of the page is not below the base URL of the client"
        );
        assert_eq!(items.cursor(), Some(url));
        assert_eq!(transport.requests().len(), 1);
        let resumed = client.lists().urls().resume2(url);
        assert!(resumed.send().await.unwrap_err().is_invalid_request());
    }
}

#[tokio::test]
async fn a_request_continues_at_the_url_of_a_page() {
    let (client, transport) = pages([json!({ "notes": notes(&["a"]) })]);
    let request = client.lists().urls().resume2("/v1/notes?token=hunter2");
    assert!(!format!("{request:?}").contains("hunter2"), "{request:?}");
    let mut pages = request.into_pages();
    assert_eq!(pages.cursor(), Some("/v1/notes?token=hunter2"));
    assert!(pages.try_next().await.unwrap().is_some());
    let asked = transport.requests();
    assert_eq!(asked[0].uri().query(), Some("token=hunter2"));
}

#[tokio::test]
async fn a_cursor_can_be_a_number() {
    let page = |id: &str, next: Value| json!({ "notes": notes(&[id]), "next": next });
    let server = serve([
        page("a", json!(7)),
        page("b", json!(0)),
        page("c", json!(null)),
    ])
    .await;
    let (walked, error) = walk(server.client.lists().batches().batch(3).into_stream()).await;
    assert!(error.is_none(), "{error:?}");
    let expected = [("a", "7"), ("b", "0"), ("c", "0")];
    let expected = expected.map(|(id, cursor)| (id.to_owned(), Some(cursor.to_owned())));
    assert_eq!(walked, expected);
    let asked = [3, 7, 0].map(|batch| format!("GET /v1/lists/batches?batch={batch}"));
    assert_eq!(lines(&server), asked);
}
