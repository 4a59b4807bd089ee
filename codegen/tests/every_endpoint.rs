//! Tests every endpoint of this repository's spec. The example in its docs sends a request, and reads a response, as
//! the spec defines.

use std::fs;

use codegen::Model;
use codegen::model::{Endpoint, Field, In, Response, Shape, Tagging, Ty};
use serde_json::{Map, Value, json};

use crate::emitted_crate::{cargo, write};
use crate::spec::of_this_repository;

/// The code that the generated tests need.
const HEAD: &str = r#"
#![allow(deprecated)]

use serde_json::{Value, json};
use stytch_users::testing::{Answer, CannedTransport};
use stytch_users::Client;

fn answering(body: Value) -> (Client, CannedTransport) {
    let transport = CannedTransport::new([Answer::json(200, body)]);
    let builder = Client::builder("project-test-1", "secret-test-1");
    (builder.transport(transport.clone()).build().unwrap(), transport)
}

/// `body` has the allowed content of the body, and whether a body is required. `None` if the request has no body.
fn check(transport: &CannedTransport, method: &str, path: &str, body: Option<&[(&str, bool)]>) {
    let requests = transport.requests();
    let [request] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!(request.method(), method);
    let segments = |path: &str| path.split('/').map(str::to_owned).collect::<Vec<_>>();
    let (sent, template) = (segments(request.uri().path()), segments(path));
    assert_eq!(sent.len(), template.len(), "{sent:?}");
    for (sent, template) in sent.iter().zip(&template) {
        let is_placeholder = template.starts_with('{');
        assert!(if is_placeholder { !sent.is_empty() } else { sent == template }, "{sent}");
    }
    let Some(params) = body else {
        assert!(request.body().is_empty());
        return;
    };
    let sent = request.json();
    let sent = sent.as_object().unwrap();
    assert!(sent.keys().all(|key| params.iter().any(|(param, _)| key == param)), "{sent:?}");
    assert!(params.iter().all(|(param, must)| !must || sent.contains_key(*param)), "{sent:?}");
}
"#;

#[test]
fn the_example_of_each_endpoint_sends_its_request_and_reads_its_response() {
    let sources = of_this_repository();
    let model = codegen::model(&sources).unwrap();
    let client = codegen::generate(&sources).unwrap();
    let files: Vec<_> = client
        .files()
        .iter()
        .map(|it| it.render().unwrap())
        .collect();
    let endpoints: Vec<_> = model.endpoints().map(|(_, endpoint)| endpoint).collect();
    let mut program = HEAD.to_owned();
    for (number, endpoint) in endpoints.iter().enumerate() {
        let line = format!("/// HTTP: `{} {}`", method(endpoint), endpoint.path);
        let documented = |file: &&String| file.lines().any(|it| it.trim() == line);
        let file = files.iter().find(documented).expect(&line);
        program.push_str(&call(number, &model, endpoint, &example(file)));
    }
    let home = write(&client);
    fs::create_dir(home.path().join("tests")).unwrap();
    fs::write(home.path().join("tests/examples.rs"), program).unwrap();
    let out = cargo(
        home.path(),
        &["test", "--features=default", "--test=examples"],
    );
    assert!(
        out.contains(&format!("running {} tests", endpoints.len())),
        "{out}"
    );
}

fn method(endpoint: &Endpoint) -> String {
    format!("{:?}", endpoint.method).to_uppercase()
}

/// Returns the example in the docs of an endpoint.
fn example(file: &str) -> String {
    let (_, rest) = file.split_once("/// ```no_run\n").unwrap();
    let (example, _) = rest.split_once("/// ```\n").unwrap();
    let lines = example.lines().map(|line| {
        let line = line.trim_start().trim_start_matches("///");
        line.trim_start().trim_start_matches("# ").to_owned() + "\n"
    });
    lines.collect()
}

/// Returns a test that makes the call of an example.
fn call(number: usize, model: &Model, endpoint: &Endpoint, example: &str) -> String {
    let in_body = endpoint.params.iter().filter(|it| it.sent_in == In::Body);
    let in_body: Vec<_> = in_body
        .map(|it| (&it.key, !matches!(it.ty, Ty::Optional(_))))
        .collect();
    let body = match endpoint.body {
        codegen::model::Body::None => "None".to_owned(),
        codegen::model::Body::Params(_) => format!("Some(&{in_body:?})"),
        other => panic!("no endpoint of this repository has such a body: {other:?}"),
    };
    let mut answer = match &endpoint.response {
        Response::Type(ty) => value(model, ty, 0),
        _ => object(model, model.response_fields(endpoint), 0).into(),
    };
    if let Some(answer) = answer.as_object_mut() {
        answer.append(&mut object(model, &model.envelope, 0));
    }
    let (method, path) = (method(endpoint), &endpoint.path);
    format!(
        "
#[tokio::test]
async fn call_{number}() {{
    {example}
    let (client, transport) = answering(json!({answer}));
    example(client).await.unwrap();
    check(&transport, \"{method}\", {path:?}, {body});
}}
"
    )
}

fn object(model: &Model, fields: &[Field], depth: usize) -> Map<String, Value> {
    let value = |field: &Field| (field.key.clone(), value(model, &field.ty, depth + 1));
    fields.iter().map(value).collect()
}

/// Returns a value of the type, with optional values. Optional text is absent, because it could be the cursor of a next
/// page.
fn value(model: &Model, ty: &Ty, depth: usize) -> Value {
    // Only a list or an optional value can lead back to its own type.
    let is_deep = depth > 5;
    match ty {
        Ty::String => json!("text"),
        Ty::Boolean => json!(true),
        Ty::Integer | Ty::Int32 | Ty::Uint64 | Ty::UnixTime => json!(7),
        Ty::Number => json!(0.5),
        Ty::Decimal => json!("1.50"),
        Ty::Date => json!("2021-12-29"),
        Ty::Uuid => json!("f81d4fae-7dec-11d0-a765-00a0c91e6bf6"),
        Ty::Bytes => json!("Ynl0ZXM="),
        Ty::Timestamp => json!("2021-12-29T12:33:09Z"),
        Ty::JsonObject => json!({ "key": [null] }),
        Ty::Any | Ty::RawBytes | Ty::File | Ty::Poisoned => json!(null),
        Ty::Optional(inner) if is_deep || **inner == Ty::String => json!(null),
        Ty::Optional(inner) => value(model, inner, depth),
        Ty::List(_) if is_deep => json!([]),
        Ty::List(item) => json!([value(model, item, depth)]),
        Ty::Map { .. } if is_deep => json!({}),
        Ty::Map { value: inner, .. } => json!({ "key": value(model, inner, depth) }),
        Ty::Named { name, .. } => match model.shape(name) {
            Some(Shape::Object(shape)) => object(model, &shape.fields, depth).into(),
            Some(Shape::Enum(values)) => json!(values.first().map(|it| &it.value)),
            Some(Shape::IntegerEnum(_)) => json!(1),
            Some(Shape::Union(union)) => {
                let variant = union.variants.first().unwrap();
                let content = variant.ty.as_ref().map(|ty| value(model, ty, depth));
                match &union.tagging {
                    Tagging::Adjacent {
                        tag, content: key, ..
                    } => json!({ tag: variant.key, key: content }),
                    Tagging::Internal { tag, .. } => {
                        let mut object = content.unwrap_or_else(|| json!({}));
                        object[tag] = json!(variant.key);
                        object
                    }
                    Tagging::Untagged { .. } => json!(content),
                }
            }
            Some(Shape::Id) | None => json!("id-1"),
        },
    }
}
