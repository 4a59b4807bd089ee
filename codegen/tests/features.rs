//! Tests of features: a small spec for each feature of the format, and a snapshot of its code.

use std::fs;

use codegen::File;

use crate::spec::source;

/// The `client.yaml` of the small specs.
const CLIENT: &str = include_str!("features/client.yaml");

/// Returns the path and the code of a file, without the first line, which all files share.
fn code(file: &File<'_>) -> String {
    let text = file.render().unwrap();
    let code: Vec<_> = text.lines().skip(1).collect();
    format!("// {}\n{}\n", file.path, code.join("\n"))
}

/// The line between a spec and its code.
const LINE: &str = "════════════════════";

#[test]
fn each_feature() {
    insta::glob!("features/*.yaml", |path| {
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "client.yaml" {
            return;
        }
        let spec = fs::read_to_string(path).unwrap();
        let client =
            codegen::generate(&[source("client.yaml", CLIENT), source(name, spec.as_str())])
                .unwrap_or_else(|report| panic!("{report}"));
        let files = client.files();
        // The file of the accessor does not show the feature. Neither does an endpoint that exists only because a
        // resource needs one.
        let beside = |file: &File<'_>| {
            file.path.matches('/').count() == 1 || file.path.ends_with("/unrelated.rs")
        };
        let mark = format!(" from spec/{name}. ");
        let of_feature = |file: &&File<'_>| {
            file.render()
                .unwrap()
                .lines()
                .next()
                .unwrap()
                .contains(&mark)
        };
        let code = files
            .iter()
            .filter(of_feature)
            .filter(|file| !beside(file))
            .map(code);
        let code = code.collect::<Vec<_>>().join("\n");
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("{spec}
{LINE}

{code}"));
        });
    });
}

/// A resource for specs that test only the client.
const RESOURCE: &str = include_str!("features/ids.yaml");

#[test]
fn each_kind_of_client() {
    insta::glob!("clients/*.yaml", |path| {
        let spec = fs::read_to_string(path).unwrap();
        let client = codegen::generate(&[
            source("client.yaml", spec.as_str()),
            source("ids.yaml", RESOURCE),
        ])
        .unwrap_or_else(|report| panic!("{report}"));
        let files = client.files();
        let shown = ["src/client.rs", "src/client/envelope.rs"];
        let code = files
            .iter()
            .filter(|file| shown.contains(&file.path.as_str()))
            .map(code);
        let code = code.collect::<Vec<_>>().join("\n");
        insta::with_settings!({ omit_expression => true }, {
            insta::assert_snapshot!(format!("{spec}
{LINE}

{code}"));
        });
    });
}
