//! Completes the body of a response with the fields of the model that the implementation does not set.

use codegen::Model;
use codegen::model::{Field, Shape, Tagging, Ty, Union};
use serde_json::{Map, Value, json};

/// Adds the missing `fields` to `object` and to the objects within it.
///
/// A field that is absent or null gets the empty value of its type. An optional field gets null. Other empty values are
/// an empty list or string, `false`, 0, the first value of an enum, the first variant of a union, or an object of them.
pub(crate) fn fields(model: &Model, fields: &[Field], object: &mut Map<String, Value>) {
    for Field { key, ty, .. } in fields {
        value(model, ty, object.entry(key.as_str()).or_insert(Value::Null));
    }
}

fn value(model: &Model, ty: &Ty, found: &mut Value) {
    if found.is_null() {
        *found = empty(model, ty);
    }
    match ty {
        Ty::Optional(inner) if !found.is_null() => value(model, inner, found),
        Ty::List(item) => {
            let items = found.as_array_mut().into_iter().flatten();
            items.for_each(|found| value(model, item, found));
        }
        Ty::Map { value: ty, .. } => {
            let values = found.as_object_mut().into_iter().flatten();
            values.for_each(|(_, found)| value(model, ty, found));
        }
        Ty::Named { name, .. } => match (model.shape(name), found.as_object_mut()) {
            (Some(Shape::Object(object)), Some(found)) => fields(model, &object.fields, found),
            (Some(Shape::Union(union)), Some(found)) => content(model, union, found),
            _ => {}
        },
        _ => {}
    }
}

/// Returns the empty value of a type. The caller adds the fields of objects.
fn empty(model: &Model, ty: &Ty) -> Value {
    match ty {
        Ty::Optional(_) | Ty::Any | Ty::RawBytes | Ty::File | Ty::Poisoned => Value::Null,
        Ty::List(_) => json!([]),
        Ty::Boolean => json!(false),
        Ty::Integer | Ty::Int32 | Ty::Uint64 | Ty::Number | Ty::UnixTime => json!(0),
        Ty::JsonObject | Ty::Map { .. } => json!({}),
        Ty::Timestamp => json!("1970-01-01T00:00:00Z"),
        Ty::Date => json!("1970-01-01"),
        Ty::Uuid => json!("00000000-0000-0000-0000-000000000000"),
        Ty::Decimal => json!("0"),
        Ty::String | Ty::Bytes => json!(""),
        Ty::Named { name, .. } => match model.shape(name) {
            Some(Shape::Object(_)) => json!({}),
            Some(Shape::Enum(values)) => json!(values.first().map_or("", |first| &first.value)),
            Some(Shape::IntegerEnum(_)) => json!(0),
            Some(Shape::Union(union)) => {
                let first = union.variants.first();
                match union.tagging.tag() {
                    Some(tag) => json!({ tag: first.map(|first| &first.key) }),
                    None => first
                        .and_then(|first| first.ty.as_ref())
                        .map_or(Value::Null, |ty| empty(model, ty)),
                }
            }
            Some(Shape::Id) | None => json!(""),
        },
    }
}

/// Completes the content of the variant with the tag of `found`. A value without a tag does not change.
fn content(model: &Model, union: &Union, found: &mut Map<String, Value>) {
    let tag = union.tagging.tag().and_then(|tag| found.get(tag)?.as_str());
    let mut variants = union.variants.iter();
    let variant = variants.find(|it| Some(it.key.as_str()) == tag);
    let Some(ty) = variant.and_then(|variant| variant.ty.as_ref()) else {
        return;
    };
    match (&union.tagging, ty) {
        (Tagging::Adjacent { content, .. }, ty) => {
            value(
                model,
                ty,
                found.entry(content.as_str()).or_insert(Value::Null),
            );
        }
        (Tagging::Internal { .. }, Ty::Named { name, .. }) => {
            if let Some(Shape::Object(object)) = model.shape(name) {
                fields(model, &object.fields, found);
            }
        }
        (Tagging::Internal { .. } | Tagging::Untagged { .. }, _) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::api::tests::{endpoint, model_of};

    const TYPES: &str = "
types:
  Badge:
    docs: A badge.
    fields:
      badge_id: { type: BadgeId, docs: Which badge it is. }
      color: { type: Color, docs: How it looks. }
      holder: { type: Holder, docs: Who has it. }
      rules: { type: [Rule], docs: Who may have it. }
      note: { type: string?, docs: What else there is to say. }
  Holder:
    docs: The holder of a badge.
    fields:
      age: { type: integer, docs: In years. }
      since: { type: timestamp, docs: When they got it. }
  Color: { docs: A color., enum: [red, green] }
  Rule:
    docs: Who may have a badge.
    tag: kind
    content: value
    variants:
      adult: { type: boolean, docs: Whether they are grown up. }
      holder: { type: Holder, docs: Who they are. }
ids:
  BadgeId: The id of a badge.
";

    const GET: &str = "
endpoints:
  get:
    summary: Gets a badge.
    method: GET
    path: /badge
    response:
      badge: { type: Badge, docs: The badge. }
      rule: { type: Rule, docs: The first rule. }
";

    fn filled(mut body: Value) -> Value {
        let model = model_of(&format!("resource: users\ndocs: Badges.\n{TYPES}{GET}"));
        let get = endpoint(&model, "get");
        fields(
            &model,
            model.response_fields(get),
            body.as_object_mut().unwrap(),
        );
        body
    }

    #[test]
    fn a_body_without_fields_gets_the_empty_value_of_each() {
        let holder = json!({ "age": 0, "since": "1970-01-01T00:00:00Z" });
        let badge =
            json!({ "badge_id": "", "color": "red", "holder": holder, "rules": [], "note": null });
        let rule = json!({ "kind": "adult", "value": false });
        assert_eq!(filled(json!({})), json!({ "badge": badge, "rule": rule }));
    }

    #[test]
    fn the_fields_of_a_body_do_not_change() {
        let body = json!({
            "badge": {
                "badge_id": "b1", "color": "blue", "note": "lost",
                "holder": { "age": 36, "since": "2026-01-01T00:00:00Z" },
                "rules": [{ "kind": "holder", "value": { "age": 7, "since": "2026-01-02T00:00:00Z" } }],
            },
            "rule": { "kind": "adult", "value": true },
        });
        assert_eq!(filled(body.clone()), body);
    }

    #[test]
    fn objects_within_objects_lists_and_unions_are_completed() {
        let holder = json!({ "age": 36, "since": "1970-01-01T00:00:00Z" });
        let body = filled(json!({
            "badge": { "holder": { "age": 36 }, "rules": [{ "kind": "holder", "value": { "age": 36 } }] },
        }));
        assert_eq!(body["badge"]["holder"], holder);
        assert_eq!(
            body["badge"]["rules"],
            json!([{ "kind": "holder", "value": holder }])
        );
    }
}
