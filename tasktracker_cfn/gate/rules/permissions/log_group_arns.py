"""The ARN of a log group, which ends in ``:*`` already."""

from collections.abc import Iterator
from itertools import pairwise

from tasktracker_cfn.gate.goals.actions import kinds
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.policies.statements import PolicyStatement, policy_statements
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import System


@rule(
    "log-group-arn-ends-once",
    rows="I04",
    severity="warning",
    why="Fn::GetAtt LogGroup.Arn ends in :* already; with another :* it covers streams only, and never the group.",
    remedy="Take Fn::GetAtt LogGroup.Arn as it is.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-logs-loggroup.html",
)
def log_group_arn_ends_once(system: System) -> Iterator[Fault]:
    """A policy about a log group takes its ARN without adding anything to it."""
    for statement in policy_statements(system):
        for number, value in enumerate(statement.resources):
            if _is_longer(value, system) and _is_about_groups(statement):
                several = isinstance(statement.entry.get("Resource"), tuple)
                message = "adds :* to the ARN of a log group, which ends so already"
                yield Fault(statement.owner, message, *statement.path, "Resource", *((number,) if several else ()))


def _is_longer(value: Value, system: System) -> bool:
    if not isinstance(value, Text):
        return False
    return any(
        isinstance(part, Reference) and part.attribute == "Arn" and _is_group(part, system) and behind == ":*"
        for part, behind in pairwise(value.parts)
    )


def _is_group(reference: Reference, system: System) -> bool:
    item = system.at(reference)
    return item is not None and item.type == "AWS::Logs::LogGroup"


def _is_about_groups(statement: PolicyStatement) -> bool:
    return any("log-group" in kinds(action) for action in statement.actions)
