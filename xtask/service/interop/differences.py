"""The kinds of difference between a request of an SDK and ours, each with the reason for ours."""

import json
from urllib.parse import parse_qs, unquote, urlsplit

from calls import ODD, Call
from recorder import Exchange

RULES = "sends a request that ours rejects: its parameters break a rule"
SEGMENTS = "sends a request that ours rejects: an id is empty, `.` or `..`"
UNRESERVED = "encodes `-`, `.`, `_` and `~` in a path"
SUB_DELIMITERS = "does not encode `!`, `'`, `(`, `)` and `*` in a path"
IN_QUERY = "repeats the id of the path in the query"
IN_BODY = "repeats the id of the path in the body"
NULL = "sends null for absent parameters"
NOT_ENCODED = "does not encode an unusual id in the path"
OTHER_BYTES = "writes equal JSON with other bytes"

# Headers whose values differ between SDKs or their versions.
VARIED = ("accept-encoding", "user-agent")

# The known kinds of difference, with reasons. The run fails for other kinds, and for kinds that do not occur.
KINDS = {
    RULES: "The vendor's reference requires one of two parameters. Rejecting the call reports the error at once,"
    " without the network and without using up the rate limit.",
    SEGMENTS: "No encoding preserves such a segment: URL parsers remove it, also as `%2E`. The request reaches"
    " another route, as the table above shows.",
    UNRESERVED: "RFC 3986 (2.3) discourages it, since both spellings are equivalent. Without the encoding, an id in a"
    " log is readable.",
    SUB_DELIMITERS: "RFC 3986 (2.2) reserves these characters, so a server can give them a special meaning. With the"
    " encoding, they are always text.",
    NOT_ENCODED: "The id leads to another route, or the URL is invalid and the call fails. With the encoding, the id"
    " is always one segment of the path.",
    IN_QUERY: "The id is already in the path. If the two differ, it is not defined which one counts.",
    IN_BODY: "The id is already in the path. If the two differ, it is not defined which one counts.",
    NULL: "Ours omits the key. Null can have another meaning: in metadata it removes a key.",
    "has a body on GET": "RFC 9110 (9.3.1) discourages it: such a body has no meaning, and some servers reject it.",
    "has a body on POST": "Ours sends `Content-Length: 0` (RFC 9110, 8.6).",
    "has a body on DELETE": "RFC 9110 (9.3.5) discourages it: such a body has no meaning, and some servers reject it.",
    OTHER_BYTES: "Spaces, optional escapes and the order of keys have no meaning in JSON. Ours writes no spaces and"
    " no optional escapes.",
    "`accept: */*`": "Ours accepts only JSON.",
    "`accept-encoding`": "Ours does not decompress. So it has one dependency less, and no small response can grow"
    " beyond the limit. The disadvantage: large pages of a search take more network traffic.",
    "`accept-language: *`": "Browsers send it with `fetch`. The API has one language.",
    "`cache-control: no-cache`": "Shared caches do not reuse responses to requests with `authorization`, unless the"
    " service allows it (RFC 9111, 3.5).",
    "`connection: keep-alive`": "HTTP/1.1 connections stay open by default.",
    "`content-length: 0`": "RFC 9110 (8.6) tells clients to omit it if the method does not use a body.",
    "`content-type: application/json`": "Ours sends it with every body. A DELETE and a GET have no body.",
    "`pragma: no-cache`": "It is the `cache-control` of HTTP/1.0.",
    "`sec-fetch-mode: cors`": "Browsers send it with `fetch`. Ours does not run in a browser.",
    "`user-agent`": "Each client has its own name.",
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
    """Whether the target contains an unusual id unencoded, although it has a character with a meaning in URLs."""
    id = call.path_param() or ""
    return call.what == ODD and any(sign in id for sign in "/?#%:@;,=&$+") and id.partition("#")[0] in target


def plain(segment: str) -> set[str]:
    """Returns the characters that are not encoded."""
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
    """Compares all headers except `host`, which names the proxy, and the length of a body, which is compared itself."""
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
