//! Losses: parts of a document that the spec does not describe.

use crate::document::{Id, Node};

/// The effect of a loss on callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// The client does less than the document describes, or its types are less precise.
    Loss,
    /// No effect on callers: a text of the document has no equivalent in a spec.
    Note,
}

impl Grade {
    /// Returns the name that reports show.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Loss => "loss",
            Self::Note => "note",
        }
    }
}

macro_rules! kinds {
    ($($grade:ident { $($name:ident = $text:literal: $docs:literal,)* })*) => {
        /// A kind of loss.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        pub enum Kind {
            $($(#[doc = $docs] $name,)*)*
        }

        impl Kind {
            /// All kinds, in the order of reports.
            pub const ALL: &[Self] = &[$($(Self::$name,)*)*];

            /// Returns the code that reports show.
            #[must_use]
            pub fn as_str(self) -> &'static str {
                match self {
                    $($(Self::$name => $text,)*)*
                }
            }

            /// Returns the meaning of losses of this kind.
            #[must_use]
            pub fn docs(self) -> &'static str {
                match self {
                    $($(Self::$name => $docs,)*)*
                }
            }

            /// Returns the effect of losses of this kind on callers.
            #[must_use]
            pub fn grade(self) -> Grade {
                match self {
                    $($(Self::$name => Grade::$grade,)*)*
                }
            }
        }
    };
}

kinds! {
    Loss {
        DanglingRef = "dangling-ref": "The target of a `$ref` does not exist.",
        Circular = "circular": "A schema always contains itself.",
        WrongKind = "wrong-kind": "A value has a type that OpenAPI does not allow there.",
        RepeatedKey = "repeated-key": "A map has a key twice; the last value counts.",
        Invisible = "invisible-character": "A name or a listed value contains an invisible character.",
        Operation = "operation": "A client cannot call an operation.",
        Callback = "callback": "The service calls the caller.",
        MediaType = "media-type": "A body has a further media type.",
        Alternatives = "alternatives": "The successful responses have different bodies.",
        ParameterStyle = "parameter-style": "A client cannot write a parameter in its style.",
        Security = "security": "An operation needs credentials that the client does not send.",
        Server = "server": "A client cannot use a server.",
        Union = "union": "A client cannot distinguish the variants of a union.",
        Schema = "schema": "A schema is more precise than a type of a spec.",
        Default = "default": "A default is not a scalar.",
        ResponseHeader = "response-header": "A header of a response is not a scalar.",
        Keyword = "keyword": "A key has no equivalent in a spec.",
    }
    Note {
        Extension = "extension": "A key that starts with `x-`.",
        Example = "example": "A spec has no key for an example.",
        Variants = "variants": "A union becomes one object, and a variant of the union accepts every value of the object.",
        NoEffect = "no-effect": "A key has no meaning there.",
        Title = "title": "A schema has a title in addition to its name and its description.",
        Text = "text": "A spec has no key for a description.",
        RepeatedId = "repeated-id": "Two operations have the same `operationId`.",
        Tag = "tag": "An operation has more than one tag.",
        OtherServer = "other-server": "The document has a further server; callers can set its URL.",
        OtherSecurity = "other-security": "An operation also accepts other credentials.",
        Link = "link": "A link leads from one operation to another.",
        Xml = "xml": "A key describes XML.",
        Unused = "unused": "No imported operation uses a component.",
    }
}

/// A part of a document that the spec does not describe.
#[derive(Clone, Debug)]
pub(crate) struct Loss {
    pub(crate) kind: Kind,
    /// The value in the document.
    pub(crate) at: Id,
    /// A description of the loss.
    pub(crate) message: String,
    /// The replacement in the spec, or an empty text.
    pub(crate) instead: String,
}

/// The losses so far.
#[derive(Debug, Default)]
pub(crate) struct Losses(pub(crate) Vec<Loss>);

impl Losses {
    pub(crate) fn push(
        &mut self,
        kind: Kind,
        node: &Node,
        message: impl Into<String>,
        instead: impl Into<String>,
    ) {
        self.at(kind, node.id, message, instead);
    }

    pub(crate) fn at(
        &mut self,
        kind: Kind,
        at: Id,
        message: impl Into<String>,
        instead: impl Into<String>,
    ) {
        self.0.push(Loss {
            kind,
            at,
            message: message.into(),
            instead: instead.into(),
        });
    }
}
