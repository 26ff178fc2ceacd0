"""What a policy grants, before it is written down: an action, what it is about, and under which condition."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.gate.permissions.arns import About, Arns

Condition = tuple[tuple[str, str, tuple[str, ...]], ...]
Entry = Mapping[str, object]

NO_RESOURCE = "AllowWhatTakesNoResource"
# A statement that names more kinds than these is called by its service alone.
NAMED_KINDS = 2
LONGEST_SID = 40


class Grant(NamedTuple):
    """One action that is granted; about nothing when it takes no resource. `sid` is why, where that must be said."""

    action: str
    about: tuple[About, ...] = ()
    condition: Condition = ()
    sid: str = ""


class _Kind(NamedTuple):
    """What the grants of one statement have in common."""

    sid: str
    service: str
    looks: bool
    condition: Condition


class _Group(NamedTuple):
    """Grants that one statement can hold without granting more than each of them."""

    kind: _Kind
    actions: set[str]
    kinds: dict[str, Arns]


def entries(grants: Iterable[Grant]) -> list[Entry]:
    """Give the statements of some grants, in an order of their own: first by name, what takes no resource last."""
    groups: list[_Group] = []
    for grant in _merged(sorted(set(grants), key=_order)):
        kind = _kind(grant)
        fitting = next((group for group in groups if group.kind == kind and _agree(group, grant)), None)
        if fitting is None:
            fitting = _Group(kind, set(), {})
            groups.append(fitting)
        fitting.actions.add(grant.action)
        fitting.kinds.update({about.kind: about.arns for about in grant.about})
    return list(_numbered(sorted(groups, key=_place)))


def _merged(grants: Iterable[Grant]) -> list[Grant]:
    """Put together what one action is about for several resources."""
    found: dict[tuple[str, Condition, str], dict[str, Arns]] = {}
    for grant in grants:
        held = found.setdefault((grant.action, grant.condition, grant.sid), {})
        for about in grant.about:
            held[about.kind] = _widest(held.get(about.kind, frozenset()) | about.arns)
    return [
        Grant(action, tuple(About(kind, arns) for kind, arns in sorted(held.items())), condition, sid)
        for (action, condition, sid), held in found.items()
    ]


def _widest(arns: Arns) -> Arns:
    """Leave out the ARNs that another covers."""
    open_ones = [arn for arn in arns if arn.endswith("*")]
    return frozenset(
        arn for arn in arns if not any(arn != wide and arn.startswith(wide.removesuffix("*")) for wide in open_ones)
    )


def _kind(grant: Grant) -> _Kind:
    if not grant.about:
        return _Kind(grant.sid or NO_RESOURCE, "", looks=False, condition=grant.condition)
    looks = bool(re.match(r"[^:]+:(Describe|List)", grant.action))
    return _Kind(grant.sid, grant.action.partition(":")[0], looks and not grant.sid, grant.condition)


def _agree(group: _Group, grant: Grant) -> bool:
    return all(group.kinds.get(kind, arns) == arns for kind, arns in grant.about)


def _numbered(groups: Iterable[_Group]) -> Iterator[Entry]:
    seen: dict[str, int] = {}
    for group in groups:
        sid = group.kind.sid or _sentence(group)
        seen[sid] = seen.get(sid, 0) + 1
        arns = sorted(_widest(frozenset().union(*group.kinds.values()))) or ["*"]
        entry: dict[str, object] = {
            "Sid": sid if seen[sid] == 1 else f"{sid}{seen[sid]}",
            "Effect": "Allow",
            "Action": sorted(group.actions),
            "Resource": arns,
        }
        if group.kind.condition:
            entry["Condition"] = _condition(group.kind.condition)
        yield entry


def _condition(condition: Condition) -> dict[str, dict[str, object]]:
    found: dict[str, dict[str, object]] = {}
    for operator, key, values in condition:
        found.setdefault(operator, {})[key] = values[0] if len(values) == 1 else list(values)
    return found


def _sentence(group: _Group) -> str:
    start = f"{'LookUp' if group.kind.looks else 'Manage'}{_pascal(group.kind.service)}"
    kinds = sorted({_pascal(kind.partition(":")[2].partition("/")[0]) for kind in group.kinds})
    whole = start + "And".join(_plural(kind) for kind in kinds)
    return whole if len(kinds) <= NAMED_KINDS and len(whole) <= LONGEST_SID else start


def _plural(name: str) -> str:
    return f"{name[:-1]}ies" if name.endswith(("cy", "ry")) else f"{name}s"


def _pascal(name: str) -> str:
    return "".join(part[:1].upper() + part[1:] for part in re.split(r"[^a-zA-Z0-9]", name))


def _order(grant: Grant) -> tuple[str, str, str]:
    return grant.action, str(sorted((about.kind, sorted(about.arns)) for about in grant.about)), str(grant.condition)


def _place(group: _Group) -> tuple[bool, str, str]:
    return not group.kinds, group.kind.sid or _sentence(group), min(group.actions)
