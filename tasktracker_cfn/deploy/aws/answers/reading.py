"""Take one answer of AWS apart: what is there becomes a value of the wanted type, what is not becomes None or empty."""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from tasktracker_cfn.deploy import masking

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# Colours and moves of the cursor (ECMA-48), of which containers' logs are full; within an assignment, what follows it
# would not be taken for a secret.
ORDERS = re.compile(r"\x1b\[[0-?]*[ -/]*[@-~]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)")


def text(answer: Mapping[str, object], key: str) -> str:
    """Give a text; empty when it is not there."""
    return maybe(answer, key) or ""


def maybe(answer: Mapping[str, object], key: str) -> str | None:
    """Give a text, or None."""
    value = answer.get(key)
    return None if value is None else str(value)


def said(answer: Mapping[str, object], key: str) -> str | None:
    """Give what AWS, a hook or a container says in its own words, which may quote a secret, or None."""
    found = maybe(answer, key)
    return None if found is None else masking.text(ORDERS.sub("", found))


def flag(answer: Mapping[str, object], key: str) -> bool:
    """Tell whether something is said to be so."""
    return answer.get(key) is True


def number(answer: Mapping[str, object], key: str) -> int:
    """Give a whole number; 0 when it is not there."""
    return maybe_number(answer, key) or 0


def maybe_number(answer: Mapping[str, object], key: str) -> int | None:
    """Give a whole number, or None."""
    value = answer.get(key)
    return value if isinstance(value, int) else None


def time(answer: Mapping[str, object], key: str) -> datetime | None:
    """Give a time with its zone, or None; botocore gives times, the logs' are milliseconds."""
    value = answer.get(key)
    if isinstance(value, datetime):
        return value if value.tzinfo else value.replace(tzinfo=UTC)
    if isinstance(value, (int, float)) and not isinstance(value, bool):
        return datetime.fromtimestamp(value / 1000, UTC)
    return None


def surely(answer: Mapping[str, object], key: str) -> datetime:
    """Give a time that AWS always says; the beginning of all time where it did not."""
    return time(answer, key) or EPOCH


def part(answer: Mapping[str, object], key: str) -> Mapping[str, object]:
    """Give a structure; empty when it is not there."""
    value = answer.get(key)
    return value if isinstance(value, Mapping) else {}


def parts(answer: Mapping[str, object], key: str) -> Sequence[Mapping[str, object]]:
    """Give a list of structures; empty when it is not there."""
    value = answer.get(key)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def texts(answer: Mapping[str, object], key: str) -> tuple[str, ...]:
    """Give a list of texts; empty when it is not there."""
    value = answer.get(key)
    return tuple(str(item) for item in value) if isinstance(value, list) else ()


def mapping(answer: Mapping[str, object], key: str, name: str, value: str) -> dict[str, str]:
    """Give what AWS writes as a list of pairs; pairs without the value are left out."""
    return {text(item, name): text(item, value) for item in parts(answer, key) if value in item}
