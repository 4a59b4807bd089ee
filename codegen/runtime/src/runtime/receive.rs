//! Reads a response, within a deadline and a size limit.

use bytes::Bytes;
use http_body::Body as _;
use http_body_util::BodyExt;

use crate::runtime::deadline::Deadline;
use crate::runtime::error::Error;
use crate::runtime::received::{ERROR_BODY_LIMIT, Received};
use crate::runtime::transport::Body;

/// The largest allocation for an announced length before the first byte of the body arrives: 64
/// KiB.
const FIRST_ALLOCATION: usize = 64 << 10;

/// The largest allocation for an announced length after the first byte, as a multiple of the
/// received bytes. Each new allocation can copy all received bytes.
const GROWTH: usize = 16;

/// A body of a successful response: whole, or a stream.
pub(crate) trait Receive: Sized {
    /// Reads the response until the body is available.
    fn receive(
        response: http::Response<Body>,
        limit: usize,
        deadline: Deadline,
    ) -> impl Future<Output = Result<Received<Self>, Error>> + Send;
}

/// A whole body of at most `limit` bytes.
impl Receive for Bytes {
    async fn receive(
        response: http::Response<Body>,
        limit: usize,
        deadline: Deadline,
    ) -> Result<Received, Error> {
        let (head, body) = Received::from(response).replace_body(Bytes::new());
        if body.size_hint().lower() > limit as u64 {
            return Err(Error::too_large("the body", limit).with_received(head));
        }
        let mut bytes = Vec::new();
        let outcome = deadline
            .limit(collect(body, limit, &mut bytes))
            .await
            .map_err(Error::timeout);
        let (received, _) = head.replace_body(bytes.into());
        match outcome {
            Ok(Ok(())) => Ok(received),
            Ok(Err(error)) | Err(error) => Err(error.with_received(received)),
        }
    }
}

/// Returns the error for a status other than 2xx. It keeps the start of the body, even if the body
/// breaks off.
pub(crate) async fn error(response: http::Response<Body>, deadline: Deadline) -> Error {
    let (head, body) = Received::from(response).replace_body(Bytes::new());
    let mut bytes = Vec::new();
    let _ = deadline
        .limit(collect(body, ERROR_BODY_LIMIT, &mut bytes))
        .await;
    let (received, _) = head.replace_body(bytes.into());
    Error::api().with_received(received)
}

/// Reads `body` into `bytes`, up to `limit` bytes.
async fn collect(mut body: Body, limit: usize, bytes: &mut Vec<u8>) -> Result<(), Error> {
    while let Some(frame) = body.frame().await {
        let Ok(mut data) = frame.map_err(Error::broken_off)?.into_data() else {
            continue;
        };
        let room = limit.saturating_sub(bytes.len());
        let too_large = data.len() > room;
        data.truncate(room);
        if data.len() > bytes.capacity() - bytes.len() {
            let announced = usize::try_from(body.size_hint().lower()).unwrap_or(room);
            let trusted = FIRST_ALLOCATION.max(GROWTH.saturating_mul(bytes.len()));
            bytes.reserve_exact(data.len().saturating_add(announced.min(trusted)).min(room));
        }
        bytes.extend_from_slice(&data);
        if too_large {
            return Err(Error::too_large("the body", limit));
        }
    }
    Ok(())
}
