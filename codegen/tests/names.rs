//! Tests with names of the API that have another meaning in the code around them.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::{env, fs};

use codegen::Source;
use heck::{ToSnakeCase, ToUpperCamelCase};
use proc_macro2::{TokenStream, TokenTree};

use crate::emitted_crate::{cargo, write};
use crate::spec::source;

const KEYWORDS: &str = "abstract as async await become box break const continue crate do dyn else enum extern false final \
                        fn for gen if impl in let loop macro match mod move mut override priv pub ref return self static \
                        struct super trait true try type typeof union unsafe unsized use virtual where while yield";

const PRIMITIVES: &str = "array bool char f32 f64 i8 i16 i32 i64 i128 isize never pointer reference slice str tuple u8 u16 \
                          u32 u64 u128 unit usize";

const PRELUDE: &str = "AsMut AsRef AsyncFn AsyncFnMut AsyncFnOnce Box Clone Copy Debug Default DoubleEndedIterator Drop Eq \
                       Err ExactSizeIterator Extend Fn FnMut FnOnce From FromIterator Future Hash Into IntoFuture \
                       IntoIterator Iterator None Ok Option Ord PartialEq PartialOrd Result Send Sized Some String Sync \
                       ToOwned ToString TryFrom TryInto Unpin Vec";

/// The names of crates, of items that emitters use, and of variables in macros and examples.
const OTHERS: &str = "A D Duration E F Formatter Item MapAccess Method S T Value alloc body client core default f fmt http \
                      item items key main other page part response serde serde_json std test value";

/// The reserved names of resources: the modules at the root, and the methods of the client.
const RESERVED: &str = "blocking builder client clone guide into iter new runtime testing transport try_into types wait \
                        with_attempt_timeout with_connect_timeout with_retry with_timeout";

/// Returns every name that the runtime declares.
fn names_of_the_runtime() -> BTreeSet<String> {
    let mut names = BTreeSet::new();
    let mut open = vec![PathBuf::from(concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/runtime/src/runtime"
    ))];
    while let Some(path) = open.pop() {
        if path.is_dir() {
            open.extend(
                fs::read_dir(&path)
                    .unwrap()
                    .map(|entry| entry.unwrap().path()),
            );
        } else {
            let text = fs::read_to_string(&path).unwrap();
            declared(text.parse().unwrap(), &mut names);
        }
    }
    names
}

/// Adds the names after keywords that declare a name.
fn declared(tokens: TokenStream, names: &mut BTreeSet<String>) {
    let mut declares = false;
    for token in tokens {
        match token {
            TokenTree::Ident(word) if declares => {
                names.insert(word.to_string());
                declares = false;
            }
            TokenTree::Ident(word) => {
                let keywords = "const enum fn macro_rules mod struct trait type";
                declares = keywords.split(' ').any(|keyword| word == keyword);
            }
            // The `!` of `macro_rules`.
            TokenTree::Punct(mark) if mark.as_char() == '!' => {}
            TokenTree::Group(group) => {
                declared(group.stream(), names);
                declares = false;
            }
            _ => declares = false,
        }
    }
}

/// Returns all words that could conflict, in snake case.
fn words() -> BTreeSet<String> {
    let lists = [KEYWORDS, PRIMITIVES, PRELUDE, OTHERS, RESERVED];
    let listed = lists
        .into_iter()
        .flat_map(str::split_whitespace)
        .map(str::to_owned);
    let all = listed.chain(names_of_the_runtime());
    // Two names that differ only in case would be the same.
    all.map(|word| word.to_snake_case())
        .filter(|word| !word.is_empty())
        .collect()
}

fn is_in(list: &str, word: &str) -> bool {
    list.split_whitespace().any(|listed| listed == word)
}

/// Returns a line for each word.
fn lines(words: &[String], line: impl Fn(&str) -> String) -> String {
    words.iter().map(|word| line(word)).collect()
}

/// Returns an API in which every word is a resource, a type, an endpoint, a parameter, a field, a value, a variant, and
/// so on. `turn` selects the kind of type for each word, and the words for credentials.
fn api(turn: usize) -> Vec<Source> {
    let words: Vec<_> = words().into_iter().collect();
    let mut sources = vec![
        source("client.yaml", client(&words, turn)),
        source("everything.yaml", everything(&words)),
    ];
    for (index, word) in words.iter().enumerate() {
        let other = &words[(index + 1) % words.len()];
        let text = resource(word, other, (index + turn) % 4);
        sources.push(source(&format!("{word}_resource.yaml"), text));
    }
    sources
}

/// Returns a client in which every word is a key of the envelope and a type of error.
fn client(words: &[String], turn: usize) -> String {
    let mut turned = words.iter().cycle().skip(turn * words.len() / 4);
    let (username, password) = (turned.next().unwrap(), turned.next().unwrap());
    let envelope = lines(words, |word| {
        format!("  'of all {word}': {{ name: '{word}', type: string, docs: A part. }}\n")
    });
    let errors = lines(words, |word| format!("    '{word}': An error.\n"));
    format!(
        "crate: {{ name: all-names, version: 0.1.0, docs: Every name. }}
servers: {{ only: {{ url: https://example.com, docs: The only one. }} }}
auth:
  basic:
    username: {{ name: '{username}', docs: A name. }}
    password: {{ name: '{password}', docs: A secret. }}
envelope:\n{envelope}error:\n  fields: {{ type: [type] }}\n  types:\n{errors}"
    )
}

/// Returns a resource in which every word is a field, a constructor, a value, a variant of each kind, and a parameter of each
/// kind.
fn everything(words: &[String]) -> String {
    let first = &words[0];
    let fields = lines(words, |word| {
        format!("      '{word}': {{ type: string?, docs: A field. }}\n")
    });
    let constructors = lines(words, |word| {
        format!("      '{word}': {{ docs: A constructor., with: {{ the kind: '{first}' }} }}\n")
    });
    let values = lines(words, |word| format!("      - '{word}'\n"));
    let variants = lines(words, |word| {
        format!("      '{word}': {{ type: string, docs: A variant. }}\n")
    });
    let mut integers = String::new();
    for (integer, word) in words.iter().enumerate() {
        integers += &format!("      - {{ value: {integer}, name: '{word}' }}\n");
    }
    let plain = lines(words, |word| {
        format!("      '{word}': {{ docs: A variant. }}\n")
    });
    let mut text = format!(
        "resource: all of them
docs: Everything at once.
types:
  every field:\n    docs: An object.\n    fields:\n{fields}
  every value:\n    docs: An enum.\n    enum:\n{values}
  every variant:\n    docs: A union.\n    tag: every tag\n    content: content\n    variants:\n{variants}
  every integer:\n    docs: An enum of integers.\n    enum:\n{integers}
  every plain variant:\n    docs: A union of tags.\n    tag: every tag\n    variants:\n{plain}
  every alternative:\n    docs: A union without a tag.\n    variants:
      found: {{ type: string, docs: A variant. }}
      value: {{ type: integer, docs: A variant. }}
  every constructor:
    docs: Another object.
    fields: {{ the kind: {{ type: every value, docs: A field. }} }}
    constructors:\n{constructors}
endpoints:
  types:
    summary: Does it.
    method: POST
    path: /types
    params:
      one: {{ type: every field, docs: A parameter. }}
      two: {{ type: every variant, docs: A parameter. }}
      three: {{ type: every constructor, docs: A parameter. }}
      four: {{ type: every integer, docs: A parameter. }}
      five: {{ type: every plain variant, docs: A parameter. }}
      six: {{ type: every alternative, docs: A parameter. }}
"
    );
    for (name, method, flags) in [
        ("in_the_path", "GET", "type: string"),
        ("in_the_query", "GET", "in: query, type: string?"),
        ("in_headers", "GET", "in: header, type: string?"),
        ("in_the_body", "POST", "type: string?"),
        ("to_clear", "PATCH", "clearable: true, type: string?"),
        ("in_a_form", "POST", "type: string?"),
        ("in_parts", "POST", "type: string?"),
        ("required", "POST", "type: string"),
    ] {
        let params = lines(words, |word| {
            // The client sets these headers itself.
            if flags.starts_with("in: header") && is_in("accept connection expect host te", word) {
                return String::new();
            }
            format!("      '{word}': {{ {flags}, docs: A parameter. }}\n")
        });
        let placeholders = match name {
            "in_the_path" => format!("/{{{}}}", words.join("}/{")),
            _ => String::new(),
        };
        let encoding = match name {
            "in_a_form" => "    encoding: form\n",
            "in_parts" => "    encoding: multipart\n",
            _ => "",
        };
        text += &format!(
            "  {name}:
    summary: Does it.
    method: {method}
    path: '/{name}{placeholders}'
    response: every field
{encoding}    params:\n{params}"
        );
    }
    text
}

/// Returns a resource with the name of the word. So are its endpoint, the parameter in the path, a field of the
/// response, and a type of one of four kinds, which uses the type `other`.
fn resource(word: &str, other: &str, kind: usize) -> String {
    // No spec can refer to a type with the name of a built-in one.
    let ty = |word: &str| {
        if is_in(
            "any boolean bytes date decimal file int32 integer number object string text timestamp uint64 unix_time uuid",
            word,
        ) {
            word.to_upper_camel_case()
        } else {
            word.to_owned()
        }
    };
    let (name, other) = (ty(word), ty(other));
    let body = match kind {
        0 => format!(
            "types: {{ '{name}': {{ docs: An object., fields: {{ one: {{ type: '{other}?', sensitive: true, docs: One. }}, \
             list: {{ type: ['{other}'], docs: More. }}, text: {{ type: string, docs: A text. }}, \
             time: {{ type: timestamp?, docs: A time. }}, data: {{ type: object?, docs: Data. }} }} }} }}"
        ),
        1 => format!("types: {{ '{name}': {{ docs: An enum., enum: [one, two] }} }}"),
        2 => format!(
            "types: {{ '{name}': {{ docs: A union., tag: '{word}', content: the content, variants: {{ \
             one: {{ type: '{other}', docs: One. }}, any: {{ type: any, docs: Anything. }}, \
             list: {{ type: ['{other}'], sensitive: true, docs: More. }} }} }} }}"
        ),
        _ => format!("ids: {{ '{name}': An id. }}"),
    };
    let resource = if is_in(RESERVED, word) {
        format!("a {word}")
    } else {
        word.to_owned()
    };
    let response = match kind {
        0 => format!("'{name}'"),
        _ => format!("{{ '{word}': {{ type: '{name}', docs: It. }} }}"),
    };
    format!(
        "resource: '{resource}'
docs: Named like the rest.
{body}
endpoints:
  '{word}':
    summary: Does it.
    method: POST
    path: '/{word}/{{{word}}}'
    params:
      '{word}': {{ type: string, docs: In the path. }}
      one type: {{ type: '{name}', docs: A type. }}
      another type: {{ type: '{other}?', docs: Another type. }}
    response: {response}
"
    )
}

#[test]
fn an_api_can_have_every_name_of_the_code_around_it() {
    builds(0);
}

#[test]
#[ignore = "takes minutes of CPU time; run it after a change of the emitted names"]
fn every_kind_of_type_can_have_every_name() {
    (1..4).for_each(builds);
}

/// Asserts that the crate of the API compiles without a warning.
fn builds(turn: usize) {
    let client = codegen::generate(&api(turn)).unwrap_or_else(|report| panic!("{report}"));
    cargo(write(&client).path(), &["check"]);
}

#[test]
#[ignore = "takes half a minute of CPU time; `.ci/run` runs it"]
fn a_credential_can_have_every_name_of_the_code_around_it() {
    let words: Vec<_> = words().into_iter().collect();
    let mut home = None;
    let mut constructors = Vec::new();
    for (index, word) in words.iter().enumerate() {
        let client = with_credential(word, &words[(index + 1) % words.len()]);
        let client = codegen::generate(&client).unwrap_or_else(|report| panic!("{report}"));
        let files = client.files();
        let file = files.iter().find(|file| file.path == CLIENT).unwrap();
        let file = syn::parse_file(&file.render().unwrap()).unwrap();
        constructors.extend(constructors_of(file, index));
        home.get_or_insert_with(|| write(&client));
    }
    // The constructors of all clients go into one crate.
    let home = home.unwrap();
    let path = home.path().join(CLIENT);
    let mut file = syn::parse_file(&fs::read_to_string(&path).unwrap()).unwrap();
    file.items.extend(constructors);
    fs::write(&path, prettyplease::unparse(&file)).unwrap();
    cargo(home.path(), &["check", "--all-features"]);
}

const CLIENT: &str = "src/client.rs";

/// Returns a small API with two credentials. The first one chooses the server, which has the same name.
fn with_credential(word: &str, other: &str) -> [Source; 2] {
    let client = format!(
        "crate: {{ name: credentials, version: 0.1.0, docs: A credential with an odd name. }}
servers:
  '{word}':
    url: https://test.example.com
    when: {{ credential: '{word}', starts_with: test }}
    docs: For tests.
  '{other}': {{ url: https://example.com, docs: The usual one. }}
auth:
  basic:
    username: {{ name: '{word}', docs: A name. }}
    password: {{ name: '{other}', docs: A secret. }}
"
    );
    let lamp = "resource: lamp
docs: A lamp.
endpoints: { blink: { summary: Makes it blink., method: POST, path: /blink } }
";
    [source("client.yaml", client), source("lamp.yaml", lamp)]
}

/// Returns the blocks of `file` with the functions that take credentials, under unique names.
fn constructors_of(file: syn::File, number: usize) -> Vec<syn::Item> {
    let blocks = file.items.into_iter().filter_map(|item| {
        let syn::Item::Impl(mut block) = item else {
            return None;
        };
        block.items.retain_mut(|item| {
            let syn::ImplItem::Fn(function) = item else {
                return false;
            };
            let signature = &mut function.sig;
            signature.ident = quote::format_ident!("{}_{number}", signature.ident);
            signature.inputs.len() == 2
        });
        Some(syn::Item::Impl(block))
    });
    blocks.collect()
}
