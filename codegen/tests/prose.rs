//! The text of this repository: Markdown, comments, docs and messages.
//!
//! The glossary in `codegen/README.md` has the standard terms, and the words that no text uses instead of them.

use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proc_macro2::{TokenStream, TokenTree};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

/// The most words of a sentence.
const LONGEST_SENTENCE: usize = 30;

/// Directories with text that people write or read.
const ROOTS: [&str; 5] = [".", "spec", "codegen", "generated-client", "xtask"];

/// Directories with build results, inputs of tests, or text that repeats other text.
const SKIPPED: [&str; 4] = ["target", "snapshots", "corpus", "bodies"];

/// A piece of text in Markdown.
struct Document {
    path: PathBuf,
    /// The line of the file where the text starts, or 0 for a string literal.
    line: usize,
    markdown: String,
}

#[test]
fn no_text_uses_a_word_that_the_glossary_replaces() {
    let glossary = fs::read_to_string(home().join("codegen/README.md")).unwrap();
    let replaced = replaced_words(&glossary);
    assert!(replaced.len() > 60, "{}", replaced.len());
    let mut found = String::new();
    for document in documents() {
        if document.markdown == glossary {
            continue;
        }
        let text = words(&paragraphs(&document.markdown).join(" "));
        for (word, term) in &replaced {
            if text.contains(&words(word)) {
                let (path, line) = (document.path.display(), document.line);
                writeln!(found, "{path}:{line}: `{word}`; write `{term}`").unwrap();
            }
        }
    }
    assert!(found.is_empty(), "{found}");
}

#[test]
fn no_sentence_has_more_than_30_words() {
    let mut found = String::new();
    for document in documents().iter().filter(|document| document.line > 0) {
        for paragraph in paragraphs(&document.markdown) {
            for sentence in paragraph.split_inclusive(['.', '!', '?', ':', ';']) {
                let count = sentence.split_whitespace().count();
                if count > LONGEST_SENTENCE {
                    let (path, line) = (document.path.display(), document.line);
                    writeln!(found, "{path}:{line}: {count} words:{sentence}").unwrap();
                }
            }
        }
    }
    assert!(found.is_empty(), "{found}");
}

fn home() -> &'static Path {
    Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/.."))
}

/// The words and phrases in the columns `instead of` of the glossary, each with the term to use.
fn replaced_words(glossary: &str) -> Vec<(String, String)> {
    let mut replaced = Vec::new();
    let mut is_table = false;
    for line in glossary.lines() {
        let cells: Vec<_> = line.split('|').map(str::trim).collect();
        let [_, term, _, words, _] = cells[..] else {
            is_table = false;
            continue;
        };
        if is_table {
            let words = words.split(',').map(str::trim);
            for word in words.filter(|word| !word.is_empty() && *word != "---") {
                replaced.push((word.to_owned(), term.to_owned()));
            }
        }
        is_table |= words == "instead of";
    }
    replaced
}

/// The text in lower case, with one space around each word and no punctuation.
fn words(text: &str) -> String {
    let is_part = |c: char| c.is_alphanumeric() || c == '\'' || c == '_';
    let words = text.split(|c| !is_part(c)).filter(|word| !word.is_empty());
    words.fold(" ".to_owned(), |all, word| all + &word.to_lowercase() + " ")
}

fn documents() -> Vec<Document> {
    let mut documents = Vec::new();
    for root in ROOTS {
        read_directory(&home().join(root), root != ".", &mut documents);
    }
    assert!(documents.len() > 1000, "{}", documents.len());
    documents
}

fn read_directory(directory: &Path, deep: bool, documents: &mut Vec<Document>) {
    for entry in fs::read_dir(directory).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy();
        if path.is_dir() {
            if deep && !SKIPPED.contains(&&*name) {
                read_directory(&path, deep, documents);
            }
            continue;
        }
        match path.extension().and_then(|extension| extension.to_str()) {
            Some("md") => documents.push(Document {
                markdown: fs::read_to_string(&path).unwrap(),
                line: 1,
                path,
            }),
            Some("rs") => {
                comments(&path, documents);
                strings(&path, documents);
            }
            _ => {}
        }
    }
}

/// Adds each block of comment lines.
fn comments(path: &Path, documents: &mut Vec<Document>) {
    let mut previous = None;
    for (line, number) in fs::read_to_string(path).unwrap().lines().zip(1..) {
        let line = line.trim_start();
        let prefixes = ["//!", "///", "//"];
        let kind = prefixes.into_iter().find(|kind| line.starts_with(kind));
        let Some(text) = kind.and_then(|kind| line.strip_prefix(kind)) else {
            previous = None;
            continue;
        };
        let text = text.strip_prefix(' ').unwrap_or(text);
        match documents.last_mut() {
            Some(document) if previous == kind => {
                document.markdown.push('\n');
                document.markdown.push_str(text);
            }
            _ => documents.push(Document {
                path: path.to_owned(),
                line: number,
                markdown: text.to_owned(),
            }),
        }
        previous = kind;
    }
}

/// Adds each string literal with several words of the file `path`, unless it is test data.
fn strings(path: &Path, documents: &mut Vec<Document>) {
    if path.iter().any(|part| part == "tests") {
        return;
    }
    let code: TokenStream = fs::read_to_string(path).unwrap().parse().unwrap();
    let mut streams = vec![code];
    while let Some(stream) = streams.pop() {
        for token in stream {
            match token {
                TokenTree::Group(group) if !is_doc(&group.stream()) => streams.push(group.stream()),
                TokenTree::Literal(literal) if literal.to_string().contains(' ') => {
                    documents.push(Document {
                        path: path.to_owned(),
                        line: 0,
                        markdown: literal.to_string().replace("\\\n", " "),
                    });
                }
                _ => {}
            }
        }
    }
}

/// Whether the tokens are those of a doc comment, which [`comments`] reads.
fn is_doc(attribute: &TokenStream) -> bool {
    let first = attribute.clone().into_iter().next();
    matches!(first, Some(TokenTree::Ident(name)) if name == "doc")
}

/// The paragraphs, list items and table cells, with one word for each piece of code.
fn paragraphs(markdown: &str) -> Vec<String> {
    let mut paragraphs = vec![String::new()];
    let mut in_code = false;
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::CodeBlock(_)) => in_code = true,
            Event::End(TagEnd::CodeBlock) => in_code = false,
            Event::Start(Tag::Paragraph | Tag::Item | Tag::TableCell | Tag::Heading { .. }) => {
                paragraphs.push(String::new());
            }
            Event::Text(text) if !in_code => paragraphs.last_mut().unwrap().push_str(&text),
            Event::Code(_) => paragraphs.last_mut().unwrap().push_str("code"),
            Event::SoftBreak | Event::HardBreak => paragraphs.last_mut().unwrap().push(' '),
            _ => {}
        }
    }
    paragraphs
}
