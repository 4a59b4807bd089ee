//! Text of a spec reaches the output only as an identifier that passed the checks, as a literal, or as docs. Here every
//! text of specs that use every feature tries to be more.
//!
//! The generator can reject a hostile text. If it accepts the text, only the contents of literals and the identifiers
//! from the text can change. The docs must not have an additional test, tag or link into the crate.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::rc::Rc;
use std::{fs, mem};

use codegen::{Crate, generate};
use proc_macro2::{Delimiter, TokenStream, TokenTree};
use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};
use serde_yaml::{Mapping, Value};

use crate::spec::source;

/// Texts that try to become code, a test, a tag or a table of TOML.
const HOSTILE: [&str; 20] = [
    "\"); pub fn injected() {} //",
    "\\\"); pub fn injected() {} //",
    "\"#); pub fn injected() {} r#\"",
    "*/ pub fn injected() {} /*",
    "\npub fn injected() {}\n",
    ")] pub fn injected() {} #[doc(",
    "\n#![injected]\n//! injected\n",
    "{}{injected}{body}{call}{library}{arm}{credentials}",
    "```\ninjected();\n```",
    "\n```rust,should_panic\ninjected();",
    "\n~~~ no_run\ninjected();\n~~~",
    "\n\n    injected();\n\n",
    "1. x\n\n       injected();\n\n> ```\n> injected();",
    "--> <script>injected()</script> <!--",
    "\n<injected>\n</injected>\n",
    "[injected](crate::injected) ![i](injected)\n\n[injected]\n\n[injected]: crate::injected",
    "` injected `` <injected>",
    "| injected | \\| x |\n| --- |",
    "\"\n[dependencies]\ninjected = \"1\"\n",
    "'''\n\\u{22}\n[lib.injected]\n\"\"\"",
];

/// The Markdown of rustdoc, without typographic quotes.
const DIALECT: Options = Options::ENABLE_TABLES
    .union(Options::ENABLE_FOOTNOTES)
    .union(Options::ENABLE_STRIKETHROUGH)
    .union(Options::ENABLE_TASKLISTS);

/// The role of a text of a spec.
#[derive(Clone, Copy, PartialEq)]
enum Role {
    Docs,
    /// Docs of one line.
    Summary,
    Name,
    Other,
}

/// A resource whose texts all appear in the README and the guide.
const SHOWN: &str = "
resource: parcels
docs: Parcels on their way.
ids: { ParcelId: The id of a parcel. }
endpoints:
  create:
    summary: Hands over a parcel.
    method: POST
    path: /parcels
    params: { address: { type: string, docs: Where it goes., example: Paris } }
    response: { id: { type: ParcelId, docs: The id of the parcel. } }
";

/// A spec, and its files to change.
struct Spec {
    files: Vec<(&'static str, Value)>,
    changed: Range<usize>,
}

fn specs() -> Vec<Spec> {
    let tests = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
    let list = |directory: &str| {
        let entries = fs::read_dir(tests.join(directory)).unwrap();
        let mut paths: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
        paths.sort();
        paths
    };
    let read = |path: &PathBuf| fs::read_to_string(path).unwrap();
    let spec = |texts: &[String], changed| {
        let names = ["client.yaml", "one.yaml", "two.yaml", "three.yaml"].into_iter();
        let files = names
            .zip(texts)
            .map(|(name, text)| (name, serde_yaml::from_str(text).unwrap()));
        Spec {
            files: files.collect(),
            changed,
        }
    };
    let client = tests.join("features/client.yaml");
    let features = list("features").into_iter().filter(|path| *path != client);
    let features = features.map(|path| spec(&[read(&client), read(&path)], 1..2));
    let clients = list("clients").into_iter().chain([client.clone()]);
    let clients = clients.map(|path| spec(&[read(&path), SHOWN.to_owned()], 0..2));
    let fixture: Vec<_> = list("fixture/spec").iter().map(read).collect();
    features
        .chain(clients)
        .chain([spec(&fixture, 0..4)])
        .collect()
}

impl Spec {
    /// Returns the texts of the spec that can be changed, with keys.
    fn texts(&self) -> Vec<(Role, String)> {
        let mut texts = Vec::new();
        self.rewritten(&mut |role, text| {
            texts.push((role, text.to_owned()));
            text.to_owned()
        });
        texts
    }

    /// Returns the spec with the texts of `changes`, each with the index of the text that it replaces.
    fn with(&self, changes: &BTreeMap<usize, String>) -> Self {
        let mut indexes = 0..;
        self.rewritten(&mut |_, text| {
            let index = indexes.next().unwrap();
            changes.get(&index).map_or(text, String::as_str).to_owned()
        })
    }

    fn rewritten(&self, change: &mut dyn FnMut(Role, &str) -> String) -> Self {
        let mut files = self.files.clone();
        for (_, file) in &mut files[self.changed.clone()] {
            *file = rewrite(file, &mut Vec::new(), change);
        }
        Self {
            files,
            changed: self.changed.clone(),
        }
    }

    /// Returns the output for the spec, or `None` if the generator rejects it.
    fn emit(&self) -> Option<Crate> {
        let source =
            |(name, value): &(&str, Value)| source(name, serde_yaml::to_string(value).unwrap());
        let sources: Vec<_> = self.files.iter().map(source).collect();
        generate(&sources).ok()
    }
}

fn rewrite<'v>(
    value: &'v Value,
    path: &mut Vec<&'v str>,
    change: &mut dyn FnMut(Role, &str) -> String,
) -> Value {
    match value {
        Value::String(text) => {
            let role = match path[..] {
                [.., "docs"] | ["ids", _] | ["error", "types", _] => Role::Docs,
                [.., "summary"] => Role::Summary,
                [.., "name" | "enum" | "resource"] => Role::Name,
                _ => Role::Other,
            };
            Value::String(change(role, text))
        }
        Value::Sequence(items) => items
            .iter()
            .map(|item| rewrite(item, path, change))
            .collect(),
        Value::Mapping(map) => {
            let is_of_names = matches!(
                path[..],
                ["ids" | "types" | "endpoints" | "envelope"]
                    | ["error", "types"]
                    | [
                        ..,
                        "params" | "response" | "fields" | "variants" | "constructors"
                    ]
            );
            let is_map_type =
                map.len() == 1 && path.iter().any(|key| ["type", "body"].contains(key));
            let mut changed = Mapping::new();
            for (key, value) in map {
                let key = key.as_str().unwrap();
                path.push(key);
                let value = rewrite(value, path, change);
                path.pop();
                let key = if is_of_names || (is_map_type && key != "string") {
                    change(Role::Name, key)
                } else {
                    key.to_owned()
                };
                changed.insert(key.into(), value);
            }
            Value::Mapping(changed)
        }
        other => other.clone(),
    }
}

/// The parts of a file that compilers and rustdoc act on.
#[derive(Debug, Default, PartialEq)]
struct Seen {
    /// The code without docs, without the contents of literals, and without the commas and braces that depend on line
    /// breaks. Of Markdown, the cells of tables.
    code: String,
    /// The identifiers, with those of tests in docs.
    identifiers: BTreeSet<String>,
    /// The parts of docs that are more than text: tests, tags, links to items.
    effects: Vec<String>,
}

impl Seen {
    fn of_code(text: &str) -> Self {
        let mut seen = Self::default();
        let mut docs = String::new();
        seen.code = seen.walk(text.parse().unwrap(), &mut docs);
        seen.end_docs(&mut docs);
        seen
    }

    fn of_markdown(text: &str) -> Self {
        let mut seen = Self::default();
        seen.end_docs(&mut text.to_owned());
        let cell = |event: &Event<'_>| *event == Event::End(TagEnd::TableCell);
        let cells = Parser::new_ext(text, DIALECT).filter(cell).count();
        seen.code = format!("{cells} cells");
        seen
    }

    /// Collects the tokens, without docs and contents of literals. Adjacent docs are joined in `docs` and go into
    /// `effects`.
    fn walk(&mut self, tokens: TokenStream, docs: &mut String) -> String {
        let mut code = String::new();
        let mut tokens = tokens.into_iter().peekable();
        while let Some(token) = tokens.next() {
            if let TokenTree::Punct(punct) = &token
                && punct.as_char() == '#'
            {
                let bang = tokens.next_if(|token| token.to_string() == "!");
                let Some(TokenTree::Group(group)) = tokens.next() else {
                    panic!("an attribute")
                };
                assert_eq!(group.delimiter(), Delimiter::Bracket);
                let attribute: Vec<_> = group.stream().into_iter().collect();
                if let [
                    TokenTree::Ident(name),
                    TokenTree::Punct(_),
                    TokenTree::Literal(line),
                ] = &attribute[..]
                    && name == "doc"
                {
                    let line: syn::LitStr = syn::parse_str(&line.to_string()).unwrap();
                    docs.push_str(&line.value());
                    docs.push('\n');
                    continue;
                }
                code.push_str(if bang.is_some() { "#!" } else { "#" });
                code.push_str(&self.walk(group.stream(), &mut String::new()));
                continue;
            }
            self.end_docs(docs);
            match token {
                TokenTree::Group(group) => {
                    let inside = self.walk(group.stream(), &mut String::new());
                    code.push_str(&match group.delimiter() {
                        Delimiter::Parenthesis => format!("({inside})"),
                        Delimiter::Bracket => format!("[{inside}]"),
                        Delimiter::Brace | Delimiter::None => inside,
                    });
                }
                TokenTree::Ident(identifier) => {
                    code.push_str(&format!("{identifier} "));
                    self.identifiers.insert(identifier.to_string());
                }
                TokenTree::Punct(punct) if punct.as_char() == ',' => {}
                TokenTree::Punct(punct) => code.push(punct.as_char()),
                // The ends of a literal show its kind.
                TokenTree::Literal(literal) => {
                    let literal = literal.to_string();
                    let is_text = literal.ends_with('"');
                    code.push_str(if is_text { "\"\"" } else { "0" });
                }
            }
        }
        self.end_docs(docs);
        code
    }

    fn end_docs(&mut self, docs: &mut String) {
        let docs = mem::take(docs);
        let mut block: Option<(String, String)> = None;
        for event in Parser::new_ext(&docs, DIALECT) {
            match event {
                Event::Start(Tag::CodeBlock(kind)) => {
                    let info = match kind {
                        CodeBlockKind::Indented => String::new(),
                        CodeBlockKind::Fenced(info) => info.into_string(),
                    };
                    block = is_run(&info).then(|| (info, String::new()));
                }
                Event::Text(text) if let Some((_, code)) = &mut block => code.push_str(&text),
                Event::End(TagEnd::CodeBlock) => {
                    if let Some((info, code)) = block.take() {
                        // Lines that start with `# ` are hidden, but are run.
                        let line =
                            |line: &str| line.trim_start().trim_start_matches("# ").to_owned();
                        let code: Vec<_> = code.lines().map(line).collect();
                        let code = self.walk(code.join("\n").parse().unwrap(), &mut String::new());
                        self.effects.push(format!("{info}: {code}"));
                    }
                }
                Event::Html(tag) | Event::InlineHtml(tag) => self.effects.push(tag.into_string()),
                Event::Start(Tag::Link { dest_url, .. } | Tag::Image { dest_url, .. })
                    if !dest_url.starts_with("https://") =>
                {
                    self.effects.push(dest_url.into_string());
                }
                _ => {}
            }
        }
    }
}

/// Whether rustdoc compiles a block with this info string.
fn is_run(info: &str) -> bool {
    let mut words = info.split([',', ' ', '\t']).filter(|word| !word.is_empty());
    let is_of_rust = |word: &str| {
        [
            "should_panic",
            "no_run",
            "compile_fail",
            "test_harness",
            "standalone_crate",
        ]
        .contains(&word)
            || ["edition", "ignore", "E0"]
                .iter()
                .any(|start| word.starts_with(start))
    };
    words.clone().any(|word| word == "rust") || words.all(is_of_rust)
}

/// The content of all files for a spec, by path. Most files are the same for all specs.
#[derive(Default)]
struct Eyes(HashMap<String, Rc<Seen>>);

impl Eyes {
    fn look_at(&mut self, client: &Crate) -> BTreeMap<String, Rc<Seen>> {
        let mut seen = BTreeMap::new();
        for file in client.files() {
            let text = file
                .render()
                .unwrap_or_else(|error| panic!("{}: {error}", file.path));
            let (mark, rest) = text.split_once('\n').unwrap();
            assert!(
                mark.contains("@generated by cargo xtask codegen from "),
                "{}: {mark}",
                file.path
            );
            if mark.contains(" from codegen/runtime/") {
                continue;
            }
            let of_text = || match file.path.as_str() {
                "Cargo.toml" => Seen {
                    code: keys(&rest.parse().unwrap()),
                    ..Seen::default()
                },
                "README.md" => Seen::of_markdown(rest),
                _ => Seen::of_code(rest),
            };
            let of_file = self
                .0
                .entry(text.clone())
                .or_insert_with(|| Rc::new(of_text()));
            seen.insert(file.path.clone(), Rc::clone(of_file));
        }
        seen
    }
}

/// Returns the keys of a table of TOML and of its subtables.
fn keys(table: &toml::Table) -> String {
    let key = |(key, value): (&String, &toml::Value)| match value {
        toml::Value::Table(inner) => format!("{key:?} {{ {} }} ", keys(inner)),
        _ => format!("{key:?} "),
    };
    table.iter().map(key).collect()
}

/// Asserts that the files for hostile `texts` have the same effects as those of `before`.
fn assert_harmless(
    before: &BTreeMap<String, Rc<Seen>>,
    after: &BTreeMap<String, Rc<Seen>>,
    texts: &[String],
) {
    let identifiers = |seen: &BTreeMap<String, Rc<Seen>>| -> BTreeSet<String> {
        seen.values()
            .flat_map(|seen| seen.identifiers.clone())
            .collect()
    };
    let (was, is) = (identifiers(before), identifiers(after));
    if was == is {
        for (path, after) in after {
            let before = &before[path];
            assert_eq!(after.effects, before.effects, "{path}: {texts:#?}");
            assert_eq!(after.code, before.code, "{path}: {texts:#?}");
        }
        return;
    }
    // A name can be part of a longer one, in another case, with words instead of symbols.
    let letters = |text: &str| {
        let letters = text.replace(|c: char| !c.is_ascii_alphanumeric(), "");
        let without = |letters: String, sign: &&str| letters.replace(sign, "");
        SIGNS.iter().fold(letters.to_lowercase(), without)
    };
    let texts: Vec<_> = texts.iter().map(|text| letters(text)).collect();
    for new in is
        .difference(&was)
        .filter(|new| !["serde", "rename"].contains(&new.as_str()))
    {
        let name = letters(new.trim_start_matches("r#"));
        assert!(
            texts.iter().any(|text| name.contains(text)),
            "`{new}` is not one of {texts:#?}"
        );
    }
    let effects = |seen: &BTreeMap<String, Rc<Seen>>| {
        seen.values().map(|seen| seen.effects.len()).sum::<usize>()
    };
    assert_eq!(effects(after), effects(before), "{texts:#?}");
}

/// The words that replace symbols in a name.
const SIGNS: [&str; 10] = [
    "and", "equal", "greater", "hash", "less", "minus", "not", "percent", "plus", "star",
];

/// The number of hostile texts for each text of a spec.
const ROUNDS: usize = 2;

/// Replaces every text of these roles with `ROUNDS` hostile ones. Returns the number of attempts and the number of
/// accepted specs.
fn attack(roles: &[Role]) -> (usize, usize) {
    let mut eyes = Eyes::default();
    let (mut tried, mut taken) = (0, 0);
    for spec in specs() {
        let before = eyes.look_at(&spec.emit().unwrap());
        let texts = spec.texts();
        for round in 0..ROUNDS {
            let mut changes = BTreeMap::new();
            for (index, (role, text)) in texts
                .iter()
                .enumerate()
                .filter(|(_, (role, _))| roles.contains(role))
            {
                let hostile = HOSTILE[(index + 7 * round) % HOSTILE.len()];
                let text = if *role == Role::Docs && round % 2 == 0 {
                    hostile.to_owned()
                } else {
                    format!("{text}{hostile}")
                };
                let text = if *role == Role::Summary {
                    text.replace('\n', " ")
                } else {
                    text
                };
                // A name changes in every position.
                let is_same = |(_, (role, other)): &(usize, &(Role, String))| {
                    matches!(role, Role::Name | Role::Other) && *other == texts[index].1
                };
                let same = texts.iter().enumerate().filter(is_same);
                let change: BTreeMap<_, _> = match role {
                    Role::Name => same.map(|(index, _)| (index, text.clone())).collect(),
                    _ => BTreeMap::from([(index, text)]),
                };
                tried += 1;
                let is_docs = matches!(role, Role::Docs | Role::Summary);
                if is_docs || spec.with(&change).emit().is_some() {
                    taken += 1;
                    changes.extend(change);
                }
            }
            let client = spec.with(&changes).emit();
            let after = eyes.look_at(&client.expect("one by one they were taken"));
            assert_harmless(&before, &after, &changes.into_values().collect::<Vec<_>>());
        }
    }
    (tried, taken)
}

#[test]
fn in_docs_it_is_text() {
    let (tried, taken) = attack(&[Role::Docs, Role::Summary]);
    assert_eq!(tried, taken);
}

#[test]
fn as_a_name_it_is_an_identifier() {
    let (tried, taken) = attack(&[Role::Name]);
    assert!(taken * 2 > tried, "{taken} of {tried}");
}

#[test]
fn as_a_value_it_is_a_literal() {
    let (tried, taken) = attack(&[Role::Other]);
    assert!(taken * 15 > tried, "{taken} of {tried}");
}

#[test]
fn in_the_manifest_docs_are_a_string() {
    let manifest = |text: &str| -> toml::Table {
        let client = serde_yaml::from_str(include_str!("features/client.yaml")).unwrap();
        let shown = serde_yaml::from_str(SHOWN).unwrap();
        let mut spec = Spec {
            files: vec![("client.yaml", client), ("one.yaml", shown)],
            changed: 0..0,
        };
        spec.files[0].1["crate"]["docs"] = text.into();
        let client = spec.emit().unwrap();
        let files = client.files();
        let manifest = files.iter().find(|file| file.path == "Cargo.toml");
        manifest.unwrap().render().unwrap().parse().unwrap()
    };
    let plain = manifest("plain");
    for hostile in HOSTILE {
        let hostile = hostile.trim();
        let manifest = manifest(hostile);
        assert_eq!(keys(&manifest), keys(&plain));
        let package = &manifest["package"];
        assert_eq!(package["description"].as_str(), hostile.lines().next());
    }
}
