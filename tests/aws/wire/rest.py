"""S3's way: the operation is in method, path and query, the parameters are everywhere."""

from functools import cache
from typing import Any
from urllib.parse import parse_qsl
from xml.etree import ElementTree as ET

from tests.aws.wire.asked import Asked, unchunked
from tests.aws.wire.models import model


def read(asked: Asked) -> tuple[str, dict[str, Any]]:
    """Give the operation's name and its parameters."""
    bucket, _, key = asked.path.removeprefix("/").partition("/")
    kind = "object" if key else "bucket" if bucket else "service"
    query = asked.query
    best, fitting = "", -1
    for name, method, where, marks, headers in _operations(asked.service):
        if (
            (method, where) == (asked.method, kind)
            and len(marks) + len(headers) > fitting
            and all(mark in query and value in {"", query[mark]} for mark, value in marks.items())
            and all(header in asked.headers for header in headers)
        ):
            best, fitting = name, len(marks) + len(headers)
    if not best:
        message = f"no operation of {asked.service} is {asked.method} {asked.target}"
        raise NotImplementedError(message)
    shape = model(asked.service).operation_model(best).input_shape
    found = _parameters(shape, asked, query) if shape else {}
    uri = {"Bucket": bucket, "Key": key}
    return best, {**{name: value for name, value in uri.items() if value and name in shape.members}, **found}


@cache
def _operations(service: str) -> list[tuple[str, str, str, dict[str, str], tuple[str, ...]]]:
    """Give of each operation: name, method, what its path leads to, what must be in query and headers."""
    found = []
    for name in model(service).operation_names:
        operation = model(service).operation_model(name)
        path, _, fixed = operation.http["requestUri"].partition("?")
        marks = dict(parse_qsl(fixed, keep_blank_values=True))
        # A hint for those who read logs, which not every client sends.
        marks.pop("x-id", None)
        headers = []
        shape = operation.input_shape
        for member in shape.required_members if shape else ():
            where = shape.members[member].serialization
            if where.get("location") == "querystring":
                marks[where["name"]] = ""
            if where.get("location") == "header":
                headers.append(where["name"].lower())
        takes = shape.members if shape else {}
        kind = "object" if "{Key+}" in path else "bucket" if "Bucket" in takes else "service"
        found.append((name, operation.http["method"], kind, marks, tuple(headers)))
    return found


def _parameters(shape: Any, asked: Asked, query: dict[str, str]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    body = asked.body
    if "aws-chunked" in asked.headers.get("content-encoding", ""):
        body = unchunked(body)
    payload = shape.serialization.get("payload")
    for name, member in shape.members.items():
        where = member.serialization
        if where.get("location") == "querystring" and where["name"] in query:
            found[name] = text_value(member, query[where["name"]])
        elif where.get("location") == "header" and where["name"].lower() in asked.headers:
            found[name] = text_value(member, asked.headers[where["name"].lower()])
        elif where.get("location") == "headers":
            start = where["name"].lower()
            kept = {head.removeprefix(start): value for head, value in asked.headers.items() if head.startswith(start)}
            if kept:
                found[name] = kept
        elif name == payload and member.type_name in {"blob", "string"}:
            found[name] = body if member.type_name == "blob" else body.decode()
        elif name == payload and body:
            found[name] = from_xml(member, ET.fromstring(body))  # noqa: S314 - from boto3, on loopback
    return found


def text_value(shape: Any, text: str) -> Any:
    """Give a text as the value of its type."""
    if shape.type_name == "boolean":
        return text == "true"
    return int(text) if shape.type_name in {"integer", "long"} else text


def from_xml(shape: Any, element: ET.Element) -> Any:
    """Give the value that an element holds."""
    if shape.type_name == "structure":
        found: dict[str, Any] = {}
        for name, member in shape.members.items():
            tag = member.serialization.get("name", name)
            inner = [child for child in element if child.tag.rpartition("}")[2] == tag]
            if not inner:
                continue
            if member.type_name == "list" and member.serialization.get("flattened"):
                found[name] = [from_xml(member.member, child) for child in inner]
            else:
                found[name] = from_xml(member, inner[0])
        return found
    if shape.type_name == "list":
        return [from_xml(shape.member, child) for child in element]
    return text_value(shape, element.text or "")
