//! What an import could not say.

use crate::document::{Id, Node};

/// How much a loss means to callers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Grade {
    /// The client does less than the document says, or says less of its types.
    Loss,
    /// The client does the same; a text of the document has no equivalent in a spec.
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

            /// Says what losses of this kind mean.
            #[must_use]
            pub fn docs(self) -> &'static str {
                match self {
                    $($(Self::$name => $docs,)*)*
                }
            }

            /// Returns how much losses of this kind mean to callers.
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
        DanglingRef = "dangling-ref": "A `$ref` leads nowhere.",
        Circular = "circular": "A schema contains itself without an end.",
        WrongKind = "wrong-kind": "A value is of another kind than OpenAPI has there.",
        RepeatedKey = "repeated-key": "A key stands twice in a map; the last one counts.",
        RepeatedId = "repeated-id": "Two operations have the same `operationId`.",
        Operation = "operation": "An operation cannot be called.",
        Callback = "callback": "The service calls the caller.",
        MediaType = "media-type": "A body has another media type too.",
        Alternatives = "alternatives": "The successful responses have different bodies.",
        ParameterStyle = "parameter-style": "A parameter is written in a way that no client can yet.",
        Security = "security": "An operation takes credentials that the client does not send.",
        Server = "server": "A server cannot be the one of the client.",
        Union = "union": "A union has variants that no reader can tell apart.",
        Schema = "schema": "A schema says more than a type can.",
        Default = "default": "A default is not a scalar.",
        ResponseHeader = "response-header": "A header of a response is not a scalar.",
        Keyword = "keyword": "A key has no equivalent in a spec.",
    }
    Note {
        Extension = "extension": "A key that starts with `x-`.",
        Example = "example": "A spec has no key for an example.",
        Variants = "variants": "A union is one object; its docs say which keys go together.",
        NoEffect = "no-effect": "A key has no meaning there.",
        Title = "title": "A schema has a title in addition to its name and its description.",
        Text = "text": "A spec has no key for a description.",
        Tag = "tag": "An operation has more than one tag.",
        OtherServer = "other-server": "Callers name another server by its URL.",
        OtherSecurity = "other-security": "An operation takes other credentials as well.",
        Link = "link": "A link leads from one operation to another.",
        Xml = "xml": "The key is about XML.",
        Unused = "unused": "Nothing that is imported refers to a component.",
    }
}

/// Something of a document that a spec does not say.
#[derive(Clone, Debug)]
pub(crate) struct Loss {
    pub(crate) kind: Kind,
    /// The value in the document.
    pub(crate) at: Id,
    /// What is lost.
    pub(crate) message: String,
    /// What the spec says instead; empty if it says nothing.
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
