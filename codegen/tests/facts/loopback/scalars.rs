//! Every kind of scalar in requests and responses.

use std::time::{Duration, SystemTime};

use fact_book::types::Entry;
use fact_book::{Bytes, Date, Decimal, UnixTime, Uuid};

use crate::serve;

const ID: &str = "f81d4fae-7dec-11d0-a765-00a0c91e6bf6";

#[tokio::test]
async fn scalars_are_in_the_path_the_query_and_headers() {
    let (client, arrived) = serve("{}").await;
    let moment = SystemTime::UNIX_EPOCH + Duration::from_millis(1_500);
    let call = client.scalars().find("2021-12-29", moment);
    let call = call.id([ID, "x"]).count(-5).size(u64::MAX);
    let call = call.photo([0xfb, 0xff, 0x00]).x_price("1.50");
    let response = call.send().await.unwrap();
    assert_eq!(response.photo, None);
    assert_eq!(response.meta().now(), UnixTime::from(0));
    assert_eq!(
        arrived.lock().unwrap().as_slice(),
        [format!(
            "GET /entries/2021-12-29/1?id={ID}&id=x&count=-5&size=18446744073709551615&photo=%2B%2F8A [1.50]"
        )]
    );
}

#[tokio::test]
async fn scalars_are_in_the_body() {
    let (client, arrived) = serve(r#"{"all": null}"#).await;
    let mut entry = Entry::new().day("2021-12-29").id(ID).count(i32::MIN).size(u64::MAX);
    entry = entry.price("1.50").at(-1).photo(b"\xfb\xff");
    entry = entry.prices([(ID, "-0.10")]).photos([("2021-12-29", vec![Bytes::from([0])])]);
    client.scalars().add(entry).send().await.unwrap();
    assert_eq!(
        arrived.lock().unwrap().as_slice(),
        [format!(
            r#"POST /entries {{"entry":{{"day":"2021-12-29","id":"{ID}","count":-2147483648,"size":18446744073709551615,"price":"1.50","at":-1,"photo":"+/8=","prices":{{"{ID}":"-0.10"}},"photos":{{"2021-12-29":["AA=="]}}}}}}"#
        )]
    );
}

#[tokio::test]
async fn scalars_are_read_as_services_write_them() {
    let answer = r#"{
        "now": 1640781189, "version": 12345678901234567890.123456789,
        "day": "soon", "id": "", "count": 2147483647.0, "size": 1.8446744073709551615e19,
        "price": 0.1000, "at": -1e3, "photo": "-_8",
        "prices": {"a": "1.0", "b": 7, "c": 1e400, "d": null}, "photos": {"x": ["AA==", null]}
    }"#;
    let (client, _) = serve(answer).await;
    let response = client.scalars().find("a", 1).send().await.unwrap();
    assert_eq!(response.meta().now().as_seconds(), 1_640_781_189);
    assert_eq!(response.meta().version(), "12345678901234567890.123456789");
    let entry = response.into_inner();
    assert_eq!(entry.day, Some(Date::from("soon")));
    assert_eq!(entry.id, Some(Uuid::from("")));
    assert_eq!(entry.count, Some(i32::MAX));
    assert_eq!(entry.size, Some(u64::MAX));
    assert_eq!(entry.price, Some(Decimal::from("0.1000")));
    assert_eq!(entry.at, Some(UnixTime::from(-1_000)));
    assert_eq!(entry.photo.as_deref(), Some(&[0xfb, 0xff][..]));
    let prices: Vec<_> = entry.prices.values().map(Decimal::as_str).collect();
    assert_eq!(prices, ["1.0", "7", "1e400", ""]);
    assert_eq!(entry.photos[&Date::from("x")], [Bytes::from([0]), Bytes::default()]);
}

#[tokio::test]
async fn a_value_of_the_wrong_form_is_an_error_with_its_location() {
    for (answer, location) in [
        (r#"{"count": 2147483648}"#, "count"),
        (r#"{"size": -1}"#, "size"),
        (r#"{"size": 18446744073709551616}"#, "size"),
        (r#"{"price": true}"#, "price"),
        (r#"{"at": 0.5}"#, "at"),
        (r#"{"photo": "a b"}"#, "photo"),
        (r#"{"prices": {"x": []}}"#, "prices.x"),
    ] {
        let (client, _) = serve(answer).await;
        let error = client.scalars().find("a", 1).send().await.unwrap_err();
        let message = format!("{error} {:?}", std::error::Error::source(&error));
        assert!(message.contains(location), "{message}");
    }
}

#[test]
fn unix_times_convert_to_and_from_the_system_time() {
    let epoch = SystemTime::UNIX_EPOCH;
    for (seconds, moment) in [
        (1, epoch + Duration::from_secs(1)),
        (0, epoch),
        (-2, epoch - Duration::from_secs(2)),
    ] {
        assert_eq!(UnixTime::from(moment).as_seconds(), seconds);
        assert_eq!(UnixTime::from(seconds).to_system_time(), Some(moment));
    }
    let before = UnixTime::from(epoch - Duration::from_millis(1_500));
    assert_eq!(before.as_seconds(), -2);
}

#[cfg(feature = "jiff")]
#[test]
fn the_types_for_time_convert_to_and_from_those_of_jiff() {
    let day = jiff::civil::Date::try_from(&Date::from("2021-12-29")).unwrap();
    assert_eq!(Date::from(day), "2021-12-29");
    assert!(jiff::civil::Date::try_from(&Date::from("soon")).is_err());
    let moment = jiff::Timestamp::try_from(UnixTime::from(-5)).unwrap();
    assert_eq!(UnixTime::from(moment).as_seconds(), -5);
    assert!(jiff::Timestamp::try_from(UnixTime::from(i64::MAX)).is_err());
}
