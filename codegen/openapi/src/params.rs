//! Parameters in the path, in the query and in headers.

use std::collections::HashSet;

use crate::document::{Node, Read, Value};
use crate::import::{Direction, Import};
use crate::loss::Kind as Lost;
use crate::names;
use crate::schema::{Place, Schema};
use crate::spec::{BuiltIn, Endpoint, Field, In, Kind, Notes, Param, Ty, Variant};

/// A parameter of the document.
struct Source<'d> {
    node: &'d Node,
    name: &'d str,
    sent_in: In,
    schema: Schema,
}

/// The structure of a value in a query.
enum Form {
    Scalar,
    /// A list of scalars.
    List,
    /// An object with known fields.
    Object(Vec<Field>),
    Map,
    Other,
}

impl<'d> Import<'d> {
    /// Adds the parameters of an operation and of its path item.
    pub(crate) fn params(
        &mut self,
        endpoint: &mut Endpoint,
        item: &'d Node,
        node: &'d Node,
        stem: &str,
    ) {
        let mut listed: Vec<(&'d Node, String, String)> = Vec::new();
        for param in item
            .list("parameters")
            .iter()
            .chain(node.list("parameters"))
        {
            let Some(param) = self.follow(param) else {
                continue;
            };
            let (Some(name), Some(part)) = (param.text("name"), param.text("in")) else {
                let message = "the parameter has no `name` or no `in`";
                self.losses.push(Lost::WrongKind, param, message, "");
                continue;
            };
            if !param.peek("name").is_some_and(|name| self.is_visible(name)) {
                param.mark(Read::Whole);
                continue;
            }
            // Parameters of the operation replace those of the path item. The case of a header has no meaning.
            let is_same =
                |other: &str| other == name || part == "header" && other.eq_ignore_ascii_case(name);
            listed.retain(|(node, other, other_part)| {
                let is_replaced = other_part == part && is_same(other);
                if is_replaced && other != name {
                    node.mark(Read::Whole);
                    let message = format!("another parameter is the header `{name}`");
                    self.losses.push(Lost::NoEffect, node, message, "");
                }
                !is_replaced
            });
            listed.push((param, name.to_owned(), part.to_owned()));
        }
        let path = endpoint
            .path
            .split(['?', '#'])
            .next()
            .unwrap_or_default()
            .to_owned();
        let mut open: Vec<&str> = path.split(['{', '}']).skip(1).step_by(2).collect();
        for (param, _, part) in listed {
            let name = param.text("name").unwrap_or_default();
            let sent_in = match part.as_str() {
                "path" => In::Path,
                "query" => In::Query,
                "header" => In::Header,
                other => {
                    let message = format!("a parameter in `{other}`");
                    self.losses.push(Lost::ParameterStyle, param, message, "");
                    param.mark(Read::Whole);
                    continue;
                }
            };
            if sent_in == In::Header && !codegen::is_header_name(name) {
                let message = format!("`{name}` cannot be the name of a header");
                self.losses.push(Lost::WrongKind, param, message, "");
                param.mark(Read::Whole);
                continue;
            }
            let is_own = codegen::is_own_header(name);
            if sent_in == In::Header && is_own {
                let message = format!("the client sets the header `{name}` itself");
                self.losses.push(Lost::Text, param, message, "");
                param.mark(Read::Whole);
                continue;
            }
            if sent_in == In::Path && !open.contains(&name) {
                let message = format!("the path has no placeholder `{{{name}}}`");
                self.losses.push(Lost::WrongKind, param, message, "");
                param.mark(Read::Whole);
                continue;
            }
            open.retain(|placeholder| *placeholder != name || sent_in != In::Path);
            let schema = self.param_schema(param, name, stem);
            let source = Source {
                node: param,
                name,
                sent_in,
                schema,
            };
            self.add_param(endpoint, source);
        }
        for placeholder in open {
            let message =
                format!("the path has a placeholder `{{{placeholder}}}` without a parameter");
            self.losses.push(Lost::WrongKind, node, message, "string");
            let field = Field {
                key: placeholder.to_owned(),
                ty: Ty::STRING,
                is_required: true,
                is_nullable: false,
                notes: Notes::default(),
            };
            endpoint.params.push(param_of(field, In::Path, None));
        }
    }

    fn param_schema(&mut self, param: &'d Node, name: &str, stem: &str) -> Schema {
        let place = Place::new(format!("{stem} {name}"), Direction::Request);
        let mut schema = match param.get("schema") {
            Some(node) => self.schema(node, &place),
            None => {
                if let Some(content) = param.get("content") {
                    content.mark(Read::Whole);
                    let message = "the value is a text with its own media type";
                    self.losses
                        .push(Lost::ParameterStyle, param, message, "string");
                }
                Schema::of(Ty::STRING)
            }
        };
        let notes = schema.notes.docs.take();
        let mut own = Schema::of(schema.ty.clone());
        self.describe_param(&mut own, param);
        schema.notes.docs = match (own.notes.docs, notes) {
            // The schema often repeats the docs of the parameter.
            (Some(own), Some(notes)) if own.contains(&notes) => Some(own),
            (Some(own), Some(notes)) if notes.contains(&own) => Some(notes),
            (Some(own), Some(notes)) => Some(format!("{own}\n\n{notes}")),
            (own, notes) => own.or(notes),
        };
        schema.notes.example = own.notes.example.or(schema.notes.example);
        schema.notes.deprecated |= own.notes.deprecated;
        schema
    }

    fn add_param(&mut self, endpoint: &mut Endpoint, source: Source<'d>) {
        let Source {
            node,
            name,
            sent_in,
            schema,
        } = source;
        let is_required = node.is("required") || sent_in == In::Path;
        let default_style = match sent_in {
            In::Query => "form",
            _ => "simple",
        };
        let style = node.text("style").unwrap_or(default_style);
        let explode = node.peek("explode").and_then(Node::as_bool);
        node.is("explode");
        let explode = explode.unwrap_or(style == "form");
        node.is("allowEmptyValue");
        if node.is("allowReserved") {
            let message = "the value contains reserved characters without escapes";
            self.losses
                .push(Lost::ParameterStyle, node, message, "escaped characters");
        }
        let mut field = Field {
            key: name.to_owned(),
            ty: schema.ty,
            is_required,
            // A parameter that is null is absent.
            is_nullable: false,
            notes: schema.notes,
        };
        field.ty.replace_files(false);
        let form = self.form(&field.ty);
        let is_query = sent_in == In::Query;
        let written: Result<Option<&'static str>, &'static str> = match form {
            Form::Scalar => Ok(None),
            Form::List if !is_query => Ok(None),
            Form::List => match (style, explode) {
                ("deepObject", _) => Ok(Some("brackets")),
                ("form", false) => Ok(Some("comma")),
                (_, true) => Ok(None),
                _ => Err("the separator of the items is not a comma"),
            },
            Form::Object(_) | Form::Map if is_query && style == "deepObject" => {
                Ok(Some("brackets"))
            }
            // A value without parts is written without brackets.
            Form::Other
                if is_query && style == "deepObject" && self.variants(&field.ty).is_some() =>
            {
                Ok(Some("brackets"))
            }
            Form::Object(fields) if is_query && explode => {
                // Each field is a parameter.
                for mut inner in fields {
                    inner.is_required &= is_required;
                    inner.is_nullable = false;
                    if is_taken(endpoint, In::Query, &inner.key) {
                        let message = format!("another parameter has the key `{}`", inner.key);
                        self.losses.push(Lost::ParameterStyle, node, message, "");
                    } else if matches!(self.form(&inner.ty), Form::Scalar | Form::List) {
                        inner.ty.replace_files(false);
                        inner.ty = self.in_query(inner.ty);
                        endpoint.params.push(param_of(inner, In::Query, None));
                    } else {
                        let message = format!("`{}` is not a scalar", inner.key);
                        self.losses.push(Lost::ParameterStyle, node, message, "");
                    }
                }
                return;
            }
            Form::Object(_) | Form::Map => Err("a client cannot write an object in this style"),
            Form::Other => Err("the value is neither a scalar nor a list of scalars"),
        };
        let style = match written {
            Ok(style) => style,
            Err(message) => {
                self.losses
                    .push(Lost::ParameterStyle, node, message, "string");
                field.ty = Ty::STRING;
                field.notes.facts.clear();
                None
            }
        };
        if matches!(&field.ty, Ty::List(item) if matches!(**item, Ty::Optional(_))) {
            let message = "no text stands for a null item";
            self.losses
                .push(Lost::NoEffect, node, message, "a list without null");
        }
        field.ty = self.in_query(field.ty);
        if is_taken(endpoint, sent_in, &field.key) {
            let message = format!("another parameter has the key `{}`", field.key);
            self.losses.push(Lost::ParameterStyle, node, message, "");
            return;
        }
        endpoint.params.push(param_of(field, sent_in, style));
    }

    /// Returns the structure of values of a type in a query.
    fn form(&self, ty: &Ty) -> Form {
        match ty {
            Ty::BuiltIn(BuiltIn::Any) => Form::Other,
            Ty::BuiltIn(BuiltIn::Object) | Ty::Map(_) => Form::Map,
            Ty::BuiltIn(_) => Form::Scalar,
            Ty::Optional(inner) => self.form(inner),
            Ty::List(item) => match self.form(item) {
                Form::Scalar => Form::List,
                _ => Form::Other,
            },
            Ty::Named(id) => match self.types.get(id.0).map(|ty| &ty.kind) {
                Some(Kind::Enum(_)) => Form::Scalar,
                Some(Kind::Object(object)) => Form::Object(object.fields.clone()),
                Some(Kind::Union { tag: None, .. }) => {
                    let is_scalar = |ty: &&Ty| match ty {
                        Ty::BuiltIn(built_in) => {
                            !matches!(built_in, BuiltIn::Any | BuiltIn::Object)
                        }
                        Ty::Named(id) => {
                            matches!(self.types.get(id.0).map(|ty| &ty.kind), Some(Kind::Enum(_)))
                        }
                        Ty::Optional(_) | Ty::List(_) | Ty::Map(_) => false,
                    };
                    if self.flattened(ty).iter().all(is_scalar) {
                        Form::Scalar
                    } else if self.list_of_one(ty).is_some() {
                        Form::List
                    } else {
                        Form::Other
                    }
                }
                _ => Form::Other,
            },
        }
    }

    /// Returns the variants of a union without a tag.
    fn variants(&self, ty: &Ty) -> Option<&[Variant]> {
        let Ty::Named(id) = ty else { return None };
        match &self.types.get(id.0)?.kind {
            Kind::Union {
                tag: None,
                variants,
            } => Some(variants),
            _ => None,
        }
    }

    /// Returns the list of a union of a list and its items. In a query, a list with one item looks like the item.
    fn list_of_one(&self, ty: &Ty) -> Option<Ty> {
        let variants = self.variants(ty)?;
        let types: Option<Vec<&Ty>> = variants.iter().map(|variant| variant.ty.as_ref()).collect();
        match types?.as_slice() {
            [one, Ty::List(item)] | [Ty::List(item), one]
                if item.as_ref() == *one || **item == Ty::STRING =>
            {
                Some(Ty::List(item.clone()))
            }
            _ => None,
        }
    }

    /// Returns the type of a value in a query. A list there has no null items, and one item looks like a list of one.
    fn in_query(&self, ty: Ty) -> Ty {
        match self.list_of_one(&ty).unwrap_or(ty) {
            Ty::List(item) => match *item {
                Ty::Optional(item) => Ty::List(item),
                item => Ty::List(Box::new(item)),
            },
            ty => ty,
        }
    }

    /// Gives different names to parameters with the same key. A parameter in the path keeps the name of its placeholder.
    pub(crate) fn rename_params(endpoint: &mut Endpoint) {
        let mut taken = HashSet::new();
        let all: HashSet<String> = endpoint
            .params
            .iter()
            .map(|param| param.field.key.clone())
            .collect();
        let is_in_path = |param: &&mut Param| param.sent_in == In::Path;
        let (in_path, others): (Vec<_>, Vec<_>) = endpoint.params.iter_mut().partition(is_in_path);
        for param in in_path.into_iter().chain(others) {
            let key = param.field.key.clone();
            let name = if taken.contains(&key) {
                let part = match param.sent_in {
                    In::Path => "path",
                    In::Query => "query",
                    In::Header => "header",
                    In::Body => "body",
                };
                let mut name = format!("{part}_{}", names::snake(&key));
                while taken.contains(&name) || all.contains(&name) {
                    name.push('_');
                }
                param.wire = Some(key);
                name
            } else {
                key
            };
            taken.insert(name.clone());
            param.field.key = name;
        }
    }

    /// Reads the keys of a parameter next to its schema.
    fn describe_param(&mut self, schema: &mut Schema, param: &'d Node) {
        schema.notes.deprecated = param.is("deprecated");
        let docs = param.text("description").map(crate::text::docs);
        schema.notes.docs = docs.filter(|docs| !docs.is_empty());
        let mut docs = Vec::new();
        self.example(schema, param, &mut docs);
        if schema.notes.example.is_none()
            && let Some(Value::Map(examples)) = param.peek("examples").map(|node| &node.value)
            && let Some((_, first)) = examples.iter().next()
            && let Some(value) = first.peek("value")
            && value.scalar().is_some()
        {
            param.get("examples");
            first.mark(Read::Partly);
            for (name, other) in examples.iter() {
                if other.id != first.id {
                    other.mark(Read::Whole);
                    let message = format!("the example `{name}`");
                    self.losses
                        .push(Lost::Example, other, message, "another example");
                }
            }
            value.mark(Read::Whole);
            if !self.example_of(schema, value, &mut docs) {
                self.losses.push(Lost::Example, first, "a long example", "");
            }
        }
        if !docs.is_empty() {
            let all = schema.notes.docs.take().into_iter().chain(docs);
            schema.notes.docs = Some(all.collect::<Vec<_>>().join("\n\n"));
        }
    }
}

/// Whether a parameter in this part of the request has the key, such as a field of an object in the query.
fn is_taken(endpoint: &Endpoint, sent_in: In, key: &str) -> bool {
    let mut others = endpoint.params.iter();
    others.any(|other| other.sent_in == sent_in && other.field.key == key)
}

/// Creates a parameter.
pub(crate) fn param_of(field: Field, sent_in: In, style: Option<&'static str>) -> Param {
    Param {
        field,
        sent_in,
        wire: None,
        style,
    }
}
