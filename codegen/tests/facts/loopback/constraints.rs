//! Constraints with `check: true`.

use fact_book::Error;

use crate::serve;

#[track_caller]
fn assert_refused<T>(result: Result<T, Error>, rule: &str) {
    let Err(error) = result else {
        panic!("not refused: {rule}")
    };
    assert!(error.is_invalid_request(), "{error}");
    assert!(error.to_string().contains(rule), "{error}");
}

#[tokio::test]
async fn values_that_meet_the_constraints_are_sent() {
    let (client, arrived) = serve("{}").await;
    let limits = client.limits();
    limits.list(1).send().await.unwrap();
    let call = limits.list(i64::MAX).limit(1000).name(["ab", "ä€"]);
    call.order("odd").send().await.unwrap();
    limits.set("äöü").share(0.5).send().await.unwrap();
    limits.set("").clear_share().send().await.unwrap();
    assert_eq!(
        *arrived.lock().unwrap(),
        [
            "GET /limits/1",
            "GET /limits/9223372036854775807?limit=1000&name=ab&name=%C3%A4%E2%82%AC&order=odd",
            "PUT /limits {\"share\":0.5,\"note\":\"äöü\"}",
            "PUT /limits {\"share\":null,\"note\":\"\"}",
        ]
    );
}

#[tokio::test]
async fn a_value_that_does_not_meet_a_constraint_is_refused_before_it_is_sent() {
    let (client, arrived) = serve("{}").await;
    let limits = client.limits();
    let list = || limits.list(1);
    assert_refused(limits.list(0).send().await, "`page` must be at least 1");
    for limit in [-5, 0, 1005] {
        let rule = "`limit` must be between 1 and 1,000";
        assert_refused(list().limit(limit).send().await, rule);
    }
    let rule = "`limit` must be a multiple of 5";
    assert_refused(list().limit(7).send().await, rule);
    let rule = "`name` must have between 1 and 2 items";
    assert_refused(list().name(Vec::<String>::new()).send().await, rule);
    assert_refused(list().name(["aa", "bb", "cc"]).send().await, rule);
    let rule = "`name` must have no item twice";
    assert_refused(list().name(["aa", "aa"]).send().await, rule);
    let rule = "each item of `name` must have at least 2 characters";
    assert_refused(list().name(["aa", "ä"]).send().await, rule);
    for share in [0.0, -1.0, 0.51, f64::NAN] {
        let rule = "`share` must be more than 0 and at most 0.5";
        assert_refused(limits.set("").share(share).send().await, rule);
    }
    let rule = "`note` must have at most 3 characters";
    assert_refused(limits.set("äöüß").send().await, rule);
    assert!(arrived.lock().unwrap().is_empty());
}
