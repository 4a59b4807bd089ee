//! Small documents with common parts.

use openapi::{Grade, Imported, Options};

use crate::{generated, imported, losses, text};

fn parcels(options: &Options) -> Imported {
    imported("documents/parcels.yaml", options)
}

/// Compares the losses and the spec with a snapshot, and generates a crate.
fn matches_snapshot(name: &str, imported: &Imported) {
    let found = format!("{}\n{}", losses(imported), text(imported));
    insta::assert_snapshot!(name, found);
    generated(imported);
}

#[test]
fn the_spec_is_readable() {
    insta::assert_snapshot!("parcels", text(&parcels(&Options::default())));
}

#[test]
fn the_report_names_each_loss() {
    let imported = parcels(&Options::default());
    let report = format!("{}\n{}", losses(&imported), imported.report.coverage);
    insta::assert_snapshot!("parcels_report", report);
}

#[test]
fn a_union_keeps_the_values_of_all_variants() {
    let imported = imported("documents/unions.yaml", &Options::default());
    matches_snapshot("unions", &imported);
}

#[test]
fn schemas_that_extend_a_schema_are_its_variants() {
    let imported = imported("documents/heirs.yaml", &Options::default());
    matches_snapshot("heirs", &imported);
}

#[test]
fn a_parameter_with_a_credential_of_the_client_is_omitted() {
    let imported = imported("documents/credentials.yaml", &Options::default());
    assert!(!imported.report.has_losses(), "{}", losses(&imported));
    matches_snapshot("credentials", &imported);
}

#[test]
fn facts_are_keys_or_sentences() {
    let imported = imported("documents/facts.yaml", &Options::default());
    assert!(!imported.report.has_losses(), "{}", losses(&imported));
    matches_snapshot("facts", &imported);
}

#[test]
fn a_part_of_a_document_can_be_imported() {
    for (only, files) in [
        ("depots", ["client.yaml", "depots.yaml"]),
        ("/parcels", ["client.yaml", "parcels.yaml"]),
    ] {
        let only = vec![only.to_owned()];
        let imported = parcels(&Options {
            only,
            ..Options::default()
        });
        let names: Vec<_> = imported
            .files
            .iter()
            .map(|file| file.name.as_str())
            .collect();
        assert_eq!(names, files);
        // Components of the other operations are not lost.
        let all = losses(&imported);
        assert!(!all.contains("unused"), "{all}");
    }
}

#[test]
fn paging_can_be_omitted() {
    let with = text(&parcels(&Options::default()));
    let without = text(&parcels(&Options {
        paging: false,
        ..Options::default()
    }));
    assert!(
        with.contains("paging: { cursor: cursor, next: next_cursor, items: parcels }"),
        "{with}"
    );
    assert!(!without.contains("paging"), "{without}");
}

#[test]
fn paging_selects_pages_in_objects_that_the_client_can_create() {
    let imported = imported("documents/pages.yaml", &Options::default());
    let spec = text(&imported);
    let lines = spec.lines().map(str::trim);
    let found: Vec<_> = lines
        .filter(|line| line.starts_with("paging:") || line.starts_with("path:"))
        .collect();
    insta::assert_snapshot!("pages", found.join("\n"));
    assert!(spec.contains("offset: { type: int32? }"), "{spec}");
    generated(&imported);
}

#[test]
fn json_is_read_like_yaml() {
    let spec = text(&imported("documents/small.json", &Options::default()));
    // Two halves of a surrogate pair are one character.
    assert!(spec.contains("summary: Sends \u{1F4E6} quickly."), "{spec}");
}

#[test]
fn references_lead_into_other_files() {
    let imported = imported("documents/files/openapi.yaml", &Options::default());
    let spec = text(&imported);
    for expected in [
        "Shelf:",
        "label: { type: string",
        "books: { type: \"[Book]?\"",
        "title: { type: string }",
    ] {
        assert!(spec.contains(expected), "{expected}: {spec}");
    }
    assert!(!imported.report.has_losses(), "{}", losses(&imported));
}

#[test]
fn the_generator_accepts_the_spec() {
    generated(&imported("documents/small.json", &Options::default()));
}

#[test]
fn swagger_is_rejected_with_the_name_of_a_converter() {
    let fault = openapi::import(&crate::path("broken/swagger.json"), &Options::default());
    let fault = fault.unwrap_err().to_string();
    assert!(fault.contains("npx swagger2openapi"), "{fault}");
}

#[test]
fn every_kind_of_loss_has_its_own_code() {
    let mut codes: Vec<_> = openapi::Kind::ALL
        .iter()
        .map(|kind| kind.as_str())
        .collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), openapi::Kind::ALL.len());
    assert!(
        openapi::Kind::ALL
            .iter()
            .any(|kind| kind.grade() == Grade::Note)
    );
}
