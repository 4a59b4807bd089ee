//! `$ref`: a reference to another part of the document or of one of its files.

use crate::document::{Document, Map, Node, Read, Value, path_of};
use crate::import::Import;
use crate::loss::Kind;

/// The longest chain of `$ref`s.
pub(crate) const MOST_HOPS: usize = 32;

impl<'d> Import<'d> {
    /// Follows the `$ref`s of `node`, and returns their target or else `node` itself. A `$ref` without a target is a loss.
    pub(crate) fn follow(&mut self, node: &'d Node) -> Option<&'d Node> {
        let mut node = node;
        for _ in 0..MOST_HOPS {
            if !is_ref(node) {
                return Some(node);
            }
            self.next_to_ref(node);
            node = self.target(node)?;
        }
        let message = "the `$ref`s form a cycle";
        self.losses.push(Kind::Circular, node, message, "");
        None
    }

    /// Reports the keys next to a `$ref` that is not a schema. They have no effect.
    fn next_to_ref(&mut self, node: &'d Node) {
        for (key, other) in node.map().into_iter().flat_map(Map::iter) {
            let is_text = matches!(key, "$ref" | "description" | "summary");
            if !is_text && !key.starts_with("x-") && other.read() == Read::Nothing {
                other.mark(Read::Whole);
                let message = format!("`{key}` is next to a `$ref`");
                self.losses.push(Kind::NoEffect, other, message, "");
            }
        }
    }

    /// Returns the value of `key`, after following its `$ref`s.
    pub(crate) fn child(&mut self, node: &'d Node, key: &str) -> Option<&'d Node> {
        self.follow(node.get(key)?)
    }

    /// Returns the target of the `$ref` of `node`.
    pub(crate) fn target(&mut self, node: &'d Node) -> Option<&'d Node> {
        let text = node.text("$ref")?;
        let target = target(self.document, node, text);
        if target.is_none() {
            let message = format!("the target `{text}` does not exist");
            self.losses.push(Kind::DanglingRef, node, message, "");
        }
        target
    }
}

/// Whether the value is a reference.
pub(crate) fn is_ref(node: &Node) -> bool {
    node.peek("$ref")
        .is_some_and(|target| target.as_str().is_some())
}

/// Returns the target of `text`, the `$ref` of `node`. Marks all values on the path as read.
fn target<'d>(document: &'d Document, node: &Node, text: &str) -> Option<&'d Node> {
    find(document, node, text)?;
    walk(document, node, text, &|node| node.mark(Read::Partly))
}

/// Returns the target of `text`, the `$ref` of `node`. Marks no value as read.
pub(crate) fn find<'d>(document: &'d Document, node: &Node, text: &str) -> Option<&'d Node> {
    walk(document, node, text, &|_| {})
}

/// Returns the target of a `$ref`. Marks no value as read.
pub(crate) fn referenced<'d>(document: &'d Document, node: &Node) -> Option<&'d Node> {
    let text = node.peek("$ref").and_then(Node::as_str)?;
    find(document, node, text)
}

fn walk<'d>(
    document: &'d Document,
    node: &Node,
    text: &str,
    visit: &dyn Fn(&Node),
) -> Option<&'d Node> {
    let (name, pointer) = text.split_once('#').unwrap_or((text, ""));
    let file = document.file(node)?;
    let file = match name {
        "" => file,
        name => document.file_at(&path_of(&file.path, name)?)?,
    };
    if !pointer.is_empty() && !pointer.starts_with('/') {
        return None;
    }
    let mut node = &file.root;
    visit(node);
    for token in pointer.split('/').skip(1) {
        let token = unescaped(token);
        node = match &node.value {
            Value::Map(map) => map.entries.get(&token)?,
            Value::List(items) => items.get(token.parse::<usize>().ok()?)?,
            _ => return None,
        };
        visit(node);
    }
    Some(node)
}

/// Undoes the escapes of a JSON pointer in a URL.
fn unescaped(token: &str) -> String {
    decoded(token).replace("~1", "/").replace("~0", "~")
}

/// Undoes the escapes of a URL.
pub(crate) fn decoded(token: &str) -> String {
    let mut bytes = Vec::with_capacity(token.len());
    let mut rest = token.as_bytes();
    while let Some((&byte, after)) = rest.split_first() {
        let hex = after.get(..2).and_then(|hex| std::str::from_utf8(hex).ok());
        let code = hex.and_then(|hex| u8::from_str_radix(hex, 16).ok());
        match (byte, code) {
            (b'%', Some(code)) => {
                bytes.push(code);
                rest = after.get(2..).unwrap_or_default();
            }
            _ => {
                bytes.push(byte);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
