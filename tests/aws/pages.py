"""Long answers in pages."""

from collections.abc import Sequence
from typing import TypeVar

from tests.aws.refusal import invalid

Item = TypeVar("Item")


def page(items: Sequence[Item], token: str | None, size: int) -> tuple[list[Item], str | None]:
    """Give the page that a token stands for, and the token of the next, if there is one.

    :raises Refused: when the token is none of ours
    """
    if token is not None and not token.startswith("page-"):
        message = "Invalid NextToken"
        raise invalid(message)
    start = int(token.removeprefix("page-")) if token else 0
    end = start + size
    return list(items[start:end]), f"page-{end}" if end < len(items) else None
