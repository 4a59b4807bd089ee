//! An operation as an endpoint.

use std::collections::{BTreeMap, HashSet};

use crate::document::Node;
use crate::import::Import;
use crate::names;
use crate::operations::Operation;
use crate::schema::external;
use crate::spec::{Encoding, Endpoint, Resource, Response};
use crate::text;

impl<'d> Import<'d> {
    /// Converts an operation.
    pub(crate) fn endpoint(&mut self, operation: Operation<'d>, name: String) -> Endpoint {
        let Operation {
            path,
            item,
            method,
            node,
            is_repeated,
        } = operation;
        let path = if is_repeated {
            format!("{path}#{name}")
        } else {
            path.to_owned()
        };
        let (summary, docs) = self.texts(operation);
        let stem = node
            .text("operationId")
            .map_or_else(|| name.clone(), names::snake);
        let mut endpoint = Endpoint {
            name,
            summary,
            docs,
            deprecated: node.is("deprecated"),
            method,
            path,
            server: None,
            has_auth: true,
            encoding: Encoding::Json,
            content_type: None,
            headers: Vec::new(),
            params: Vec::new(),
            body: None,
            response: None,
            stream: None,
            response_headers: Vec::new(),
            paging: None,
            errors: BTreeMap::new(),
        };
        self.params(&mut endpoint, item, node, &stem);
        self.body(&mut endpoint, node, &stem);
        self.responses(&mut endpoint, node, &stem);
        Self::rename_params(&mut endpoint);
        self.server_of(&mut endpoint, item, node);
        for (name, callback) in node.entries("callbacks") {
            let message = format!("the service calls the caller at `{name}`");
            self.losses
                .push(crate::loss::Kind::Callback, callback, message, "");
            callback.mark(crate::document::Read::Whole);
        }
        endpoint
    }

    /// Creates a second endpoint for each operation with server-sent events. A fragment distinguishes its path; clients do
    /// not send fragments.
    pub(crate) fn split_streams(resources: &mut [Resource]) {
        for resource in resources {
            let names = resource
                .endpoints
                .iter()
                .map(|endpoint| endpoint.name.clone());
            let mut names: HashSet<String> = names.collect();
            let mut endpoints = Vec::new();
            for mut endpoint in std::mem::take(&mut resource.endpoints) {
                let Some(ty) = endpoint.stream.take() else {
                    endpoints.push(endpoint);
                    continue;
                };
                let mut stream = endpoint.clone();
                stream.name.push_str("_stream");
                while !names.insert(stream.name.clone()) {
                    stream.name.push_str("_2");
                }
                let path = endpoint.path.split('#').next().unwrap_or_default();
                stream.path = format!("{path}#{}", stream.name);
                stream.response = Some(Response::Events(ty));
                endpoints.extend([endpoint, stream]);
            }
            resource.endpoints = endpoints;
        }
    }

    /// Returns the summary and the docs.
    fn texts(&mut self, operation: Operation<'d>) -> (Option<String>, Option<String>) {
        let Operation { item, node, .. } = operation;
        let mut read = |node: &'d Node, key: &str| {
            let child = self.child(node, key)?;
            let text = text::docs(child.as_str()?);
            (!text.is_empty()).then_some(text)
        };
        let mut summary = read(node, "summary");
        let mut docs = read(node, "description");
        summary = summary.or_else(|| read(item, "summary"));
        docs = docs.or_else(|| read(item, "description"));
        if summary.as_deref().map(str::trim) == docs.as_deref().map(str::trim) {
            docs = None;
        }
        if let Some(long) = summary.take_if(|summary| summary.contains('\n')) {
            docs = Some(match docs {
                Some(docs) => format!("{long}\n\n{docs}"),
                None => long,
            });
        }
        if summary.is_none()
            && let Some(all) = docs.take()
        {
            (summary, docs) = text::summary(&all);
        }
        let link = external(node);
        let docs = [docs, link]
            .into_iter()
            .flatten()
            .collect::<Vec<_>>()
            .join("\n\n");
        (summary, Some(docs).filter(|docs| !docs.is_empty()))
    }
}
