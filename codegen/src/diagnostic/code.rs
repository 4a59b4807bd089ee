//! The kinds of fault, each with a code that stays the same when its words change.
//!
//! `spec/README.md` lists them with an example and a remedy each.

/// How bad it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
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
        WrongKind = "wrong-kind",
        EmptyText = "empty-text",
        EmptyList = "empty-list",
        InvisibleCharacter = "invisible-character",
        // Names.
        BadName = "bad-name",
        NameTaken = "name-taken",
        ListedTwice = "listed-twice",
        // The client.
        BadCrateName = "bad-crate-name",
        BadVersion = "bad-version",
        AmbiguousAuth = "ambiguous-auth",
        BadCredential = "bad-credential",
        BadHeader = "bad-header",
        BadServerUrl = "bad-server-url",
        AmbiguousServer = "ambiguous-server",
        UnknownCredential = "unknown-credential",
        BadTimeout = "bad-timeout",
        BadEnvelopeType = "bad-envelope-type",
        // Types.
        UnknownType = "unknown-type",
        BadTypeExpression = "bad-type-expression",
        AmbiguousShape = "ambiguous-shape",
        UselessKey = "useless-key",
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
        BadParameterPlace = "bad-parameter-place",
        BadParameterType = "bad-parameter-type",
        BadExample = "bad-example",
        NotClearable = "not-clearable",
        UnknownParameter = "unknown-parameter",
        BadRule = "bad-rule",
        BadResponse = "bad-response",
        EnvelopeField = "envelope-field",
        BadPaging = "bad-paging",
        UnknownErrorType = "unknown-error-type",
    }
    Warning {
        UnusedType = "unused-type",
        DocsRepeatName = "docs-repeat-name",
        RequiredInDocs = "required-in-docs",
    }
}
