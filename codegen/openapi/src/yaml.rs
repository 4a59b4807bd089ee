//! Writes readable YAML: short maps on one line, and long docs wrapped under `|`.

/// The most characters of a line.
const WIDTH: usize = 120;

/// A value of the YAML.
#[derive(Clone, Debug)]
pub(crate) enum Yaml {
    /// A value in its final spelling.
    Raw(String),
    Text(String),
    /// Markdown, of one line or more.
    Docs(String),
    /// A text with significant line breaks.
    Exact(String),
    List(Vec<Yaml>),
    /// A map, on one line if it fits.
    Short(Map),
    /// A map with an entry on each line.
    Long(Map),
}

/// The entries of a map.
pub(crate) type Map = Vec<(String, Yaml)>;

/// Adds an entry.
pub(crate) fn put(map: &mut Map, key: &str, value: Yaml) {
    map.push((key.to_owned(), value));
}

/// Adds an entry, if it has a value.
pub(crate) fn put_some(map: &mut Map, key: &str, value: Option<Yaml>) {
    if let Some(value) = value {
        put(map, key, value);
    }
}

/// A map with an entry on each line, or an empty map on one line.
pub(crate) fn long(map: Map) -> Yaml {
    if map.is_empty() {
        Yaml::Short(map)
    } else {
        Yaml::Long(map)
    }
}

/// Adds a list or a map, unless it is empty.
pub(crate) fn put_full(map: &mut Map, key: &str, value: Yaml) {
    let is_empty = match &value {
        Yaml::List(items) => items.is_empty(),
        Yaml::Short(entries) | Yaml::Long(entries) => entries.is_empty(),
        _ => false,
    };
    if !is_empty {
        put(map, key, value);
    }
}

/// Writes the entries of a map, each at this indentation.
pub(crate) fn write(map: &Map, indent: usize, out: &mut String) {
    for (key, value) in map {
        out.push_str(&" ".repeat(indent));
        entry(key, value, indent, out);
    }
}

/// Writes an entry on an indented line.
fn entry(key: &str, value: &Yaml, indent: usize, out: &mut String) {
    let key = quoted(key, true);
    let used = indent + key.chars().count() + 2;
    out.push_str(&key);
    out.push(':');
    match value {
        Yaml::Docs(docs) => write_docs(docs, used, indent, out),
        Yaml::Exact(text) if is_block(text) => {
            out.push_str(" |-\n");
            for line in text.lines() {
                if !line.is_empty() {
                    out.extend([&" ".repeat(indent + 2), line]);
                }
                out.push('\n');
            }
        }
        Yaml::Exact(text) | Yaml::Text(text) => out.extend([" ", &quoted(text, false), "\n"]),
        Yaml::Raw(text) => out.extend([" ", text, "\n"]),
        Yaml::List(items) => match fit(value, used) {
            Some(line) => out.extend([" ", &line, "\n"]),
            None => {
                out.push('\n');
                for item in items {
                    write_item(item, indent + 2, out);
                }
            }
        },
        Yaml::Short(map) | Yaml::Long(map) => match fit(value, used) {
            Some(line) => out.extend([" ", &line, "\n"]),
            None => {
                out.push('\n');
                write(map, indent + 2, out);
            }
        },
    }
}

fn write_item(item: &Yaml, indent: usize, out: &mut String) {
    out.extend([&" ".repeat(indent), "- "]);
    match (item, fit(item, indent + 2)) {
        (_, Some(line)) => out.extend([line.as_str(), "\n"]),
        (Yaml::Short(map) | Yaml::Long(map), None) => {
            for (index, (key, value)) in map.iter().enumerate() {
                if index > 0 {
                    out.push_str(&" ".repeat(indent + 2));
                }
                entry(key, value, indent + 2, out);
            }
        }
        (Yaml::Docs(text) | Yaml::Exact(text) | Yaml::Text(text), None) => {
            out.extend([&quoted(text, false), "\n"]);
        }
        (other, None) => out.extend([flow(other).unwrap_or_default().as_str(), "\n"]),
    }
}

/// Returns the value on one line, if it fits after `used` characters.
fn fit(value: &Yaml, used: usize) -> Option<String> {
    flow(value).filter(|line| used + line.chars().count() <= WIDTH)
}

fn flow(value: &Yaml) -> Option<String> {
    Some(match value {
        Yaml::Raw(text) => text.clone(),
        Yaml::Exact(text) if is_block(text) => return None,
        Yaml::Exact(text) | Yaml::Text(text) => quoted(text, true),
        Yaml::Docs(docs) if docs.contains('\n') || docs.len() > WIDTH => return None,
        Yaml::Docs(docs) => quoted(docs, true),
        Yaml::List(items) => {
            let items = items.iter().map(flow).collect::<Option<Vec<_>>>()?;
            format!("[{}]", items.join(", "))
        }
        Yaml::Short(map) if map.is_empty() => "{}".to_owned(),
        Yaml::Short(map) => {
            let entry = |(key, value): &(String, Yaml)| {
                let key = quoted(key, true);
                Some(format!("{key}: {}", flow(value)?))
            };
            let entries = map.iter().map(entry).collect::<Option<Vec<_>>>()?;
            format!("{{ {} }}", entries.join(", "))
        }
        Yaml::Long(_) => return None,
    })
}

/// Writes docs after their key, on the same line if they fit.
fn write_docs(docs: &str, used: usize, indent: usize, out: &mut String) {
    let line = quoted(docs, false);
    if !docs.contains('\n') && used + line.chars().count() <= WIDTH {
        out.extend([" ", &line, "\n"]);
        return;
    }
    let indent = indent + 2;
    let wrapped = wrap(docs, WIDTH.saturating_sub(indent));
    // A parser would read spaces before the first line as indentation.
    let mark = if wrapped.starts_with(' ') {
        " |2\n"
    } else {
        " |\n"
    };
    out.push_str(mark);
    for line in wrapped.lines() {
        if !line.is_empty() {
            out.extend([&" ".repeat(indent), line]);
        }
        out.push('\n');
    }
}

/// Whether the lines of a text are valid in YAML without escapes.
fn is_block(text: &str) -> bool {
    let is_line = |line: &str| {
        line == line.trim_end() && !line.chars().any(|c| c.is_control() || is_special(c))
    };
    let is_trimmed = text.trim() == text;
    text.contains('\n') && is_trimmed && text.split('\n').all(is_line)
}

/// Wraps the paragraphs of Markdown, and leaves other text unchanged.
fn wrap(docs: &str, width: usize) -> String {
    let mut out = String::new();
    let mut fence = false;
    for (index, block) in docs.split("\n\n").enumerate() {
        if index > 0 {
            out.push_str("\n\n");
        }
        let fences = block.lines().filter(|line| {
            let line = line.trim_start();
            line.starts_with("```") || line.starts_with("~~~")
        });
        let fences = fences.count();
        if !fence && fences == 0 && is_paragraph(block) {
            wrap_paragraph(block, width, &mut out);
        } else {
            out.push_str(block);
        }
        fence ^= fences % 2 == 1;
    }
    out
}

/// Whether each line is plain text, so line breaks have no meaning.
fn is_paragraph(block: &str) -> bool {
    block.lines().all(|line| {
        // Spaces before a line that continues a paragraph have no meaning.
        let line = line.trim_start();
        let is_plain = line
            .starts_with(|first: char| first.is_alphanumeric() || "`('\"[<".contains(first))
            || line.starts_with("**");
        is_plain
            && !is_marker(line.split(' ').next().unwrap_or_default())
            && !line.ends_with('\\')
            && !line.contains(" | ")
    })
}

fn wrap_paragraph(block: &str, width: usize, out: &mut String) {
    let mut column = 0;
    for (index, word) in block.split_whitespace().enumerate() {
        let length = word.chars().count();
        let is_full = column + 1 + length > width && !is_marker(word);
        if index == 0 {
            column = length;
        } else if is_full {
            out.push('\n');
            column = length;
        } else {
            out.push(' ');
            column += 1 + length;
        }
        out.push_str(word);
    }
}

/// Whether a line that starts with the word would not be plain text.
fn is_marker(word: &str) -> bool {
    let digits = word.trim_end_matches(['.', ')']);
    let is_number = digits.len() < word.len() && digits.chars().all(|c| c.is_ascii_digit());
    is_number
        || word.starts_with(['-', '+', '*', '#', '>', '|', '=', '~', ':'])
            && !word.starts_with("**")
        || word.starts_with("```")
}

/// Returns a text as a YAML scalar, with quotes if it needs them.
pub(crate) fn quoted(text: &str, is_flow: bool) -> String {
    if is_plain(text, is_flow) {
        return text.to_owned();
    }
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for c in text.chars() {
        match c {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() || is_special(c) => {
                let code = u32::from(c);
                quoted.push_str(&format!("\\U{code:08X}"));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

/// Whether a YAML parser drops the character or reads it as a line break.
fn is_special(c: char) -> bool {
    matches!(
        c,
        '\u{2028}' | '\u{2029}' | '\u{FEFF}' | '\u{FFFE}' | '\u{FFFF}'
    )
}

/// Whether the text is valid without quotes.
fn is_plain(text: &str, is_flow: bool) -> bool {
    let starts = |c: char| c.is_alphanumeric() || "_$/(.+^<=;~\\".contains(c);
    let lower = text.to_ascii_lowercase();
    let is_word = matches!(
        lower.as_str(),
        "null"
            | "~"
            | "true"
            | "false"
            | "yes"
            | "no"
            | "on"
            | "off"
            | "y"
            | "n"
            | "nan"
            | "<<"
            | "="
    );
    let is_date = |c: char| c.is_ascii_digit() || "-:_T.".contains(c);
    let is_number = lower.parse::<f64>().is_ok()
        || ["0x", "0o", "0b"]
            .iter()
            .any(|start| lower.starts_with(start))
        || text.contains(['-', ':', '_']) && text.chars().all(is_date)
        || [".inf", ".nan", "+.inf", "-.inf"].contains(&lower.as_str());
    let is_odd = |c: char| c.is_control() || is_special(c) || (is_flow && ",[]{}".contains(c));
    text.starts_with(starts)
        && !text.ends_with([' ', ':'])
        && !is_word
        && !is_number
        && !text.contains(": ")
        && !text.contains(" #")
        && !text.chars().any(is_odd)
}
