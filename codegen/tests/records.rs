//! Tests of records: a run that skips unchanged files writes the same crate as a run that renders all of them.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use codegen::output::{Summary, stage, stale, unchanged};
use codegen::{Crate, Records, Source, generate, generate_again};
use tempfile::TempDir;

use crate::spec::{of_users, source, with_client};

/// A directory with a crate and a directory with records.
struct Home(TempDir);

impl Home {
    fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    fn out(&self) -> PathBuf {
        self.0.path().join("client")
    }

    fn records(&self) -> PathBuf {
        self.0.path().join("records")
    }

    /// Returns the path of the only record.
    fn record(&self) -> PathBuf {
        let mut records = fs::read_dir(self.records()).unwrap();
        let record = records.next().unwrap().unwrap().path();
        assert!(records.next().is_none());
        record
    }

    fn write(&self, client: &Crate) -> Summary {
        let records = Records::in_directory(self.records()).unwrap();
        let (out, files) = (self.out(), client.files());
        stage(&out, &files, Some(&records), &|_| ())
            .unwrap()
            .commit(None)
            .unwrap()
    }

    /// Writes the crate and checks that the directory then contains exactly its files.
    fn writes(&self, client: &Crate) -> usize {
        let summary = self.write(client);
        assert_eq!(contents(&self.out(), &self.out()), rendered(client));
        summary.written
    }
}

fn rendered(client: &Crate) -> BTreeMap<String, String> {
    let files = client.files();
    let files = files.iter();
    files
        .map(|file| (file.path.clone(), file.render().unwrap()))
        .collect()
}

/// Returns the files in `directory`, by their path from `root`.
fn contents(root: &Path, directory: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        let path = entry.path();
        if path.is_dir() {
            found.extend(contents(root, &path));
        } else {
            let within = path.strip_prefix(root).unwrap().to_str().unwrap();
            let within = within.replace('\\', "/");
            found.insert(within, fs::read_to_string(path).unwrap());
        }
    }
    found
}

fn client() -> Crate {
    generate(&of_users()).unwrap()
}

#[test]
fn a_change_of_the_spec_writes_only_the_files_that_differ() {
    let home = Home::new();
    let before = client();
    home.writes(&before);
    let mut spec = of_users();
    for source in &mut spec {
        source.text = source.text.replace("Never search", "Do not search");
        source.text = source
            .text
            .replace("Do not search in a login flow.", "Search at night.");
    }
    let after = generate(&spec).unwrap();
    let (old, new) = (rendered(&before), rendered(&after));
    let differ = new
        .iter()
        .filter(|(path, text)| old.get(*path) != Some(*text));
    assert_eq!(home.writes(&after), differ.count());
    assert_eq!(home.writes(&after), 0);
    home.writes(&before);
}

#[test]
fn each_client_replaces_each_other_one() {
    let features = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/features");
    let settings = source(
        "client.yaml",
        fs::read_to_string(features.join("client.yaml")).unwrap(),
    );
    let mut paths: Vec<_> = fs::read_dir(&features)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    paths.sort();
    let home = Home::new();
    for path in paths {
        let name = path.file_name().unwrap().to_str().unwrap();
        if name == "client.yaml" {
            continue;
        }
        // All specs have the same file, so that many files of the crate have the same path and the same source.
        let spec = [
            settings.clone(),
            source("resource.yaml", fs::read_to_string(&path).unwrap()),
        ];
        home.writes(&generate(&spec).unwrap());
    }
}

/// Renames a method in a file. The length of the file stays the same.
fn edit(path: &Path) {
    let text = fs::read_to_string(path).unwrap();
    let edited = text.replace("pub fn send", "pub fn sent");
    assert_ne!(edited, text);
    assert_eq!(edited.len(), text.len());
    fs::write(path, edited).unwrap();
}

#[test]
fn a_file_that_a_person_edited_or_removed_is_restored() {
    let home = Home::new();
    let client = client();
    home.writes(&client);
    let get = home.out().join("src/users/get.rs");
    edit(&get);
    assert_eq!(home.writes(&client), 1);
    fs::remove_file(&get).unwrap();
    assert_eq!(home.writes(&client), 1);
}

/// Sets the time of the last write of a file.
fn set_modified(path: &Path, time: SystemTime) {
    let file = fs::File::options().write(true).open(path).unwrap();
    file.set_modified(time).unwrap();
}

#[test]
fn a_run_reads_only_files_that_were_written_after_the_last_run() {
    let home = Home::new();
    let client = client();
    home.writes(&client);
    let get = home.out().join("src/users/get.rs");
    // A run records no stamp for a file that was written a moment ago.
    let hour_ago = SystemTime::now() - Duration::from_secs(3_600);
    set_modified(&get, hour_ago);
    home.writes(&client);
    edit(&get);
    set_modified(&get, hour_ago);
    assert_eq!(home.write(&client).written, 0);
    let stale = stale(&home.out(), &client.files(), 1, &|_| ()).unwrap();
    assert_eq!(stale.len(), 1, "`--check` reads all files");
    set_modified(&get, hour_ago + Duration::from_secs(1));
    assert_eq!(home.writes(&client), 1);
}

#[test]
fn a_run_reads_files_that_were_written_just_before_the_last_run() {
    let home = Home::new();
    let client = client();
    home.writes(&client);
    let get = home.out().join("src/users/get.rs");
    // Two writes in quick succession can have the same time.
    let now = SystemTime::now();
    set_modified(&get, now);
    home.writes(&client);
    edit(&get);
    set_modified(&get, now);
    assert_eq!(home.writes(&client), 1);
}

#[test]
fn check_finds_a_difference_that_a_record_does_not_know() {
    let home = Home::new();
    let client = client();
    home.writes(&client);
    edit(&home.out().join("src/users/get.rs"));
    let stale = stale(&home.out(), &client.files(), 1, &|_| ()).unwrap();
    assert_eq!(stale.len(), 1);
}

/// Returns a client with one endpoint.
fn small(summary: &str) -> Crate {
    let endpoint = format!("get: {{ summary: {summary}, method: GET, path: / }}");
    let users = format!("resource: users\ndocs: The users.\nendpoints: {{ {endpoint} }}\n");
    generate(&with_client(users)).unwrap()
}

#[test]
fn a_run_for_the_same_spec_checks_only_the_files_on_disk() {
    let home = Home::new();
    let (spec, client) = (of_users(), client());
    let fingerprint = Source::fingerprint(&spec);
    let records = Records::in_directory(home.records()).unwrap();
    let unchanged = |fingerprint| unchanged(&home.out(), fingerprint, &records, &|_| ()).unwrap();
    let (out, files) = (home.out(), client.files());
    let write = |fingerprint| {
        let staged = stage(&out, &files, Some(&records), &|_| ()).unwrap();
        staged.commit(fingerprint).unwrap()
    };
    assert_eq!(unchanged(fingerprint), None);
    // The spec has faults, and each run reports them.
    write(None);
    assert_eq!(unchanged(fingerprint), None);
    write(Some(fingerprint));
    assert_eq!(unchanged(fingerprint), Some(files.len()));
    let mut other = spec.clone();
    other[0].text.push('#');
    assert_eq!(unchanged(Source::fingerprint(&other)), None);
    let (get, readme) = (out.join("src/users/get.rs"), out.join("README.md"));
    let mark = fs::read_to_string(&get).unwrap();
    for (path, text) in [
        (&get, "edited"),
        (&readme, "edited"),
        (&out.join("src/old.rs"), &mark),
    ] {
        let former = fs::read_to_string(path).ok();
        fs::write(path, text).unwrap();
        assert_eq!(unchanged(fingerprint), None, "{}", path.display());
        match former {
            Some(former) => fs::write(path, former).unwrap(),
            None => fs::remove_file(path).unwrap(),
        }
    }
    fs::remove_file(&get).unwrap();
    assert_eq!(unchanged(fingerprint), None);
    write(Some(fingerprint));
    assert_eq!(unchanged(fingerprint), Some(files.len()));
}

#[test]
fn a_damaged_record_is_ignored() {
    let home = Home::new();
    let [first, second] = ["Gets one.", "Gets another."].map(small);
    home.writes(&second);
    let of_second = fs::read_to_string(home.record()).unwrap();
    home.writes(&first);
    let of_first = fs::read_to_string(home.record()).unwrap();
    // Claims that the texts on disk, of the first client, were rendered from the inputs of the second.
    let lines = of_first.lines().zip(of_second.lines());
    let forged =
        lines.map(
            |(first, second)| match (first.split_once(' '), second.split_once(' ')) {
                (Some((_, text)), Some((inputs, _))) => format!("{inputs} {text}\n"),
                _ => format!("{first}\n"),
            },
        );
    for damaged in [
        String::new(),
        "\n".to_owned(),
        of_first[..of_first.len() / 2].to_owned(),
        forged.collect(),
    ] {
        fs::write(home.record(), damaged).unwrap();
        assert_eq!(home.writes(&second), 2);
        home.writes(&first);
    }
}

/// Checks that a run with records results in the same crate as a run without them.
fn generates_the_same(spec: &[Source], records: &Records) {
    let again = generate_again(spec, records).unwrap();
    assert_eq!(rendered(&again), rendered(&generate(spec).unwrap()));
}

#[test]
fn a_run_parses_only_the_files_that_no_earlier_run_has_parsed() {
    let home = Home::new();
    let records = Records::in_directory(home.records()).unwrap();
    let count = || fs::read_dir(home.records()).unwrap().count();
    let mut spec = of_users();
    generates_the_same(&spec, &records);
    assert_eq!(count(), spec.len());
    generates_the_same(&spec, &records);
    assert_eq!(count(), spec.len());
    spec[0].text.push('#');
    generates_the_same(&spec, &records);
    assert_eq!(count(), spec.len() + 1);
}

#[test]
fn a_damaged_record_of_a_parsed_file_is_ignored() {
    let home = Home::new();
    let records = Records::in_directory(home.records()).unwrap();
    let spec = of_users();
    generates_the_same(&spec, &records);
    for record in fs::read_dir(home.records()).unwrap() {
        let path = record.unwrap().path();
        let mut record = fs::read(&path).unwrap();
        *record.last_mut().unwrap() ^= 1;
        fs::write(path, record).unwrap();
    }
    generates_the_same(&spec, &records);
}

#[test]
fn every_run_reports_a_syntax_error() {
    let home = Home::new();
    let records = Records::in_directory(home.records()).unwrap();
    let spec = with_client("resource: [".to_owned());
    let report = generate(&spec).unwrap_err().to_string();
    for _ in 0..2 {
        let again = generate_again(&spec, &records).unwrap_err();
        assert_eq!(again.to_string(), report);
    }
}

#[test]
fn a_run_that_cannot_read_or_write_a_record_succeeds() {
    let home = Home::new();
    fs::write(home.records(), "").unwrap();
    generates_the_same(&of_users(), &Records::in_directory(home.records()).unwrap());
    home.writes(&small("Gets one."));
    home.writes(&small("Gets another."));
}
