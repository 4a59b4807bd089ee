//! Path templates: `/v1/parcels/{parcel_id}`, with a fixed query and a fragment, such as `/reports?kind=daily#create`.

use indexmap::IndexSet;

/// The fault of a path template.
#[derive(Debug, PartialEq)]
pub(crate) struct BadPath {
    pub(crate) why: String,
    /// Describes how to fix the path.
    pub(crate) help: String,
    /// The wrong part of the path. Empty if the whole path is wrong.
    pub(crate) within: String,
}

impl BadPath {
    fn new(within: &str, why: impl Into<String>, help: impl Into<String>) -> Self {
        Self {
            why: why.into(),
            help: help.into(),
            within: within.to_owned(),
        }
    }
}

const EXAMPLE: &str = "write a path such as `/v1/parcels/{parcel_id}`";

/// Returns the part of `template` in requests: everything except the fragment.
pub(crate) fn sent(template: &str) -> &str {
    template.split_once('#').map_or(template, |(sent, _)| sent)
}

/// Returns the keys of the fixed query of `template`.
pub(crate) fn fixed_keys(template: &str) -> impl Iterator<Item = &str> {
    let query = sent(template).split_once('?').map(|(_, query)| query);
    let pairs = query.into_iter().flat_map(|query| query.split('&'));
    pairs.map(|pair| pair.split_once('=').map_or(pair, |(key, _)| key))
}

/// Returns the reason why a spec cannot have the path template, or `None` if it can.
#[must_use]
pub fn path_fault(template: &str) -> Option<String> {
    placeholders(template).err().map(|fault| fault.why)
}

/// Checks `template` and lists its placeholders in order.
pub(crate) fn placeholders(template: &str) -> Result<IndexSet<&str>, BadPath> {
    reject_other_start(template)?;
    let (rest, fragment) = split(template, '#');
    let (path, query) = split(rest, '?');
    reject_other_placeholders(path)?;
    for (sign, text) in [('?', query), ('#', fragment)] {
        if let Some(text) = text {
            reject_other_text(sign, text)?;
        }
    }
    let mut names = IndexSet::new();
    for segment in path.split('/').skip(1) {
        add_placeholders(segment, &mut names)?;
    }
    if path.contains("//") {
        let why = "`//` contains an empty segment";
        return Err(BadPath::new("//", why, "write one `/`"));
    }
    Ok(names)
}

fn split(text: &str, sign: char) -> (&str, Option<&str>) {
    match text.split_once(sign) {
        Some((before, after)) => (before, Some(after)),
        None => (text, None),
    }
}

/// Rejects a query or a fragment that is not valid in a URL.
fn reject_other_text(sign: char, text: &str) -> Result<(), BadPath> {
    let whole = format!("{sign}{text}");
    if text.is_empty() {
        let why = format!("no text follows the `{sign}`");
        return Err(BadPath::new(&whole, why, "remove it"));
    }
    if text.contains('{') {
        let why = format!("a placeholder cannot follow the `{sign}`");
        let help = "remove it from the path, and add it under `params`: the parameter is then in the query";
        return Err(BadPath::new(&whole, why, help));
    }
    let plain = |c: char| c.is_ascii_alphanumeric() || "-._~!$&'()*+,;=:@/?%".contains(c);
    if let Some(odd) = text.chars().find(|c| !plain(*c)) {
        let why = format!("a URL cannot contain `{}`", odd.escape_default());
        let help = "write each of its bytes as `%` and two hexadecimal digits";
        return Err(BadPath::new(&odd.to_string(), why, help));
    }
    let is_hex = |code: &str| {
        let digits = code.as_bytes().get(..2);
        digits.is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit))
    };
    if !text.split('%').skip(1).all(is_hex) {
        let why = "a `%` is not followed by two hexadecimal digits";
        return Err(BadPath::new(&whole, why, "write `%25` for a percent sign"));
    }
    Ok(())
}

/// Rejects a template that does not start with one `/`.
fn reject_other_start(template: &str) -> Result<(), BadPath> {
    let (why, help) = if let Some(path) = behind_host(template) {
        let help = format!(
            "write `/{path}`, and write the URL of the server under `servers` in client.yaml"
        );
        ("a path cannot contain a scheme or a host", help)
    } else if template.starts_with('/') {
        return Ok(());
    } else if let Some((_, path)) = template.split_once(" /") {
        let help = format!("write `/{path}`, and write the method under `method`");
        ("a path cannot contain a method", help)
    } else {
        ("a path must start with `/`", format!("write `/{template}`"))
    };
    Err(BadPath::new("", why, help))
}

/// Returns the path after a host: `https://host/…`, `//host/…`, or `host/…` if the first part looks like a host.
fn behind_host(template: &str) -> Option<&str> {
    let marked = template
        .split_once("://")
        .filter(|(scheme, _)| !scheme.contains('/'));
    let rest = marked.map_or(template, |(_, rest)| rest);
    let rest = rest.strip_prefix("//").unwrap_or(rest);
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    (marked.is_some() || !path.is_empty() && is_host(host)).then_some(path)
}

/// Whether the text looks like the name of a host, such as `api.example.com` or `localhost:8080`. A version such as
/// `v1.2` does not.
fn is_host(text: &str) -> bool {
    let (name, port) = text.split_once(':').unwrap_or((text, "0"));
    let top = name.rsplit_once('.').map_or("", |(_, top)| top);
    let is_name = top.len() > 1 && top.bytes().all(|byte| byte.is_ascii_alphabetic());
    (is_name || name == "localhost") && port.bytes().all(|byte| byte.is_ascii_digit())
}

/// Rejects a segment that is a placeholder in the syntax of another format. Servers would get it unchanged.
fn reject_other_placeholders(template: &str) -> Result<(), BadPath> {
    let Some(segment) = template.split('/').find(|text| translated(text).is_some()) else {
        return Ok(());
    };
    let translate = |text| translated(text).unwrap_or_else(|| String::from(text));
    let segments: Vec<_> = template.split('/').map(translate).collect();
    let why = format!("`{segment}` does not have the syntax of a placeholder");
    let help = format!("write `{}`", segments.join("/"));
    Err(BadPath::new(segment, why, help))
}

/// Returns the segment with braces, if it is a placeholder in another syntax: `:id`, `<id>`, `[id]`, `${id}`, `{{id}}`
/// or `%s`.
fn translated(segment: &str) -> Option<String> {
    let between = |start, end| segment.strip_prefix(start)?.strip_suffix(end);
    let text = segment
        .strip_prefix(':')
        // `<int:id>` also names a type.
        .or_else(|| between("<", ">")?.rsplit(':').next())
        .or_else(|| between("[", "]"))
        .or_else(|| between("${", "}"))
        .or_else(|| between("{{", "}}"))
        .or_else(|| matches!(segment, "%s" | "%d").then_some(""))?;
    let text = text.trim();
    let is_of_name = |c: char| c.is_ascii_alphanumeric() || c == '_';
    let end = text.find(|c| !is_of_name(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let name = if name.is_empty() { "id" } else { name };
    Some(format!("{{{name}}}{rest}"))
}

/// Checks a segment and adds its placeholders to `names`.
fn add_placeholders<'t>(segment: &'t str, names: &mut IndexSet<&'t str>) -> Result<(), BadPath> {
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte);
    let mut rest = segment;
    let mut literal = String::new();
    while let Some((before, after)) = rest.split_once('{') {
        let Some((name, after)) = after.split_once('}') else {
            let open = format!("{{{after}");
            let why = format!("`{open}` has no `}}`");
            return Err(BadPath::new(&open, why, EXAMPLE));
        };
        let placeholder = format!("{{{name}}}");
        if !name.bytes().all(plain) {
            let why = format!("`{placeholder}` contains a character that is invalid in a path");
            return Err(BadPath::new(&placeholder, why, EXAMPLE));
        }
        if name.is_empty() {
            let why = "`{}` has no name of a parameter";
            return Err(BadPath::new(&placeholder, why, EXAMPLE));
        }
        if !names.insert(name) {
            let why = format!("`{placeholder}` appears twice");
            return Err(BadPath::new(
                "",
                why,
                "use a different name for each placeholder",
            ));
        }
        literal.extend([before, "x"]);
        rest = after;
    }
    literal.push_str(rest);
    if matches!(literal.as_str(), "." | "..") {
        let why = format!("`{literal}` would lead out of the path");
        return Err(BadPath::new(&literal, why, "write the resulting path"));
    }
    if let Some(odd) = literal.chars().find(|&c| !(c.is_ascii() && plain(c as u8))) {
        let why = format!("a path cannot contain `{}`", odd.escape_default());
        return Err(BadPath::new(&odd.to_string(), why, EXAMPLE));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::{BadPath, fixed_keys, placeholders, sent};

    fn refusal(template: &str) -> BadPath {
        placeholders(template).unwrap_err()
    }

    #[test]
    fn placeholders_are_listed_in_order() {
        for (template, names) in [
            ("/", &[][..]),
            ("/v1/parcels", &[]),
            ("/v1/parcels/", &[]),
            ("/v1/parcels/{parcel_id}", &["parcel_id"]),
            ("/{a}/x/{b}:{c}.json", &["a", "b", "c"]),
            ("/v1/things:batchGet", &[]),
            ("/v1/things/{id}:cancel", &["id"]),
            ("/users/$count", &[]),
            ("/api.example.com/users", &[]),
            ("/users/{id}?beta=true&x=a%20b#get", &["id"]),
            ("/users#a/../b", &[]),
            ("/proxy/https:", &[]),
        ] {
            assert!(
                placeholders(template).unwrap().iter().eq(names),
                "{template}"
            );
        }
    }

    #[test]
    fn a_fragment_is_not_sent() {
        let template = "/users?beta=true&x#get";
        assert_eq!(sent(template), "/users?beta=true&x");
        assert!(fixed_keys(template).eq(["beta", "x"]));
        assert_eq!(fixed_keys("/users#a?b=c").count(), 0);
    }

    #[test]
    fn what_is_no_path_is_refused_with_the_reason() {
        for (template, reason) in [
            ("", "must start with"),
            ("v1", "must start with"),
            ("/a//b", "empty"),
            ("/a/../b", "lead out"),
            ("/{a", "has no"),
            ("/{}", "has no name"),
            ("/a}", "cannot contain"),
            ("/{a}/{a}", "twice"),
            ("/a?", "no text follows"),
            ("/a?b=c#", "no text follows"),
            ("/a?b={c}", "placeholder cannot follow"),
            ("/a#{c}", "placeholder cannot follow"),
            ("/a?b=c d", "cannot contain"),
            ("/a?b=ä", "cannot contain"),
            ("/a?b=%2", "hexadecimal"),
            ("/a#b#c", "cannot contain"),
            ("/a b", "cannot contain"),
            ("/a%2Fb", "cannot contain"),
            ("/ä", "cannot contain"),
            ("/a\nb", "cannot contain"),
        ] {
            let error = refusal(template).why;
            assert!(error.contains(reason), "{template}: {error}");
        }
    }

    #[test]
    fn a_placeholder_in_another_syntax_is_refused_with_the_right_path() {
        for (template, right) in [
            ("/users/:user_id", "/users/{user_id}"),
            (
                "/users/:user_id/emails/:email_id",
                "/users/{user_id}/emails/{email_id}",
            ),
            ("/users/:user_id.json", "/users/{user_id}.json"),
            ("/users/:id:cancel", "/users/{id}:cancel"),
            ("/users/<user_id>", "/users/{user_id}"),
            ("/users/<int:user_id>/emails", "/users/{user_id}/emails"),
            ("/users/[user_id]", "/users/{user_id}"),
            ("/users/${user_id}", "/users/{user_id}"),
            ("/users/{{ user_id }}", "/users/{user_id}"),
            ("/users/%s", "/users/{id}"),
            ("/users/:", "/users/{id}"),
        ] {
            assert_eq!(refusal(template).help, format!("write `{right}`"));
        }
    }

    #[test]
    fn a_path_with_a_server_or_a_method_is_refused_with_the_path_alone() {
        for (template, path) in [
            ("https://api.example.com/v1/users", "/v1/users"),
            ("https://api.example.com", "/"),
            ("//api.example.com/v1/users", "/v1/users"),
            ("api.example.com/v1/users", "/v1/users"),
            ("localhost:8080/users", "/users"),
            ("GET /v1/users", "/v1/users"),
            ("v1/users", "/v1/users"),
            ("v1.2/users", "/v1.2/users"),
            ("users.json", "/users.json"),
        ] {
            let help = refusal(template).help;
            assert!(help.starts_with(&format!("write `{path}`")), "{help}");
        }
    }
}
