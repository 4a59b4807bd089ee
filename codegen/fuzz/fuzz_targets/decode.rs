//! Reads the input as the body of a response. The client accepts and rejects the same bodies as `serde_json`, and reads
//! the same values.
//!
//! The target does not compare bodies for which the client has rules of its own: bodies with a byte order mark, with a
//! key of `serde_json`'s raw values, or with a status code that is not a 64-bit integer. The client also accepts three
//! kinds of body that `serde_json` rejects: with a repeated key, with an integer such as `1.0`, or with a number beyond
//! the range of `f64`.

#![no_main]

use std::fmt::Debug;
use std::sync::LazyLock;

use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::{Client, Error, Response};
use libfuzzer_sys::fuzz_target;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use serde_json::Number;
use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_time().build().unwrap());

fuzz_target!(|body: &[u8]| {
    let answer = || Answer::new(200, body.to_vec());
    let client = Client::builder("key", "secret")
        .transport(CannedTransport::new([(); 4].map(|()| answer())))
        .build()
        .unwrap();
    let notes = client.notes();
    RUNTIME.block_on(async {
        compare(notes.get("n1").send().await, body);
        compare(notes.search().send().await, body);
        compare(notes.tally().send().await, body);
        compare_whole(notes.list().send().await, body);
    });
});

/// The keys that every response body has.
#[derive(Deserialize)]
struct Envelope {
    request_id: Option<String>,
    status_code: Option<Number>,
}

/// Panics if `serde_json` reads other values from the body.
fn compare<T: Debug + DeserializeOwned + PartialEq>(ours: Result<Response<T>, Error>, body: &[u8]) {
    let text = str::from_utf8(body).unwrap_or_default();
    if text.starts_with('\u{feff}') || text.contains("$serde_json") {
        return;
    }
    let envelope = serde_json::from_str::<Envelope>(text);
    let status_code = envelope.as_ref().ok().and_then(|it| it.status_code.clone());
    let Some(status_code) = status_code.unwrap_or(0.into()).as_i64() else {
        return;
    };
    let theirs = envelope.and_then(|envelope| Ok((envelope, serde_json::from_str::<T>(text)?)));
    match (ours, theirs) {
        (Ok(ours), Ok((envelope, theirs))) => {
            assert_eq!(*ours, theirs);
            assert_eq!(ours.request_id(), envelope.request_id.unwrap_or_default());
            assert_eq!(ours.meta().status_code(), status_code);
        }
        (Err(ours), Err(_)) => assert!(ours.is_decode(), "{ours}"),
        (Ok(_), Err(theirs)) if is_accepted_by_us_alone(&theirs) => {}
        (ours, theirs) => panic!("{ours:?}, but serde_json: {:?}", theirs.map(|(_, value)| value)),
    }
}

/// Does the same as [`compare`] for a body that is one value. Only our reader takes null as an empty list.
fn compare_whole<T: Debug + DeserializeOwned + PartialEq>(ours: Result<Response<T>, Error>, body: &[u8]) {
    let text = str::from_utf8(body).unwrap_or_default();
    if text.starts_with('\u{feff}') || text.contains("$serde_json") || text.trim_ascii() == "null" {
        return;
    }
    match (ours, serde_json::from_str::<T>(text)) {
        (Ok(ours), Ok(theirs)) => assert_eq!(*ours, theirs),
        (Err(ours), Err(_)) => assert!(ours.is_decode(), "{ours}"),
        (Ok(_), Err(theirs)) if is_accepted_by_us_alone(&theirs) => {}
        (ours, theirs) => panic!("{ours:?}, but serde_json: {theirs:?}"),
    }
}

fn is_accepted_by_us_alone(fault: &serde_json::Error) -> bool {
    let fault = fault.to_string();
    ["duplicate field", "invalid type: floating point", "number out of range"]
        .iter()
        .any(|start| fault.starts_with(start))
}
