//! The keys for facts about a value: its default and its constraints.

use super::scalar::Scalar;

/// The facts of a field or a parameter.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Facts<'s> {
    pub(crate) default: Option<&'s Scalar>,
    pub(crate) minimum: Option<&'s Scalar>,
    pub(crate) maximum: Option<&'s Scalar>,
    pub(crate) exclusive_minimum: Option<&'s Scalar>,
    pub(crate) exclusive_maximum: Option<&'s Scalar>,
    pub(crate) multiple_of: Option<&'s Scalar>,
    pub(crate) pattern: Option<&'s String>,
    pub(crate) min_length: Option<u32>,
    pub(crate) max_length: Option<u32>,
    pub(crate) min_items: Option<u32>,
    pub(crate) max_items: Option<u32>,
    pub(crate) unique_items: bool,
}

/// Adds the keys of [`Facts`] to a struct of the spec.
macro_rules! with_facts {
    ($(#[$attribute:meta])* pub(crate) struct $name:ident { $($fields:tt)* }) => {
        $(#[$attribute])*
        pub(crate) struct $name {
            $($fields)*
            /// The value that applies if none is set. Scalars only.
            pub(crate) default: Option<$crate::spec::Scalar>,
            /// The least value of a number.
            #[schemars(with = "Option<f64>")]
            pub(crate) minimum: Option<$crate::spec::Scalar>,
            /// The greatest value of a number.
            #[schemars(with = "Option<f64>")]
            pub(crate) maximum: Option<$crate::spec::Scalar>,
            /// The value that a number is greater than.
            #[schemars(with = "Option<f64>")]
            pub(crate) exclusive_minimum: Option<$crate::spec::Scalar>,
            /// The value that a number is less than.
            #[schemars(with = "Option<f64>")]
            pub(crate) exclusive_maximum: Option<$crate::spec::Scalar>,
            /// The value that a number is a multiple of.
            #[schemars(with = "Option<f64>", extend("exclusiveMinimum" = 0))]
            pub(crate) multiple_of: Option<$crate::spec::Scalar>,
            /// The regular expression that a text matches.
            #[schemars(with = "Option<crate::spec::keyword::NonEmptyText>", example = "^[a-z]+$")]
            pub(crate) pattern: Option<String>,
            /// The fewest characters of a text.
            #[schemars(range(max = u32::MAX))]
            pub(crate) min_length: Option<u32>,
            /// The most characters of a text.
            #[schemars(range(max = u32::MAX))]
            pub(crate) max_length: Option<u32>,
            /// The fewest items of a list.
            #[schemars(range(max = u32::MAX))]
            pub(crate) min_items: Option<u32>,
            /// The most items of a list.
            #[schemars(range(max = u32::MAX))]
            pub(crate) max_items: Option<u32>,
            /// `true` if all items of a list are different. Defaults to `false`.
            pub(crate) unique_items: bool,
        }

        impl $name {
            pub(crate) fn facts(&self) -> $crate::spec::Facts<'_> {
                $crate::spec::Facts {
                    default: self.default.as_ref(),
                    minimum: self.minimum.as_ref(),
                    maximum: self.maximum.as_ref(),
                    exclusive_minimum: self.exclusive_minimum.as_ref(),
                    exclusive_maximum: self.exclusive_maximum.as_ref(),
                    multiple_of: self.multiple_of.as_ref(),
                    pattern: self.pattern.as_ref(),
                    min_length: self.min_length,
                    max_length: self.max_length,
                    min_items: self.min_items,
                    max_items: self.max_items,
                    unique_items: self.unique_items,
                }
            }
        }
    };
}

pub(super) use with_facts;
