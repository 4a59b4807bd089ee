//! Tests counts that do not depend on the machine, so that they do not grow unnoticed: the allocations of a call, and
//! the crates of a build.

#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may end this way")]

use std::collections::HashSet;
use std::process::Command;

use tokio::net::TcpListener;
use tokio::runtime;
use users_benches::{Caller, Endpoint, Form, listen};

/// Returns the number of allocations of this thread for a call on an open connection. The server runs on another
/// thread.
fn allocations(caller: impl Fn(&str) -> Caller, endpoint: Endpoint) -> u64 {
    let server = runtime::Runtime::new().unwrap();
    let listener = server.block_on(TcpListener::bind("127.0.0.1:0")).unwrap();
    let caller = caller(&listener.local_addr().unwrap().to_string());
    server.spawn(listen(listener));
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    let call = || runtime.block_on(caller.call(endpoint)).unwrap();
    call();
    // The number of times that the client waits for a body depends on the machine, and each wait can allocate.
    let counts = (0..10).map(|_| allocation_counter::measure(call).count_total);
    counts.min().unwrap()
}

#[test]
fn a_call_allocates_no_more_than_before() {
    // The endpoint, and the allocations of the client and of the baseline.
    let known = [
        (Endpoint::Get, 52, 63),
        (Endpoint::Create, 57, 69),
        (Endpoint::Search(Form::Ordered), 28_043, 40_045),
    ];
    for (endpoint, of_client, of_bare) in known {
        let client = allocations(|server| Caller::client(server).unwrap(), endpoint);
        assert!(client <= of_client, "{endpoint:?}: {client}");
        let bare = allocations(Caller::bare, endpoint);
        assert!(bare <= of_bare, "{endpoint:?} of the baseline: {bare}");
    }
}

#[test]
fn a_build_has_no_more_crates_than_before() {
    let known = [
        ("--no-default-features", 18),
        ("--features=default", 48),
        ("--features=blocking", 48),
        ("--features=tracing", 48),
        ("--features=jiff", 50),
        ("--all-features", 89),
    ];
    for (features, at_most) in known {
        let tree = Command::new(env!("CARGO"))
            .args([
                "tree",
                "--package=stytch-users",
                "--edges=normal",
                "--target=x86_64-unknown-linux-gnu",
            ])
            .args(["--prefix=none", "--format={p}", features])
            .output()
            .unwrap();
        let tree = String::from_utf8(tree.stdout).unwrap();
        let crates: HashSet<_> = tree
            .lines()
            .filter_map(|line| line.split(" (").next())
            .collect();
        assert!(!crates.is_empty());
        assert!(crates.len() <= at_most, "{features}: {}", crates.len());
    }
}
