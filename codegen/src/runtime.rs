//! The hand-written half of every client: the sources to copy into an emitted crate, and the features and dependencies
//! of its manifest.

use std::mem;

/// A file of the runtime.
pub(crate) struct RuntimeFile {
    /// The path below `src`, both in the emitted crate and in `codegen/runtime`: `runtime/error.rs`.
    pub(crate) path: &'static str,
    pub(crate) text: &'static str,
}

macro_rules! files {
    ($($path:literal),* $(,)?) => {
        [$(RuntimeFile {
            path: $path,
            text: include_str!(concat!("../runtime/src/", $path)),
        }),*]
    };
}

/// All files of the runtime, sorted by path.
pub(crate) const FILES: &[RuntimeFile] = &files![
    "runtime.rs",
    "runtime/absent.rs",
    "runtime/auth.rs",
    "runtime/base64_bytes.rs",
    "runtime/base_url.rs",
    "runtime/basic_auth.rs",
    "runtime/blocking.rs",
    "runtime/byte_stream.rs",
    "runtime/call.rs",
    "runtime/client.rs",
    "runtime/client/builder.rs",
    "runtime/constraints.rs",
    "runtime/custom_request.rs",
    "runtime/date.rs",
    "runtime/deadline.rs",
    "runtime/decimal.rs",
    "runtime/error.rs",
    "runtime/error_body.rs",
    "runtime/error_keys.rs",
    "runtime/event_parser.rs",
    "runtime/event_stream.rs",
    "runtime/extra.rs",
    "runtime/form.rs",
    "runtime/id.rs",
    "runtime/integer_enum.rs",
    "runtime/internally_tagged.rs",
    "runtime/into_option.rs",
    "runtime/joined.rs",
    "runtime/json.rs",
    "runtime/json/fault.rs",
    "runtime/json/fields.rs",
    "runtime/json/location.rs",
    "runtime/json/names.rs",
    "runtime/json/number.rs",
    "runtime/json/reader.rs",
    "runtime/json/scan.rs",
    "runtime/json/skip.rs",
    "runtime/json/text.rs",
    "runtime/json_object.rs",
    "runtime/look_ahead.rs",
    "runtime/map.rs",
    "runtime/multipart.rs",
    "runtime/object.rs",
    "runtime/open_enum.rs",
    "runtime/optional_body.rs",
    "runtime/paging.rs",
    "runtime/paging/count.rs",
    "runtime/paging/fingerprint.rs",
    "runtime/paging/link.rs",
    "runtime/paging/number.rs",
    "runtime/paging/offset.rs",
    "runtime/query_auth.rs",
    "runtime/raw_body.rs",
    "runtime/receive.rs",
    "runtime/received.rs",
    "runtime/redacted.rs",
    "runtime/request.rs",
    "runtime/request/page_url.rs",
    "runtime/response.rs",
    "runtime/response_header.rs",
    "runtime/retry.rs",
    "runtime/retry_after.rs",
    "runtime/retry_budget.rs",
    "runtime/serialize.rs",
    "runtime/servers.rs",
    "runtime/tagged.rs",
    "runtime/testing.rs",
    "runtime/text.rs",
    "runtime/timestamp.rs",
    "runtime/token_source.rs",
    "runtime/trace.rs",
    "runtime/transport.rs",
    "runtime/transport/connector.rs",
    "runtime/transport/fault.rs",
    "runtime/transport/hyper.rs",
    "runtime/transport/pool.rs",
    "runtime/transport/proxy.rs",
    "runtime/transport/reqwest.rs",
    "runtime/untagged.rs",
    "runtime/unix_time.rs",
    "runtime/uuid.rs",
    "runtime/value_body.rs",
    "runtime/variant.rs",
];

impl RuntimeFile {
    /// Returns the name of the module: `error`.
    pub(crate) fn module(&self) -> &'static str {
        let module = self.path.trim_end_matches(".rs");
        module.trim_start_matches("runtime/")
    }

    /// Returns the text without the declarations of the modules in `unused`.
    pub(crate) fn text_without(&self, unused: &[&str]) -> String {
        let is_unused = |line: &str| {
            let declared = line.trim_end().strip_prefix("pub(crate) mod ");
            let module = declared.and_then(|module| module.strip_suffix(';'));
            module.is_some_and(|module| unused.contains(&&*self.submodule(module)))
        };
        let mut text = String::with_capacity(self.text.len());
        for line in self.text.split_inclusive('\n') {
            // If no declaration of a paragraph remains, the blank line after it is removed too.
            let is_second_blank = line == "\n" && text.ends_with("\n\n");
            if !is_unused(line) && !is_second_blank {
                text.push_str(line);
            }
        }
        text
    }

    /// Returns the module that this file declares as `name`: `client/builder`.
    fn submodule(&self, name: &str) -> String {
        match self.module() {
            "runtime" => name.to_owned(),
            module => format!("{module}/{name}"),
        }
    }
}

/// The manifest of the runtime.
const MANIFEST: &str = include_str!("../runtime/Cargo.toml");

/// The lines at the start and after the end of the part of the manifest that emitted crates share.
const SHARED: (&str, &str) = (
    "[features]",
    "# Only the tests of the runtime itself need the rest.",
);

/// Returns the features and dependencies of an emitted crate, without those in `unused`.
pub(crate) fn manifest_without(unused: &[&str]) -> String {
    let mut manifest = String::new();
    let mut comments = String::new();
    for line in shared_manifest().split_inclusive('\n') {
        if line.starts_with('#') {
            comments.push_str(line);
            continue;
        }
        let comments = mem::take(&mut comments);
        let is_unused = line
            .split_once(" =")
            .is_some_and(|(name, _)| unused.contains(&name));
        if !is_unused {
            manifest.extend([&comments, line]);
        }
    }
    manifest
}

/// Returns the features and dependencies that emitted crates share.
fn shared_manifest() -> &'static str {
    let (start, end) = SHARED;
    let from_start = MANIFEST.find(start).and_then(|at| MANIFEST.get(at..));
    from_start
        .and_then(|shared| shared.split(end).next())
        .unwrap_or_default()
}

/// Whether every emitted crate depends on a crate of this name.
pub(crate) fn is_dependency(name: &str) -> bool {
    let library = name.replace('-', "_");
    let dependencies = shared_manifest()
        .split_once("[dependencies]")
        .map_or("", |(_, dependencies)| dependencies);
    let mut names = dependencies
        .lines()
        .filter_map(|line| line.split_once(" ="));
    names.any(|(dependency, _)| dependency.replace('-', "_") == library)
}
