//! Tagged unions: the tag, the content and the variants.

use super::check::Check;
use super::fields;
use super::namespace::Namespace;
use super::symbols::Symbols;
use crate::diagnostic::{Code, Fault, Part, Path};
use crate::model::{Tagging, Union};
use crate::name::Name;
use crate::reserved::{UNION_METHODS, UNRECOGNIZED};
use crate::spec::{self, Map};

pub(super) fn resolve(
    check: &mut Check,
    path: &Path<'_>,
    spec: &spec::Type,
    variants: &Map<spec::Field>,
    symbols: &Symbols,
) -> Option<Union> {
    let tagging = tagging(check, path, spec);
    let path = path.key("variants");
    if variants.is_empty() && !check.lacks_entries(&path) {
        check.fault(no_variants(&path));
    }
    let ty = symbols.resolver();
    let names = Namespace::with_own(&[UNRECOGNIZED]);
    let variants = fields::resolve(check, &path, ty, variants, Name::camel, names);
    for variant in variants.iter().filter(|variant| variant.ty.is_optional()) {
        check.fault(optional_content(&path.key(&variant.key).key("type")));
    }
    Some(Union {
        tagging: tagging?,
        variants,
    })
}

fn tagging(check: &mut Check, path: &Path<'_>, spec: &spec::Type) -> Option<Tagging> {
    let tag = key(check, &path.key("tag"), spec.tag.as_ref());
    let content = key(check, &path.key("content"), spec.content.as_ref());
    if tag.is_some() && tag == content {
        check.fault(same_keys(path));
    }
    if let Some(content) = content {
        check.plain_text(&path.key("content"), Part::Value, content);
    }
    let tag = tag?;
    let tag_path = path.key("tag");
    let help = "such a union cannot be written; use the type `any`";
    let tag_name = check.name(&tag_path, Part::Value, tag, Name::snake, help);
    Some(Tagging::Adjacent {
        tag: tag.clone(),
        content: content?.clone(),
        tag_name: tag_name.avoiding(&UNION_METHODS),
    })
}

/// The key at `path` that a tagged union needs, unless it is at fault.
fn key<'s>(check: &mut Check, path: &Path<'_>, text: Option<&'s String>) -> Option<&'s String> {
    if check.is_poisoned(path) {
        return None;
    }
    match text {
        Some(text) => check.not_blank(path, text, "write the key that holds it in JSON"),
        None => check.fault(missing_key(path)),
    }
    text
}

fn missing_key(path: &Path<'_>) -> Fault {
    let key = path.last_key();
    let message = format!("a tagged union needs `{key}`");
    let help = format!("add `{key}:` with the key that holds it in JSON");
    Fault::key(Code::MissingKey, path, message, help)
}

fn same_keys(path: &Path<'_>) -> Fault {
    let message = "the tag and the content have the same key";
    let help = "name the key that holds the content";
    Fault::value(Code::BadUnion, &path.key("content"), message, help)
        .related(path.key("tag").at_value(), "the tag")
}

fn no_variants(path: &Path<'_>) -> Fault {
    let message = "a union needs at least one variant";
    Fault::key(
        Code::MissingEntry,
        path,
        message,
        "list those that are known",
    )
}

fn optional_content(path: &Path<'_>) -> Fault {
    let message = "the content of a variant cannot be optional";
    Fault::value(Code::BadUnion, path, message, "remove the `?`")
}
