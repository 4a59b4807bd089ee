"""Makes the same calls with every client, checks the results, and writes the tables of README.md.

Arguments: a file for the requests of each client, and for each client `NAME=COMMAND`, ours first. A command reads a
line for each call, and writes a line with the result.
"""

import json
import re
import shlex
import subprocess
import sys
import urllib.request
from contextlib import ExitStack, contextmanager
from dataclasses import asdict
from pathlib import Path

from calls import SERVICES, USERS, Call, calls
from differences import KINDS, differences
from made import OURS, Made
from recorder import Recorder
from report import write

ALL = {OURS, "rust", "python", "node", "ruby"}

SPEC = Path(__file__).parents[3] / "spec/users.yaml"
ENDPOINTS = set(re.findall(r"^  (\w+):\n    summary:", SPEC.read_text(), re.MULTILINE))


def main() -> int:
    record, *arguments = sys.argv[1:]
    clients = dict(argument.split("=", 1) for argument in arguments)
    made = {name: make_all(name, command) for name, command in clients.items()}
    faults = [
        f"{name}: {one.call.endpoint}, {one.call.what}: {fault}"
        for name, all_made in made.items()
        for one in all_made
        for fault in one.faults()
    ]
    called = {one.call.endpoint for one in made[OURS]}
    faults += [f"no call of {endpoint}" for endpoint in ENDPOINTS - called]
    kinds = compare(made)
    for kind in kinds.keys() - KINDS.keys():
        faults.append(f"a difference without a reason: {kind} ({', '.join(kinds[kind])})")
    # Without an SDK, some differences do not occur.
    if made.keys() == ALL:
        for kind in KINDS.keys() - kinds.keys():
            faults.append(f"a reason without a difference: {kind}")
        if not faults:
            write(made, kinds)
    Path(record).write_text("".join(f"{one.sent()}\n" for all_made in made.values() for one in all_made))
    for fault in faults:
        print(fault, file=sys.stderr)
    print(f"{len(made[OURS])} calls, {len(clients)} clients, {len(kinds)} kinds of difference, {len(faults)} faults")
    return 1 if faults else 0


def make_all(name: str, command: str) -> list[Made]:
    """Makes all calls with one client. Each client has services of its own, so that it finds the same users."""
    with ExitStack() as stack:
        urls = {key: stack.enter_context(serve(options)) for key, options in SERVICES.items()}
        recorders = {key: Recorder(url) for key, url in urls.items()}
        for recorder in recorders.values():
            stack.callback(recorder.close)
        client = stack.enter_context(running(shlex.split(command), stdin=subprocess.PIPE))

        def make(call: Call) -> Made:
            recorder = recorders[call.service]
            order = {"url": recorder.url, "secret": "secret", **asdict(call)}
            client.stdin.write(json.dumps(order) + "\n")
            client.stdin.flush()
            outcome = client.stdout.readline()
            if not outcome:
                sys.exit(f"{name} ended during a call of {call.endpoint}: {call.what}")
            return Made(name, call, recorder.take(), json.loads(outcome))

        return [make(call) for call in calls(*there_are(urls["well"]))]


def compare(made: dict[str, list[Made]]) -> dict[str, dict[str, list[Call]]]:
    """Returns the kinds of difference, each with its calls by SDK."""
    kinds: dict[str, dict[str, list[Call]]] = {}
    for name, all_made in made.items():
        for theirs, ours in zip(all_made, made[OURS]):
            if name != OURS and theirs.exchange:
                for kind in differences(theirs.call, theirs.exchange, ours.exchange):
                    kinds.setdefault(kind, {}).setdefault(name, []).append(theirs.call)
    return kinds


@contextmanager
def running(command: list[str], **options):
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **options)
    try:
        yield process
    finally:
        process.terminate()
        process.wait()


@contextmanager
def serve(options: list[str]):
    """Runs a service with these options, and yields its base URL."""
    command = ["cargo", "xtask", "serve", "--port", "0", *options]
    with running(command, stderr=subprocess.DEVNULL) as service:
        yield service.stdout.readline().strip()


def there_are(url: str) -> tuple[list[dict], str, dict]:
    """Returns all users of the service, the cursor of the second page of five users, and an app of the first user."""

    def ask(path: str, body: dict | None = None) -> dict:
        credentials = "Basic cHJvamVjdC10ZXN0LTE6c2VjcmV0"  # project-test-1:secret
        content = json.dumps(body).encode() if body else None
        request = urllib.request.Request(f"{url}/v1/users/{path}", content, {"Authorization": credentials})
        with urllib.request.urlopen(request) as response:
            return json.load(response)

    users = ask("search", {"limit": USERS})["results"]
    cursor = ask("search", {"limit": 5})["results_metadata"]["next_cursor"]
    apps = ask(f"{users[0]['user_id']}/connected_apps")["connected_apps"]
    return users, cursor, apps[0]


if __name__ == "__main__":
    sys.exit(main())
