//! The paths to the parts of an error body.

use serde_json::{Map, Value};

/// The paths to each part of an error body. Of several paths to a part, the first path to a value
/// other than null counts.
///
/// A path is a top-level key of the body. A dot leads into an object or a list: `error.message`,
/// `errors.0.code`.
pub(crate) struct ErrorKeys {
    pub(crate) error_type: &'static [&'static str],
    pub(crate) message: &'static [&'static str],
    pub(crate) url: &'static [&'static str],
    pub(crate) details: &'static [&'static str],
    pub(crate) request_id: &'static [&'static str],
}

impl ErrorKeys {
    /// Whether a path begins with `key`.
    pub(crate) fn begin_with(&self, key: &str) -> bool {
        let paths = [
            self.error_type,
            self.message,
            self.url,
            self.details,
            self.request_id,
        ];
        let mut starts = paths
            .iter()
            .copied()
            .flatten()
            .map(|path| path.split('.').next());
        starts.any(|start| start == Some(key))
    }
}

/// Returns the first value of `paths` that is not null.
pub(crate) fn find<'v>(body: &'v Map<String, Value>, paths: &[&str]) -> Option<&'v Value> {
    let mut values = paths.iter().filter_map(|path| follow(body, path));
    values.find(|value| !value.is_null())
}

fn follow<'v>(body: &'v Map<String, Value>, path: &str) -> Option<&'v Value> {
    let mut keys = path.split('.');
    let start = body.get(keys.next()?)?;
    keys.try_fold(start, |value, key| match value {
        Value::Object(object) => object.get(key),
        Value::Array(list) => list.get(key.parse::<usize>().ok()?),
        _ => None,
    })
}
