//! An API in the style of a forge: lists as whole bodies, pages by `Link`, fixed versions in headers, files.

mod server;

use code_forge::types::{Contents, Label, Login, State, ValidationError};
use code_forge::{Client, StatusCode};
use server::{Server, bytes, json};

const REPOSITORY: &str = r#"{"id":18446744073709551615,"name":"engine","owner":"ada","private":false,"topics":["a"],"languages":{"Rust":12},"pushed_at":"2026-11-26T10:00:00Z","license":null}"#;

fn client(server: &Server) -> Client {
    Client::builder("token-1")
        .base_url(&server.url)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_list_is_a_whole_body_and_its_header_leads_to_the_next_page() {
    let first = "200 OK\r\nX-RateLimit-Remaining: 41\r\nX-RateLimit-Reset: 1790000000\r\nLink: <{url}/users/ada/repos?per_page=1&page=2>; rel=\"next\", <{url}/users/ada/repos?page=9>; rel=\"last\"";
    let page = format!("[{REPOSITORY}]");
    let server = Server::new([
        json(first, &page),
        json("200 OK", &page),
        json(first, &page),
    ])
    .await;
    let request = client(&server).repositories().list("ada").per_page(1);
    let mut items = request.clone().into_stream();
    let mut names = Vec::new();
    while let Some(repository) = items.try_next().await.unwrap() {
        assert_eq!(repository.id, u64::MAX);
        assert_eq!(repository.owner, Login::from("ada"));
        names.push(repository.name);
    }
    assert_eq!(names, ["engine", "engine"]);
    assert_eq!(
        server.requests(),
        [
            r#"GET /users/ada/repos?per_page=1 HTTP/1.1
accept: application/vnd.forge.v3+json
x-forge-version: 2026-03-10
user-agent: code-forge/0.1.0
authorization: Bearer token-1
host: HOST

"#,
            r#"GET /users/ada/repos?per_page=1&page=2 HTTP/1.1
accept: application/vnd.forge.v3+json
x-forge-version: 2026-03-10
user-agent: code-forge/0.1.0
authorization: Bearer token-1
host: HOST

"#,
        ]
    );
    let response = request.send().await.unwrap();
    assert_eq!(response.len(), 1);
    assert_eq!(response.meta().calls_left(), Some(41));
    assert!(response.meta().calls_reset().is_some());
}

#[tokio::test]
async fn a_value_that_the_spec_limits_is_checked_before_it_is_sent() {
    let server = Server::new([]).await;
    let request = client(&server).repositories().list("ada").per_page(101);
    let error = request.send().await.unwrap_err();
    assert!(error.is_invalid_request(), "{error}");
    assert!(server.requests().is_empty());
}

#[tokio::test]
async fn one_field_tells_a_file_from_a_directory() {
    let file = r#"{"type":"file","path":"a.txt","content":"aGVsbG8="}"#;
    let directory = r#"[{"type":"file","path":"a.txt","size":5}]"#;
    let server = Server::new([json("200 OK", file), json("200 OK", directory)]).await;
    let client = client(&server);
    let contents = client.repositories().contents("ada", "engine");
    match contents
        .clone()
        .path("a.txt")
        .send()
        .await
        .unwrap()
        .into_inner()
    {
        Contents::File(file) => assert_eq!(*file.content, b"hello"[..]),
        other => panic!("{other:?}"),
    }
    match contents.send().await.unwrap().into_inner() {
        Contents::Directory(entries) => assert_eq!(entries[0].size, 5),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn text_and_bytes_go_both_ways_and_files_go_to_their_own_server() {
    let api = Server::new([
        json("200 OK\r\nContent-Type: text/markdown", "# Engine"),
        bytes("200 OK", &[0x1f, 0x8b, 0, 0xff]),
        json("200 OK", "<h1>Engine</h1>"),
        json("200 OK", r#"["b"]"#),
    ])
    .await;
    let uploads = Server::new([json("201 Created", r#"{"id":1,"name":"a.zip","size":2}"#)]).await;
    let builder = Client::builder("token-1").base_url(&api.url);
    let client = builder.uploads_base_url(&uploads.url).build().unwrap();
    let repositories = client.repositories();
    let readme = repositories.readme("ada", "engine").send().await.unwrap();
    assert_eq!(*readme, "# Engine");
    let archive = repositories.archive("ada", "engine").send().await.unwrap();
    assert_eq!(archive[..], [0x1f, 0x8b, 0, 0xff]);
    let html = repositories.render("# Engine").send().await.unwrap();
    assert_eq!(*html, "<h1>Engine</h1>");
    let topics = repositories
        .replace_topics("ada", "engine", ["b"])
        .send()
        .await
        .unwrap();
    assert_eq!(*topics, ["b"]);
    let asset = repositories
        .upload("ada", "engine", "a b.zip", "PK")
        .send()
        .await
        .unwrap();
    assert_eq!(asset.size, 2);
    assert_eq!(
        api.requests(),
        [
            r#"GET /repos/ada/engine/readme HTTP/1.1
accept: application/vnd.forge.raw
x-forge-version: 2026-03-10
user-agent: code-forge/0.1.0
authorization: Bearer token-1
host: HOST

"#,
            r#"GET /repos/ada/engine/tarball HTTP/1.1
accept: */*
x-forge-version: 2026-03-10
user-agent: code-forge/0.1.0
authorization: Bearer token-1
host: HOST

"#,
            r#"POST /markdown/raw HTTP/1.1
accept: text/plain, */*;q=0.5
content-type: text/plain; charset=utf-8
x-forge-version: 2026-03-10
user-agent: code-forge/0.1.0
host: HOST
content-length: 8

# Engine"#,
            r#"PUT /repos/ada/engine/topics HTTP/1.1
content-type: application/json
accept: application/vnd.forge.v3+json
x-forge-version: 2026-03-10
user-agent: code-forge/0.1.0
authorization: Bearer token-1
host: HOST
content-length: 5

["b"]"#,
        ]
    );
    assert_eq!(
        uploads.request(),
        r#"POST /repos/ada/engine/assets?name=a%20b.zip HTTP/1.1
content-type: application/zip
accept: application/vnd.forge.v3+json
x-forge-version: 2026-03-10
user-agent: code-forge/0.1.0
authorization: Bearer token-1
host: HOST
content-length: 2

PK"#
    );
}

#[tokio::test]
async fn an_update_tells_null_from_nothing_and_its_error_has_a_type() {
    let issue = r#"{"number":1,"title":"Leak","state":"closed","due_on":"2026-12-24","labels":["bug",{"name":"easy","color":"f00"}],"milestone":null}"#;
    let invalid = r#"{"message":"Validation failed","errors":[{"field":"title","code":"missing"}],"documentation_url":"https://docs.forge.example"}"#;
    let server = Server::new([
        json("200 OK", issue),
        json("422 Unprocessable Content", invalid),
    ])
    .await;
    let update = client(&server).issues().update("ada", "engine", 1);
    let labels = [Label::Name("bug".to_owned())];
    let response = update
        .clone()
        .labels(labels)
        .clear_milestone()
        .send()
        .await
        .unwrap();
    assert_eq!(response.state, State::Closed);
    assert_eq!(response.due_on.as_ref().unwrap().to_string(), "2026-12-24");
    assert!(matches!(&response.labels[1], Label::Full(label) if label.color == "f00"));
    let error = update.title("").send().await.unwrap_err();
    assert_eq!(error.status(), Some(StatusCode::UNPROCESSABLE_ENTITY));
    let body: ValidationError = error.decode_body().unwrap();
    assert_eq!(body.errors[0].field, "title");
    assert_eq!(
        server.requests(),
        [
            r#"PATCH /repos/ada/engine/issues/1 HTTP/1.1
content-type: application/json
accept: application/vnd.forge.v3+json
x-forge-version: 2026-03-10
user-agent: code-forge/0.1.0
authorization: Bearer token-1
host: HOST
content-length: 35

{"milestone":null,"labels":["bug"]}"#,
            r#"PATCH /repos/ada/engine/issues/1 HTTP/1.1
content-type: application/json
accept: application/vnd.forge.v3+json
x-forge-version: 2026-03-10
user-agent: code-forge/0.1.0
authorization: Bearer token-1
host: HOST
content-length: 12

{"title":""}"#,
        ]
    );
}

#[tokio::test]
async fn pages_can_have_numbers() {
    let issue = r#"{"number":1,"title":"Leak","state":"open","labels":[]}"#;
    let page = format!("[{issue}]");
    let server = Server::new([json("200 OK", &page), json("200 OK", "[]")]).await;
    let list = client(&server)
        .issues()
        .list("ada", "engine", ["bug", "a,b"]);
    let mut items = list.into_stream();
    while items.try_next().await.unwrap().is_some() {}
    let lines: Vec<_> = server
        .requests()
        .iter()
        .map(|it| it.lines().next().unwrap().to_owned())
        .collect();
    assert_eq!(
        lines,
        [
            "GET /repos/ada/engine/issues?labels=bug,a%2Cb HTTP/1.1",
            "GET /repos/ada/engine/issues?labels=bug,a%2Cb&page=2 HTTP/1.1"
        ]
    );
}
