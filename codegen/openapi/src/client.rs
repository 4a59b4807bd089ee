//! `client.yaml`: the package.

use crate::document::Node;
use crate::import::Import;
use crate::schema::external;
use crate::spec::Client;
use crate::text;

impl<'d> Import<'d> {
    /// Reads the description of the whole API.
    pub(crate) fn client(&mut self, root: &'d Node) -> Client {
        let info = self.child(root, "info");
        let text = |key: &str| info.and_then(|info| info.text(key));
        let title = text("title").map(text::line).unwrap_or_default();
        let version = info
            .and_then(|info| info.get("version")?.scalar())
            .unwrap_or_default();
        let mut docs = vec![first_line(&title)];
        docs.extend(text("summary").map(text::docs));
        if let Some(node) = info.and_then(|info| self.child(info, "description")) {
            docs.extend(node.as_str().map(text::docs));
        }
        docs.extend(external(root));
        if let Some(info) = info {
            docs.extend(about(info));
        }
        let package = package_version(version);
        if package != version && !version.is_empty() {
            docs.push(format!("Version of the API: {}.", text::line(version)));
        }
        docs.retain(|docs| !docs.is_empty());
        Client {
            name: package_name(&title),
            version: package,
            docs: docs.join("\n\n"),
            ..Client::default()
        }
    }
}

/// Describes the package.
fn first_line(title: &str) -> String {
    match title.trim_end_matches('.') {
        "" => "A client.".to_owned(),
        title if title.ends_with("API") => format!("A client for the {title}."),
        title => format!("A client for {title}."),
    }
}

/// Returns the terms of service, the contact and the license.
fn about(info: &Node) -> Vec<String> {
    let mut about = Vec::new();
    about.extend(
        info.text("termsOfService")
            .map(|url| format!("Terms of service: {url}")),
    );
    if let Some(contact) = info.get("contact") {
        let parts = ["name", "email", "url"]
            .into_iter()
            .filter_map(|key| contact.text(key));
        let parts: Vec<_> = parts
            .filter(|part| !part.trim().is_empty())
            .map(text::line)
            .collect();
        if !parts.is_empty() {
            about.push(format!("Contact: {}", parts.join(", ")));
        }
    }
    if let Some(license) = info.get("license") {
        let parts = ["name", "identifier", "url"]
            .into_iter()
            .filter_map(|key| license.text(key));
        let parts: Vec<_> = parts
            .filter(|part| !part.trim().is_empty())
            .map(text::line)
            .collect();
        if !parts.is_empty() {
            about.push(format!("License of the API: {}", parts.join(", ")));
        }
    }
    about
}

/// Returns a name for the package.
fn package_name(title: &str) -> String {
    let words = crate::names::snake(title);
    let words: Vec<_> = words.split('_').filter(|word| !word.is_empty()).collect();
    let mut name = words.join("-");
    if !name.starts_with(|first: char| first.is_ascii_lowercase()) {
        name = format!("api-{name}");
        name.truncate(name.trim_end_matches('-').len());
    }
    if words.len() < 2 {
        name.push_str("-client");
    }
    // A name is ASCII.
    name.truncate(60);
    name.truncate(name.trim_end_matches('-').len());
    name
}

/// Converts the version of the API to a version of a package. Without a valid version, returns `0.1.0`.
fn package_version(version: &str) -> String {
    let version = version.trim().trim_start_matches('v');
    let parts: Vec<_> = version.split('.').collect();
    let is_number = |part: &&str| {
        part.len() < 10
            && part
                .parse::<u32>()
                .is_ok_and(|number| number.to_string() == **part)
    };
    match parts.len() {
        3 if parts.iter().all(is_number) => version.to_owned(),
        2 if parts.iter().all(is_number) => format!("{version}.0"),
        1 if parts.iter().all(is_number) => format!("{version}.0.0"),
        _ => "0.1.0".to_owned(),
    }
}
