//! Faults that only follow from others, and are not told beside them.
//!
//! Nothing stops at a fault: where the shape of the spec is wrong, an empty stand-in takes the place of what is wrong, and
//! the rest is checked beside it. So a check may find fault with a stand-in, or miss what a misspelt key has hidden. What
//! would be left once the cause is mended is told; the rest is for the next run.

use std::collections::HashSet;

use super::code::{Code, Level};
use super::fault::Fault;
use super::location::{Location, NO_FILE, Segment};

/// What has to be sound for a fault to be one of its own.
enum Basis {
    /// Nothing but its location.
    Location,
    /// The endpoint or type that it is in.
    Entry,
    /// The sections that name types and ids.
    Names,
    /// All types and responses.
    Types,
    /// `client.yaml`.
    Client,
}

impl Basis {
    fn of(code: Code) -> Self {
        match code {
            Code::BadRule
            | Code::BadShape
            | Code::BadUnion
            | Code::MissingEntry
            | Code::MissingKey
            | Code::MissingParameter
            | Code::UnknownParameter
            | Code::UselessKey => Self::Entry,
            Code::UnknownType => Self::Names,
            Code::BadConstructor
            | Code::BadExample
            | Code::BadPaging
            | Code::BadParameterType
            | Code::BadResponse
            | Code::EndlessType
            | Code::UnknownField
            | Code::UnknownValue => Self::Types,
            Code::BadAuth | Code::BadServers | Code::UnknownCredential | Code::UnknownErrorType => {
                Self::Client
            }
            _ => Self::Location,
        }
    }
}

/// Joins the faults of shape with those of meaning that do not follow from them, or from each other. `client` is the index
/// of `client.yaml`, if it is there.
pub(crate) fn without_followers(
    shape: Vec<Fault>,
    mut meaning: Vec<Fault>,
    client: Option<usize>,
) -> Vec<Fault> {
    // A stand-in for `client.yaml` has faults of its own.
    meaning.retain(|fault| fault.location.file != NO_FILE);
    if !shape.is_empty() {
        let causes = Causes::of(&shape, client);
        // What stands in for the faulty may well be worth a warning.
        meaning.retain(|fault| fault.code.level() == Level::Error && !causes.explain(fault));
    }
    if meaning.iter().any(loses_fields) {
        meaning.retain(|fault| !matches!(Basis::of(fault.code), Basis::Types));
    }
    let mut faults = shape;
    faults.append(&mut meaning);
    faults
}

/// Whether there is a field, a variant or a value less to refer to because of this fault.
fn loses_fields(fault: &Fault) -> bool {
    let is = |at: usize, key: &str| matches!(fault.location.path.get(at), Some(Segment::Key(other)) if other == key);
    let loses = matches!(
        fault.code,
        Code::BadName
            | Code::BadShape
            | Code::BadTypeExpression
            | Code::NameTaken
            | Code::UnknownType
    );
    loses && (is(0, "types") && !is(2, "constructors") || is(2, "response"))
}

/// What faults of shape have an influence on.
#[derive(Default)]
struct Causes<'f> {
    /// The entries that a stand-in is in the place of.
    hidden: HashSet<(usize, &'f [Segment])>,
    /// The endpoints and types that have a fault.
    entries: HashSet<(usize, &'f [Segment])>,
    /// Whether types or ids may be lost.
    names: bool,
    /// Whether anything in a resource file is not as it should be.
    types: bool,
    /// Whether anything in `client.yaml` is not as it should be, or the file is not there.
    client: bool,
}

impl<'f> Causes<'f> {
    fn of(faults: &'f [Fault], client: Option<usize>) -> Self {
        let mut causes = Self::default();
        for fault in faults {
            let Location { file, path, .. } = &fault.location;
            causes
                .hidden
                .extend(fault.hides.as_deref().map(|hidden| (*file, hidden)));
            causes.entries.insert((*file, entry(path)));
            if Some(*file) == client || (client.is_none() && *file == NO_FILE) {
                causes.client = true;
            } else if *file != NO_FILE {
                causes.types = true;
                causes.names |= path.len() < 2;
            }
        }
        causes
    }

    fn explain(&self, fault: &Fault) -> bool {
        let Location { file, path, .. } = &fault.location;
        let mut ways = (0..=path.len()).filter_map(|end| path.get(..end));
        ways.any(|way| self.hidden.contains(&(*file, way)))
            || match Basis::of(fault.code) {
                Basis::Location => false,
                Basis::Entry => self.entries.contains(&(*file, entry(path))),
                Basis::Names => self.names,
                Basis::Types => self.types,
                Basis::Client => self.client,
            }
    }
}

/// The way to the endpoint or type that the path leads into.
fn entry(path: &[Segment]) -> &[Segment] {
    path.get(..2).unwrap_or(path)
}
