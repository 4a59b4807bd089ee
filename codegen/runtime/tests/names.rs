//! The table of a struct's names finds each of them, and no other name. The test compiles the source of the table,
//! because the module is private.

#![allow(
    clippy::cast_possible_truncation,
    clippy::indexing_slicing,
    dead_code,
    unused_imports,
    reason = "a test that fails may panic, and does not use the whole module"
)]

#[path = "../src/runtime/json/names.rs"]
mod names;
#[path = "../src/runtime/json/scan.rs"]
mod scan;

/// The path of the module in the runtime.
mod runtime {
    pub(crate) mod json {
        pub(crate) use crate::{names, scan};
    }
}

use names::Names;

const FEW: &[&str] = names::list!(
    "id",
    "",
    "é",
    "lock_created_at",
    "lock_expires_at",
    "lock_expired_at",
    "lock_cre",
    "lock_cr",
    "provider",
    "provider_id",
    "a\"b",
);

const NONE: &[&str] = names::list!();

const COUNT: usize = 300;

/// The texts of more names than a table has room for. They have the same length and the same first eight bytes.
const TEXTS: [[u8; 16]; COUNT] = {
    let mut texts = [*b"\"first_byte000\":"; COUNT];
    let mut number = 0;
    while number < COUNT {
        texts[number][11] += (number / 100) as u8;
        texts[number][12] += (number / 10 % 10) as u8;
        texts[number][13] += (number % 10) as u8;
        number += 1;
    }
    texts
};

const MANY: &[&str] = &{
    const KEYS: [&str; COUNT] = {
        let mut keys = [""; COUNT];
        let mut number = 0;
        while let Ok(text) = str::from_utf8(&TEXTS[number]) {
            keys[number] = text;
            number += 1;
            if number == COUNT {
                break;
            }
        }
        keys
    };
    const TABLE: [u8; names::table_length(&KEYS)] = names::table(&KEYS);
    names::with_table::<{ COUNT + 1 }>(&KEYS, &TABLE)
};

#[test]
fn each_name_is_found() {
    for list in [FEW, MANY] {
        for (index, key) in list[..list.len() - 1].iter().enumerate() {
            let name = &key[1..key.len() - 2];
            assert_eq!(Names::from(list).find(name), Some(index), "{name}");
        }
    }
}

#[test]
fn no_other_name_is_found() {
    let others = [
        "i",
        "idd",
        "\"id",
        "id\"",
        "lock_created_a",
        "lock_created_at_",
        "lock_c",
        "first_byte0000",
        "first_byte300",
        "a",
    ];
    for name in others {
        for list in [FEW, MANY, NONE] {
            assert_eq!(Names::from(list).find(name), None, "{name}");
        }
    }
}

#[test]
fn the_names_of_another_list_are_not_found() {
    for list in [&["id", "name"][..], &["id"], &[]] {
        assert_eq!(Names::from(list).find("id"), None);
    }
}

#[test]
fn no_name_is_expected_if_one_of_them_needs_an_escape_in_json() {
    const FIRST: &[&str] = names::list!("a\\b", "c", "d");
    const MIDDLE: &[&str] = names::list!("c", "a\\b", "d");
    const LAST: &[&str] = names::list!("c", "d", "a\\b");
    const PLAIN: &[&str] = names::list!("c", "d");
    for list in [FIRST, MIDDLE, LAST] {
        assert!(names::expected(list).is_empty());
    }
    assert_eq!(names::expected(PLAIN), PLAIN);
}
