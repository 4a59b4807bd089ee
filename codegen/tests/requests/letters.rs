//! Values with parts in the path, the query and headers.

use serde_json::json;
use sorting_office::types::Range;

use crate::{canned, only, serve};

#[tokio::test]
async fn lists_are_joined_or_in_brackets() {
    let (client, arrived) = serve().await;
    let list = client.letters().list(["a", "b,c", ".."]);
    let list = list.fields(["id", "x,y"]).tags(["new", "b c"]);
    list.flags(["fast", "dry run"]).send().await.unwrap();
    let arrived = only(&arrived);
    let query = "beta=true&fields=id,x%2Cy&tags%5B%5D=new&tags%5B%5D=b%20c&api_key=key%201%26";
    assert_eq!(arrived.line, format!("GET /letters/a,b%2Cc,..?{query}"));
    assert_eq!(arrived.header("x-flags"), Some("fast,dry run"));
}

#[tokio::test]
async fn objects_have_their_keys_in_brackets() {
    let (client, arrived) = serve().await;
    let range = || Range::new().gt(5).lt(7.5).not([6, 7]);
    let list = client.letters().list(["a"]).weight(range());
    let list = list.ranges([Range::new().gt(1), Range::new().not([2])]);
    let list = list.labels([("k &", "v")]);
    let extra = json!({ "flag": true, "none": null, "deep": { "list": [1, [2]] }, "empty": [] });
    list.extra(extra).send().await.unwrap();
    let line = only(&arrived).line;
    let (_, query) = line.split_once("?beta=true&").unwrap();
    let query = query.replace("%5B", "[").replace("%5D", "]");
    let pairs: Vec<_> = query.split('&').collect();
    assert_eq!(
        pairs,
        [
            "weight[gt]=5",
            "weight[lt]=7.5",
            "weight[not][]=6",
            "weight[not][]=7",
            "ranges[0][gt]=1",
            "ranges[1][not][]=2",
            "labels[k%20%26]=v",
            "extra[deep][list][]=1",
            "extra[deep][list][1][]=2",
            "extra[flag]=true",
            "extra[none]=",
            "api_key=key%201%26",
        ]
    );
}

#[tokio::test]
async fn an_empty_list_is_not_sent_and_not_in_the_path() {
    let (client, arrived) = serve().await;
    let none: [&str; 0] = [];
    let list = client.letters().list(["a"]).fields(none).tags(none);
    list.flags(none).weight(Range::new()).send().await.unwrap();
    let first = only(&arrived);
    assert_eq!(first.line, "GET /letters/a?beta=true&api_key=key%201%26");
    assert_eq!(first.header("x-flags"), None);

    let (client, _) = canned([]);
    let fault = client.letters().count([]).send().await.unwrap_err();
    assert!(fault.to_string().ends_with("`ids` must not be empty"), "{fault}");
    for ids in [&[""][..], &[".."]] {
        let list = client.letters().list(ids.iter().copied());
        assert!(list.send().await.unwrap_err().is_invalid_request());
    }
}

#[tokio::test]
async fn what_no_text_can_hold_is_refused() {
    let (client, _) = canned([]);
    let list = || client.letters().list(["a"]);
    let fault = list().flags(["a,b"]).send().await.unwrap_err();
    assert!(fault.to_string().ends_with("an item of `X-Flags` contains a comma"), "{fault}");
    let fault = list().weight(Range::new().lt(f64::NAN)).send().await.unwrap_err();
    assert!(fault.to_string().contains("`lt` must be a finite number"), "{fault}");
}

#[tokio::test]
async fn a_key_can_be_in_the_path_and_in_the_body() {
    let (client, arrived) = serve().await;
    client.letters().rename("a", "b").send().await.unwrap();
    let arrived = only(&arrived);
    assert_eq!(arrived.line, "PUT /letters/a?api_key=key%201%26");
    assert_eq!(arrived.body, r#"{"id":"b"}"#);
}

#[tokio::test]
async fn an_error_names_the_call_without_its_fragment() {
    let (client, _) = canned([]);
    let error = client.letters().count([1]).send().await.unwrap_err();
    assert_eq!(error.path_template(), Some("/letters/{ids}?beta=true"));
}
