"""What a scalar of YAML means to CloudFormation: a text, a number, a boolean or null."""

import math

import yaml

PLAIN = "tag:yaml.org,2002:"
NULL, BOOL, INT, FLOAT = (PLAIN + name for name in ("null", "bool", "int", "float"))
# Dates, merge keys and the default key "=" are texts to CloudFormation.
TEXTS = frozenset(PLAIN + name for name in ("str", "timestamp", "merge", "value"))
# A longer one is an identifier that happens to be digits; to convert it would take time without bound.
LONGEST_NUMBER = 64

_scalars = yaml.constructor.SafeConstructor()


def plain(text: str, tag: str | None = None) -> str | int | float | bool | None:
    """Give the value of a scalar that is written without quotes, or with a tag of YAML's own.

    :raises ValueError: when the text is not what the tag says, or the tag is of nothing that a template can hold
    """
    kind = tag or _kind(text)
    if kind in TEXTS or len(text) > LONGEST_NUMBER:
        return text
    if kind == NULL:
        return None
    if kind == BOOL and text.lower() in _scalars.bool_values:
        return bool(_scalars.bool_values[text.lower()])
    name = kind.removeprefix(PLAIN)
    if kind not in {BOOL, INT, FLOAT}:
        message = f"a template cannot hold a {name}"
        raise ValueError(message)
    try:
        return _number(text, kind)
    except (ValueError, ArithmeticError):
        message = f"{text!r} is no {name}"
        raise ValueError(message) from None


def _kind(text: str) -> str:
    if len(text) > LONGEST_NUMBER:
        return PLAIN + "str"
    for tag, pattern in yaml.SafeLoader.yaml_implicit_resolvers.get(text[:1], ()):
        if pattern.match(text):
            return str(tag)
    return PLAIN + "str"


def _number(text: str, kind: str) -> str | int | float:
    node = yaml.ScalarNode(kind, text)
    if kind == INT:
        return int(_scalars.construct_yaml_int(node))
    if kind != FLOAT:
        raise ValueError(kind)
    value = float(_scalars.construct_yaml_float(node))
    # JSON, which CloudFormation turns every template into, has no word for these.
    return value if math.isfinite(value) else text
