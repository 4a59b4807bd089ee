//! `$ref`: another part of the document, or of one of its files.

use crate::document::{Document, Map, Node, Read, Value, path_of};
use crate::import::Import;
use crate::loss::Kind;

/// The most `$ref`s that lead to one another.
const MOST_HOPS: usize = 32;

impl<'d> Import<'d> {
    /// Returns the value that `node` stands for: itself, or where its `$ref`s lead. A `$ref` that leads nowhere is a loss.
    pub(crate) fn follow(&mut self, node: &'d Node) -> Option<&'d Node> {
        let mut node = node;
        for _ in 0..MOST_HOPS {
            if !is_ref(node) {
                return Some(node);
            }
            self.next_to_ref(node);
            node = self.target(node)?;
        }
        let message = "the `$ref`s lead to one another";
        self.losses.push(Kind::Circular, node, message, "");
        None
    }

    /// Takes the keys next to a `$ref` that is no schema: they have no meaning.
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

    /// Returns the value of `key`, and follows its `$ref`.
    pub(crate) fn child(&mut self, node: &'d Node, key: &str) -> Option<&'d Node> {
        self.follow(node.get(key)?)
    }

    /// Returns where the `$ref` of `node` leads.
    pub(crate) fn target(&mut self, node: &'d Node) -> Option<&'d Node> {
        let text = node.text("$ref")?;
        let target = target(self.document, node, text);
        if target.is_none() {
            let message = format!("`{text}` leads nowhere");
            self.losses.push(Kind::DanglingRef, node, message, "");
        }
        target
    }
}

/// Whether the value stands for another one.
pub(crate) fn is_ref(node: &Node) -> bool {
    node.peek("$ref")
        .is_some_and(|target| target.as_str().is_some())
}

/// Returns where `text`, the `$ref` of `node`, leads. All values on the way are marked as read.
fn target<'d>(document: &'d Document, node: &Node, text: &str) -> Option<&'d Node> {
    find(document, node, text)?;
    walk(document, node, text, &|node| node.mark(Read::Partly))
}

/// Returns where `text`, the `$ref` of `node`, leads, and leaves it unread.
pub(crate) fn find<'d>(document: &'d Document, node: &Node, text: &str) -> Option<&'d Node> {
    walk(document, node, text, &|_| {})
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
    let text = String::from_utf8_lossy(&bytes);
    text.replace("~1", "/").replace("~0", "~")
}
