//! Runs an import, from the document to the files of a spec.

use std::collections::{HashMap, HashSet};
use std::path::Path;

use crate::check;
use crate::document::{Document, Id, Node};
use crate::envelope::common_headers;
use crate::exported;
use crate::fault::Fault;
use crate::import::Import;
use crate::loss::Kind as Lost;
use crate::operations::Operations;
use crate::print::Printer;
use crate::refs::referenced;
use crate::report::{Facts, Report};
use crate::spec::{Client, Kind, Resource, Ty, TypeId};
use crate::verdicts::Verdicts;

/// The options of an import.
#[derive(Clone, Debug)]
pub struct Options {
    /// Tags and prefixes of paths. An empty list selects all operations.
    pub only: Vec<String>,
    /// Whether to recognise paging. Defaults to `true`.
    pub paging: bool,
}

impl Default for Options {
    fn default() -> Self {
        Self {
            only: Vec::new(),
            paging: true,
        }
    }
}

/// A file of a spec.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct File {
    /// The name in the directory of the spec.
    pub name: String,
    /// The content.
    pub text: String,
}

/// An imported document.
#[derive(Debug)]
pub struct Imported {
    /// `client.yaml`, and a file for each resource.
    pub files: Vec<File>,
    /// The losses.
    pub report: Report,
}

/// The size of the stack of an import, in bytes. Schemas can be deeply nested.
const STACK: usize = 512 << 20;

/// Imports the document at `path`.
///
/// # Errors
///
/// Returns a [`Fault`] if the document cannot be read, is not JSON or YAML, is not OpenAPI 3, or has no operation to
/// import.
pub fn import(path: &Path, options: &Options) -> Result<Imported, Fault> {
    std::thread::scope(|scope| {
        let thread = std::thread::Builder::new().stack_size(STACK);
        let run = thread.spawn_scoped(scope, || run(path, options));
        let failed = |why: &str| Fault::new(why, "report this bug of the importer");
        match run {
            Ok(run) => run
                .join()
                .unwrap_or_else(|_| Err(failed("the import panicked"))),
            Err(error) => Err(failed(&error.to_string())),
        }
    })
}

fn run(path: &Path, options: &Options) -> Result<Imported, Fault> {
    let document = Document::read(path)?;
    let root = document
        .root()
        .ok_or_else(|| Fault::new("the document is empty", "give the path of another file"))?;
    let is_old = version(&document, root)?;
    let mut uses = HashMap::new();
    for file in &document.files {
        count_uses(&document, &file.root, &mut uses);
    }
    if options.only.is_empty() && exported::is_exported(root) {
        return Ok(exported::read(&document, root, &uses));
    }
    let mut import = Import::new(&document, root, uses, is_old);
    let mut client = import.client(root);
    import.servers(root);
    let operations = import.operations(root, options);
    let mut resources = import.resources(root, &operations);
    if resources.is_empty() {
        return Err(no_operation(&document, &import, &operations, options));
    }
    let endpoints = resources
        .iter_mut()
        .flat_map(|resource| &mut resource.endpoints);
    endpoints.for_each(|endpoint| endpoint.response_types_mut(&mut |ty| ty.replace_files(false)));
    for ty in &mut import.types {
        ty.kind.types_mut(&mut |ty| ty.replace_files(false));
    }
    client.auth = import.security(root, &operations, &mut resources);
    Import::split_streams(&mut resources);
    client.servers = std::mem::take(&mut import.servers);
    client.error = import.errors(&mut resources);
    client.envelope = import.envelope(&mut resources);
    if options.paging {
        import.paging(&mut resources);
    }
    client.response_headers = common_headers(&mut resources);
    import.end_types();
    let mut left_out: Vec<_> = import
        .left_out
        .difference(&import.kept_in)
        .copied()
        .collect();
    left_out.sort_unstable();
    for id in left_out {
        let message = "neither requests nor responses use the property";
        import.losses.at(Lost::Unused, id, message, "");
    }
    let mut verdicts = None;
    let files = loop {
        let files = import.files(&client, &mut resources, verdicts.as_ref());
        let errors = check::errors(&files);
        if errors.is_empty() {
            break files;
        }
        // Most specs need no verdicts about single facts, which cost time.
        if verdicts.is_none() {
            verdicts = Some(Verdicts::default());
        } else if !import.drop_rejected_types(errors, &mut resources, root) {
            break files;
        }
    };
    let callable = || operations.callable.values().flatten();
    let report = Report::new(Facts {
        document: &document,
        losses: std::mem::take(&mut import.losses.0),
        imported: callable().map(|operation| operation.node).collect(),
        items: callable().map(|operation| operation.item).collect(),
        uncallable: operations.uncallable.len(),
        uses: &import.uses,
        variants: &import.variants,
        is_whole: options.only.is_empty(),
    });
    Ok(Imported { files, report })
}

/// Returns the fault of a document without an operation that a client can call.
fn no_operation(
    document: &Document,
    import: &Import<'_>,
    operations: &Operations<'_>,
    options: &Options,
) -> Fault {
    let first = operations.uncallable.first();
    let file = first.and_then(|node| document.file(node));
    if let (Some(node), Some(file)) = (first, file) {
        let mut losses = import.losses.0.iter();
        let why = losses.find(|loss| loss.at == node.id);
        let why = why.map_or("", |loss| loss.message.as_str());
        let message = format!("a client can call no selected operation; of this one, {why}");
        let help =
            "change it: clients send GET, POST, PUT, PATCH and DELETE to paths that start with `/`";
        return Fault::at(&file.path, &file.text, node.offset, message, help);
    }
    let help = if options.only.is_empty() {
        "give the path of a document with `paths`"
    } else {
        "give a tag or the start of a path in the document"
    };
    Fault::new("the document has no operation to import", help)
}

/// Whether the version of OpenAPI is older than 3.1.
fn version(document: &Document, root: &Node) -> Result<bool, Fault> {
    let at = |node: &Node, message: &str, help: &str| match document.files.first() {
        Some(file) => Fault::at(&file.path, &file.text, node.offset, message, help),
        None => Fault::new(message, help),
    };
    if let Some(node) = root.peek("swagger") {
        let help = "convert it first: `npx swagger2openapi --outfile openapi.json swagger.json`";
        return Err(at(
            node,
            "this is a document of Swagger 2.0, not of OpenAPI 3",
            help,
        ));
    }
    let help = "give the path of a document that starts with `openapi: 3.0.0` or a later version";
    let Some(node) = root.get("openapi") else {
        return Err(at(root, "this is not an OpenAPI document", help));
    };
    match node.scalar() {
        Some(version) if version.starts_with("3.0") => Ok(true),
        Some(version) if version.starts_with("3.") => Ok(false),
        _ => Err(at(node, "this is not a version of OpenAPI 3", help)),
    }
}

fn count_uses(document: &Document, node: &Node, uses: &mut HashMap<Id, usize>) {
    if let Some(target) = referenced(document, node) {
        *uses.entry(target.id).or_insert(0) += 1;
    }
    for child in node.children() {
        count_uses(document, child, uses);
    }
}

impl Import<'_> {
    /// Returns the files of the spec.
    fn files(
        &self,
        client: &Client,
        resources: &mut [Resource],
        verdicts: Option<&Verdicts>,
    ) -> Vec<File> {
        let printer = Printer {
            types: &self.types,
            in_requests: &self.place_types(resources, client),
            verdicts,
        };
        let mut files = vec![File {
            name: "client.yaml".to_owned(),
            text: printer.client(client),
        }];
        files.extend(resources.iter().map(|resource| File {
            name: format!("{}.yaml", resource.name),
            text: printer.resource(resource),
        }));
        files
    }

    /// Adds each type to the file of the first resource that uses it. Returns the types in requests.
    fn place_types(&self, resources: &mut [Resource], client: &Client) -> HashSet<TypeId> {
        let mut placed = HashSet::new();
        let mut in_requests = HashSet::new();
        for (index, resource) in resources.iter_mut().enumerate() {
            let mut types = Vec::new();
            for endpoint in &resource.endpoints {
                endpoint.request_types(&mut |ty| self.reach(ty, &mut in_requests, &mut Vec::new()));
                endpoint.request_types(&mut |ty| self.reach(ty, &mut placed, &mut types));
                endpoint.response_types(&mut |ty| self.reach(ty, &mut placed, &mut types));
            }
            for ty in client.types().filter(|_| index == 0) {
                self.reach(ty, &mut placed, &mut types);
            }
            resource.types = types;
        }
        in_requests
    }

    /// Adds the types that an expression refers to, directly or through other types, depth first.
    fn reach(&self, ty: &Ty, placed: &mut HashSet<TypeId>, types: &mut Vec<TypeId>) {
        let mut open = Vec::new();
        ty.named(&mut |id| open.push(id));
        open.reverse();
        while let Some(id) = open.pop() {
            let Some(ty) = self.types.get(id.0) else {
                continue;
            };
            if matches!(ty.kind, Kind::Open | Kind::Endless) || !placed.insert(id) {
                continue;
            }
            types.push(id);
            let mut inner = Vec::new();
            ty.kind.types(&mut |ty| ty.named(&mut |id| inner.push(id)));
            open.extend(inner.into_iter().rev());
        }
    }
}
