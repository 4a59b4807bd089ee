//! Code in the guide and the README fits on a page of the docs, next to the menu.

use std::path::Path;

use codegen::{generate, read};

/// Returns the visible lines of the blocks of code in `docs`.
fn code(docs: &str) -> impl Iterator<Item = &str> {
    let lines = docs.lines().map(|line| {
        let line = line.trim_start_matches("//!");
        line.strip_prefix(' ').unwrap_or(line)
    });
    let mut is_code = false;
    lines.filter(move |line| {
        let is_fence = line.starts_with("```");
        is_code ^= is_fence;
        // Rustdoc hides lines that start with `# `.
        is_code && !is_fence && !line.starts_with("# ")
    })
}

#[test]
fn no_line_of_code_in_a_guide_has_80_columns() {
    for spec in [
        "../spec",
        "runtime/spec",
        "tests/fixture/spec",
        "tests/minimal",
        "tests/users/spec",
    ] {
        let home = Path::new(env!("CARGO_MANIFEST_DIR")).join(spec);
        let client = generate(&read(&home).unwrap()).unwrap();
        let files = client.files();
        let pages = files
            .iter()
            .filter(|file| file.path.starts_with("src/guide/") || file.path == "README.md");
        for page in pages {
            let text = page.render().unwrap();
            assert!(code(&text).count() > 0, "{spec}: {}", page.path);
            for line in code(&text) {
                let columns = line.chars().count();
                assert!(columns < 80, "{spec}: {}: {line}", page.path);
            }
        }
    }
}
