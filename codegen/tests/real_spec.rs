//! Snapshots of the client of this repository's spec, for reviewers. They show the content of the committed crate in
//! fewer lines.

use std::path::Path;

use codegen::generate;
use codegen::output;

use crate::spec::of_this_repository;
use crate::surface;

/// Asserts a snapshot with the name `name`, without a prefix.
macro_rules! assert_client {
    ($name:expr, $text:expr) => {
        insta::with_settings!({ omit_expression => true, prepend_module_to_snapshot => false }, {
            insta::assert_snapshot!(format!("client__{}", $name), $text);
        });
    };
}

/// Snapshots the public items of the client, of all types, and of each resource.
#[test]
fn the_public_surface() {
    let client = generate(&of_this_repository()).unwrap();
    let files = client.files();
    let mut resources: Vec<_> = files.iter().filter_map(resource).collect();
    resources.dedup();
    for part in ["client", "types"].into_iter().chain(resources) {
        let in_part = |path: &str| {
            let path = path
                .strip_prefix("src/")
                .and_then(|path| path.strip_prefix(part));
            path.is_some_and(|rest| rest.starts_with(['.', '/']))
        };
        let of_part = files.iter().filter(|file| in_part(&file.path));
        let surfaces = of_part.map(|file| surface::of(&file.render().unwrap()));
        let surfaces: Vec<_> = surfaces.filter(|surface| !surface.is_empty()).collect();
        assert_client!(part, surfaces.join("\n"));
    }
}

/// Returns the resource of an endpoint's file.
fn resource<'f>(file: &'f codegen::File<'_>) -> Option<&'f str> {
    let (directory, _) = file.path.strip_prefix("src/")?.split_once('/')?;
    (!["client", "guide", "runtime", "types"].contains(&directory)).then_some(directory)
}

/// Snapshots a whole file of each kind: an endpoint with a body, one with pages, an object, an enum and a union.
#[test]
fn representative_files() {
    let client = generate(&of_this_repository()).unwrap();
    let files = client.files();
    for path in [
        "src/users/create.rs",
        "src/users/search.rs",
        "src/types/search_users_query.rs",
        "src/types/user_status.rs",
        "src/types/search_filter.rs",
    ] {
        let file = files.iter().find(|file| file.path == path).unwrap();
        let name = path.replace(['/', '.'], "_");
        assert_client!(name, file.render().unwrap());
    }
}

#[test]
fn the_committed_client_is_up_to_date() {
    let client = generate(&of_this_repository()).unwrap();
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../generated-client");
    let stale = output::stale(&home, &client.files(), 0, &|_| ()).unwrap();
    let stale: Vec<_> = stale.into_iter().map(|file| file.path).collect();
    assert!(
        stale.is_empty(),
        "run `cargo xtask codegen`: these files are stale: {stale:#?}"
    );
}
