"""What every rule has in common."""

from typing import Literal

Rule = dict[str, object]


def record(name: str, expression: str) -> Rule:
    """Give a recording rule: a series of its own, under a name that says level, metric and operation."""
    return {"record": name, "expr": expression}


def alert(  # noqa: PLR0913 - an alert is all of these, and each is named where it is given
    name: str,
    expression: str,
    *,
    minutes: int,
    severity: Literal["warning", "critical"],
    summary: str,
    advice: str,
) -> Rule:
    """Give an alert.

    :param minutes: for how long the expression must hold
    :param summary: what is wrong, in one line
    :param advice: what to look at first
    """
    return {
        "alert": name,
        "expr": expression,
        "for": f"{minutes}m",
        "labels": {"severity": severity},
        "annotations": {"summary": summary, "description": advice},
    }
