//! Security schemes: the authentication of calls.

use std::collections::HashSet;

use indexmap::IndexMap;

use crate::body::add_docs;
use crate::document::{Map, Node, Read, Value};
use crate::import::Import;
use crate::loss::Kind as Lost;
use crate::names::{self, Names};
use crate::operations::Operations;
use crate::spec::{Endpoint, In, Resource, Scheme};
use crate::text;

/// The names of schemes that a call needs together. Empty for a call without credentials.
type Needed<'d> = Vec<&'d str>;

impl<'d> Import<'d> {
    /// Selects the schemes that most operations accept. Marks the operations that need none.
    pub(crate) fn security(
        &mut self,
        root: &'d Node,
        operations: &Operations<'d>,
        resources: &mut [Resource],
    ) -> Vec<Scheme> {
        let schemes = self.schemes(root);
        let general = root.get("security").map(alternatives);
        let (mut of_operations, mut scopes) = (Vec::new(), Vec::new());
        let mut counts: IndexMap<Needed<'d>, usize> = IndexMap::new();
        for operation in operations.callable.values().flatten() {
            let own = operation.node.get("security").map(alternatives);
            scopes.push(
                operation
                    .node
                    .peek("security")
                    .map(scopes_of)
                    .unwrap_or_default(),
            );
            let needed = own.or_else(|| general.clone()).unwrap_or_default();
            for one in &needed {
                let known: Option<Vec<_>> = one.iter().map(|name| schemes.get(name)).collect();
                if known.is_some_and(|known| !known.is_empty() && fit_together(&known)) {
                    *counts.entry(one.clone()).or_insert(0) += 1;
                }
            }
            of_operations.push((operation.node, needed));
        }
        // Without any `security`, the first scheme of the document counts.
        let is_silent =
            of_operations.iter().all(|(_, needed)| needed.is_empty()) && general.is_none();
        let mut chosen: Needed<'d> = Vec::new();
        let mut most = 0;
        for (needed, count) in counts {
            if count > most {
                (chosen, most) = (needed, count);
            }
        }
        if is_silent {
            chosen.extend(schemes.keys().next());
        }
        let endpoints = resources
            .iter_mut()
            .flat_map(|resource| &mut resource.endpoints);
        for (endpoint, (node, needed)) in endpoints.zip(&of_operations) {
            let takes_chosen = needed.contains(&chosen);
            let takes_none = needed.is_empty() || needed.iter().any(Vec::is_empty);
            let is_known = |one: &Needed<'d>| one.iter().all(|name| schemes.contains_key(name));
            // The report of a scheme that no client can send is enough.
            let is_reported = chosen.is_empty() && (takes_none || !needed.iter().any(is_known));
            if is_reported || takes_chosen || is_silent {
                continue;
            }
            if takes_none {
                endpoint.has_auth = false;
                continue;
            }
            // An operation can need only a part of the client's credentials.
            let is_sent = |name: &&str| {
                let sent = chosen.iter().filter_map(|name| schemes.get(name));
                let mut sent = sent.map(Scheme::wire);
                schemes
                    .get(name)
                    .is_some_and(|own| sent.any(|sent| sent == own.wire()))
            };
            let is_part = needed.iter().any(|one| one.iter().all(is_sent));
            if !is_part {
                let names: Vec<_> = needed.iter().map(|one| one.join(" and ")).collect();
                let message = format!(
                    "the operation needs other credentials: {}",
                    names.join(", or ")
                );
                let at = node.peek("security").unwrap_or(node);
                self.losses
                    .push(Lost::Security, at, message, "the credentials of the client");
            }
        }
        let endpoints = resources
            .iter_mut()
            .flat_map(|resource| &mut resource.endpoints);
        for (endpoint, scopes) in endpoints.zip(scopes) {
            let scopes: Vec<_> = scopes.iter().map(|scope| format!("`{scope}`")).collect();
            let line = format!("Scopes: {}.", scopes.join(", "));
            add_docs(endpoint, Some(line).filter(|_| !scopes.is_empty()));
        }
        if let Some(general) = root
            .peek("security")
            .filter(|node| !scopes_of(node).is_empty())
        {
            let message = format!("the scopes {}", scopes_of(general).join(", "));
            self.losses.push(Lost::Text, general, message, "");
        }
        self.unchosen(root, &chosen);
        let chosen = chosen.iter().filter_map(|name| schemes.get(name).cloned());
        let chosen: Vec<_> = chosen.collect();
        let endpoints = resources
            .iter_mut()
            .flat_map(|resource| &mut resource.endpoints);
        for (endpoint, (node, _)) in endpoints.zip(&of_operations) {
            self.drop_credentials(endpoint, &chosen, node);
        }
        chosen
    }

    /// Removes the parameters of the operation at `node` that are a credential of the client. The operation then needs the
    /// credential.
    fn drop_credentials(&mut self, endpoint: &mut Endpoint, chosen: &[Scheme], node: &'d Node) {
        endpoint.params.retain(|param| {
            let name = param.wire.as_ref().unwrap_or(&param.field.key);
            let is_credential = chosen.iter().any(|scheme| match (scheme, param.sent_in) {
                (Scheme::Header { header, .. }, In::Header) => header.eq_ignore_ascii_case(name),
                (Scheme::Query { param, .. }, In::Query) => param == name,
                _ => false,
            });
            if is_credential {
                let message = format!("the client sends the credential `{name}` in each call");
                self.losses.push(Lost::Text, node, message, "");
                endpoint.has_auth = true;
            }
            !is_credential
        });
    }

    /// Returns the schemes that a client can send.
    fn schemes(&mut self, root: &'d Node) -> IndexMap<&'d str, Scheme> {
        let mut schemes = IndexMap::new();
        let Some(components) = root.get("components") else {
            return schemes;
        };
        let mut names = Names::default();
        for (key, node) in components.entries("securitySchemes") {
            let Some(node) = self.follow(node) else {
                continue;
            };
            let docs = node
                .peek("description")
                .and_then(Node::as_str)
                .map(text::docs);
            let docs = docs.filter(|docs| !docs.is_empty());
            let text = |key: &str| node.text(key).unwrap_or_default();
            let kind = text("type");
            let mut name = names::snake(key);
            if !name.starts_with(|first: char| first.is_ascii_lowercase()) || name == "self" {
                name = names::snake(&format!("key {name}"));
            }
            let name = names.give(&name);
            let scheme = match (
                kind,
                text("scheme").to_ascii_lowercase().as_str(),
                text("in"),
            ) {
                ("http", "basic", _) => Scheme::Basic { docs },
                ("http", "bearer", _) | ("oauth2" | "openIdConnect", ..) => Scheme::Bearer { docs },
                // The whole value is the credential.
                ("apiKey", _, "header") if text("name").eq_ignore_ascii_case("authorization") => {
                    self.authorization(node, docs)
                }
                ("apiKey", _, "header") if is_free_header(text("name")) => Scheme::Header {
                    header: text("name").to_owned(),
                    name,
                    docs,
                },
                ("apiKey", _, "query") if is_free_key(text("name")) => Scheme::Query {
                    param: text("name").to_owned(),
                    name,
                    docs,
                },
                (kind, scheme, part) => {
                    let words = [kind, scheme, part].into_iter();
                    let words: Vec<_> = words.filter(|word| !word.is_empty()).collect();
                    let message =
                        format!("no client can send credentials of `{}`", words.join(" "));
                    self.losses.push(Lost::Security, node, message, "");
                    node.mark(Read::Whole);
                    continue;
                }
            };
            schemes.insert(key, scheme);
        }
        schemes
    }

    /// Converts a scheme whose credential is the header `Authorization`.
    fn authorization(&mut self, node: &'d Node, docs: Option<String>) -> Scheme {
        let message = "the whole value of the header `Authorization` is a credential";
        self.losses
            .push(Lost::Security, node, message, "a bearer token");
        Scheme::Bearer { docs }
    }

    /// Reads the schemes that the client does not use, and reports them.
    fn unchosen(&mut self, root: &'d Node, chosen: &[&'d str]) {
        let schemes = root
            .peek("components")
            .and_then(|node| node.peek("securitySchemes"));
        let entries = schemes.and_then(Node::map).into_iter().flat_map(Map::iter);
        for (key, node) in entries {
            let is_chosen = chosen.contains(&key);
            if is_chosen {
                node.text("description");
                node.text("bearerFormat");
            } else if node.read() == Read::Partly && node.has("type") {
                let message = format!("credentials for `{key}`");
                self.losses.push(
                    Lost::OtherSecurity,
                    node,
                    message,
                    "the credentials of the client",
                );
                node.mark(Read::Whole);
            }
            if let Some(flows) = node.peek("flows").filter(|_| is_chosen) {
                let message = "the flow that creates a token";
                self.losses.push(Lost::Text, flows, message, "a token");
                node.take("flows");
            }
        }
    }
}

/// Whether a header can contain a credential.
fn is_free_header(name: &str) -> bool {
    codegen::is_header_name(name) && !codegen::is_own_header(name)
}

/// Whether a key in the query can contain a credential.
fn is_free_key(key: &str) -> bool {
    !key.is_empty() && !text::has_invisible(key)
}

/// Whether a call can contain the credentials of all these schemes, and a constructor has a name for each.
fn fit_together(schemes: &[&Scheme]) -> bool {
    let mut seen = HashSet::new();
    schemes.iter().all(|scheme| {
        let (place, names): (String, &[&str]) = match scheme {
            Scheme::Basic { .. } => ("authorization".to_owned(), &["username", "password"]),
            Scheme::Bearer { .. } => ("authorization".to_owned(), &["token"]),
            Scheme::Header { header, name, .. } => (header.to_ascii_lowercase(), &[name.as_str()]),
            Scheme::Query { param, name, .. } => (format!("?{param}"), &[name.as_str()]),
        };
        let is_new = seen.insert(place);
        is_new && names.iter().all(|name| seen.insert(format!(":{name}")))
    })
}

/// Returns the scopes in a `security`, each once.
fn scopes_of(node: &Node) -> Vec<&str> {
    let mut scopes = Vec::new();
    let schemes = node.children().flat_map(Node::children);
    for scope in schemes.flat_map(Node::children).filter_map(Node::as_str) {
        if !scopes.contains(&scope) {
            scopes.push(scope);
        }
    }
    scopes
}

/// Returns the alternatives of a `security`, without scopes. Scopes belong to a token, not to a call.
fn alternatives<'d>(node: &'d Node) -> Vec<Needed<'d>> {
    let alternative = |node: &'d Node| {
        node.mark(Read::Whole);
        let mut names: Needed<'d> = node
            .map()
            .into_iter()
            .flat_map(Map::iter)
            .map(|(key, _)| key)
            .collect();
        names.sort_unstable();
        names
    };
    match &node.value {
        Value::List(items) => items.iter().map(alternative).collect(),
        _ => Vec::new(),
    }
}
