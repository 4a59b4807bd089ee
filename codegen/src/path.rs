//! Path templates: `/v1/parcels/{parcel_id}/pieces`.

/// What is wrong with a path template.
#[derive(Debug, PartialEq)]
pub(crate) struct BadPath {
    pub(crate) why: String,
    /// The part of it that is wrong; empty if all of it is.
    pub(crate) within: String,
}

/// Checks `template` and lists its placeholders in order.
pub(crate) fn placeholders(template: &str) -> Result<Vec<&str>, BadPath> {
    let bad = |within: &str, why: String| {
        let within = within.to_owned();
        Err(BadPath { why, within })
    };
    if !template.starts_with('/') {
        return bad("", "a path starts with `/`".to_owned());
    }
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~!$&'()*+,;=:@".contains(&byte);
    let mut names = Vec::new();
    for segment in template.split('/').skip(1) {
        let mut rest = segment;
        let mut literal = String::new();
        while let Some((before, after)) = rest.split_once('{') {
            let Some((name, after)) = after.split_once('}') else {
                return bad(&format!("{{{after}"), format!("`{{{after}` lacks its `}}`"));
            };
            let placeholder = format!("{{{name}}}");
            if !name.bytes().all(plain) {
                return bad(
                    &placeholder,
                    format!("`{placeholder}` holds a character that a path cannot hold"),
                );
            }
            if name.is_empty() {
                return bad(
                    &placeholder,
                    "`{}` lacks the name of a parameter".to_owned(),
                );
            }
            if names.contains(&name) {
                return bad("", format!("`{placeholder}` stands here twice"));
            }
            names.push(name);
            literal.extend([before, "x"]);
            rest = after;
        }
        literal.push_str(rest);
        if matches!(literal.as_str(), "." | "..") {
            return bad(&literal, format!("`{literal}` would lead out of the path"));
        }
        if let Some(odd) = literal.chars().find(|&c| !(c.is_ascii() && plain(c as u8))) {
            let shown = odd.escape_default();
            return bad(&odd.to_string(), format!("a path cannot hold `{shown}`"));
        }
    }
    if template.contains("//") {
        return bad("//", "`//` leaves a segment empty".to_owned());
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::placeholders;

    #[test]
    fn placeholders_are_listed_in_order() {
        for (template, names) in [
            ("/", &[][..]),
            ("/v1/parcels", &[]),
            ("/v1/parcels/", &[]),
            ("/v1/parcels/{parcel_id}", &["parcel_id"]),
            ("/{a}/x/{b}:{c}.json", &["a", "b", "c"]),
        ] {
            assert_eq!(placeholders(template).unwrap(), names, "{template}");
        }
    }

    #[test]
    fn what_is_no_path_is_refused_with_the_reason() {
        for (template, reason) in [
            ("", "starts with"),
            ("v1", "starts with"),
            ("/a//b", "empty"),
            ("/a/../b", "lead out"),
            ("/{a", "lacks its"),
            ("/{}", "lacks the name"),
            ("/a}", "cannot hold"),
            ("/{a}/{a}", "twice"),
            ("/a?b=c", "cannot hold"),
            ("/a#b", "cannot hold"),
            ("/a b", "cannot hold"),
            ("/a%2Fb", "cannot hold"),
            ("/ä", "cannot hold"),
            ("/a\nb", "cannot hold"),
        ] {
            let error = placeholders(template).unwrap_err().why;
            assert!(error.contains(reason), "{template}: {error}");
        }
    }
}
