//! The content of a schema in addition to its type: docs, facts, an example.

use super::Schema;
use super::scalar::is_said;
use crate::document::{Map, Node, Read, Value};
use crate::import::Import;
use crate::loss::Kind as Lost;
use crate::spec::{BuiltIn, Kind, Ty, Yaml};
use crate::text;

/// The keywords with an equivalent fact in a spec: of numbers, of texts and of lists.
const OF_NUMBERS: [(&str, &str); 5] = [
    ("minimum", "minimum"),
    ("maximum", "maximum"),
    ("exclusiveMinimum", "exclusive_minimum"),
    ("exclusiveMaximum", "exclusive_maximum"),
    ("multipleOf", "multiple_of"),
];
const OF_TEXTS: [(&str, &str); 3] = [
    ("minLength", "min_length"),
    ("maxLength", "max_length"),
    ("pattern", "pattern"),
];
const OF_LISTS: [(&str, &str); 3] = [
    ("minItems", "min_items"),
    ("maxItems", "max_items"),
    ("uniqueItems", "unique_items"),
];

const OF_OBJECTS: [&str; 6] = [
    "additionalProperties",
    "patternProperties",
    "properties",
    "propertyNames",
    "required",
    "unevaluatedProperties",
];

/// The keys of a schema in OpenAPI 3, and in all versions of JSON Schema.
const KEYWORDS: [&str; 69] = [
    "$anchor",
    "$comment",
    "$defs",
    "$dynamicAnchor",
    "$dynamicRef",
    "$id",
    "$recursiveAnchor",
    "$recursiveRef",
    "$ref",
    "$schema",
    "$vocabulary",
    "additionalItems",
    "additionalProperties",
    "allOf",
    "anyOf",
    "const",
    "contains",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "default",
    "definitions",
    "dependencies",
    "dependentRequired",
    "dependentSchemas",
    "deprecated",
    "description",
    "discriminator",
    "else",
    "enum",
    "example",
    "examples",
    "exclusiveMaximum",
    "exclusiveMinimum",
    "externalDocs",
    "format",
    "id",
    "if",
    "items",
    "maxContains",
    "maxItems",
    "maxLength",
    "maxProperties",
    "maximum",
    "minContains",
    "minItems",
    "minLength",
    "minProperties",
    "minimum",
    "multipleOf",
    "not",
    "nullable",
    "oneOf",
    "pattern",
    "patternProperties",
    "prefixItems",
    "properties",
    "propertyNames",
    "readOnly",
    "required",
    "summary",
    "then",
    "title",
    "type",
    "unevaluatedItems",
    "unevaluatedProperties",
    "uniqueItems",
    "writeOnly",
    "xml",
];

impl<'d> Import<'d> {
    /// Reads the content of the parts in addition to the type.
    pub(super) fn describe(&mut self, schema: &mut Schema, parts: &[&'d Node]) {
        let Some(first) = parts.first() else { return };
        for part in parts {
            // The target of a `$ref` allows null only for itself.
            let is_own = part.id == first.id || !self.uses.contains_key(&part.id);
            schema.is_nullable |= part.is("nullable") && (is_own || parts.len() == 1);
            schema.read_only |= part.is("readOnly");
            schema.write_only |= part.is("writeOnly");
            schema.notes.deprecated |= part.is("deprecated");
            schema.notes.sensitive |=
                part.peek("format").and_then(Node::as_str) == Some("password");
        }
        let is_named = matches!(schema.ty, Ty::Named(_));
        let mut docs = docs_of(parts).into_iter().collect::<Vec<_>>();
        docs.extend(self.kept.remove(&first.id).into_iter().flatten());
        for part in parts {
            self.facts(schema, part, &mut docs);
            self.default(schema, part, &mut docs);
            self.unknown_keys(part);
            docs.extend(self.key_names(schema, part));
            docs.extend(never_together(part));
            if part.has("discriminator") && !part.has("oneOf") && !part.has("anyOf") {
                self.no_alternatives(part);
            }
            self.example(schema, part, &mut docs);
            docs.extend(external(part));
            if !matches!(schema.ty, Ty::BuiltIn(BuiltIn::File)) {
                let encoding = part.text("contentEncoding");
                docs.extend(encoding.map(|encoding| format!("Encoding: `{encoding}`.")));
                let media = part.text("contentMediaType");
                docs.extend(media.map(|media| format!("Media type: `{media}`.")));
            }
            let format = part
                .text("format")
                .filter(|format| !is_named && !is_said(format, &schema.ty));
            docs.extend(format.map(|format| format!("Format: `{format}`.")));
        }
        let docs = docs.join("\n\n");
        schema.notes.docs = Some(docs)
            .filter(|docs| !docs.is_empty())
            .or(schema.notes.docs.take());
    }

    /// Reads the keys next to a `$ref`.
    pub(super) fn decorate(&mut self, schema: &mut Schema, node: &'d Node, reference: &'d Node) {
        let items = match node.peek("allOf").map(|node| &node.value) {
            Some(Value::List(items)) => items.as_slice(),
            _ => &[],
        };
        let parts: Vec<&'d Node> = [node].into_iter().chain(items).collect();
        let docs = schema.notes.docs.take();
        self.describe(schema, &parts);
        if let (Some(_), Some(_), Some(target)) =
            (&schema.notes.docs, &docs, self.target(reference))
        {
            let message = "both the schema and the `$ref` have a description";
            self.losses
                .push(Lost::Text, target, message, "the description of the `$ref`");
        }
        schema.notes.docs = schema.notes.docs.take().or(docs);
    }

    /// Reports the keys that neither OpenAPI nor JSON Schema defines.
    fn unknown_keys(&mut self, part: &'d Node) {
        for (key, node) in part.map().into_iter().flat_map(Map::iter) {
            let is_known = KEYWORDS.contains(&key) || key.starts_with("x-");
            if !is_known && node.read() == Read::Nothing {
                node.mark(Read::Whole);
                let message = format!("neither OpenAPI nor JSON Schema defines a key `{key}`");
                self.losses.push(Lost::NoEffect, node, message, "");
            }
        }
    }

    /// Describes the valid keys of the objects of a schema.
    fn key_names(&mut self, schema: &Schema, part: &'d Node) -> Option<String> {
        let is_object = matches!(schema.ty, Ty::Map(_) | Ty::BuiltIn(BuiltIn::Object));
        let node = part.peek("propertyNames").filter(|_| is_object)?;
        part.get("propertyNames");
        let place = super::Place::new("key", crate::import::Direction::Response);
        let names = self.schema(node, &place);
        if let Ty::Named(_) = names.ty {
            return Some(format!("Each key is {}.", self.in_words(&names.ty)));
        }
        notes_line(&names, "Each key")
    }

    /// Reports a `discriminator` without alternatives.
    fn no_alternatives(&mut self, part: &'d Node) {
        let Some(node) = part.peek("discriminator") else {
            return;
        };
        let is_used = node.read() != Read::Nothing || self.variants.contains_key(&part.id);
        if !is_used && !node.has("mapping") {
            node.mark(Read::Whole);
            let message = "`discriminator` has no alternatives";
            self.losses.push(Lost::NoEffect, node, message, "");
        }
    }

    fn facts(&mut self, schema: &mut Schema, part: &'d Node, docs: &mut Vec<String>) {
        let keys: &[(&str, &str)] = match &schema.ty {
            Ty::BuiltIn(built_in) if built_in.is_number() => &OF_NUMBERS,
            Ty::BuiltIn(BuiltIn::Decimal) => &[],
            Ty::BuiltIn(built_in) if built_in.is_string() => &OF_TEXTS,
            Ty::List(_) => &OF_LISTS,
            _ => &[],
        };
        for (keyword, fact) in keys {
            let Some(node) = part.peek(keyword) else {
                continue;
            };
            if let Some((fact, value)) = fact_of(&schema.ty, part, keyword, fact, node) {
                node.mark(Read::Whole);
                let is_lost = value.is_none()
                    && (schema.ty == Ty::BuiltIn(BuiltIn::File)
                        || node.as_str().is_some_and(text::has_invisible));
                if let (true, Some(value)) = (is_lost, inline(node)) {
                    docs.push(format!("{}.", codegen::code(&format!("{fact}: {value}"))));
                }
                let is_known = schema.notes.facts.iter().any(|(known, _)| *known == fact);
                if let (false, Some(value)) = (is_known, value) {
                    schema.notes.facts.push((fact, value));
                }
            }
        }
        let is_listed = match schema.ty {
            Ty::Named(id) => matches!(self.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Enum(_))),
            _ => false,
        };
        if is_listed {
            // The list of values makes other constraints unnecessary.
            for (keyword, _) in OF_TEXTS.iter().chain(&OF_NUMBERS).chain(&OF_LISTS) {
                part.take(keyword);
            }
        }
        self.other_kinds(&schema.ty, part, keys);
        for (keyword, least) in [("minProperties", "least"), ("maxProperties", "most")] {
            if let Some(count) = part.take(keyword).and_then(Node::scalar) {
                docs.push(format!("At {least} {count} keys."));
            }
        }
    }

    /// Reports the keywords about values of another kind. They have no effect.
    fn other_kinds(&mut self, ty: &Ty, part: &'d Node, keys: &[(&str, &str)]) {
        let kind = match ty {
            Ty::Named(id) => self.types.get(id.0).map(|ty| &ty.kind),
            _ => None,
        };
        let is_object = matches!(ty, Ty::Map(_) | Ty::BuiltIn(BuiltIn::Object))
            || matches!(kind, Some(Kind::Object(_)));
        let is_known = match ty {
            Ty::Named(_) => matches!(kind, Some(Kind::Object(_) | Kind::Enum(_))),
            ty => *ty != Ty::ANY,
        };
        if !is_known {
            return;
        }
        let facts = OF_NUMBERS.iter().chain(&OF_TEXTS).chain(&OF_LISTS);
        let facts = facts.filter(|keyword| !keys.contains(keyword));
        let mut others: Vec<&str> = facts.map(|(keyword, _)| *keyword).collect();
        if !is_object {
            others.extend(OF_OBJECTS);
        }
        if !matches!(ty, Ty::List(_)) {
            others.extend(["items", "prefixItems"]);
        }
        for keyword in others {
            if let Some(node) = part
                .peek(keyword)
                .filter(|node| node.read() == Read::Nothing)
            {
                node.mark(Read::Whole);
                let message = format!("`{keyword}` applies only to values of another kind");
                self.losses.push(Lost::NoEffect, node, message, "");
            }
        }
    }

    fn default(&mut self, schema: &mut Schema, part: &'d Node, docs: &mut Vec<String>) {
        let Some(node) = part.take("default") else {
            return;
        };
        let is_known = schema
            .notes
            .facts
            .iter()
            .any(|(fact, _)| *fact == "default");
        let yaml = match (&node.value, &schema.ty) {
            (Value::Null, _) => return,
            // The first part refines the others.
            _ if is_known => return,
            (Value::String(text), _) if text::has_invisible(text) => None,
            (_, Ty::Named(id)) => self.value_of(*id, node),
            (Value::String(text), Ty::BuiltIn(built_in)) if built_in.is_string() => {
                Some(Yaml::Text(text.clone()))
            }
            (Value::Number(text), Ty::BuiltIn(built_in)) if built_in.is_number() => {
                number(text, *built_in)
            }
            (Value::Boolean(value), Ty::BuiltIn(BuiltIn::Boolean)) => {
                Some(Yaml::Plain(value.to_string()))
            }
            (Value::List(items), Ty::List(_)) if items.is_empty() => return,
            _ => None,
        };
        match yaml {
            Some(yaml) => schema.notes.facts.insert(0, ("default", yaml)),
            None => match inline(node) {
                Some(text) => docs.push(format!("Default: `{text}`.")),
                None => {
                    let message = "the default is not a scalar of the type";
                    self.losses.push(Lost::Default, node, message, "");
                }
            },
        }
    }

    /// Adds an example to the docs: a spec has examples only for parameters.
    pub(crate) fn example(&mut self, schema: &mut Schema, part: &'d Node, docs: &mut Vec<String>) {
        let list = part.peek("examples").map(|node| &node.value);
        let first = match list {
            Some(Value::List(items)) => items.first(),
            _ => None,
        };
        let Some(node) = part.peek("example").or(first) else {
            return;
        };
        if self.example_of(schema, node, docs) && !part.has("example") {
            for other in part.list("examples").iter().skip(1) {
                self.losses
                    .push(Lost::Example, other, "another example", "");
            }
        }
    }

    /// Adds an example, if it is a short scalar.
    pub(crate) fn example_of(
        &mut self,
        schema: &mut Schema,
        node: &'d Node,
        docs: &mut Vec<String>,
    ) -> bool {
        let is_plain = |text: &&str| {
            text.len() <= 80
                && !text.contains(['`', '\n'])
                && !text.trim().is_empty()
                && !text::has_invisible(text)
        };
        let Some(text) = node.scalar().filter(is_plain) else {
            return false;
        };
        node.mark(Read::Whole);
        let is_of_type = match (&node.value, &schema.ty) {
            (Value::String(_), Ty::BuiltIn(built_in)) => built_in.is_string(),
            (Value::Number(text), Ty::BuiltIn(built_in)) => number(text, *built_in).is_some(),
            (Value::Boolean(_), Ty::BuiltIn(built_in)) => *built_in == BuiltIn::Boolean,
            (_, Ty::Named(id)) => self.value_of(*id, node).is_some(),
            _ => false,
        };
        if is_of_type && schema.notes.example.is_none() {
            schema.notes.example = Some(match &node.value {
                Value::String(text) => Yaml::Text(text.clone()),
                _ => Yaml::Plain(text.to_owned()),
            });
        } else {
            docs.push(format!("Example: `{text}`."));
        }
        true
    }

    /// Returns the value of an enum that a node is.
    fn value_of(&self, id: crate::spec::TypeId, node: &Node) -> Option<Yaml> {
        let Kind::Enum(values) = &self.types.get(id.0)?.kind else {
            return None;
        };
        let value = match &node.value {
            Value::String(text) => Yaml::Text(text.clone()),
            Value::Number(text) => whole(text)?,
            _ => return None,
        };
        values
            .iter()
            .any(|known| known.value == value)
            .then_some(value)
    }

    /// Adds the notes of an item of a list or a map to the docs of the list or the map.
    pub(super) fn keep_notes(&mut self, schema: &Schema, of: &str, parts: &[&'d Node]) {
        if let (Some(first), Some(line)) = (parts.first(), notes_line(schema, of)) {
            self.kept.entry(first.id).or_default().push(line);
        }
    }
}

/// Describes a schema in a line, without its type. A spec has only the type there.
pub(crate) fn notes_line(schema: &Schema, of: &str) -> Option<String> {
    let Schema { ty, notes, .. } = schema;
    let mut lines = Vec::new();
    if !matches!(ty, Ty::Named(_)) {
        lines.extend(notes.docs.clone());
    }
    for (fact, value) in &notes.facts {
        lines.push(format!("`{fact}: {}`", value.as_str()));
    }
    if let Some(example) = &notes.example {
        lines.push(format!("example: `{}`", example.as_str()));
    }
    if notes.deprecated {
        lines.push("deprecated".to_owned());
    }
    (!lines.is_empty()).then(|| format!("{of}: {}", lines.join("; ")))
}

/// Describes keys that exclude each other, if `not` only names keys.
fn never_together(part: &Node) -> Option<String> {
    let not = part.peek("not")?;
    let groups = match not.peek("anyOf") {
        Some(groups) => groups
            .children()
            .map(keys_alone)
            .collect::<Option<Vec<_>>>(),
        None => keys_alone(not).map(|keys| vec![keys]),
    };
    let sentences = groups?.into_iter().map(|keys| match keys.as_slice() {
        [key] => format!("Never has `{key}`."),
        keys => format!("Never has `{}` together.", keys.join("` and `")),
    });
    let sentences: Vec<_> = sentences.collect();
    part.take("not");
    Some(sentences.join(" "))
}

/// Returns the required keys of a schema, if it allows every value with these keys.
fn keys_alone(schema: &Node) -> Option<Vec<&str>> {
    let allows_all = |schema: &Node| {
        let mut entries = schema.map().into_iter().flat_map(Map::iter);
        schema.map().is_some() && entries.all(|(key, _)| key.starts_with("x-"))
    };
    let mut others = schema.map()?.iter().filter(|(key, _)| *key != "required");
    let is_alone = others.all(|(key, node)| key == "properties" && node.children().all(allows_all));
    let keys: Vec<_> = schema
        .list("required")
        .iter()
        .filter_map(Node::as_str)
        .collect();
    (is_alone && !keys.is_empty()).then_some(keys)
}

/// Returns a short value as JSON.
fn inline(node: &Node) -> Option<String> {
    let json = json(node, 0)?;
    let text = text::escaped(&json.to_string());
    (text.len() <= 300 && !text.contains('`')).then_some(text)
}

fn json(node: &Node, depth: usize) -> Option<serde_json::Value> {
    if depth > 8 {
        return None;
    }
    let inner = |node: &Node| json(node, depth + 1);
    Some(match &node.value {
        Value::Null => serde_json::Value::Null,
        Value::Boolean(value) => (*value).into(),
        Value::Number(text) => text.parse::<serde_json::Number>().ok()?.into(),
        Value::String(text) => text.as_str().into(),
        Value::List(items) => items.iter().map(inner).collect::<Option<Vec<_>>>()?.into(),
        Value::Map(map) => {
            let entries = map
                .iter()
                .map(|(key, node)| Some((key.to_owned(), inner(node)?)));
            serde_json::Value::Object(entries.collect::<Option<_>>()?)
        }
    })
}

/// Returns the docs of a schema.
pub(super) fn docs_of(parts: &[&Node]) -> Option<String> {
    let first = parts.first()?;
    let described = parts
        .iter()
        .find(|part| text_of(part, "description").is_some());
    let docs = described.and_then(|part| {
        part.text("description");
        text_of(part, "description")
    });
    let title = text_of(first, "title");
    match (docs, title) {
        (Some(docs), title) => {
            // The docs contain the title.
            let plain = |text: &str| crate::names::snake(text);
            if title.is_some_and(|title| plain(&docs).contains(&plain(&title))) {
                first.text("title");
            }
            Some(docs)
        }
        (None, Some(title)) => {
            first.text("title");
            Some(text::sentence(&title))
        }
        (None, None) => None,
    }
}

/// Returns the fact for a keyword, if a spec has an equivalent. The fact has no value if the keyword sets no constraint.
fn fact_of(
    ty: &Ty,
    part: &Node,
    keyword: &str,
    fact: &'static str,
    node: &Node,
) -> Option<(&'static str, Option<Yaml>)> {
    match (&node.value, ty) {
        (Value::Boolean(value), Ty::List(_)) if keyword == "uniqueItems" => {
            Some((fact, value.then(|| Yaml::Plain("true".to_owned()))))
        }
        // In OpenAPI 3.0, the keyword changes the meaning of `minimum` or `maximum`.
        (Value::Boolean(_), _) if keyword.starts_with("exclusive") => Some((fact, None)),
        (Value::Number(text), Ty::BuiltIn(built_in)) if built_in.is_number() => {
            let is_exclusive = |key| part.peek(key).and_then(Node::as_bool) == Some(true);
            let fact = match keyword {
                "minimum" if is_exclusive("exclusiveMinimum") => "exclusive_minimum",
                "maximum" if is_exclusive("exclusiveMaximum") => "exclusive_maximum",
                _ => fact,
            };
            Some((
                fact,
                Some(number(text, *built_in).unwrap_or_else(|| Yaml::Plain(text.clone()))),
            ))
        }
        (Value::Number(text), Ty::List(_)) if keyword != "uniqueItems" => {
            Some((fact, Some(count(text))))
        }
        // The format of a timestamp or a UUID determines its length and its pattern.
        (Value::Number(text), Ty::BuiltIn(built_in))
            if built_in.is_string() && keyword != "pattern" =>
        {
            Some((fact, (*ty == Ty::STRING).then(|| count(text))))
        }
        (Value::String(text), Ty::BuiltIn(built_in))
            if built_in.is_string() && keyword == "pattern" =>
        {
            let is_constraint = *ty == Ty::STRING && !text.is_empty() && !text::has_invisible(text);
            Some((fact, is_constraint.then(|| Yaml::Text(text.clone()))))
        }
        _ => None,
    }
}

/// Returns a number of this type.
fn number(text: &str, built_in: BuiltIn) -> Option<Yaml> {
    match built_in {
        BuiltIn::Number => {
            let number = text.parse::<f64>().ok()?;
            number.is_finite().then(|| Yaml::Plain(text.to_owned()))
        }
        _ if built_in.is_number() => whole(text),
        _ => None,
    }
}

/// Returns a number of characters or items. The generator decides whether it can be one.
fn count(text: &str) -> Yaml {
    whole(text).unwrap_or_else(|| Yaml::Plain(text.to_owned()))
}

fn whole(text: &str) -> Option<Yaml> {
    if let Ok(number) = text.parse::<i64>() {
        return Some(Yaml::Plain(number.to_string()));
    }
    // `1.0` and `1e3` are also whole numbers.
    let number = text.parse::<f64>().ok()?;
    let is_whole = number.fract() == 0.0 && number.abs() < 9e15;
    is_whole.then(|| Yaml::Plain(format!("{number:.0}")))
}

/// Returns the value of `key` as docs, if it is a text.
fn text_of(node: &Node, key: &str) -> Option<String> {
    let text = text::docs(node.peek(key)?.as_str()?);
    (!text.is_empty()).then_some(text)
}

/// Returns a sentence with a link to more docs.
pub(crate) fn external(node: &Node) -> Option<String> {
    let docs = node.peek("externalDocs")?;
    let url = docs.peek("url")?.as_str()?;
    let docs = node.get("externalDocs")?;
    docs.text("url");
    let about = docs.text("description").map(str::trim);
    let about = about.filter(|about| !about.is_empty()).unwrap_or("More");
    let about = about.trim_end_matches('.').replace(['[', ']', '\n'], " ");
    Some(format!("See [{about}]({url})."))
}
