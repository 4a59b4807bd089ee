//! Every kind of scalar in requests and responses.

use std::time::{Duration, SystemTime};

use fact_book::types::{Cost, Entry, Extra, Level, Mark, Offer, Price};
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
    let call = call.level(Level::High).levels([Level::Value1, Level::from(7)]);
    let response = call.send().await.unwrap();
    assert_eq!(response.photo, None);
    assert_eq!(response.meta().now(), UnixTime::from(0));
    assert_eq!(
        arrived.lock().unwrap().as_slice(),
        [format!(
            "GET /entries/2021-12-29/1?id={ID}&id=x&count=-5&size=18446744073709551615&photo=%2B%2F8A&level=3&levels=1,7 [1.50]"
        )]
    );
}

#[tokio::test]
async fn scalars_are_in_the_body() {
    let (client, arrived) = serve(r#"{"all": null}"#).await;
    let mut entry = Entry::new().day("2021-12-29").id(ID).count(i32::MIN).size(u64::MAX);
    entry = entry.price("1.50").at(-1).photo(b"\xfb\xff");
    entry = entry.level(-1).levels([1, 7]).mark(Mark::Level(Level::High));
    entry = entry.prices([(ID, "-0.10")]).photos([("2021-12-29", vec![Bytes::from([0])])]);
    client.scalars().add(entry).send().await.unwrap();
    assert_eq!(
        arrived.lock().unwrap().as_slice(),
        [format!(
            r#"POST /entries {{"entry":{{"day":"2021-12-29","id":"{ID}","count":-2147483648,"size":18446744073709551615,"price":"1.50","at":-1,"photo":"+/8=","level":-1,"levels":[1,7],"extras":[],"mark":3,"prices":{{"{ID}":"-0.10"}},"photos":{{"2021-12-29":["AA=="]}}}}}}"#
        )]
    );
}

#[tokio::test]
async fn scalars_are_read_as_services_write_them() {
    let answer = r#"{
        "now": 1640781189, "version": 12345678901234567890.123456789,
        "day": "soon", "id": "", "count": 2147483647.0, "size": 1.8446744073709551615e19,
        "price": 0.1000, "at": -1e3, "photo": "-_8",
        "level": 7, "levels": [3.0, -1, null], "mark": 1,
        "extras": [{"kind": 1.0, "size": 5}, {"kind": -1}, {"kind": 7}],
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
    assert!(
        matches!(&entry.extras[..], [Extra::Photo(_), Extra::Link(_), Extra::Unrecognized(_)]),
        "{:?}",
        entry.extras
    );
    let level = entry.level.unwrap();
    assert!(matches!(level, Level::Unrecognized(_)) && level == 7, "{level:?}");
    assert_eq!(entry.levels, [Level::High, Level::ValueMinus1, Level::from(0)]);
    assert_eq!(entry.mark, Some(Mark::Level(Level::Value1)));
    let prices: Vec<_> = entry.prices.values().map(Decimal::as_str).collect();
    assert_eq!(prices, ["1.0", "7", "1e400", ""]);
    assert_eq!(entry.photos[&Date::from("x")], [Bytes::from([0]), Bytes::default()]);
}

#[tokio::test]
async fn decimals_in_unions_keep_all_digits() {
    for (price, expected) in [
        (r#"{"price": 0.10, "kind": "exact"}"#, "Exact(Decimal(\"0.10\"))"),
        (r#"{"kind": "about", "price": 1e-30}"#, "About(Amount(Decimal(\"1e-30\")))"),
        (r#"{"kind": "free", "price": 1}"#, "Free"),
    ] {
        let answer = format!(r#"{{"tax": 12345678901234567890.10, "now": 1, "price": {price}, "type": "sale"}}"#);
        let (client, _) = serve(answer.leak()).await;
        let response = client.scalars().offer().send().await.unwrap();
        assert_eq!(response.meta().now(), UnixTime::from(1));
        let Offer::Sale(sale) = response.into_inner() else {
            panic!("another offer");
        };
        assert_eq!(sale.tax, "12345678901234567890.10");
        assert_eq!(format!("{:?}", sale.price), expected);
    }
    let price = r#"{"kind": "about", "price": {"most": 1.00, "details": {"steps": [1.50]}}}"#;
    let (client, _) = serve(format!(r#"{{"type": "sale", "tax": "1", "price": {price}}}"#).leak()).await;
    let Offer::Sale(sale) = client.scalars().offer().send().await.unwrap().into_inner() else {
        panic!("another offer");
    };
    let Price::About(Cost::Range(range)) = &sale.price else {
        panic!("{:?}", sale.price);
    };
    assert_eq!(range.most, "1.00");
    assert_eq!(serde_json::to_string(&range.details).unwrap(), r#"{"steps": [1.50]}"#);
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
        (r#"{"level": "3"}"#, "level"),
        (r#"{"levels": [1, 0.5]}"#, "levels"),
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
