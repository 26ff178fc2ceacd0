"""Changes of who may do what, statement by statement, in words."""

import json
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.deploy.review.values import SecurityChange, Sign
from tasktracker_cfn.model.policies.documents import HOLDERS, OF_RESOURCES

DOCUMENT = "PolicyDocument"
ENDPOINT = "AWS::EC2::VPCEndpoint"
ANYBODY = ("*", '{"AWS": "*"}', '{"AWS": ["*"]}')
FIELDS = ("Effect", "Principal", "NotPrincipal", "Action", "NotAction", "Resource", "NotResource", "Condition")
MOST = 6
Structure = Mapping[str, object]


class Statement(NamedTuple):
    """One statement: where it stands (``trust``, the policy's name), and what it says, in a fixed order."""

    place: str
    sid: str
    fields: tuple[tuple[str, tuple[str, ...]], ...]

    def get(self, name: str) -> tuple[str, ...]:
        """Give the items of a field, none when it is not there."""
        return dict(self.fields).get(name, ())

    @property
    def is_public(self) -> bool:
        """Tell whether it allows something to anybody, without a condition."""
        opens = self.get("Effect") == ("Allow",) and any(who in ANYBODY for who in self.get("Principal"))
        return opens and not self.get("Condition") and self.place != "endpoint"


def iam_changes(address: str, kind: str, before: Structure, after: Structure) -> tuple[SecurityChange, ...]:
    """Give the changes between a resource's properties before and after, simplified, as far as they grant something."""
    old, new = tuple(_statements(kind, before)), tuple(_statements(kind, after))
    gone = [statement for statement in old if statement not in new]
    come = [statement for statement in new if statement not in old]
    found: list[SecurityChange] = []
    for statement in list(gone):
        partner = next((other for other in come if _same(statement, other)), None)
        if partner is not None:
            gone.remove(statement)
            come.remove(partner)
            found.append(_changed(address, statement, partner))
    found += [_one("-", address, statement) for statement in gone]
    found += [_one("+", address, statement) for statement in come]
    return (*found, *_attached(address, before, after))


def grants(kind: str) -> bool:
    """Tell whether resources of a type grant something."""
    return kind.startswith("AWS::IAM::") or kind in OF_RESOURCES or kind == "AWS::Lambda::Permission"


def _statements(kind: str, properties: Structure) -> Iterator[Statement]:
    if kind == "AWS::Lambda::Permission":
        who, what = properties.get("Principal"), properties.get("Action")
        if who or what:
            yield _statement("permission", {"Effect": "Allow", "Principal": who, "Action": what})
    if kind == ENDPOINT:
        # Who may pass an endpoint must be in its network, and is allowed nothing by it alone.
        yield from (one._replace(place="endpoint") for one in _of(properties.get(DOCUMENT), ""))
        return
    if kind in HOLDERS:
        yield from _of(properties.get("AssumeRolePolicyDocument"), "trust")
        policies = properties.get("Policies")
        for policy in policies if isinstance(policies, list) else []:
            if isinstance(policy, Mapping):
                yield from _of(policy.get(DOCUMENT), str(policy.get("PolicyName", "")))
    name = OF_RESOURCES.get(kind, DOCUMENT if kind.startswith("AWS::IAM::") else "")
    yield from _of(properties.get(name), "")


def _of(document: object, place: str) -> Iterator[Statement]:
    held = document.get("Statement") if isinstance(document, Mapping) else None
    for entry in held if isinstance(held, list) else [held]:
        if isinstance(entry, Mapping):
            yield _statement(place, entry)


def _statement(place: str, entry: Structure) -> Statement:
    fields = tuple((name, _items(entry[name])) for name in FIELDS if entry.get(name) is not None)
    return Statement(place, str(entry.get("Sid") or ""), fields)


def _items(value: object) -> tuple[str, ...]:
    items = value if isinstance(value, list) else [value]
    return tuple(sorted(item if isinstance(item, str) else json.dumps(item, sort_keys=True) for item in items))


def _same(one: Statement, other: Statement) -> bool:
    """Tell whether a statement became another: by its name, or by what it allows."""
    if one.place != other.place:
        return False
    if one.sid or other.sid:
        return one.sid == other.sid
    return one.get("Action") == other.get("Action")


def _changed(address: str, old: Statement, new: Statement) -> SecurityChange:
    differing = [name for name in FIELDS if old.get(name) != new.get(name)]
    before = "; ".join(_difference(old.get(name), new.get(name)) or "none" for name in differing)
    after = "; ".join(_difference(new.get(name), old.get(name)) or "none" for name in differing)
    what = _subject(new)
    if differing:
        what += f" ({', '.join(name.lower() for name in differing)})"
    return SecurityChange("~", "iam", address, what, before, after, new.is_public and not old.is_public)


def _difference(own: tuple[str, ...], other: tuple[str, ...]) -> str:
    return _listed(tuple(item for item in own if item not in other))


def _one(sign: Sign, address: str, statement: Statement) -> SecurityChange:
    effect = (statement.get("Effect") or ("Allow",))[0]
    verb = {"+": {"Allow": "allows", "Deny": "denies"}, "-": {"Allow": "no longer allows", "Deny": "no longer denies"}}
    actions = _listed(statement.get("Action")) or f"all but {_listed(statement.get('NotAction'))}"
    words = [verb[sign].get(effect, effect), actions]
    if statement.get("Resource"):
        words += ["on", _listed(statement.get("Resource"))]
    if statement.get("Principal"):
        words += ["to", _listed(statement.get("Principal"))]
    if statement.get("Condition"):
        words += ["if", _listed(statement.get("Condition"))]
    place = f"{statement.place}: " if statement.place else ""
    return SecurityChange(sign, "iam", address, place + " ".join(words), public=sign == "+" and statement.is_public)


def _subject(statement: Statement) -> str:
    name = statement.sid or _listed(statement.get("Action"))
    return f"{statement.place}: {name}" if statement.place else name


def _listed(items: tuple[str, ...]) -> str:
    shown = ", ".join(items[:MOST])
    return f"{shown} and {len(items) - MOST} more" if len(items) > MOST else shown


def _attached(address: str, before: Structure, after: Structure) -> Iterator[SecurityChange]:
    """Give managed policies that are attached or no longer are."""
    old, new = (_arns(side) for side in (before, after))
    yield from (SecurityChange("+", "iam", address, f"has the policy {arn}") for arn in new if arn not in old)
    yield from (SecurityChange("-", "iam", address, f"no longer has the policy {arn}") for arn in old if arn not in new)


def _arns(properties: Structure) -> tuple[str, ...]:
    arns = properties.get("ManagedPolicyArns")
    return _items(arns) if arns else ()
