//! Remedies for keys of other formats, and for keys at a wrong level.

use crate::diagnostic::Path;
use crate::limits::Limit;
use crate::yaml::Node;

/// Returns the key among `fields` with the same meaning as `key`, a key of another format. Of several keys, returns the
/// first that `is_absent`.
pub(super) fn synonym(
    key: &str,
    fields: &[&'static str],
    is_absent: impl Fn(&str) -> bool,
) -> Option<&'static str> {
    let meant: &[&str] = match key.to_ascii_lowercase().as_str() {
        "description" | "desc" | "doc" | "comment" => &["summary", "docs"],
        "title" => &["summary"],
        "parameters" | "args" | "arguments" | "query" | "headers" => &["params"],
        "requestbody" | "request_body" | "payload" => &["body"],
        "consumes" | "contenttype" | "content-type" | "media_type" | "mime_type" => {
            &["content_type"]
        }
        "responses" | "returns" | "return" | "result" | "output" => &["response"],
        "url" | "uri" | "route" | "endpoint" => &["path"],
        "base_url" | "baseurl" | "host" | "basepath" => &["url", "servers"],
        "verb" | "http_method" => &["method"],
        "properties" | "attributes" | "members" => &["fields"],
        "values" => &["enum"],
        "oneof" | "anyof" => &["variants"],
        "discriminator" => &["tag"],
        "schemas" | "definitions" | "models" => &["types"],
        "paths" | "operations" | "methods" => &["endpoints"],
        "package" | "info" => &["crate"],
        "security" | "authentication" => &["auth"],
        "min" => &["minimum"],
        "max" => &["maximum"],
        "exclusiveminimum" => &["exclusive_minimum"],
        "exclusivemaximum" => &["exclusive_maximum"],
        "multipleof" => &["multiple_of"],
        "minlength" => &["min_length"],
        "maxlength" => &["max_length"],
        "minitems" => &["min_items"],
        "maxitems" => &["max_items"],
        "uniqueitems" => &["unique_items"],
        _ => return None,
    };
    let known = || {
        let of_fields = |meant: &&str| fields.iter().copied().find(|field| field == meant);
        meant.iter().filter_map(of_fields)
    };
    known()
        .find(|key| is_absent(key))
        .or_else(|| known().next_back())
}

/// Returns the remedy for an unknown key at `path`, if a spec can express its meaning with other keys.
pub(super) fn remedy(path: &Path<'_>, value: &Node<'_>, fields: &[&str]) -> Option<String> {
    let has = |field| fields.contains(&field);
    let key = path.last_key();
    if let Some(limit) = Limit::of(key) {
        return Some(limit.remedy());
    }
    let help = match (key, value) {
        ("required", Node::Boolean(true)) | ("optional" | "nullable", Node::Boolean(false))
            if has("type") =>
        {
            "remove it: a value is required unless its type has a `?`"
        }
        ("required" | "optional" | "nullable", _) if has("type") => {
            "remove it, and write a `?` after the type, such as `string?`"
        }
        ("default" | "minimum" | "maximum" | "deprecated" | "format", _) if has("docs") => {
            "remove it, and describe it in `docs`"
        }
        ("check", _) if has("unique_items") => "remove it: only parameters have `check`",
        ("enum" | "fields" | "properties" | "variants", _) if has("type") => {
            "define the type under `types`, and write its name after `type:`"
        }
        ("items", _) if has("type") => "remove it, and write the list as `[T]`, such as `[string]`",
        ("type", _) if has("variants") => {
            "remove it: `fields` defines an object, `enum` an enum, and `variants` a union"
        }
        ("get" | "post" | "put" | "patch" | "delete", _) if has("method") => {
            let method = key.to_uppercase();
            return Some(format!(
                "write `method: {method}`, and write the path after `path:`"
            ));
        }
        ("openapi" | "swagger", _) => {
            "this is an OpenAPI document; spec/README.md describes the format of a spec"
        }
        (_, Node::String(_)) if has("value") => {
            return Some(format!("write `{{ value: {key}, docs: … }}`"));
        }
        _ => return section(path, value, fields),
    };
    Some(help.to_owned())
}

/// Returns the remedy for an entry that is one level too high. Recognises the entry by its keys.
fn section(path: &Path<'_>, value: &Node<'_>, fields: &[&str]) -> Option<String> {
    let Node::Map(pairs) = value else { return None };
    let has = |wanted: &str| {
        let mut keys = pairs.iter().map(|(key, _)| key);
        keys.any(|key| matches!(key, Node::String(key) if key == wanted))
    };
    let sections = [
        ("method", "endpoints"),
        ("path", "endpoints"),
        ("enum", "types"),
        ("fields", "types"),
        ("variants", "types"),
        ("type", "params"),
        ("type", "fields"),
        ("url", "servers"),
    ];
    let is_meant = |(key, section): &(&str, &str)| fields.contains(section) && has(key);
    let (_, section) = sections.into_iter().find(is_meant)?;
    Some(if path.parent_key() == section {
        format!("indent `{section}:` and all lines below it, so it belongs to an entry")
    } else {
        format!("move it below `{section}:`, and indent it")
    })
}
