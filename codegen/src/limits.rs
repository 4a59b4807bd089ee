//! Features that the format omits on purpose. `spec/LIMITS.md` has a section about each feature, with an alternative.

/// A feature that the format omits, and that maintainers can look for.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Limit {
    Methods,
    MediaTypes,
    Cookies,
    OAuth,
    Webhooks,
}

impl Limit {
    /// Returns the feature for a word: a method, a part of a request, an encoding or a key of another format.
    pub(crate) fn of(word: &str) -> Option<Self> {
        Some(match word.to_ascii_lowercase().as_str() {
            "head" | "options" | "trace" | "connect" => Self::Methods,
            "xml" => Self::MediaTypes,
            "cookie" | "cookies" => Self::Cookies,
            "oauth" | "oauth2" | "openidconnect" => Self::OAuth,
            "webhook" | "webhooks" | "callbacks" => Self::Webhooks,
            _ => return None,
        })
    }

    /// Returns the heading of the section.
    fn heading(self) -> &'static str {
        match self {
            Self::Methods => "Methods",
            Self::MediaTypes => "XML and other media types",
            Self::Cookies => "Cookies",
            Self::OAuth => "OAuth",
            Self::Webhooks => "Webhooks",
        }
    }

    /// Returns the alternative, in short.
    pub(crate) fn remedy(self) -> String {
        let instead = match self {
            Self::Methods => "callers can send a custom request",
            Self::MediaTypes => "use `text` or `bytes` as the whole body",
            Self::Cookies => "use a header parameter with the key `Cookie`",
            Self::OAuth => "use `bearer`: callers can renew its tokens",
            Self::Webhooks => "define the type of the body under `types`",
        };
        format!("{instead}: see \"{}\" in spec/LIMITS.md", self.heading())
    }
}

#[cfg(test)]
mod tests {
    use super::Limit;

    #[test]
    fn every_remedy_leads_to_a_section() {
        let page = include_str!("../../spec/LIMITS.md");
        for word in ["HEAD", "xml", "cookie", "oauth2", "webhooks"] {
            let limit = Limit::of(word);
            let heading = limit.map(|limit| format!("\n## {}\n", limit.heading()));
            assert!(heading.is_some_and(|it| page.contains(&it)), "{word}");
        }
    }
}
