//! The public surface of emitted code, with a line for each item.

/// Returns the public items of a file, each with the first sentence of its docs. A setter is in the line of its field.
pub(crate) fn of(code: &str) -> String {
    let mut surface = Surface::default();
    let mut lines = code.lines();
    while let Some(line) = lines.next() {
        let text = line.trim_start();
        if let Some(docs) = text.strip_prefix("///") {
            surface.docs.push(docs.trim());
        } else if !text.starts_with('#') {
            let mut item = text.to_owned();
            while item.matches('(').count() > item.matches(')').count()
                && let Some(line) = lines.next()
            {
                item.push_str(line.trim_start());
            }
            surface.add(line.len() - text.len(), &item);
            surface.docs.clear();
        }
    }
    surface
        .lines
        .into_iter()
        .fold(String::new(), |text, line| text + &line + "\n")
}

#[derive(Default)]
struct Surface<'c> {
    lines: Vec<String>,
    /// The docs of the next item, line by line.
    docs: Vec<&'c str>,
    /// The last type that the file declares, and the one whose `impl` this is.
    declared: String,
    owner: String,
    is_enum: bool,
    /// The fields of the last struct with their lines.
    fields: Vec<(String, usize)>,
}

impl Surface<'_> {
    /// Adds an item of the file, or of a type if it is indented.
    fn add(&mut self, indent: usize, item: &str) {
        let code = item.trim_end_matches(['{', ';', ',', ' ']);
        let code = code
            .replace(",)", ")")
            .replace(',', ", ")
            .replace(",  ", ", ");
        match (indent, code.strip_prefix("pub ")) {
            (0, None) => {
                self.is_enum = false;
                if let Some(name) = code.strip_prefix("impl") {
                    name.trim_start_matches("<T>")
                        .trim()
                        .clone_into(&mut self.owner);
                }
            }
            (0, Some(item)) => {
                let Some((kind @ ("struct" | "enum"), name)) = item.split_once(' ') else {
                    return;
                };
                // The content of an id is private.
                let name = name.split('(').next().unwrap();
                name.clone_into(&mut self.declared);
                self.is_enum = kind == "enum";
                self.fields.clear();
                self.push(0, &format!("{kind} {name}"));
            }
            (4, Some(item)) => self.add_member(item),
            (4, None) if self.is_enum => self.push(1, &code),
            _ => {}
        }
    }

    fn add_member(&mut self, item: &str) {
        let Some(function) = item.strip_prefix("fn ") else {
            if let Some((name, _)) = item.split_once(": ") {
                self.fields.push((name.to_owned(), self.lines.len()));
            }
            return self.push(1, item);
        };
        let setter = self.fields.iter().find_map(|(name, line)| {
            let argument = function.strip_prefix(&format!("{name}(mut self, {name}: "))?;
            Some((*line, argument.strip_suffix(") -> Self")?))
        });
        if let Some((line, argument)) = setter {
            let (field, docs) = self.lines[line].split_once(" // ").unwrap();
            self.lines[line] = format!("{field}, set by `{argument}` // {docs}");
        } else if self.owner == self.declared {
            self.push(1, item);
        } else {
            let item = item.replacen("fn ", &format!("fn {}::", self.owner), 1);
            self.push(0, &item);
        }
    }

    fn push(&mut self, depth: usize, item: &str) {
        let http = self
            .docs
            .iter()
            .find_map(|line| line.strip_prefix("HTTP: "));
        let http = http.map(|http| format!("{http} ")).unwrap_or_default();
        let paragraph = self
            .docs
            .split(|line| line.is_empty())
            .next()
            .unwrap_or_default();
        let paragraph = paragraph.join(" ");
        let sentence = match paragraph.split_once(". ") {
            Some((sentence, _)) => format!("{sentence}."),
            None => paragraph,
        };
        let indent = "    ".repeat(depth);
        self.lines
            .push(format!("{indent}{item} // {http}{sentence}"));
    }
}
