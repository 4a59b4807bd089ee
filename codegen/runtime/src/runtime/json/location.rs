//! The location of a value in a JSON text, such as `authors[1].author_id`.

/// The most levels of a location. No value that a client reads is deeper.
const LEVELS: usize = 128;

/// An array or object that is open where the text ends, and the position in it.
enum Open<'a> {
    /// An array, at the element with this index.
    Array(Option<usize>),
    /// An object, at the field with this name.
    Object(Option<&'a str>),
}

/// Returns the location of the value where `start`, the start of a text, ends. `None` if `start` is
/// a whole text.
pub(crate) fn location(start: &str) -> Option<String> {
    let mut open: Vec<Open<'_>> = Vec::new();
    let mut deeper: usize = 0;
    let mut rest = start.trim_start();
    while let Some(sign) = rest.chars().next() {
        let length = match sign {
            '"' => string(rest),
            '[' | ']' | '{' | '}' | ',' | ':' => 1,
            _ => rest.find([',', ']', '}']).unwrap_or(rest.len()),
        };
        let (token, behind) = rest.split_at(length);
        rest = behind.trim_start();
        if deeper > 0 || (open.len() == LEVELS && matches!(sign, '[' | '{')) {
            match sign {
                '[' | '{' => deeper += 1,
                ']' | '}' => deeper -= 1,
                _ => {}
            }
            continue;
        }
        match (sign, open.last_mut()) {
            (']' | '}', _) => drop(open.pop()),
            (',', Some(Open::Array(index))) => *index = index.map(|index| index + 1),
            (',', Some(Open::Object(name))) => *name = None,
            ('"', Some(Open::Object(name @ None))) => *name = Some(token.trim_matches('"')),
            (_, Some(Open::Array(index @ None))) => *index = Some(0),
            _ => {}
        }
        match sign {
            '[' => open.push(Open::Array(None)),
            '{' => open.push(Open::Object(None)),
            _ => {}
        }
        if open.is_empty() {
            return None;
        }
    }
    let mut path = String::new();
    for step in open {
        match step {
            Open::Array(Some(index)) => path.extend(["[", &index.to_string(), "]"]),
            Open::Object(Some(name)) if path.is_empty() => path.push_str(name),
            Open::Object(Some(name)) => path.extend([".", name]),
            Open::Array(None) | Open::Object(None) => {}
        }
    }
    Some(if path.is_empty() {
        String::from("the top level")
    } else {
        path
    })
}

/// Returns the length of the string at the start of a text, with its quotes.
pub(crate) fn string(text: &str) -> usize {
    let mut is_escaped = true;
    let end = text.find(|sign| {
        let is_end = sign == '"' && !is_escaped;
        is_escaped = sign == '\\' && !is_escaped;
        is_end
    });
    end.map_or(text.len(), |end| end + 1)
}
