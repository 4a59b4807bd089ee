"""A call that one client made: its requests, the responses, and whether the client read them correctly."""

import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import datetime
from urllib.parse import unquote

from calls import DOTS, ODD, Call
from recorder import Exchange

OURS = "ours"

# If the body is not JSON, a client must report the status. These clients do not.
NOT_UNDERSTOOD = {("rust", "502"), ("node", "502"), ("ruby", "502")}

# These clients do not encode ids in the path. With an unusual id, they call another route, or the URL is invalid.
NOT_ENCODING = {"ruby"}


@dataclass
class Made:
    """A call that one client made."""

    client: str
    call: Call
    exchanges: list[Exchange]
    outcome: dict

    @property
    def exchange(self) -> Exchange | None:
        """The first request and its response, or None if nothing was sent."""
        return self.exchanges[0] if self.exchanges else None

    @property
    def answer(self) -> str:
        """The status and, for an error, its type."""
        return f"{self.exchange.status} {read(self.exchange.answer).get('error_type', '')}".strip()

    @property
    def misread(self) -> str | None:
        """The path of a field that the client did not read correctly, or None."""
        answered = read(self.exchange.answer)
        key = "understood" if self.exchange.status < 400 else "error"
        if key not in self.outcome:
            return "everything"
        if not answered:
            answered = {"status_code": self.exchange.status}
            return unlike({"status_code": self.outcome[key]["status_code"]}, answered)
        return unlike(self.outcome[key], answered)

    def faults(self) -> Iterator[str]:
        if len(self.exchanges) > 1:
            yield f"sent {len(self.exchanges)} requests"
        if self.client in NOT_ENCODING and self.call.what in (ODD, DOTS):
            return
        is_refused = self.client == OURS and self.call.refused
        if is_refused and self.exchange:
            yield "was not rejected"
        elif not is_refused and not self.exchange:
            yield f"was not sent: {self.outcome}"
        elif self.exchange:
            if self.answer != self.call.answer:
                yield f"was answered {self.answer}, not {self.call.answer}"
            if self.misread and (self.client, self.answer) not in NOT_UNDERSTOOD:
                yield f"{self.misread} misread: {self.outcome} of {self.exchange.answer}"
            if not self.misread and (self.client, self.answer) in NOT_UNDERSTOOD:
                yield "was read correctly, although NOT_UNDERSTOOD lists it"
            path = self.exchange.target.partition("?")[0]
            segments = [unquote(segment) for segment in path.split("/")]
            if not self.call.refused and not set(self.call.path_params().values()) <= set(segments):
                yield f"has another id in the path: {path}"

    def sent(self) -> str:
        requests = [
            {"method": sent.method, "target": sent.target, "headers": sent.headers, "body": sent.body.decode()}
            for sent in self.exchanges
        ]
        return json.dumps({"client": self.client, "call": asdict(self.call), "requests": requests})

    def mark(self) -> str:
        return "not sent" if not self.exchange else "no" if self.misread else "yes"


def unlike(understood, answered, path: str = "") -> str | None:
    """Returns the path of the first difference, or None. Null, absent and empty values are equal."""
    if isinstance(understood, dict) and isinstance(answered, dict):
        keys = understood.keys() | answered.keys()
        pairs = [(key, understood.get(key), answered.get(key)) for key in keys]
    elif isinstance(understood, list) and isinstance(answered, list) and len(understood) == len(answered):
        pairs = [(index, *pair) for index, pair in enumerate(zip(understood, answered))]
    elif understood == answered or is_nothing(understood) and is_nothing(answered):
        return None
    else:
        return None if is_same_moment(understood, answered) else path or "it"
    differences = (unlike(one, other, f"{path}.{key}".lstrip(".")) for key, one, other in pairs)
    return next(filter(None, differences), None)


def is_nothing(value) -> bool:
    return value is None or value == "" or value == [] or value == {}


def is_same_moment(understood, answered) -> bool:
    """Whether both are the same timestamp, which can have several spellings."""
    try:
        return datetime.fromisoformat(understood) == datetime.fromisoformat(answered)
    except (TypeError, ValueError):
        return False


def read(body: bytes) -> dict:
    """Parses a JSON object. Returns an empty one if the body is not JSON."""
    try:
        return json.loads(body)
    except ValueError:
        return {}
