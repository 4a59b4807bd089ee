//! An API in the style of a payment service: forms with brackets, ids or objects, pages by the last id.

mod server;

use billing::types::{
    Address, AnyCustomer, Created, CustomerId, CustomerOrId, Item, Outcome, Range, Risk,
};
use billing::{Client, ErrorType};
use server::{Server, json};

const CUSTOMER: &str = r#"{"id":"cus_1","object":"customer","created":1790000000,"email":null,"balance":-5,"tax_rate":"7.70","metadata":{"k":"v"},"tier":{"name":"gold"}}"#;

fn client(server: &Server) -> Client {
    Client::builder("sk-1", "acct-1")
        .base_url(&server.url)
        .build()
        .unwrap()
}

#[tokio::test]
async fn a_form_has_brackets_for_what_is_in_values() {
    let server = Server::new([json("200 OK\r\nRequest-Id: req_1", CUSTOMER)]).await;
    let request = client(&server)
        .customers()
        .create()
        .email("ada+1@example.com")
        .address(Address::new().line1("1 Main St").clear_city())
        .items([Item::new("price_1").quantity(2), Item::new("price 2")])
        .metadata([("a b", "1&2")])
        .expand(["invoice", "card"])
        .idempotency_key("key-1");
    let response = request.send().await.unwrap();
    assert_eq!(response.meta().request_id(), Some("req_1"));
    assert_eq!(response.tax_rate.as_ref().unwrap().to_string(), "7.70");
    assert_eq!(response.extra["tier"]["name"], "gold");
    assert_eq!(
        server.request(),
        r#"POST /v1/customers HTTP/1.1
idempotency-key: key-1
content-type: application/x-www-form-urlencoded
billing-version: 2026-01-01
accept: application/json
user-agent: billing/0.1.0
authorization: Bearer sk-1
billing-account: acct-1
host: HOST
content-length: 241

email=ada%2B1%40example.com&address%5Bline1%5D=1%20Main%20St&address%5Bcity%5D=&items%5B0%5D%5Bprice%5D=price_1&items%5B0%5D%5Bquantity%5D=2&items%5B1%5D%5Bprice%5D=price%202&metadata%5Ba%20b%5D=1%262&expand%5B0%5D=invoice&expand%5B1%5D=card"#
    );
}

#[tokio::test]
async fn a_deleted_customer_is_recognised_by_its_key() {
    let deleted = r#"{"id":"cus_1","deleted":true}"#;
    let server = Server::new([json("200 OK", deleted), json("200 OK", CUSTOMER)]).await;
    let get = client(&server)
        .customers()
        .get("cus_1")
        .expand(["subscriptions"]);
    assert!(matches!(
        get.clone().send().await.unwrap().into_inner(),
        AnyCustomer::Deleted(_)
    ));
    assert!(matches!(
        get.send().await.unwrap().into_inner(),
        AnyCustomer::Present(_)
    ));
    assert_eq!(
        server.requests()[0],
        r#"GET /v1/customers/cus_1?expand%5B%5D=subscriptions HTTP/1.1
billing-version: 2026-01-01
accept: application/json
user-agent: billing/0.1.0
authorization: Bearer sk-1
billing-account: acct-1
host: HOST

"#
    );
}

#[tokio::test]
async fn the_last_id_leads_to_the_next_page() {
    let page = |more| format!(r#"{{"data":[{CUSTOMER}],"has_more":{more}}}"#);
    let server = Server::new([json("200 OK", &page(true)), json("200 OK", &page(false))]).await;
    let list = client(&server)
        .customers()
        .list()
        .created(Created::Within(Range::new().gt(1_700_000_000)))
        .limit(1);
    let mut items = list.into_stream();
    let mut count = 0;
    while items.try_next().await.unwrap().is_some() {
        count += 1;
    }
    assert_eq!(count, 2);
    assert_eq!(
        server.requests(),
        [
            r#"GET /v1/customers?created%5Bgt%5D=1700000000&limit=1 HTTP/1.1
billing-version: 2026-01-01
accept: application/json
user-agent: billing/0.1.0
authorization: Bearer sk-1
billing-account: acct-1
host: HOST

"#,
            r#"GET /v1/customers?created%5Bgt%5D=1700000000&limit=1&starting_after=cus_1 HTTP/1.1
billing-version: 2026-01-01
accept: application/json
user-agent: billing/0.1.0
authorization: Bearer sk-1
billing-account: acct-1
host: HOST

"#,
        ]
    );
}

#[tokio::test]
async fn a_filter_can_be_a_value_or_a_range() {
    let server = Server::new([json("200 OK", r#"{"data":[],"has_more":false}"#)]).await;
    let list = client(&server).customers().list();
    let list = list.created(Created::At(1_700_000_000.into()));
    list.send().await.unwrap();
    let request = server.request();
    assert!(request.starts_with("GET /v1/customers?created=1700000000 HTTP/1.1\n"), "{request}");
}

#[tokio::test]
async fn an_object_can_be_an_id() {
    let charge = |customer: &str, outcome: &str| {
        format!(r#"{{"id":"ch_1","amount":5,"customer":{customer},"outcome":{outcome}}}"#)
    };
    let blocked = charge(
        r#""cus_1""#,
        r#"{"type":"blocked","reason":"stolen","risk":"high"}"#,
    );
    let authorized = charge(CUSTOMER, r#"{"type":"authorized"}"#);
    let declined = r#"{"error":{"type":"card_error","code":"card_declined","message":"No.","doc_url":"https://docs.billing.example"}}"#;
    let server = Server::new([
        json("200 OK", &blocked),
        json("200 OK", &authorized),
        json("402 Payment Required", declined),
    ])
    .await;
    let create = client(&server).charges().create(5, "cus_1");
    let response = create.clone().send().await.unwrap();
    assert_eq!(
        response.customer,
        Some(CustomerOrId::Id(CustomerId::from("cus_1")))
    );
    match &response.outcome {
        Outcome::Blocked(blocked) => assert_eq!(blocked.risk, Risk::High),
        other => panic!("{other:?}"),
    }
    let response = create.clone().send().await.unwrap();
    assert!(matches!(response.outcome, Outcome::Authorized));
    assert!(
        matches!(&response.customer, Some(CustomerOrId::Object(customer)) if customer.balance == -5)
    );
    let error = create.send().await.unwrap_err();
    assert_eq!(error.error_type(), Some(&ErrorType::CardDeclined));
    assert_eq!(error.message(), Some("No."));
    assert_eq!(
        server.requests()[0],
        r#"POST /v1/charges HTTP/1.1
content-type: application/x-www-form-urlencoded
billing-version: 2026-01-01
accept: application/json
user-agent: billing/0.1.0
authorization: Bearer sk-1
billing-account: acct-1
host: HOST
content-length: 23

amount=5&customer=cus_1"#
    );
    let error = client(&server)
        .charges()
        .create(0, "cus_1")
        .send()
        .await
        .unwrap_err();
    assert!(error.is_invalid_request(), "{error}");
}
