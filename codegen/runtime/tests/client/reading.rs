//! The reader of JSON accepts and rejects the same bodies as `serde_json`, and reads the same values.

use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::types::Note;
use client_runtime::{Client, Error};
use tokio::runtime::Builder;

/// The fields of a note, in the order of the spec.
const FIELDS: [(&str, &str); 11] = [
    ("note_id", r#""n1""#),
    ("title", r#""Title \"é\" \ud834\udd1e""#),
    ("pinned", "true"),
    ("color", r#""red""#),
    (
        "authors",
        r#"[{"author_id":"a1","name":"Ada","emails":[]},{"name":"Émilie","author_id":"a2"}]"#,
    ),
    ("written_at", r#""2026-03-04T05:06:07Z""#),
    ("answers", "null"),
    (
        "about",
        r#"{"text":"none","list":[1,-2.5,{"deep":[]}],"none":null}"#,
    ),
    ("views", "1250"),
    ("score", "-0.25e1"),
    ("tags", r#"["a","b"]"#),
];

/// Values of every kind.
const VALUES: [&str; 22] = [
    "null",
    "true",
    "false",
    "0",
    "-0",
    "123456789012345678901234567890",
    "1.5E+10",
    "1e999",
    r#""""#,
    r#""short""#,
    r#""a text that is longer than sixteen bytes""#,
    r#""é\u00e9\n\"\\\/\b\f\r\t end""#,
    r#""\ud834\udd1e""#,
    r#""\ud834""#,
    r#""\udd1e \ud834\u0041""#,
    "[]",
    "{}",
    "[[],{}]",
    r#"[1,[2,[3]],"4"]"#,
    r#"{"":[]}"#,
    r#"{"a":{"b":{"c":null}},"a":"}\"]"}"#,
    "[ 1 , \"]\" ,\t{ \"a\" :\r\n[ ] } ]",
];

/// Texts that are no values.
const BROKEN: [&str; 33] = [
    "",
    "nul",
    "nulll",
    "True",
    "truefalse",
    "01",
    "-",
    "-01",
    "+1",
    ".5",
    "1.",
    "1.e1",
    "1e",
    "1e+",
    "1-2",
    "0x1",
    "NaN",
    "'a'",
    r#""a"#,
    r#""\x""#,
    r#""\u12g4""#,
    r#""\u12"#,
    "\"a\nb\"",
    "\"a text with a late control character \u{1f}\"",
    "\"\\\n\"",
    "[1,]",
    "[,1]",
    "[1 2]",
    "[1}",
    r#"{"a"}"#,
    r#"{"a":1,}"#,
    r#"{"a":1 "b":2}"#,
    "{a:1}",
];

/// The spaces of JSON, alone and in runs.
const SPACES: [&str; 11] = [
    " ",
    "\n",
    "\t",
    "\r",
    "\r\n",
    "\n  ",
    "\n       ",
    "\n        ",
    "\n          ",
    "\n\n\t\t \r\n                        \t",
    "                                 ",
];

/// Characters that are space in other formats alone.
const OTHER_SPACES: [&str; 5] = ["\u{a0}", "\u{b}", "\u{c}", "\u{85}", "\u{feff}"];

fn get(body: &str) -> Result<Note, Error> {
    let client = Client::builder("key", "secret")
        .transport(CannedTransport::new([Answer::new(200, body.to_owned())]))
        .build()
        .unwrap();
    let runtime = Builder::new_current_thread().enable_time().build().unwrap();
    let note = runtime.block_on(client.notes().get("n1").send())?;
    Ok(note.into_inner())
}

/// Tests that both readers read the same note, or reject the body.
fn compare(body: &str) {
    let ours = get(body);
    if let Err(error) = &ours {
        assert!(error.is_decode(), "{error}");
    }
    let theirs = serde_json::from_str(body);
    assert_eq!(ours.ok(), theirs.ok(), "{body}");
}

fn object<'a>(fields: impl IntoIterator<Item = &'a (&'a str, &'a str)>) -> String {
    let fields = fields.into_iter();
    let fields: Vec<_> = fields
        .map(|(name, value)| format!("\"{name}\":{value}"))
        .collect();
    format!("{{{}}}", fields.join(","))
}

/// Splits a text of JSON into its tokens.
fn tokens(json: &str) -> Vec<String> {
    let mut tokens = vec![String::new()];
    let (mut in_string, mut is_escaped) = (false, false);
    for sign in json.chars() {
        let is_sign = !in_string && "{}[],:".contains(sign);
        if is_sign {
            tokens.push(String::new());
        }
        tokens.last_mut().unwrap().push(sign);
        in_string ^= sign == '"' && !is_escaped;
        is_escaped = sign == '\\' && !is_escaped;
        if is_sign {
            tokens.push(String::new());
        }
    }
    tokens.retain(|token| !token.is_empty());
    tokens
}

#[test]
fn fields_are_read_in_any_order() {
    for start in 0..FIELDS.len() {
        for step in 1..FIELDS.len() {
            let order = (0..FIELDS.len()).map(|at| &FIELDS[(start + at * step) % FIELDS.len()]);
            let body = object(order);
            assert!(get(&body).is_ok(), "{body}");
            compare(&body);
        }
    }
}

#[test]
fn each_field_can_be_absent() {
    for absent in FIELDS {
        compare(&object(FIELDS.iter().filter(|field| **field != absent)));
    }
}

#[test]
fn spaces_can_be_between_any_two_tokens() {
    let body = object(&FIELDS);
    let tokens = tokens(&body);
    let note = get(&body).unwrap();
    for space in SPACES {
        assert_eq!(get(&tokens.join(space)).unwrap(), note, "{space:?}");
        for at in 0..=tokens.len() {
            let (before, after) = tokens.split_at(at);
            let body = [&before.concat(), space, &after.concat()].concat();
            assert_eq!(get(&body).unwrap(), note, "{body}");
        }
    }
    for space in OTHER_SPACES {
        for at in 1..=tokens.len() {
            let (before, after) = tokens.split_at(at);
            compare(&[&before.concat(), space, &after.concat()].concat());
        }
    }
}

#[test]
fn an_unknown_value_of_every_kind_is_skipped_in_any_position() {
    let note = get(&object(&FIELDS)).unwrap();
    for value in VALUES {
        for name in [
            "unknown",
            "titles",
            "titl",
            "",
            "a name that is long",
            "\\u0074",
        ] {
            for at in 0..=FIELDS.len() {
                let mut fields = FIELDS.to_vec();
                fields.insert(at, (name, value));
                let body = object(&fields);
                assert_eq!(get(&body).unwrap(), note, "{body}");
            }
        }
    }
}

#[test]
fn a_broken_value_is_rejected_everywhere() {
    for value in BROKEN {
        for (name, _) in FIELDS.iter().chain(&[("unknown", "")]) {
            for text in [
                value.to_owned(),
                format!("[{value}]"),
                format!("{{\"a\":{value}}}"),
            ] {
                for body in [
                    format!("{{\"{name}\":{text}}}"),
                    format!("{{\"{name}\":{text},\"title\":\"T\"}}"),
                ] {
                    assert!(text == "[]" || get(&body).is_err(), "{body}");
                    compare(&body);
                }
            }
        }
    }
}

#[test]
fn a_value_of_every_kind_reads_the_same_in_every_field() {
    // `serde_json` reads neither this number nor an integer in any notation.
    for value in VALUES.iter().filter(|value| !value.contains("e999")) {
        for (name, _) in FIELDS.iter().filter(|field| field.0 != "views") {
            compare(&format!("{{\"{name}\":{value},\"unknown\":{value}}}"));
            compare(&format!("{{\"about\":{{\"{name}\":{value}}}}}"));
        }
    }
}

#[test]
fn the_last_value_of_a_key_counts_in_any_order() {
    for (name, value) in FIELDS {
        for at in 0..=FIELDS.len() {
            let mut fields = FIELDS.to_vec();
            fields.insert(at, (name, "null"));
            let last = fields.iter().rfind(|field| field.0 == name).unwrap().1;
            let mut once = FIELDS.to_vec();
            once.retain(|field| field.0 != name);
            once.push((name, last));
            assert_eq!(
                get(&object(&fields)).ok(),
                get(&object(&once)).ok(),
                "{name} {value}"
            );
        }
    }
}

#[test]
fn a_name_can_have_escapes_and_spaces() {
    let note = get(&object(&FIELDS)).unwrap();
    for way in 0..4 {
        let fields = FIELDS.map(|(name, value)| {
            let (first, rest) = name.split_at(1);
            let escape = format!("\\u{:04x}", first.as_bytes()[0]);
            match way {
                0 => format!("\"{escape}{rest}\":{value}"),
                1 => format!("\"{name}\" :{value}"),
                2 => format!(" \"{name}\": {value}"),
                _ => format!("\n  \"{escape}{rest}\"\t:\n{value}\r"),
            }
        });
        let body = format!("{{{}}}", fields.join(","));
        assert_eq!(get(&body).unwrap(), note, "{body}");
    }
}

#[test]
fn a_name_that_is_like_a_known_one_is_unknown() {
    for name in [
        "note_i",
        "note_id2",
        "note_ie",
        "Note_id",
        "authors_",
        "answerz",
        "viewz",
        "tag",
        "\\\"title",
    ] {
        let body = format!("{{\"{name}\":\"other\",\"note_id\":\"n1\",\"{name}\":7}}");
        assert_eq!(
            get(&body).unwrap(),
            get(r#"{"note_id":"n1"}"#).unwrap(),
            "{body}"
        );
    }
}

#[test]
fn a_truncated_body_is_rejected_at_every_byte() {
    let body = object(FIELDS.iter().chain(&[
        ("unknown", r#"{"a":["\u00e9 é",-1.5e3,true,false,null]}"#),
        ("last", "7"),
    ]));
    let spaced = tokens(&body).join("\n  ");
    for body in [body, spaced] {
        get(&body).unwrap();
        for at in (0..body.len()).filter(|at| body.is_char_boundary(*at)) {
            let start = &body[..at];
            assert!(get(start).is_err(), "{start}");
            // Something else than the end follows.
            compare(&[start, "\u{1}"].concat());
            compare(&[start, "}"].concat());
        }
    }
}

#[test]
fn an_unknown_value_can_have_any_depth_and_a_kept_one_cannot() {
    for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"a\":", "}]")] {
        for depth in (1..=200).chain([10_000]) {
            let value = format!("{}0{}", open.repeat(depth), close.repeat(depth));
            let body = format!(r#"{{"unknown":{value},"note_id":"n1"}}"#);
            assert_eq!(get(&body).unwrap().note_id, "n1", "{depth}");
            let unclosed = body.replace(&close.repeat(depth), &close.repeat(depth - 1));
            assert!(get(&unclosed).is_err(), "{depth}");
            if depth <= 200 {
                compare(&format!(r#"{{"about":{{"key":{value}}},"note_id":"n1"}}"#));
            }
        }
    }
}
