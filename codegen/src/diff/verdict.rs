//! The lowest version after a set of changes, by Cargo's rules.

use std::cmp::Ordering;

use semver::{BuildMetadata, Prerelease, Version};

use super::change::Effect;

/// The part of a version that must increase.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Bump {
    /// Nothing changed.
    Nothing,
    /// Docs changed.
    Patch,
    /// Callers can use a new item.
    Minor,
    /// Callers must change code or check behaviour.
    Major,
}

impl Bump {
    fn of(effect: Option<Effect>) -> Self {
        match effect {
            None => Self::Nothing,
            Some(Effect::Docs) => Self::Patch,
            Some(Effect::Addition) => Self::Minor,
            Some(Effect::BreaksWire | Effect::BreaksCode) => Self::Major,
        }
    }

    /// The verdict in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Nothing => "nothing",
            Self::Patch => "patch",
            Self::Minor => "minor",
            Self::Major => "major",
        }
    }
}

/// The effect of changes on the version of the crate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Verdict {
    /// The part of the version that must increase.
    pub bump: Bump,
    /// The version of the old spec.
    pub old: String,
    /// The version of the new spec.
    pub new: String,
    /// The lowest version that the new spec can have.
    pub least: String,
    /// Whether the version of the new spec is lower than `least`.
    pub is_too_low: bool,
}

impl Verdict {
    /// Determines the verdict. A model has only versions that Cargo accepts. Any other version would not change.
    pub(super) fn new(old: &str, new: &str, effect: Option<Effect>) -> Self {
        let bump = Bump::of(effect);
        let parsed = Version::parse(old).ok();
        let least = parsed.map(|version| least(version, bump));
        let is_too_low = match (&least, Version::parse(new)) {
            (Some(least), Ok(new)) => new.cmp_precedence(least) == Ordering::Less,
            _ => false,
        };
        Self {
            bump,
            old: old.to_owned(),
            new: new.to_owned(),
            least: least.map_or_else(|| old.to_owned(), |version| version.to_string()),
            is_too_low,
        }
    }
}

/// For Cargo, the first number that is not 0 is the major one: `0.2.0` can break callers of `0.1.0`. A pre-release
/// promises no compatibility, so the next pre-release is sufficient.
fn least(mut version: Version, bump: Bump) -> Version {
    if bump == Bump::Nothing {
        return version;
    }
    version.build = BuildMetadata::EMPTY;
    if !version.pre.is_empty() {
        version.pre = next_pre_release(&version.pre);
        return version;
    }
    let Version {
        major,
        minor,
        patch,
        ..
    } = version;
    match (major, minor, bump) {
        (0, 0, _) | (0, _, Bump::Patch | Bump::Minor) | (_, _, Bump::Patch) => {
            Version::new(major, minor, patch.saturating_add(1))
        }
        (0, _, _) | (_, _, Bump::Minor) => Version::new(major, minor.saturating_add(1), 0),
        _ => Version::new(major.saturating_add(1), 0, 0),
    }
}

/// `rc.2` after `rc.1`, and `alpha.1` after `alpha`.
fn next_pre_release(pre: &Prerelease) -> Prerelease {
    let (start, number) = match pre.rsplit_once('.') {
        Some((start, last)) => (Some(start), last.parse::<u64>().ok()),
        None => (None, pre.parse().ok()),
    };
    let next = match (start, number) {
        (Some(start), Some(number)) => format!("{start}.{}", number.saturating_add(1)),
        (None, Some(number)) => number.saturating_add(1).to_string(),
        (_, None) => format!("{pre}.1"),
    };
    Prerelease::new(&next).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::{Bump, least};
    use semver::Version;

    #[test]
    fn the_least_version_follows_the_rules_of_cargo() {
        let cases = [
            ("1.2.3", ["1.2.3", "1.2.4", "1.3.0", "2.0.0"]),
            ("0.2.3", ["0.2.3", "0.2.4", "0.2.4", "0.3.0"]),
            ("0.0.3", ["0.0.3", "0.0.4", "0.0.4", "0.0.4"]),
            (
                "1.0.0-rc.1",
                ["1.0.0-rc.1", "1.0.0-rc.2", "1.0.0-rc.2", "1.0.0-rc.2"],
            ),
            (
                "1.0.0-alpha",
                [
                    "1.0.0-alpha",
                    "1.0.0-alpha.1",
                    "1.0.0-alpha.1",
                    "1.0.0-alpha.1",
                ],
            ),
            ("1.0.0-7", ["1.0.0-7", "1.0.0-8", "1.0.0-8", "1.0.0-8"]),
            ("1.0.0+5", ["1.0.0+5", "1.0.1", "1.1.0", "2.0.0"]),
        ];
        for (version, expected) in cases {
            let version = Version::parse(version).unwrap();
            let bumps = [Bump::Nothing, Bump::Patch, Bump::Minor, Bump::Major];
            let all = bumps.map(|bump| least(version.clone(), bump).to_string());
            assert_eq!(all, expected);
        }
    }
}
