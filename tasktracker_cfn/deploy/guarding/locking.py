"""The text of a stack policy: what is ours in it, written anew each time, beside what somebody else wrote.

https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/protect-stack-resources.html
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import NamedTuple, cast

ALLOW: Mapping[str, object] = {"Effect": "Allow", "Action": "Update:*", "Principal": "*", "Resource": "*"}
DENIED = ["Update:Replace", "Update:Delete"]
# A statement with this is ours. No resource has such a name, and a pattern may well match nothing: people write the
# same effect, actions and resources themselves, and theirs must never be taken for ours.
MARK = "LogicalResourceId/LockedByTasktrackerCfn*"
# The longest StackPolicyBody that AWS takes.
LIMIT = 16_384


class Member(NamedTuple):
    """A resource of a stack, and whether it must be neither replaced nor removed."""

    logical_id: str
    type: str
    is_locked: bool


def policy(existing: str | None, members: Sequence[Member]) -> str | None:
    """Give a stack's policy with some resources locked, and what somebody else wrote into it kept as it is.

    None when there is nothing to lock and never was. Where the names of all that is locked are too long, whole types
    are locked; where that is too long, too, as much as there is room for.
    """
    if existing is None and not any(member.is_locked for member in members):
        return None
    # With a policy everything that it does not allow is denied.
    others = [statement for statement in statements(existing) if not _is_ours(statement)] or [ALLOW]
    names = _named(member for member in members if member.is_locked)
    body = _body(others, names, [])
    if len(body) <= LIMIT:
        return body
    open_types = {member.type for member in members if not member.is_locked}
    types = list(dict.fromkeys(m.type for m in members if m.is_locked and m.type not in open_types))
    return _fitting(others, _named(m for m in members if m.is_locked and m.type in open_types), types)


def _named(members: Iterator[Member]) -> list[str]:
    return sorted(f"LogicalResourceId/{member.logical_id}" for member in members)


def _fitting(others: Sequence[Mapping[str, object]], names: Sequence[str], types: Sequence[str]) -> str:
    """Give the policy with as many types, then names, as there is room for."""
    chosen: tuple[list[str], list[str]] = ([], [])
    # Both statements, and room for what is written around them.
    room = LIMIT - len(_body(others, [""], [""]))
    for place, words in ((1, types), (0, names)):
        for word in words:
            # The word in quotes, and a comma.
            room -= len(word) + 3
            if room < 0:
                break
            chosen[place].append(word)
    return _body(others, *chosen)


def _body(others: Sequence[Mapping[str, object]], names: Sequence[str], types: Sequence[str]) -> str:
    denial: Mapping[str, object] = {"Effect": "Deny", "Action": DENIED, "Principal": "*"}
    ours: list[Mapping[str, object]] = []
    if types:
        condition = {"StringEquals": {"ResourceType": list(types)}}
        ours.append({**denial, "Resource": ["*", MARK], "Condition": condition})
    if names:
        ours.append({**denial, "Resource": [*names, MARK]})
    # No longer than what somebody else wrote is here, however close that is to the limit.
    return json.dumps({"Statement": [*others, *ours]}, separators=(",", ":"), ensure_ascii=False)


def statements(body: str | None) -> list[Mapping[str, object]]:
    """Give the statements of a policy; none of one that cannot be read."""
    if body is None:
        return []
    try:
        written = json.loads(body).get("Statement", [])
    except (ValueError, AttributeError):
        # Whatever it is, AWS took it; it cannot be kept beside ours.
        return []
    found = written if isinstance(written, list) else [written]
    return [cast("Mapping[str, object]", statement) for statement in found if isinstance(statement, Mapping)]


def _is_ours(statement: Mapping[str, object]) -> bool:
    resources = statement.get("Resource")
    return isinstance(resources, list) and MARK in resources
