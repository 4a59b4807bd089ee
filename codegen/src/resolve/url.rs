//! URLs of a spec.

/// Whether `url` can be the URL of a server: `https://`, a host, and optionally a port and a path.
#[must_use]
pub fn is_server_url(url: &str) -> bool {
    let Some(rest) = url.strip_prefix("https://") else {
        return false;
    };
    let (authority, path) = rest.split_once('/').unwrap_or((rest, ""));
    let plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    is_authority(authority)
        && path.bytes().all(plain)
        && !path.split('/').any(|segment| matches!(segment, "." | ".."))
}

/// Whether a browser can open `url`.
pub(super) fn is_web_url(url: &str) -> bool {
    let rest = url
        .strip_prefix("https://")
        .or_else(|| url.strip_prefix("http://"));
    let Some(rest) = rest else { return false };
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (authority, path) = rest.split_at(end);
    let plain = |byte: u8| byte.is_ascii_graphic() && !b"\"<>\\^`{|}".contains(&byte);
    is_authority(authority) && path.bytes().all(plain)
}

/// Whether `authority` consists of a host, and optionally a port.
fn is_authority(authority: &str) -> bool {
    let (host, port) = match authority.rsplit_once(':') {
        // The colons of an IPv6 address are in brackets.
        Some((host, port)) if !port.contains(']') => (host, Some(port)),
        _ => (authority, None),
    };
    let name = |host: &str| {
        host.bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"-.".contains(&byte))
    };
    let address = |host: &str| {
        let address = host
            .strip_prefix('[')
            .and_then(|host| host.strip_suffix(']'));
        address.is_some_and(|address| address.parse::<std::net::Ipv6Addr>().is_ok())
    };
    !host.is_empty()
        && (name(host) || address(host))
        && port.is_none_or(|port| {
            !port.starts_with('+') && port.parse::<u16>().is_ok_and(|port| port > 0)
        })
}

#[cfg(test)]
mod tests {
    use super::is_web_url;

    #[test]
    fn a_repository_is_what_a_browser_can_open() {
        for url in [
            "https://github.com/example/parcel-api",
            "http://example.com",
            "https://[::1]:8080/a?b=c#d",
            "https://example.com/%C3%A9/~a/(b)",
        ] {
            assert!(is_web_url(url), "{url}");
        }
        for url in [
            "",
            "https://",
            "https:///parcel-api",
            "HTTPS",
            "javascript:alert(1)",
            "git@example.com:parcels.git",
            "ssh://git@example.com/parcels",
            "https://user:secret@example.com",
            "https://example.com:0/",
            "https://example.com/a b",
            "https://example.com/\"><script>",
            "https://ex\u{e4}mple.com",
        ] {
            assert!(!is_web_url(url), "{url}");
        }
    }
}
