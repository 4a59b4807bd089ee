//! Headers with fixed values.

use sorting_office::Method;
use sorting_office::testing::Answer;

use crate::{canned, only, only_sent, serve};

#[tokio::test]
async fn an_endpoint_wins_over_the_client_and_a_parameter_over_both() {
    let (client, arrived) = serve().await;
    client.labels().print().send().await.unwrap();
    let sent = only(&arrived);
    assert_eq!(sent.header("x-version"), Some("2022-11-28"));
    assert_eq!(sent.header("x-kind"), Some("parcel"));
    assert_eq!(sent.header("accept"), Some("text/plain; q=1"));

    client.labels().print().version("2030-01-01").send().await.unwrap();
    assert_eq!(only(&arrived).header("x-version"), Some("2030-01-01"));
}

#[tokio::test]
async fn a_custom_request_has_the_headers_of_the_client() {
    let (client, transport) = canned([Answer::new(200, "")]);
    let request = client.request(Method::GET, "/x").header("x-kind", "card");
    request.send_bytes().await.unwrap();
    let headers = only_sent(&transport).headers().clone();
    assert_eq!(headers["x-version"], "2022-11-28");
    assert_eq!(headers["x-kind"], "card");
    assert_eq!(headers["accept"], "application/json");
}
