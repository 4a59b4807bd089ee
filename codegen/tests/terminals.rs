//! Tests that neither a spec nor the names of its files can send commands to a terminal.

use codegen::generate;

use crate::invariant::{assert_harmless, holds};
use crate::spec::{CLIENT, USERS, source, with_client};

/// Each of these clears a line: with an escape sequence, with a C1 sequence, or with single characters.
const COMMANDS: [&str; 5] = ["\u{1b}[2K", "\u{9b}2K", "\r", "\u{8}\u{8}", "\u{7f}"];

#[test]
fn as_a_character_in_a_file() {
    for command in COMMANDS {
        for text in [
            format!("# {command}\n{}", USERS.replace("GET", "GTE")),
            USERS.replace("GET", &format!("'{command}'")),
            USERS.replace("GET", &format!("GTE # {command}\n ")),
            USERS.replace("list", command),
        ] {
            assert!(holds(&with_client(text)).is_none(), "{command:?}");
        }
    }
}

#[test]
fn as_an_escape_in_a_text() {
    for command in ["\\e[2K", "\\x9b2K", "\\r", "\\b", "\\x7f"] {
        let text = format!("\"{command}\"");
        for word in ["users", "list", "summary", "Lists users.", "GET", "/users"] {
            let text = USERS.replacen(word, &text, 1);
            assert!(holds(&with_client(text)).is_none(), "{command:?}");
        }
        // A key with a fault below it is part of the path of that fault.
        let below = format!("{USERS}types: {{ {text}: {{ fields: 5 }} }}\n");
        assert!(holds(&with_client(below)).is_none(), "{command:?}");
    }
}

#[test]
fn as_the_name_of_a_file() {
    for command in COMMANDS {
        let file = format!("{command}.yaml");
        let users = source(&file, USERS.replace("GET", "GTE"));
        let report = generate(&[source("client.yaml", CLIENT), users]).expect_err("a fault");
        assert_harmless(&report);
    }
}

#[cfg(unix)]
#[test]
fn as_the_name_of_a_file_that_is_not_read() {
    for command in COMMANDS {
        let home = tempfile::tempdir().unwrap();
        let odd = home.path().join(command);
        let not_there = codegen::read(&odd).unwrap_err();
        std::fs::create_dir(&odd).unwrap();
        std::fs::write(odd.join("users.yml"), USERS).unwrap();
        let misnamed = codegen::read(&odd).unwrap_err();
        for error in [not_there, misnamed] {
            let shown = error.to_string();
            assert!(!shown.contains(char::is_control), "{shown:?}");
        }
    }
}
