//! What happens to a crate on disk: when the disk fails half way, when links lead elsewhere, when Git has changed its lines.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use codegen::Crate;
use codegen::output::{stage, stale};

use crate::spec::source;

fn client(crate_name: &str, endpoint: &str) -> Crate {
    let client = format!(
        "crate: {{ name: {crate_name}, version: 0.1.0, docs: Sends parcels. }}\n\
         servers: {{ only: {{ url: https://api.example.com, docs: The only one. }} }}\n"
    );
    let parcels = format!(
        "resource: parcels\ndocs: Parcels on their way.\nendpoints:\n  \
         {endpoint}: {{ summary: Does it., method: GET, path: /parcel }}\n"
    );
    let sources = [
        source("client.yaml", client),
        source("parcels.yaml", parcels),
    ];
    codegen::generate(&sources).unwrap()
}

fn write(home: &Path, client: &Crate) {
    stage(home, &client.files(), &|_| ())
        .unwrap()
        .commit()
        .unwrap();
}

fn contents(directory: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut contents = BTreeMap::new();
    for entry in fs::read_dir(directory).unwrap().map(Result::unwrap) {
        if entry.file_type().unwrap().is_dir() {
            contents.extend(self::contents(&entry.path()));
        } else {
            contents.insert(entry.path(), fs::read(entry.path()).unwrap());
        }
    }
    contents
}

#[test]
fn when_one_file_cannot_be_replaced_all_are_as_they_were() {
    let home = tempfile::tempdir().unwrap();
    write(home.path(), &client("parcels", "get"));
    let before = contents(home.path());
    let changed = client("letters", "lose");
    let files = changed.files();
    // Many files come before the one that fails, so there is something to put back.
    let failing = "src/parcels/lose.rs";
    let stale = stale(home.path(), &files, 0, &|_| ()).unwrap();
    assert!(stale.iter().position(|file| file.path == failing).unwrap() > 3);
    let staged = stage(home.path(), &files, &|_| ()).unwrap();
    // Before it is moved to its place, somebody puts a directory there.
    fs::create_dir(home.path().join(failing)).unwrap();
    let error = staged.commit().unwrap_err();
    assert!(error.to_string().contains("lose.rs"), "{error}");
    assert_eq!(contents(home.path()), before);
}

#[cfg(unix)]
#[test]
fn links_and_permissions_of_what_is_replaced_stay() {
    use std::os::unix::fs::{PermissionsExt, symlink};

    let home = tempfile::tempdir().unwrap();
    write(home.path(), &client("parcels", "get"));
    let (manifest, readme) = (
        home.path().join("Cargo.toml"),
        home.path().join("README.md"),
    );
    fs::set_permissions(&manifest, fs::Permissions::from_mode(0o600)).unwrap();
    fs::rename(&readme, home.path().join("linked.md")).unwrap();
    symlink("linked.md", &readme).unwrap();

    write(home.path(), &client("letters", "get"));

    assert_eq!(
        fs::metadata(&manifest).unwrap().permissions().mode() & 0o777,
        0o600
    );
    assert!(fs::read_to_string(&manifest).unwrap().contains("letters"));
    assert!(fs::symlink_metadata(&readme).unwrap().is_symlink());
    assert!(
        fs::read_to_string(home.path().join("linked.md"))
            .unwrap()
            .contains("letters")
    );
}

#[test]
fn a_checkout_with_other_ends_of_lines_is_told_so() {
    let home = tempfile::tempdir().unwrap();
    let client = client("parcels", "get");
    write(home.path(), &client);
    let (lib, types) = (
        home.path().join("src/lib.rs"),
        home.path().join("src/types.rs"),
    );
    let text = fs::read_to_string(&lib).unwrap();
    fs::write(&lib, text.replace('\n', "\r\n")).unwrap();
    fs::write(&types, "// One line.\r\n").unwrap();
    let stale = stale(home.path(), &client.files(), 12, &|_| ()).unwrap();
    let [lib, types] = &stale[..] else {
        panic!("{stale:?}")
    };
    assert_eq!(
        lib.diff,
        "only its lines end in CRLF: have Git check it out with `eol=lf` in .gitattributes"
    );
    assert!(types.diff.contains("-// One line."));
}

#[cfg(unix)]
#[test]
fn a_pipe_in_the_place_of_a_file_is_refused_before_it_is_read() {
    let home = tempfile::tempdir().unwrap();
    let client = client("parcels", "get");
    write(home.path(), &client);
    let lib = home.path().join("src/lib.rs");
    fs::remove_file(&lib).unwrap();
    nix::unistd::mkfifo(&lib, nix::sys::stat::Mode::S_IRWXU).unwrap();
    let files = client.files();
    let staged = stage(home.path(), &files, &|_| ()).unwrap_err();
    let stale = stale(home.path(), &files, 12, &|_| ()).unwrap_err();
    for error in [staged, stale] {
        let error = error.to_string();
        assert!(
            error.contains("src/lib.rs: it is no regular file"),
            "{error}"
        );
    }
}

#[cfg(unix)]
#[test]
fn what_is_no_directory_is_refused_before_it_is_opened() {
    let home = tempfile::tempdir().unwrap();
    let (pipe, file) = (home.path().join("pipe"), home.path().join("file"));
    nix::unistd::mkfifo(&pipe, nix::sys::stat::Mode::S_IRWXU).unwrap();
    fs::write(&file, "").unwrap();
    let client = client("parcels", "get");
    let files = client.files();
    for path in [pipe, file] {
        let staged = stage(&path, &files, &|_| ()).unwrap_err();
        let stale = stale(&path, &files, 12, &|_| ()).unwrap_err();
        for error in [staged, stale] {
            assert!(
                error
                    .to_string()
                    .ends_with("it is no directory; move it away, or name another"),
                "{error}"
            );
        }
    }
}

#[test]
fn of_a_huge_file_no_more_is_read_than_tells_that_it_differs() {
    let home = tempfile::tempdir().unwrap();
    let client = client("parcels", "get");
    write(home.path(), &client);
    let before = contents(home.path());
    // No block of them is on the disk but the first, which has the mark.
    for file in ["src/lib.rs", "src/gone.rs"] {
        let path = home.path().join(file);
        fs::copy(home.path().join("src/types.rs"), &path).unwrap();
        let file = fs::File::options().write(true).open(&path).unwrap();
        file.set_len(1 << 40).unwrap();
    }
    let stale = stale(home.path(), &client.files(), 12, &|_| ()).unwrap();
    let shown: Vec<_> = stale
        .iter()
        .map(|file| (&*file.path, &*file.diff))
        .collect();
    let too_large = "it is too large to show where it differs";
    assert_eq!(
        shown,
        [("src/lib.rs", too_large), ("src/gone.rs", too_large)]
    );
    write(home.path(), &client);
    assert_eq!(contents(home.path()), before);
}
