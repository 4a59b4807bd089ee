//! Tests of the blocking client.

use std::io::{Read, Write};
use std::net::TcpListener;
use std::sync::mpsc;
use std::thread;

use client_runtime::blocking;
use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::{Client, RetryPolicy};
use tokio::runtime::{Builder, Runtime};
use tokio::task::spawn_blocking;

use crate::fault_server::response;
use crate::server::Server;

fn blocking(address: &str) -> blocking::Client {
    let builder = Client::builder("key", "secret").base_url(address);
    builder.retry(RetryPolicy::none()).build_blocking().unwrap()
}

#[test]
fn it_waits_for_calls_and_streams() {
    let elsewhere = Runtime::new().unwrap();
    let server = elsewhere.block_on(Server::answering([
        r#"{"note_id": "n1"}"#,
        r#"{"results": [{"note_id": "1"}, {"note_id": "2"}], "next_cursor": "b"}"#,
        r#"{"results": [{"note_id": "3"}]}"#,
        r#"{"results": [], "next_cursor": "b"}"#,
    ]));
    let client = blocking(&server.address);

    assert_eq!(
        client
            .wait(client.notes().get("n1").send())
            .unwrap()
            .note_id,
        "n1"
    );
    let notes: Vec<_> = client.iter(client.notes().search().into_stream()).collect();
    let ids: Vec<_> = notes
        .iter()
        .map(|note| note.as_ref().unwrap().note_id.as_str())
        .collect();
    assert_eq!(ids, ["1", "2", "3"]);
    let pages: Vec<_> = client.iter(client.notes().search().into_pages()).collect();
    assert!(
        matches!(&pages[..], [Ok(_), Err(error)] if error.status().unwrap() == 500),
        "{pages:?}"
    );
}

/// Returns a runtime of each kind.
fn runtimes() -> [Runtime; 2] {
    let one_thread = Builder::new_current_thread().enable_all().build();
    [Runtime::new().unwrap(), one_thread.unwrap()]
}

#[test]
fn it_waits_on_a_thread_of_spawn_blocking() {
    for runtime in runtimes() {
        runtime.block_on(async {
            let server = Server::answering([
                r#"{"note_id": "n1"}"#,
                r#"{"results": [{"note_id": "1"}, {"note_id": "2"}], "next_cursor": "b"}"#,
                r#"{"results": [{"note_id": "3"}]}"#,
            ])
            .await;
            let client = blocking(&server.address);
            let waiting = spawn_blocking(move || {
                let note = client.wait(client.notes().get("n1").send()).unwrap();
                let notes = client.iter(client.notes().search().into_stream());
                (note.note_id.clone(), notes.flatten().count())
            });
            let (id, found) = waiting.await.unwrap();
            assert_eq!((id.as_str(), found), ("n1", 3));
        });
    }
}

#[test]
fn in_async_code_it_panics_before_it_sends_and_can_be_dropped() {
    for runtime in runtimes() {
        let (transport, client) = canned();
        let waiting = client.clone();
        let panic = runtime
            .block_on(runtime.spawn(async move { waiting.wait(waiting.notes().get("n1").send()) }))
            .unwrap_err()
            .into_panic();
        let message = panic.downcast_ref::<&str>().unwrap();
        assert!(message.contains("from within a runtime"), "{message}");
        assert!(transport.requests().is_empty());
        runtime.block_on(async { drop(client) });
    }
}

/// Creates a client with canned answers.
fn canned() -> (CannedTransport, blocking::Client) {
    let transport = CannedTransport::new([Answer::never()]);
    let builder = Client::builder("key", "secret").transport(transport.clone());
    (transport, builder.build_blocking().unwrap())
}

#[test]
fn several_threads_can_wait_at_once() {
    let elsewhere = Runtime::new().unwrap();
    let server = elsewhere.block_on(Server::answering([r#"{"note_id": "n1"}"#; 40]));
    let client = blocking(&server.address);
    thread::scope(|scope| {
        for _ in 0..4 {
            scope.spawn(|| {
                for _ in 0..10 {
                    client
                        .clone()
                        .wait(client.notes().get("n1").send())
                        .unwrap();
                }
            });
        }
    });
    assert_eq!(server.asked().len(), 40);
}

#[test]
fn a_connection_that_closes_while_no_thread_waits_is_replaced() {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let client = blocking(&format!("http://{}", listener.local_addr().unwrap()));
    let (close, told) = mpsc::channel();
    let (closed, close_seen) = mpsc::channel();
    let server = thread::spawn(move || {
        for _ in 0..2 {
            let (mut socket, _) = listener.accept().unwrap();
            let mut request = [0; 4096];
            assert!(socket.read(&mut request).unwrap() > 0);
            let note = response("200 OK", "", br#"{"note_id": "n1"}"#);
            socket.write_all(&note).unwrap();
            told.recv().unwrap();
            drop(socket);
            closed.send(()).unwrap();
        }
    });
    for _ in 0..2 {
        client
            .wait(client.notes().create().title("t").send())
            .unwrap();
        close.send(()).unwrap();
        close_seen.recv().unwrap();
    }
    server.join().unwrap();
}
