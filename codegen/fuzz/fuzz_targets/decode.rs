//! Reads the input as the body of a response. The client accepts and rejects the same bodies as `serde_json`, and reads
//! the same values.
//!
//! The target does not compare bodies for which the client has rules of its own: bodies with a byte order mark, with a
//! key of `serde_json`'s raw values, or with a status code that is not a 64-bit integer. The client also accepts three
//! kinds of body that `serde_json` rejects: with a repeated key, with an integer such as `1.0`, or with a number beyond
//! the range of `f64`.
//!
//! The client reads most unions twice, and `serde_json` reads them from a [`Value`]. That rounds numbers, drops all but the
//! last value of a repeated key, and rejects escapes for half a character also in keys that the client ignores.

#![no_main]

use std::fmt::Debug;
use std::sync::LazyLock;

use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::types::{Change, Rank, Subject};
use client_runtime::{Client, Error, Response};
use libfuzzer_sys::fuzz_target;
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use serde_json::{Number, Value};
use tokio::runtime::{Builder, Runtime};

static RUNTIME: LazyLock<Runtime> =
    LazyLock::new(|| Builder::new_current_thread().enable_time().build().unwrap());

fuzz_target!(|body: &[u8]| {
    let answer = || Answer::new(200, body.to_vec());
    let client = Client::builder("key", "secret")
        .transport(CannedTransport::new([(); 7].map(|()| answer())))
        .build()
        .unwrap();
    let notes = client.notes();
    RUNTIME.block_on(async {
        compare(notes.get("n1").send().await, body);
        compare(notes.search().send().await, body);
        compare(notes.tally().send().await, body);
        compare_whole(notes.list().send().await, body);
        let changes = client.changes();
        let find = changes.find(Rank::Number(1), Subject::All(true));
        compare_union(find.send().await, body);
        compare_union(changes.steps().send().await, body);
        compare_union(changes.apply(Change::Pin).send().await, body);
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

/// Does the same for unions. Only an object has the keys of the envelope, which are none of the union's.
fn compare_union<T: Debug + DeserializeOwned + Serialize>(ours: Result<Response<T>, Error>, body: &[u8]) {
    let text = str::from_utf8(body).unwrap_or_default();
    if text.starts_with('\u{feff}') || text.contains("$serde_json") || text.trim_ascii() == "null" {
        return;
    }
    let has_envelope = || {
        let status_code = serde_json::from_str::<Envelope>(text).ok()?.status_code;
        status_code.unwrap_or(0.into()).as_i64()
    };
    let mut value = serde_json::from_str::<Value>(text);
    if value.as_ref().is_ok_and(|value| colons(&value.to_string()) != colons(text)) {
        return;
    }
    if let Ok(Value::Object(object)) = &mut value {
        if has_envelope().is_none() {
            return;
        }
        object.retain(|key, _| !["request_id", "status_code"].contains(&key.as_str()));
    }
    let theirs = value.and_then(serde_json::from_value::<T>);
    match (ours, theirs) {
        (Ok(ours), Ok(theirs)) => {
            let (ours, theirs) = (serde_json::to_value(&*ours), serde_json::to_value(&theirs));
            let (ours, theirs) = (ours.unwrap(), theirs.unwrap());
            assert!(is_alike(&ours, &theirs), "{ours}, but serde_json: {theirs}");
        }
        (Err(ours), Err(_)) => assert!(ours.is_decode(), "{ours}"),
        (Ok(_), Err(theirs)) if is_accepted_by_us_alone(&theirs) || is_half_a_character(&theirs) => {}
        (ours, theirs) => panic!("{ours:?}, but serde_json: {theirs:?}"),
    }
}

/// The number of keys in a text of JSON, with repeated ones.
fn colons(text: &str) -> usize {
    let (mut in_string, mut is_escaped, mut count) = (false, false, 0);
    for byte in text.bytes() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => in_string = !in_string,
            b':' if !in_string => count += 1,
            _ => {}
        }
    }
    count
}

/// Whether two values are the same, but for the last digits of numbers.
fn is_alike(one: &Value, other: &Value) -> bool {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let numbers = one.as_f64().zip(other.as_f64());
            numbers.is_some_and(|(one, other)| one == other || (one / other - 1.0).abs() < 1e-12)
        }
        (Value::Array(one), Value::Array(other)) => {
            one.len() == other.len() && one.iter().zip(other).all(|(one, other)| is_alike(one, other))
        }
        (Value::Object(one), Value::Object(other)) => {
            let is_same = |key, one| other.get(key).is_some_and(|other| is_alike(one, other));
            one.len() == other.len() && one.iter().all(|(key, one)| is_same(key, one))
        }
        _ => one == other,
    }
}

fn is_half_a_character(fault: &serde_json::Error) -> bool {
    let fault = fault.to_string();
    ["lone leading surrogate", "unexpected end of hex escape"]
        .iter()
        .any(|start| fault.starts_with(start))
}

fn is_accepted_by_us_alone(fault: &serde_json::Error) -> bool {
    let fault = fault.to_string();
    ["duplicate field", "invalid type: floating point", "number out of range"]
        .iter()
        .any(|start| fault.starts_with(start))
}
