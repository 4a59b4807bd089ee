//! Tests of streams of items and pages.

use bytes::Bytes;
use client_runtime::notes::SearchRequest;
use client_runtime::transport::{Transport, TransportFuture};
use client_runtime::types::{Color, Filter, Note};
use client_runtime::{Client, ItemStream};
use futures_util::{FutureExt, StreamExt, TryStreamExt};
use http::{Request, StatusCode};
use serde_json::{Value, json};

use crate::server::Server;

#[tokio::test]
async fn a_page_is_requested_after_the_last_item_of_the_previous_page() {
    let server = Server::answering([
        r#"{"results": [{"note_id": "1"}, {"note_id": "2"}], "next_cursor": "b"}"#,
        r#"{"results": null, "next_cursor": "c"}"#,
        r#"{"results": [{"note_id": "3"}], "next_cursor": ""}"#,
    ])
    .await;
    let mut notes = server
        .client
        .notes()
        .search()
        .filters([Filter::Color(vec![Color::Red])])
        .into_stream();

    assert!(server.asked().is_empty());
    assert_eq!(notes.try_next().await.unwrap().unwrap().note_id, "1");
    assert_eq!(notes.try_next().await.unwrap().unwrap().note_id, "2");
    assert_eq!(server.asked().len(), 1);
    assert_eq!(notes.try_next().await.unwrap().unwrap().note_id, "3");
    assert!(notes.try_next().await.unwrap().is_none());
    assert!(notes.try_next().await.unwrap().is_none());

    let filters = r#""filters":[{"name":"color","value":["red"]}]"#;
    let bodies: Vec<_> = server.asked().into_iter().map(|asked| asked.body).collect();
    assert_eq!(bodies[0], format!("{{{filters}}}"));
    assert_eq!(bodies[1], format!(r#"{{"cursor":"b",{filters}}}"#));
    assert_eq!(bodies[2], format!(r#"{{"cursor":"c",{filters}}}"#));
    assert_eq!(bodies.len(), 3);
}

#[tokio::test]
async fn a_cursor_that_repeats_is_an_error_after_the_items_before_it() {
    let page = r#"{"results": [{"note_id": "1"}], "next_cursor": "b"}"#;
    let server = Server::answering([page; 3]).await;
    let notes: Vec<_> = server.client.notes().search().into_stream().collect().await;

    assert!(matches!(&notes[..], [Ok(_), Ok(_), Err(_)]), "{notes:?}");
    assert!(
        notes[2]
            .as_ref()
            .unwrap_err()
            .to_string()
            .contains("cursor")
    );
    assert_eq!(server.asked().len(), 2);
}

#[tokio::test]
async fn an_error_ends_the_stream() {
    let server =
        Server::answering([r#"{"results": [{"note_id": "1"}], "next_cursor": "b"}"#]).await;
    let mut notes = server.client.notes().search().into_stream();
    assert!(matches!(notes.next().await, Some(Ok(_))));

    let error = tokio::spawn(async move { (notes.next().await, notes.next().await) })
        .await
        .unwrap();
    assert!(matches!(error, (Some(Err(error)), None) if error.status().unwrap() == 500));
}

#[test]
fn a_stream_can_be_moved_even_if_its_items_cannot() {
    fn is_unpin<T: Unpin + Send>() {}
    is_unpin::<ItemStream<Note>>();
    is_unpin::<ItemStream<std::marker::PhantomPinned>>();
}

#[tokio::test]
async fn a_stream_is_a_stream() {
    let server = Server::answering([r#"{"results": [{"note_id": "1"}, {"note_id": "2"}]}"#]).await;
    let notes: Vec<Note> = server
        .client
        .notes()
        .search()
        .into_stream()
        .try_collect()
        .await
        .unwrap();
    assert_eq!(notes.len(), 2);
}

#[tokio::test]
async fn pages_are_whole_responses() {
    let server = Server::answering([
        r#"{"request_id": "r1", "results": [{"note_id": "1"}], "next_cursor": "b"}"#,
        r#"{"request_id": "r2", "results": []}"#,
    ])
    .await;
    let mut pages = server.client.notes().search().into_pages();

    assert_eq!(pages.cursor(), None);
    let first = pages.try_next().await.unwrap().unwrap();
    assert_eq!((first.request_id(), first.results.len()), ("r1", 1));
    assert_eq!(pages.cursor(), Some("b"));
    let second = pages.next().await.unwrap().unwrap();
    assert_eq!(second.request_id(), "r2");
    assert!(pages.next().await.is_none() && pages.next().await.is_none());
    assert_eq!(pages.cursor(), Some("b"));
}

#[tokio::test]
async fn the_cursor_belongs_to_the_page_of_the_next_item() {
    let server = Server::answering([
        r#"{"results": [{"note_id": "1"}, {"note_id": "2"}], "next_cursor": "b"}"#,
        r#"{"results": [{"note_id": "3"}, {"note_id": "4"}]}"#,
    ])
    .await;
    let mut notes = server.client.notes().search().cursor("a").into_stream();
    let mut cursors = vec![notes.cursor().map(str::to_owned)];
    while notes.try_next().await.unwrap().is_some() {
        cursors.push(notes.cursor().map(str::to_owned));
    }
    assert_eq!(
        cursors.iter().flatten().collect::<Vec<_>>(),
        ["a", "a", "b", "b", "b"]
    );
}

#[tokio::test]
async fn a_new_request_continues_at_the_cursor_after_an_error() {
    let page = |page: &'static str| (StatusCode::OK, page);
    let server = Server::answering([
        page(r#"{"results": [{"note_id": "1"}], "next_cursor": "b"}"#),
        (StatusCode::BAD_REQUEST, ""),
        page(r#"{"results": [{"note_id": "2"}]}"#),
    ])
    .await;
    let search = server.client.notes().search();
    let mut notes = search.clone().into_stream();
    notes.try_next().await.unwrap().unwrap();
    notes.try_next().await.unwrap_err();
    assert!(notes.try_next().await.unwrap().is_none());

    let mut notes = search.cursor(notes.cursor().unwrap()).into_stream();
    assert_eq!(notes.try_next().await.unwrap().unwrap().note_id, "2");
    assert_eq!(server.asked()[2].body, r#"{"cursor":"b"}"#);
}

#[tokio::test]
async fn a_dropped_wait_for_an_item_loses_nothing() {
    let server = Server::answering([r#"{"results": [{"note_id": "1"}]}"#]).await;
    let mut notes = server.client.notes().search().into_stream();
    assert!(notes.try_next().now_or_never().is_none());
    assert_eq!(notes.try_next().await.unwrap().unwrap().note_id, "1");
    server.asked_once();
}

/// A service with a page for each cursor. After page `n` comes page `next(n)`.
struct Pages<F>(F);

impl<F: Fn(usize) -> Option<usize> + Send + Sync + 'static> Transport for Pages<F> {
    fn send(&self, request: Request<Bytes>) -> TransportFuture<'_> {
        let asked: Value = serde_json::from_slice(request.body()).unwrap();
        let page = asked["cursor"]
            .as_str()
            .map_or(0, |cursor| cursor.parse().unwrap());
        let next = (self.0)(page).map(|next| next.to_string());
        let body = json!({"results": [{"note_id": page.to_string()}], "next_cursor": next});
        Box::pin(async move { Ok(http::Response::new(body.to_string().into())) })
    }
}

fn pages(next: impl Fn(usize) -> Option<usize> + Send + Sync + 'static) -> SearchRequest {
    let client = Client::builder("key", "secret")
        .transport(Pages(next))
        .build()
        .unwrap();
    client.notes().search()
}

#[tokio::test]
async fn a_cycle_of_cursors_is_detected() {
    for way_in in [0, 1, 2, 7, 30] {
        for round in [1, 2, 3, 8, 50] {
            let search = pages(move |page| {
                let next = page + 1;
                Some(if next < way_in + round { next } else { way_in })
            });
            for search in [search.clone(), search.cursor("0")] {
                let notes: Vec<_> = search.into_stream().collect().await;
                let error = notes.last().unwrap().as_ref().unwrap_err();
                assert!(
                    error.to_string()
                        == "POST /v1/notes/search: the next page has the cursor of an earlier one"
                        && !error.is_retryable(),
                    "{error}"
                );
                assert!(
                    notes.len() > way_in + round && notes.len() <= 3 * round.max(way_in + 1) + 1,
                    "{way_in} {round} {}",
                    notes.len()
                );
            }
        }
    }
}

#[tokio::test]
async fn a_list_can_have_ten_thousand_pages() {
    let notes = pages(|page| (page < 9_999).then_some(page + 1)).into_stream();
    assert_eq!(
        notes
            .try_fold(0, async |count, _| Ok(count + 1))
            .await
            .unwrap(),
        10_000
    );
}
