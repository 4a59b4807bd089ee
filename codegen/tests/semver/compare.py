"""Asks `cargo xtask diff`, cargo-semver-checks and the compiler whether changes of a spec break the code of callers, compares the
answers and writes a table of them into README.md."""

import collections
import copy
import hashlib
import io
import json
import os
import pathlib
import re
import shutil
import subprocess
import sys

from ruamel.yaml import YAML

from caller import Caller
from edits import EDITS
from reasons import REASONS

HERE = pathlib.Path(__file__).parent
ROOT = HERE.parent.parent.parent
XTASK, HOME = sys.argv[1], pathlib.Path(sys.argv[2])
CHECKER = HOME / "bin/cargo-semver-checks"
ENV = {**os.environ, "CARGO_TARGET_DIR": str(HOME / "target"), "RUSTC_BOOTSTRAP": "1"}
SPECS = ["spec", "codegen/tests/fixture/spec", "codegen/tests/styles/forge/spec", "codegen/tests/styles/billing/spec",
         "codegen/tests/styles/models/spec"]
# Kept crates of another generator are not used.
GENERATOR = hashlib.sha256(pathlib.Path(XTASK).read_bytes()).digest()
# How many specs each edit is made in.
SPECS_OF_AN_EDIT = 2

yaml = YAML(typ="safe")
yaml.default_flow_style = True
yaml.sort_base_mapping_type_on_output = False
yaml.width = 1 << 20


def run(*command):
    return subprocess.run([str(part) for part in command], capture_output=True, text=True, check=False, env=ENV)


def read(directory):
    return {path.name: yaml.load(path.read_text()) for path in sorted((ROOT / directory).glob("*.yaml"))}


def write(data):
    text = io.StringIO()
    yaml.dump(data, text)
    return text.getvalue()


class Crate:
    """The crate of a spec."""

    def __init__(self, files):
        digest = hashlib.sha256(GENERATOR + json.dumps(files).encode()).hexdigest()[:16]
        self.spec = HOME / "crates" / digest / "spec"
        self.out = HOME / "crates" / digest / "out"
        if not self.spec.exists():
            self.spec.mkdir(parents=True)
            for name, text in files.items():
                (self.spec / name).write_text(text)
            run(XTASK, "codegen", "--spec", self.spec, "--out", self.out)
        self.is_valid = (self.out / "Cargo.toml").exists()

    def name(self):
        return re.search(r'^name = "(.*?)"', (self.out / "Cargo.toml").read_text(), re.M)[1].replace("-", "_")

    def cargo(self, *arguments):
        """Runs Cargo on this crate. All crates share a target directory, where Cargo tells those of one name apart by times only."""
        shutil.copy(ROOT / "Cargo.lock", self.out)
        (self.out / "src/lib.rs").touch()
        command, *rest = arguments
        return run("cargo", command, "--quiet", "--offline", "--manifest-path", self.out / "Cargo.toml", "--all-features", *rest)

    def docs(self):
        """The JSON of rustdoc, which cargo-semver-checks reads."""
        path = self.out.parent / "docs.json"
        if not path.exists():
            options = ["-Z", "unstable-options", "--output-format", "json", "--cap-lints", "allow"]
            done = self.cargo("rustdoc", "--lib", "--", *options)
            assert done.returncode == 0, done.stderr
            shutil.move(HOME / "target/doc" / f"{self.name()}.json", path)
        return path

    def compiles(self, caller):
        """Whether a caller compiles with this crate. The compiler's first errors, or nothing."""
        digest = hashlib.sha256(caller.encode()).hexdigest()[:16]
        path = self.out.parent / f"caller-{digest}"
        if not path.exists():
            (self.out / "examples").mkdir(exist_ok=True)
            (self.out / "examples/caller.rs").write_text(caller)
            path.write_text(self.cargo("check", "--example", "caller").stderr)
            (self.out / "examples/caller.rs").unlink()
        return re.findall(r"^error.*: (.*)", path.read_text(), re.M)[:3]


def edits():
    """Changes of the specs of this repository: a name, the old and the new files."""
    specs = [read(directory) for directory in SPECS]
    for place, (name, places, edit) in enumerate(EDITS):
        made = 0
        for turn in range(len(specs)):
            if made == SPECS_OF_AN_EDIT:
                break
            number = (place + turn) % len(specs)
            old = {file: write(data) for file, data in specs[number].items()}
            for at in range(len(places(specs[number]))):
                spec = copy.deepcopy(specs[number])
                try:
                    edit(*places(spec)[at])
                except (KeyError, AttributeError, TypeError, IndexError, StopIteration):
                    continue
                new = {file: write(data) for file, data in spec.items()}
                if new != old and Crate(new).is_valid:
                    made += 1
                    yield name, old, new
                    break
        if not made:
            sys.exit(f"no spec has a place for this edit: {name}")


def examples():
    """The examples of spec/README.md, completed as the unit tests do."""
    text = (ROOT / "codegen/src/readme.rs").read_text()
    bases = dict(re.findall(r'const (CLIENT|USERS): &str = "\\\n(.*?)";', text, re.S))
    client_keys = tuple(re.findall(r'"(\w+:)"', text.split("let of_client")[1].split("];")[0]))
    chapter = (ROOT / "spec/README.md").read_text().split("\n## Changes\n")[1].split("\n## ")[0]

    def complete(example, base):
        given = {line.split(":")[0] for line in example.splitlines()}
        return example + "".join(line + "\n" for line in base.splitlines() if line.split(":")[0] not in given)

    def spec(lines):
        parts, part = {"client.yaml": "", "users.yaml": ""}, "users.yaml"
        for line in lines:
            if not line.startswith(" "):
                part = "client.yaml" if line.startswith(client_keys) else "users.yaml"
            parts[part] += line + "\n"
        files = {"client.yaml": complete(parts["client.yaml"], bases["CLIENT"])}
        if parts["users.yaml"].startswith("resource:"):
            return {**files, "more.yaml": parts["users.yaml"], "users.yaml": bases["USERS"]}
        return {**files, "users.yaml": complete(parts["users.yaml"], bases["USERS"])}

    for section in chapter.split("\n#### ")[1:]:
        lines = section.split("```diff\n")[1].split("```")[0].splitlines()
        old = spec(line[1:] for line in lines if line[0] != "+")
        new = spec(line[1:] for line in lines if line[0] != "-")
        if Crate(old).is_valid and Crate(new).is_valid:
            yield "the example of `" + section.split("\n")[0] + "`", old, new
        else:
            print(f"not compared: {section.splitlines()[0]}", file=sys.stderr)


def verdict(old, new):
    """The codes of our changes that break code, and those of all others."""
    shown = run(XTASK, "diff", old.spec, "--spec", new.spec, "--format", "json")
    assert shown.returncode == 0, shown.stderr
    changes = json.loads(shown.stdout)["changes"]
    codes = {change["code"] for change in changes if change["effect"] == "breaks code"}
    return sorted(codes), sorted({change["code"] for change in changes} - codes)


def oracle(old, new):
    """The reasons for which callers break: lints of cargo-semver-checks, or the errors of the compiler."""
    if old.name() != new.name():
        return ["the name of the crate"]
    checked = run(CHECKER, "semver-checks", "--baseline-rustdoc", old.docs(), "--current-rustdoc", new.docs(),
                  "--release-type", "minor", "--color", "never")
    lints = sorted(set(re.findall(r"^--- failure (\w+):", checked.stdout, re.M)))
    assert checked.returncode == 0 or lints, checked.stdout + checked.stderr
    if lints:
        return lints
    caller = Caller(json.loads(old.docs().read_text())).text()
    errors = old.compiles(caller)
    assert not errors, f"the caller does not compile with its own crate {old.out}: {errors}"
    return ["compiler"] if new.compiles(caller) else []


def main():
    changes = [*edits(), *examples()]
    made = len(changes)
    changes += [(f"{name}, reversed", new, old) for name, old, new in changes]
    rows, differing = collections.defaultdict(collections.Counter), {}
    for number, (name, old, new) in enumerate(changes):
        old, new = Crate(old), Crate(new)
        breaks, others = verdict(old, new)
        found = oracle(old, new)
        print(f"{number + 1}/{len(changes)} {name}: {breaks} {others} {found}", file=sys.stderr, flush=True)
        codes = breaks or others or ["none"]
        for code in codes:
            rows[code][bool(breaks), *found] += 1
        if bool(breaks) != bool(found):
            differing[name] = (codes, found)
    publish(rows, len(changes), made, differing)


def publish(rows, count, made, differing):
    version = run(CHECKER, "semver-checks", "--version").stdout.strip()
    lines = [f"With {version}: {made} changes in both directions, {count} in all. The answer is the same for {count - len(differing)}.", "",
             "| change | breaks code | same answers | different answers | found by |", "| --- | --- | --- | --- | --- |"]
    for code, results in sorted(rows.items()):
        for breaks in (True, False):
            mine = {found: times for (answer, *found), times in ((tuple(key), times) for key, times in results.items())
                    if answer == breaks for found in [tuple(found)]}
            if mine:
                same = sum(times for found, times in mine.items() if bool(found) == breaks)
                by = ", ".join(sorted({f"`{lint}`" for found in mine for lint in found}))
                lines.append(f"| `{code}` | {'yes' if breaks else 'no'} | {same} | {sum(mine.values()) - same} | {by} |")
    codes = {code for codes, _ in differing.values() for code in codes}
    lines += ["", "The reasons of different answers:", ""]
    lines += [f"- `{code}`: {REASONS[code]}" for code in sorted(codes & REASONS.keys())]
    readme = HERE / "README.md"
    head, rest = readme.read_text().split("<!-- table -->\n")
    _, tail = rest.split("<!-- end of table -->")
    readme.write_text(head + "<!-- table -->\n" + "\n".join(lines) + "\n<!-- end of table -->" + tail)
    unexplained = [f"{name}: {codes} {found}" for name, (codes, found) in differing.items() if not REASONS.keys() & set(codes)]
    stale = sorted(REASONS.keys() - codes)
    if unexplained or stale:
        sys.exit("\n".join(["without a reason:", *unexplained, f"reasons of no difference: {stale}"]))


main()
