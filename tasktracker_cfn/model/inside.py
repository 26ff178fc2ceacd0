"""What is inside a value, at any depth."""

from collections.abc import Iterator

from tasktracker_cfn.model.symbols import Call, Reference, Text, Value


def all_references(value: Value) -> Iterator[Reference]:
    """Give every reference in a value, at any depth."""
    # Most values are texts.
    if isinstance(value, str):
        return
    if isinstance(value, Reference):
        yield value
    elif isinstance(value, Text):
        for part in value.parts:
            yield from all_references(part)
    elif isinstance(value, Call):
        yield from all_references(value.argument)
    elif isinstance(value, dict):
        for item in value.values():
            yield from all_references(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from all_references(item)


def literals(value: Value) -> Iterator[str]:
    """Give every literal text in a value, at any depth, the literal parts of texts among them."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Text):
        yield from (part for part in value.parts if isinstance(part, str))
    elif isinstance(value, Call):
        yield from literals(value.argument)
    elif isinstance(value, dict):
        for item in value.values():
            yield from literals(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from literals(item)


def all_texts(value: Value) -> Iterator[Text]:
    """Give every text with symbols in a value, at any depth, but for those in calls."""
    if isinstance(value, str):
        return
    if isinstance(value, Text):
        yield value
    elif isinstance(value, dict):
        for item in value.values():
            yield from all_texts(item)
    elif isinstance(value, tuple):
        for item in value:
            yield from all_texts(item)
