//! Results of earlier runs on disk, which save time.
//!
//! A record belongs to one build of the generator. A damaged record, and one of another build, is ignored. Errors are
//! ignored too: without records, a run produces the same crate.

use std::fs;
use std::io;
use std::path::PathBuf;
use std::time::UNIX_EPOCH;

use crate::fingerprint::Fingerprint;

/// The directory with the records of a generator.
#[derive(Debug)]
pub struct Records {
    directory: PathBuf,
    generator: Fingerprint,
}

/// The most records, and the most bytes of all records. A run removes those with the oldest contents, such as the records
/// of tests in temporary directories.
const MOST: usize = 1_000;
const MOST_BYTES: u64 = 64 << 20;

impl Records {
    /// Returns the records of this program, in `directory`. Returns `None` if the program cannot be identified.
    #[must_use]
    pub fn in_directory(directory: PathBuf) -> Option<Self> {
        let program = fs::metadata(std::env::current_exe().ok()?).ok()?;
        let modified = program.modified().ok()?.duration_since(UNIX_EPOCH).ok()?;
        let generator = Fingerprint::of(&(program.len(), modified));
        Some(Self {
            directory,
            generator,
        })
    }

    /// Returns the records next to this program.
    #[must_use]
    pub fn of_program() -> Option<Self> {
        let program = std::env::current_exe().ok()?;
        Self::in_directory(program.parent()?.join("codegen-records"))
    }

    /// Returns the record about the value with this fingerprint.
    pub(crate) fn read(&self, about: Fingerprint) -> Option<Vec<u8>> {
        let mut record = fs::read(self.path(about)).ok()?;
        let end = record.iter().position(|byte| *byte == b'\n')? + 1;
        let content = record.split_off(end);
        (record == self.head(&content).as_bytes()).then_some(content)
    }

    /// Replaces the record about the value with this fingerprint.
    pub(crate) fn write(&self, about: Fingerprint, content: &[u8]) {
        let path = self.path(about);
        let temporary = path.with_extension(std::process::id().to_string());
        let mut record = self.head(content).into_bytes();
        record.extend_from_slice(content);
        let write = || {
            fs::create_dir_all(&self.directory)?;
            fs::write(&temporary, record)?;
            fs::rename(&temporary, path)
        };
        let _: io::Result<()> = write();
    }

    /// Removes the oldest records beyond the limits.
    pub(crate) fn remove_old(&self) {
        let entries = fs::read_dir(&self.directory).into_iter().flatten();
        let records = entries.flatten().filter_map(|entry| {
            let metadata = entry.metadata().ok()?;
            Some((metadata.modified().ok()?, metadata.len(), entry.path()))
        });
        let mut records: Vec<_> = records.collect();
        records.sort_unstable();
        let mut bytes = 0;
        for (number, (_, length, path)) in records.into_iter().rev().enumerate() {
            bytes += length;
            if number >= MOST || bytes > MOST_BYTES {
                let _ = fs::remove_file(path);
            }
        }
    }

    fn path(&self, about: Fingerprint) -> PathBuf {
        self.directory.join(about.to_string())
    }

    /// Returns the first line of a record.
    fn head(&self, content: &[u8]) -> String {
        let content = Fingerprint::of_bytes(content);
        format!("{} {content}\n", self.generator)
    }
}

#[cfg(test)]
mod tests {
    use super::{Fingerprint, Records};

    #[test]
    fn a_record_of_another_generator_is_ignored() {
        let directory = tempfile::tempdir().unwrap();
        let [this, other] = ["this", "other"].map(|generator| Records {
            directory: directory.path().to_owned(),
            generator: Fingerprint::of(&generator),
        });
        let about = Fingerprint::of(&0);
        this.write(about, b"content");
        assert_eq!(this.read(about).unwrap(), b"content");
        assert!(other.read(about).is_none());
    }

    #[test]
    fn a_run_removes_the_oldest_records_beyond_the_limit() {
        let directory = tempfile::tempdir().unwrap();
        let records = Records::in_directory(directory.path().to_owned()).unwrap();
        let large = vec![0; usize::try_from(super::MOST_BYTES / 2).unwrap()];
        let about = [0, 1].map(|number| Fingerprint::of(&number));
        for (about, age) in about.into_iter().zip([2, 1]) {
            records.write(about, &large);
            let file = std::fs::File::options()
                .write(true)
                .open(records.path(about));
            let age = std::time::Duration::from_secs(age);
            let file = file.unwrap();
            file.set_modified(std::time::SystemTime::now() - age)
                .unwrap();
        }
        records.remove_old();
        assert!(records.read(about[0]).is_none());
        assert!(records.read(about[1]).is_some());
    }
}
