//! Tests of the files of a directory that belong to the spec.

use std::fs;
use std::path::Path;

use codegen::read;
use tempfile::{TempDir, tempdir};

use crate::spec::USERS;

/// Creates a directory with files of these names.
fn directory<'n>(names: impl IntoIterator<Item = &'n str>) -> TempDir {
    let home = tempdir().unwrap();
    for name in names {
        fs::write(home.path().join(name), USERS).unwrap();
    }
    home
}

fn refusal(directory: &Path) -> String {
    read(directory).unwrap_err().to_string()
}

#[test]
fn files_are_sorted_by_name() {
    let mut names: Vec<_> = ('a'..='z').map(|name| format!("{name}.yaml")).collect();
    let home = directory(names.iter().rev().map(String::as_str));
    names.rotate_left(7);
    let elsewhere = directory(names.iter().map(String::as_str));
    names.sort();
    for directory in [home, elsewhere] {
        let sources = read(directory.path()).unwrap();
        let found = sources
            .iter()
            .map(|source| source.path.file_name().unwrap());
        assert!(found.eq(names.iter().map(String::as_str)));
    }
}

#[test]
fn files_that_are_not_yaml_are_skipped() {
    let home = directory(["users.yaml", "schema.json", "README.md", "users.yaml~"]);
    fs::create_dir(home.path().join("old.yaml")).unwrap();
    assert_eq!(read(home.path()).unwrap().len(), 1);
}

#[test]
fn the_changelog_is_read_with_the_spec() {
    let home = directory(["users.yaml", "CHANGELOG.md"]);
    let sources = read(home.path()).unwrap();
    let [changelog, users] = &sources[..] else {
        panic!("{sources:?}")
    };
    assert!(changelog.path.ends_with("CHANGELOG.md"));
    assert!(users.path.ends_with("users.yaml"));
}

#[test]
fn a_file_that_only_looks_like_a_spec_file_is_rejected() {
    for (name, remedy) in [
        ("users.yml", "rename this file"),
        ("users.YAML", "rename this file"),
        ("all users.yaml", "use only letters"),
        ("Changelog.md", "rename this file"),
    ] {
        let told = refusal(directory([name]).path());
        assert!(told.contains(name) && told.contains(remedy), "{told}");
    }
    let home = directory([]);
    fs::write(home.path().join("users.yaml"), b"resource: \xff").unwrap();
    assert!(refusal(home.path()).contains("UTF-8"));
}

#[test]
fn hidden_files_of_editors_are_skipped() {
    let home = directory([
        "users.yaml",
        ".#users.yaml",
        "._users.yaml",
        ".users.yml",
        ".yaml",
    ]);
    // Emacs locks a file with a link whose target does not exist.
    #[cfg(unix)]
    std::os::unix::fs::symlink("me@here.1", home.path().join(".#teams.yaml")).unwrap();
    assert_eq!(read(home.path()).unwrap().len(), 1);
}

#[cfg(unix)]
#[test]
fn a_pipe_or_a_device_is_rejected_before_it_is_read() {
    let home = directory([]);
    let users = home.path().join("users.yaml");
    nix::unistd::mkfifo(&users, nix::sys::stat::Mode::S_IRWXU).unwrap();
    assert!(refusal(home.path()).contains("users.yaml: this is not a regular file"));
    for device in ["/dev/zero", "/dev/null"] {
        fs::remove_file(&users).unwrap();
        std::os::unix::fs::symlink(device, &users).unwrap();
        assert!(refusal(home.path()).contains("users.yaml: this is not a regular file"));
    }
}

#[cfg(unix)]
#[test]
fn a_dangling_link_is_rejected_and_a_link_to_a_file_is_read() {
    let home = directory(["users.txt"]);
    let link = home.path().join("users.yaml");
    std::os::unix::fs::symlink("users.txt", &link).unwrap();
    assert_eq!(read(home.path()).unwrap().len(), 1);
    fs::remove_file(home.path().join("users.txt")).unwrap();
    assert!(refusal(home.path()).contains("users.yaml"));
}

#[test]
fn a_byte_order_mark_is_not_part_of_the_text() {
    let home = directory([]);
    fs::write(home.path().join("users.yaml"), format!("\u{feff}{USERS}")).unwrap();
    assert_eq!(read(home.path()).unwrap()[0].text, USERS);
}
