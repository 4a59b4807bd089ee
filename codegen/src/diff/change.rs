//! A change, its kind and its effect.
//!
//! `spec/README.md` lists the kinds in the order of this file. Each has an example: a diff from the old to the new
//! spec.

use super::code::code;
use crate::model::{FixedHeader, Null};

/// The effect of a change on callers. A later effect is worse than an earlier one.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Effect {
    /// Only docs or debug output differ.
    Docs,
    /// Callers can use a new item, and existing code works as before.
    Addition,
    /// The code of callers compiles and behaves as before, but a call can have another result.
    BreaksWire,
    /// The code of callers does not compile, or behaves differently.
    BreaksCode,
}

impl Effect {
    /// All effects, the worst first, as reports list them.
    pub const ALL: [Self; 4] = [
        Self::BreaksCode,
        Self::BreaksWire,
        Self::Addition,
        Self::Docs,
    ];

    /// The effect in reports.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Docs => "docs",
            Self::Addition => "addition",
            Self::BreaksWire => "breaks the wire",
            Self::BreaksCode => "breaks code",
        }
    }

    /// Whether callers have to act.
    #[must_use]
    pub fn is_break(self) -> bool {
        self >= Self::BreaksWire
    }
}

macro_rules! kinds {
    ($($name:ident = $code:literal: $effect:ident,)*) => {
        /// A kind of change.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Kind {
            $(#[doc = $code] $name,)*
        }

        impl Kind {
            /// All kinds, in the order of `spec/README.md`.
            pub const ALL: &[Self] = &[$(Self::$name,)*];

            /// The code of the kind. It stays the same when the text of a change differs.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(Self::$name => $code,)*
                }
            }

            /// The effect of every change of this kind.
            #[must_use]
            pub fn effect(self) -> Effect {
                match self {
                    $(Self::$name => Effect::$effect,)*
                }
            }
        }
    };
}

kinds! {
    // The client.
    CrateRenamed = "crate-renamed": BreaksCode,
    PackageChanged = "package-changed": Docs,
    CredentialsChanged = "credentials-changed": BreaksCode,
    AuthChanged = "auth-changed": BreaksWire,
    FixedHeadersChanged = "fixed-headers-changed": BreaksWire,
    ServersChanged = "servers-changed": BreaksWire,
    ServerAdded = "server-added": Addition,
    ServerRemoved = "server-removed": BreaksCode,
    TimeoutShorter = "timeout-shorter": BreaksWire,
    TimeoutLonger = "timeout-longer": Addition,
    ErrorPathsChanged = "error-paths-changed": BreaksWire,
    ErrorPathsAdded = "error-paths-added": Addition,
    DecodeBodyRemoved = "decode-body-removed": BreaksCode,
    RequestIdChanged = "request-id-changed": BreaksCode,
    CustomRequestRenamed = "custom-request-renamed": BreaksCode,
    // Resources and endpoints.
    ResourceAdded = "resource-added": Addition,
    ResourceRemoved = "resource-removed": BreaksCode,
    EndpointAdded = "endpoint-added": Addition,
    EndpointRemoved = "endpoint-removed": BreaksCode,
    EndpointRenamed = "endpoint-renamed": BreaksCode,
    MethodChanged = "method-changed": BreaksWire,
    PathChanged = "path-changed": BreaksWire,
    RetriesAdded = "retries-added": Addition,
    RetriesRemoved = "retries-removed": BreaksWire,
    EndpointServerChanged = "endpoint-server-changed": BreaksWire,
    EndpointAuthChanged = "endpoint-auth-changed": BreaksWire,
    // Parameters.
    RequiredParameterAdded = "required-parameter-added": BreaksCode,
    OptionalParameterAdded = "optional-parameter-added": Addition,
    ParameterRemoved = "parameter-removed": BreaksCode,
    ParameterRenamed = "parameter-renamed": BreaksCode,
    ArgumentRenamed = "argument-renamed": Docs,
    ParameterKeyChanged = "parameter-key-changed": BreaksWire,
    ParameterStyleChanged = "parameter-style-changed": BreaksWire,
    ParameterMoved = "parameter-moved": BreaksWire,
    BodyChanged = "body-changed": BreaksWire,
    ContentTypeChanged = "content-type-changed": BreaksWire,
    ParameterRequired = "parameter-required": BreaksCode,
    ParameterOptional = "parameter-optional": BreaksCode,
    ParameterTypeChanged = "parameter-type-changed": BreaksCode,
    ArgumentsReordered = "arguments-reordered": BreaksCode,
    ClearAdded = "clear-added": Addition,
    ClearRemoved = "clear-removed": BreaksCode,
    NullChanged = "null-changed": BreaksWire,
    CheckAdded = "check-added": BreaksWire,
    CheckRemoved = "check-removed": Addition,
    RuleAdded = "rule-added": BreaksWire,
    RuleRemoved = "rule-removed": Addition,
    // Responses.
    ResponseTypeChanged = "response-type-changed": BreaksCode,
    ResponseFormatChanged = "response-format-changed": BreaksWire,
    ErrorBodyAdded = "error-body-added": Addition,
    ErrorBodyChanged = "error-body-changed": BreaksWire,
    PagingAdded = "paging-added": Addition,
    PagingRemoved = "paging-removed": BreaksCode,
    PagingItemsChanged = "paging-items-changed": BreaksCode,
    PagingChanged = "paging-changed": BreaksWire,
    // Types.
    TypeAdded = "type-added": Addition,
    TypeRemoved = "type-removed": BreaksCode,
    TypeKindChanged = "type-kind-changed": BreaksCode,
    // Fields.
    FieldAdded = "field-added": Addition,
    RequiredFieldAdded = "required-field-added": BreaksCode,
    FieldRemoved = "field-removed": BreaksCode,
    FieldRenamed = "field-renamed": BreaksCode,
    FieldKeyChanged = "field-key-changed": BreaksWire,
    FieldTypeChanged = "field-type-changed": BreaksCode,
    FieldsReordered = "fields-reordered": BreaksCode,
    ExtraAdded = "extra-added": Addition,
    ExtraRemoved = "extra-removed": BreaksCode,
    ExtraTypeChanged = "extra-type-changed": BreaksCode,
    SettersAdded = "setters-added": Addition,
    SettersRemoved = "setters-removed": BreaksCode,
    ConstructorAdded = "constructor-added": Addition,
    ConstructorRemoved = "constructor-removed": BreaksCode,
    ConstructorArgumentsChanged = "constructor-arguments-changed": BreaksCode,
    ConstructorValuesChanged = "constructor-values-changed": BreaksWire,
    // Enums and unions.
    ValueAdded = "value-added": Addition,
    ValueRemoved = "value-removed": BreaksCode,
    ValueRenamed = "value-renamed": BreaksCode,
    ValueKeyChanged = "value-key-changed": BreaksWire,
    VariantAdded = "variant-added": Addition,
    VariantRemoved = "variant-removed": BreaksCode,
    VariantRenamed = "variant-renamed": BreaksCode,
    VariantKeyChanged = "variant-key-changed": BreaksWire,
    VariantTypeChanged = "variant-type-changed": BreaksCode,
    TaggingKindChanged = "tagging-kind-changed": BreaksCode,
    TaggingChanged = "tagging-changed": BreaksWire,
    TagMethodRenamed = "tag-method-renamed": BreaksCode,
    // Docs.
    DocsChanged = "docs-changed": Docs,
    DeprecatedChanged = "deprecated-changed": Docs,
    DebugChanged = "debug-changed": Docs,
}

/// A change of an API.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The kind of change.
    pub kind: Kind,
    /// The part of the client: `client`, a resource, or `types`.
    pub group: String,
    /// The changed item in Rust: `users.create`, `User`.
    pub subject: String,
    /// The change as text: ``new optional parameter `external_id` ``.
    pub text: String,
}

/// The part of the client that a change belongs to.
#[derive(Clone, Copy)]
pub(super) enum Group<'a> {
    Client,
    Resource(&'a str),
    Types,
}

#[derive(Default)]
pub(super) struct Changes {
    pub(super) all: Vec<Change>,
}

impl Changes {
    pub(super) fn group(&mut self, group: Group<'_>) -> GroupChanges<'_> {
        let group = match group {
            Group::Client => "client",
            Group::Resource(name) => name,
            Group::Types => "types",
        };
        GroupChanges {
            group: group.to_owned(),
            all: &mut self.all,
        }
    }
}

/// Collects the changes of a group.
pub(super) struct GroupChanges<'c> {
    group: String,
    all: &'c mut Vec<Change>,
}

impl GroupChanges<'_> {
    pub(super) fn add(&mut self, subject: &str, kind: Kind, text: impl Into<String>) {
        self.all.push(Change {
            kind,
            group: self.group.clone(),
            subject: subject.to_owned(),
            text: text.into(),
        });
    }

    /// Adds the changes that `rules` find.
    pub(super) fn apply<T>(&mut self, subject: &str, rules: &[Rule<T>], old: &T, new: &T) {
        self.extend(subject, rules.iter().filter_map(|rule| rule(old, new)));
    }

    pub(super) fn extend(&mut self, subject: &str, found: impl IntoIterator<Item = Found>) {
        for Found { kind, text } in found {
            self.add(subject, kind, text);
        }
    }

    pub(super) fn docs(&mut self, subject: &str, old: &str, new: &str) {
        if old != new {
            self.add(subject, Kind::DocsChanged, "docs changed");
        }
    }

    /// Does the same for `part` of the subject.
    pub(super) fn docs_of(&mut self, subject: &str, part: &str, old: &str, new: &str) {
        if old != new {
            let text = format!("docs of {} changed", code(part));
            self.add(subject, Kind::DocsChanged, text);
        }
    }
}

/// The rule of a kind of change.
pub(super) type Rule<T> = fn(old: &T, new: &T) -> Option<Found>;

/// A change that a rule finds.
pub(super) struct Found {
    kind: Kind,
    text: String,
}

impl Found {
    pub(super) fn new(kind: Kind, text: String) -> Self {
        Self { kind, text }
    }

    /// Returns the change of the `Debug` output of the part with this key, if it has changed.
    pub(super) fn debug(key: &str, was_sensitive: bool, is_sensitive: bool) -> Option<Self> {
        Self::when(was_sensitive != is_sensitive, Kind::DebugChanged, || {
            let shows = if is_sensitive { "hides" } else { "shows" };
            format!("`Debug` {shows} {}", code(key))
        })
    }

    /// Returns a change of the value under this key that requests have where a value is not set.
    pub(super) fn null(key: &str, old: &Null, new: &Null) -> Option<Self> {
        let (old, new) = (*old == Null::IfUnset, *new == Null::IfUnset);
        Self::when(old != new, Kind::NullChanged, || {
            let key = code(key);
            if new {
                format!("requests contain null for {key} if it is not set")
            } else {
                format!("requests omit {key} if it is not set")
            }
        })
    }

    /// Returns the change, if `is_changed`.
    pub(super) fn when(
        is_changed: bool,
        kind: Kind,
        text: impl FnOnce() -> String,
    ) -> Option<Self> {
        is_changed.then(|| Self::new(kind, text()))
    }

    /// Returns the change of the headers with fixed values. Ignores their order and the case of their names.
    pub(super) fn fixed_headers(old: &[FixedHeader], new: &[FixedHeader]) -> Option<Self> {
        let lines = |headers: &[FixedHeader]| {
            let mut lines: Vec<_> = headers.iter().map(FixedHeader::line).collect();
            lines.sort();
            lines
        };
        let (old, new) = (lines(old), lines(new));
        let shown = |lines: &[String]| match lines {
            [] => "no fixed headers".to_owned(),
            lines => lines
                .iter()
                .map(|line| code(line))
                .collect::<Vec<_>>()
                .join(", "),
        };
        Self::when(old != new, Kind::FixedHeadersChanged, || {
            format!("sends {} instead of {}", shown(&new), shown(&old))
        })
    }

    /// Returns the change of the deprecation of `what`.
    pub(super) fn deprecated(what: &str, old: Option<&str>, new: Option<&str>) -> Option<Self> {
        let change = match (old, new) {
            (None, Some(_)) => "is deprecated",
            (Some(_), None) => "is no longer deprecated",
            (Some(old), Some(new)) if old != new => "has another deprecation text",
            _ => return None,
        };
        Some(Self {
            kind: Kind::DeprecatedChanged,
            text: format!("{what} {change}"),
        })
    }
}
