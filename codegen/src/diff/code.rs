//! Texts from a spec in the description of a change.

use crate::markdown;
use crate::text::printable;

/// Returns the text as code in Markdown, on one line. It cannot contain other Markdown.
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
