//! Unions: their tags and their variants.

use super::check::Check;
use super::definition::Definition;
use super::namespace::{Entry, Namespace};
use super::symbols::Symbols;
use super::undocumented;
use crate::diagnostic::{Code, Fault, Part, Path};
use crate::model::{Kind, Shape, Tagging, Ty, Types, Union, Variant};
use crate::name::Name;
use crate::reserved::{UNION_METHODS, UNRECOGNIZED};
use crate::spec::{self, Map};

pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    spec: &spec::Type,
    variants: &Map<spec::Variant>,
    symbols: &Symbols,
) -> Option<Union> {
    let tagging = tagging(check, path, spec);
    let path = path.key("variants");
    if variants.is_empty() && !check.lacks_entries(&path) {
        check.fault(no_variants(&path));
    }
    let mut names = Namespace::with_own(&[UNRECOGNIZED]);
    let variants = variants
        .iter()
        .map(|(key, spec)| variant(check, &path.key(key), spec, symbols, &mut names));
    let variants: Vec<_> = variants.collect();
    let tagging = tagging?;
    for variant in &variants {
        let path = path.key(&variant.key);
        let path = path.key("type");
        match (&tagging, &variant.ty) {
            (_, Some(Ty::Optional(_))) => check.fault(optional_content(&path)),
            (Tagging::Internal { tag, .. }, Some(ty)) if !can_be_next_to_tag(ty) => {
                check.fault(not_next_to_tag(&path, tag));
            }
            (Tagging::Untagged { .. }, None) if !check.is_poisoned(&path) => {
                check.fault(no_content(&path));
            }
            _ => {}
        }
    }
    Some(Union { tagging, variants })
}

/// Resolves a variant. A variant with a wrong name or type stays, with a poisoned one.
fn variant(
    check: &mut Check,
    path: &Path<'_>,
    spec: &spec::Variant,
    symbols: &Symbols,
    names: &mut Namespace<Entry>,
) -> Variant {
    let key = path.last_key();
    let ty = spec.ty.as_ref();
    let ty = ty.map(|ty| symbols.ty(check, &path.key("type"), ty));
    if spec.sensitive && ty.is_none() && !check.is_poisoned(&path.key("type")) {
        check.fault(nothing_sensitive(&path.key("sensitive")));
    }
    let docs = check.docs_or(&path.key("docs"), spec.docs.as_ref(), || match &ty {
        Some(ty) => undocumented::value(key, ty),
        None => undocumented::unit(key),
    });
    Variant {
        key: key.to_owned(),
        name: check.entry_name(names, path, key, spec.name.as_deref(), Name::camel),
        is_named: spec.name.is_some(),
        docs,
        ty,
        boxed: false,
        sensitive: spec.sensitive,
        deprecated: check.deprecated(path, spec.deprecated.as_ref()),
    }
}

/// Resolves the tag and the content of a union.
fn tagging(check: &mut Check, path: &Path<'_>, spec: &spec::Type) -> Option<Tagging> {
    let tag_path = path.key("tag");
    let tag = key(check, &tag_path, spec.tag.as_ref());
    let content_path = path.key("content");
    let content = key(check, &content_path, spec.content.as_ref());
    if tag.is_none() && !check.is_poisoned(&tag_path) {
        if content.is_none() && !check.is_poisoned(&content_path) {
            let patterns = Vec::new();
            return Some(Tagging::Untagged { patterns });
        }
        check.fault(no_tag(&tag_path));
    }
    if tag.is_some() && tag == content {
        check.fault(same_keys(path));
    }
    if let Some(content) = content {
        check.plain_text(&content_path, Part::Value, content);
    }
    let tag = tag?;
    let help = "a spec cannot describe such a union; use the type `any`";
    let tag_name = check.name(&tag_path, Part::Value, tag, Name::snake, help);
    let (tag, tag_name) = (tag.clone(), tag_name.avoiding(&UNION_METHODS));
    Some(match content {
        Some(content) => Tagging::Adjacent {
            tag,
            content: content.clone(),
            tag_name,
        },
        None if check.is_poisoned(&content_path) => return None,
        None => Tagging::Internal { tag, tag_name },
    })
}

/// Resolves the JSON key at `path`. Returns `None` if it is wrong.
fn key<'s>(check: &mut Check, path: &Path<'_>, text: Option<&'s String>) -> Option<&'s String> {
    let text = text.filter(|_| !check.is_poisoned(path))?;
    check.not_blank(path, text, "write the key that holds it in JSON");
    Some(text)
}

fn no_tag(path: &Path<'_>) -> Fault {
    let message = "a union with `content` needs `tag`";
    let help = "add `tag:` with the key that holds it in JSON, or remove `content`";
    Fault::key(Code::MissingKey, path, message, help)
}

fn same_keys(path: &Path<'_>) -> Fault {
    let message = "the tag and the content have the same key";
    let help = "write the key that holds the content";
    Fault::value(Code::BadUnion, &path.key("content"), message, help)
        .related(path.key("tag").at_value(), "the tag")
}

fn no_variants(path: &Path<'_>) -> Fault {
    let message = "a union needs at least one variant";
    let help = "list the known variants";
    Fault::key(Code::MissingEntry, path, message, help)
}

fn optional_content(path: &Path<'_>) -> Fault {
    let message = "the content of a variant cannot be optional";
    Fault::value(Code::BadUnion, path, message, "remove the `?`")
}

fn no_content(path: &Path<'_>) -> Fault {
    let message = "a variant of a union without `tag` needs a type";
    let help = "add `type:` with the type of its values, or add `tag:` to the union";
    Fault::key(Code::MissingKey, path, message, help)
}

fn nothing_sensitive(path: &Path<'_>) -> Fault {
    let message = "`sensitive` has no effect without `type`";
    Fault::key(Code::UselessKey, path, message, "remove it")
}

/// Whether a tag can be next to the keys of the type: it is an object with known fields.
fn can_be_next_to_tag(ty: &Ty) -> bool {
    match ty {
        Ty::Named { kind, .. } => *kind == Kind::Object,
        ty => ty.is_poisoned(),
    }
}

fn not_next_to_tag(path: &Path<'_>, tag: &str) -> Fault {
    let message = format!("the fields of this type cannot be next to `{tag}`");
    let help = "use an object of `types`, or add `content:` to the union with the key that holds the value in JSON";
    Fault::value(Code::BadUnion, path, message, help)
}

/// Rejects objects that cannot contain the tag: its field has another type, or it would be an extra key.
pub(super) fn reject_bad_tags(check: &mut Check, definitions: &[Definition<'_>], types: &Types) {
    for (definition, ty) in definitions.iter().zip(types.iter()) {
        let Shape::Union(union) = &ty.shape else {
            continue;
        };
        let Tagging::Internal { tag, .. } = &union.tagging else {
            continue;
        };
        for variant in &union.variants {
            let Some(Ty::Named { name, .. }) = &variant.ty else {
                continue;
            };
            let Some(Shape::Object(object)) = types.shape(name) else {
                continue;
            };
            let own = object.fields.iter().find(|field| field.key == *tag);
            match own {
                Some(own) if !can_hold_tag(&own.ty) => {
                    check.fault(bad_tag(definition, &variant.key, name, tag));
                }
                None if object.extra.is_some() => {
                    check.fault(tag_in_extra(definition, &variant.key, name, tag));
                }
                _ => {}
            }
        }
    }
}

fn tag_in_extra(definition: &Definition<'_>, variant: &str, object: &Name, tag: &str) -> Fault {
    let message = format!("the tag `{tag}` would be among the extra keys of `{object}`");
    let help = format!("add the field `{tag}: {{ type: string, … }}` to `{object}`");
    let location = definition.variant_type(variant);
    Fault::new(Code::BadUnion, location, message, help)
}

/// Whether a field of the type can hold a tag, which is a string.
fn can_hold_tag(ty: &Ty) -> bool {
    match ty.required() {
        Ty::Named { kind, .. } => matches!(kind, Kind::Id | Kind::Enum),
        ty => matches!(ty, Ty::String | Ty::Any | Ty::Poisoned),
    }
}

fn bad_tag(definition: &Definition<'_>, variant: &str, object: &Name, tag: &str) -> Fault {
    let message =
        format!("the field `{tag}` of `{object}` cannot contain the tag, which is a string");
    let help = "remove the field, or make its type `string` or an enum of strings";
    Fault::new(
        Code::BadUnion,
        definition.variant_type(variant),
        message,
        help,
    )
}
