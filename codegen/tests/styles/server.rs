//! A server on loopback that keeps the bytes of each request and returns prepared responses, one after the other.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// A response: the head without its first `HTTP/1.1 ` and without the length of the body, and the body.
pub(crate) struct Answer {
    head: &'static str,
    body: Vec<u8>,
}

/// Creates a response with a body of JSON.
pub(crate) fn json(head: &'static str, body: &str) -> Answer {
    bytes(head, body.as_bytes())
}

/// Creates a response with any body.
pub(crate) fn bytes(head: &'static str, body: &[u8]) -> Answer {
    let body = body.to_vec();
    Answer { head, body }
}

/// A running server.
pub(crate) struct Server {
    /// Its base URL.
    pub(crate) url: String,
    requests: Arc<Mutex<Vec<String>>>,
}

impl Server {
    /// Starts a server that returns these responses. `{url}` in them becomes its base URL.
    pub(crate) async fn new(answers: impl IntoIterator<Item = Answer>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}", listener.local_addr().unwrap());
        let requests = Arc::new(Mutex::new(Vec::new()));
        let answers: Vec<_> = answers.into_iter().collect();
        let answers = Arc::new(Mutex::new(answers.into_iter()));
        let (base, log) = (url.clone(), Arc::clone(&requests));
        tokio::spawn(async move {
            while let Ok((mut stream, _)) = listener.accept().await {
                let (base, log, answers) = (base.clone(), Arc::clone(&log), Arc::clone(&answers));
                tokio::spawn(async move {
                    while let Some(request) = read(&mut stream).await {
                        log.lock()
                            .unwrap()
                            .push(request.replace(&base[7..], "HOST"));
                        let Answer { head, body } = answers.lock().unwrap().next().unwrap();
                        let head = head.replace("{url}", &base);
                        let head =
                            format!("HTTP/1.1 {head}\r\nContent-Length: {}\r\n\r\n", body.len());
                        stream.write_all(head.as_bytes()).await.unwrap();
                        stream.write_all(&body).await.unwrap();
                    }
                });
            }
        });
        Self { url, requests }
    }

    /// Returns the requests so far and forgets them. A `|` replaces each line end.
    pub(crate) fn requests(&self) -> Vec<String> {
        std::mem::take(&mut self.requests.lock().unwrap())
    }

    /// Returns the only request, and forgets it.
    pub(crate) fn request(&self) -> String {
        let mut requests = self.requests();
        assert_eq!(requests.len(), 1, "{requests:#?}");
        requests.remove(0)
    }
}

/// Reads a request as text. `None` at the end of the connection.
async fn read(stream: &mut TcpStream) -> Option<String> {
    let mut bytes = Vec::new();
    loop {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head
                .lines()
                .find_map(|line| line.strip_prefix("content-length: "));
            let length = length.map_or(0, |length| length.parse().unwrap());
            if bytes.len() >= head.len() + 4 + length {
                return Some(format!("{}\n\n{body}", head.replace("\r\n", "\n")));
            }
        }
        if stream.read_buf(&mut bytes).await.ok()? == 0 {
            return None;
        }
    }
}
