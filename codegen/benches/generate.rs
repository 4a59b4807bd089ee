//! Measures the time and the memory of a run as the API grows: with the spec of this repository, and with 10, 100 and
//! 1,000 copies of its resource.
//!
//! ```console
//! $ cargo bench -p codegen             # prints the table
//! $ cargo bench -p codegen -- quick    # measures no time: checks counts that are the same on every machine
//! ```
//!
//! The runs with a changed summary and with nothing to change use the records of the runs before them. Each run does
//! the work of `cargo xtask codegen`, in a process of its own so that its peak memory can be measured. To
//! profile a run, start that process with Valgrind, here with a spec ten times as large:
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
use std::{env, fs, mem};

use codegen::output::{self, Summary};
use codegen::{Records, Source};
use tempfile::TempDir;

/// The sizes of specs, as multiples of the spec of this repository.
const SIZES: [usize; 4] = [1, 10, 100, 1000];

/// The number of runs of each kind. The table shows the run with the median CPU time.
const RUNS: usize = 3;

/// The most bytes that an endpoint and its types may add to a client.
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
    println!(
        "                              into an empty folder          with a changed summary        with nothing to change"
    );
    let cost = "wall ms  CPU ms  peak MiB";
    println!("endpoints   files      MB   {cost}    {cost}    {cost}");
    for times in SIZES {
        let folders = Folders::with_spec(times);
        let first = (0..RUNS).map(|_| {
            // The directory does not exist before the first run.
            let _ = fs::remove_dir_all(&folders.client);
            folders.run()
        });
        let first = Run::usual(first.collect());
        let changed = Run::usual((0..RUNS).map(|run| folders.run_with_change(run)).collect());
        let again = Run::usual((0..RUNS).map(|_| folders.run()).collect());
        assert_eq!(again.written, 0);
        println!(
            "{:>9} {:>7} {:>5}.{}  {}  {}  {}",
            folders.endpoints,
            first.written,
            folders.bytes() / 1_000_000,
            folders.bytes() / 100_000 % 10,
            first.cost(),
            changed.cost(),
            again.cost()
        );
    }
}

/// Checks that the client grows in proportion to the spec.
fn quick() {
    // The names of these copies have the same length.
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

/// The folders of a spec and of its client.
struct Folders {
    _home: TempDir,
    spec: PathBuf,
    client: PathBuf,
    endpoints: u64,
}

impl Folders {
    /// Writes a spec with `times` copies of the resource, and no client.
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

    /// Runs the generator in a process of its own. A child starts with the peak memory of this process, which stays
    /// small.
    fn run(&self) -> Run {
        let mut child = Command::new(env::current_exe().unwrap());
        let output = child.arg("once").args([&self.spec, &self.client]).output();
        let output = output.unwrap();
        let error = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{error}");
        Run::of(&String::from_utf8_lossy(&output.stdout))
    }

    /// Changes the summary of an endpoint, and runs the generator.
    fn run_with_change(&self, number: usize) -> Run {
        let users = self.spec.join("users.yaml");
        let text = fs::read_to_string(&users).unwrap();
        let changed = text.replacen("summary: ", &format!("summary: {number} "), 1);
        assert_ne!(text, changed);
        fs::write(users, changed).unwrap();
        let run = self.run();
        // The docs of the crate also show the summary.
        assert_eq!(run.written, 2);
        run
    }

    /// Returns the size of the client in bytes.
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

/// Does the work of `cargo xtask codegen`.
fn generate(spec: &Path, client: &Path) -> Summary {
    let sources = codegen::read(spec).unwrap();
    let records = Records::of_program().unwrap();
    let fingerprint = Source::fingerprint(&sources);
    let unchanged = output::unchanged(client, fingerprint, &records, &|_| ()).unwrap();
    if let Some(unchanged) = unchanged {
        return Summary {
            unchanged,
            ..Summary::default()
        };
    }
    let generated = codegen::generate_again(&sources, &records).unwrap();
    let files = generated.files();
    let staged = output::stage(client, &files, Some(&records), &|_| ()).unwrap();
    let has_faults = !generated.warnings.is_empty();
    let summary = staged.commit((!has_faults).then_some(fingerprint)).unwrap();
    mem::forget(files);
    mem::forget(generated);
    summary
}

/// The results of a run.
struct Run {
    written: usize,
    unchanged: usize,
    wall: Duration,
    /// The time on all cores, in user and system mode.
    cpu: Duration,
    /// The peak memory, in KiB.
    peak: u64,
}

impl Run {
    /// Measures a run in this process.
    fn here(spec: &Path, client: &Path) -> Self {
        let started = Instant::now();
        let summary = generate(spec, client);
        let (cpu, peak) = usage();
        Self {
            written: summary.written,
            unchanged: summary.unchanged,
            wall: started.elapsed(),
            cpu,
            peak,
        }
    }

    /// Parses the output of [`Run::tell`].
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

    /// Returns the run with the median CPU time.
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

/// Returns the CPU time of this process on all cores, and its peak memory in KiB.
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

/// Returns zeros, since this platform is not supported.
#[cfg(not(unix))]
fn usage() -> (Duration, u64) {
    (Duration::ZERO, 0)
}

/// Writes the spec of this repository to a folder, with `times` as many resources: all but the first one are copies
/// with other names. Returns the number of endpoints.
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

/// Returns the name if the line starts the entry of a type or an id.
fn name_of_type(line: &str) -> Option<&str> {
    let (name, _) = line.strip_prefix("  ")?.split_once(':')?;
    name.starts_with(|first: char| first.is_ascii_uppercase())
        .then_some(name)
}

/// Returns the resource with `number` after its name, its paths and its types.
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
