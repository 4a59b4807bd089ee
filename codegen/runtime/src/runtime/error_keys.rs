//! The keys under which an error's body holds its parts.

/// The keys of each part of an error. Of several, the first one whose value is not null counts.
pub(crate) struct ErrorKeys {
    pub(crate) error_type: &'static [&'static str],
    pub(crate) message: &'static [&'static str],
    pub(crate) url: &'static [&'static str],
    pub(crate) details: &'static [&'static str],
    pub(crate) request_id: &'static [&'static str],
}

impl ErrorKeys {
    /// Whether `key` holds any part.
    pub(crate) fn contains(&self, key: &str) -> bool {
        [
            self.error_type,
            self.message,
            self.url,
            self.details,
            self.request_id,
        ]
        .iter()
        .any(|keys| keys.contains(&key))
    }
}
