//! What a run costs in time and memory, as the API grows: the spec of this repository, and 10, 100 and 1,000 times as much.
//!
//! ```console
//! $ cargo bench -p codegen             # the table
//! $ cargo bench -p codegen -- quick    # no clock: checks counts that are the same on every machine
//! ```
//!
//! Each run is a process of its own, so that its peak of memory is its own, and does what `cargo xtask codegen` does.
//! To see where its instructions go, have Valgrind run that process, here on a spec ten times as large:
//!
//! ```console
//! $ cargo bench -p codegen -- spec 10 large
//! $ valgrind --tool=callgrind target/release/deps/generate-<hash> once large client
//! ```

#![allow(
    clippy::expect_used,
    clippy::panic,
    clippy::unwrap_used,
    reason = "a benchmark may end this way"
)]

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};
use std::{env, fs};

use codegen::output;
use tempfile::TempDir;

/// How many times as large as the spec of this repository.
const SIZES: [usize; 4] = [1, 10, 100, 1000];

/// Runs of each kind, of which the one in the middle counts.
const RUNS: usize = 3;

/// The most bytes that an endpoint may add to a client, with the types that come with it.
const BYTES_PER_ENDPOINT: u64 = 8_000;

fn main() {
    let arguments: Vec<_> = env::args()
        .skip(1)
        .filter(|word| word != "--bench")
        .collect();
    let arguments: Vec<_> = arguments.iter().map(String::as_str).collect();
    match arguments[..] {
        [] => table(),
        ["quick"] => quick(),
        ["spec", times, spec] => {
            write_spec(times.parse().unwrap(), spec.as_ref());
        }
        ["once", spec, client] => Run::here(spec.as_ref(), client.as_ref()).tell(),
        _ => {
            panic!("unknown arguments: pass none, `quick`, `spec TIMES DIR` or `once SPEC CLIENT`")
        }
    }
}

fn table() {
    println!("                              into an empty folder         with nothing to change");
    println!("endpoints   files      MB   wall ms  CPU ms  peak MiB    wall ms  CPU ms  peak MiB");
    for times in SIZES {
        let folders = Folders::with_spec(times);
        let first = (0..RUNS).map(|_| {
            // It is not there before the first run.
            let _ = fs::remove_dir_all(&folders.client);
            folders.run()
        });
        let first = Run::usual(first.collect());
        let again = Run::usual((0..RUNS).map(|_| folders.run()).collect());
        assert_eq!(again.written, 0);
        println!(
            "{:>9} {:>7} {:>5}.{}  {}  {}",
            folders.endpoints,
            first.written,
            folders.bytes() / 1_000_000,
            folders.bytes() / 100_000 % 10,
            first.cost(),
            again.cost()
        );
    }
}

/// Checks that what is written grows as the spec does.
fn quick() {
    // The names of all copies are equally long.
    let [one, two, ten] = [1, 2, 10].map(|times| {
        let folders = Folders::with_spec(times);
        let (first, again) = (folders.run(), folders.run());
        assert_eq!((again.written, again.unchanged), (0, first.written));
        (folders.endpoints, first.written, folders.bytes())
    });
    let (files, bytes) = (two.1 - one.1, two.2 - one.2);
    assert_eq!(ten.1 - one.1, 9 * files, "files");
    assert_eq!(ten.2 - one.2, 9 * bytes, "bytes");
    let bytes = bytes / (two.0 - one.0);
    assert!(bytes <= BYTES_PER_ENDPOINT, "{bytes} bytes an endpoint");
    println!("{files} files a resource, {bytes} bytes an endpoint");
}

/// A spec and the client that is generated from it.
struct Folders {
    _home: TempDir,
    spec: PathBuf,
    client: PathBuf,
    endpoints: u64,
}

impl Folders {
    /// The spec of this repository so many times, and no client yet.
    fn with_spec(times: usize) -> Self {
        let home = tempfile::tempdir().unwrap();
        let spec = home.path().join("spec");
        Self {
            endpoints: write_spec(times, &spec),
            client: home.path().join("client"),
            spec,
            _home: home,
        }
    }

    /// A run in a process of its own. This one stays small: a child starts with the peak of its parent.
    fn run(&self) -> Run {
        let mut child = Command::new(env::current_exe().unwrap());
        let output = child.arg("once").args([&self.spec, &self.client]).output();
        let output = output.unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}");
        Run::of(&String::from_utf8_lossy(&output.stdout))
    }

    /// The size of the client.
    fn bytes(&self) -> u64 {
        bytes(&self.client)
    }
}

fn bytes(directory: &Path) -> u64 {
    let entries = fs::read_dir(directory).unwrap().map(Result::unwrap);
    let of_entry = |path: PathBuf| match fs::metadata(&path).unwrap() {
        entry if entry.is_dir() => bytes(&path),
        entry => entry.len(),
    };
    entries.map(|entry| of_entry(entry.path())).sum()
}

/// What a run did and what it took.
struct Run {
    written: usize,
    unchanged: usize,
    wall: Duration,
    /// On all cores, in user and system mode.
    cpu: Duration,
    /// The most memory that it held at once, in KiB.
    peak: u64,
}

impl Run {
    /// Does what `cargo xtask codegen` does.
    fn here(spec: &Path, client: &Path) -> Self {
        let started = Instant::now();
        let generated = codegen::generate(&codegen::read(spec).unwrap()).unwrap();
        let files = generated.files();
        let summary = output::stage(client, &files, &|_| ())
            .unwrap()
            .commit()
            .unwrap();
        let (cpu, peak) = usage();
        Self {
            written: summary.written,
            unchanged: summary.unchanged,
            wall: started.elapsed(),
            cpu,
            peak,
        }
    }

    /// What [`Run::tell`] told.
    fn of(text: &str) -> Self {
        let mut numbers = text
            .split_whitespace()
            .map(|number| number.parse::<u64>().unwrap());
        let mut next = || numbers.next().unwrap();
        Self {
            written: usize::try_from(next()).unwrap(),
            unchanged: usize::try_from(next()).unwrap(),
            wall: Duration::from_micros(next()),
            cpu: Duration::from_micros(next()),
            peak: next(),
        }
    }

    fn tell(&self) {
        let Self {
            written,
            unchanged,
            wall,
            cpu,
            peak,
        } = self;
        let (wall, cpu) = (wall.as_micros(), cpu.as_micros());
        println!("{written} {unchanged} {wall} {cpu} {peak}");
    }

    /// The one in the middle.
    fn usual(mut runs: Vec<Self>) -> Self {
        runs.sort_by_key(|run| run.cpu);
        runs.swap_remove(runs.len() / 2)
    }

    fn cost(&self) -> String {
        let (wall, cpu) = (self.wall.as_millis(), self.cpu.as_millis());
        let peak = (self.peak + 512) >> 10;
        format!("{wall:>7} {cpu:>7} {peak:>9}")
    }
}

/// What this process has taken so far: time of all cores, and the most memory at once in KiB.
#[cfg(unix)]
fn usage() -> (Duration, u64) {
    use nix::sys::resource::{UsageWho, getrusage};
    use nix::sys::time::TimeValLike;

    let usage = getrusage(UsageWho::RUSAGE_SELF).unwrap();
    let cpu = usage.user_time().num_microseconds() + usage.system_time().num_microseconds();
    let peak = u64::try_from(usage.max_rss()).unwrap();
    let unit = if cfg!(target_vendor = "apple") {
        1 << 10
    } else {
        1
    };
    (Duration::from_micros(cpu.try_into().unwrap()), peak / unit)
}

/// Nobody counts that here.
#[cfg(not(unix))]
fn usage() -> (Duration, u64) {
    (Duration::ZERO, 0)
}

/// Writes the spec of this repository to a folder, with `times` as many resources: all but the first are copies under
/// other names. Says how many endpoints there are.
fn write_spec(times: usize, to: &Path) -> u64 {
    let from = Path::new(env!("CARGO_MANIFEST_DIR")).join("../spec");
    let users = fs::read_to_string(from.join("users.yaml")).unwrap();
    let types: Vec<_> = users.lines().filter_map(name_of_type).collect();
    fs::create_dir_all(to).unwrap();
    fs::copy(from.join("client.yaml"), to.join("client.yaml")).unwrap();
    fs::write(to.join("users.yaml"), &users).unwrap();
    for number in 1..times {
        let copy = renamed(&users, &types, number);
        fs::write(to.join(format!("users{number}.yaml")), copy).unwrap();
    }
    (times * users.matches("\n    method: ").count()) as u64
}

/// The name, if the line starts the entry of a type or an id.
fn name_of_type(line: &str) -> Option<&str> {
    let (name, _) = line.strip_prefix("  ")?.split_once(':')?;
    name.starts_with(|first: char| first.is_ascii_uppercase())
        .then_some(name)
}

/// The resource with a number behind its name, its paths and its types.
fn renamed(resource: &str, types: &[&str], number: usize) -> String {
    let mut copy = String::new();
    let is_of_word = |c: char| c.is_alphanumeric() || c == '_';
    for word in resource.split_inclusive(|c| !is_of_word(c)) {
        let name = word.trim_end_matches(|c| !is_of_word(c));
        copy.push_str(name);
        if types.contains(&name) {
            copy.push_str(&format!("N{number}"));
        }
        copy.push_str(&word[name.len()..]);
    }
    copy.replace("resource: users", &format!("resource: users{number}"))
        .replace("/v1/users", &format!("/v1/users{number}"))
}
