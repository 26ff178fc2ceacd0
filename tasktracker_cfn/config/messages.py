"""Turn what pydantic says about a value into what a person can act on."""

import json
import types
from collections.abc import Mapping, Sequence
from ipaddress import AddressValueError, NetmaskValueError
from typing import Union, get_args, get_origin

from pydantic import BaseModel
from pydantic_core import ErrorDetails

from tasktracker_cfn.config.fields import PATTERN_IN_WORDS

# What the address type of the standard library says; only for host bits it has no class of its own.
ADDRESS_ERRORS = (AddressValueError, NetmaskValueError)
EXPECTED_TYPE = {
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "float_type": "a number",
    "string_type": "a text in quotes",
    "bool_type": "true or false",
    "tuple_type": "a list in [ ]",
    "mapping_type": "a table",
    "dict_type": "a table",
    "model_type": "a table",
    "model_attributes_type": "a table",
}

BOUNDS = {
    "less_than_equal": ("le", "{} is the most"),
    "greater_than_equal": ("ge", "{} is the least"),
    "less_than": ("lt", "it must be less than {}"),
    "greater_than": ("gt", "it must be more than {}"),
}


def message(error: ErrorDetails, model: type[BaseModel]) -> str:
    """Say what is wrong with a value and what would be right; `model` is the table that the location starts at."""
    kind = error["type"]
    context = error.get("ctx", {})
    if kind == "extra_forbidden":
        return _unknown_key(error, model)
    if kind == "missing":
        return _missing(error, model)
    shown = json.dumps(error["input"], ensure_ascii=False, default=str)
    if kind in EXPECTED_TYPE:
        return f"must be {EXPECTED_TYPE[kind]}, not {shown}"
    if kind == "literal_error":
        return f"{shown} is not allowed; it takes {context['expected']}"
    if kind.startswith("string_"):
        return _text(error, shown)
    if kind in BOUNDS:
        bound, words = BOUNDS[kind]
        return f"{shown} is out of range; {words.format(json.dumps(context[bound]).removesuffix('.0'))}"
    if kind in {"too_short", "too_long"}:
        return _items(error)
    if isinstance(context.get("error"), ADDRESS_ERRORS) or error["msg"].endswith("has host bits set"):
        return f"{shown} is no IPv4 address block; write the network's first address and its length: 10.0.0.0/16"
    said = error["msg"].removeprefix("Value error, ").removeprefix("Input should ")
    return f"{shown} is not allowed: {said}"


def _items(error: ErrorDetails) -> str:
    context = error.get("ctx", {})
    if error["type"] == "too_short" and not error["input"]:
        return "must not be empty"
    bound = f"{context['max_length']} are the most" if "max_length" in context else f"it takes {context['min_length']}"
    return f"has {len(error['input'])} entries; {bound}"


def _text(error: ErrorDetails, shown: str) -> str:
    context = error.get("ctx", {})
    if error["type"] == "string_too_short":
        least = context["min_length"]
        return f"{shown} is too short; it takes {least} characters at least" if error["input"] else "must not be empty"
    if error["type"] == "string_too_long":
        return f"{shown} has {len(str(error['input']))} characters; {context['max_length']} are the most"
    pattern = str(context.get("pattern"))
    return f"{shown} is not allowed; it takes {PATTERN_IN_WORDS.get(pattern, f'what matches {pattern}')}"


def _unknown_key(error: ErrorDetails, model: type[BaseModel]) -> str:
    from difflib import get_close_matches  # noqa: PLC0415 - only who is wrong waits for it

    *parents, key = error["loc"]
    known = sorted(_table_at(model, parents).model_fields)
    close = get_close_matches(str(key), known, n=1, cutoff=0.5)
    hint = f'did you mean "{close[0]}"? ' if close else ""
    return f"unknown key; {hint}Known here: {', '.join(known)}"


def _missing(error: ErrorDetails, model: type[BaseModel]) -> str:
    *parents, key = error["loc"]
    field = _table_at(model, parents).model_fields.get(str(key))
    return f"is missing. {field.description}" if field and field.description else "is missing"


def _table_at(model: type[BaseModel], location: Sequence[str | int]) -> type[BaseModel]:
    """Follow a location of keys, names and positions to the model that reads that table."""
    annotation: object = model
    for step in location:
        inner = _model_in(annotation)
        annotation = _element_of(annotation) if inner is None else inner.model_fields[str(step)].annotation
    found = _model_in(annotation)
    return found if found is not None else model


def _model_in(annotation: object) -> type[BaseModel] | None:
    if get_origin(annotation) in {Union, types.UnionType}:
        return next((model for part in get_args(annotation) if (model := _model_in(part))), None)
    return annotation if isinstance(annotation, type) and issubclass(annotation, BaseModel) else None


def _element_of(annotation: object) -> object:
    arguments = get_args(annotation)
    if get_origin(annotation) in {Union, types.UnionType}:
        return next((_element_of(part) for part in arguments if get_origin(part) is not None), None)
    if not arguments:
        return None
    origin = get_origin(annotation)
    is_mapping = isinstance(origin, type) and issubclass(origin, Mapping)
    return arguments[1] if is_mapping else arguments[0]
