"""Policies that name a role before it is there."""

from collections.abc import Iterator
from functools import lru_cache

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.policies.documents import ROLE
from tasktracker_cfn.model.policies.statements import policy_statements
from tasktracker_cfn.model.symbols import Call, Reference, Text, Value
from tasktracker_cfn.model.system import Item, System

Parts = tuple[str | Reference | Call, ...]
MARK = ":role/"


@rule(
    "named-roles-exist-first",
    rows="I08",
    severity="error",
    misses=True,
    why="A policy whose principal does not exist yet is refused; a name that is spelt out orders nothing.",
    remedy="Take the role's ARN by Fn::GetAtt, or allow the account's root with a condition on aws:PrincipalArn.",
    source="https://docs.aws.amazon.com/kms/latest/APIReference/API_CreateKey.html",
)
def named_roles_exist_first(system: System) -> Iterator[Fault]:
    """A role that a policy names as its principal is created before the policy."""
    for statement in policy_statements(system):
        for value in statement.principals("AWS") if statement.kind != "identity" else ():
            name = _name(value)
            role = _roles(system).get(name) if name else None
            if role is not None and not system.order.surely_after(statement.owner.resource, role.resource):
                message = f"names {role} as a principal, which is not surely created before"
                yield Fault(statement.owner, message, *statement.path, "Principal")


@lru_cache(maxsize=8)
def _roles(system: System) -> dict[Parts, Item]:
    named = {_parts(role.get("RoleName")): role for role in system.of(ROLE)}
    return {name: role for name, role in named.items() if name}


def _name(value: Value) -> Parts | None:
    """Give what follows ``role/`` in an ARN that is spelt out; the path of a role is no part of its name."""
    parts = _parts(value)
    for number, part in enumerate(parts):
        if isinstance(part, str) and MARK in part:
            rest = part.partition(MARK)[2].rpartition("/")[2]
            return (*([rest] if rest else []), *parts[number + 1 :])
    return None


def _parts(value: Value) -> Parts:
    if isinstance(value, Text):
        return value.parts
    return (value,) if isinstance(value, (str, Reference, Call)) else ()
