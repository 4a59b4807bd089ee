"""Writes the results as tables between the markers of README.md."""

from collections.abc import Iterable
from datetime import date
from pathlib import Path

from calls import DOTS, ODD, Call
from differences import KINDS
from made import OURS, Made

README = Path(__file__).with_name("README.md")


def write(made: dict[str, list[Made]], kinds: dict[str, dict[str, list[Call]]]):
    names = list(made)
    sdks = names[1:]
    # `Name vX.Y.Z` and the like.
    agents = {sdk: dict(made[sdk][0].exchange.headers)["user-agent"] for sdk in sdks}
    versions = [f"{sdk} {agent.split()[-1].lstrip('v')}" for sdk, agent in agents.items()]

    understood: dict[tuple, list[Call]] = {}
    paths = []
    for rows in zip(*made.values()):
        call = rows[0].call
        understood.setdefault((call.what, *(one.mark() for one in rows)), []).append(call)
        if call.what in (ODD, DOTS) and call.endpoint == "get":
            sent = (f"`{one.exchange.target.partition('?')[0]}`" if one.exchange else "not sent" for one in rows)
            paths.append([f"`{call.path_param()}`" if call.path_param() else "(empty)", *sent])
    calls_rows = [
        [each(f"`{call.endpoint}`" for call in calls), what, each(call.answer for call in calls), *marks]
        for (what, *marks), calls in understood.items()
    ]
    kinds_rows = [
        [kind, *(str(len(kinds.get(kind, {}).get(sdk, [])) or "") for sdk in sdks), why] for kind, why in KINDS.items()
    ]

    text = README.read_text()
    text = fill(text, "versions", f"On {date.today()}, with {', '.join(versions)}: {len(made[OURS])} calls each.")
    text = fill(text, "understood", table(["endpoint", "call", "answer", *names], calls_rows))
    text = fill(text, "paths", table(["id", *names], paths))
    text = fill(text, "differences", table(["difference", *sdks, "reason"], kinds_rows))
    README.write_text(text)


def each(words: Iterable[str]) -> str:
    return ", ".join(dict.fromkeys(words))


def table(head: list[str], rows: list[list[str]]) -> str:
    rows = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(row)} |" for row in rows)


def fill(text: str, marker: str, content: str) -> str:
    begin, end = f"<!-- {marker} -->\n", f"\n<!-- end of {marker} -->"
    head, rest = text.split(begin)
    return head + begin + content + end + rest.split(end)[1]
