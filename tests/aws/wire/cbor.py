"""As much of CBOR as Smithy's protocol uses."""

import struct
from datetime import datetime
from io import BytesIO
from typing import Any

INFINITE = 31
SIZES = {24: 1, 25: 2, 26: 4, 27: 8}
BREAK = object()


def dump(value: Any) -> bytes:
    """Write a value."""
    if value is None:
        return b"\xf6"
    if isinstance(value, bool):
        return b"\xf5" if value else b"\xf4"
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, float):
        return b"\xfb" + struct.pack(">d", value)
    if isinstance(value, datetime):
        return b"\xc1" + dump(value.timestamp())
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        text = value.encode()
        return _head(3, len(text)) + text
    if isinstance(value, list):
        return _head(4, len(value)) + b"".join(map(dump, value))
    return _head(5, len(value)) + b"".join(dump(key) + dump(item) for key, item in value.items())


def load(content: bytes) -> Any:
    """Read a value."""
    return _load(BytesIO(content)) if content else {}


def _head(major: int, number: int) -> bytes:
    if number < 24:
        return bytes([major << 5 | number])
    for code, size in SIZES.items():
        if number < 1 << 8 * size:
            return bytes([major << 5 | code]) + number.to_bytes(size)
    raise ValueError(number)


def _load(source: BytesIO) -> Any:
    first = source.read(1)[0]
    major, extra = first >> 5, first & 31
    if major == 7:
        return _simple(extra, source)
    number = None if extra == INFINITE else _number(extra, source)
    if major in {0, 1} and number is not None:
        return number if major == 0 else -1 - number
    if major in {2, 3}:
        return _text(major, number, source)
    if major == 4:
        return list(_items(number, source))
    if major == 5:
        return {key: _load(source) for key in _items(number, source)}
    # A tag: the only one is the time.
    return _load(source)


def _items(number: int | None, source: BytesIO) -> Any:
    while number is None or number > 0:
        value = _load(source)
        if value is BREAK:
            return
        yield value
        number = None if number is None else number - 1


def _text(major: int, number: int | None, source: BytesIO) -> str | bytes:
    if number is None:
        parts = list(_items(None, source))
        return "".join(parts) if major == 3 else b"".join(parts)
    content = source.read(number)
    return content.decode() if major == 3 else content


def _number(extra: int, source: BytesIO) -> int:
    return extra if extra < 24 else int.from_bytes(source.read(SIZES[extra]))


def _simple(extra: int, source: BytesIO) -> Any:
    if extra == INFINITE:
        return BREAK
    if extra in {25, 26, 27}:
        form = {25: ">e", 26: ">f", 27: ">d"}[extra]
        return struct.unpack(form, source.read(struct.calcsize(form)))[0]
    return {20: False, 21: True}.get(extra)
