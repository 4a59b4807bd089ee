//! Tests of `cargo xtask new` as a real process.

#![allow(
    clippy::expect_used,
    clippy::unwrap_used,
    reason = "a test may end this way"
)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use tempfile::TempDir;

/// Creates a spec to which tests add a resource.
fn project() -> (TempDir, PathBuf) {
    let home = TempDir::new().unwrap();
    let spec = home.path().join("spec");
    fs::create_dir(&spec).unwrap();
    for file in ["client.yaml", "users.yaml"] {
        let good = Path::new(env!("CARGO_MANIFEST_DIR")).join("../codegen/tests/users/spec");
        fs::copy(good.join(file), spec.join(file)).unwrap();
    }
    (home, spec)
}

fn xtask(home: &TempDir, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_xtask"))
        .current_dir(home.path())
        .args(arguments)
        .output()
        .unwrap()
}

fn stdout(output: &Output) -> String {
    String::from_utf8(output.stdout.clone()).unwrap()
}

fn stderr(output: &Output) -> String {
    String::from_utf8(output.stderr.clone()).unwrap()
}

#[test]
fn a_client_can_be_generated_from_a_new_resource() {
    let (home, spec) = project();
    // Common names, a name whose singular is already the name of a type, and keywords of Rust or YAML.
    let names = [
        "parcels",
        "api-keys",
        "sms_templates",
        "passwords",
        "type",
        "true",
        "self",
    ];
    for name in names {
        let output = xtask(&home, &["new", name, "--spec", "spec"]);
        assert!(output.status.success(), "{}", stderr(&output));
        let told = stdout(&output);
        assert!(told.contains(&format!("spec/{name}.yaml")), "{told}");
        assert!(
            told.contains("run `cargo xtask codegen --spec spec --out DIR`"),
            "{told}"
        );
        let text = fs::read_to_string(spec.join(name).with_extension("yaml")).unwrap();
        assert!(text.starts_with("# yaml-language-server: $schema=schema.json\n"));
    }
    let codegen = [
        "codegen",
        "--deny-warnings",
        "--spec",
        "spec",
        "--out",
        "out",
    ];
    let output = xtask(&home, &codegen);
    assert!(output.status.success(), "{}", stderr(&output));
    for endpoint in ["create", "get", "list"] {
        for module in ["parcels", "api_keys", "sms_templates", "passwords", "type_"] {
            let file = format!("out/src/{module}/{endpoint}.rs");
            assert!(home.path().join(&file).exists(), "{file}");
        }
    }
}

#[test]
fn an_existing_file_is_never_replaced() {
    let (home, spec) = project();
    let new = ["new", "parcels", "--spec", "spec"];
    assert!(xtask(&home, &new).status.success());
    fs::write(spec.join("parcels.yaml"), "mine").unwrap();
    let again = xtask(&home, &new);
    assert_eq!(again.status.code(), Some(1));
    assert!(stderr(&again).contains("parcels.yaml already exists"));
    let text = fs::read_to_string(spec.join("parcels.yaml")).unwrap();
    assert_eq!(text, "mine");
}

#[test]
fn an_invalid_name_is_rejected_and_nothing_is_written() {
    let (home, spec) = project();
    let long = "a".repeat(101);
    for (name, reason) in [
        (long.as_str(), "it is longer than 100 characters"),
        (
            "types",
            "`types` is the name of a module of every generated crate",
        ),
        ("", "use letters, digits, `-` and `_`"),
        ("../parcels", "use letters, digits, `-` and `_`"),
        ("client", "already exists"),
    ] {
        let output = xtask(&home, &["new", name, "--spec", "spec"]);
        assert_eq!(output.status.code(), Some(1), "{name}");
        let told = stderr(&output);
        assert!(
            told.starts_with("error: ") && told.contains(reason),
            "{told}"
        );
        assert!(!told.contains(&format!("{name}.yaml:")), "{told}");
        assert!(stdout(&output).is_empty());
    }
    assert_eq!(fs::read_dir(&spec).unwrap().count(), 2);
    assert_eq!(fs::read_dir(home.path()).unwrap().count(), 1);
}

#[test]
fn a_name_whose_types_are_all_taken_is_rejected() {
    let (home, spec) = project();
    let letters = "resource: letters
docs: Letters and the like.
types:
  Parcel: { docs: A parcel., fields: {} }
  ParcelItem: { docs: What is in a parcel., fields: {} }
endpoints:
  get:
    summary: Gets a letter.
    method: GET
    path: /letter
    response:
      parcel: { type: Parcel, docs: What it came with. }
      items: { type: [ParcelItem], docs: What was in that. }
";
    fs::write(spec.join("letters.yaml"), letters).unwrap();
    let output = xtask(&home, &["new", "parcels", "--spec", "spec"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(
        told.starts_with("error: `parcels` is not a valid name: "),
        "{told}"
    );
    assert!(told.contains("`ParcelItem`"), "{told}");
    assert!(!spec.join("parcels.yaml").exists());
}

#[test]
fn faults_of_the_existing_spec_are_reported_with_their_locations() {
    let (home, spec) = project();
    fs::write(spec.join("letters.yaml"), "resource: letters").unwrap();
    let output = xtask(&home, &["new", "parcels", "--spec", "spec"]);
    assert_eq!(output.status.code(), Some(1));
    let told = stderr(&output);
    assert!(told.starts_with("error[missing-entry]: "), "{told}");
    assert!(told.contains("spec/letters.yaml:1:"), "{told}");
    assert!(!spec.join("parcels.yaml").exists());
}

#[test]
fn types_have_the_singular_of_the_resource() {
    let (home, spec) = project();
    for (many, one) in [
        ("parcels", "Parcel"),
        ("policies", "Policy"),
        ("addresses", "Address"),
        ("taxes", "Tax"),
        ("branches", "Branch"),
        ("statuses", "Status"),
        ("warehouses", "Warehouse"),
        ("status_pages", "StatusPage"),
    ] {
        assert!(
            xtask(&home, &["new", many, "--spec", "spec"])
                .status
                .success()
        );
        let text = fs::read_to_string(spec.join(many).with_extension("yaml")).unwrap();
        assert!(text.contains(&format!("\n  {one}:\n")), "{text}");
    }
}

#[test]
fn it_asks_for_a_name() {
    let (home, _) = project();
    let output = xtask(&home, &["new"]);
    assert_eq!(output.status.code(), Some(1));
    assert!(stderr(&output).contains("cargo xtask new parcels"));
}
