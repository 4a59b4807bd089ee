//! Tests that drop a call before it ends.

use std::time::Duration;

use futures_util::future::{Either, select};
use tokio::runtime::Handle;
use tokio::time::timeout;

use crate::fault_server::{Fault, FaultServer};
use crate::server::client;

/// Runs `call` until the server gets the request, drops it, and waits for the connection and all tasks to end.
async fn drop_midway(server: &FaultServer, call: impl Future) {
    let alive = || Handle::current().metrics().num_alive_tasks();
    let before = alive();
    let call = Box::pin(call);
    let asked = Box::pin(server.asked());
    let Either::Right(((), call)) = select(call, asked).await else {
        panic!("the call is done");
    };
    assert!(alive() > before);
    drop(call);
    let end = async {
        server.closed().await;
        while alive() > before {
            tokio::task::yield_now().await;
        }
    };
    timeout(Duration::from_secs(10), end).await.unwrap();
}

#[tokio::test]
async fn a_dropped_call_releases_its_connection() {
    let server = FaultServer::start(Fault::Silent, false);
    let notes = client(&server.address).notes();
    drop_midway(&server, notes.get("n1").send()).await;
    assert_eq!(server.struck(), 1);
}

#[tokio::test]
async fn a_dropped_stream_can_be_resumed() {
    let server = FaultServer::start(Fault::Silent, true);
    let search = client(&server.address).notes().search();
    let mut notes = search.clone().into_stream();
    assert_eq!(notes.try_next().await.unwrap().unwrap().note_id, "1");
    server.closed().await;
    let cursor = notes.cursor().unwrap().to_owned();
    drop_midway(&server, async move { notes.try_next().await }).await;

    let mut resumed = search.cursor(&cursor).into_stream();
    assert_eq!(resumed.cursor(), Some("b"));
    drop_midway(&server, async move { resumed.try_next().await }).await;
    assert_eq!(server.struck(), 2);
}
