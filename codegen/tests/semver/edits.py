"""Edits of a spec: each changes one thing. A spec is a dictionary from the name of a file to the YAML in it."""

import json
import re


def resources(spec):
    return [file for name, file in spec.items() if name != "client.yaml"]


def entries(maps):
    """The places of the values in maps: the map and the key."""
    return [(found, key) for found in maps if isinstance(found, dict) for key in found]


def client(spec):
    return [(spec, "client.yaml")]


def files(spec):
    return [(spec, name) for name in spec if name != "client.yaml"]


def types(spec):
    return entries(file.get("types") for file in resources(spec))


def ids(spec):
    return entries(file.get("ids") for file in resources(spec))


def endpoints(spec):
    return entries(file.get("endpoints") for file in resources(spec))


def params(spec):
    return [(held, key) for held, key in entries(held[name].get("params") for held, name in endpoints(spec))
            if isinstance(held[key], dict)]


def fields_of_types(spec):
    return entries(held[name].get("fields") for held, name in types(spec))


def fields_of_responses(spec):
    responses = (held[name].get("response") for held, name in endpoints(spec))
    return [(held, key) for held, key in entries(responses) if isinstance(held[key], dict)]


def fields(spec):
    return fields_of_types(spec) + fields_of_responses(spec)


def enums(spec):
    return [(held[name], "enum") for held, name in types(spec) if "enum" in held[name]]


def variants(spec):
    return entries(held[name].get("variants") for held, name in types(spec))


def unions(spec):
    return [(held, name) for held, name in types(spec) if "variants" in held[name]]


def names_of_types(spec):
    return [(spec, name) for _, name in types(spec)]


def optional(places):
    return lambda spec: [(held, key) for held, key in places(spec) if str(held[key].get("type")).endswith("?")]


def required(places):
    return lambda spec: [(held, key) for held, key in places(spec)
                         if "type" in held[key] and not str(held[key]["type"]).endswith("?")]


def those_with(key, places):
    return lambda spec: [(held, name) for held, name in places(spec) if key in held[name]]


# What an edit does at a place.


def remove(held, key):
    del held[key]


def set_to(**values):
    return lambda held, key: held[key].update(values)


def without(name):
    return lambda held, key: held[key].pop(name)


def with_type(change):
    def edit(held, key):
        held[key]["type"] = change(held[key]["type"])
    return edit


def to_optional(kind):
    if isinstance(kind, str):
        return kind + "?"
    return {**kind, "?": None} if isinstance(kind, dict) else f"[{kind[0]}]?"


def other_scalar(kind):
    return kind.replace("string", "integer") if "string" in kind else kind.replace("integer", "string")


def rekey(new, keep_name):
    def edit(held, key):
        entries = [(new if name == key else name, value) for name, value in held.items()]
        if keep_name and isinstance(held[key], dict):
            held[key].setdefault("name", key)
        held.clear()
        held.update(entries)
    return edit


def rename_type(spec, name):
    for file, data in spec.items():
        spec[file] = json.loads(re.sub(rf"\b{name}\b", "BrandNew", json.dumps(data)))


def move_to_end(held, key):
    held[key] = held.pop(key)


def add(name, **value):
    def edit(held, _):
        held[name] = value
    return edit


def inside(*path, then):
    """Makes an edit further down: `then` at the last key of the path."""
    def edit(held, key):
        at = held[key]
        for part in path[:-1]:
            at = at[part]
        if path[-1] not in at:
            raise KeyError(path[-1])
        then(at, path[-1])
    return edit


def value_text(value):
    return value["value"] if isinstance(value, dict) else value


def first_value(change):
    def edit(held, key):
        held[key][0] = change(held[key][0])
    return edit


def add_value(held, key):
    held[key].append({"value": "brand_new", "docs": "A new value."})


def remove_value(held, key):
    if len(held[key]) < 2:
        raise KeyError(key)
    del held[key][-1]


def drop_from_list(name):
    def edit(held, key):
        if len(held[key][name]) < 2:
            raise KeyError(name)
        del held[key][name][-1]
    return edit


DOCS = {"docs": "Something new."}
NAME = "brand_new"

# The name of an edit, the places that it applies to, and its function. An edit that fails, or that makes an invalid spec, is
# tried at the next place.
EDITS = [
    ("the crate is renamed", client, inside("crate", "name", then=lambda at, key: at.update({key: "renamed"}))),
    ("the docs of the crate change", client, inside("crate", then=set_to(**DOCS))),
    ("the timeouts are set", client, set_to(timeouts={"call": 5})),
    ("another server", client, inside("servers", then=lambda at, key: next(iter(at[key].values())).update(url="https://new.example.com"))),
    ("a fixed header is added", client, set_to(headers={"X-Brand-New": "1"})),
    ("an error type is added", client, inside("error", "types", then=set_to(brand_new="A new error."))),
    ("an error type is removed", client, inside("error", "types", then=lambda at, key: at[key].popitem())),
    ("a path of an error is removed", client, inside("error", "fields", "message", then=remove)),
    ("the envelope gets a required field", client, inside("envelope", then=lambda at, key: at[key].update({NAME: {"type": "string", **DOCS}}))),
    ("the envelope is removed", client, without("envelope")),
    ("a response header is added", client, set_to(response_headers={"X-Brand-New": {"type": "string?", **DOCS}})),
    ("a resource is removed", files, remove),
    ("a resource is renamed", files, set_to(resource=NAME)),
    ("the docs of a resource change", files, set_to(**DOCS)),
    ("an endpoint is added", files, inside("endpoints", then=lambda at, key: at[key].update(
        {NAME: {"summary": "Does something new.", "method": "GET", "path": "/brand/new"}}))),
    ("an endpoint is removed", endpoints, remove),
    ("an endpoint is renamed", endpoints, rekey(NAME, keep_name=False)),
    ("another path", endpoints, lambda held, key: held[key].update(path="/moved" + held[key]["path"])),
    ("another method", endpoints, lambda held, key: held[key].update(method="PATCH" if held[key]["method"] == "POST" else "POST")),
    ("calls are retried", endpoints, set_to(idempotent=True)),
    ("an endpoint without credentials", endpoints, set_to(auth="none")),
    ("an endpoint is deprecated", endpoints, set_to(deprecated="Use another one.")),
    ("a response with another type", endpoints, set_to(response="boolean")),
    ("a response that can be absent", those_with("response", endpoints), lambda held, key: held[key].update(response=held[key]["response"] + "?")),
    ("paging is removed", those_with("paging", endpoints), without("paging")),
    ("other errors", those_with("errors", endpoints), drop_from_list("errors")),
    ("a rule is removed", those_with("rules", endpoints), without("rules")),
    ("a required parameter is added", params, add(NAME, type="string", **DOCS)),
    ("an optional parameter is added", params, add(NAME, type="string?", **DOCS)),
    ("a required parameter is removed", required(params), remove),
    ("an optional parameter is removed", optional(params), remove),
    ("a required parameter is renamed", required(params), set_to(name=NAME)),
    ("an optional parameter is renamed", optional(params), set_to(name=NAME)),
    ("another key of a parameter", optional(params), rekey(NAME, keep_name=True)),
    ("a parameter becomes required", optional(params), with_type(lambda kind: kind[:-1])),
    ("a parameter becomes optional", required(params), with_type(to_optional)),
    ("a required parameter with another type", required(params), with_type(other_scalar)),
    ("an optional parameter with another type", optional(params), with_type(other_scalar)),
    ("a parameter moves to a header", optional(params), set_to(**{"in": "header"})),
    ("a required parameter moves to the end", required(params), move_to_end),
    ("an optional parameter moves to the end", optional(params), move_to_end),
    ("a parameter can be null", optional(params), set_to(clearable=True)),
    ("a parameter is checked", params, set_to(min_length=1, check=True)),
    ("a parameter is sensitive", params, set_to(sensitive=True)),
    ("another type is added", types, add("BrandNew", enum=["one"], **DOCS)),
    ("a type is renamed", names_of_types, rename_type),
    ("the docs of a type change", types, set_to(**DOCS)),
    ("a type is deprecated", fields_of_types, set_to(deprecated="Use another one.")),
    ("an id is added", ids, lambda held, _: held.update(BrandNewId="The id of something new.")),
    ("a required field is added", fields, add(NAME, type="string", **DOCS)),
    ("an optional field is added", fields, add(NAME, type="string?", **DOCS)),
    ("a list is added", fields, add(NAME, type=["string"], **DOCS)),
    ("a field of a response is removed", fields_of_responses, remove),
    ("a required field is removed", required(fields_of_types), remove),
    ("an optional field is removed", optional(fields_of_types), remove),
    ("a field is renamed", fields, set_to(name=NAME)),
    ("another key of a field", fields, rekey(NAME, keep_name=True)),
    ("a field becomes required", optional(fields), with_type(lambda kind: kind[:-1])),
    ("a field becomes optional", required(fields), with_type(to_optional)),
    ("a field with another type", required(fields), with_type(other_scalar)),
    ("a required field moves to the end", required(fields), move_to_end),
    ("an optional field moves to the end", optional(fields), move_to_end),
    ("a field can be null", optional(fields_of_types), set_to(clearable=True)),
    ("a field is sensitive", fields, set_to(sensitive=True)),
    ("an object keeps other keys", those_with("fields", types), set_to(extra="any")),
    ("an object drops other keys", those_with("extra", types), without("extra")),
    ("a constructor is removed", those_with("constructors", types), lambda held, key: held[key]["constructors"].popitem()),
    ("a value is added", enums, add_value),
    ("a value is removed", enums, remove_value),
    ("a value is renamed", enums, first_value(lambda value: {"docs": "The first.", "value": value_text(value), "name": NAME})),
    ("another text of a value", enums, first_value(lambda value: {"docs": "The first.", "value": value_text(value) + "-2", "name": value_text(value)})),
    ("a variant is added", variants, add(NAME, type="boolean", **DOCS)),
    ("a variant is removed", variants, remove),
    ("a variant is renamed", variants, set_to(name=NAME)),
    ("another key of a variant", variants, rekey(NAME, keep_name=True)),
    ("a variant with another type", those_with("type", variants), with_type(other_scalar)),
    ("another key for the tag", those_with("tag", unions), set_to(tag=NAME)),
    ("another key for the content", those_with("content", unions), set_to(content=NAME)),
]
