"""Every statement of every policy: what is surely known of each, and where it stands.

The strict sibling, for templates that must be plain, is `gate.goals.statements`.
"""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache
from typing import NamedTuple

from tasktracker_cfn.model.known import known_items, known_texts
from tasktracker_cfn.model.policies.documents import ATTACHED, HOLDERS, OF_RESOURCES, ROLE, Kind, condition_values
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, follow

Path = tuple[str | int, ...]


class PolicyStatement(NamedTuple):
    """One statement: the resource in which it stands, the path to it in the properties, and what it says."""

    owner: Item
    kind: Kind
    path: Path
    entry: Mapping[str, Value]

    @property
    def allows(self) -> bool:
        """Tell whether it surely grants something."""
        return self.entry.get("Effect") == "Allow"

    @property
    def actions(self) -> tuple[str, ...]:
        """Give the patterns of actions that are fixed, in small letters."""
        return tuple(action.lower() for action in known_texts(self.entry.get("Action")))

    @property
    def is_plain(self) -> bool:
        """Tell whether all of its actions are fixed, and it names what it is about."""
        wanted = len(known_items(self.entry.get("Action"))) == len(self.actions) > 0
        return wanted and "NotAction" not in self.entry and "NotResource" not in self.entry

    @property
    def resources(self) -> tuple[Value, ...]:
        """Give the resources."""
        return known_items(self.entry.get("Resource"))

    def grants(self, action: str) -> bool:
        """Tell whether one of its patterns surely covers an action."""
        return self.allows and any(fnmatchcase(action, pattern) for pattern in self.actions)

    def principals(self, kind: str) -> tuple[Value, ...]:
        """Give its principals of a kind, such as ``Service`` or ``AWS``; anybody is of the kind ``AWS``."""
        principal = self.entry.get("Principal")
        if principal == "*":
            return ("*",) if kind == "AWS" else ()
        return known_items(follow(principal, kind))

    def condition(self, key: str) -> tuple[Value, ...]:
        """Give what any operator asks of a condition key, whatever its capitals."""
        return condition_values(self.entry, key)


@lru_cache(maxsize=8)
def policy_statements(system: System) -> tuple[PolicyStatement, ...]:
    """Give every statement of every policy document, as far as it is one."""
    return tuple(found for item in system.items for found in _of_item(item))


@lru_cache(maxsize=8)
def statements_by_holder(system: System) -> Mapping[Item, tuple[PolicyStatement, ...]]:
    """Give what each role, user and group is granted by policies of the nest."""
    found: dict[Item, list[PolicyStatement]] = {item: [] for item in system.of(*HOLDERS)}
    attached = {policy: set(_holders(policy, system)) for policy in system.of(*ATTACHED)}
    for holder in found:
        for value in holder.listed("ManagedPolicyArns"):
            policy = system.at(value)
            if policy is not None and policy in attached:
                attached[policy].add(holder)
    for statement in policy_statements(system):
        if statement.kind == "identity":
            for holder in attached.get(statement.owner, {statement.owner}):
                found.setdefault(holder, []).append(statement)
    return {holder: tuple(held) for holder, held in found.items()}


def _holders(policy: Item, system: System) -> Iterator[Item]:
    names = [value for name in ("Roles", "Users", "Groups") for value in policy.listed(name)]
    for value in (*names, *(policy.get(name) for name in ("RoleName", "UserName", "GroupName"))):
        holder = system.at(value)
        if holder is not None and holder.type in HOLDERS:
            yield holder


def _of_item(item: Item) -> Iterator[PolicyStatement]:
    if item.type == ROLE:
        yield from _of(item, "trust", "AssumeRolePolicyDocument")
    if item.type in HOLDERS:
        for number, policy in enumerate(item.listed("Policies")):
            if isinstance(policy, Mapping):
                yield from _of(item, "identity", "Policies", number, "PolicyDocument")
    if item.type in ATTACHED:
        yield from _of(item, "identity", "PolicyDocument")
    if item.type in OF_RESOURCES:
        yield from _of(item, "resource", OF_RESOURCES[item.type])


def _of(item: Item, kind: Kind, *path: str | int) -> Iterator[PolicyStatement]:
    found = item.get(*path, "Statement")
    if isinstance(found, Mapping):
        yield PolicyStatement(item, kind, (*path, "Statement"), found)
    elif isinstance(found, tuple):
        for number, entry in enumerate(found):
            if isinstance(entry, Mapping):
                yield PolicyStatement(item, kind, (*path, "Statement", number), entry)
