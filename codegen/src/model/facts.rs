//! Facts: the default of a value, and its constraints.

use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::{Constraint, Example, Number, Ty};
use crate::markdown::code;

/// The default and the constraints of a value.
#[derive(Clone, Debug, Default, PartialEq, Hash)]
pub struct Facts {
    /// The value that counts where none is set.
    pub default: Option<Example>,
    /// The conditions that the value meets.
    pub constraints: Vec<Constraint>,
}

impl Facts {
    /// Adds the facts to the docs of a value of type `ty`, in a paragraph such as `Between 1 and 1,000. Defaults to 100.`
    /// `has_null` adds a sentence: if the value is not set, requests contain null.
    pub(super) fn add_to(&self, docs: &str, ty: &Ty, has_null: bool) -> String {
        let is_list = matches!(ty.required(), Ty::List(_));
        let constraints = self.constraints.iter().map(|constraint| {
            if is_list && !constraint.is_of_list() {
                format!("Each item: {constraint}.")
            } else {
                sentence(&constraint.to_string())
            }
        });
        let default = self.default.as_ref().map(default);
        let null = has_null.then(|| "If it is not set, requests contain null.".to_owned());
        let sentences: Vec<_> = constraints.chain(default).chain(null).collect();
        if sentences.is_empty() {
            docs.to_owned()
        } else {
            format!("{docs}\n\n{}", sentences.join(" "))
        }
    }
}

/// The phrase with a capital letter and a full stop.
fn sentence(phrase: &str) -> String {
    let mut chars = phrase.chars();
    let first = chars.next().map(|first| first.to_ascii_uppercase());
    first.into_iter().chain(chars).chain(['.']).collect()
}

fn default(value: &Example) -> String {
    let value = match value {
        Example::Boolean(value) => code(&value.to_string()),
        Example::Integer(value) => Number::Integer(*value).to_string(),
        Example::Number(value) => Number::of(*value).to_string(),
        Example::Bytes(bytes) => code(&BASE64_STANDARD.encode(bytes)),
        Example::Text(text) if text.is_empty() => "the empty text".to_owned(),
        Example::Text(text) => code(text),
    };
    format!("Defaults to {value}.")
}

#[cfg(test)]
mod tests {
    use super::Facts;
    use crate::model::{Constraint, Example, Number, Ty};

    #[test]
    fn facts_are_the_last_paragraph_of_the_docs() {
        let list = Ty::List(Box::new(Ty::Integer));
        for (ty, default, constraints, docs) in [
            (&Ty::Integer, None, vec![], "How many."),
            (
                &Ty::Integer,
                Some(Example::Integer(1_000)),
                vec![Constraint::MultipleOf(Number::Integer(5))],
                "How many.\n\nA multiple of 5. Defaults to 1,000.",
            ),
            (
                &list,
                None,
                vec![
                    Constraint::UniqueItems,
                    Constraint::MultipleOf(Number::Integer(5)),
                ],
                "How many.\n\nNo item twice. Each item: a multiple of 5.",
            ),
        ] {
            let facts = Facts {
                default,
                constraints,
            };
            assert_eq!(facts.add_to("How many.", ty, false), docs);
        }
    }
}
