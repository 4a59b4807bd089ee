//! Numbers in JSON.

/// Returns the length of the number at the start of `text`. `None` if JSON does not allow it.
#[inline]
pub(super) fn length(text: &[u8]) -> Option<usize> {
    let unsigned = text.strip_prefix(b"-").unwrap_or(text);
    let mut rest = digits(unsigned)?;
    if unsigned.starts_with(b"0") && unsigned.len() - rest.len() > 1 {
        return None;
    }
    if let [b'.', fraction @ ..] = rest {
        rest = digits(fraction)?;
    }
    if let [b'e' | b'E', exponent @ ..] = rest {
        rest = match exponent {
            [b'+' | b'-', exponent @ ..] => digits(exponent)?,
            _ => digits(exponent)?,
        };
    }
    Some(text.len() - rest.len())
}

/// Skips one or more digits.
#[inline]
fn digits(text: &[u8]) -> Option<&[u8]> {
    let length = text.iter().take_while(|byte| byte.is_ascii_digit()).count();
    text.get(length..).filter(|_| length > 0)
}

/// Returns the value of a whole number, also of `1.0`, `1e3` or `-0`. `None` if the number is not
/// whole, or too large.
pub(super) fn whole(number: &str) -> Option<i128> {
    let (mantissa, exponent) = number.split_once(['e', 'E']).unwrap_or((number, "0"));
    let (integer, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let digits = [integer, fraction].concat();
    let significant = digits.trim_end_matches('0');
    if matches!(significant, "" | "-") {
        return Some(0);
    }
    let zeros = digits.len() - significant.len();
    let shift = exponent
        .parse::<i64>()
        .ok()?
        .checked_add_unsigned(zeros as u64)?;
    let shift = shift.checked_sub_unsigned(fraction.len() as u64)?;
    let scale = 10_i128.checked_pow(u32::try_from(shift).ok()?)?;
    significant.parse::<i128>().ok()?.checked_mul(scale)
}
