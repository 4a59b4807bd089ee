//! Specs for tests to start from.

use std::path::Path;

use codegen::{Source, read};

/// A `client.yaml` without a fault.
pub(crate) const CLIENT: &str = "\
crate: { name: example, version: 0.1.0, docs: A client. }
servers: { live: { url: https://api.example.com, docs: The only one. } }
envelope: { request_id: { type: string, docs: Names the call. } }
error: { fields: { type: [type] }, types: { not_found: Nothing is there. } }
";

/// A resource without a fault.
pub(crate) const USERS: &str = "\
resource: users
docs: The users.
endpoints:
  list: { summary: Lists users., method: GET, path: /users }
";

/// Creates a file of a spec in the directory `spec`.
pub(crate) fn source(file: &str, text: impl Into<String>) -> Source {
    let name = format!("spec/{file}");
    Source {
        path: name.clone().into(),
        name,
        text: text.into(),
    }
}

/// Returns a spec of `users` and a client without a fault.
pub(crate) fn with_client(users: impl Into<String>) -> [Source; 2] {
    [source("client.yaml", CLIENT), source("users.yaml", users)]
}

/// Reads the spec of this repository, which changes: for tests of that spec, and tests that work with any spec.
pub(crate) fn of_this_repository() -> Vec<Source> {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec")).unwrap()
}

/// Reads a spec with most features of the format, `client.yaml` and `users.yaml`: for tests that know its lines.
pub(crate) fn of_users() -> Vec<Source> {
    read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/users/spec")).unwrap()
}
