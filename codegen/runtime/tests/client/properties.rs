//! Properties for any input: a call returns, and it reaches its own endpoint or none.

use client_runtime::notes::SearchResponse;
use client_runtime::testing::{Answer, CannedTransport};
use client_runtime::types::Note;
use client_runtime::{Client, Error};
use percent_encoding::percent_decode_str;
use proptest::collection::vec;
use proptest::prelude::{Just, ProptestConfig, Strategy, any, prop, prop_oneof, proptest};
use proptest::sample::{select, subsequence};
use proptest::{prop_assert, prop_assert_eq};
use serde_json::{Value, json};
use tokio::runtime::{Builder, Runtime};

/// Text of any characters, and text with a meaning in URLs.
fn text() -> impl Strategy<Value = String> {
    let part = prop_oneof![
        4 => any::<char>().prop_map(String::from),
        1 => prop_oneof![
            Just("."), Just(".."), Just("/"), Just("%2e"), Just("%2F"), Just("?"), Just("#"), Just("&"), Just("="),
            Just("{note_id}"), Just("\r\n"), Just("\0"), Just(" "), Just("@"), Just(":"), Just("\\"),
        ].prop_map(String::from),
    ];
    vec(part, 0..6).prop_map(|parts| parts.concat())
}

/// Arbitrary bytes, and JSON with changes.
fn body() -> impl Strategy<Value = Vec<u8>> {
    let good = json!({
        "note_id": "n1", "title": "T", "pinned": true, "color": "red", "authors": [{"author_id": "a1"}], "request_id": "r1",
        "about": {"k": [1, null]}, "results": [{"note_id": "n1"}], "next_cursor": "", "error_type": "x", "status_code": 200,
    });
    let good = good.to_string().into_bytes();
    let tampered =
        (0..good.len(), 0..8_usize, vec(any::<u8>(), 0..8)).prop_map(move |(at, length, new)| {
            let mut bytes = good.clone();
            let end = (at + length).min(bytes.len());
            bytes.splice(at..end, new);
            bytes
        });
    let odd = [
        "\"",
        "{",
        "[",
        "null",
        "{\"note_id\":",
        "[[",
        "1e999",
        "-",
        "\\u",
    ]
    .map(str::as_bytes);
    let odd = vec((0..odd.len()).prop_map(move |index| odd[index]), 0..20)
        .prop_map(|parts| parts.concat());
    prop_oneof![vec(any::<u8>(), 0..64), tampered, odd]
}

/// A note as JSON in many notations. Some are wrong.
fn note() -> impl Strategy<Value = Vec<u8>> {
    let token = prop_oneof![
        4 => text().prop_map(|text| json!(text).to_string()),
        2 => any::<i64>().prop_map(|number| number.to_string()),
        1 => any::<f64>().prop_map(|number| json!(number).to_string()),
        4 => prop_oneof![
            Just("0"), Just("-0"), Just("-"), Just("00"), Just("01"), Just("1."), Just("1.50"), Just("2e3"), Just("1E999"), Just("18446744073709551616"),
            Just("999999999999999999"), Just("1000000000000000000"), Just("null"), Just("true"), Just("false"), Just("nul"), Just("truex"),
            Just(r#""\ud834\udd1e""#), Just(r#""\ud834""#), Just(r#""\u00e9\n\/""#), Just(r#""\x""#), Just("\"\t\""), Just("\"\u{7f}\""), Just("\"é"),
            Just(r#""\""#), Just(r#""12345678\"2345678""#), Just("{}"), Just("[]"), Just("[,]"), Just("[1,]"), Just("{\"a\":1,}"), Just("{\"a\"}"), Just(""),
        ].prop_map(String::from),
    ];
    let space =
        || prop_oneof![6 => Just(""), 1 => Just(" "), 1 => Just("\r\n\t"), 1 => Just("\u{a0}")];
    let value = (space(), token, space())
        .prop_map(|(before, token, after)| [before, &token, after].concat());
    let value = value.prop_recursive(4, 16, 4, |value| {
        prop_oneof![
            vec(value.clone(), 0..4).prop_map(|items| format!("[{}]", items.join(","))),
            vec((text(), value), 0..4).prop_map(|fields| {
                let fields: Vec<_> = fields
                    .iter()
                    .map(|(key, value)| format!("{}:{value}", json!(key)))
                    .collect();
                format!("{{{}}}", fields.join(","))
            }),
        ]
    });
    let key = prop_oneof![
        Just("title"),
        Just("pinned"),
        Just("color"),
        Just("authors"),
        Just("written_at"),
        Just("about"),
        Just("other"),
        Just("\\u0074itle"),
    ];
    let fields = vec((key, value.clone()), 0..4);
    (fields, space(), value).prop_map(|(fields, space, about)| {
        let fields: Vec<_> = fields
            .iter()
            .map(|(key, value)| format!("{space},\"{key}\":{value}"))
            .collect();
        let fields = fields.concat();
        format!(r#"{{"note_id": "n1"{space},"about":{{"key":{about}}}{fields}}}{space}"#)
            .into_bytes()
    })
}

/// An object with most of `fields`, which are pairs of name and value. The order can differ. Fields can be unknown or
/// appear twice, and names can have escapes.
fn object(fields: Vec<(&'static str, String)>) -> impl Strategy<Value = String> {
    let unknown = [
        ("titles", "\"other\""),
        ("nam", "\"}\\\",\""),
        ("", "[{\"title\":{}},-1.5]"),
    ];
    let unknown = unknown.map(|(name, value)| (name, value.to_owned()));
    let more: Vec<_> = unknown.into_iter().chain(fields.clone()).collect();
    let (least, most) = (fields.len() - 2, fields.len());
    let some = subsequence(fields, least..=most);
    let some = prop_oneof![some.clone(), some.prop_shuffle()];
    let more = vec((any::<prop::sample::Index>(), select(more)), 0..3);
    let ways = vec(0..16_u8, most + 2);
    (some, more, ways).prop_map(|(mut fields, more, ways)| {
        for (at, field) in more {
            fields.insert(at.index(fields.len() + 1), field);
        }
        let fields = fields.iter().zip(ways);
        let fields = fields.map(|((name, value), way)| match (way, name.chars().next()) {
            (0, Some(first)) => {
                let rest = &name[first.len_utf8()..];
                format!(r#""\u{:04x}{rest}":{value}"#, u32::from(first))
            }
            (1, _) => format!("\n\"{name}\" :\t{value} "),
            _ => format!("\"{name}\":{value}"),
        });
        let fields: Vec<_> = fields.collect();
        format!("{{{}}}", fields.join(","))
    })
}

/// The results of a search: notes with valid fields, in many notations.
fn found() -> impl Strategy<Value = String> {
    let named = |(name, value): (&'static str, &str)| (name, value.to_owned());
    let author = [
        ("author_id", r#""a1""#),
        ("name", r#""Ada""#),
        ("emails", r#"["ada@example.com"]"#),
    ];
    let author = object(author.map(named).to_vec());
    let note = vec(author, 0..3).prop_flat_map(move |authors| {
        let authors = format!("[{}]", authors.join(","));
        let fields = [
            ("note_id", r#""n1""#),
            ("title", r#""Title""#),
            ("pinned", "true"),
            ("color", r#""red""#),
            ("authors", &authors),
            ("written_at", r#""2026-03-04T05:06:07Z""#),
            ("about", r#"{"title":"none"}"#),
        ];
        object(fields.map(named).to_vec())
    });
    vec(note, 1..3).prop_map(|notes| format!(r#"{{"results":[{}]}}"#, notes.join(",")))
}

/// Returns a runtime to make calls on.
fn runtime() -> Runtime {
    Builder::new_current_thread().enable_time().build().unwrap()
}

/// Makes a call of each kind, and returns the results and the requests.
fn call_all(answer: impl Fn() -> Answer, text: &str) -> (Vec<Result<(), Error>>, CannedTransport) {
    let transport = CannedTransport::new((0..5).map(|_| answer()));
    let client = Client::builder("key", "secret")
        .transport(transport.clone())
        .retry(client_runtime::RetryPolicy::none())
        .build()
        .unwrap();
    let results = runtime().block_on(async {
        let notes = client.notes();
        vec![
            notes.get(text).fields([text, ""]).send().await.map(drop),
            notes.share(text).email(text).send().await.map(drop),
            notes.delete(text).send().await.map(drop),
            notes.create().title(text).text(text).send().await.map(drop),
            notes
                .search()
                .cursor(text)
                .into_stream()
                .try_next()
                .await
                .map(drop),
        ]
    });
    (results, transport)
}

/// Returns a client that gets one answer, and a runtime to make a call on.
fn answering(body: Vec<u8>) -> (Client, Runtime) {
    let client = Client::builder("key", "secret")
        .transport(CannedTransport::new([Answer::new(200, body)]))
        .build()
        .unwrap();
    (client, runtime())
}

/// Returns the result of `get` for a body.
fn get(body: Vec<u8>) -> Result<Note, Error> {
    let (client, runtime) = answering(body);
    let note = runtime.block_on(client.notes().get("n1").send())?;
    Ok(note.into_inner())
}

/// Returns the result of `serde_json` for a body, which must be UTF-8 also in ignored values. `None` if the two readers
/// differ by design: for numbers beyond the range of `f64`.
fn by_serde_json(body: &[u8]) -> Option<Result<Note, String>> {
    let text = std::str::from_utf8(body).map_err(|error| error.to_string());
    let note = text.and_then(|text| serde_json::from_str(text).map_err(|error| error.to_string()));
    let differs = matches!(&note, Err(fault) if fault.starts_with("number out of range"));
    (!differs).then_some(note)
}

/// Returns the result of `search` for a body.
fn search(body: Vec<u8>) -> Result<SearchResponse, Error> {
    let (client, runtime) = answering(body);
    let page = runtime.block_on(client.notes().search().send())?;
    Ok(page.into_inner())
}

#[test]
fn a_body_can_be_as_deep_as_in_serde_json() {
    for depth in 120..=130 {
        let value = format!("{}{}", "[".repeat(depth), "]".repeat(depth));
        let body = format!(r#"{{"note_id":"n1","about":{{"key":{value}}}}}"#);
        let expected = serde_json::from_str::<Note>(&body).ok();
        assert_eq!(get(body.into_bytes()).ok(), expected, "{depth}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4000, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn a_body_reads_the_same_as_in_serde_json(body in note()) {
        if let Some(expected) = by_serde_json(&body) {
            prop_assert_eq!(get(body).ok(), expected.ok());
        }
    }

    #[test]
    fn an_integer_is_read_in_any_notation(number in any::<i64>(), zeros in 0..5_usize, digit in 1..10) {
        let zeros = "0".repeat(zeros);
        let views = |text: String| get(format!(r#"{{"views": {text}}}"#).into_bytes()).ok().map(|note| note.views);
        prop_assert_eq!(views(format!("{number}.0{zeros}")), Some(number));
        prop_assert_eq!(views(format!("{number}{zeros}e-{}", zeros.len())), Some(number));
        prop_assert_eq!(views(format!("{number}.{zeros}{digit}")), None);
        let scale = format!("1{zeros}").parse().unwrap();
        prop_assert_eq!(views(format!("{number}E+{}", zeros.len())), number.checked_mul(scale));
    }

    #[test]
    fn objects_in_a_body_read_the_same_as_in_serde_json(body in found()) {
        let expected = serde_json::from_str::<SearchResponse>(&body).ok();
        prop_assert_eq!(search(body.into_bytes()).ok(), expected);
    }

    #[test]
    fn a_broken_body_reads_the_same_as_in_serde_json(body in note(), at in any::<prop::sample::Index>(), new in vec(any::<u8>(), 0..3)) {
        let mut body = body;
        let at = at.index(body.len());
        body.splice(at..=at, new);
        if let Some(expected) = by_serde_json(&body) {
            prop_assert_eq!(get(body).ok(), expected.ok());
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_parameter_reaches_its_endpoint(text in text()) {
        let (results, transport) = call_all(|| Answer::new(200, r#"{"note_id": "n1"}"#), &text);
        let sent = transport.requests();
        let refused = ["", ".", ".."].contains(&text.as_str());
        for result in &results[..3] {
            prop_assert_eq!(matches!(result, Err(error) if error.is_invalid_request()), refused);
        }
        prop_assert_eq!(sent.len(), if refused { 2 } else { 5 });

        let mut sent = sent.iter();
        let paths: &[(&str, &str)] = &[("GET", ""), ("PUT", "/share"), ("DELETE", "")];
        for (method, end) in paths.iter().filter(|_| !refused) {
            let request = sent.next().unwrap();
            let uri = url(&request.uri().to_string());
            prop_assert_eq!(request.method().as_str(), *method);
            prop_assert_eq!(&uri.0, "https://api.example.com");
            let id = uri.1.strip_prefix("/v1/notes/").unwrap().strip_suffix(end).unwrap();
            prop_assert!(!id.contains('/'));
            prop_assert_eq!(decoded(id), text.as_str());
            if *method == "GET" {
                let values: Vec<_> = uri.2.split('&').map(|pair| decoded(pair.strip_prefix("field=").unwrap())).collect();
                prop_assert_eq!(values, [text.as_str(), ""]);
            } else {
                prop_assert_eq!(uri.2, "");
            }
            let expected = if *method == "PUT" { json!({"email": text}) } else { Value::Null };
            prop_assert_eq!(request.json(), expected);
        }
        for (path, body) in [("/v1/notes", json!({"title": text, "text": text})), ("/v1/notes/search", json!({"cursor": text}))] {
            let request = sent.next().unwrap();
            prop_assert_eq!(request.method().as_str(), "POST");
            prop_assert_eq!(request.uri(), &*format!("https://api.example.com{path}"));
            prop_assert_eq!(request.json(), body);
        }
    }

    #[test]
    fn any_header_is_sent_unchanged_or_rejected(text in text()) {
        let transport = CannedTransport::new([Answer::new(200, r#"{"note_id": "n1"}"#)]);
        let client = Client::builder("key", "secret").transport(transport.clone()).build().unwrap();
        let runtime = runtime();
        let result = runtime.block_on(client.notes().get("n1").trace(&*text).send());
        let sent = transport.requests();
        match result {
            Ok(_) => prop_assert_eq!(&sent[0].headers()["x-trace"], text.as_str()),
            Err(error) => prop_assert!(error.is_invalid_request() && sent.is_empty()),
        }
    }

    #[test]
    fn any_response_is_a_result(status in 100..1000_u16, header in text(), body in body()) {
        let answer = || Answer::new(status, body.clone()).header("retry-after", &header);
        let (results, _) = call_all(answer, "x");
        for result in results {
            if let Err(error) = result {
                prop_assert!(!error.is_invalid_request());
                let text = format!("{error:#}");
                prop_assert!(!text.contains('\n'));
            } else {
                prop_assert!((200..300).contains(&status));
            }
        }
    }
}

/// Splits a URL into origin, path and query, as a server does.
fn url(url: &str) -> (String, String, String) {
    let (origin, rest) =
        url.split_at(url["https://".len()..].find('/').unwrap() + "https://".len());
    let (path, query) = rest.split_once('?').unwrap_or((rest, ""));
    (origin.to_owned(), path.to_owned(), query.to_owned())
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8().unwrap().into_owned()
}
