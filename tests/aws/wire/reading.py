"""Read what boto3 sends: the operation and its parameters, by the service's model."""

import base64
import json
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qsl

from tests.aws.wire import cbor, rest
from tests.aws.wire.asked import Asked
from tests.aws.wire.models import model, protocol


def read(asked: Asked) -> tuple[str, dict[str, Any]]:
    """Give the operation's name and its parameters."""
    match protocol(asked.service):
        case "query":
            form = dict(parse_qsl(asked.body.decode(), keep_blank_values=True))
            name = form["Action"]
            shape = model(asked.service).operation_model(name).input_shape
            return name, _from_form(shape, form, "") or {} if shape else {}
        case "json":
            name = asked.headers["x-amz-target"].rpartition(".")[2]
            shape = model(asked.service).operation_model(name).input_shape
            return name, _from_json(shape, json.loads(asked.body or b"{}")) if shape else {}
        case "smithy-rpc-v2-cbor":
            return asked.path.rpartition("/")[2], cbor.load(asked.body)
        case "rest-xml":
            return rest.read(asked)
        case other:
            message = f"nobody here speaks {other}"
            raise NotImplementedError(message)


def _from_form(shape: Any, form: dict[str, str], prefix: str) -> Any:
    """Give the value that begins with a prefix; None when there is none."""
    if shape.type_name == "structure":
        found = {}
        for name, member in shape.members.items():
            path = member.serialization.get("name", name)
            value = _from_form(member, form, f"{prefix}.{path}" if prefix else path)
            if value is not None:
                found[name] = value
        return found or None
    if shape.type_name == "list":
        return _list_from_form(shape, form, prefix)
    if shape.type_name == "map":
        return _map_from_form(shape, form, prefix)
    return scalar(shape, form[prefix]) if prefix in form else None


def _list_from_form(shape: Any, form: dict[str, str], prefix: str) -> Any:
    if form.get(prefix) == "":
        return []
    flat = shape.serialization.get("flattened")
    inner = prefix if flat else f"{prefix}.{shape.member.serialization.get('name', 'member')}"
    found: list[Any] = []
    while (value := _from_form(shape.member, form, f"{inner}.{len(found) + 1}")) is not None:
        found.append(value)
    return found or None


def _map_from_form(shape: Any, form: dict[str, str], prefix: str) -> Any:
    found: dict[str, Any] = {}
    inner = prefix if shape.serialization.get("flattened") else f"{prefix}.entry"
    while (key := form.get(f"{inner}.{len(found) + 1}.key")) is not None:
        found[key] = _from_form(shape.value, form, f"{inner}.{len(found) + 1}.value")
    return found or None


def _from_json(shape: Any, value: Any) -> Any:
    if shape.type_name == "structure":
        return {name: _from_json(member, value[name]) for name, member in shape.members.items() if name in value}
    if shape.type_name == "list":
        return [_from_json(shape.member, item) for item in value]
    if shape.type_name == "map":
        return {key: _from_json(shape.value, item) for key, item in value.items()}
    if shape.type_name == "timestamp":
        return datetime.fromtimestamp(value, UTC)
    return base64.b64decode(value) if shape.type_name == "blob" else value


def scalar(shape: Any, text: str) -> Any:
    """Give a text as the value of its type."""
    if shape.type_name == "boolean":
        return text.lower() == "true"
    if shape.type_name in {"integer", "long"}:
        return int(text)
    if shape.type_name in {"float", "double"}:
        return float(text)
    if shape.type_name == "blob":
        return base64.b64decode(text)
    return text
