//! Schemas: the types of values, and the named types.

use codegen::Model;
use codegen::model::{
    Constructor, Facts, Field, Null, Object, Shape, Tagging, Ty, Type, Union, Value, Variant,
};

use super::extensions::{
    exact, map, object, put_deprecated, put_docs, put_flag, put_name, reference, text, texts,
};
use super::facts::put_facts;
use crate::yaml::{Map, Yaml, long, put, put_full, put_some};

/// Returns the schemas of the named types and of the envelope.
pub(super) fn components(model: &Model, envelope: Option<&str>) -> Yaml {
    let mut schemas: Map = model
        .types
        .iter()
        .map(|ty| (ty.name.as_str().to_owned(), component(model, ty)))
        .collect();
    if let Some(name) = envelope {
        let mut envelope = map([("type", text("object"))]);
        put_docs(&mut envelope, "The keys that every success body has.");
        put_fields(&mut envelope, &model.envelope);
        put(&mut schemas, name, Yaml::Long(envelope));
    }
    Yaml::Long(schemas)
}

fn component(model: &Model, ty: &Type) -> Yaml {
    let kind = match &ty.shape {
        Shape::Id | Shape::Enum(_) => Some("string"),
        Shape::IntegerEnum(_) => Some("integer"),
        Shape::Object(_) => Some("object"),
        Shape::Union(_) => None,
    };
    let mut schema = Map::new();
    if let Some(kind) = kind {
        put(&mut schema, "type", text(kind));
    }
    put_docs(&mut schema, &ty.docs);
    match &ty.shape {
        Shape::Id => {}
        Shape::Enum(values) => put_values(&mut schema, values, "string"),
        Shape::IntegerEnum(values) => put_values(&mut schema, values, "integer"),
        Shape::Object(object) => put_object(&mut schema, model, object),
        Shape::Union(union) => put_union(&mut schema, union),
    }
    // By default, a type is in the file of the first resource.
    let mut resources = model.resources.iter();
    let is_here = |source: &str| source == ty.source;
    let first = resources.next().filter(|first| !is_here(&first.source));
    let resource = first.and_then(|_| resources.find(|resource| is_here(&resource.source)));
    if let Some(resource) = resource {
        put(&mut schema, "x-resource", text(resource.name.as_str()));
    }
    Yaml::Long(schema)
}

/// Adds the values of an enum of `kind`: a list, or constants if a value has docs, a name or a deprecation. The schema also
/// allows all other values of the kind.
fn put_values(schema: &mut Map, values: &[Value], kind: &str) {
    let is_text = kind == "string";
    let is_plain = |value: &Value| {
        value.docs == spelling(&value.value, is_text)
            && value.deprecated.is_none()
            && !value.is_named
    };
    let mut known = if values.iter().all(is_plain) {
        let values = values.iter().map(|value| constant(&value.value, is_text));
        vec![object([("enum", Yaml::List(values.collect()))])]
    } else {
        values
            .iter()
            .map(|value| documented(value, is_text))
            .collect()
    };
    known.push(object([("type", text(kind))]));
    put(schema, "anyOf", Yaml::List(known));
}

fn documented(value: &Value, is_text: bool) -> Yaml {
    let mut schema = map([("const", constant(&value.value, is_text))]);
    if value.docs != spelling(&value.value, is_text) {
        put_docs(&mut schema, &value.docs);
    }
    put_name(&mut schema, &value.name, value.is_named);
    put_deprecated(&mut schema, value.deprecated.as_ref());
    Yaml::Short(schema)
}

/// Returns a value of an enum in JSON.
fn constant(value: &str, is_text: bool) -> Yaml {
    if is_text {
        text(value)
    } else {
        Yaml::Raw(value.to_owned())
    }
}

/// Returns the docs of a value without docs in the spec.
fn spelling(value: &str, is_text: bool) -> String {
    match value {
        "" => "The empty string.".to_owned(),
        value if is_text => format!("Spelled `{value}`."),
        value => format!("The number `{value}`."),
    }
}

pub(super) fn put_object(schema: &mut Map, model: &Model, object: &Object) {
    put_fields(schema, &object.fields);
    if let Some(Ty::Map { value, .. }) = object.extra.as_ref().map(|extra| &extra.ty) {
        put(
            schema,
            "additionalProperties",
            Yaml::Short(self::schema(value)),
        );
    }
    let constructors = object.constructors.iter();
    let constructors = constructors.map(|it| {
        let name = it.name.as_str().to_owned();
        (name, constructor(model, object, it))
    });
    put_full(schema, "x-constructors", Yaml::Long(constructors.collect()));
}

fn constructor(model: &Model, object: &Object, constructor: &Constructor) -> Yaml {
    let mut with = Map::new();
    for field in &object.fields {
        let fixed = constructor.fixed.get(&field.name);
        let values = match &field.ty {
            Ty::Named { name, .. } => model.shape(name),
            _ => None,
        };
        let (values, is_text) = match values {
            Some(Shape::Enum(values)) => (values, true),
            Some(Shape::IntegerEnum(values)) => (values, false),
            _ => continue,
        };
        let value = fixed.and_then(|fixed| values.iter().find(|value| value.name == fixed.name));
        let value = value.map(|value| constant(&value.value, is_text));
        put_some(&mut with, &field.key, value);
    }
    self::object([
        ("docs", exact(&constructor.docs)),
        ("with", Yaml::Short(with)),
    ])
}

/// Adds the properties of an object. An empty list or map can be absent.
pub(super) fn put_fields(schema: &mut Map, fields: &[Field]) {
    let required = fields.iter().filter(|field| field.is_required());
    let required = texts(required.map(|field| field.key.as_str()));
    let properties = fields
        .iter()
        .map(|field| (field.key.clone(), property(field)));
    let properties: Map = properties.collect();
    put(schema, "properties", long(properties));
    put_full(schema, "required", required);
}

fn property(field: &Field) -> Yaml {
    let mut schema = value(&field.ty, &field.facts, field.ty.is_optional());
    put_docs(&mut schema, &field.docs);
    put_name(&mut schema, &field.name, field.is_named);
    put_flag(&mut schema, "x-clearable", field.null.clear().is_some());
    put_flag(&mut schema, "x-null-if-unset", field.null == Null::IfUnset);
    put_flag(&mut schema, "x-sensitive", field.sensitive);
    put_deprecated(&mut schema, field.deprecated.as_ref());
    Yaml::Short(schema)
}

fn put_union(schema: &mut Map, union: &Union) {
    // With tags, a value belongs to at most one variant. Without tags, a value can match several schemas, because schemas
    // also allow unknown keys.
    let (key, tag, content) = match &union.tagging {
        Tagging::Adjacent { tag, content, .. } => ("oneOf", Some(tag), Some(content)),
        Tagging::Internal { tag, .. } => ("oneOf", Some(tag), None),
        Tagging::Untagged { .. } => ("anyOf", None, None),
    };
    let variants = union.variants.iter();
    let variants = variants.map(|variant| Yaml::Short(self::variant(&union.tagging, variant)));
    put(schema, key, Yaml::List(variants.collect()));
    for (key, value) in [("x-tag", tag), ("x-content", content)] {
        if let Some(value) = value {
            put(schema, key, text(value));
        }
    }
}

fn variant(tagging: &Tagging, variant: &Variant) -> Map {
    let content = variant.ty.as_ref().map(schema);
    let mut schema = match tagging {
        Tagging::Adjacent {
            tag, content: key, ..
        } => tagged(tag, &variant.key, content.map(|content| (key, content))),
        Tagging::Internal { tag, .. } => match content {
            None => tagged(tag, &variant.key, None),
            Some(content) => {
                let tag = tagged(tag, &variant.key, None);
                let parts = vec![Yaml::Short(content), Yaml::Short(tag)];
                map([("allOf", Yaml::List(parts))])
            }
        },
        Tagging::Untagged { .. } => {
            let mut schema = content.unwrap_or_default();
            put(&mut schema, "title", text(&variant.key));
            schema
        }
    };
    put_docs(&mut schema, &variant.docs);
    put_name(&mut schema, &variant.name, variant.is_named);
    put_flag(&mut schema, "x-sensitive", variant.sensitive);
    put_deprecated(&mut schema, variant.deprecated.as_ref());
    schema
}

/// An object with a tag, and optionally with a content under another key.
fn tagged(tag: &str, value: &str, content: Option<(&String, Map)>) -> Map {
    let mut properties = map([(tag, object([("const", text(value))]))]);
    let mut required = vec![tag];
    if let Some((key, content)) = content {
        put(&mut properties, key, Yaml::Short(content));
        required.push(key);
    }
    map([
        ("type", text("object")),
        ("properties", Yaml::Short(properties)),
        ("required", texts(required)),
    ])
}

/// Returns the schema of a value of the type with these facts.
pub(super) fn value(ty: &Ty, facts: &Facts, is_nullable: bool) -> Map {
    let mut schema = schema(ty.required());
    put_facts(&mut schema, facts);
    if is_nullable {
        nullable(schema)
    } else {
        schema
    }
}

/// Returns the schema of a type. An optional value can be null.
pub(super) fn schema(ty: &Ty) -> Map {
    let plain = |name: &str| map([("type", text(name))]);
    let formatted =
        |name: &str, format: &str| map([("type", text(name)), ("format", text(format))]);
    match ty {
        Ty::String => plain("string"),
        Ty::Boolean => plain("boolean"),
        Ty::Integer => formatted("integer", "int64"),
        Ty::Int32 => formatted("integer", "int32"),
        Ty::Uint64 => formatted("integer", "uint64"),
        Ty::Number => plain("number"),
        Ty::Decimal => formatted("string", "decimal"),
        Ty::Timestamp => formatted("string", "date-time"),
        Ty::Date => formatted("string", "date"),
        Ty::UnixTime => formatted("integer", "unix-time"),
        Ty::Uuid => formatted("string", "uuid"),
        Ty::Bytes => map([
            ("type", text("string")),
            ("contentEncoding", text("base64")),
        ]),
        Ty::RawBytes | Ty::File => formatted("string", "binary"),
        Ty::JsonObject => plain("object"),
        Ty::Any | Ty::Poisoned => Map::new(),
        Ty::Named { name, .. } => reference("schemas", name.as_str()),
        Ty::Optional(inner) => nullable(schema(inner)),
        Ty::List(item) => {
            let mut list = plain("array");
            put(&mut list, "items", Yaml::Short(schema(item)));
            list
        }
        Ty::Map { key, value } => {
            let mut map = plain("object");
            if **key != Ty::String {
                put(&mut map, "propertyNames", Yaml::Short(schema(key)));
            }
            put(&mut map, "additionalProperties", Yaml::Short(schema(value)));
            map
        }
    }
}

fn nullable(mut schema: Map) -> Map {
    let null = || text("null");
    match schema.iter_mut().find(|(key, _)| key == "type") {
        Some((_, name)) => {
            *name = Yaml::List(vec![name.clone(), null()]);
            schema
        }
        None => {
            let null = object([("type", null())]);
            map([("anyOf", Yaml::List(vec![Yaml::Short(schema), null]))])
        }
    }
}
