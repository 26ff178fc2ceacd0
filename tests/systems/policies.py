"""Questions about permissions: what a role may do, by whichever way a policy comes to it."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from tasktracker_cfn.model.values import Call, Reference, Text, Value
from tests.systems.built import Item, System, entries, follow, listed, text

# Actions that AWS grants on everything or not at all.
UNSCOPED = {
    "aps:ListWorkspaces",
    "cloudwatch:GetMetricData",
    "cloudwatch:ListMetrics",
    "ecr:GetAuthorizationToken",
    "logs:DescribeLogGroups",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
    "xray:GetSamplingRules",
    "xray:GetSamplingStatisticSummaries",
    "xray:GetSamplingTargets",
    "xray:PutTelemetryRecords",
    "xray:PutTraceSegments",
}
PULL = ("ecr:BatchCheckLayerAvailability", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer")
BROAD = re.compile(r"(FullAccess|AdministratorAccess|PowerUser(Access)?|ReadOnly(Access)?|ReadWrite)$")
# An ARN that names nothing: what follows service, region and account is a wildcard.
NAMELESS = re.compile(r"\*|arn(:[^:]*){4}:([a-z-]+[:/])?\*+([:/]\*+)*")
PSEUDO = re.compile(r"<AWS::\w+>")


@dataclass(frozen=True)
class Statement:
    """One statement; resources are in the form that `written` gives."""

    effect: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    condition: Value = field(compare=False)

    @property
    def conditional(self) -> bool:
        """Tell whether the statement holds under some conditions only."""
        return self.condition is not None


def written(system: System, value: Value) -> str:
    """Give a value as one text, in which references stand as ``<Stack/Resource.Attribute>``."""
    match value:
        case str():
            return value
        case Reference():
            item = system.at(value)
            # The attachment's Ref is the secret's ARN, and so is the secret's Id.
            if item is not None and item.type == "AWS::SecretsManager::Secret":
                return f"<{item}>"
            address = "/".join((*value.stack, value.logical_id))
            return f"<{address}.{value.attribute}>" if value.attribute else f"<{address}>"
        case Text():
            return "".join(written(system, part) for part in value.parts)
        case Call():
            return f"<{value.function} {value.argument}>"
        case _:
            return str(value)


def statements(system: System, role: Item) -> list[Statement]:
    """Give every statement that a role has, inline, managed, or attached from outside."""
    return [_statement(system, entry) for document in _documents(system, role) for entry in entries_of(document)]


def foreign_policies(system: System, role: Item) -> list[str]:
    """Give the managed policies of a role that are none of this system's, AWS's own among them."""
    return [written(system, arn) for arn in listed(role.get("ManagedPolicyArns")) if system.at(arn) is None]


def allows(system: System, role: Item, action: str, resource: str) -> bool:
    """Tell whether a role may do something to a resource, which is in the form that `written` gives."""
    fitting = [
        statement
        for statement in statements(system, role)
        if any(fits(action, pattern, re.IGNORECASE) for pattern in statement.actions)
        and any(fits(resource, pattern) for pattern in statement.resources)
    ]
    denied = any(statement.effect == "Deny" for statement in fitting)
    return not denied and any(statement.effect == "Allow" and not statement.conditional for statement in fitting)


def trusted(role: Item) -> set[Value]:
    """Give the services that may assume a role."""
    return {
        service
        for entry in entries_of(role.get("AssumeRolePolicyDocument"))
        if entry.get("Effect") == "Allow" and "sts:AssumeRole" in listed(entry.get("Action")) and _is_for_account(entry)
        for service in listed(follow(entry, "Principal", "Service"))
    }


def too_broad(system: System, role: Item) -> list[str]:
    """Give what a role may do beyond the least: wildcards where a name would do, and AWS's broad policies."""
    found = [policy for policy in foreign_policies(system, role) if BROAD.search(policy)]
    for statement in statements(system, role):
        if statement.effect != "Allow":
            continue
        found += [action for action in statement.actions if "*" in action]
        if any(NAMELESS.fullmatch(PSEUDO.sub("_", resource)) for resource in statement.resources):
            found += [f"{action} on *" for action in statement.actions if action not in UNSCOPED]
    return found


def bucket_statements(system: System, bucket: Item) -> list[Mapping[str, Value]]:
    """Give the statements of a bucket's policies."""
    return [
        entry
        for policy in system.of("AWS::S3::BucketPolicy")
        if system.at(policy.get("Bucket")) == bucket
        for entry in entries_of(policy.get("PolicyDocument"))
    ]


def is_for_everybody(entry: Mapping[str, Value]) -> bool:
    """Tell whether a statement allows something to anybody."""
    principal = entry.get("Principal")
    everybody = principal == "*" or "*" in listed(follow(principal, "AWS"))
    return entry.get("Effect") == "Allow" and everybody


def holds_for(system: System, entry: Mapping[str, Value], source: str | None = None) -> bool:
    """Tell whether a statement's conditions let a service act for this account and, where it is known, for an ARN."""
    condition = entry.get("Condition")
    arn = follow(condition, "StringEquals", "aws:SourceArn") or follow(condition, "ArnLike", "aws:SourceArn")
    return _is_for_account(entry) and (arn is None or source is None or fits(source, written(system, arn)))


def _is_for_account(entry: Mapping[str, Value]) -> bool:
    account = follow(entry, "Condition", "StringEquals", "aws:SourceAccount")
    return account in (None, Reference((), "AWS::AccountId"))


def _documents(system: System, role: Item) -> Iterator[Value]:
    for policy in role.entries("Policies"):
        yield policy.get("PolicyDocument")
    for arn in listed(role.get("ManagedPolicyArns")):
        policy_item = system.at(arn)
        if policy_item is not None:
            yield policy_item.get("PolicyDocument")
    for item in system.of("AWS::IAM::Policy", "AWS::IAM::ManagedPolicy", "AWS::IAM::RolePolicy"):
        attached = (*listed(item.get("Roles")), *listed(item.get("RoleName")))
        if any(system.at(name) == role for name in attached):
            yield item.get("PolicyDocument")


def entries_of(document: Value) -> tuple[Mapping[str, Value], ...]:
    """Give the statements of a policy document, as they are written."""
    return entries(follow(document, "Statement"))


def _statement(system: System, entry: Mapping[str, Value]) -> Statement:
    assert "NotAction" not in entry, "a statement that allows all but something"
    assert "NotResource" not in entry, "a statement about all but something"
    return Statement(
        text(entry.get("Effect")),
        tuple(text(action) for action in listed(entry.get("Action"))),
        tuple(written(system, resource) for resource in listed(entry.get("Resource"))),
        entry.get("Condition"),
    )


def fits(name: str, pattern: str, flags: re.RegexFlag = re.NOFLAG) -> bool:
    """Tell whether a name fits a pattern with the two wildcards of IAM."""
    regex = "".join({"*": ".*", "?": "."}.get(character, re.escape(character)) for character in pattern)
    return re.fullmatch(regex, name, flags) is not None
