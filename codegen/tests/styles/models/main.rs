//! An API in the style of a service for language models: unions of all kinds, files in parts, events.

mod server;

use language_models::types::{
    AnswerEvent, ApiError, Content, ImagePart, Input, InputItem, Message, NamedTool, Part, Role,
    TextPart, Tool, ToolChoice, ToolMode,
};
use language_models::{Client, File, JsonObject};
use server::{Server, bytes, json};

const ANSWER: &str = r#"{"id":"7f8b0a1e-63d4-4c3a-9a1e-3c0a5d2f1b6c","output":[{"type":"message","role":"assistant","content":"Hi"},{"type":"new_kind","x":1}],"usage":{"tokens":3,"cost":"0.000012"}}"#;

fn client(server: &Server) -> Client {
    Client::builder("key-1", "proj-1")
        .base_url(&server.url)
        .build()
        .unwrap()
}

#[tokio::test]
async fn unions_go_out_and_come_in_as_they_are() {
    let server = Server::new([json("200 OK", ANSWER), json("200 OK", ANSWER)]).await;
    let answers = client(&server);
    let answers = answers.answers();
    let response = answers
        .create("large", Input::Text("Hi".to_owned()))
        .send()
        .await
        .unwrap();
    assert_eq!(
        response.id.to_string(),
        "7f8b0a1e-63d4-4c3a-9a1e-3c0a5d2f1b6c"
    );
    assert!(
        matches!(&response.output[0], InputItem::Message(message) if message.role == Role::Assistant)
    );
    assert!(matches!(&response.output[1], InputItem::Unrecognized(_)));
    assert_eq!(
        response
            .usage
            .as_ref()
            .unwrap()
            .cost
            .as_ref()
            .unwrap()
            .to_string(),
        "0.000012"
    );
    let parts = [
        Part::Text(TextPart::new("What is this?")),
        Part::Image(ImagePart::new(vec![1, 2, 3])),
        Part::End,
    ];
    let items = [InputItem::Message(Message::new(
        Role::User,
        Content::Parts(parts.into()),
    ))];
    let request = answers
        .create("large", Input::Items(items.into()))
        .tools([Tool::new("search", JsonObject::from([("type", "object")]))])
        .tool_choice(ToolChoice::Named(NamedTool::new("search")))
        .temperature(0.5);
    request.send().await.unwrap();
    assert_eq!(
        server.requests(),
        [
            r#"POST /answers?project=proj-1 HTTP/1.1
content-type: application/json
accept: application/json
user-agent: language-models/0.1.0
authorization: Bearer key-1
host: HOST
content-length: 30

{"model":"large","input":"Hi"}"#,
            r#"POST /answers?project=proj-1 HTTP/1.1
content-type: application/json
accept: application/json
user-agent: language-models/0.1.0
authorization: Bearer key-1
host: HOST
content-length: 266

{"model":"large","input":[{"type":"message","role":"user","content":[{"type":"text","text":"What is this?"},{"type":"image","data":"AQID"},{"type":"end"}]}],"tools":[{"name":"search","parameters":{"type":"object"}}],"tool_choice":{"name":"search"},"temperature":0.5}"#,
        ]
    );
    let mode = ToolChoice::Mode(ToolMode::Auto);
    assert_eq!(serde_json::to_string(&mode).unwrap(), r#""auto""#);
}

#[tokio::test]
async fn an_answer_comes_in_events_until_the_end() {
    let events = "event: delta\ndata: {\"type\":\"delta\",\"text\":\"H\"}\n\n: wait\n\ndata: {\"type\":\"delta\",\ndata: \"text\":\"i\"}\n\ndata: [DONE]\n\n";
    let server = Server::new([json("200 OK\r\nContent-Type: text/event-stream", events)]).await;
    let request = client(&server)
        .answers()
        .stream("large", Input::Text("Hi".to_owned()));
    let mut stream = request.send().await.unwrap().into_inner();
    let mut text = String::new();
    while let Some(event) = stream.try_next().await.unwrap() {
        match event.data {
            AnswerEvent::Delta(delta) => text += &delta.text,
            other => panic!("{other:?}"),
        }
    }
    assert_eq!(text, "Hi");
    assert_eq!(
        server.request(),
        r#"POST /answers?stream=true&project=proj-1 HTTP/1.1
accept: text/event-stream
content-type: application/json
user-agent: language-models/0.1.0
authorization: Bearer key-1
host: HOST
content-length: 30

{"model":"large","input":"Hi"}"#
    );
}

#[tokio::test]
async fn the_cursor_is_followed_as_long_as_there_is_more() {
    let page = |more| format!(r#"{{"data":[{ANSWER}],"last_id":"{more}","has_more":{more}}}"#);
    let server = Server::new([json("200 OK", &page(true)), json("200 OK", &page(false))]).await;
    let mut items = client(&server).answers().list().into_stream();
    let mut count = 0;
    while items.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 2);
    assert_eq!(
        server.requests()[1],
        r#"GET /answers?after=true&project=proj-1 HTTP/1.1
accept: application/json
user-agent: language-models/0.1.0
authorization: Bearer key-1
host: HOST

"#
    );
}

#[tokio::test]
async fn a_file_is_a_part_of_a_form_and_comes_back_in_pieces() {
    let file = r#"{"id":"file-1","filename":"a.jsonl","bytes":2}"#;
    let server = Server::new([json("200 OK", file), bytes("200 OK", b"{}")]).await;
    let client = client(&server);
    let upload = client
        .files()
        .upload("batch", File::new("a \"b\".jsonl", "{}"));
    assert_eq!(upload.send().await.unwrap().bytes, 2);
    let mut stream = client
        .files()
        .content("file-1")
        .send_stream()
        .await
        .unwrap()
        .into_inner();
    let mut content = Vec::new();
    while let Some(piece) = stream.try_next().await.unwrap() {
        content.extend_from_slice(&piece);
    }
    assert_eq!(content, b"{}");
    let parts = r#"--form-boundary-0000000000000000
Content-Disposition: form-data; name="purpose"

batch
--form-boundary-0000000000000000
Content-Disposition: form-data; name="file"; filename="a %22b%22.jsonl"
Content-Type: application/octet-stream

{}
--form-boundary-0000000000000000--
"#;
    let head = r#"POST /files?project=proj-1 HTTP/1.1
content-type: multipart/form-data; boundary=form-boundary-0000000000000000
accept: application/json
user-agent: language-models/0.1.0
authorization: Bearer key-1
host: HOST
content-length: 280

"#;
    let download = r#"GET /files/file-1/content?project=proj-1 HTTP/1.1
accept: */*
user-agent: language-models/0.1.0
authorization: Bearer key-1
host: HOST

"#;
    assert_eq!(
        server.requests(),
        [
            format!("{head}{}", parts.replace('\n', "\r\n")),
            download.to_owned()
        ]
    );
}

#[tokio::test]
async fn an_error_has_its_type_everywhere() {
    let error = r#"{"error":{"message":"Too long.","type":"invalid_request_error","param":"input","code":null}}"#;
    let server = Server::new([json("400 Bad Request", error)]).await;
    let request = client(&server)
        .answers()
        .create("large", Input::Text(String::new()));
    let error = request.send().await.unwrap_err();
    assert_eq!(error.message(), Some("Too long."));
    let body: ApiError = error.decode_body().unwrap();
    assert_eq!(body.error.param.as_deref(), Some("input"));
    assert!(!format!("{error:?}").contains("proj-1"));
}
