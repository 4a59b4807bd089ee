//! Texts from a spec inside the words of a change.

use crate::markdown;
use crate::text::printable;

/// The text as code in Markdown, on one line. No reader takes a part of it for anything else.
pub(super) fn code(text: &str) -> String {
    if text.is_empty() {
        return "`\"\"`".to_owned();
    }
    markdown::code(&printable(text))
}

#[cfg(test)]
mod tests {
    use super::code;

    #[test]
    fn code_stays_code() {
        assert_eq!(code("active"), "`active`");
        assert_eq!(code(""), "`\"\"`");
        assert_eq!(code("a`b"), "``a`b``");
        assert_eq!(code("a\n\n<img>"), "`a\\n\\n<img>`");
    }
}
