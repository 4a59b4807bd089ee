//! Remedies for types in the syntax of other languages and formats, such as `Option<int>`.

use super::type_expr::{BuiltIn, TypeExpr};
use crate::yaml::Node;

/// The longest text that is parsed, in bytes. It also limits the nesting.
const LONGEST: usize = 100;

/// Returns the remedy for `text`, if it is a type in another syntax.
pub(crate) fn remedy(text: &str) -> Option<String> {
    if text.len() > LONGEST {
        return None;
    }
    let help = match text.to_ascii_lowercase().as_str() {
        "array" | "list" | "set" | "vec" => "write the list as `[T]`, such as `[string]`",
        "enum" | "union" => "add the type under `types`, and write its name here",
        "null" | "none" | "nil" | "void" => "write a type with a `?`, such as `string?`",
        _ => match translated(text) {
            Some(expr) => return Some(format!("write `{}`", quoted(&expr))),
            None if text.contains('|') => {
                "add a union under `types` and write its name here, or write `any`"
            }
            None if text.starts_with('{') => "write the map as `{ string: T }`",
            None => return None,
        },
    };
    Some(help.to_owned())
}

/// Returns the remedy for a list of types, if JSON Schema uses such a list for a nullable type.
pub(crate) fn remedy_of_list(nodes: &[Node<'_>]) -> Option<String> {
    let text = |node: &Node<'_>| match node {
        Node::String(text) => Some(text.clone().into_owned()),
        Node::Null => Some("null".to_owned()),
        _ => None,
    };
    let types: Vec<_> = nodes.iter().map(text).collect::<Option<_>>()?;
    let is_nullable = types.iter().any(|name| name == "null");
    is_nullable.then(|| remedy(&types.join(" | ")))?
}

/// Returns the type expression for `text`, unless `text` already is that expression.
fn translated(text: &str) -> Option<TypeExpr> {
    let expr = parse(text)?;
    (expr.to_string() != text).then_some(expr)
}

/// Returns the expression in YAML. `[T]?` and `{ K: V }?` need quotes.
fn quoted(expr: &TypeExpr) -> String {
    let text = expr.to_string();
    if text.starts_with(['[', '{']) && text.ends_with('?') {
        format!("\"{text}\"")
    } else {
        text
    }
}

/// Returns the type expression for `text` in any known syntax.
fn parse(text: &str) -> Option<TypeExpr> {
    let text = text.trim();
    if let Some(inner) = optional(text) {
        return Some(match parse(inner)? {
            optional @ TypeExpr::Optional(_) => optional,
            required => TypeExpr::Optional(Box::new(required)),
        });
    }
    if let Some(item) = list(text) {
        return Some(TypeExpr::List(Box::new(parse(item)?)));
    }
    if let Some((key, value)) = map(text) {
        return Some(TypeExpr::Map {
            key: Box::new(parse(key)?),
            value: Box::new(parse(value)?),
        });
    }
    let is_name = !text.is_empty() && text.chars().all(|c| c.is_alphanumeric() || c == '_');
    built_in(text)
        .map(TypeExpr::BuiltIn)
        .or_else(|| is_name.then(|| TypeExpr::Named(text.to_owned())))
}

/// The type inside an optional type: `T?`, `?T`, `Option<T>`, `T | null`, `optional T`, `T (optional)`.
fn optional(text: &str) -> Option<&str> {
    let of_union = || {
        let (left, right) = text.split_once('|')?;
        let is_null = |text: &str| matches!(text.trim(), "null" | "None" | "nil" | "undefined");
        match (is_null(left), is_null(right)) {
            (false, true) => Some(left),
            (true, false) => Some(right),
            _ => None,
        }
    };
    text.strip_suffix('?')
        .or_else(|| text.strip_prefix('?'))
        .or_else(|| generic(text, &["option", "optional", "maybe", "nullable"]))
        .or_else(of_union)
        .or_else(|| text.strip_prefix("optional "))
        .or_else(|| text.strip_suffix("(optional)"))
}

/// The type of the items: `[T]`, `[]T`, `T[]`, `Vec<T>`, `array of T`.
fn list(text: &str) -> Option<&str> {
    text.strip_prefix("[]")
        .or_else(|| text.strip_suffix("[]"))
        .or_else(|| text.strip_prefix('[')?.strip_suffix(']'))
        .or_else(|| generic(text, &["vec", "list", "array", "set", "sequence", "slice"]))
        .or_else(|| text.strip_prefix("array of "))
        .or_else(|| text.strip_prefix("list of "))
}

/// The types of the keys and of the values: `{ K: V }`, `Map<K, V>`, `map[K]V`.
fn map(text: &str) -> Option<(&str, &str)> {
    let of_go = || text.strip_prefix("map[")?.split_once(']');
    let own = || text.strip_prefix('{')?.strip_suffix('}')?.split_once(':');
    let names = ["map", "hashmap", "dict", "record", "object"];
    generic(text, &names)
        .and_then(|arguments| arguments.split_once(','))
        .or_else(of_go)
        .or_else(own)
}

/// The argument of a generic type with one of these names, such as `Vec<T>` or `List[T]`.
fn generic<'t>(text: &'t str, names: &[&str]) -> Option<&'t str> {
    let (name, rest) = text.split_once(['<', '['])?;
    let argument = rest.strip_suffix(['>', ']'])?;
    let name = name.trim();
    let is_known = names.iter().any(|known| known.eq_ignore_ascii_case(name));
    is_known.then_some(argument)
}

/// The built-in type with the name `word` in a spec or in another language.
fn built_in(word: &str) -> Option<BuiltIn> {
    Some(match word.to_ascii_lowercase().as_str() {
        "string" | "str" | "text" | "char" | "varchar" | "uri" | "url" | "email" => BuiltIn::String,
        "boolean" | "bool" => BuiltIn::Boolean,
        "integer" | "int" | "long" | "short" | "int8" | "int16" | "int64" | "uint" | "uint8"
        | "uint16" | "uint32" | "i8" | "i16" | "i64" | "u8" | "u16" | "u32" | "isize" | "usize" => {
            BuiltIn::Integer
        }
        "int32" | "i32" => BuiltIn::Int32,
        "uint64" | "u64" => BuiltIn::Uint64,
        "number" | "float" | "double" | "float32" | "float64" | "f32" | "f64" => BuiltIn::Number,
        "decimal" | "bigdecimal" | "numeric" => BuiltIn::Decimal,
        "date" | "day" => BuiltIn::Date,
        "unix_time" | "unixtime" | "unix-time" | "epoch" => BuiltIn::UnixTime,
        "uuid" | "guid" => BuiltIn::Uuid,
        "bytes" | "binary" | "base64" | "byte" => BuiltIn::Bytes,
        "timestamp" | "datetime" | "date-time" | "date_time" | "instant" => BuiltIn::Timestamp,
        "object" | "map" | "hashmap" | "dict" | "dictionary" | "record" => BuiltIn::Object,
        "any" | "json" | "mixed" | "unknown" | "dynamic" => BuiltIn::Any,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::{LONGEST, remedy};

    #[test]
    fn a_type_in_another_syntax_is_shown_in_this_one() {
        for (foreign, right) in [
            ("int", "integer"),
            ("bool", "boolean"),
            ("float", "number"),
            ("datetime", "timestamp"),
            ("guid", "uuid"),
            ("u64", "uint64"),
            ("base64", "bytes"),
            ("UnixTime", "unix_time"),
            ("str", "string"),
            ("String", "string"),
            ("json", "any"),
            ("Option<string>", "string?"),
            ("Optional[str]", "string?"),
            ("User | null", "User?"),
            ("null|string", "string?"),
            ("string? | null", "string?"),
            ("?string", "string?"),
            ("optional string", "string?"),
            ("string (optional)", "string?"),
            ("Vec<User>", "[User]"),
            ("List<int>", "[integer]"),
            ("list[str]", "[string]"),
            ("[]string", "[string]"),
            ("string[]", "[string]"),
            ("string?[]", "[string?]"),
            ("int[][]", "[[integer]]"),
            ("array of User", "[User]"),
            ("Option<Vec<User>>", "\"[User]?\""),
            ("string[] | null", "\"[string]?\""),
            ("Map<string, int>", "{ string: integer }"),
            ("dict[str, Any]", "{ string: any }"),
            ("map[string]int", "{ string: integer }"),
            ("HashMap<UserId, Vec<User>>", "{ UserId: [User] }"),
            ("Option<Map<string, string>>", "\"{ string: string }?\""),
        ] {
            assert_eq!(remedy(foreign), Some(format!("write `{right}`")));
        }
    }

    #[test]
    fn a_type_that_lacks_a_part_gets_an_example() {
        for (foreign, part) in [
            ("array", "`[string]`"),
            ("List", "`[string]`"),
            ("enum", "under `types`"),
            ("null", "`string?`"),
            ("string | integer", "`any`"),
            ("{ string: integer", "`{ string: T }`"),
        ] {
            let help = remedy(foreign).unwrap();
            assert!(help.contains(part), "{help}");
        }
    }

    #[test]
    fn what_is_no_type_of_another_syntax_gets_no_remedy() {
        let long = "?".repeat(LONGEST + 1);
        for text in [
            "string", "User", "[User]", "strng", "", "a b", "[", "<>", &long,
        ] {
            assert_eq!(remedy(text), None, "{text}");
        }
    }
}
