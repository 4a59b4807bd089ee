"""Checks with Python's `jsonschema` what `cargo test` checks with `boon`: that the schema of the spec format marks the faults that
a schema can see, each at its location, and nothing in a good spec. Writes the tables into README.md."""

import collections
import importlib.metadata
import json
import pathlib
import re
import subprocess
import sys
import tempfile

import jsonschema
import ruamel.yaml

HERE = pathlib.Path(__file__).parent
TESTS = HERE.parent
ROOT = TESTS.parent.parent


def read(path):
    """The tree of a file, or None if it is not YAML: then a schema has nothing to look at."""
    reader = ruamel.yaml.YAML(typ="safe", pure=True)
    # YAML 1.2 has no key that merges maps, and no dates.
    resolvers = reader.resolver.versioned_resolver
    for first, known in resolvers.items():
        resolvers[first] = [(tag, pattern) for tag, pattern in known if tag.split(":")[-1] not in ("merge", "timestamp")]
    try:
        return reader.load(path.read_text())
    except ruamel.yaml.error.YAMLError:
        return None


def beyond_a_schema():
    """The files whose fault no schema can see, by the test of `boon`."""
    text = (TESTS / "schema.rs").read_text()
    listed = text.split("const BEYOND_A_SCHEMA", 1)[1].split("];\n", 1)[0]
    return set(re.findall(r'"((?:client/)?\w+\.yaml)"', listed))


def locations(generator, path):
    """Where the generator finds the faults of a file, and the locations that it relates to them."""
    text = (TESTS / "spec/mod.rs").read_text()
    parts = dict(re.findall(r'const (CLIENT|USERS): &str = "\\\n(.*?)";', text, re.S))
    is_client = path.parent.name == "client"
    with tempfile.TemporaryDirectory() as spec:
        for name, base in (("client.yaml", parts["CLIENT"]), ("users.yaml", parts["USERS"])):
            own = path.read_text() if is_client == (name == "client.yaml") else base
            pathlib.Path(spec, name).write_text(own)
        command = [generator, "codegen", "--format", "json", "--spec", spec, "--out", spec + "/out"]
        run = subprocess.run(command, capture_output=True, text=True, check=False)
    faults = [json.loads(line) for line in run.stdout.splitlines()]
    spans = (span for fault in faults for span in [fault["location"], *fault["related"]])
    # Characters that nobody sees are escaped in what a report shows.
    escape = re.compile(r"\\u\{([0-9a-f]+)\}")
    return {escape.sub(lambda code: chr(int(code[1], 16)), span["path"]) for span in spans}


def shown(path):
    """A path as the generator writes it: `endpoints.get.errors[0]`."""
    text = "".join(f"[{part}]" if isinstance(part, int) else f".{part}" for part in path)
    return text.removeprefix(".")


def is_at(error, faults):
    """Whether the error is at the location of a fault: an error about a key that is missing or unknown is at the map."""
    path = shown(error.absolute_path)
    if not path:
        return any("." not in fault for fault in faults)

    def is_within(inner, outer):
        return inner == outer or inner.startswith((outer + ".", outer + "["))

    return any(is_within(path, fault) or is_within(fault, path) for fault in faults)


def main(generator):
    schema = json.loads((ROOT / "spec/schema.json").read_text())
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    failures = []
    rows = []
    good = sorted(
        path
        for folder in ("../spec", "tests/fixture/spec", "tests/users/spec", "tests/features", "tests/clients")
        for path in (TESTS.parent / folder).glob("*.yaml")
    )
    marked = [path for path in good if not validator.is_valid(read(path))]
    failures += [f"{path} is good, and the schema marks it" for path in marked]
    rows.append(("good specs", len(good), len(marked), ""))
    beyond = beyond_a_schema()
    for title, folder in (("faults in a resource", "faults"), ("faults in `client.yaml`", "faults/client")):
        counts = collections.Counter()
        for path in sorted((TESTS / folder).glob("*.yaml")):
            tree = read(path)
            name = str(path.relative_to(TESTS / "faults"))
            counts["files"] += 1
            errors = [] if tree is None else list(validator.iter_errors(tree))
            if tree is not None and bool(errors) == (name in beyond):
                failures.append(f"{name}: `boon` and `jsonschema` do not agree")
            if errors:
                counts["marked"] += 1
                faults = locations(generator, path)
                elsewhere = [error for error in errors if not is_at(error, faults)]
                counts["at"] += not elsewhere
                failures += [f"{name}: {error.json_path}: {error.message[:100]}" for error in elsewhere]
        rows.append((title, counts["files"], counts["marked"], counts["at"]))
    print("\n".join(failures))
    if not failures:
        write_table(rows)
    return 1 if failures else 0


def write_table(rows):
    """Writes the table into the README, between its two comments."""
    lines = [
        f"With jsonschema {importlib.metadata.version('jsonschema')}:",
        "",
        "| files | number | marked | of these at the location of a fault |",
        "| --- | --- | --- | --- |",
        *("| " + " | ".join(map(str, row)) + " |" for row in rows),
    ]
    readme = HERE / "README.md"
    text = readme.read_text()
    before, rest = text.split("<!-- table -->\n", 1)
    _, after = rest.split("<!-- end of table -->", 1)
    table = "\n".join(lines)
    readme.write_text(f"{before}<!-- table -->\n{table}\n<!-- end of table -->{after}")
    print(table)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
