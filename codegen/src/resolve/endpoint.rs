//! Endpoints: methods, paths, parameters, rules, responses, paging.

use std::collections::hash_map::Entry as Slot;
use std::collections::{HashMap, HashSet};

use super::check::{Check, text, unique};
use super::client::Client;
use super::header::{OWN_HEADERS, is_header_name};
use super::namespace::{Entry, Namespace};
use super::reserved::CONVERSIONS;
use super::symbols::Symbols;
use crate::diagnostic::{Code, Fault, Location, Part, Path, choices, did_you_mean, nearest};
use crate::model::{
    Auth, Endpoint, Example, Field, In, Kind, Method, Object, Paging, Param, Response, Rule,
    RuleKind, Ty, Types, Value,
};
use crate::name::Name;
use crate::path;
use crate::spec::{self, ResourceFile};

/// The endpoints of each file; those at fault are left out.
pub(super) fn resolve(
    check: &mut Check,
    files: &[ResourceFile],
    resources: &[Option<Name>],
    symbols: &Symbols,
    types: &Types,
    client: Option<&Client>,
) -> Vec<Vec<Endpoint>> {
    let envelope = client.iter().flat_map(|client| &client.envelope);
    let envelope = envelope.map(|part| part.key.as_str()).collect();
    let mut routes = HashMap::new();
    let mut resolved = Vec::new();
    for (ResourceFile { file, spec, .. }, resource) in files.iter().zip(resources) {
        let root = Path::root(*file);
        let all = root.key("endpoints");
        let mut names = Namespace::with_own(&CONVERSIONS);
        let mut stems = stems(resource.as_ref(), &root);
        let mut endpoints = Vec::new();
        for (key, spec) in &spec.endpoints {
            let path = all.key(key);
            let given = spec.name.as_deref();
            let name = check.entry_name(&mut names, &path, key, given, Name::snake);
            let stem = name.as_ref().map(|name| {
                let (what, location) = (format!("`{key}`"), path.at_key());
                stems.give(&name.to_camel(), Entry { what, location })
            });
            refuse_second_route(check, &path, spec, &mut routes);
            let scope = Scope {
                symbols,
                types,
                client,
                envelope: &envelope,
                path: &path,
            };
            endpoints.extend(scope.endpoint(check, name.zip(stem), spec));
        }
        resolved.push(endpoints);
    }
    resolved
}

/// What the names of an endpoint's types start with. `get_v2` and `get_v_2` are two methods, but their types would have one
/// name; and the accessor has a name among these types too.
fn stems(resource: Option<&Name>, root: &Path<'_>) -> Namespace {
    let mut stems = Namespace::default();
    let accessor = resource.map(Name::to_camel);
    for suffix in [Endpoint::REQUEST, Endpoint::RESPONSE] {
        let stem = accessor
            .as_ref()
            .and_then(|accessor| accessor.as_str().strip_suffix(suffix));
        if let Some(stem) = stem {
            let (what, location) = ("the accessor".to_owned(), root.key("resource").at_value());
            stems.give(&Name::own(stem), Entry { what, location });
        }
    }
    stems
}

/// Two endpoints that no server could tell apart.
fn refuse_second_route(
    check: &mut Check,
    path: &Path<'_>,
    spec: &spec::Endpoint,
    routes: &mut HashMap<(Method, String), (String, Location)>,
) {
    let method = Method::ALL
        .into_iter()
        .find(|method| method.as_str() == spec.method);
    let (Some(method), Ok(placeholders)) = (method, path::placeholders(&spec.path)) else {
        return;
    };
    let unnamed =
        |route: String, placeholder: &&str| route.replace(&format!("{{{placeholder}}}"), "{}");
    let route = placeholders.iter().fold(spec.path.clone(), unnamed);
    let own = path.key("path");
    match routes.entry((method, route)) {
        Slot::Occupied(first) => {
            let (first, location) = first.get();
            let message = format!("`{first}` is at {} {} already", spec.method, spec.path);
            let help = "change the method or the path, or remove one of the two";
            let fault = Fault::value(Code::RepeatedRoute, &own, message, help);
            check.fault(fault.related(location.clone(), "first here"));
        }
        Slot::Vacant(free) => {
            free.insert((path.last_key().to_owned(), own.at_value()));
        }
    }
}

/// What an endpoint can refer to.
struct Scope<'a> {
    symbols: &'a Symbols,
    types: &'a Types,
    client: Option<&'a Client>,
    /// The keys of the envelope.
    envelope: &'a HashSet<&'a str>,
    path: &'a Path<'a>,
}

impl Scope<'_> {
    fn endpoint(
        &self,
        check: &mut Check,
        name: Option<(Name, Name)>,
        spec: &spec::Endpoint,
    ) -> Option<Endpoint> {
        let path = self.path;
        check.docs(&path.key("summary"), &spec.summary);
        if spec.summary.trim().contains('\n') {
            let message = "the summary has more than one line";
            let mut rest = spec.summary.trim().lines().skip(1);
            let rest = rest
                .find(|line| !line.trim().is_empty())
                .unwrap_or_default();
            let help = "move the rest to `docs`";
            let fault = Fault::value(Code::LongSummary, &path.key("summary"), message, help);
            check.fault(fault.within(rest));
        }
        if let Some(docs) = &spec.docs {
            check.docs(&path.key("docs"), docs);
        }
        let method = self.method(check, &spec.method);
        let placeholders = path::placeholders(&spec.path)
            .map_err(|bad| {
                let help = match spec.path.as_str() {
                    path if !path.starts_with('/') => format!("write `/{path}`"),
                    path if path.contains('?') => {
                        "list what comes after the `?` under `params`".to_owned()
                    }
                    _ => "write a path such as `/v1/parcels/{parcel_id}`".to_owned(),
                };
                let fault = Fault::value(Code::BadPath, &path.key("path"), bad.why, help);
                check.fault(fault.within(&bad.within));
            })
            .ok();
        if method.is_some_and(|method| !matches!(method, Method::Post | Method::Patch))
            && spec.idempotent
        {
            let message = format!("{} is idempotent by itself", spec.method);
            let own = path.key("idempotent");
            let fault = Fault::key(Code::UselessKey, &own, message, "remove `idempotent`");
            check.fault(fault.related(path.key("method").at_value(), "the method"));
        }
        let params = self.params(check, spec, method, placeholders.as_deref());
        let rules = self.rules(check, spec, &params);
        let response = self.response(check, spec);
        let paging = spec
            .paging
            .as_ref()
            .and_then(|paging| self.paging(check, paging, spec, &params, response.as_ref()));
        let errors = self.errors(check, &spec.errors);
        let (name, stem) = name?;
        Some(Endpoint {
            module: name.to_module(),
            name,
            stem,
            summary: text(&spec.summary),
            docs: spec.docs.as_deref().map(text),
            method: method?,
            path: spec.path.clone(),
            idempotent: spec.idempotent,
            params,
            rules,
            response: response?,
            paging,
            errors,
        })
    }

    fn method(&self, check: &mut Check, text: &str) -> Option<Method> {
        let method = Method::ALL
            .into_iter()
            .find(|method| method.as_str() == text);
        if method.is_none() {
            let all = || Method::ALL.into_iter().map(Method::as_str);
            check.fault(Fault::value(
                Code::UnknownMethod,
                &self.path.key("method"),
                format!("unknown method `{text}`"),
                did_you_mean(text, all()).unwrap_or_else(|| choices("methods", all())),
            ));
        }
        method
    }

    fn params(
        &self,
        check: &mut Check,
        spec: &spec::Endpoint,
        method: Option<Method>,
        placeholders: Option<&[&str]>,
    ) -> Vec<Param> {
        for placeholder in placeholders.unwrap_or_default() {
            if !spec.params.contains_key(*placeholder) {
                check.fault(self.missing_param(placeholder, spec));
            }
        }
        let all = self.path.key("params");
        let mut names = Namespace::default();
        let mut headers = HashMap::new();
        let mut params = Vec::new();
        for (key, spec) in &spec.params {
            let path = all.key(key);
            check.docs(&path.key("docs"), &spec.docs);
            let ty = self.symbols.ty(check, &path.key("type"), &spec.ty.0);
            let in_path = placeholders.map(|placeholders| placeholders.contains(&key.as_str()));
            let sent_in = sent_in(check, (self.path, &path), key, spec, method, in_path);
            if let (Some(ty), Some(sent_in)) = (&ty, sent_in) {
                fits(check, &path, key, ty, sent_in);
            }
            let example = match (&spec.example, &ty) {
                (Some(example), Some(ty)) => self::example(check, &path, example, ty),
                _ => None,
            };
            if let (Some(In::Path), Some(Example::Text(text))) = (sent_in, &example)
                && matches!(text.as_str(), "" | "." | "..")
            {
                let message = "the client refuses the empty text, `.` and `..` in a path";
                check.fault(Fault::value(
                    Code::BadExample,
                    &path.key("example"),
                    message,
                    "give an id as the service makes them",
                ));
            }
            if sent_in == Some(In::Header) {
                let header = key.to_ascii_lowercase();
                if self
                    .auth_header()
                    .is_some_and(|own| own.eq_ignore_ascii_case(&header))
                {
                    let message = format!("the credential is sent in the header `{key}` already");
                    let help = "remove the parameter";
                    check.fault(Fault::key(Code::BadHeader, &path, message, help));
                }
                match headers.entry(header) {
                    Slot::Vacant(free) => drop(free.insert(path.at_key())),
                    Slot::Occupied(first) => {
                        let message = format!("the header `{key}` has a parameter already");
                        let help = "remove one of the two: case makes no difference";
                        let fault = Fault::key(Code::BadHeader, &path, message, help);
                        check.fault(fault.related(first.get().clone(), "first here"));
                    }
                }
            }
            let given = spec.name.as_deref();
            let name = check.entry_name(&mut names, &path, key, given, Name::snake);
            if spec.clearable {
                if let (Some(ty), Some(sent_in)) = (&ty, sent_in)
                    && !(ty.is_optional() && sent_in == In::Body)
                {
                    let message = format!(
                        "`{key}` cannot be cleared: only what is optional and in the body can be null"
                    );
                    let help = match sent_in {
                        In::Body => "remove `clearable`, or make the type optional (`?`)",
                        _ => "remove `clearable`",
                    };
                    let fault =
                        Fault::key(Code::NotClearable, &path.key("clearable"), message, help);
                    check.fault(fault.related(path.key("type").at_value(), "its type"));
                }
            }
            if let (Some(name), Some(ty), Some(sent_in)) = (name, ty, sent_in) {
                let (key, docs) = (key.clone(), text(&spec.docs));
                params.push(Param {
                    key,
                    docs,
                    ty,
                    sent_in,
                    clear: spec.clearable.then(|| name.with_prefix("clear_")),
                    name,
                    sensitive: spec.sensitive,
                    example,
                });
            }
        }
        name_clearing_methods(&mut params, &all);
        params
    }

    /// A placeholder without a parameter, with the nearest one.
    fn missing_param(&self, name: &str, spec: &spec::Endpoint) -> Fault {
        let params = self.path.key("params");
        let near = nearest(name, spec.params.keys().map(String::as_str));
        let help = match near {
            Some(near) => format!("did you mean `{near}`?"),
            None => format!("add `{name}: {{ type: string, docs: … }}` under `params`"),
        };
        let placeholder = format!("{{{name}}}");
        let message = format!("the placeholder `{placeholder}` has no parameter");
        let own = self.path.key("path");
        let fault = Fault::value(Code::MissingParameter, &own, message, help).within(&placeholder);
        match near {
            Some(near) => fault.related(params.key(near).at_key(), "there is this one"),
            None if spec.params.is_empty() => fault,
            None => fault.related(params.at_key(), "it is not one of these"),
        }
    }

    /// The header that carries the credential, if it is not the usual one.
    fn auth_header(&self) -> Option<&str> {
        match self.client.map(|client| &client.auth) {
            Some(Auth::Header { header, .. }) => Some(header),
            _ => None,
        }
    }

    fn rules(&self, check: &mut Check, spec: &spec::Endpoint, params: &[Param]) -> Vec<Rule> {
        let all = self.path.key("rules");
        let params: HashMap<_, _> = params.iter().map(|param| (&param.key, param)).collect();
        let mut rules = Vec::new();
        for (index, rule) in spec.rules.iter().enumerate() {
            let path = all.index(index);
            let (kind, key, keys) = match rule {
                spec::Rule {
                    one_of: Some(keys),
                    at_least_one_of: None,
                } => (RuleKind::OneOf, "one_of", keys),
                spec::Rule {
                    one_of: None,
                    at_least_one_of: Some(keys),
                } => (RuleKind::AtLeastOneOf, "at_least_one_of", keys),
                _ => {
                    let message = "a rule says exactly one thing";
                    check.fault(Fault::value(
                        Code::BadRule,
                        &path,
                        message,
                        "keep one of `one_of` and `at_least_one_of`",
                    ));
                    continue;
                }
            };
            let path = path.key(key);
            if keys.len() < 2 {
                let message = "a rule is about at least two parameters";
                check.fault(Fault::value(
                    Code::BadRule,
                    &path,
                    message,
                    "add another one, or make the parameter required",
                ));
            }
            unique(check, &path, keys);
            let mut named = Vec::new();
            for (index, key) in keys.iter().enumerate() {
                let path = path.index(index);
                if !spec.params.contains_key(key) {
                    check.fault(unknown_param(&path, key, spec));
                } else if let Some(param) = params.get(key) {
                    if !param.ty.is_optional() {
                        let message = format!("`{key}` is required, so the rule cannot mean it");
                        let help = "make its type optional (`?`), or take it out of the rule";
                        let fault = Fault::value(Code::BadRule, &path, message, help);
                        let ty = self.path.key("params").key(key).key("type").at_value();
                        check.fault(fault.related(ty, "required here"));
                    }
                    named.push((key.clone(), param.name.clone()));
                }
            }
            rules.push(Rule {
                kind,
                params: named,
            });
        }
        if rules.iter().all(|rule| rule.params.len() > 1) && !can_hold(&rules) {
            let message = "no call could keep all of these rules";
            let help = "remove one, or leave a parameter out of one";
            check.fault(Fault::key(Code::BadRule, &all, message, help));
        }
        rules
    }

    fn response(&self, check: &mut Check, spec: &spec::Endpoint) -> Option<Response> {
        let path = self.path.key("response");
        let response = match &spec.response {
            None => Response::Empty,
            Some(spec::Response::Type(text)) => {
                let ty = self.symbols.ty(check, &path, text)?;
                let Ty::Named {
                    name,
                    kind: Kind::Object,
                } = ty
                else {
                    check.fault(Fault::value(
                        Code::BadResponse,
                        &path,
                        format!("`{text}` is not an object"),
                        "name an object type, or list the fields of the body",
                    ));
                    return None;
                };
                Response::Shared(name)
            }
            Some(spec::Response::Fields(fields)) => {
                let names = Namespace::default();
                let fields = self
                    .symbols
                    .fields(check, &path, fields, Name::snake, names);
                Response::Own(Object {
                    fields,
                    constructors: Vec::new(),
                    sent: false,
                })
            }
        };

        for field in self.types.response_fields(&response) {
            if let Some(client) = self.client
                && self.envelope.contains(field.key.as_str())
            {
                let message = format!("`{}` is part of the envelope of every response", field.key);
                let location = match response {
                    Response::Own(_) => path.key(&field.key).at_key(),
                    _ => path.at_value(),
                };
                let help = "remove the field: `Response` has a method for it";
                let fault = Fault::new(Code::EnvelopeField, location, message, help);
                let envelope = Path::root(client.file)
                    .key("envelope")
                    .key(&field.key)
                    .at_key();
                check.fault(fault.related(envelope, "the envelope has it"));
            }
        }
        Some(response)
    }

    fn paging(
        &self,
        check: &mut Check,
        paging: &spec::Paging,
        spec: &spec::Endpoint,
        params: &[Param],
        response: Option<&Response>,
    ) -> Option<Paging> {
        let path = self.path.key("paging");
        let cursor = path.key("cursor");
        let param = params.iter().find(|param| param.key == paging.cursor);
        let of_param = self.path.key("params");
        let of_param = of_param.key(&paging.cursor);
        if !spec.params.contains_key(&paging.cursor) {
            check.fault(unknown_param(&cursor, &paging.cursor, spec));
        } else if let Some(param) = param
            && param.ty != Ty::Optional(Box::new(Ty::String))
        {
            let message = format!("the parameter `{}` cannot take a cursor", param.key);
            let fault = Fault::value(
                Code::BadPaging,
                &cursor,
                message,
                "its type must be `string?`",
            );
            check.fault(fault.related(of_param.key("type").at_value(), "its type"));
        } else if param.is_some_and(|param| param.clear.is_some()) {
            let message = "a cursor is set or not: it cannot be cleared";
            let help = "remove `clearable` from the parameter";
            let fault = Fault::value(Code::BadPaging, &cursor, message, help);
            check.fault(fault.related(of_param.key("clearable").at_key(), "clearable here"));
        }
        let response = response?;
        let next = self.next_cursor(check, &path.key("next"), &paging.next, response);
        let items_path = path.key("items");
        let items = field_of(
            check,
            &items_path,
            &paging.items,
            self.types.response_fields(response),
        )?;
        let Ty::List(item) = items.ty.required() else {
            let message = format!("`{}` is not a list", items.key);
            check.fault(Fault::value(
                Code::BadPaging,
                &items_path,
                message,
                "name the list with the items of a page",
            ));
            return None;
        };
        Some(Paging {
            cursor: param?.name.clone(),
            next: next?,
            items: (items.name.clone(), items.ty.is_optional()),
            item: item.as_ref().clone(),
        })
    }

    /// The way to the next cursor, through objects within the body.
    fn next_cursor(
        &self,
        check: &mut Check,
        path: &Path<'_>,
        text: &str,
        response: &Response,
    ) -> Option<Vec<(Name, bool)>> {
        let mut fields = self.types.response_fields(response);
        let mut way = Vec::new();
        let mut last = None;
        for key in text.split('.') {
            let field = field_of(check, path, key, fields)?;
            way.push((field.name.clone(), field.ty.is_optional()));
            fields = match field.ty.required() {
                Ty::Named {
                    name,
                    kind: Kind::Object,
                } => self.types.object_fields(name)?,
                _ => &[],
            };
            last = Some(field);
        }
        let field = last?;
        if *field.ty.required() != Ty::String {
            let message = format!("`{}` cannot hold a cursor", field.key);
            let fault = Fault::value(Code::BadPaging, path, message, "its type must be `string?`");
            check.fault(fault.within(&field.key));
        }
        Some(way)
    }

    fn errors(&self, check: &mut Check, keys: &[String]) -> Vec<Value> {
        let Some(client) = self.client else {
            return Vec::new();
        };
        let path = self.path.key("errors");
        unique(check, &path, keys);
        let mut errors = Vec::new();
        for (index, key) in keys.iter().enumerate() {
            if let Some(known) = client.error_types.get(key) {
                errors.extend(known.clone());
            } else {
                let known = || client.error_types.keys().map(String::as_str);
                check.fault(Fault::value(
                    Code::UnknownErrorType,
                    &path.index(index),
                    format!("unknown type of error `{key}`"),
                    did_you_mean(key, known())
                        .unwrap_or_else(|| "add it under `error.types` of client.yaml".to_owned()),
                ));
            }
        }
        errors
    }
}

/// Names the methods that clear parameters, so that none has the name of a method that sets one.
fn name_clearing_methods(params: &mut [Param], all: &Path<'_>) {
    let mut methods = Namespace::default();
    let entry = |key: &str| Entry {
        what: format!("`{key}`"),
        location: all.key(key).at_key(),
    };
    for param in &*params {
        methods.give(&param.setter(), entry(&param.key));
    }
    for param in params {
        let entry = entry(&param.key);
        param.clear = param.clear.take().map(|clear| methods.give(&clear, entry));
    }
}

/// Whether some choice of parameters keeps all rules. It tries all of them, so it has no opinion on very many.
fn can_hold(rules: &[Rule]) -> bool {
    const MOST: usize = 12;
    let keys: HashSet<&str> = rules
        .iter()
        .flat_map(|rule| &rule.params)
        .map(|(key, _)| key.as_str())
        .collect();
    if keys.len() > MOST {
        return true;
    }
    let bit: HashMap<&str, u32> = keys.into_iter().zip((0..).map(|n| 1 << n)).collect();
    (0..1_u32 << bit.len()).any(|chosen| {
        rules.iter().all(|rule| {
            let set = rule
                .params
                .iter()
                .filter(|(key, _)| bit.get(key.as_str()).is_some_and(|bit| chosen & bit != 0));
            match rule.kind {
                RuleKind::OneOf => set.count() == 1,
                RuleKind::AtLeastOneOf => set.count() > 0,
            }
        })
    })
}

fn unknown_param(path: &Path<'_>, key: &str, spec: &spec::Endpoint) -> Fault {
    let keys = || spec.params.keys().map(String::as_str);
    let help = did_you_mean(key, keys()).unwrap_or_else(|| choices("parameters", keys()));
    Fault::value(
        Code::UnknownParameter,
        path,
        format!("there is no parameter `{key}`"),
        help,
    )
}

fn field_of<'f>(
    check: &mut Check,
    path: &Path<'_>,
    key: &str,
    fields: &'f [Field],
) -> Option<&'f Field> {
    let field = fields.iter().find(|field| field.key == key);
    if field.is_none() {
        let keys = || fields.iter().map(|field| field.key.as_str());
        let help = did_you_mean(key, keys()).unwrap_or_else(|| choices("fields there", keys()));
        let message = format!("there is no field `{key}`");
        check.fault(Fault::value(Code::UnknownField, path, message, help).within(key));
    }
    field
}

/// Where a parameter goes: into the path if the template has a placeholder for it, or where `in:` says, or else into the body,
/// if the method has one, and into the query if not.
fn sent_in(
    check: &mut Check,
    (endpoint, path): (&Path<'_>, &Path<'_>),
    key: &str,
    spec: &spec::Param,
    method: Option<Method>,
    in_path: Option<bool>,
) -> Option<In> {
    let given = match spec.sent_in.as_deref() {
        None => None,
        Some("query") => Some(In::Query),
        Some("header") => Some(In::Header),
        Some("body") => Some(In::Body),
        Some(other) => {
            let known = ["query", "header", "body"];
            let help = match other {
                "path" if in_path == Some(true) => {
                    "remove `in`: the placeholder says it".to_owned()
                }
                "path" => format!("put `{{{key}}}` into the path and leave `in` out"),
                _ => did_you_mean(other, known).unwrap_or_else(|| choices("values of `in`", known)),
            };
            check.fault(Fault::value(
                Code::BadIn,
                &path.key("in"),
                format!("a parameter cannot be in `{other}`"),
                help,
            ));
            return None;
        }
    };
    match (given, in_path?) {
        (Some(_), true) => {
            let message = format!("`{key}` has a placeholder, so it is in the path");
            let help = "remove `in`, or the placeholder";
            let fault = Fault::value(Code::BadIn, &path.key("in"), message, help);
            let template = endpoint.key("path").at_value();
            check.fault(fault.related(template.within(format!("{{{key}}}")), "the placeholder"));
            None
        }
        (None, true) => Some(In::Path),
        (Some(In::Body), false) if !method?.has_body() => {
            let message = format!(
                "`{key}` cannot be in the body: a {} has none",
                method?.as_str()
            );
            let help = "remove `in`: it will be in the query";
            let fault = Fault::value(Code::BadIn, &path.key("in"), message, help);
            check.fault(fault.related(endpoint.key("method").at_value(), "the method"));
            None
        }
        (Some(sent_in), false) => Some(sent_in),
        (None, false) => Some(if method?.has_body() {
            In::Body
        } else {
            In::Query
        }),
    }
}

/// Whether a value of type `ty` can be written where the parameter goes.
fn fits(check: &mut Check, path: &Path<'_>, key: &str, ty: &Ty, sent_in: In) {
    let location = path.key("type");
    let mut refuse = |what: &str, help: &str| {
        check.fault(Fault::value(
            Code::BadParameterType,
            &location,
            format!("`{key}` {what}"),
            help,
        ));
    };
    let scalars = "use `string`, `boolean`, `integer`, `number`, `timestamp`, an id or an enum";
    match sent_in {
        In::Body => {}
        In::Path => match ty {
            Ty::Optional(_) => refuse("is in the path, so it cannot be optional", "remove the `?`"),
            Ty::List(_) => refuse("is in the path, so it cannot be a list", scalars),
            ty if ty.is_scalar() => {}
            _ => refuse("is in the path, where there is only text", scalars),
        },
        In::Query => {
            let item = match ty.required() {
                Ty::List(item) => item.as_ref(),
                ty => ty,
            };
            if !item.is_scalar() {
                refuse(
                    "is in the query, where there is only text",
                    &format!("{scalars}, or a list of them"),
                );
            }
        }
        In::Header => {
            if !ty.required().is_scalar() {
                refuse("is a header, which holds only text", scalars);
            }
            if !is_header_name(key) {
                let message = format!("`{key}` cannot be the name of a header");
                check.fault(Fault::key(
                    Code::BadHeader,
                    path,
                    message,
                    "use the header's name as the key, such as `X-Trace-Id`",
                ));
            } else if OWN_HEADERS.contains(&key.to_ascii_lowercase().as_str()) {
                let message = format!("the client sets the header `{key}` itself");
                check.fault(Fault::key(
                    Code::BadHeader,
                    path,
                    message,
                    "remove the parameter",
                ));
            }
        }
    }
}

/// The example of the parameter at `path` as a value of type `ty`.
fn example(check: &mut Check, path: &Path<'_>, example: &spec::Scalar, ty: &Ty) -> Option<Example> {
    let resolved = match (ty.required(), example) {
        (Ty::Boolean, spec::Scalar::Boolean(value)) => Some(Example::Boolean(*value)),
        (Ty::Integer, spec::Scalar::Integer(value)) => {
            i64::try_from(*value).ok().map(Example::Integer)
        }
        (Ty::Number, spec::Scalar::Number(value)) if value.is_finite() => {
            Some(Example::Number(*value))
        }
        #[allow(clippy::cast_precision_loss, reason = "an example is for reading")]
        (Ty::Number, spec::Scalar::Integer(value)) => Some(Example::Number(*value as f64)),
        (
            Ty::String
            | Ty::Timestamp
            | Ty::Named {
                kind: Kind::Id | Kind::Enum,
                ..
            },
            spec::Scalar::String(value),
        ) => {
            check.plain_text(&path.key("example"), Part::Value, value);
            Some(Example::Text(value.clone()))
        }
        _ => None,
    };
    if resolved.is_none() {
        let message = "the example is not a value of the parameter's type";
        let help = "give a string, a number or a boolean that fits; other types need no example";
        let fault = Fault::value(Code::BadExample, &path.key("example"), message, help);
        check.fault(fault.related(path.key("type").at_value(), "its type"));
    }
    resolved
}
