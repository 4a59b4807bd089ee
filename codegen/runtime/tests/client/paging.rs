//! Streams of items over pages.

use client_runtime::{Color, Filter, ItemStream, Note};
use futures_util::{StreamExt, TryStreamExt};

use crate::server::Server;

#[tokio::test]
async fn a_page_is_fetched_when_the_last_is_used_up() {
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
