"""What schemathesis sends where a type alone would never get past the first check: ids and names that there are, and
pictures that can be recognised, beside those that it makes up.
"""

import base64
import json
import os

import schemathesis
from hypothesis import strategies as st

KNOWN = json.loads(os.environ["LINTEL_FUZZ_KNOWN"])
PICTURES = [base64.b64decode(text) for text in KNOWN["pictures"]]


# Control characters as JavaScript names them, which Python does not know, and as both do.
PATTERNS = {"\\P{Cc}": "[^\\x00-\\x1f\\x7f-\\x9f]", "\\p{Cc}": "[\\x00-\\x1f\\x7f-\\x9f]"}


def readable(schema):
    if isinstance(schema, list):
        return [readable(part) for part in schema]
    if not isinstance(schema, dict):
        return schema
    read = {key: readable(part) for key, part in schema.items()}
    if isinstance(read.get("pattern"), str):
        for ours, theirs in PATTERNS.items():
            read["pattern"] = read["pattern"].replace(ours, theirs)
    return read


@schemathesis.hook
def before_load_schema(context, raw_schema):
    raw_schema.update(readable(raw_schema))


def cut(picture: bytes) -> st.SearchStrategy:
    return st.integers(0, len(picture)).map(lambda length: picture[:length])


schemathesis.openapi.format("uuid", st.one_of(st.sampled_from(KNOWN["ids"]), st.uuids().map(str)))
if PICTURES:
    whole = st.sampled_from(PICTURES)
    schemathesis.openapi.format("binary", st.one_of(whole, whole, whole.flatmap(cut), st.binary(max_size=2_000)))


@schemathesis.hook
def map_path_parameters(context, path_parameters):
    """Every other name is one that there is; which follows from the value, so that a run can be repeated."""
    for key in ("name", "topic", "group", "id"):
        value = (path_parameters or {}).get(key)
        choices = KNOWN["ids"] if key == "id" else KNOWN["names"]
        if isinstance(value, str) and len(value) % 2 == 0:
            path_parameters[key] = choices[len(value) // 2 % len(choices)]
    return path_parameters
