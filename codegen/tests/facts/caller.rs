//! Uses everything that is deprecated, once.

use fact_book::Client;
use fact_book::types::{Filter, Size, Thing};

fn main() {
    let client = Client::new().unwrap();
    let _ = client.old().find().page("a");
    let _ = client.old().search(Filter::Pounds(1.5)).clear_note();
    let thing = Thing::tiny(5);
    let _ = thing.size == Size::Tiny && thing.pounds.is_none();
    let _ = client.old().search(Filter::Weight(5));
}
