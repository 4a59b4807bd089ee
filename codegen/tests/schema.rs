//! Tests that the schema for editors agrees with the generator. An editor marks no line that the generator accepts, and
//! misses only faults that no schema can detect.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::mem::discriminant;
use std::path::{Path, PathBuf};

use boon::{Compiler, SchemaIndex, Schemas};
use codegen::Source;
use serde_json::{Value, json};

use crate::spec::{USERS, source, with_client};

/// Files in `faults` whose fault only the generator finds, by the reason.
const BEYOND_A_SCHEMA: &[(&str, &[&str])] = &[
    (
        "compare with another value",
        &[
            "checks.yaml",
            "clearable_fields_unsent.yaml",
            "constructor_of_optional.yaml",
            "cursor_clearable.yaml",
            "defaults.yaml",
            "endpoint_route_twice.yaml",
            "header_parameter.yaml",
            "headers_twice.yaml",
            "paging.yaml",
            "paging_in_objects.yaml",
            "paging_repeats_a_word.yaml",
            "paging_values.yaml",
            "parameter_example.yaml",
            "path_example.yaml",
            "response_envelope.yaml",
            "rules_in_conflict.yaml",
            "scalars.yaml",
            "server.yaml",
            "type_contains_itself.yaml",
            "type_twice.yaml",
            "type_unknown.yaml",
            "client/error_paths.yaml",
            "client/error_body.yaml",
            "client/response_headers.yaml",
            "client/servers_hidden.yaml",
            "client/servers_when_without_auth.yaml",
        ],
    ),
    (
        "count the servers without `when`",
        &[
            "client/servers_all_conditional.yaml",
            "client/servers_named.yaml",
            "client/servers_two_unconditional.yaml",
        ],
    ),
    (
        "derive a name in Rust",
        &[
            "endpoint_names.yaml",
            "enum_values_in_full.yaml",
            "name_too_long.yaml",
            "parameter_names.yaml",
            "resource_name.yaml",
        ],
    ),
    (
        "know the names that generated code uses",
        &[
            "endpoint_headers.yaml",
            "resource_name_taken.yaml",
            "client/auth_own_header.yaml",
            "client/crate_dependency.yaml",
            "client/crate_device.yaml",
            "client/crate_keyword.yaml",
            "client/crate_of_rust.yaml",
            "client/crate_too_long.yaml",
        ],
    ),
    (
        "know the licenses",
        &["client/license.yaml", "client/license_slash.yaml"],
    ),
    (
        "see what is wrong with the YAML itself",
        &[
            "repeated_key.yaml",
            "syntax_block.yaml",
            "syntax_equals_sign.yaml",
            "syntax_indentation.yaml",
            "syntax_merge_conflict.yaml",
            "syntax_no_colon.yaml",
            "syntax_no_colon_in_first_line.yaml",
            "syntax_no_space_after_colon.yaml",
            "syntax_open_quote.yaml",
            "syntax_path_in_braces.yaml",
            "syntax_reserved_character.yaml",
            "syntax_rest_of_merge_conflict.yaml",
            "syntax_tab.yaml",
            "syntax_tab_behind_spaces.yaml",
            "syntax_two_documents.yaml",
            "syntax_unquoted_optional_list.yaml",
            "syntax_unquoted_optional_list_in_block.yaml",
            "syntax_unquoted_optional_map.yaml",
            "tagged_value.yaml",
        ],
    ),
];

/// Pointers to mistakes that only the generator finds, by the reason. `*` is any name.
const SLIPS_BEYOND_A_SCHEMA: &[(&str, &[&str])] = &[
    (
        "know what others refer to",
        &[
            "/error",
            "/error/types",
            "/error/types/*",
            "/ids",
            "/ids/*",
            "/types",
            "/types/*",
        ],
    ),
    (
        "compare a default and constraints with the type and with each other",
        &[
            "/endpoints/*/params/*/default",
            "/endpoints/*/params/*/maximum",
            "/endpoints/*/params/*/minimum",
            "/endpoints/*/params/*/multiple_of",
        ],
    ),
    ("count the servers without `when`", &["/servers/*/when"]),
    (
        "know whether the response is a list",
        &["/endpoints/*/paging/items"],
    ),
    (
        "know which types can be the keys of a map, or next to a tag",
        &[
            "/endpoints/*/params/*/type",
            "/endpoints/*/response/*/type",
            "/endpoints/*/response/*/type/*",
            "/types/*/content",
            "/types/*/fields/*/type",
            "/types/*/variants/*/type",
        ],
    ),
];

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("..")
}

fn tests() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests")
}

fn read(path: impl AsRef<Path>) -> String {
    fs::read_to_string(path).unwrap()
}

/// Returns the YAML files of a directory, sorted.
fn files(directory: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(directory).unwrap();
    let mut files: Vec<_> = entries.map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.extension().is_some_and(|ending| ending == "yaml"));
    files.sort();
    assert!(!files.is_empty());
    files
}

/// Whether the generator accepts the spec.
fn generates(spec: &[Source]) -> bool {
    codegen::generate(spec).is_ok()
}

/// The schema, as an editor applies it.
struct Editor {
    schemas: Schemas,
    schema: SchemaIndex,
}

impl Editor {
    fn new() -> Self {
        let (mut schemas, mut compiler) = (Schemas::new(), Compiler::new());
        let schema: Value = serde_json::from_str(&codegen::schema()).unwrap();
        compiler.add_resource("schema.json", schema).unwrap();
        let schema = compiler.compile("schema.json", &mut schemas).unwrap();
        Self { schemas, schema }
    }

    /// Returns the fault in a tree, if it has one.
    fn check(&self, tree: &Value) -> Result<(), String> {
        let result = self.schemas.validate(tree, self.schema);
        result.map_err(|error| error.to_string())
    }

    /// Returns the fault in a text. A schema sees no fault in a text that has no equivalent in JSON.
    fn check_text(&self, text: &str) -> Result<(), String> {
        serde_yaml::from_str(text).map_or(Ok(()), |tree| self.check(&tree))
    }
}

#[test]
fn it_is_the_committed_one() {
    assert!(
        read(home().join("spec/schema.json")) == codegen::schema(),
        "spec/schema.json is stale; run `cargo xtask schema`"
    );
}

#[test]
fn an_editor_marks_nothing_in_a_valid_spec() {
    let editor = Editor::new();
    for directory in [
        "../spec",
        "tests/fixture/spec",
        "tests/users/spec",
        "tests/facts/spec",
        "tests/features",
        "tests/clients",
    ] {
        for path in files(
            Path::new(env!("CARGO_MANIFEST_DIR"))
                .join(directory)
                .as_path(),
        ) {
            let checked = editor.check_text(&read(&path));
            assert_eq!(checked, Ok(()), "{}", path.display());
        }
    }
}

#[test]
fn an_editor_marks_every_fault_that_a_schema_can_detect() {
    let editor = Editor::new();
    let mut overlooked = BTreeSet::new();
    for path in [
        files(&tests().join("faults")),
        files(&tests().join("faults/client")),
    ]
    .concat()
    {
        let text = read(&path);
        let name = path.strip_prefix(tests().join("faults")).unwrap();
        let name = name.to_str().unwrap();
        let pair = if name.starts_with("client/") {
            [
                source("client.yaml", text.as_str()),
                source("users.yaml", USERS),
            ]
        } else {
            with_client(text.as_str())
        };
        assert!(!generates(&pair), "{name} has no fault");
        if editor.check_text(&text).is_ok() {
            overlooked.insert(name.to_owned());
        }
    }
    assert_eq!(overlooked, listed(BEYOND_A_SCHEMA));
}

#[test]
fn a_fault_is_not_buried_under_the_keys_of_the_other_kind_of_file() {
    let editor = Editor::new();
    for (text, other) in [
        ("resource: users\ncolor: blue\n", "crate"),
        ("endpoints: {}\ntpes: {}\n", "crate"),
        ("crate: {}\ncolor: blue\n", "resource"),
        ("servers: {}\nauth: bearer\n", "resource"),
    ] {
        let marked = editor.check_text(text).unwrap_err();
        assert!(!marked.contains(&format!("'{other}'")), "{marked}");
    }
}

#[test]
fn an_editor_marks_an_optional_parameter_where_the_path_needs_a_required_one() {
    let editor = Editor::new();
    for (types, is_right) in [
        (&["string"][..], true),
        (&["string?"], false),
        (&["[string]"], true),
        (&["[string]?"], false),
        (&["string?", "integer?"], false),
        // A schema cannot detect which of the two is in the path.
        (&["string?", "integer"], true),
    ] {
        let param = |(number, ty): (usize, &&str)| {
            (
                format!("p{number}"),
                json!({ "type": ty, "docs": "Which user." }),
            )
        };
        let params: serde_json::Map<_, _> = types.iter().enumerate().map(param).collect();
        let get = json!({
            "summary": "Gets a user.", "method": "GET", "path": "/users/{p0}", "params": params
        });
        let tree =
            json!({ "resource": "users", "docs": "The users.", "endpoints": { "get": get } });
        assert_eq!(editor.check(&tree).is_ok(), is_right, "{types:?}");
    }
}

/// Returns the entries of all reasons.
fn listed(reasons: &[(&str, &[&str])]) -> BTreeSet<String> {
    let listed = reasons.iter().flat_map(|(_, listed)| *listed);
    listed.map(|&listed| listed.to_owned()).collect()
}

/// The maps whose keys are names of the API. Every other map has the keys of the format.
const NAMED: [&str; 11] = [
    "constructors",
    "endpoints",
    "envelope",
    "fields",
    "ids",
    "params",
    "response",
    "servers",
    "types",
    "variants",
    "with",
];

/// Returns one pointer for each pattern, such as `/endpoints/*/params/*/type`.
fn pointers(tree: &Value, pointer: &str, shape: &str, by_shape: &mut BTreeMap<String, String>) {
    if by_shape.contains_key(shape) {
        return;
    }
    by_shape.insert(shape.to_owned(), pointer.to_owned());
    let parent = shape.rsplit('/').next().unwrap();
    let is_named = NAMED.contains(&parent) && shape != "/error/fields";
    let mut inner = |key: &str, shown: &str, value| {
        let key = key.replace('~', "~0").replace('/', "~1");
        let (pointer, shape) = (format!("{pointer}/{key}"), format!("{shape}/{shown}"));
        pointers(value, &pointer, &shape, by_shape);
    };
    match tree {
        Value::Object(map) => map
            .iter()
            .for_each(|(key, value)| inner(key, if is_named { "*" } else { key }, value)),
        Value::Array(list) => (0..)
            .zip(list)
            .for_each(|(index, value): (usize, _)| inner(&index.to_string(), "*", value)),
        _ => {}
    }
}

/// Returns every mistake at `pointer`: its key omitted, an extra key, a value of each other kind.
fn slips(tree: &Value, pointer: &str) -> Vec<(String, Value)> {
    let mut slips = Vec::new();
    let mut slip = |what: String, change: &dyn Fn(&mut Value)| {
        let mut changed = tree.clone();
        change(&mut changed);
        if changed != *tree {
            slips.push((what, changed));
        }
    };
    slip("-".to_owned(), &|tree| {
        if let Some((parent, key)) = pointer.rsplit_once('/')
            && let Some(Value::Object(map)) = tree.pointer_mut(parent)
        {
            map.remove(key);
        }
    });
    slip("+".to_owned(), &|tree| {
        if let Some(Value::Object(map)) = tree.pointer_mut(pointer) {
            map.insert("unknown".to_owned(), "string".into());
        }
    });
    let values = [
        Value::Null,
        json!(true),
        json!(7),
        json!(1.5),
        json!("string"),
        json!(["string"]),
        json!({ "a": "string" }),
    ];
    let found = tree.pointer(pointer).unwrap();
    let is_other =
        |value: &&Value| value.is_number() || discriminant(*value) != discriminant(found);
    for value in values.iter().filter(is_other) {
        slip(value.to_string(), &|tree| {
            *tree.pointer_mut(pointer).unwrap() = value.clone();
        });
    }
    slips
}

#[test]
fn an_editor_and_the_generator_agree_on_every_mistake() {
    let editor = Editor::new();
    let mut overlooked = BTreeSet::new();
    // The smaller spec comes first. The other one adds its own pointers.
    let mut seen = BTreeSet::new();
    for directory in ["fixture/spec", "users/spec", "facts/spec"].map(|it| tests().join(it)) {
        let named = |path: &PathBuf| {
            let name = path.file_name().unwrap().to_str().unwrap();
            (name.to_owned(), read(path))
        };
        let spec: Vec<_> = files(&directory).iter().map(named).collect();
        for (name, text) in &spec {
            let tree: Value = serde_yaml::from_str(text).unwrap();
            let mut by_shape = BTreeMap::new();
            pointers(&tree, "", "", &mut by_shape);
            by_shape.retain(|shape, _| seen.insert((name == "client.yaml", shape.clone())));
            for (shape, pointer) in by_shape {
                for (what, slip) in slips(&tree, &pointer) {
                    let slip_text = serde_yaml::to_string(&slip).unwrap();
                    let with_slip = |(other, text): &(String, String)| {
                        source(
                            other,
                            if other == name {
                                slip_text.as_str()
                            } else {
                                text
                            },
                        )
                    };
                    let sources: Vec<_> = spec.iter().map(with_slip).collect();
                    match (generates(&sources), editor.check(&slip)) {
                        (true, marked) => assert_eq!(marked, Ok(()), "{what} at {pointer}"),
                        (false, Ok(())) => {
                            overlooked.insert(shape.clone());
                        }
                        (false, Err(_)) => {}
                    }
                }
            }
        }
    }
    assert_eq!(overlooked, listed(SLIPS_BEYOND_A_SCHEMA));
}
