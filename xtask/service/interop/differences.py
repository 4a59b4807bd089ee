"""How a request of an SDK differs from ours: kinds of difference, each with the reason why ours is right."""

import json
from urllib.parse import parse_qs, unquote, urlsplit

from calls import ODD, Call
from recorder import Exchange

RULES = "sends what ours refuses: parameters that do not go together"
SEGMENTS = "sends what ours refuses: an id that is empty, `.` or `..`"
UNRESERVED = "encodes `-`, `.`, `_` and `~` in a path"
SUB_DELIMITERS = "leaves `!`, `'`, `(`, `)` and `*` as they are in a path"
IN_QUERY = "repeats the id of the path in the query"
IN_BODY = "repeats the id of the path in the body"
NULL = "sends null for what is not given"
NOT_ENCODED = "writes an odd id into the path as it is"
OTHER_BYTES = "writes the same JSON in other bytes"

# Headers whose value is another one for every SDK, or every version of it.
VARIED = ("accept-encoding", "user-agent")

# What differs, and why ours is right. A kind that is not here, or that no request shows, makes the run fail.
KINDS = {
    RULES: "The vendor's reference asks for one of the two. To refuse the call tells the caller at once, without the"
    " network and without using up the rate limit.",
    SEGMENTS: "No encoding keeps such a segment where it is: parsers of URLs fold it away, spelled `%2E` too. The"
    " request is one to another route, as the table above shows.",
    UNRESERVED: "RFC 3986 (2.3) says not to; they mean the same either way. An id looks in a log as it does elsewhere.",
    SUB_DELIMITERS: "RFC 3986 (2.2) reserves them, so a server may give them a meaning that they do not have in an id."
    " Encoded, they are always text.",
    NOT_ENCODED: "The id then leads to another route, or the call fails because its URL is none. Encoded, it is always one"
    " segment of the path.",
    IN_QUERY: "It is in the path. If the two ever differ, it is anybody's guess which of them counts.",
    IN_BODY: "It is in the path. If the two ever differ, it is anybody's guess which of them counts.",
    NULL: "Leaving a key out says it. Null can mean something else: in metadata it removes a key.",
    "has a body on GET": "RFC 9110 (9.3.1) tells clients not to: it means nothing, and some servers refuse it.",
    "has a body on POST": "`Content-Length: 0` says that there is nothing to say (RFC 9110, 8.6).",
    "has a body on DELETE": "RFC 9110 (9.3.5) tells clients not to: it means nothing, and some servers refuse it.",
    OTHER_BYTES: "Spaces, escapes and the order of keys mean nothing in JSON. Ours has no spaces, and no escapes that"
    " are not needed.",
    "`accept: */*`": "Ours says that it reads JSON, and nothing else.",
    "`accept-encoding`": "Ours does not decompress, so it must not ask for it. It is a choice: a dependency less, and"
    " no small response can grow beyond the limit; but large pages of a search take more of the network.",
    "`accept-language: *`": "A browser's `fetch` has it. The API has one language.",
    "`cache-control: no-cache`": "Shared caches do not answer from what they keep where a request has `authorization`,"
    " unless the service allows it (RFC 9111, 3.5).",
    "`connection: keep-alive`": "A connection of HTTP/1.1 is kept open without it.",
    "`content-length: 0`": "RFC 9110 (8.6) tells clients to leave it out where a method has no use for a body.",
    "`content-type: application/json`": "Ours has it where it has a body. A DELETE and a GET have none.",
    "`pragma: no-cache`": "It is `cache-control` as HTTP/1.0 had it.",
    "`sec-fetch-mode: cors`": "A browser's `fetch` has it. Ours is not in a page.",
    "`user-agent`": "Each has its own name.",
}


def differences(call: Call, theirs: Exchange, ours: Exchange | None) -> set[str]:
    if ours is None:
        is_segment = call.path_param() in ("", ".", "..")
        return {SEGMENTS if is_segment else RULES}
    methods = {theirs.method, ours.method}
    found = {f"method: {methods}"} if len(methods) > 1 else set()
    their_path, our_path = urlsplit(theirs.target).path, urlsplit(ours.target).path
    if their_path != our_path and is_not_encoded(call, theirs.target):
        found.add(NOT_ENCODED)
    else:
        found |= of_paths(their_path, our_path)
        found |= of_queries(call, urlsplit(theirs.target).query, urlsplit(ours.target).query)
    found |= of_bodies(call, theirs, ours)
    found |= of_headers(theirs, ours)
    return found


def of_paths(theirs: str, ours: str) -> set[str]:
    if theirs == ours:
        return set()
    segments = list(zip(theirs.split("/"), ours.split("/")))
    if theirs.count("/") != ours.count("/") or any(unquote(a) != unquote(b) for a, b in segments):
        return {f"path: `{theirs}`, where ours is `{ours}`"}
    found = set()
    for their_segment, our_segment in segments:
        for character in plain(our_segment) - plain(their_segment):
            found.add(UNRESERVED if character in "-._~" else f"encodes `{character}` in a path")
        for character in plain(their_segment) - plain(our_segment):
            found.add(SUB_DELIMITERS if character in "!'()*" else f"leaves `{character}` as it is in a path")
    return found or {f"path: `{theirs}`, where ours is `{ours}`"}


def is_not_encoded(call: Call, target: str) -> bool:
    """Whether an odd id stands in the target as it is, though it has a sign that means something in a URL."""
    id = call.path_param() or ""
    return call.what == ODD and any(sign in id for sign in "/?#%:@;,=&$+") and id.partition("#")[0] in target


def plain(segment: str) -> set[str]:
    """The characters that are not encoded."""
    first, *rest = segment.split("%")
    return set(first).union(*(part[2:] for part in rest))


def of_queries(call: Call, theirs: str, ours: str) -> set[str]:
    if theirs == ours:
        return set()
    if not ours and parse_qs(theirs).items() <= {name: [id] for name, id in call.path_params().items()}.items():
        return {IN_QUERY}
    return {f"query: `{theirs}`, where ours is `{ours}`"}


def of_bodies(call: Call, theirs: Exchange, ours: Exchange) -> set[str]:
    if theirs.body == ours.body:
        return set()
    found = of_values(call, json.loads(theirs.body or "{}"), json.loads(ours.body or "{}"))
    if not ours.body:
        found.add(f"has a body on {theirs.method}")
    elif not theirs.body:
        found.add(f"has no body on {theirs.method}")
    return found or {OTHER_BYTES}


def of_values(call: Call, theirs, ours, path: str = "body") -> set[str]:
    if theirs == ours:
        return set()
    if not (isinstance(theirs, dict) and isinstance(ours, dict)):
        return {f"{path}: {theirs}, where ours is {ours}"}
    found = set()
    for key in theirs.keys() | ours.keys():
        if key in theirs and key in ours:
            found |= of_values(call, theirs[key], ours[key], f"{path}.{key}")
        elif key in ours:
            found.add(f"{path}.{key}: only in ours")
        elif theirs[key] is None and "metadata" not in path:
            found.add(NULL)
        elif path == "body" and theirs[key] == call.path_params().get(key):
            found.add(IN_BODY)
        else:
            found.add(f"{path}.{key}: only in theirs")
    return found


def of_headers(theirs: Exchange, ours: Exchange) -> set[str]:
    """`host` is that of the proxy. A length says nothing that the body does not say, unless there is none."""
    their_headers, our_headers = dict(theirs.headers), dict(ours.headers)
    ignored = {"host", "content-length"} if theirs.body or ours.body else {"host"}
    found = set()
    for name in (their_headers.keys() | our_headers.keys()) - ignored:
        value = their_headers.get(name)
        if value is None:
            found.add(f"no `{name}`")
        elif value != our_headers.get(name):
            found.add(f"`{name}`" if name in VARIED else f"`{name}: {value}`")
    return found
