//! The header `Link` (RFC 8288) with the URLs of other pages.

use http::HeaderMap;
use http::header::LINK;

/// Returns the URL of the first link with the relation type `relation`.
pub(crate) fn url(headers: &HeaderMap, relation: &str) -> Option<String> {
    let values = headers.get_all(LINK).into_iter();
    let mut links = values
        .filter_map(|value| value.to_str().ok())
        .flat_map(Links);
    let link = links.find(|link| link.has(relation))?;
    Some(link.url.to_owned())
}

/// A link: `<url>; name=value; name="value"`.
struct Link<'h> {
    url: &'h str,
    params: &'h str,
}

impl Link<'_> {
    /// Whether `relation` is one of the words of the first `rel`.
    fn has(&self, relation: &str) -> bool {
        let types = split(self.params, ';').find_map(|param| {
            let (name, value) = param.split_once('=')?;
            let is_rel = name.trim().eq_ignore_ascii_case("rel");
            is_rel.then(|| value.trim().trim_matches('"'))
        });
        let mut types = types.into_iter().flat_map(str::split_ascii_whitespace);
        types.any(|name| name.eq_ignore_ascii_case(relation))
    }
}

/// An iterator over the links in a value of the header. Skips malformed links.
struct Links<'h>(&'h str);

impl<'h> Iterator for Links<'h> {
    type Item = Link<'h>;

    fn next(&mut self) -> Option<Link<'h>> {
        let (_, start) = self.0.split_once('<')?;
        let (url, rest) = start.split_once('>')?;
        let params = split(rest, ',').next().unwrap_or_default();
        self.0 = rest.get(params.len()..).unwrap_or_default();
        Some(Link { url, params })
    }
}

/// Returns the parts of `text` between separators. Separators in quotes do not count.
fn split(text: &str, separator: char) -> impl Iterator<Item = &str> {
    let (mut in_quotes, mut is_escaped) = (false, false);
    text.split(move |c| {
        match c {
            _ if is_escaped => is_escaped = false,
            '\\' if in_quotes => is_escaped = true,
            '"' => in_quotes = !in_quotes,
            _ => {}
        }
        c == separator && !in_quotes
    })
}
