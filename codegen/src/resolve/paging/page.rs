//! The content of a page: the items, and the values that select the next page.

use crate::diagnostic::{Code, Fault, Path, choices, did_you_mean};
use crate::model::{Field, Kind, PageParam, PathField, Response, Ty};
use crate::resolve::check::Check;
use crate::resolve::scope::Scope;
use crate::spec;

/// The content of a value for paging, in a page or in a request.
#[derive(Clone, Copy)]
pub(super) enum Content {
    Cursor,
    Url,
    Count,
    Flag,
}

impl Content {
    /// Whether a value of type `ty` can have this content.
    pub(super) fn fits(self, ty: &Ty) -> bool {
        match self {
            Self::Cursor => ty.is_scalar() && *ty != Ty::Boolean,
            Self::Url => *ty == Ty::String,
            Self::Count => ty.is_whole_number(),
            Self::Flag => *ty == Ty::Boolean,
        }
    }
}

/// The body of a page.
pub(super) struct Page<'a> {
    scope: &'a Scope<'a>,
    /// The path to `paging`.
    pub(super) path: &'a Path<'a>,
    response: &'a Response,
    fields: &'a [Field],
}

/// A value in a page or in an item, and the path to it.
pub(super) struct Found<'f> {
    pub(super) way: Vec<PathField>,
    pub(super) field: &'f Field,
}

impl<'a> Page<'a> {
    pub(super) fn of(
        check: &mut Check,
        scope: &'a Scope<'a>,
        path: &'a Path<'a>,
        spec: &spec::Paging,
        response: &'a Response,
    ) -> Option<Self> {
        let fields = fields_of(scope, response);
        if fields.is_none() && names_fields(spec) {
            check.fault(no_fields(path, response));
            return None;
        }
        Some(Self {
            scope,
            path,
            response,
            fields: fields.unwrap_or_default(),
        })
    }

    /// Finds the value at the path `text`, which is the value of `key`, if it has this content.
    pub(super) fn find(
        &self,
        check: &mut Check,
        key: &str,
        text: &str,
        content: Content,
    ) -> Option<Found<'a>> {
        let path = self.path.key(key);
        let found = follow(check, self.scope, &path, text, self.fields)?;
        fitting(check, &path, found, content)
    }

    /// Finds the id in an item of type `item`: the field in the spec, or else `id`.
    pub(super) fn find_id(
        &self,
        check: &mut Check,
        text: Option<&str>,
        item: &Ty,
    ) -> Option<Found<'a>> {
        let fields = match item {
            Ty::Named { name, .. } => self.scope.types.object_fields(name).unwrap_or_default(),
            Ty::Poisoned => return None,
            _ => &[],
        };
        let path = match text {
            Some(_) => self.path.key("id"),
            None if fields.iter().any(|field| field.key == ID) => self.path.key("last_id"),
            None => {
                check.fault(no_id(&self.path.key("last_id")));
                return None;
            }
        };
        let found = follow(check, self.scope, &path, text.unwrap_or(ID), fields)?;
        fitting(check, &path, found, Content::Cursor)
    }

    /// Returns the path to the cursor `found`, and its type, if `param` accepts it.
    pub(super) fn cursor(
        &self,
        check: &mut Check,
        key: &str,
        found: Found<'_>,
        param: Option<&PageParam>,
        has_end: bool,
    ) -> Option<(Vec<PathField>, Ty)> {
        let Found { way, field } = found;
        let path = self.path.key(key);
        let ty = field.ty.required();
        if !has_end && field.ty.is_number() {
            check.fault(reads_as_zero(&path, &field.key));
        }
        let is_taken = |param: &PageParam| {
            param.ty == *ty || param.ty == Ty::String || is_text(&param.ty) && is_text(ty)
        };
        if !is_taken(param?) {
            check.fault(another_type(&path, &field.key));
            return None;
        }
        Some((way, ty.clone()))
    }

    /// Returns the path to the items, and the type of an item. The path is `text`, or empty if the body is the list.
    pub(super) fn items(
        &self,
        check: &mut Check,
        text: Option<&str>,
    ) -> Option<(Vec<PathField>, Ty)> {
        let path = self.path.key("items");
        let Some(text) = text else {
            return match whole(self.response) {
                Some(Ty::List(item)) => Some((Vec::new(), item.as_ref().clone())),
                _ => {
                    check.fault(no_items(&path));
                    None
                }
            };
        };
        let found = follow(check, self.scope, &path, text, self.fields)?;
        match found.field.ty.required() {
            Ty::List(item) => Some((found.way, item.as_ref().clone())),
            _ => {
                check.fault(not_a_list(&path, &found.field.key));
                None
            }
        }
    }
}

/// Finds the value at the path `text`, through objects.
pub(super) fn follow<'f>(
    check: &mut Check,
    scope: &'f Scope<'_>,
    path: &Path<'_>,
    text: &str,
    mut fields: &'f [Field],
) -> Option<Found<'f>> {
    if text.split('.').nth(LONGEST_WAY).is_some() {
        check.fault(long_way(path));
        return None;
    }
    let mut way = Vec::new();
    let mut rest = text;
    loop {
        let (field, after) = match step(rest, fields) {
            Ok(step) => step,
            Err(key) => {
                check.fault(unknown_field(path, key, fields));
                return None;
            }
        };
        if field.null.clear().is_some() {
            check.fault(clearable_field(path, &field.key));
            return None;
        }
        way.push(PathField::of(field));
        let ty = field.ty.required();
        if *ty == Ty::Poisoned {
            return None;
        }
        let Some(after) = after else {
            return Some(Found { way, field });
        };
        rest = after;
        fields = fields_within(scope, ty);
    }
}

/// The fields of an object of type `ty`.
pub(super) fn fields_within<'s>(scope: &'s Scope<'_>, ty: &Ty) -> &'s [Field] {
    match ty.required() {
        Ty::Named {
            name,
            kind: Kind::Object,
        } => scope.types.object_fields(name).unwrap_or_default(),
        _ => &[],
    }
}

/// Returns the value at `path`, if it has this content.
fn fitting<'f>(
    check: &mut Check,
    path: &Path<'_>,
    found: Found<'f>,
    content: Content,
) -> Option<Found<'f>> {
    if !content.fits(found.field.ty.required()) {
        check.fault(unfit(path, &found.field.key, content));
        return None;
    }
    Some(found)
}

/// Returns the first field of the path `text` and the rest of the path, or else the unknown key. A dot ends a key,
/// unless only a field with dots in its key fits.
fn step<'f, 't>(
    text: &'t str,
    fields: &'f [Field],
) -> Result<(&'f Field, Option<&'t str>), &'t str> {
    let find = |key: &str| fields.iter().find(|field| field.key == key);
    let (key, rest) = match text.split_once('.') {
        Some((key, rest)) => (key, Some(rest)),
        None => (text, None),
    };
    match find(key) {
        Some(field) => Ok((field, rest)),
        None => find(text).map(|field| (field, None)).ok_or(key),
    }
}

/// Returns the fields of a page, if it is an object with known fields.
fn fields_of<'s>(scope: &'s Scope<'_>, response: &'s Response) -> Option<&'s [Field]> {
    match response {
        Response::Own(object) => Some(&object.fields),
        Response::Type(ty) => match ty.required() {
            Ty::Named {
                name,
                kind: Kind::Object,
            } => Some(scope.types.object_fields(name).unwrap_or_default()),
            _ => None,
        },
        Response::Empty | Response::Bytes | Response::Text | Response::Events(_) => None,
    }
}

/// Returns the type of the whole body.
fn whole(response: &Response) -> Option<&Ty> {
    match response {
        Response::Type(ty) => Some(ty.required()),
        Response::Own(_)
        | Response::Empty
        | Response::Bytes
        | Response::Text
        | Response::Events(_) => None,
    }
}

fn names_fields(spec: &spec::Paging) -> bool {
    let fields = [
        &spec.next,
        &spec.pages,
        &spec.limit,
        &spec.total,
        &spec.next_url,
        &spec.more,
        &spec.done,
        &spec.items,
    ];
    fields.into_iter().any(Option::is_some)
}

/// Whether any text is a value of type `ty`.
fn is_text(ty: &Ty) -> bool {
    ty.is_text() || matches!(ty, Ty::Named { .. })
}

/// The default field of an item with its id.
const ID: &str = "id";

/// The most keys in the path to a value. Emitted code has as many levels.
const LONGEST_WAY: usize = 100;

fn no_fields(path: &Path<'_>, response: &Response) -> Fault {
    let message = "`paging` names fields, but the response has no fields";
    let help = match whole(response) {
        Some(Ty::List(_)) => {
            "remove `items`, because the response is the list, and use `page`, `offset`, `last_id` or `link`"
        }
        _ => "list the fields of the body under `response`, or write an object type there",
    };
    Fault::key(Code::BadPaging, path, message, help)
}

fn long_way(path: &Path<'_>) -> Fault {
    let message = format!("the path to the value has more than {LONGEST_WAY} keys");
    let help = "use a field nearer to the top of the body";
    Fault::value(Code::BadPaging, path, message, help)
}

fn unfit(path: &Path<'_>, key: &str, content: Content) -> Fault {
    let (what, ty) = match content {
        Content::Cursor => ("cannot contain a cursor", "a scalar, such as `string?`"),
        Content::Url => ("cannot contain a URL", "`string?`"),
        Content::Count => (
            "cannot contain a count",
            "a whole number, such as `integer?`",
        ),
        Content::Flag => ("is not `boolean`", "`boolean`"),
    };
    let message = format!("the type of `{key}` {what}");
    let help = format!("its type must be {ty}");
    Fault::value(Code::BadPaging, path, message, help).within(key)
}

fn reads_as_zero(path: &Path<'_>, key: &str) -> Fault {
    let message =
        format!("an absent `{key}` would count as 0, so the list would have no last page");
    let help = "add a `?` to its type, or mark the last page with `more` or `done`";
    Fault::value(Code::BadPaging, path, message, help).within(key)
}

fn another_type(path: &Path<'_>, key: &str) -> Fault {
    let message = format!("`{key}` and its parameter have different types");
    let help = "use the same type for both";
    Fault::value(Code::BadPaging, path, message, help).within(key)
}

fn no_id(path: &Path<'_>) -> Fault {
    let message = format!("the items have no field `{ID}`");
    let help = "add `id:` with the field of an item that contains its id";
    Fault::value(Code::BadPaging, path, message, help)
}

fn no_items(path: &Path<'_>) -> Fault {
    let message = "the key `items` is missing, and the response is not a list";
    let help = "add `items:` with the list in the response";
    Fault::key(Code::MissingKey, path, message, help)
}

fn not_a_list(path: &Path<'_>, key: &str) -> Fault {
    let message = format!("`{key}` is not a list");
    let help = "write the field with the list of items";
    Fault::value(Code::BadPaging, path, message, help).within(key)
}

fn clearable_field(path: &Path<'_>, key: &str) -> Fault {
    let message = format!("`{key}` is clearable, so paging cannot use it");
    let help = "remove `clearable` from the field, or use another type here";
    Fault::value(Code::BadPaging, path, message, help).within(key)
}

fn unknown_field(path: &Path<'_>, key: &str, fields: &[Field]) -> Fault {
    let keys = || fields.iter().map(|field| field.key.as_str());
    let help = did_you_mean(key, keys()).unwrap_or_else(|| choices("fields there", keys()));
    let message = format!("unknown field `{key}`");
    Fault::value(Code::UnknownField, path, message, help).within(key)
}
