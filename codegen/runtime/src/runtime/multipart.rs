//! Multipart bodies (RFC 7578), with texts, JSON and files.

#![allow(dead_code, reason = "not every API has all kinds of parts")]

use std::collections::HashSet;
use std::fmt::{self, Display, Write};

use bytes::Bytes;
use http::HeaderValue;

use crate::runtime::absent::{Field, check_finite};
use crate::runtime::request::Request;

/// The start of every boundary. A number follows.
const BOUNDARY: &str = "form-boundary-";

/// The number of digits in a boundary. It is fixed, so that no boundary is a prefix of another one.
const DIGITS: usize = 16;

/// A file to send: a name, a content type and bytes.
#[derive(Clone, PartialEq)]
pub struct File {
    name: String,
    content_type: String,
    content: Bytes,
}

impl File {
    /// Creates a file with this name. Its content type is `application/octet-stream`.
    ///
    /// The name can be any text. The client percent-encodes quotes, backslashes and control
    /// characters.
    pub fn new(name: impl Into<String>, content: impl Into<Bytes>) -> Self {
        Self {
            name: name.into(),
            content_type: "application/octet-stream".to_owned(),
            content: content.into(),
        }
    }

    /// Sets the content type, such as `image/png`. With an invalid content type, the call fails,
    /// and [`Error::is_invalid_request`](crate::Error::is_invalid_request) is true for the error.
    #[must_use]
    pub fn content_type(mut self, content_type: impl Into<String>) -> Self {
        self.content_type = content_type.into();
        self
    }
}

/// Shows the size of the content instead of its bytes.
impl fmt::Debug for File {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("File")
            .field("name", &self.name)
            .field("content_type", &self.content_type)
            .field("content", &format_args!("{} bytes", self.content.len()))
            .finish()
    }
}

/// The parts of a body, in their order.
#[derive(Default)]
pub(crate) struct Form {
    parts: Vec<Part>,
    fault: Option<String>,
}

struct Part {
    /// The headers.
    head: String,
    content: Bytes,
}

impl Form {
    /// Adds a part for each value, as text: none for an absent parameter, and several for a list.
    pub(crate) fn text<'a, T: Field + Display + 'a>(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = &'a T>,
    ) -> Self {
        for value in values {
            self = match check_finite::<serde_json::Error>(name, value) {
                Ok(()) => self.part(name, "", value.to_string().into()),
                Err(fault) => self.refuse(fault.to_string()),
            };
        }
        self
    }

    /// Adds a part for each value, as JSON.
    pub(crate) fn json<'a, T: Field + 'a>(
        mut self,
        name: &str,
        values: impl IntoIterator<Item = &'a T>,
    ) -> Self {
        for value in values {
            let json = check_finite(name, value).and_then(|()| serde_json::to_vec(value));
            self = match json {
                Ok(json) => self.part(name, "\r\nContent-Type: application/json", json.into()),
                Err(fault) => self.refuse(format!("`{name}` cannot be written as JSON: {fault}")),
            };
        }
        self
    }

    /// Adds a part for each file.
    pub(crate) fn file<'a>(
        mut self,
        name: &str,
        files: impl IntoIterator<Item = &'a File>,
    ) -> Self {
        for file in files {
            let content_type = &file.content_type;
            self = if HeaderValue::from_str(content_type).is_ok() {
                let file_name = escaped(&file.name);
                let rest = format!("; filename=\"{file_name}\"\r\nContent-Type: {content_type}");
                self.part(name, &rest, file.content.clone())
            } else {
                let fault = "a content type with a character that is invalid in a header";
                self.refuse(format!("`{name}` has {fault}"))
            };
        }
        self
    }

    fn part(mut self, name: &str, rest: &str, content: Bytes) -> Self {
        let name = escaped(name);
        let head = format!("Content-Disposition: form-data; name=\"{name}\"{rest}");
        self.parts.push(Part { head, content });
        self
    }

    /// Keeps the first fault.
    fn refuse(mut self, fault: String) -> Self {
        self.fault.get_or_insert(fault);
        self
    }

    /// Returns a boundary that no part contains.
    fn boundary(&self) -> String {
        let mut taken = HashSet::new();
        for Part { head, content } in &self.parts {
            for text in [head.as_bytes(), content] {
                let starts = text.windows(BOUNDARY.len()).enumerate();
                let starts = starts.filter(|(_, window)| *window == BOUNDARY.as_bytes());
                taken.extend(starts.filter_map(|(at, _)| number(text, at + BOUNDARY.len())));
            }
        }
        let free = (0..u64::MAX).find(|number| !taken.contains(number));
        format!("{BOUNDARY}{:0DIGITS$x}", free.unwrap_or_default())
    }

    fn write(&self, boundary: &str) -> Vec<u8> {
        let around = boundary.len() + "--\r\n\r\n\r\n\r\n".len();
        let parts = self.parts.iter();
        let size = parts.map(|part| around + part.head.len() + part.content.len());
        let mut body = Vec::with_capacity(size.sum::<usize>() + around);
        for Part { head, content } in &self.parts {
            for text in ["--", boundary, "\r\n", head, "\r\n\r\n"] {
                body.extend_from_slice(text.as_bytes());
            }
            body.extend_from_slice(content);
            body.extend_from_slice(b"\r\n");
        }
        for text in ["--", boundary, "--\r\n"] {
            body.extend_from_slice(text.as_bytes());
        }
        body
    }
}

/// Returns the number of a boundary whose digits are at `start`.
fn number(text: &[u8], start: usize) -> Option<u64> {
    let digits = text.get(start..start.checked_add(DIGITS)?)?;
    u64::from_str_radix(std::str::from_utf8(digits).ok()?, 16).ok()
}

/// Escapes a text between quotes of a header. Percent-encodes the same characters as browsers.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if c.is_control() || matches!(c, '"' | '\\') {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                let _ = write!(escaped, "%{byte:02X}");
            }
        } else {
            escaped.push(c);
        }
    }
    escaped
}

impl Request {
    /// Sends the parts of `form`.
    pub(crate) fn multipart(self, form: &Form) -> Self {
        if let Some(fault) = &form.fault {
            return self.refuse(format_args!("{fault}"));
        }
        let boundary = form.boundary();
        let content_type = format!("multipart/form-data; boundary={boundary}");
        self.bytes(&content_type, form.write(&boundary).into())
    }
}
