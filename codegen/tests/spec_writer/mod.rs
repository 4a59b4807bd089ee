//! Random specs: each number selects the next part of a spec. Any list of numbers is a spec, and a shorter list of
//! smaller numbers is a simpler spec.
//!
//! The spec of a [`Writer`] has no errors, unless the writer can make mistakes. Then it has some faults.

#![allow(
    clippy::too_many_lines,
    reason = "what a spec can say is long, and all of one kind"
)]

use std::collections::HashSet;

/// Pieces of docs. Each can break a program that puts text into Rust, Markdown, HTML or templates.
const TEXTS: &[&str] = &[
    "A parcel.",
    "`code`",
    "[link]",
    "[a](b)",
    "[a][b]",
    "[a]: b",
    "[^1]",
    "[^1]: note",
    "![a](b)",
    "<https://a.b>",
    "<div>",
    "</p>",
    "<br/>",
    "<!--",
    "-->",
    "Vec<T>",
    "<a href=\"x\">",
    "&amp;",
    "&",
    "https://example.com/a_b.",
    "http://",
    "a@b.c",
    "```\nlet x = 1;\n```",
    "```rust\npanic!()\n```",
    "```",
    "~~~",
    "~~~ compile_fail",
    "`",
    "``",
    "    code()",
    "\tcode()",
    "- item",
    "  - item",
    "1. one",
    "10) ten",
    "> quote",
    ">",
    "| a | b |\n| - | - |\n| 1 |",
    "|",
    "# Heading",
    "# Errors",
    "===",
    "---",
    "***",
    "**bold",
    "*",
    "_",
    "__init__",
    "~~gone~~",
    "- [ ] task",
    "\\",
    "\\\\",
    "\\[",
    "\\`",
    "*/",
    "/*",
    "//",
    "//!",
    "///¶",
    "#![no]",
    "#[doc(hidden)]",
    "{}",
    "{0}",
    "{body}",
    "{call}",
    "{library}",
    "{credentials}",
    "{{",
    "}",
    "%s",
    "$x$",
    "${x}",
    "\"",
    "\"#",
    "r#\"",
    "'",
    "\u{301}",
    "\u{a0}",
    "\u{e000}",
    "é",
    "名前",
    "🦀",
    "ﷺ",
    "\n",
    "\n\n",
    " ",
    ":",
    ": ",
    " #",
    "@generated",
    "---\n...",
    "- ",
    "1986. A year.",
    "[`Self::x`]",
    "[x]: <> 'y'",
    "a  \nb",
    "<T>::x",
    "a\\",
];

/// Text that docs can contain and values cannot.
const TEXTS_OF_DOCS: &[&str] = &["\u{ad}", "\u{200c}", "\u{200d}", "\u{fe0f}", "\u{e0067}"];

/// Text that neither docs nor values can contain.
const BAD_TEXTS: &[&str] = &[
    "", " ", "\0", "\r\n", "\u{7f}", "\u{85}", "\u{202e}", "\u{2066}", "\u{200b}", "\u{feff}",
    "\u{2028}",
];

/// Names. Many have a meaning in Rust or in the generated code.
const NAMES: &[&str] = &[
    "abstract",
    "as",
    "async",
    "await",
    "box",
    "break",
    "const",
    "crate",
    "default",
    "do",
    "dyn",
    "enum",
    "extern",
    "false",
    "final",
    "fn",
    "gen",
    "impl",
    "in",
    "let",
    "loop",
    "macro",
    "macro_rules",
    "match",
    "mod",
    "move",
    "mut",
    "override",
    "priv",
    "pub",
    "raw",
    "ref",
    "return",
    "safe",
    "self",
    "Self",
    "static",
    "struct",
    "super",
    "trait",
    "true",
    "try",
    "type",
    "typeof",
    "union",
    "unsafe",
    "unsized",
    "use",
    "virtual",
    "where",
    "yield",
    "a",
    "b",
    "e",
    "f",
    "x1",
    "a_1",
    "a-b",
    "aB",
    "A.B",
    "a b",
    "as_str",
    "body",
    "bool",
    "clear_a",
    "client",
    "clone",
    "content",
    "core",
    "cursor",
    "deserialize",
    "deserializer",
    "drop",
    "eq",
    "err",
    "error",
    "fetch",
    "fields",
    "fmt",
    "from",
    "from_parts",
    "future",
    "hash",
    "http",
    "i64",
    "id",
    "index",
    "into",
    "try_into",
    "item",
    "items",
    "iter",
    "key",
    "main",
    "map",
    "method",
    "name",
    "next",
    "none",
    "object",
    "ok",
    "option",
    "other2",
    "page",
    "params",
    "part",
    "path",
    "println",
    "query",
    "redacted",
    "request",
    "response",
    "result",
    "serde",
    "serde_json",
    "serialize",
    "serializer",
    "some",
    "std",
    "str",
    "string",
    "tag",
    "tagged",
    "test",
    "tokio",
    "u8",
    "value",
    "values",
    "variant",
    "vec",
    "with",
    "x.y",
    "`a`",
    "a|b",
    "a*b*",
    "[a]",
    "<a>",
    "{a}",
    "a\"b",
    "a\\b",
    "a'b",
    "a\nb",
    "#a",
    "a/*b",
    "$ref",
    "@type",
    "&c",
    "*d",
    "!e",
    "%f",
    "null",
    "yes",
    "ééa",
    "a_name_that_is_as_long_as_names_may_be_and_not_one_letter_longer_than_the_hundred_that_are_left_to_x",
];

/// Names of types.
const TYPES: &[&str] = &[
    "A",
    "Arc",
    "Array",
    "B",
    "Bool",
    "Copy",
    "Core",
    "Cow",
    "Crate",
    "D",
    "Drop",
    "Dyn",
    "E",
    "Enum",
    "F",
    "Fmt",
    "Fn",
    "FnOnce",
    "From2",
    "Gen",
    "Http",
    "I64",
    "Id",
    "Iterator",
    "Json",
    "Key",
    "Lib",
    "M",
    "Main",
    "Mod",
    "Never",
    "Object",
    "Out",
    "Page",
    "Part",
    "Pin",
    "S",
    "Self",
    "Serde",
    "SerdeJson",
    "Sized",
    "Static",
    "Std",
    "Str",
    "Super",
    "Sync",
    "T",
    "Test",
    "ToOwned",
    "ToString",
    "Tokio",
    "Try",
    "TryFrom",
    "TryInto",
    "Type",
    "U8",
    "Union",
    "Unit",
    "Unpin",
    "Use",
    "User",
    "V",
    "X",
    "Yield",
    "a_type",
    "a type",
    "ANSI",
    "OAuth2Token",
    "Field",
    "Variant",
    "Iter",
    "Extend",
    "Visitor",
    "Cursor",
];

/// Keys that need a `name`, and reserved names.
const BAD_NAMES: &[&str] = &[
    "",
    "-",
    "_",
    "1",
    "2fa",
    "größe",
    "名前",
    "имя",
    "🦀",
    "new",
    "send",
    "into_stream",
    "String",
    "Option",
    "Error",
    "client",
    "r#a",
    "\0",
    "\u{202e}",
    "é",
];

const SCALARS: &[&str] = &[
    "string",
    "boolean",
    "integer",
    "number",
    "timestamp",
    "int32",
    "uint64",
    "decimal",
    "date",
    "unix_time",
    "uuid",
    "bytes",
];

/// Examples of each scalar type.
const EXAMPLES: [&[&str]; 12] = [
    &[
        "\"\"",
        "\"a\"",
        "\"\\\"\"",
        "\"{body}\"",
        "\"\\\\\"",
        "\"*/\"",
        "\"名\"",
        "\"a\\nb\"",
        "\"{call}\"",
        "\"#{\"",
        "\"\\\\u{0}\"",
    ],
    &["true", "false"],
    &[
        "0",
        "1",
        "-1",
        "9223372036854775807",
        "-9223372036854775808",
    ],
    &[
        "0",
        "1.5",
        "-0.0",
        "1e300",
        "1e-300",
        "12345678901234567890",
    ],
    &["\"2021-12-29T12:33:09Z\"", "\"soon\""],
    &["-2147483648", "2147483647"],
    &["0", "18446744073709551615"],
    &["\"1.50\"", "\"-0\""],
    &["\"2021-12-29\"", "\"soon\""],
    &["1640781189", "-1"],
    &["\"f81d4fae-7dec-11d0-a765-00a0c91e6bf6\"", "\"x\""],
    &["\"Ynl0ZXM=\"", "\"AP8i\""],
];

/// The facts about a type that its uses depend on.
#[derive(Clone)]
struct Known {
    name: String,
    kind: Kind,
}

#[derive(Clone, Copy, PartialEq)]
enum Kind {
    Id,
    Enum,
    IntegerEnum,
    Object,
    /// An object with other keys.
    Open,
    Union,
    Untagged,
}

/// Writes the files of a spec.
pub(crate) struct Writer<I> {
    choices: I,
    /// Whether the spec may have faults.
    slips: bool,
    envelope: Vec<String>,
    errors: Vec<String>,
    has_credentials: bool,
    has_servers: bool,
    /// The names of types and resources, which must be unique in the client.
    taken: HashSet<String>,
}

impl<I: Iterator<Item = u32>> Writer<I> {
    pub(crate) fn new(choices: I, slips: bool) -> Self {
        Self {
            choices,
            slips,
            envelope: Vec::new(),
            errors: Vec::new(),
            has_credentials: false,
            has_servers: false,
            taken: HashSet::new(),
        }
    }

    /// Returns the next choice, or the first one if no numbers are left.
    fn below(&mut self, count: usize) -> usize {
        self.choices.next().unwrap_or(0) as usize % count.max(1)
    }

    /// Returns true once in `count` times.
    fn once_in(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }

    fn slip(&mut self) -> bool {
        self.slips && self.once_in(500)
    }

    fn pick<'a>(&mut self, words: &[&'a str]) -> &'a str {
        words
            .get(self.below(words.len()))
            .copied()
            .unwrap_or_default()
    }

    /// Writes docs on any number of lines, or none.
    fn docs(&mut self) -> String {
        self.text(true)
    }

    /// Writes docs on one line, or none.
    fn summary(&mut self) -> String {
        self.text(false)
    }

    fn text(&mut self, lines: bool) -> String {
        if self.once_in(10) {
            return "null".to_owned();
        }
        let parts = [TEXTS, TEXTS_OF_DOCS].concat();
        self.text_of(&parts, lines)
    }

    /// Writes a value on one line.
    fn value(&mut self) -> String {
        self.text_of(TEXTS, false)
    }

    fn text_of(&mut self, parts: &[&str], lines: bool) -> String {
        let mut text = String::new();
        for _ in 0..=self.below(4) {
            text.push_str(self.pick(parts));
            text.push_str(self.pick(&["", " ", "\n", "\n\n"]));
        }
        if self.slip() {
            text = self.pick(BAD_TEXTS).to_owned() + &text.repeat(self.below(2));
        } else if text.trim().is_empty() {
            text.push('x');
        }
        if !lines {
            text = text.trim().replace('\n', " ");
        }
        quoted(&text)
    }

    /// Returns a name from `words` that is not in `taken`, in any case.
    fn name(&mut self, words: &[&'static str], taken: &mut HashSet<String>) -> String {
        let mut name = if self.slip() {
            self.pick(BAD_NAMES)
                .repeat([1, 1, 1, 10_000][self.below(4)])
        } else {
            self.pick(words).to_owned()
        };
        let plain = |name: &str| {
            name.chars()
                .filter(char::is_ascii_alphanumeric)
                .collect::<String>()
                .to_lowercase()
        };
        let mut number = 2;
        while !self.slips && !taken.insert(plain(&name)) {
            let longest = name.len().min(96);
            name = format!("{}{number}", &name[..longest]);
            number += 1;
        }
        name
    }

    /// The `name` that a key needs if no name can be derived from it.
    fn rust_name(&mut self, key: &str, number: usize) -> String {
        if key.is_ascii() && !self.once_in(12) {
            String::new()
        } else {
            format!("name: named_{number}, ")
        }
    }

    /// Writes a type as YAML. `objects` are the types that it may always contain.
    fn ty(&mut self, known: &[Known], objects: &[Known]) -> String {
        if self.slip() {
            return quoted(self.pick(&[
                "",
                "strng",
                "[string",
                "string??",
                "[[[[[[[[[[[string]]]]]]]]]]]",
                "[]",
                "Option<string>",
                "{ integer: string }",
                "{ string: string",
                "{ string: }",
            ]));
        }
        let any: Vec<&str> = SCALARS
            .iter()
            .copied()
            .chain(["object", "any"])
            .chain(known.iter().map(|ty| ty.name.as_str()))
            .collect();
        let plain: Vec<_> = SCALARS
            .iter()
            .copied()
            .chain(["object", "any"])
            .chain(objects.iter().map(|ty| ty.name.as_str()))
            .collect();
        let keys: Vec<_> = ["string", "date", "uuid"]
            .into_iter()
            .chain(scalars(known))
            .collect();
        let ty = match self.below(10) {
            0 | 1 => self.pick(&plain).to_owned(),
            2 | 3 => format!("{}?", self.pick(&any)),
            4 => format!("[{}]", self.pick(&any)),
            5 => format!("[{}]?", self.pick(&any)),
            6 => format!("[[{}?]]", self.pick(&any)),
            7 => format!("{{ {}: {} }}", self.pick(&keys), self.pick(&any)),
            8 => format!("{{ {}: [{}]? }}?", self.pick(&keys), self.pick(&any)),
            _ => format!(
                "[{{ {}: {{ string: {}? }} }}]",
                self.pick(&keys),
                self.pick(&any)
            ),
        };
        quoted(&ty)
    }

    /// Facts about a value of the type, as YAML.
    fn facts(&mut self, ty: &str, is_param: bool) -> String {
        let plain = ty.trim_matches('"').trim_end_matches('?');
        let list = plain.starts_with('[');
        let value = plain.trim_matches(['[', ']', '?']);
        if !self.once_in(3) || plain.starts_with("[[") {
            return String::new();
        }
        let mut constraints = match value {
            "integer" => self.pick(&[
                "minimum: -5, ",
                "minimum: 1, maximum: 100000, ",
                "exclusive_maximum: 7, ",
                "exclusive_minimum: -1000000, exclusive_maximum: 3, multiple_of: 1000000, ",
            ]),
            "number" => self.pick(&[
                "minimum: 0.123456789, ",
                "exclusive_minimum: -1e300, maximum: 1234567.5, ",
                "maximum: 12345678901234567890, ",
            ]),
            "string" => self.pick(&[
                "min_length: 0, ",
                "min_length: 1, max_length: 1, ",
                "max_length: 4294967295, ",
            ]),
            _ => "",
        }
        .to_owned();
        if list {
            constraints += self.pick(&["", "min_items: 1, max_items: 100000, "]);
        }
        if is_param && !constraints.is_empty() && self.once_in(2) {
            constraints += "check: true, ";
        } else if value == "string" {
            constraints += "pattern: \"^[`a]\\\\s$\", ";
        }
        let is_optional = ty.trim_matches('"').ends_with('?');
        let default = match value {
            "boolean" => "default: true, ",
            "string" => "default: \"`\", ",
            _ => "",
        };
        if !list && (is_optional || !is_param) {
            constraints += self.pick(&["", default]);
        }
        constraints
    }

    fn flags(&mut self) -> String {
        let sensitive = self.pick(&["", "", "sensitive: true, "]);
        sensitive.to_owned() + &self.deprecated()
    }

    fn deprecated(&mut self) -> String {
        if self.once_in(5) {
            format!("deprecated: {}, ", self.docs())
        } else {
            String::new()
        }
    }

    /// Writes fields, without taken ones.
    fn fields(&mut self, known: &[Known], objects: &[Known], mut taken: HashSet<String>) -> String {
        let mut fields = String::new();
        taken.insert("new".to_owned());
        let count = [0, 1, 2, 3, 4, 12][self.below(6)];
        for number in 0..count {
            let key = self.name(NAMES, &mut taken);
            let (name, flags) = (self.rust_name(&key, number), self.flags());
            let (ty, docs) = (self.ty(known, objects), self.docs());
            // It is unknown here whether a request contains the object.
            let clearable = if self.slip() {
                self.pick(&["clearable: true, ", "null_if_unset: true, "])
            } else {
                ""
            };
            let facts = self.facts(&ty, false);
            fields += &format!(
                "{}: {{ {name}{flags}{clearable}{facts}type: {ty}, docs: {docs} }}, ",
                key_of(&key)
            );
        }
        fields
    }

    /// Writes `client.yaml`, to which the later resources refer.
    pub(crate) fn client(&mut self) -> String {
        let package = if self.slip() {
            self.pick(BAD_NAMES)
        } else {
            self.pick(&[
                "any-spec",
                "a",
                "client",
                "request-2",
                "alloc2",
                "error",
                "types",
                "a1-b2",
            ])
        };
        let version = self.pick(&["0.1.0", "1.0.0-a.1+b.01", "99999.0.0"]);
        let docs = self.docs();
        let mut text = format!(
            "crate: {{ name: {}, version: {version}, docs: {docs} }}\n",
            quoted(package)
        );
        let mut taken = HashSet::from(["server".to_owned()]);
        let mut credential = |writer: &mut Self| {
            let (name, docs) = (
                writer.name(
                    &[
                        "token", "self", "type", "client", "auth", "a", "f", "secret",
                    ],
                    &mut taken,
                ),
                writer.docs(),
            );
            let example = writer.pick(&[
                "",
                "",
                "example: \"{credentials}\", ",
                "example: \"'\\\"\\\\\", ",
                "example: \"{call}\", ",
            ]);
            (
                format!("{{ name: {}, {example}docs: {docs} }}", quoted(&name)),
                name,
            )
        };
        let mut credentials = Vec::new();
        let kind = self.below(5);
        if kind > 0 {
            let (first, name) = credential(self);
            credentials.push(name);
            text += &match kind {
                1 => format!("auth: {{ bearer: {{ token: {first} }} }}\n"),
                2 => format!("auth: {{ header: {{ header: X-Key, token: {first} }} }}\n"),
                3 => {
                    let (second, name) = credential(self);
                    credentials.push(name);
                    format!("auth: {{ basic: {{ username: {first}, password: {second} }} }}\n")
                }
                _ => {
                    let (second, name) = credential(self);
                    credentials.push(name);
                    let param = quoted(self.pick(&["api key", "{k}", "\"", "#"]));
                    format!(
                        "auth:\n  - bearer: {{ token: {first} }}\n  - query: {{ param: {param}, token: {second} }}\n"
                    )
                }
            };
        }
        self.has_credentials = kind > 0;
        text += self.pick(&[
            "",
            "headers: { Accept: \"a/b; c=\\\"d\\\"\", X-Version: \"{0}\" }\n",
        ]);
        let others = self.pick(&["", "  \"9 other\": { url: \"https://c.d\" }\n"]);
        self.has_servers = !others.is_empty();
        let others = others.to_owned();
        text += &format!(
            "servers:\n  last: {{ url: \"https://example.com\", docs: {} }}\n",
            self.docs()
        );
        text += &others;
        for (number, credential) in credentials.iter().enumerate() {
            if self.below(2) == 0 {
                let (docs, start) = (self.docs(), self.value());
                let url = self.pick(&["https://a.b:80/c", "https://[::1]/", "https://a.b/~c.d/"]);
                text += &format!(
                    "  s{number}: {{ url: \"{url}\", docs: {docs}, when: {{ credential: {}, starts_with: {start} }} }}\n",
                    quoted(credential)
                );
            }
        }
        let mut taken = [
            "status",
            "attempts",
            "headers",
            "intoinner",
            "intoparts",
            "envelope",
            "new",
            "body",
            "map",
            "into",
            "tryinto",
        ]
        .map(str::to_owned)
        .into();
        let count = self.below(4);
        if count > 0 {
            text += "envelope:\n";
        }
        for number in 0..count {
            let key = self.name(NAMES, &mut taken);
            let (name, flags, ty, docs) = (
                self.rust_name(&key, number),
                self.flags(),
                self.pick(SCALARS),
                self.docs(),
            );
            text += &format!(
                "  ? {}\n  : {{ {name}{flags}type: {ty}, docs: {docs} }}\n",
                quoted(&key)
            );
            self.envelope.push(key);
        }
        let headers = self.response_headers(&["ETag", "X-A*B", "self", "Type", "Status", "X-1"]);
        text += &format!("response_headers: {{ {headers} }}\n");
        text += "error:\n";
        let paths = self.pick(&["", "  fields: { type: [error, \"a\\\"b\"], message: [\"*/\"], request_id: [\"meta.id\", \"0\"] }\n"]);
        if paths.is_empty() {
            return text;
        }
        text += paths;
        text += "  types:\n";
        let mut taken = HashSet::from(["unrecognized".to_owned()]);
        for _ in 0..=self.below(4) {
            let (key, docs) = (self.name(NAMES, &mut taken), self.docs());
            if key.is_ascii() || self.slips {
                text += &format!("    ? {}\n    : {docs}\n", quoted(&key));
                self.errors.push(key);
            }
        }
        text
    }

    /// Headers of responses. Each always has the same type.
    fn response_headers(&mut self, names: &[&str]) -> String {
        let mut headers = String::new();
        for (name, scalar) in names.iter().zip(SCALARS.iter().cycle()) {
            if self.below(3) == 0 {
                let (docs, deprecated) = (self.docs(), self.deprecated());
                headers +=
                    &format!("\"{name}\": {{ type: {scalar}?, {deprecated}docs: {docs} }}, ");
            }
        }
        headers
    }

    /// Writes a resource with its own types.
    pub(crate) fn resource(&mut self) -> String {
        let mut taken = std::mem::take(&mut self.taken);
        let resource = self.name(
            &[
                "parcels", "self", "type", "std", "core", "serde", "http", "tokio", "test", "a",
                "x y", "crates",
            ],
            &mut taken,
        );
        let mut text = format!("resource: {}\ndocs: {}\n", quoted(&resource), self.docs());
        if self.has_servers {
            text += "server: \"9 other\"\n";
        }
        let mut known = Vec::new();
        for _ in 0..self.below(8) {
            let kind = [
                Kind::Id,
                Kind::Enum,
                Kind::IntegerEnum,
                Kind::Object,
                Kind::Object,
                Kind::Union,
                Kind::Untagged,
                Kind::Open,
            ][self.below(8)];
            known.push(Known {
                name: self.name(TYPES, &mut taken),
                kind,
            });
        }
        self.taken = taken;
        for ids in [true, false] {
            text += if ids { "ids:\n" } else { "types:\n" };
            for (number, ty) in known
                .iter()
                .enumerate()
                .filter(|(_, ty)| (ty.kind == Kind::Id) == ids)
            {
                let earlier = known.get(..number).unwrap_or_default();
                text += &format!(
                    "  {}: {}\n",
                    key_of(&ty.name),
                    self.definition(ty.kind, &known, earlier)
                );
            }
        }
        text += "endpoints:\n";
        let mut taken = HashSet::from(["into", "tryinto"].map(str::to_owned));
        for number in 0..=self.below(5) {
            let key = self.name(NAMES, &mut taken);
            text += &format!(
                "  {}: {}\n",
                key_of(&key),
                self.endpoint(&key, number, &known)
            );
        }
        text
    }

    /// Writes the definition of a type under `ids` or `types`. It can contain earlier types without a cycle.
    fn definition(&mut self, kind: Kind, known: &[Known], earlier: &[Known]) -> String {
        let docs = self.docs();
        match kind {
            Kind::Id => docs,
            Kind::Enum => {
                let mut taken = HashSet::from(["unrecognized".to_owned()]);
                let mut values = String::new();
                for number in 0..=self.below(5) {
                    let value = self.name(NAMES, &mut taken);
                    let name = self.rust_name(&value, number);
                    values += &match self.below(3) {
                        0 if name.is_empty() => quoted(&value),
                        1 => format!("{{ {name}value: {} }}", quoted(&value)),
                        _ => format!(
                            "{{ {name}{}value: {}, docs: {} }}",
                            self.deprecated(),
                            quoted(&value),
                            self.docs()
                        ),
                    };
                    values += ", ";
                }
                format!("{{ docs: {docs}, enum: [{values}] }}")
            }
            Kind::IntegerEnum => {
                let mut values = vec!["0", "-1", "7", "100000", "9223372036854775807"];
                if self.slip() {
                    values.extend(["9223372036854775808", "a", "7"]);
                }
                let mut listed = String::new();
                let count = 1 + self.below(values.len());
                for (number, value) in values.into_iter().take(count).enumerate() {
                    listed += &match self.below(3) {
                        0 => value.to_owned(),
                        1 => format!("{{ name: named_{number}, value: {value} }}"),
                        _ => format!(
                            "{{ {}value: {value}, docs: {} }}",
                            self.deprecated(),
                            self.docs()
                        ),
                    };
                    listed += ", ";
                }
                format!("{{ docs: {docs}, enum: [{listed}] }}")
            }
            Kind::Object | Kind::Open => {
                let extra = match kind {
                    Kind::Open => format!("extra: {}, ", self.ty(known, known)),
                    _ => String::new(),
                };
                let fields = self.fields(known, earlier, HashSet::new());
                let of_enum = known.iter().find(|ty| ty.kind == Kind::Enum);
                let constructors = match of_enum {
                    Some(of_enum) if self.slip() => format!(
                        "constructors: {{ odd: {{ docs: D., with: {{ {}: a }} }} }}, ",
                        key_of(&of_enum.name)
                    ),
                    _ => String::new(),
                };
                format!("{{ docs: {docs}, {extra}{constructors}fields: {{ {fields} }} }}")
            }
            Kind::Untagged => {
                let variants = self.untagged(known);
                format!("{{ docs: {docs}, variants: {{ {variants} }} }}")
            }
            Kind::Union => {
                let mut taken = HashSet::from(["unrecognized".to_owned(), "other".to_owned()]);
                let mut variants = String::new();
                let objects: Vec<_> = known
                    .iter()
                    .filter(|ty| ty.kind == Kind::Object)
                    .map(|ty| ty.name.as_str())
                    .collect();
                let is_internal = self.below(2) == 0;
                for number in 0..=self.below(4) {
                    let key = self.name(NAMES, &mut taken);
                    let name = self.rust_name(&key, number);
                    let can_have_content = !is_internal || !objects.is_empty();
                    let has_content = can_have_content && !self.once_in(4);
                    let content = if !has_content {
                        self.deprecated()
                    } else if is_internal {
                        format!("{}type: {}, ", self.flags(), quoted(self.pick(&objects)))
                    } else {
                        let ty = self.ty(known, known).replace('?', "");
                        format!("{}type: {ty}, ", self.flags())
                    };
                    variants += &format!(
                        "{}: {{ {name}{content}docs: {} }}, ",
                        key_of(&key),
                        self.docs()
                    );
                }
                if is_internal {
                    // No object has a field of this key, which might not hold a tag.
                    return format!("{{ docs: {docs}, tag: its.tag, variants: {{ {variants} }} }}");
                }
                let tag = self.pick(&[
                    "tag",
                    "type",
                    "self",
                    "a b",
                    "`t`",
                    "as_str",
                    "clone",
                    "eq",
                    "fmt",
                    "serialize",
                    "default",
                ]);
                let content = self.pick(&["content", "\"", "{}", "value", "`", "\\"]);
                format!(
                    "{{ docs: {docs}, tag: {}, content: {}, variants: {{ {variants} }} }}",
                    quoted(tag),
                    quoted(content)
                )
            }
        }
    }

    /// Variants with values of different kinds.
    fn untagged(&mut self, known: &[Known]) -> String {
        let of = |kinds: &[Kind]| {
            let of_kind = known.iter().filter(|ty| kinds.contains(&ty.kind));
            of_kind.map(|ty| ty.name.as_str()).collect::<Vec<_>>()
        };
        let strings = [vec!["string", "timestamp"], of(&[Kind::Id, Kind::Enum])].concat();
        let numbers = [vec!["integer", "number"], of(&[Kind::IntegerEnum])].concat();
        let objects = [Kind::Object, Kind::Open, Kind::Union];
        let objects = [vec!["object", "{ string: any }"], of(&objects)].concat();
        let list = self.ty(known, known).trim_matches('"').replace('?', "");
        let mut types = vec![
            self.pick(&strings).to_owned(),
            self.pick(&numbers).to_owned(),
            "boolean".to_owned(),
            format!("[{list}]"),
            self.pick(&objects).to_owned(),
        ];
        let mut taken = HashSet::from(["unrecognized".to_owned()]);
        let mut variants = String::new();
        for number in 0..=self.below(types.len()) {
            if types.is_empty() {
                break;
            }
            let ty = types.remove(self.below(types.len()));
            let key = self.name(NAMES, &mut taken);
            let (name, flags, docs) = (self.rust_name(&key, number), self.flags(), self.docs());
            variants += &format!(
                "{}: {{ {name}{flags}type: {}, docs: {docs} }}, ",
                key_of(&key),
                quoted(&ty)
            );
        }
        variants
    }

    fn endpoint(&mut self, key: &str, number: usize, known: &[Known]) -> String {
        let method = self.pick(&["POST", "GET", "PUT", "PATCH", "DELETE"]);
        let body = match self.below(6) {
            _ if method == "GET" => String::new(),
            0 => format!("body: {}, ", self.ty(known, known)),
            1 => {
                let media_type = self.pick(&[
                    "null",
                    "text/csv",
                    "'text/plain; charset=\"a;b\"'",
                    "\"a/b+c; d=e\"",
                ]);
                let ty = self.pick(&["bytes", "text", "bytes?", "text?"]);
                format!("content_type: {media_type}, body: {ty}, ")
            }
            _ => String::new(),
        };
        let has_body = body.is_empty() && method != "GET";
        let is_multipart = has_body && self.below(4) == 0;
        let mut encoding = "";
        let in_body = if method == "DELETE" { "in: body, " } else { "" };
        let mut path = format!("/{}", self.below(1_000_000));
        let end = self.pick(&["", "", "?zz=%20&zy", "#x"]);
        let mut taken = ["send", "intostream", "intopages"]
            .map(str::to_owned)
            .into();
        let mut params = String::new();
        let mut optional = Vec::new();
        let mut in_body_count = 0;
        let count = [0, 1, 2, 3, 5, 11][self.below(6)];
        for number in 0..count {
            let (key, docs) = (self.name(NAMES, &mut taken), self.docs());
            let (name, flags) = (self.rust_name(&key, number), self.flags());
            let fits = |ok: fn(u8) -> bool| {
                key.bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'_' || ok(byte))
            };
            let scalar = self.below(SCALARS.len());
            let example = match self.below(3) {
                0 => format!(
                    "example: {}, ",
                    EXAMPLES
                        .get(scalar)
                        .map_or("", |examples| self.pick(examples))
                ),
                _ => String::new(),
            };
            let integers = known.iter().filter(|ty| ty.kind == Kind::IntegerEnum);
            let integers = integers.map(|ty| ty.name.as_str());
            let named: Vec<_> = scalars(known).chain(integers).collect();
            let (scalar, example) = match named.get(self.below(6)) {
                Some(&name) => (name.to_owned(), String::new()),
                None => (
                    SCALARS
                        .get(scalar)
                        .map_or_else(String::new, |&name| name.to_owned()),
                    example,
                ),
            };
            let kind = self.below(5);
            let (sent_in, ty, example) = match kind {
                0 if fits(|byte| b"-.".contains(&byte)) => {
                    path += &format!("/{{{key}}}");
                    ("", scalar, example.replace("\"\"", "\"a\""))
                }
                1 if fits(|byte| b"-.`|*'$!%#&+^~".contains(&byte))
                    && !["te", "host", "expect"].contains(&key.as_str()) =>
                {
                    ("in: header, ", scalar + self.pick(&["", "?"]), example)
                }
                2 if has_body => {
                    in_body_count += 1;
                    let file = self.pick(&["file", "file?", "[file]", "[file]?"]);
                    let ty = if is_multipart && self.below(2) == 0 {
                        file.to_owned()
                    } else {
                        self.ty(known, known)
                    };
                    if is_multipart {
                        encoding = "encoding: multipart, ";
                    }
                    (in_body, ty.trim_matches('"').to_owned(), String::new())
                }
                _ => match self.below(5) {
                    0 => ("in: query, ", scalar, example),
                    1 => ("in: query, ", scalar + "?", example),
                    2 => (
                        "in: query, style: comma, ",
                        format!("[{scalar}]"),
                        String::new(),
                    ),
                    3 => {
                        let ty = self.ty(known, known);
                        let ty = ty.trim_matches('"');
                        if ty.starts_with(['[', '{']) {
                            let ty = ty.to_owned();
                            ("in: query, style: brackets, ", ty, String::new())
                        } else {
                            ("in: query, ", format!("[{scalar}]?"), String::new())
                        }
                    }
                    _ => ("in: query, ", format!("[{scalar}]?"), String::new()),
                },
            };
            let is_optional = ty.ends_with('?');
            if is_optional {
                optional.push(key.clone());
            }
            let clearable = if is_optional && has_body && !is_multipart && sent_in == in_body {
                self.pick(&["", "clearable: true, ", "null_if_unset: true, "])
            } else {
                ""
            };
            // An example may not meet a constraint.
            let facts = if example.is_empty() {
                self.facts(&ty, true)
            } else {
                String::new()
            };
            params += &format!(
                "{}: {{ {name}{flags}{facts}{sent_in}{clearable}{example}type: {}, docs: {docs} }}, ",
                key_of(&key),
                quoted(&ty)
            );
        }
        let is_object = |ty: &str| {
            let objects = known.iter().filter(|it| it.kind == Kind::Object);
            objects.into_iter().any(|it| quoted(&it.name) == ty)
        };
        let body_value = body.trim_start_matches("body: ").trim_end_matches(", ");
        let is_form = is_object(body_value) || in_body_count > 0;
        if encoding.is_empty() && is_form && self.once_in(3) {
            encoding = "encoding: form, ";
        }
        let mut rules = String::new();
        if optional.len() > 1 && self.below(2) == 0 {
            let rule = self.pick(&["one_of", "at_least_one_of"]);
            let keys: Vec<_> = optional.iter().map(|key| quoted(key)).collect();
            rules = format!("rules: [{{ {rule}: [{}] }}], ", keys.join(", "));
        }
        let mut taken: HashSet<String> = self
            .envelope
            .iter()
            .map(|key| {
                key.chars()
                    .filter(char::is_ascii_alphanumeric)
                    .collect::<String>()
                    .to_lowercase()
            })
            .collect();
        let (mut response, mut paging) = (String::new(), String::new());
        match self.below(8) {
            0 => {}
            7 => response = format!("events: {}, ", self.ty(known, known)),
            6 => response = format!("response: {}, ", self.pick(&["bytes", "text"])),
            4 => {
                let ty = self.ty(known, known);
                // A type may have a field of the envelope, which is a fault.
                let is_object = |ty: &str| {
                    known
                        .iter()
                        .any(|it| it.kind == Kind::Object && ty.contains(&it.name))
                };
                if self.slips || self.envelope.is_empty() || !is_object(&ty) {
                    response = format!("response: {ty}, ");
                }
            }
            5 => {
                let keys: Vec<_> = ["string"].into_iter().chain(scalars(known)).collect();
                let key = self.pick(&keys);
                let key = if key.starts_with(char::is_uppercase) {
                    key
                } else {
                    "string"
                };
                response = format!("response: {{ {}: [any] }}, ", key_of(key));
            }
            1 => {
                // A type may have a field of the envelope, which is a fault.
                let object = known.iter().find(|ty| ty.kind == Kind::Object);
                if let Some(object) = object.filter(|_| self.envelope.is_empty()) {
                    response = format!("response: {}, ", quoted(&object.name));
                }
            }
            way => {
                let mut fields = String::new();
                if way == 3 && taken.is_empty() && !params.contains("\"after\"") {
                    taken.extend(["next", "list", "end"].map(str::to_owned));
                    let ty = self.ty(known, known).replace('?', "");
                    let ty = ty.trim_matches('"');
                    let (after, next, way) = [
                        ("string?", "string", "cursor: after, next: next"),
                        ("string?", "string?", "cursor: after, next: next"),
                        ("string?", "integer?", "cursor: after, next: next"),
                        ("timestamp?", "timestamp?", "cursor: after, next: next"),
                        ("integer?", "integer?", "page: after, pages: next, first: 0"),
                        ("int32?", "uint64?", "page: after, pages: next"),
                        ("uint64?", "int32", "offset: after, total: next"),
                        ("integer?", "integer", "offset: after, limit: next"),
                        ("integer?", "integer?", "offset: after, total: next"),
                        ("string?", "string?", "next_url: next"),
                        ("string?", "any", "link: next"),
                    ][self.below(11)];
                    let end = self.pick(&["", "more: end, ", "done: end, "]);
                    let flag = self.pick(&["boolean", "boolean?"]);
                    params += &format!("\"after\": {{ type: {after}, in: query, docs: D. }}, ");
                    fields = format!(
                        "next: {{ type: {next}, docs: N. }}, end: {{ type: {flag}, docs: E. }}, \
                         list: {{ type: \"[{ty}]\", docs: L. }}, "
                    );
                    paging += &format!("paging: {{ {way}, {end}items: list }}, ");
                }
                fields += &self.fields(known, known, taken);
                response = format!("response: {{ {fields} }}, ");
            }
        }
        let headers = self.response_headers(&["X-One", "X-Two", "type-"]);
        let headers = format!("response_headers: {{ {headers} }}, ");
        let errors: Vec<_> = self.errors.iter().take(3).map(|key| quoted(key)).collect();
        let errors = if self.below(2) == 0 {
            String::new()
        } else {
            format!("errors: [{}], ", errors.join(", "))
        };
        let bodies = if self.below(3) == 0 {
            let ty = self
                .ty(known, known)
                .trim_matches('"')
                .trim_end_matches('?')
                .to_owned();
            let status = self.pick(&["\"404\"", "5xx", "default"]);
            format!("error_bodies: {{ {status}: {} }}, ", quoted(&ty))
        } else {
            String::new()
        };
        let (name, summary) = (self.rust_name(key, number), self.summary());
        let mut keys = self.deprecated();
        if self.has_servers && self.once_in(5) {
            keys += "server: last, ";
        }
        if self.has_credentials && self.once_in(5) {
            keys += "auth: none, ";
        }
        if self.once_in(5) {
            keys += "headers: { Accept: \"*/*\", X-Fixed: \"\\\\\" }, ";
        }
        let docs = if self.below(2) == 0 {
            String::new()
        } else {
            format!("docs: {}, ", self.docs())
        };
        format!(
            "{{ {name}{keys}{docs}{rules}{body}{encoding}{response}{headers}{paging}{errors}{bodies}method: {method}, path: {}, params: {{ {params} }}, summary: {summary} }}",
            quoted(&(path + end))
        )
    }
}

/// Returns the names of ids and enums of strings.
fn scalars(known: &[Known]) -> impl Iterator<Item = &str> {
    let scalars = known
        .iter()
        .filter(|ty| matches!(ty.kind, Kind::Id | Kind::Enum));
    scalars.map(|ty| ty.name.as_str())
}

/// Returns a quoted scalar of YAML, in ASCII.
fn quoted(text: &str) -> String {
    let mut quoted = String::from("\"");
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            ' '..='~' => quoted.push(c),
            c => quoted += &format!("\\U{:08X}", u32::from(c)),
        }
    }
    quoted + "\""
}

/// Returns a quoted key of a map. Long keys need a question mark.
fn key_of(text: &str) -> String {
    let quoted = quoted(text);
    if quoted.len() > 900 {
        format!("? {quoted} ")
    } else {
        quoted
    }
}

/// Returns endless choices, the same for the same seed.
pub(crate) fn choices(seed: u64) -> impl Iterator<Item = u32> {
    let step = |state: &u64| {
        Some(
            state
                .wrapping_mul(0x5851_f42d_4c95_7f2d)
                .wrapping_add(0x1405_7b7e_f767_814f),
        )
    };
    // The low bits of this generator are hardly random.
    std::iter::successors(step(&seed), step)
        .skip(2)
        .map(|state| (state >> 40) as u32)
}
