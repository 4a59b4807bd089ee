//! Keywords of JSON Schema. They express the checks of [`resolve`](crate::resolve), as far as a schema can.

use std::borrow::Cow;

use schemars::{JsonSchema, Schema, SchemaGenerator};
use serde_json::{Value, json};

use crate::method::Method;

/// The condition that the key exists and its value is not null.
pub(crate) fn given(key: &str) -> Value {
    // Uses `not`, because editors suggest the keys in `properties`.
    json!({
        "required": [key],
        "not": { "required": [key], "properties": { key: { "type": "null" } } }
    })
}

/// The alternatives for exactly one of the keys.
pub(crate) fn exactly_one(keys: &[&str]) -> Vec<Value> {
    keys.iter().map(|key| given(key)).collect()
}

/// The condition that the key only exists together with `other`.
pub(crate) fn needs(key: &str, other: &str) -> Value {
    let message = format!("`{key}` has no effect without `{other}`.");
    json!({ "if": given(other), "else": { "properties": { key: one_of(&[json!(null), json!({})], &message) } } })
}

/// One of the values. Otherwise, an editor shows `message`.
pub(crate) fn one_of(values: &[Value], message: &str) -> Value {
    json!({ "enum": values, "errorMessage": message })
}

/// A text that matches the pattern. Otherwise, an editor shows `message`.
pub(crate) fn text(pattern: &str, message: &str) -> Value {
    json!({ "type": "string", "pattern": pattern, "errorMessage": message })
}

/// If the key has one of the values, the properties must also match `then`.
pub(crate) fn when(key: &str, values: &[Value], then: &Value) -> Value {
    json!({ "if": when_given(key, values), "then": { "properties": then } })
}

/// The condition that the key has one of the values.
pub(crate) fn when_given(key: &str, values: &[Value]) -> Value {
    json!({ "required": [key], "properties": { key: { "enum": values } } })
}

/// The condition that `pick` accepts the method of the endpoint.
pub(crate) fn methods(pick: fn(&Method) -> bool) -> Value {
    let picked: Vec<_> = Method::ALL
        .iter()
        .filter(|method| pick(method))
        .map(|method| method.as_str())
        .collect();
    json!({ "required": ["method"], "properties": { "method": { "enum": picked } } })
}

/// Kinds of text, each with its pattern, and with the message of an editor for a text that does not match.
///
/// The generator rejects every text that a pattern rejects.
macro_rules! texts {
    ($($name:ident: $pattern:expr, $message:literal;)*) => {$(
        #[doc = $message]
        pub(crate) enum $name {}

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                Schema::try_from(text($pattern, $message)).unwrap_or_default()
            }
        }
    )*};
}

/// The characters that docs cannot contain, as part of a character class.
macro_rules! invisible_in_docs {
    () => {
        r"\u0000-\u0008\u000B-\u001F\u007F-\u009F\u061C\u200B\u200E\u200F\u2028-\u202E\u2060-\u2069\uFEFF"
    };
}

/// The characters that names and values cannot contain, as part of a character class. Only the generator rejects
/// characters beyond U+FFFF, because validators do not agree on their spelling in patterns.
macro_rules! invisible {
    () => {
        concat!(
            invisible_in_docs!(),
            r"\u00AD\u034F\u115F\u1160\u17B4\u17B5\u180B-\u180F\u200C\u200D\u206A-\u206F\u3164\uFE00-\uFE0F\uFFA0\uFFF0-\uFFF8"
        )
    };
}

/// The start of a segment of a path that is not a dot: a character or a placeholder. `:id` is not a placeholder.
macro_rules! start {
    () => {
        r"[0-9A-Za-z_~!$&'()*+,;=@-]|\{[.0-9A-Za-z_~!$&'()*+,;=:@-]+\}"
    };
}

/// A character of a fixed query or a fragment.
macro_rules! in_query {
    () => {
        r"([0-9A-Za-z._~!$&'()*+,;=:@/?-]|%[0-9A-Fa-f]{2})"
    };
}

texts! {
    Text: concat!("^[^", invisible_in_docs!(), "]*[^\\s", invisible_in_docs!(), "][^", invisible_in_docs!(), "]*$"),
        "Write a text that is not empty, without invisible characters.";
    PlainText: concat!("^[^", invisible!(), "]*$"),
        "Write a text without invisible characters.";
    NonEmptyText: concat!("^[^", invisible!(), "]*[^\\s", invisible!(), "][^", invisible!(), "]*$"),
        "Write a text that is not empty, without invisible characters.";
    Line: concat!("^\\s*[^\\s", invisible_in_docs!(), "]([^\\n", invisible_in_docs!(), "]*[^\\s", invisible_in_docs!(), "])?\\s*$"),
        "Write one line, and move the rest to `docs`.";
    Name: "[!-~]",
        "Write a name of ASCII letters and digits, such as `first_name`.";
    GivenName: "^[0-9A-Za-z_]+$",
        "Write a name such as `first_name`, or `FirstName` for a value of an enum or a variant.";
    SnakeName: "^[0-9a-z_]+$",
        "Write a name such as `first_name`.";
    CrateName: r"^[a-z][a-z0-9]*([-_][a-z0-9]+)*$",
        "Write lower-case letters, digits and single dashes, and start with a letter.";
    Version: r"^(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)(-(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*)(\.(0|[1-9][0-9]*|[0-9]*[A-Za-z-][0-9A-Za-z-]*))*)?(\+[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$",
        "Write three numbers, such as `0.1.0`, optionally followed by `-pre` and `+build`.";
    Keyword: "^[0-9A-Za-z][0-9A-Za-z_+-]{0,19}$",
        "Write at most 20 letters, digits, `_`, `-` and `+`, and start with a letter or digit.";
    Category: "^[0-9a-z]+(-[0-9a-z]+)*(::[0-9a-z]+(-[0-9a-z]+)*)*$",
        "Write the slug of a category, such as `web-programming::http-client`.";
    HeaderName: r"^[!#$%&'*+.^_`|~0-9A-Za-z-]+$",
        "Write the name of a header, such as `X-Api-Key`.";
    HeaderValue: "^[!-~]+$",
        "Write ASCII letters, digits and punctuation, without spaces.";
    MediaType: r#"^[0-9A-Za-z!#$&^_.+-]+/[0-9A-Za-z!#$&^_.+-]+( *; *[0-9A-Za-z!#$&^_.+-]+=([0-9A-Za-z!#$&^_.+-]+|"[^"\\\u0000-\u001F\u007F-\uFFFF]*"))*$"#,
        "Write a media type, such as `text/csv` or `text/plain; charset=utf-8`.";
    FixedValue: "^[!-~]([ -~]*[!-~])?$",
        "Write ASCII letters, digits, punctuation and spaces.";
    KeyPath: concat!("^[^.", invisible!(), "]+(\\.[^.", invisible!(), "]+)*$"),
        "Write the keys that lead to a value, separated by dots, such as `error.message`.";
    RelationType: "^[!#-:<-~]+$",
        "Write one word, such as `next`.";
    Url: r"^https://([0-9A-Za-z.-]+|\[[0-9A-Fa-f:.]+\])(:0*[1-9][0-9]{0,4})?(/((\.{0,2}[0-9A-Za-z_~-]|\.{3})[0-9A-Za-z._~-]*)?)*$",
        "Write `https://`, a host, and optionally a port and a path.";
    WebUrl: r"^https?://([0-9A-Za-z.-]+|\[[0-9A-Fa-f:.]+\])(:0*[1-9][0-9]{0,4})?([/?#][!#-;=?-\[\]_a-z~]*)?$",
        "Write `https://` or `http://`, a host, and a path.";
    PathTemplate: concat!("^(/|(/(", start!(), "|\\.{1,2}(:|", start!(), ")|\\.{3})([.:]|", start!(), ")*)+/?)(\\?", in_query!(), "+)?(#", in_query!(), "+)?$"),
        "Write a path that starts with `/`, such as `/v1/parcels/{parcel_id}`.";
}
