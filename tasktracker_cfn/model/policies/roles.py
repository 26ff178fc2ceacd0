"""What a role may do by all of its policies, in it and attached; a policy that is not known may grant anything."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from functools import lru_cache

from tasktracker_cfn.model.inside import all_references, literals
from tasktracker_cfn.model.known import OPEN, flat, known_items
from tasktracker_cfn.model.policies.attached import OF_ROLES
from tasktracker_cfn.model.policies.documents import POLICY, ROLE, Entry, entries
from tasktracker_cfn.model.policies.granting import may_do
from tasktracker_cfn.model.symbols import Call, Reference, Text, Value
from tasktracker_cfn.model.system import Item, System, follow
from tasktracker_cfn.model.wildcards import may_equal

OF_AWS = ":iam::aws:policy/"
# Whose attributes may be anything.
ANYTHING = ("AWS::CloudFormation::", "Custom::")
LOGS = ("logs:CreateLogStream", "logs:PutLogEvents")
PULLS = (
    "ecr:GetAuthorizationToken",
    "ecr:BatchCheckLayerAvailability",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchGetImage",
)
# Managed policies that many roles have, and that grant this and nothing else:
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSTaskExecutionRolePolicy.html
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AWSLambdaBasicExecutionRole.html
WRITTEN_BY_AWS: Mapping[str, tuple[str, ...]] = {
    "service-role/AmazonECSTaskExecutionRolePolicy": (*PULLS, *LOGS),
    "service-role/AWSLambdaBasicExecutionRole": ("logs:CreateLogGroup", *LOGS),
}


def role_may(system: System, role: Item, action: str, target: Value = None) -> bool:
    """Tell whether a role of the templates may be allowed an action; with a target, whether with that."""
    asked = _named_role_may if isinstance(target, (str, Reference)) else _role_may
    return asked(system, role, action, target)


def _role_may(system: System, role: Item, action: str, target: Value) -> bool:
    return any(entry_may(system, entry, action, target) for entry in entries_of_role(system, role))


@lru_cache(maxsize=4096)
def _named_role_may(system: System, role: Item, action: str, target: str | Reference) -> bool:
    """Ask once about each target: every injection of every container asks about a secret that many have."""
    return _role_may(system, role, action, target)


def surely_lacks(system: System, role: Value, action: str, target: Value = None) -> bool:
    """Tell whether a role surely may not do something; with a target, whether not with that."""
    holder = system.at(role)
    return holder is not None and holder.type == ROLE and not role_may(system, holder, action, target)


def entry_may(system: System, entry: Entry | None, action: str, target: Value = None) -> bool:
    """Tell whether a statement may allow an action; with a target, whether with that."""
    if not may_do(entry, action):
        return False
    if entry is None or target is None or "Resource" not in entry:
        return True
    return any(may_fit(system, pattern, target) for pattern in known_items(entry["Resource"]))


@lru_cache(maxsize=256)
def entries_of_role(system: System, role: Item) -> tuple[Entry | None, ...]:
    """Give the statements of all policies that a role may have, None for what may be one."""
    return tuple(entry for document in _documents(system, role) for entry in _read(document))


def _read(document: Value) -> tuple[Entry | None, ...]:
    # Nothing may be known of a policy, as if it were a symbol.
    return (None,) if document is None else entries(document)


def _documents(system: System, role: Item) -> Iterator[Value]:
    for policy in role.listed("Policies"):
        yield follow(policy, "PolicyDocument")
    for arn in role.listed("ManagedPolicyArns"):
        item = system.at(arn)
        if item is not None and item.type == POLICY:
            yield item.get("PolicyDocument")
        else:
            actions = WRITTEN_BY_AWS.get("".join(literals(arn)).partition(OF_AWS)[2])
            yield None if actions is None else {"Statement": {"Effect": "Allow", "Action": actions, "Resource": "*"}}
    for item in system.of(*OF_ROLES):
        if any(_may_be(system, holder, role) for holder in item.listed(OF_ROLES[item.type])):
            yield item.get("PolicyDocument")


def _may_be(system: System, holder: Value, role: Item) -> bool:
    """Tell whether a role may be the one that a policy names."""
    if isinstance(holder, str):
        name = role.get("RoleName")
        return name is not None and may_equal(holder, name)
    item = system.at(holder)
    return item == role or item is None or item.type.startswith(ANYTHING)


def may_fit(system: System, pattern: Value, target: Value) -> bool:
    """Tell whether the resource of a statement may be meant by a target."""
    if pattern == target or isinstance(pattern, Call):
        return True
    if isinstance(pattern, str) and isinstance(target, str):
        return fnmatchcase(target, pattern.replace("[", "[[]"))
    if isinstance(pattern, Text) and any(isinstance(part, Call) for part in pattern.parts):
        return True
    meant, named = _items(system, target), _items(system, pattern)
    if not meant.isdisjoint(named):
        return True
    if meant and isinstance(pattern, Reference):
        return not named
    if {item.type for item in named} & {item.type for item in meant}:
        return False
    return None in (of := _service(pattern, set()), its := _service(target, meant)) or of == its


def _items(system: System, value: Value) -> set[Item]:
    """Give the resources that a value surely refers to by themselves, not by what they hold."""
    found = {system.at(reference) for reference in all_references(value)}
    return {item for item in found if item is not None and not item.type.startswith(ANYTHING)}


def _service(value: Value, items: set[Item]) -> str | None:
    """Give the service in an ARN, None where that may be any."""
    if items:
        service = next(iter(items)).type.split("::")[1].lower()
        # What RDS keeps for itself is a secret.
        return "secretsmanager" if service in {"rds", "docdb"} else service
    text = flat(value) if isinstance(value, (str, Text)) else None
    fields = text.split(":") if text else []
    if len(fields) < 3 or OPEN in fields[2] or "*" in fields[0] + fields[1] + fields[2]:  # noqa: PLR2004 - arn:aws:service
        return None
    return fields[2] if OPEN not in fields[0] else None
