"""Write what boto3 reads: answers and errors, by the service's model."""

import base64
import json
from datetime import datetime
from email.utils import format_datetime
from typing import Any, NamedTuple
from xml.sax.saxutils import escape

from tests.aws.refusal import Refused
from tests.aws.wire import cbor
from tests.aws.wire.models import error_code, model, protocol

REQUEST = "00000000-0000-4000-8000-000000000000"


class Answer(NamedTuple):
    """A status, headers and a body."""

    status: int
    headers: dict[str, str]
    body: bytes


def answer(service: str, operation: str, values: dict[str, Any]) -> Answer:
    """Give the answer of an operation that succeeded."""
    shape = model(service).operation_model(operation).output_shape
    match protocol(service):
        case "query":
            wrapper = shape.serialization.get("resultWrapper", f"{operation}Result") if shape else ""
            inner = f"<{wrapper}>{_members(shape, values)}</{wrapper}>" if shape else ""
            about = f"<ResponseMetadata><RequestId>{REQUEST}</RequestId></ResponseMetadata>"
            return _xml(200, f"<{operation}Response>{inner}{about}</{operation}Response>")
        case "json":
            headers = {"Content-Type": "application/x-amz-json-1.1", "x-amzn-RequestId": REQUEST}
            return Answer(200, headers, json.dumps(_to_json(values)).encode())
        case "smithy-rpc-v2-cbor":
            return Answer(200, _cbor_headers(), cbor.dump(_stated(values)))
        case _:
            return _rest(operation, shape, values)


def refusal(service: str, refused: Refused, method: str = "POST") -> Answer:
    """Give the answer of an operation that failed."""
    code, status = error_code(service, refused.code)
    status = refused.status if refused.status != 400 or not status else status
    about = f"<Code>{escape(code)}</Code><Message>{escape(refused.message)}</Message>"
    match protocol(service):
        case "query":
            kind = "Receiver" if status >= 500 else "Sender"
            inner = f"<Error><Type>{kind}</Type>{about}</Error><RequestId>{REQUEST}</RequestId>"
            return _xml(status, f"<ErrorResponse>{inner}</ErrorResponse>")
        case "json":
            body = json.dumps({"__type": code, "message": refused.message}).encode()
            return Answer(status, {"Content-Type": "application/x-amz-json-1.1", "x-amzn-RequestId": REQUEST}, body)
        case "smithy-rpc-v2-cbor":
            return Answer(status, _cbor_headers(), cbor.dump({"__type": code, "message": refused.message}))
        case _:
            if method == "HEAD":
                return Answer(status, {"x-amz-request-id": REQUEST}, b"")
            return _xml(status, f"<Error>{about}<RequestId>{REQUEST}</RequestId></Error>")


def _rest(operation: str, shape: Any, values: dict[str, Any]) -> Answer:
    headers = {"x-amz-request-id": REQUEST}
    status = 204 if operation.startswith("Delete") and operation != "DeleteObjects" else 200
    if shape is None:
        return Answer(status, headers, b"")
    if operation == "GetBucketLocation":
        # The one answer whose only element is its outermost.
        where = values["LocationConstraint"] or ""
        return Answer(status, headers, f"<LocationConstraint>{where}</LocationConstraint>".encode())
    payload = shape.serialization.get("payload")
    inner = []
    whole: bytes | None = None
    for name, member in shape.members.items():
        if values.get(name) is None:
            continue
        where = member.serialization
        if where.get("location") == "header":
            headers[where["name"]] = _header(values[name])
        elif where.get("location") == "headers":
            headers.update({f"{where['name']}{key}": value for key, value in values[name].items()})
        elif name == payload and member.type_name in {"blob", "string"}:
            whole = values[name] if isinstance(values[name], bytes) else values[name].encode()
        elif name == payload:
            whole = _element(where.get("name", name), member, values[name]).encode()
        else:
            inner.append(_element(where.get("name", name), member, values[name]))
    body = f"<{shape.name}>{''.join(inner)}</{shape.name}>".encode() if inner or not payload else b""
    return Answer(status, headers, b"" if status == 204 else body if whole is None else whole)


def _header(value: Any) -> str:
    if isinstance(value, datetime):
        return format_datetime(value, usegmt=True)
    return _text(value)


def _members(shape: Any, values: dict[str, Any]) -> str:
    parts = []
    for name, member in shape.members.items():
        if values.get(name) is not None:
            parts.append(_element(member.serialization.get("name", name), member, values[name]))
    return "".join(parts)


def _element(tag: str, shape: Any, value: Any) -> str:
    if shape.type_name == "structure":
        inner = _members(shape, value)
    elif shape.type_name == "list":
        if shape.serialization.get("flattened"):
            return "".join(_element(tag, shape.member, item) for item in value)
        item_tag = shape.member.serialization.get("name", "member")
        inner = "".join(_element(item_tag, shape.member, item) for item in value)
    elif shape.type_name == "map":
        inner = "".join(
            f"<entry><key>{escape(key)}</key>{_element('value', shape.value, item)}</entry>"
            for key, item in value.items()
        )
    else:
        inner = escape(_text(value), {"\r": "&#13;"})
    return f"<{tag}>{inner}</{tag}>"


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%dT%H:%M:%S}.{value.microsecond // 1000:03}Z"
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


def _to_json(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _to_json(item) for key, item in value.items() if item is not None}
    if isinstance(value, (list, tuple)):
        return [_to_json(item) for item in value]
    if isinstance(value, datetime):
        return value.timestamp()
    return base64.b64encode(value).decode() if isinstance(value, bytes) else value


def _stated(value: Any) -> Any:
    """Leave out what is None."""
    if isinstance(value, dict):
        return {key: _stated(item) for key, item in value.items() if item is not None}
    return [_stated(item) for item in value] if isinstance(value, list) else value


def _xml(status: int, text: str) -> Answer:
    return Answer(status, {"Content-Type": "text/xml", "x-amzn-RequestId": REQUEST}, text.encode())


def _cbor_headers() -> dict[str, str]:
    return {"Content-Type": "application/cbor", "smithy-protocol": "rpc-v2-cbor", "x-amzn-RequestId": REQUEST}
