//! The kinds of fault. The code of a kind stays the same when its message changes.
//!
//! `spec/README.md` lists the codes in the order of this file. Each entry has an explanation and an example: a diff
//! that fixes the fault.

/// The severity of a fault.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// The crate cannot be written.
    Error,
    /// The crate is correct, but harder to read or to use than it could be.
    Warning,
}

impl Level {
    pub(crate) fn as_str(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}

macro_rules! codes {
    ($($level:ident { $($name:ident = $text:literal,)* })*) => {
        /// A kind of fault.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum Code {
            $($($name,)*)*
        }

        impl Code {
            #[cfg(test)]
            const ALL: &[Self] = &[$($(Self::$name,)*)*];

            /// Returns the code as reports show it.
            pub(crate) fn as_str(self) -> &'static str {
                match self {
                    $($(Self::$name => $text,)*)*
                }
            }

            pub(crate) fn level(self) -> Level {
                match self {
                    $($(Self::$name => Level::$level,)*)*
                }
            }
        }
    };
}

codes! {
    Error {
        // The files.
        MissingFile = "missing-file",
        EmptyFile = "empty-file",
        FileTooLarge = "file-too-large",
        Syntax = "syntax",
        // The structure of the YAML.
        UnknownKey = "unknown-key",
        MissingKey = "missing-key",
        RepeatedKey = "repeated-key",
        UselessKey = "useless-key",
        WrongKind = "wrong-kind",
        EmptyText = "empty-text",
        MissingEntry = "missing-entry",
        ListedTwice = "listed-twice",
        InvisibleCharacter = "invisible-character",
        LongDocs = "long-docs",
        // Names.
        BadName = "bad-name",
        NameTaken = "name-taken",
        // The client.
        BadCrateName = "bad-crate-name",
        BadVersion = "bad-version",
        BadLicense = "bad-license",
        BadRepository = "bad-repository",
        BadKeyword = "bad-keyword",
        BadCategory = "bad-category",
        BadAuth = "bad-auth",
        BadHeader = "bad-header",
        BadServerUrl = "bad-server-url",
        BadServers = "bad-servers",
        UnknownCredential = "unknown-credential",
        UnknownServer = "unknown-server",
        BadTimeout = "bad-timeout",
        BadEnvelopeType = "bad-envelope-type",
        BadErrorKey = "bad-error-key",
        // Types.
        UnknownType = "unknown-type",
        BadTypeExpression = "bad-type-expression",
        BadShape = "bad-shape",
        BadUnion = "bad-union",
        BadConstructor = "bad-constructor",
        UnknownField = "unknown-field",
        UnknownValue = "unknown-value",
        EndlessType = "endless-type",
        BadConstraint = "bad-constraint",
        BadDefault = "bad-default",
        // Endpoints.
        LongSummary = "long-summary",
        UnknownMethod = "unknown-method",
        BadPath = "bad-path",
        RepeatedRoute = "repeated-route",
        MissingParameter = "missing-parameter",
        BadIn = "bad-in",
        BadStyle = "bad-style",
        BadBody = "bad-body",
        BadContentType = "bad-content-type",
        BadEncoding = "bad-encoding",
        BadParameterType = "bad-parameter-type",
        BadExample = "bad-example",
        BadCheck = "bad-check",
        NotClearable = "not-clearable",
        UnknownParameter = "unknown-parameter",
        BadRule = "bad-rule",
        EnvelopeField = "envelope-field",
        BadEvents = "bad-events",
        BadPaging = "bad-paging",
        UnknownErrorType = "unknown-error-type",
        BadErrorBody = "bad-error-body",
    }
    Warning {
        MissingDocs = "missing-docs",
        UnusedType = "unused-type",
        DocsRepeatName = "docs-repeat-name",
        RequiredInDocs = "required-in-docs",
        UnderscoreInHeader = "underscore-in-header",
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::panic, clippy::unwrap_used, reason = "a test may end this way")]

    use super::{Code, Level};
    use crate::readme::{self, USERS, complete, example, spec};
    use crate::{Report, Source, generate};

    /// Returns the sections of the README about codes: code and text.
    fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
        readme::sections("Faults")
    }

    fn report(sources: &[Source]) -> Report {
        generate(sources).map_or_else(|report| report, |client| client.warnings)
    }

    /// Returns a spec with a fault of the kind `code`, the name of the file with the fault, and its number of lines.
    fn wrong(code: Code, section: &str) -> (Vec<Source>, &'static str, usize) {
        let example = example(section, '+');
        let (mut sources, file) = spec(&example);
        let resource = sources.last_mut().unwrap();
        match code {
            Code::EmptyFile => resource.text.clone_from(&example),
            Code::FileTooLarge => resource.text += &"#".repeat(crate::source::LARGEST),
            Code::LongDocs => {
                let long = "x".repeat(crate::resolve::LONGEST_DOCS + 1);
                resource.text = complete(&format!("docs: {long}\n"), USERS);
            }
            _ => assert_ne!(example, "", "{} has no example", code.as_str()),
        }
        (sources, file, example.lines().count().max(1))
    }

    #[test]
    fn the_readme_has_every_code_in_order() {
        let listed: Vec<_> = sections().map(|(code, _)| code).collect();
        let all: Vec<_> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(listed, all);
    }

    #[test]
    fn every_example_of_the_readme_has_its_fault() {
        for (&code, (_, section)) in Code::ALL.iter().zip(sections()) {
            if code == Code::MissingFile {
                continue;
            }
            let (sources, file, lines) = wrong(code, section);
            let is_error = code.level() == Level::Error;
            assert_eq!(generate(&sources).is_err(), is_error, "{}", code.as_str());
            let report = report(&sources);
            let faults: Vec<_> = report.diagnostics().collect();
            let [fault] = faults.as_slice() else {
                panic!("expected one fault, {}:\n{report}", code.as_str());
            };
            let location = fault.location.as_ref().unwrap();
            assert_eq!(
                (fault.code, location.file),
                (code.as_str(), file),
                "{report}"
            );
            assert!(location.line <= lines, "{report}");
        }
    }

    #[test]
    fn every_fixed_example_of_the_readme_is_accepted() {
        for (&code, (_, section)) in Code::ALL.iter().zip(sections()) {
            let (sources, _) = spec(&example(section, '-'));
            let report = report(&sources);
            assert_eq!(report.errors(), 0, "{}:\n{report}", code.as_str());
            let mut left = report.diagnostics();
            assert!(left.all(|fault| fault.code != code.as_str()), "{report}");
        }
    }

    #[test]
    fn a_spec_without_one_of_its_files_is_rejected() {
        let (sources, _) = spec("");
        for source in sources {
            let report = report(&[source]);
            let codes: Vec<_> = report.diagnostics().map(|fault| fault.code).collect();
            assert_eq!(codes, [Code::MissingFile.as_str()]);
        }
    }
}
