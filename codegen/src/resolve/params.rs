//! Parameters: their names, their types, and their parts of the request.

use std::collections::HashMap;
use std::collections::hash_map::Entry as Slot;

use indexmap::IndexSet;

use super::check::{Check, is_written_as_name};
use super::encoding;
use super::files;
use super::header::{is_header_name, is_own_header};
use super::namespace::{Entry, Namespace};
use super::raw::Raw;
use super::scope::Scope;
use super::{checks, clearable, defaults, examples, facts, fitting, undocumented};
use crate::diagnostic::{Code, Fault, Location, Part, Path, choices, did_you_mean, nearest};
use crate::limits::Limit;
use crate::method::Method;
use crate::model::{Body, Encoding, Facts, In, Null, Param, Style, Ty};
use crate::name::Name;
use crate::path::fixed_keys;
use crate::spec;

/// Resolves the parameters of an endpoint, and its body if that is one value. A missing method or template is wrong in
/// the spec.
pub(super) fn resolve(
    check: &mut Check,
    scope: &Scope<'_>,
    method: Option<Method>,
    placeholders: Option<&IndexSet<&str>>,
) -> (Vec<Param>, Option<WholeBody>) {
    let all = scope.path.key("params");
    let is_missing = |key: &&&str| !scope.spec.params.contains_key(**key);
    if !check.lacks_entries(&all) {
        for placeholder in placeholders.into_iter().flatten().filter(is_missing) {
            check.fault(missing_param(scope, placeholder));
        }
    }
    let mut names = Namespace::default();
    let mut keys = HashMap::new();
    let mut params = Vec::new();
    for (key, spec) in &scope.spec.params {
        let path = all.key(key);
        let in_path = placeholders.map(|placeholders| placeholders.contains(key.as_str()));
        let site = Site {
            endpoint: scope.path,
            path: &path,
            key: spec.key.as_ref().unwrap_or(key),
            spec_key: key,
            spec,
            beside_body: scope.spec.body.is_some(),
            is_multipart: encoding::is_multipart(scope),
        };
        let sent_in = site.sent_in(check, method, in_path);
        params.push(site.param(check, scope, sent_in, &mut names, &mut keys));
    }
    name_clearing_methods(&mut params);
    let body = body(check, scope, method, &mut names);
    (params, body)
}

/// A body that is one value.
pub(super) struct WholeBody {
    pub(super) param: Param,
    pub(super) kind: Body,
}

/// The body, if it is one value.
fn body(
    check: &mut Check,
    scope: &Scope<'_>,
    method: Option<Method>,
    names: &mut Namespace<Entry>,
) -> Option<WholeBody> {
    let expr = scope.spec.body.as_ref()?;
    let path = scope.path.key("body");
    if let Some(method) = method.filter(|method| !method.can_have_body()) {
        check.fault(cannot_have_body(scope, &path, method));
    }
    let (ty, kind) = match Raw::of(expr.required()) {
        Some(raw) if expr.is_optional() => (Ty::Optional(Box::new(raw.ty())), raw.body()),
        Some(raw) => (raw.ty(), raw.body()),
        None => {
            let ty = scope.symbols.ty(check, &path, expr);
            (ty, Body::Value(Encoding::Json))
        }
    };
    let (what, location) = ("`body`".to_owned(), path.at_key());
    let param = Param {
        spec_key: "body".to_owned(),
        key: "body".to_owned(),
        name: names.give(&Name::own("body"), Entry { what, location }),
        is_named: false,
        docs: "The body of the request.".to_owned(),
        facts: Facts::default(),
        ty,
        sent_in: In::Body,
        style: Style::Repeat,
        null: Null::Never,
        sensitive: false,
        deprecated: None,
        example: None,
        is_checked: false,
    };
    Some(WholeBody { param, kind })
}

fn cannot_have_body(scope: &Scope<'_>, path: &Path<'_>, method: Method) -> Fault {
    let message = format!("a {} request has no body", method.as_str());
    let help = "remove `body`, or change the method";
    let fault = Fault::key(Code::BadBody, path, message, help);
    fault.related(scope.path.key("method").at_value(), "the method")
}

/// Names the methods that clear parameters. These names differ from those of the methods that set parameters.
fn name_clearing_methods(params: &mut [Param]) {
    let mut methods = Namespace::default();
    for param in &*params {
        methods.give(&param.setter(), ());
    }
    for param in params {
        param.null.rename(|clear| methods.give(clear, ()));
    }
}

/// The fault of a placeholder without a parameter. Suggests the most similar parameter.
fn missing_param(scope: &Scope<'_>, name: &str) -> Fault {
    let (path, params) = (scope.path.key("params"), &scope.spec.params);
    let near = nearest(name, params.keys().map(String::as_str));
    let help = match near {
        Some(near) => format!("did you mean `{near}`?"),
        None => format!("add `{name}: {{ type: string, docs: … }}` under `params`"),
    };
    let placeholder = format!("{{{name}}}");
    let message = format!("the placeholder `{placeholder}` has no parameter");
    let own = scope.path.key("path");
    let fault = Fault::value(Code::MissingParameter, &own, message, help).within(&placeholder);
    match near {
        Some(near) => fault.related(path.key(near).at_key(), "a similar parameter"),
        None if params.is_empty() => fault,
        None => fault.related(path.at_key(), "these are the parameters"),
    }
}

/// Rejects `key` at `path`, which must be the key of a parameter. Accepts it if the map of parameters lacks entries.
pub(super) fn unknown_param(check: &mut Check, scope: &Scope<'_>, path: &Path<'_>, key: &str) {
    if check.lacks_entries(&scope.path.key("params")) {
        return;
    }
    let keys = || scope.spec.params.keys().map(String::as_str);
    let help = did_you_mean(key, keys()).unwrap_or_else(|| choices("parameters", keys()));
    let message = format!("unknown parameter `{key}`");
    check.fault(Fault::value(Code::UnknownParameter, path, message, help));
}

/// The keys of parameters in requests, with their parts of the request.
type Keys = HashMap<(In, String), Location>;

/// A parameter of the spec.
struct Site<'a> {
    /// The path to the endpoint.
    endpoint: &'a Path<'a>,
    /// The path to the parameter.
    path: &'a Path<'a>,
    /// The key in requests.
    key: &'a str,
    /// The key in the spec.
    spec_key: &'a str,
    spec: &'a spec::Param,
    /// Whether `body` is the whole body, so that no parameter is in it.
    beside_body: bool,
    /// Whether the body is a multipart body.
    is_multipart: bool,
}

impl Site<'_> {
    /// Resolves the parameter. Returns `None` if its part of the request is wrong.
    fn param(
        &self,
        check: &mut Check,
        scope: &Scope<'_>,
        sent_in: Option<In>,
        names: &mut Namespace<Entry>,
        keys: &mut Keys,
    ) -> Param {
        let (path, spec) = (self.path, self.spec);
        let ty = files::ty(&spec.ty);
        let ty = ty.unwrap_or_else(|| scope.symbols.ty(check, &path.key("type"), &spec.ty));
        let docs = check.docs_or(&path.key("docs"), spec.docs.as_ref(), || {
            undocumented::value(self.spec_key, &ty)
        });
        let facts = facts::resolve(check, path, &ty, &spec.facts());
        let example = match &spec.example {
            Some(example) => examples::resolve(check, path, example, &ty, &facts.constraints),
            None if ty.is_optional() => None,
            None => fitting::value(self.spec_key, &ty, &facts.constraints),
        };
        let style = self.style(check, scope, &ty, sent_in);
        if let Some(sent_in) = sent_in {
            self.reject_type(check, scope, &ty, sent_in, style);
            self.claim_key(check, sent_in, keys);
        }
        match sent_in {
            Some(In::Header) => self.check_header(check, scope),
            Some(In::Query) => self.reject_other_query(check, scope),
            _ => {}
        }
        if sent_in == Some(In::Path) && spec.example.is_some() {
            examples::reject_in_path(check, path, example.as_ref());
        }
        clearable::reject_both(check, path, spec.clearable, spec.null_if_unset);
        for key in clearable::keys(spec.clearable, spec.null_if_unset) {
            self.reject_null(check, key, &ty, sent_in);
        }
        if spec.default.is_some() {
            defaults::reject_of_required(check, path, &ty);
        }
        if spec.check && !ty.is_poisoned() {
            checks::reject_impossible(check, path, &ty, &facts.constraints);
        }
        let name = self.name(check, names, sent_in);
        Param {
            spec_key: self.spec_key.to_owned(),
            key: self.key.to_owned(),
            docs,
            facts,
            style,
            ty,
            // The endpoint is wrong, so this value has no effect.
            sent_in: sent_in.unwrap_or(In::Body),
            null: clearable::null(&name, spec.clearable, spec.null_if_unset),
            name,
            is_named: spec.name.is_some(),
            sensitive: spec.sensitive,
            deprecated: check.deprecated(path, spec.deprecated.as_ref()),
            example,
            is_checked: spec.check,
        }
    }

    /// The part of the request that contains the parameter. A parameter with a placeholder is in the path, and `in` selects
    /// another part. The default is the body if the method has one for parameters, and the query otherwise.
    fn sent_in(
        &self,
        check: &mut Check,
        method: Option<Method>,
        in_path: Option<bool>,
    ) -> Option<In> {
        if check.is_poisoned(&self.path.key("in")) {
            return None;
        }
        let given = match self.spec.sent_in.as_deref() {
            None => None,
            Some("query") => Some(In::Query),
            Some("header") => Some(In::Header),
            Some("body") => Some(In::Body),
            Some(other) => {
                check.fault(self.unknown_in(other, in_path == Some(true)));
                return None;
            }
        };
        match (given, in_path?) {
            (Some(_), true) => {
                check.fault(self.in_and_placeholder());
                None
            }
            (None, true) => Some(In::Path),
            (Some(In::Body), false) if self.beside_body => {
                check.fault(self.body_is_taken());
                None
            }
            (Some(In::Body), false) if !method?.can_have_body() => {
                check.fault(self.no_body(method?));
                None
            }
            (Some(sent_in), false) => Some(sent_in),
            (None, false) if self.beside_body => Some(In::Query),
            (None, false) if check.is_poisoned(&self.endpoint.key("body")) => None,
            (None, false) if method?.has_body() => Some(In::Body),
            (None, false) => Some(In::Query),
        }
    }

    fn unknown_in(&self, text: &str, in_path: bool) -> Fault {
        let known = ["query", "header", "body"];
        let help = match text {
            "path" if in_path => "remove `in`: the placeholder implies it".to_owned(),
            "path" => format!("add `{{{}}}` to the path and remove `in`", self.key),
            _ => Limit::of(text)
                .map(Limit::remedy)
                .or_else(|| did_you_mean(text, known))
                .unwrap_or_else(|| choices("values of `in`", known)),
        };
        let message = format!("a parameter cannot be in `{text}`");
        Fault::value(Code::BadIn, &self.path.key("in"), message, help)
    }

    fn in_and_placeholder(&self) -> Fault {
        let key = self.key;
        let message = format!("`{key}` has a placeholder, so it is in the path");
        let help = "remove `in`, or the placeholder";
        let fault = Fault::value(Code::BadIn, &self.path.key("in"), message, help);
        let template = self.endpoint.key("path").at_value();
        fault.related(template.within(format!("{{{key}}}")), "the placeholder")
    }

    fn body_is_taken(&self) -> Fault {
        let message = format!(
            "`{}` cannot be in the body: `body` is the whole body",
            self.key
        );
        let help = "move it into the type of the body, the query or a header";
        let fault = Fault::value(Code::BadIn, &self.path.key("in"), message, help);
        fault.related(self.endpoint.key("body").at_value(), "the body")
    }

    fn no_body(&self, method: Method) -> Fault {
        let (key, method) = (self.key, method.as_str());
        let message = format!("`{key}` cannot be in the body: a {method} request has none");
        let help = "remove `in`: the parameter is then in the query";
        let fault = Fault::value(Code::BadIn, &self.path.key("in"), message, help);
        fault.related(self.endpoint.key("method").at_value(), "the method")
    }

    /// The name of the parameter in Rust.
    fn name(&self, check: &mut Check, names: &mut Namespace<Entry>, sent_in: Option<In>) -> Name {
        let given = self.spec.name.as_deref();
        if sent_in == Some(In::Header)
            && let Some(header) = given
            && is_header_name(header)
            && !is_written_as_name(header, Name::snake)
        {
            check.fault(self.header_as_name(header));
            return Name::poisoned();
        }
        check.entry_name(names, self.path, self.spec_key, given, Name::snake)
    }

    fn header_as_name(&self, header: &str) -> Fault {
        let message = format!(
            "`{header}` is not a Rust name; the header is named `{}`",
            self.key
        );
        let help = format!("use the header's name as the key: `{header}: {{ in: header, … }}`");
        Fault::value(Code::BadName, &self.path.key("name"), message, help)
    }

    /// The style of a value with parts.
    fn style(&self, check: &mut Check, scope: &Scope<'_>, ty: &Ty, sent_in: Option<In>) -> Style {
        let is_list = matches!(ty.required(), Ty::List(_));
        let usual = match sent_in {
            Some(In::Path | In::Header) if is_list => Style::Comma,
            _ => Style::Repeat,
        };
        let Some(text) = self.spec.style.as_deref() else {
            return usual;
        };
        let has_parts = !scope.types.is_text(ty.required()) || ty.is_poisoned();
        match (text, sent_in) {
            ("comma" | "brackets", None) => {}
            ("comma" | "brackets", Some(In::Path | In::Header | In::Body)) => {
                check.fault(self.style_outside_query(sent_in == Some(In::Body)));
            }
            ("comma", _) if is_list || ty.is_poisoned() => return Style::Comma,
            // With brackets, the type has no second fault.
            ("comma", _) => {
                check.fault(self.bad_style("`comma` separates the items of a list"));
                return Style::Brackets;
            }
            ("brackets", _) if has_parts && *ty.required() != Ty::Any => return Style::Brackets,
            ("brackets", _) => {
                check.fault(self.bad_style("`brackets` writes the keys or items of a value"));
                return Style::Brackets;
            }
            (other, _) => check.fault(self.unknown_style(other)),
        }
        usual
    }

    fn style_outside_query(&self, is_in_body: bool) -> Fault {
        let message = format!("`{}` is not in the query", self.spec_key);
        let help = if is_in_body {
            "remove `style`, or add `in: query`"
        } else {
            "remove `style`: commas always separate the items of a list here"
        };
        Fault::key(Code::BadStyle, &self.path.key("style"), message, help)
    }

    fn bad_style(&self, why: &str) -> Fault {
        let message = format!("{why}, but `{}` has none", self.spec_key);
        let (path, help) = (self.path.key("style"), "remove `style`, or change the type");
        let fault = Fault::key(Code::BadStyle, &path, message, help);
        fault.related(self.path.key("type").at_value(), "its type")
    }

    fn unknown_style(&self, text: &str) -> Fault {
        let known = ["comma", "brackets"];
        let help = did_you_mean(text, known).unwrap_or_else(|| choices("styles", known));
        let message = format!("unknown style `{text}`");
        Fault::value(Code::BadStyle, &self.path.key("style"), message, help)
    }

    /// Rejects a type whose values the part of the request cannot contain.
    fn reject_type(
        &self,
        check: &mut Check,
        scope: &Scope<'_>,
        ty: &Ty,
        sent_in: In,
        style: Style,
    ) {
        const SCALARS: &str = "use a scalar, such as `string` or `integer`, an id or an enum";
        if ty.is_poisoned() {
            return;
        }
        let is_text = scope.types.is_text(ty.required().item());
        let list = format!("{SCALARS}, or a list of them");
        let fault = match (sent_in, ty) {
            (In::Body, ty) if !self.is_multipart && *ty.innermost() == Ty::File => {
                let help = "add `encoding: multipart` to the endpoint";
                self.bad_type("is a file, which only a multipart body can contain", help)
            }
            (In::Path, Ty::Optional(_)) => {
                self.bad_type("is in the path, so it cannot be optional", "remove the `?`")
            }
            (In::Path, _) if !is_text => {
                self.bad_type("is in the path, which can contain only text", list)
            }
            (In::Query, _) if !is_text && style != Style::Brackets => {
                let help = format!("{list}, or add `style: brackets`");
                self.bad_type("is in the query, which can contain only text", help)
            }
            (In::Header, _) if !is_text => {
                self.bad_type("is a header, which can contain only text", list)
            }
            _ => return,
        };
        check.fault(fault);
    }

    fn bad_type(&self, why: &str, help: impl Into<String>) -> Fault {
        let (path, message) = (self.path.key("type"), format!("`{}` {why}", self.key));
        Fault::value(Code::BadParameterType, &path, message, help)
    }

    /// Claims the key of the parameter. Keys are unique in each part of the request.
    fn claim_key(&self, check: &mut Check, sent_in: In, keys: &mut Keys) {
        let is_given = self.spec.key.is_some();
        let own = self.path.key("key");
        if is_given && (sent_in == In::Path || self.key == self.spec_key) {
            check.fault(self.useless_key(&own, sent_in == In::Path));
        }
        check.plain_text(
            &own,
            Part::Value,
            self.spec.key.as_deref().unwrap_or_default(),
        );
        let key = if sent_in == In::Header {
            self.key.to_ascii_lowercase()
        } else {
            self.key.to_owned()
        };
        let location = if is_given {
            own.at_value()
        } else {
            self.path.at_key()
        };
        match keys.entry((sent_in, key)) {
            Slot::Vacant(free) => drop(free.insert(location)),
            Slot::Occupied(first) => {
                let first = first.get().clone();
                check.fault(
                    self.key_twice(sent_in, location)
                        .related(first, "first here"),
                );
            }
        }
    }

    fn useless_key(&self, path: &Path<'_>, is_in_path: bool) -> Fault {
        let message = if is_in_path {
            format!("`{}` is in the path, which contains no keys", self.spec_key)
        } else {
            format!("`{}` is already the key", self.key)
        };
        Fault::key(Code::UselessKey, path, message, "remove `key`")
    }

    fn key_twice(&self, sent_in: In, location: Location) -> Fault {
        let key = self.key;
        let (code, message, help) = match sent_in {
            In::Header => (
                Code::BadHeader,
                format!("another parameter is the header `{key}`"),
                "remove one of the two: the names of headers are case-insensitive",
            ),
            In::Path | In::Query | In::Body => (
                Code::RepeatedKey,
                format!("another parameter has the key `{key}` there"),
                "remove one of the two, or change its key",
            ),
        };
        Fault::new(code, location, message, help)
    }

    /// Rejects a header that another part of the spec sets.
    fn check_header(&self, check: &mut Check, scope: &Scope<'_>) {
        let header = self.key.to_ascii_lowercase();
        let is_own = is_own_header(&header);
        if !is_header_name(self.key) {
            check.fault(self.bad_header());
        } else if is_own {
            check.fault(self.own_header());
        }
        if !is_own
            && scope
                .client
                .is_some_and(|client| client.authenticates_in_header(&header))
        {
            check.fault(self.header_of_auth());
        }
        let mut fixed = scope.spec.headers.keys();
        if let Some(name) = fixed.find(|name| name.eq_ignore_ascii_case(self.key)) {
            check.fault(self.fixed_header(scope, name));
        }
    }

    fn bad_header(&self) -> Fault {
        let message = format!("`{}` cannot be the name of a header", self.key);
        let help = "use the header's name as the key, such as `X-Trace-Id`";
        Fault::key(Code::BadHeader, self.path, message, help)
    }

    fn own_header(&self) -> Fault {
        let message = format!("the client sets the header `{}` itself", self.key);
        Fault::key(Code::BadHeader, self.path, message, "remove the parameter")
    }

    fn header_of_auth(&self) -> Fault {
        let message = format!("the header `{}` already holds a credential", self.key);
        Fault::key(Code::BadHeader, self.path, message, "remove the parameter")
    }

    /// Rejects a key of the query that another part of the spec sets.
    fn reject_other_query(&self, check: &mut Check, scope: &Scope<'_>) {
        let key = self.key;
        if scope
            .client
            .is_some_and(|client| client.authenticates_in_query(key))
        {
            let message = format!("the key `{key}` of the query already holds a credential");
            check.fault(Fault::key(
                Code::BadIn,
                self.path,
                message,
                "remove the parameter",
            ));
        }
        if fixed_keys(&scope.spec.path).any(|fixed| fixed == key) {
            let message = format!("the query in `path` already has the key `{key}`");
            let help = "remove the parameter, or remove the key from the path";
            let fault = Fault::key(Code::BadIn, self.path, message, help);
            check.fault(fault.related(scope.path.key("path").at_value(), "the path"));
        }
    }

    fn fixed_header(&self, scope: &Scope<'_>, name: &str) -> Fault {
        let message = format!("the header `{}` has a fixed value", self.key);
        let help = "remove the parameter, or remove the header from `headers`";
        let fault = Fault::key(Code::BadHeader, self.path, message, help);
        let headers = scope.path.key("headers");
        fault.related(headers.key(name).at_key(), "fixed here")
    }

    /// Rejects `key`, which says that the parameter can be null, where it cannot.
    fn reject_null(&self, check: &mut Check, key: &str, ty: &Ty, sent_in: Option<In>) {
        let can_be_null = ty.is_optional() || ty.is_poisoned();
        let help = match sent_in {
            Some(In::Body) if self.is_multipart => {
                format!("remove `{key}`: a part of a multipart body cannot be null")
            }
            Some(In::Body) if !can_be_null => {
                format!("remove `{key}`, or make the type optional (`?`)")
            }
            None | Some(In::Body) => return,
            Some(_) => format!("remove `{key}`"),
        };
        let message = format!(
            "`{}` cannot be null: only an optional parameter in the body can be null",
            self.key
        );
        let fault = Fault::key(Code::NotClearable, &self.path.key(key), message, &help);
        check.fault(fault.related(self.path.key("type").at_value(), "its type"));
    }
}
