"""Writes a caller that uses all that a crate makes public: it names each type, calls each function with arguments of the exact
types, reads and sets each field, and matches each variant. It reads the JSON that rustdoc writes."""

# Paths of items whose own modules are private. rustdoc only writes where an item is defined.
STANDARD = {"alloc": "std", "core": "std"}
PUBLIC = {path.rsplit("::", 1)[1]: path for path in (
    "std::collections::HashMap", "std::collections::BTreeMap", "std::iter::Extend", "std::iter::FromIterator",
    "std::iter::IntoIterator", "std::iter::Iterator", "std::ops::Deref", "std::ops::DerefMut", "std::str::FromStr", "bytes::Bytes",
    "http::HeaderMap", "http::HeaderName", "http::HeaderValue", "http::Method", "http::StatusCode", "jiff::Timestamp",
    "jiff::civil::Date", "serde::Deserialize", "serde::Deserializer", "serde::Serialize", "serde::Serializer", "serde_json::Map",
    "serde_json::Value")}
# Traits that only the compiler implements.
INTERNAL = {"StructuralPartialEq"}
KEYWORDS = {"as", "async", "box", "do", "dyn", "else", "enum", "final", "fn", "for", "if", "impl", "in", "loop", "match", "mod", "move",
            "pub", "ref", "return", "static", "struct", "trait", "type", "use", "where", "while", "yield"}


class Unknown(Exception):
    """The caller cannot write this."""


class Caller:
    def __init__(self, docs):
        self.index = docs["index"]
        self.paths = docs["paths"]
        self.public = {}
        self.parts = []
        self.left_out = 0
        self.name = self.index[str(docs["root"])]["name"]
        self.find(docs["root"], self.name)

    def item(self, id):
        return self.index.get(str(id))

    def find(self, module, path):
        """Finds the public paths of the items of a module."""
        for id in self.item(module)["inner"]["module"]["items"]:
            item = self.item(id)
            if not item or item["visibility"] != "public":
                continue
            (kind, inner), = item["inner"].items()
            if kind == "use":
                target = self.item(inner["id"])
                if target and inner["is_glob"] and "module" in target["inner"]:
                    self.find(inner["id"], path)
                elif target and "module" in target["inner"]:
                    self.find(inner["id"], f"{path}::{inner['name']}")
                elif target:
                    self.public.setdefault(inner["id"], f"{path}::{inner['name']}")
            elif kind == "module":
                self.find(id, f"{path}::{item['name']}")
            else:
                self.public.setdefault(id, f"{path}::{item['name']}")

    def path(self, found):
        id = found["id"]
        if id in self.public:
            path = self.public[id]
        else:
            summary = self.paths.get(str(id))
            if not summary or summary["crate_id"] == 0 or summary["path"][-1] in INTERNAL:
                raise Unknown(found)
            names = summary["path"]
            path = PUBLIC.get(names[-1]) or "::".join([STANDARD.get(names[0], names[0]), *names[1:]])
        return path + self.arguments(found.get("args"))

    def arguments(self, args):
        if not args:
            return ""
        if "parenthesized" in args:
            inputs = ", ".join(self.type(kind) for kind in args["parenthesized"]["inputs"])
            output = args["parenthesized"]["output"]
            return f"({inputs})" + (f" -> {self.type(output)}" if output else "")
        args = args["angle_bracketed"]
        texts = [self.argument(arg) for arg in args["args"]]
        for constraint in args["constraints"]:
            bound = constraint["binding"].get("equality", {}).get("type")
            if not bound:
                raise Unknown(constraint)
            texts.append(f"{constraint['name']} = {self.type(bound)}")
        return f"<{', '.join(texts)}>" if texts else ""

    def argument(self, arg):
        if "lifetime" in arg:
            return lifetime(arg["lifetime"])
        if "type" in arg:
            return self.type(arg["type"])
        raise Unknown(arg)

    def bounds(self, bounds):
        texts = []
        for bound in bounds:
            if "trait_bound" in bound:
                mark = "?" if bound["trait_bound"]["modifier"] == "maybe" else ""
                texts.append(mark + self.path(bound["trait_bound"]["trait"]))
            elif "outlives" in bound:
                texts.append(lifetime(bound["outlives"]))
        return " + ".join(texts)

    def type(self, kind, this=None):
        (form, inner), = kind.items()
        match form:
            case "resolved_path":
                return self.path(inner)
            case "primitive":
                return "!" if inner == "never" else inner
            case "tuple":
                return "(" + "".join(self.type(part, this) + ", " for part in inner) + ")"
            case "slice":
                return f"[{self.type(inner, this)}]"
            case "array" if inner["len"].isdigit():
                return f"[{self.type(inner['type'], this)}; {inner['len']}]"
            case "borrowed_ref":
                mutable = "mut " if inner["is_mutable"] else ""
                return f"&{lifetime(inner['lifetime'])} {mutable}{self.type(inner['type'], this)}"
            case "impl_trait":
                return f"impl {self.bounds(inner)}"
            case "dyn_trait":
                traits = " + ".join(self.path(one["trait"]) for one in inner["traits"])
                return f"(dyn {traits}" + (f" + {lifetime(inner['lifetime'])})" if inner["lifetime"] else ")")
            case "generic" if inner == "Self" and this:
                return this
        raise Unknown(kind)

    def add(self, body):
        """Adds a function to the caller: what follows its name."""
        try:
            self.parts.append(f"pub {body().replace('NAME', f'use_{len(self.parts)}', 1)}")
        except Unknown:
            self.left_out += 1

    def function(self, item, path, this=None):
        function = item["inner"]["function"]
        if any("type" in param["kind"] and not param["kind"]["type"]["is_synthetic"] for param in function["generics"]["params"]):
            raise Unknown(item)
        inputs = [f"a{place}: {self.type(kind, this)}" for place, (_, kind) in enumerate(function["sig"]["inputs"])]
        output = function["sig"]["output"]
        result = f" -> {self.type(output, this)}" if output else ""
        is_async = function["header"]["is_async"]
        call = f"{path}({', '.join(text.split(':')[0] for text in inputs)})" + (".await" if is_async else "")
        return f"{'async ' if is_async else ''}fn NAME<'a>({', '.join(inputs)}){result} {{ {call} }}"

    def implementation(self, block):
        """The functions of a block, or the trait that it implements."""
        this = self.type(block["for"])
        if any("type" in param["kind"] for param in block["generics"]["params"]):
            raise Unknown(block)
        if block["trait"]:
            self.add(lambda: f"fn NAME<'a>() {{ fn has<'a, T: {self.path(block['trait'])} + ?Sized>() {{}} has::<{this}>(); }}")
            return
        for id in block["items"]:
            item = self.item(id)
            if item and item["visibility"] == "public" and "function" in item["inner"]:
                self.add(lambda: self.function(item, f"<{this}>::{raw(item['name'])}", this))

    def field(self, this, field):
        kind = self.type(field["inner"]["struct_field"])
        name = raw(field["name"])
        return f"fn NAME<'a>(mut of: {this}, to: {kind}) -> {kind} {{ of.{name} = to; of.{name} }}"

    def variant(self, this, variant):
        kind = variant["inner"]["variant"]["kind"]
        path = f"{this.split('<')[0]}::{variant['name']}"
        if kind == "plain":
            return f"fn NAME<'a>(of: {this}) -> bool {{ matches!(of, {path}) }}"
        if "tuple" in kind:
            types = [self.type(self.item(id)["inner"]["struct_field"]) for id in kind["tuple"] if id is not None]
            names = ", ".join(f"a{place}" for place in range(len(types)))
            result = f"({''.join(text + ', ' for text in types)})"
            return f"fn NAME<'a>(of: {this}) -> Option<{result}> {{ match of {{ {path}({names}) => Some(({names},)), _ => None }} }}"
        fields = [self.item(id) for id in kind["struct"]["fields"]]
        types = [self.type(field["inner"]["struct_field"]) for field in fields]
        names = ", ".join(raw(field["name"]) for field in fields)
        return (f"fn NAME<'a>(of: {this}) -> Option<({''.join(text + ', ' for text in types)})> "
                f"{{ match of {{ {path} {{ {names}, .. }} => Some(({names},)), _ => None }} }}")

    def of_type(self, id, path, inner):
        params = inner["generics"]["params"]
        if any("type" in param["kind"] for param in params):
            self.left_out += 1
            return
        this = path + ("<" + ", ".join("'a" for _ in params) + ">" if params else "")
        kind = inner.get("kind", {})
        for field in kind.get("plain", {}).get("fields", []) if isinstance(kind, dict) else []:
            if self.item(field) and self.item(field)["visibility"] == "public":
                self.add(lambda: self.field(this, self.item(field)))
        for variant in inner.get("variants", []):
            self.add(lambda: self.variant(this, self.item(variant)))
        for block in inner["impls"]:
            block = self.item(block)["inner"]["impl"]
            if not block["is_synthetic"] and not block["blanket_impl"]:
                try:
                    self.implementation(block)
                except Unknown:
                    self.left_out += 1

    def text(self):
        for id, path in self.public.items():
            (kind, inner), = self.item(id)["inner"].items()
            if kind in ("struct", "enum"):
                self.of_type(id, path, inner)
            elif kind == "function":
                self.add(lambda: self.function(self.item(id), path))
        return "#![allow(warnings)]\n" + "\n".join(self.parts) + "\nfn main() {}\n"


def raw(name):
    return f"r#{name}" if name in KEYWORDS else name


def lifetime(name):
    return name if name == "'static" else "'a"
