//! Scans text eight bytes at a time.

const ONES: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x80 * ONES;

/// Returns the number of bytes at the start of `text` that need no escape in a string.
#[inline]
pub(super) fn plain(text: &[u8]) -> usize {
    plain_words(text).unwrap_or_else(|| plain_bytes(text))
}

/// Does the same as [`plain`]. `None` if a byte of the last seven can be the first with an escape.
#[inline]
pub(super) fn plain_words(text: &[u8]) -> Option<usize> {
    // The high bit of each ASCII byte is set if the byte is less than `bound`. After such a byte,
    // it can also be set for other bytes, but only the first one counts.
    let less = |word: u64, bound: u64| word.wrapping_sub(bound * ONES);
    let mut length = 0;
    for bytes in text.as_chunks().0 {
        let word = u64::from_le_bytes(*bytes);
        // With its second bit flipped, the quote is next to the control characters, and no other
        // byte is.
        let control_or_quote = less(word ^ (2 * ONES), 0x21);
        let backslash = less(word ^ (u64::from(b'\\') * ONES), 1);
        let found = (control_or_quote | backslash) & !word & HIGH;
        if found != 0 {
            return Some(length + (found.trailing_zeros() / 8) as usize);
        }
        length += bytes.len();
    }
    None
}

#[cold]
#[inline(never)]
fn plain_bytes(text: &[u8]) -> usize {
    let plain = |byte: &&u8| **byte >= 0x20 && !matches!(byte, b'"' | b'\\');
    text.iter().take_while(plain).count()
}

/// Returns a hash of the first eight bytes of a name. A quote ends the name.
#[inline]
pub(super) const fn hash(bytes: [u8; 8]) -> usize {
    let word = u64::from_le_bytes(bytes);
    let other = word ^ (b'"' as u64 * ONES);
    let quotes = other.wrapping_sub(ONES) & !other & HIGH;
    // All bits before the first quote, or all bits.
    let name = ((quotes & quotes.wrapping_neg()) >> 7).wrapping_sub(1);
    ((word & name).wrapping_mul(0x9e37_79b9_7f4a_7c15) >> 48) as usize
}

/// Skips `start`, if `text` starts with it.
#[inline]
pub(super) fn past<'a>(text: &'a [u8], start: &[u8]) -> Option<&'a [u8]> {
    let (text, rest) = text.split_at_checked(start.len())?;
    let is_equal = match (text.last_chunk::<8>(), start.last_chunk()) {
        (Some(end), Some(last)) => {
            let words = text.as_chunks::<8>().0.iter();
            end == last
                && words
                    .zip(start.as_chunks().0)
                    .all(|(word, other)| word == other)
        }
        _ => text == start,
    };
    is_equal.then_some(rest)
}

/// Skips the spaces, tabs and line breaks at the start of `text`. Expects runs of spaces, as in the
/// indentation of a line.
#[inline]
pub(super) fn past_space(mut text: &[u8]) -> &[u8] {
    while let [b' ' | b'\n' | b'\t' | b'\r', rest @ ..] = text {
        text = rest;
        while let Some((bytes, rest)) = text.split_first_chunk() {
            let other = u64::from_le_bytes(*bytes) ^ (u64::from(b' ') * ONES);
            if other != 0 {
                let spaces = (other.trailing_zeros() / 8) as usize;
                text = text.get(spaces..).unwrap_or(text);
                break;
            }
            text = rest;
        }
    }
    text
}
