//! Tests that an odd body costs no more than a small multiple of its size.

#![allow(clippy::unwrap_used, reason = "a test that fails may panic")]

use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::{Client, Error, RetryPolicy};
use tokio::runtime::Builder;

const MIB: usize = 1 << 20;

/// The most bytes of an error. Its excerpt of the body has 64 KiB.
const HELD: i64 = 128 << 10;

/// Returns the error of a `get` with the answer `body`, the peak of allocated bytes, with the body, and the bytes of
/// the error.
fn get_error(body: &str) -> (Error, u64, i64) {
    assert!(body.len() > MIB);
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let mut error = None;
    let used = allocation_counter::measure(|| {
        let client = Client::builder("key", "secret")
            .transport(CannedTransport::new([Answer::new(200, body.to_owned())]))
            .retry(RetryPolicy::none())
            .build()
            .unwrap();
        error = runtime.block_on(client.notes().get("n1").send()).err();
    });
    (error.unwrap(), used.bytes_max, used.bytes_current)
}

#[test]
fn a_body_of_the_wrong_type_is_not_made_into_anything() {
    let list = |element: &str| {
        format!(
            "[{}{element}]",
            format!("{element},").repeat(4 * MIB / element.len())
        )
    };
    let bodies = [
        list(r#"{"":0}"#),
        format!(r#"{{"note_id": {}}}"#, list(r#"{"":0}"#)),
        format!(r#"{{"views": {}}}"#, list("[[0]]")),
        format!(r#"{{"authors": "{}"}}"#, "x".repeat(4 * MIB)),
        format!(r#"{{"authors": "{}"}}"#, "\\n".repeat(2 * MIB)),
        format!(r#"{{"views": {}}}"#, "1".repeat(4 * MIB)),
        format!(r#"{{"unknown": {}"#, "[".repeat(4 * MIB)),
        format!(r#"{{"unknown": {}"#, r#"{"":"#.repeat(MIB)),
        format!(r#"{{"unknown": {}, "note_id": 7}}"#, list(r#"{"":0}"#)),
        format!(
            r#"{{"unknown": {}{}, "note_id": 7}}"#,
            "[".repeat(2 * MIB),
            "]".repeat(2 * MIB)
        ),
        format!(r#"{{"{}": tru}}"#, "x".repeat(4 * MIB)),
        format!("<p>{}", "\0".repeat(4 * MIB)),
    ];
    for body in bodies {
        let size = body.len() as u64;
        let start: String = body.chars().take(40).collect();
        let (error, most, held) = get_error(&body);
        assert!(error.is_decode());
        assert!(most < 4 * size, "{start}: {most} of {size} bytes");
        assert!(held < HELD, "{start}: the error holds {held} bytes");
        assert!(error.to_string().len() < 600);
    }
}

#[test]
fn an_error_keeps_only_the_start_of_what_the_service_says() {
    let details = r#"{"":0},"#.repeat(MIB);
    for body in [
        format!(r#"{{"error_details": [{details}0], "note_id": 7}}"#),
        format!(
            r#"{{"note_id": 7, "error_message": "{}"}}"#,
            "x".repeat(4 * MIB)
        ),
    ] {
        let (error, most, held) = get_error(&body);
        assert_eq!(error.body().unwrap().len(), 64 << 10);
        assert!(most < 32 * MIB as u64, "{most}");
        assert!(held < HELD, "{held}");
    }
}
