"""Policy documents, wherever they stand: what is granted to whom, statement by statement, all of it known.

The lenient sibling, for templates of others, is `model.policies`.
"""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from tasktracker_cfn.errors import UnclearError
from tasktracker_cfn.model.inside import literals
from tasktracker_cfn.model.policies.documents import ATTACHED, HOLDERS, OF_RESOURCES, ROLE, Kind
from tasktracker_cfn.model.symbols import Call, Reference, Text, Value
from tasktracker_cfn.model.system import Item, System, entries, follow, listed, text


class Statement(NamedTuple):
    """One statement, and the resource in which it stands."""

    owner: Item
    kind: Kind
    entry: Mapping[str, Value]

    def __str__(self) -> str:
        """Give its address: that of the resource, and its Sid."""
        sid = self.entry.get("Sid")
        return f"{self.owner}/{sid}" if isinstance(sid, str) else str(self.owner)

    @property
    def allows(self) -> bool:
        """Tell whether it grants something."""
        return self.entry.get("Effect") == "Allow"

    @property
    def actions(self) -> tuple[str, ...]:
        """Give the patterns of actions."""
        return tuple(text(action) for action in listed(self.entry.get("Action")))

    @property
    def resources(self) -> tuple[Value, ...]:
        """Give the resources."""
        return listed(self.entry.get("Resource"))

    @property
    def is_everywhere(self) -> bool:
        """Tell whether it is about every resource that there is, or every one of a service."""
        return any(isinstance(value, str) and set(value.rpartition(":")[2]) <= set("*/") for value in self.resources)

    @property
    def is_conditional(self) -> bool:
        """Tell whether it holds under conditions only."""
        return bool(self.entry.get("Condition"))

    @property
    def is_for_everybody(self) -> bool:
        """Tell whether its principal is anybody, in either spelling."""
        principal = self.entry.get("Principal")
        return "*" in (principal, *listed(follow(principal, "AWS")))

    def condition(self, operator: str, key: str) -> Value:
        """Give what a condition asks for; None when it does not stand here."""
        return follow(self.entry, "Condition", operator, key)

    @property
    def services(self) -> tuple[Value, ...]:
        """Give the services among its principals."""
        return listed(follow(self.entry.get("Principal"), "Service"))

    @property
    def foreigners(self) -> tuple[str, ...]:
        """Give the principals of other accounts that are written down."""
        found = listed(follow(self.entry.get("Principal"), "AWS"))
        return tuple(value for value in found if isinstance(value, str) and value != "*")


@lru_cache(maxsize=8)
def statements(system: System) -> tuple[Statement, ...]:
    """Give every statement of every policy document."""
    return tuple(_statements(system))


def of_kind(system: System, kind: Kind) -> tuple[Statement, ...]:
    """Give the statements of a kind."""
    return tuple(statement for statement in statements(system) if statement.kind == kind)


def of_owner(system: System, *types: str) -> tuple[Statement, ...]:
    """Give the statements that stand in resources of some types."""
    return tuple(statement for statement in statements(system) if statement.owner.type in types)


def has_wildcard(value: Value) -> bool:
    """Tell whether an ARN leaves a part of it open."""
    return any("*" in literal or "?" in literal for literal in literals(value))


def _statements(system: System) -> Iterator[Statement]:
    for item in system.items:
        if item.type == ROLE:
            yield from _of(item, "trust", item.get("AssumeRolePolicyDocument"))
        if item.type in HOLDERS:
            for policy in item.entries("Policies"):
                yield from _of(item, "identity", policy.get("PolicyDocument"))
        if item.type in ATTACHED:
            yield from _of(item, "identity", item.get("PolicyDocument"))
        if item.type in OF_RESOURCES:
            yield from _of(item, "resource", item.get(OF_RESOURCES[item.type]))


def _of(item: Item, kind: Kind, document: Value) -> Iterator[Statement]:
    if isinstance(document, (str, Text, Reference, Call)):
        message = f"the policy of {item} is no mapping"
        raise UnclearError(message)
    for entry in entries(follow(document, "Statement")):
        yield Statement(item, kind, entry)
