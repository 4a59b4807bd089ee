//! The generator's verdicts about facts. It rejects, for example, a default outside of the range.

use std::cell::RefCell;
use std::collections::HashMap;

use crate::check;
use crate::run::File;
use crate::yaml::{self, Map, Yaml, put};

/// The file of a client without credentials.
const CLIENT: &str = "\
crate: { name: facts, version: 0.1.0, docs: Facts. }
servers: { default: { url: https://example.com } }
";

/// The path of a fact, before its key.
const VALUE: &str = "endpoints.send.params.value.";

/// The facts that the generator rejects, by the resource that asked about them.
#[derive(Debug, Default)]
pub(crate) struct Verdicts {
    known: RefCell<HashMap<String, Vec<String>>>,
}

impl Verdicts {
    /// Returns the keys of facts that the generator rejects. `map` describes a parameter: its type, `in` unless it is a
    /// part of the path, and its facts.
    pub(crate) fn rejected(&self, mut map: Map) -> Vec<String> {
        let mut rejected = Vec::new();
        loop {
            let is_fact = |key: &String| key != "type" && key != "in";
            if !map.iter().any(|(key, _)| is_fact(key)) {
                return rejected;
            }
            let count = map.len();
            let faults = self.faults(&map);
            map.retain(|(key, _)| !is_fact(key) || !faults.contains(key));
            if map.len() == count {
                return rejected;
            }
            // Without these keys, the generator can find further faults.
            rejected.extend(faults);
        }
    }

    /// Returns the keys with faults.
    fn faults(&self, map: &Map) -> Vec<String> {
        let text = resource(map);
        if let Some(known) = self.known.borrow().get(&text) {
            return known.clone();
        }
        let file = |name: &str, text: &str| File {
            name: name.to_owned(),
            text: text.to_owned(),
        };
        let files = [file("client.yaml", CLIENT), file("facts.yaml", &text)];
        let mut keys = Vec::new();
        for error in check::errors(&files) {
            match error.path.strip_prefix(VALUE) {
                Some(key) => keys.push(key.to_owned()),
                // The error is not at a key of the parameter.
                None => keys.extend(map.iter().map(|(key, _)| key.clone())),
            }
        }
        self.known.borrow_mut().insert(text, keys.clone());
        keys
    }
}

/// Returns a resource with a parameter.
fn resource(param: &Map) -> String {
    let is_in_path = param.iter().all(|(key, _)| key != "in");
    let path = if is_in_path { "/{value}" } else { "/" };
    let text = |text: &str| Yaml::Text(text.to_owned());
    let only = |key: &str, value| Yaml::Long(vec![(key.to_owned(), value)]);
    let mut endpoint = Map::new();
    put(&mut endpoint, "method", text("POST"));
    put(&mut endpoint, "path", text(path));
    put(
        &mut endpoint,
        "params",
        only("value", Yaml::Short(param.clone())),
    );
    let mut resource = Map::new();
    put(&mut resource, "resource", text("facts"));
    put(
        &mut resource,
        "endpoints",
        only("send", Yaml::Long(endpoint)),
    );
    let mut out = String::new();
    yaml::write(&resource, 0, &mut out);
    out
}
