//! Bodies that are forms.

use serde_json::json;
use sorting_office::types::{Card, Owner};

use crate::{canned, only, serve};

const FORM: &str = "application/x-www-form-urlencoded";

/// The pairs of a form, with unescaped brackets.
fn pairs(form: &str) -> Vec<String> {
    let form = form.replace("%5B", "[").replace("%5D", "]");
    form.split('&').map(str::to_owned).collect()
}

#[tokio::test]
async fn a_form_has_a_pair_for_each_scalar() {
    let (client, arrived) = serve().await;
    let card = Card::new("4 2&=+").months([1, 12]).owner(Owner::new().name("Ada ☃"));
    let create = client.charges().create(500, card).more_cards([Card::new("1"), Card::new("2")]);
    let create = create.labels([("b", "2"), ("a[x]", "1")]).rate(0.5).open(true);
    let extra = json!({ "deep": [{ "list": [[1], "x"] }], "none": null, "empty": {} });
    create.extra(extra).send().await.unwrap();
    let arrived = only(&arrived);
    assert_eq!(arrived.line, "POST /charges?api_key=key%201%26");
    assert_eq!(arrived.header("content-type"), Some(FORM));
    assert_eq!(
        pairs(&arrived.body),
        [
            "amount=500",
            "card[number]=4%202%26%3D%2B",
            "card[months][0]=1",
            "card[months][1]=12",
            "card[owner][name]=Ada%20%E2%98%83",
            "more_cards[0][number]=1",
            "more_cards[1][number]=2",
            "labels[a[x]]=1",
            "labels[b]=2",
            "rate=0.5",
            "open=true",
            "extra[deep][0][list][0][0]=1",
            "extra[deep][0][list][1]=x",
            "extra[none]=",
        ]
    );
}

#[tokio::test]
async fn the_bytes_of_a_form_are_percent_encoded() {
    let (client, arrived) = serve().await;
    client.charges().create(-1, Card::new("[ ]")).send().await.unwrap();
    assert_eq!(only(&arrived).body, "amount=-1&card%5Bnumber%5D=%5B%20%5D");
}

#[tokio::test]
async fn null_is_an_empty_text() {
    let (client, arrived) = serve().await;
    client.charges().create(1, Card::new("1")).clear_note().send().await.unwrap();
    assert_eq!(pairs(&only(&arrived).body), ["amount=1", "card[number]=1", "note="]);
}

#[tokio::test]
async fn a_whole_body_can_be_a_form_or_absent() {
    let (client, arrived) = serve().await;
    client.charges().label().body([("a", "1"), ("b", "2")]).send().await.unwrap();
    let sent = only(&arrived);
    assert_eq!((&*sent.body, sent.header("content-type")), ("a=1&b=2", Some(FORM)));

    client.charges().label().send().await.unwrap();
    let sent = only(&arrived);
    assert_eq!((&*sent.body, sent.header("content-type")), ("", None));
    assert_eq!(sent.header("content-length"), Some("0"));
}

#[tokio::test]
async fn a_number_that_is_none_is_refused() {
    let (client, _) = canned([]);
    let create = client.charges().create(1, Card::new("1")).rate(f64::INFINITY);
    let fault = create.send().await.unwrap_err().to_string();
    assert!(fault.contains("as a form: `rate` must be a finite number"), "{fault}");
}
