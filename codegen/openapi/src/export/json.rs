//! The text of a document in JSON.

use serde_json::Value;

use crate::yaml::{Map, Yaml};

/// Returns the value as JSON with an entry on each line.
pub(super) fn json(value: &Yaml) -> String {
    let mut out = String::new();
    write(value, 0, &mut out);
    out.push('\n');
    out
}

fn write(value: &Yaml, indent: usize, out: &mut String) {
    match value {
        // A raw value is a number, a boolean or null, with the same syntax in both formats.
        Yaml::Raw(text) => out.push_str(text),
        Yaml::Text(text) | Yaml::Docs(text) | Yaml::Exact(text) => out.push_str(&quoted(text)),
        Yaml::List(items) => {
            let items = items.iter().map(|item| (None, item));
            write_all(items, ['[', ']'], indent, out);
        }
        Yaml::Short(map) | Yaml::Long(map) => write_all(entries(map), ['{', '}'], indent, out),
    }
}

fn entries(map: &Map) -> impl Iterator<Item = (Option<&str>, &Yaml)> {
    map.iter().map(|(key, value)| (Some(key.as_str()), value))
}

fn write_all<'y>(
    all: impl Iterator<Item = (Option<&'y str>, &'y Yaml)>,
    [open, close]: [char; 2],
    indent: usize,
    out: &mut String,
) {
    out.push(open);
    let mut is_empty = true;
    for (key, value) in all {
        out.push_str(if is_empty { "\n" } else { ",\n" });
        out.push_str(&" ".repeat(indent + 2));
        if let Some(key) = key {
            out.extend([&quoted(key), ": "]);
        }
        write(value, indent + 2, out);
        is_empty = false;
    }
    if !is_empty {
        out.push('\n');
        out.push_str(&" ".repeat(indent));
    }
    out.push(close);
}

fn quoted(text: &str) -> String {
    Value::from(text).to_string()
}
