//! The kinds of fault, each with a code that stays the same when its words change.
//!
//! `spec/README.md` lists them in the order of this file, with what is behind each, and an example as a diff from wrong to
//! right.

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Level {
    /// Nothing is written.
    Error,
    /// The crate is right, but its readers are not served well.
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

            /// The code as it is shown.
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
        // Their shape.
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
        BadAuth = "bad-auth",
        BadHeader = "bad-header",
        BadServerUrl = "bad-server-url",
        BadServers = "bad-servers",
        UnknownCredential = "unknown-credential",
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
        // Endpoints.
        LongSummary = "long-summary",
        UnknownMethod = "unknown-method",
        BadPath = "bad-path",
        RepeatedRoute = "repeated-route",
        MissingParameter = "missing-parameter",
        BadIn = "bad-in",
        BadBody = "bad-body",
        BadParameterType = "bad-parameter-type",
        BadExample = "bad-example",
        NotClearable = "not-clearable",
        UnknownParameter = "unknown-parameter",
        BadRule = "bad-rule",
        EnvelopeField = "envelope-field",
        BadPaging = "bad-paging",
        UnknownErrorType = "unknown-error-type",
    }
    Warning {
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
    use crate::{Report, Source, generate};

    const README: &str = include_str!("../../../spec/README.md");

    /// A `client.yaml` without a fault: each of its lines is left out where an example has the key.
    const CLIENT: &str = "\
crate: { name: parcels, version: 0.1.0, docs: Sends parcels. }
servers: { only: { url: https://api.example.com, docs: The only one. } }
envelope: { request_id: { type: string, docs: Identifies the call. } }
error: { types: { user_not_found: No user has this id. } }
";

    /// The same for a resource.
    const USERS: &str = "\
resource: users
docs: The people who sign in.
endpoints: { all: { summary: Lists users., method: GET, path: /users } }
";

    /// The sections of the README about codes: code and text.
    fn sections() -> impl Iterator<Item = (&'static str, &'static str)> {
        let (_, faults) = README.split_once("\n## Faults\n").unwrap();
        let sections = faults.split("\n#### ").skip(1);
        sections.map(|section| section.split_once('\n').unwrap())
    }

    /// The lines of the diff in `section`, without those that start with `without`.
    fn example(section: &str, without: char) -> String {
        let (_, diff) = section.split_once("```diff\n").unwrap_or_default();
        let (diff, _) = diff.split_once("```").unwrap_or_default();
        let lines = diff.lines().filter(|line| !line.starts_with(without));
        lines.fold(String::new(), |text, line| text + &line[1..] + "\n")
    }

    /// `example`, and then what it lacks of `base`.
    fn complete(example: &str, base: &str) -> String {
        let key = |line: &str| line.split_once(':').map(|(key, _)| key.to_owned());
        let given: Vec<_> = example.lines().map(key).collect();
        let rest = base.lines().filter(|line| !given.contains(&key(line)));
        rest.fold(example.to_owned(), |text, line| text + line + "\n")
    }

    fn source(file: &str, text: String) -> Source {
        Source {
            name: format!("spec/{file}"),
            path: file.into(),
            text,
        }
    }

    /// A spec with the example, and the file that it is in.
    fn spec(example: &str) -> (Vec<Source>, &'static str) {
        let of_client = [
            "crate:",
            "auth:",
            "servers:",
            "timeouts:",
            "envelope:",
            "error:",
        ];
        let is_of_client = of_client.iter().any(|key| example.starts_with(key));
        let file = if is_of_client {
            "client.yaml"
        } else {
            "users.yaml"
        };
        let sources = [("client.yaml", CLIENT), ("users.yaml", USERS)].map(|(name, base)| {
            let example = if name == file { example } else { "" };
            source(name, complete(example, base))
        });
        (sources.to_vec(), file)
    }

    fn report(sources: &[Source]) -> Report {
        generate(sources).map_or_else(|report| report, |client| client.warnings)
    }

    /// What is wrong for `code`, the file that it is in, and how many lines of that it has.
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
    fn every_example_of_the_readme_is_at_fault_where_it_is_wrong() {
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
                panic!("not the one fault {}:\n{report}", code.as_str());
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
    fn every_example_of_the_readme_is_right_once_it_is_mended() {
        for (&code, (_, section)) in Code::ALL.iter().zip(sections()) {
            let (sources, _) = spec(&example(section, '-'));
            let report = report(&sources);
            assert_eq!(report.errors(), 0, "{}:\n{report}", code.as_str());
            let mut left = report.diagnostics();
            assert!(left.all(|fault| fault.code != code.as_str()), "{report}");
        }
    }

    #[test]
    fn a_spec_without_one_of_its_files_is_refused_for_that() {
        let (sources, _) = spec("");
        for source in sources {
            let report = report(&[source]);
            let codes: Vec<_> = report.diagnostics().map(|fault| fault.code).collect();
            assert_eq!(codes, [Code::MissingFile.as_str()]);
        }
    }
}
