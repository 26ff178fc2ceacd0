"""Texts that the templates fix: no symbols, and no references that CloudFormation fills in when it deploys."""

from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.symbols import Text, Value

DYNAMIC = "{{resolve:"


def fixed_text(value: Value) -> str | None:
    """Give a text that is known to its last letter, else None."""
    text = known_text(value)
    return None if text is None or DYNAMIC in text else text


def skeleton(value: Value) -> str:
    """Give a text with an asterisk for each part that is not known."""
    if isinstance(value, Text):
        return "".join(skeleton(part) for part in value.parts)
    text = fixed_text(value)
    return "*" if text is None else text
