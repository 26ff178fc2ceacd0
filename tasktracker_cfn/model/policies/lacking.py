"""Whether a role surely lacks a permission: where every policy that it has is known, and none of them may grant it."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from tasktracker_cfn.model.known import OPEN, flat, known_items, known_text
from tasktracker_cfn.model.symbols import Call, Reference, Text, Value
from tasktracker_cfn.model.system import Item, System, all_references, follow, literals

ROLE = "AWS::IAM::Role"
MANAGED = "AWS::IAM::ManagedPolicy"
ATTACHED = ("AWS::IAM::Policy", "AWS::IAM::RolePolicy", MANAGED)
OF_AWS = ":iam::aws:policy/"
# Whose attributes may be anything.
ANYTHING = ("AWS::CloudFormation::", "Custom::")
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonECSTaskExecutionRolePolicy.html
WRITTEN_BY_AWS: Mapping[str, Mapping[str, Value]] = {
    "service-role/AmazonECSTaskExecutionRolePolicy": {
        "Statement": {
            "Effect": "Allow",
            "Action": (
                "ecr:GetAuthorizationToken",
                "ecr:BatchCheckLayerAvailability",
                "ecr:GetDownloadUrlForLayer",
                "ecr:BatchGetImage",
                "logs:CreateLogStream",
                "logs:PutLogEvents",
            ),
            "Resource": "*",
        }
    }
}


def surely_lacks(system: System, role: Value, action: str, target: Value = None) -> bool:
    """Tell whether a role surely may not do something; with a target, whether not with that."""
    holder = system.at(role)
    if holder is None or holder.type != ROLE:
        return False
    return not any(_may_grant(system, document, action, target) for document in _documents(system, holder))


def document_may_grant(system: System, document: Value, action: str, target: Value = None) -> bool:
    """Tell whether a policy may grant an action; one that is not known may grant anything."""
    return _may_grant(system, document, action, target)


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


def _documents(system: System, role: Item) -> Iterator[Value]:
    for policy in role.listed("Policies"):
        yield follow(policy, "PolicyDocument")
    for arn in role.listed("ManagedPolicyArns"):
        policy_item = system.at(arn)
        if policy_item is not None and policy_item.type == MANAGED:
            yield policy_item.get("PolicyDocument")
        else:
            yield WRITTEN_BY_AWS.get("".join(literals(arn)).partition(OF_AWS)[2])
    for policy_item in system.of(*ATTACHED):
        holders = (*policy_item.listed("Roles"), *policy_item.listed("RoleName"))
        if any(_may_be(system, holder, role) for holder in holders):
            yield policy_item.get("PolicyDocument")


def _may_be(system: System, holder: Value, role: Item) -> bool:
    if isinstance(holder, str):
        return holder == role.get("RoleName")
    item = system.at(holder)
    return item == role or item is None or item.type.startswith(ANYTHING)


def _may_grant(system: System, document: Value, action: str, target: Value) -> bool:
    if not isinstance(document, Mapping):
        return True
    return any(_allows(system, entry, action, target) for entry in known_items(document.get("Statement")))


def _allows(system: System, entry: Value, action: str, target: Value) -> bool:
    if not isinstance(entry, Mapping):
        return True
    if known_text(entry.get("Effect")) == "Deny":
        return False
    if "Action" in entry and not any(_covers(pattern, action) for pattern in known_items(entry["Action"])):
        return False
    if target is None or "Resource" not in entry:
        return True
    return any(may_fit(system, pattern, target) for pattern in known_items(entry["Resource"]))


def _covers(pattern: Value, action: str) -> bool:
    return not isinstance(pattern, str) or fnmatchcase(action.lower(), pattern.lower())


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
