"""What an ARN in a policy is about, as far as it is known: shared by the rules on resources of actions."""

import re
from collections.abc import Iterator
from functools import cache

from tasktracker_cfn.gate.goals.actions import formats, kinds
from tasktracker_cfn.model.symbols import Call, Reference, Text, Value
from tasktracker_cfn.model.system import System

# The kinds of the resources that are mostly named in policies, by what refers to them.
KINDS = {
    ("AWS::DynamoDB::Table", "Arn"): "dynamodb:table/",
    ("AWS::ECR::Repository", "Arn"): "ecr:repository/",
    ("AWS::ECS::Cluster", "Arn"): "ecs:cluster/",
    ("AWS::ECS::Service", None): "ecs:service/",
    ("AWS::ECS::TaskDefinition", None): "ecs:task-definition/",
    ("AWS::IAM::Role", "Arn"): "iam:role/",
    ("AWS::KMS::Key", "Arn"): "kms:key/",
    ("AWS::Kinesis::Stream", "Arn"): "kinesis:stream/",
    ("AWS::Lambda::Function", "Arn"): "lambda:function:",
    ("AWS::Logs::LogGroup", "Arn"): "logs:log-group:",
    ("AWS::S3::Bucket", "Arn"): "s3:",
    ("AWS::SNS::Topic", None): "sns:",
    ("AWS::SNS::Topic", "TopicArn"): "sns:",
    ("AWS::SQS::Queue", "Arn"): "sqs:",
    ("AWS::SSM::Parameter", "Arn"): "ssm:parameter/",
    ("AWS::SecretsManager::Secret", None): "secretsmanager:secret:",
    ("AWS::SecretsManager::Secret", "Id"): "secretsmanager:secret:",
    ("AWS::StepFunctions::StateMachine", None): "states:stateMachine:",
    ("AWS::StepFunctions::StateMachine", "Arn"): "states:stateMachine:",
}
# The fields of an ARN before what it names.
FIELDS = 5
# What stands for a symbol; no name holds it.
OPEN = "\0"


def subject(value: Value, system: System) -> str | None:
    """Give the service and the name of an ARN, a symbol in it as a mark; None when its service is not known.

    ``arn:aws:logs:eu-central-1:1:log-group:x`` is ``logs:log-group:x``, and ``*`` is ``*``.
    """
    text = _spelt(value, system)
    if text == "*":
        return "*"
    parts = text.split(":", FIELDS)
    if len(parts) <= FIELDS or parts[0] != "arn":
        return None
    service = parts[2]
    return None if OPEN in service or "*" in service or "?" in service else f"{service}:{parts[FIELDS]}"


def about(action: str) -> Iterator[str]:
    """Give the starts of what an action is about, each as `subject` writes it."""
    service = action.partition(":")[0]
    for kind in kinds(action):
        # A kind whose ARNs nobody describes may be anything.
        yield from (_start(form) for form in formats(service, kind) or ("",))


def fits(found: str, start: str) -> bool:
    """Tell whether what an ARN names may be of a kind; what is open in it may be anything."""
    if found == "*":
        return True
    fixed = re.split(r"[*?\0]", found, maxsplit=1)[0]
    if len(fixed) == len(found):
        return found.startswith(start)
    shorter = min(len(fixed), len(start))
    return fixed[:shorter] == start[:shorter]


@cache
def _start(form: str) -> str:
    if not form or "${Vendor}" in form:
        return ""
    _, _, service, _, _, name = form.split(":", FIELDS)
    return f"{service}:{re.split(r'[.$*]', name, maxsplit=1)[0]}"


def _spelt(value: Value, system: System) -> str:
    if isinstance(value, Text):
        return "".join(part if isinstance(part, str) else _symbol(part, system) for part in value.parts)
    if isinstance(value, (Reference, Call)):
        return _symbol(value, system)
    return value if isinstance(value, str) else OPEN


def _symbol(part: Reference | Call, system: System) -> str:
    item = system.at(part) if isinstance(part, Reference) else None
    if item is None or not isinstance(part, Reference):
        return OPEN
    kind = KINDS.get((item.type, part.attribute))
    if kind is None:
        return OPEN
    service, _, name = kind.partition(":")
    return f"arn:{OPEN}:{service}:{OPEN}:{OPEN}:{name}{OPEN}"
