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

const FEW: &[&str] = names::keys!(
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

const NONE: &[&str] = names::keys!();

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
    let mut keys = [""; COUNT];
    let mut number = 0;
    while number < COUNT {
        keys[number] = match str::from_utf8(&TEXTS[number]) {
            Ok(text) => text,
            Err(_) => "",
        };
        number += 1;
    }
    keys
};

/// Returns the lists with their tables.
fn lists() -> [Names; 3] {
    [
        Names::new(FEW, const { &names::table(FEW) }),
        Names::new(MANY, const { &names::table(MANY) }),
        Names::new(NONE, const { &names::table(NONE) }),
    ]
}

#[test]
fn each_name_is_found() {
    for (names, keys) in lists().into_iter().zip([FEW, MANY]) {
        for (index, key) in keys.iter().enumerate() {
            let name = &key[1..key.len() - 2];
            assert_eq!(names.find(name), Some(index), "{name}");
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
        for names in lists() {
            assert_eq!(names.find(name), None, "{name}");
        }
    }
}

#[test]
fn a_struct_without_a_table_has_no_known_names() {
    for name in ["", "Note"] {
        assert_eq!(Names::of_struct(name, &["id", "name"]).find("id"), None);
    }
}

#[test]
fn no_name_is_expected_if_one_of_them_needs_an_escape_in_json() {
    const FIRST: &[&str] = names::keys!("a\\b", "c", "d");
    const MIDDLE: &[&str] = names::keys!("c", "a\\b", "d");
    const LAST: &[&str] = names::keys!("c", "d", "a\\b");
    const PLAIN: &[&str] = names::keys!("c", "d");
    const TABLE: &names::Table = &names::table(PLAIN);
    for keys in [FIRST, MIDDLE, LAST] {
        assert_eq!(names::text(keys, TABLE), "");
    }
    assert_eq!(names::text(PLAIN, TABLE).as_bytes(), TABLE);
}
