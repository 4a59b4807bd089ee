//! Endpoints with their own servers.

use sorting_office::testing::{Answer, CannedTransport};
use sorting_office::{Client, ClientBuilder, Method};

use crate::{builder, canned, server};

/// The destination of calls of a client with these settings.
async fn targets(builder: ClientBuilder) -> [String; 3] {
    let transport = CannedTransport::new([(), (), ()].map(|()| Answer::new(200, "{}")));
    let client: Client = builder.transport(transport.clone()).build().unwrap();
    client.scans().create().send().await.unwrap();
    client.scans().list().send().await.unwrap();
    client.scans().status().send().await.unwrap();
    let sent = <[_; 3]>::try_from(transport.requests()).unwrap();
    sent.map(|sent| {
        let uri = sent.uri();
        format!("{}{}", uri.authority().unwrap(), uri.path())
    })
}

#[tokio::test]
async fn each_call_goes_to_its_server() {
    assert_eq!(
        targets(builder()).await,
        [
            "uploads.example.com/v1/scans",
            "api.example.com/scans",
            "status.example.com/status",
        ]
    );
}

#[tokio::test]
async fn a_base_url_is_for_all_servers_but_those_with_one_of_their_own() {
    let all = builder().base_url("https://test.example.org/x");
    let expected = ["/scans", "/scans", "/status"].map(|path| format!("test.example.org/x{path}"));
    assert_eq!(targets(all).await, expected);

    let own = "https://own.example.org";
    let one = [
        builder().uploads_base_url(own).base_url("https://test.example.org"),
        builder().base_url("https://test.example.org").uploads_base_url(own),
    ];
    for builder in one {
        assert_eq!(
            targets(builder).await,
            [
                "own.example.org/scans",
                "test.example.org/scans",
                "test.example.org/status",
            ]
        );
    }
    let plain = builder().status_page_base_url("http://example.org").build();
    assert!(plain.unwrap_err().to_string().contains("plain http://"));
}

#[tokio::test]
async fn each_server_gets_its_requests_over_http() {
    let (main, arrived_main) = server().await;
    let (uploads, arrived_uploads) = server().await;
    let client = builder().base_url(main).uploads_base_url(uploads);
    let client = client.build().unwrap();
    client.scans().create().send().await.unwrap();
    client.scans().list().send().await.unwrap();
    let line = |arrived| crate::only(arrived).line;
    assert_eq!(line(&arrived_uploads), "POST /scans?api_key=key%201%26");
    assert_eq!(line(&arrived_main), "GET /scans?api_key=key%201%26");
}

#[tokio::test]
async fn a_custom_request_names_its_server() {
    let (client, transport) = canned([Answer::new(200, "")]);
    let request = || client.request(Method::GET, "/x");
    request().server("status_page").send_bytes().await.unwrap();
    let sent = crate::only_sent(&transport);
    assert_eq!(sent.uri().host(), Some("status.example.com"));
    let error = request().server("status").send_bytes().await.unwrap_err();
    assert!(error.to_string().ends_with("the API has no server `status`"), "{error}");
}
