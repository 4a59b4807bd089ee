//! Sends requests that the client would not send.

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use users_service::Running;

/// `project-test-1:secret`
pub(crate) const CREDENTIALS: &str = "Basic cHJvamVjdC10ZXN0LTE6c2VjcmV0";

pub(crate) struct Answer {
    pub(crate) status: u16,
    /// The status line and the headers, in lower case.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap()
    }
}

pub(crate) async fn send(
    service: &Running,
    method: &str,
    path: &str,
    credentials: &str,
    body: &str,
) -> Answer {
    send_to(&service.url(), method, path, credentials, body).await
}

/// Sends a request to the service with this base URL.
pub(crate) async fn send_to(
    url: &str,
    method: &str,
    path: &str,
    credentials: &str,
    body: &str,
) -> Answer {
    let address = url.strip_prefix("http://").unwrap();
    let length = body.len();
    let request = format!(
        "{method} {path} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\nAuthorization: {credentials}\r\n\
         Content-Length: {length}\r\n\r\n{body}"
    );
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(request.as_bytes()).await.unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).await.unwrap();
    let (head, body) = answer.split_once("\r\n\r\n").unwrap();
    Answer {
        status: head.split(' ').nth(1).unwrap().parse().unwrap(),
        head: head.to_lowercase(),
        body: body.to_owned(),
    }
}
