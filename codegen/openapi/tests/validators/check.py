"""Checks exported documents and writes the results to the README of the package.

    check.py FOLDER BINARIES
"""

import json
import re
import subprocess
import sys
from collections import Counter
from pathlib import Path

FOLDER, BINARIES = (Path(path).resolve() for path in sys.argv[1:3])
HERE = Path(__file__).resolve().parent
README = HERE.parent.parent / "README.md"
ROOT = HERE.parents[3]
REDOCLY = FOLDER / "node/node_modules/.bin/redocly"
SPECS = [
    "spec",
    "codegen/runtime/spec",
    "codegen/tests/facts/spec",
    "codegen/tests/fixture/spec",
    "codegen/tests/requests/spec",
    "codegen/tests/styles/billing/spec",
    "codegen/tests/styles/forge/spec",
    "codegen/tests/styles/models/spec",
    "codegen/tests/users/spec",
]


def output(*command: object) -> str:
    result = subprocess.run([str(part) for part in command], capture_output=True, text=True, cwd=FOLDER)
    return result.stdout if result.returncode == 0 else sys.exit(f"{command}\n{result.stdout}\n{result.stderr}")


def export(spec: str) -> Path:
    path = FOLDER / (spec.replace("/", "-") + ".yaml")
    path.write_text(output(BINARIES / "openapi", "openapi", "--spec", ROOT / spec))
    return path


def lint(document: Path) -> str:
    """Returns the number of warnings of Redocly for each rule. An error ends the run."""
    report = json.loads(output(REDOCLY, "lint", document, "--format", "json"))
    rules = Counter(problem["ruleId"] for problem in report["problems"])
    return ", ".join(f"{count} {rule}" for rule, count in rules.most_common())


def validators() -> list[str]:
    lines = ["| spec | operations | openapi-spec-validator | Redocly | warnings of Redocly |", "| --- | --- | --- | --- | --- |"]
    for spec in SPECS:
        document = export(spec)
        output(FOLDER / "python/bin/openapi-spec-validator", document)
        operations = document.read_text().count("operationId:")
        lines.append(f"| `{spec}` | {operations} | valid | valid | {lint(document)} |")
    output(REDOCLY, "build-docs", FOLDER / "spec.yaml", "--output", FOLDER / "docs.html")
    return lines


def service() -> list[str]:
    """Calls the local service with the requests that Schemathesis derives from the document."""
    command = [str(BINARIES / "users-service"), "--port", "0", "--users", "50"]
    process = subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        url = process.stdout.readline().strip()
        report = output(
            FOLDER / "python/bin/schemathesis", "--config-file", HERE / "schemathesis.toml", "run", FOLDER / "spec.yaml",
            "--url", url, "--auth", "project-test-1:secret", "--checks", "all", "--max-examples", "50", "--seed", "1", "--no-color",
        )
    finally:
        process.terminate()
    operations = re.search(r"Tested: (\d+)", report)
    cases = re.search(r"(\d+) generated, (\d+) passed", report)
    if not operations or not cases:
        sys.exit(report)
    header = ["| operations | generated requests | violations |", "| --- | --- | --- |"]
    return [*header, f"| {operations[1]} | {cases[1]} | 0 |"]


def replace(text: str, mark: str, lines: list[str]) -> str:
    start, end = f"<!-- {mark} -->\n", f"<!-- end of {mark} -->"
    before, rest = text.split(start)
    _, after = rest.split(end)
    return before + start + "\n".join(lines) + "\n" + end + after


text = README.read_text()
text = replace(text, "validators", validators())
text = replace(text, "service", service())
README.write_text(text)
