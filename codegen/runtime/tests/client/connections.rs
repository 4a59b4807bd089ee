//! Tests of the number of connections and their life cycle.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use client_runtime::{Client, ClientBuilder, RetryPolicy};
use futures_util::future::join_all;
use tokio::io::AsyncWriteExt;
use tokio::net::{TcpListener, TcpStream};
use tokio::runtime::{self, Runtime};
use tokio::sync::Barrier;

use crate::fault_server::{read_request, response};

/// The behaviour of a server on a connection.
#[derive(Clone)]
enum Manner {
    /// Answers all requests.
    Answers,
    /// Answers all requests as soon as the barrier is full, on any connections.
    AnswersTogether(Arc<Barrier>),
    /// Answers only the first request.
    AnswersOne,
    /// Answers no request.
    Silent,
}

struct Server {
    address: String,
    connections: Arc<AtomicUsize>,
}

impl Server {
    async fn start(manner: Manner) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = format!("http://{}", listener.local_addr().unwrap());
        let connections = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&connections);
        tokio::spawn(async move {
            while let Ok((socket, _)) = listener.accept().await {
                count.fetch_add(1, Ordering::SeqCst);
                tokio::spawn(serve(socket, manner.clone()));
            }
        });
        Self {
            address,
            connections,
        }
    }

    fn builder(&self) -> ClientBuilder {
        Client::builder("key", "secret").base_url(&self.address)
    }

    fn connections(&self) -> usize {
        self.connections.load(Ordering::SeqCst)
    }
}

async fn serve(mut socket: TcpStream, manner: Manner) -> io::Result<()> {
    let note = response("200 OK", "", br#"{"note_id": "n1"}"#);
    let mut is_first = true;
    loop {
        read_request(&mut socket).await?;
        match &manner {
            Manner::Answers => {}
            Manner::AnswersTogether(barrier) => {
                barrier.wait().await;
            }
            Manner::AnswersOne if is_first => {}
            Manner::AnswersOne | Manner::Silent => continue,
        }
        is_first = false;
        socket.write_all(&note).await?;
    }
}

#[tokio::test]
async fn a_thousand_calls_at_once_share_a_hundred_connections() {
    let together = Manner::AnswersTogether(Arc::new(Barrier::new(100)));
    let server = Server::start(together).await;
    let notes = server.builder().build().unwrap().notes();
    let calls = join_all((0..1000).map(|_| notes.get("n1").send())).await;

    assert!(calls.iter().all(Result::is_ok));
    assert_eq!(server.connections(), 100);
}

#[tokio::test]
async fn the_number_of_connections_can_be_set() {
    for (limit, opened) in [(0, 1), (1, 1), (3, 3)] {
        let together = Manner::AnswersTogether(Arc::new(Barrier::new(opened)));
        let server = Server::start(together).await;
        let client = server.builder().max_connections(limit).build().unwrap();
        let calls = join_all((0..30).map(|_| client.notes().get("n1").send())).await;

        assert!(calls.iter().all(Result::is_ok));
        assert_eq!(server.connections(), opened);
    }
}

#[tokio::test]
async fn a_call_waits_for_a_connection_until_its_timeout() {
    let server = Server::start(Manner::Silent).await;
    let client = server
        .builder()
        .max_connections(1)
        .retry(RetryPolicy::none())
        .timeout(Duration::from_millis(200))
        .build()
        .unwrap();
    let calls = join_all((0..2).map(|_| client.notes().get("n1").send())).await;

    assert!(
        calls
            .into_iter()
            .all(|call| call.unwrap_err().is_call_timeout())
    );
    assert_eq!(server.connections(), 1);
}

#[tokio::test]
async fn a_connection_serves_further_calls_until_it_was_idle_for_too_long() {
    let server = Server::start(Manner::Answers).await;
    let client = server.builder().build().unwrap();
    for _ in 0..10 {
        client.notes().get("n1").send().await.unwrap();
    }
    assert_eq!(server.connections(), 1);

    for (seconds, connections) in [(49, 1), (50, 2)] {
        tokio::time::pause();
        tokio::time::advance(Duration::from_secs(seconds)).await;
        tokio::time::resume();
        client.notes().get("n1").send().await.unwrap();
        assert_eq!(server.connections(), connections);
    }
}

#[tokio::test]
async fn a_call_that_hangs_on_an_old_connection_is_retried_on_a_new_one() {
    let server = Server::start(Manner::AnswersOne).await;
    let timeout = Duration::from_secs(1);
    let client = server.builder().timeout(timeout).build().unwrap();
    for attempts in [1, 2] {
        let note = client.notes().get("n1").send().await.unwrap();
        assert_eq!(note.meta().attempts(), attempts);
    }
    assert_eq!(server.connections(), 2);
}

fn runtime() -> Runtime {
    runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

#[test]
fn one_client_works_on_several_runtimes() {
    let of_server = Runtime::new().unwrap();
    let server = of_server.block_on(Server::start(Manner::Answers));
    let client = server
        .builder()
        .max_connections(2)
        .retry(RetryPolicy::none())
        .timeout(Duration::from_secs(10))
        .build()
        .unwrap();
    let create = async || client.notes().create().title("t").send().await.unwrap();

    // Between two calls, each runtime stops, and its connections stop too.
    let (one, other) = (runtime(), runtime());
    for _ in 0..3 {
        one.block_on(create());
        other.block_on(create());
    }
    assert_eq!(server.connections(), 2);
    drop(one);
    other.block_on(create());
    runtime().block_on(create());
    assert_eq!(server.connections(), 3);
}
