"""Statements that grant nothing, because their resources are of another kind than their actions."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.actions import exists, kinds
from tasktracker_cfn.gate.rules.permissions.resources import OPEN, about, fits, subject
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.policies.statements import PolicyStatement, policy_statements
from tasktracker_cfn.model.system import System

SOURCE = "https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html"
# Policies of services whose actions are not about ARNs, or whose ARNs have no fixed form.
LOOSE = ("apigateway:", "execute-api:", "aps:", "autoscaling:", "sts:", "iot:")
# The services of which the list of actions and what users see agree; others, as ssm, check some actions against ARNs
# that no page describes.
CERTAIN = (
    "acm",
    "cloudwatch",
    "ec2",
    "ecr",
    "ecs",
    "elasticloadbalancing",
    "iam",
    "kms",
    "logs",
    "s3",
    "ssmmessages",
    "xray",
)
# Their ARNs have nothing before the name.
OF_ONE_KIND = ("s3", "sns", "sqs")


@rule(
    "actions-without-resource-everywhere",
    rows="I03",
    severity="warning",
    why="An action that takes no resource is asked about everything; a statement that names an ARN never grants it.",
    remedy='Give the action a statement of its own with Resource: "*".',
    source=SOURCE,
)
def actions_without_resource_everywhere(system: System) -> Iterator[Fault]:
    """An action that takes no resource is granted on everything."""
    for statement in _granting(system):
        subjects = _subjects(statement, system)
        if not subjects or any(_is_wide(found) for found in subjects):
            continue
        single = (action for action in _single(statement) if action.partition(":")[0] in CERTAIN)
        lost = [action for action in single if not kinds(action)]
        if lost:
            message = f"grants {', '.join(lost)} on resources that are named, and so not at all"
            yield Fault(statement.owner, message, *statement.path, "Resource")


@rule(
    "resources-fit-actions",
    rows="I03",
    severity="warning",
    why="A statement grants an action only on resources of the kinds that the action is about.",
    remedy="Name a resource of the right kind, or move the action to a statement of its own.",
    source=SOURCE,
)
def resources_fit_actions(system: System) -> Iterator[Fault]:
    """Every action of a statement is about one of the resources that it names."""
    for statement in _granting(system):
        subjects = _subjects(statement, system)
        if not subjects:
            continue
        for action in _single(statement):
            starts = tuple(about(action))
            if starts and not any(fits(found, start) for found in subjects for start in starts):
                yield Fault(
                    statement.owner, f"grants {action} on none of what it is about", *statement.path, "Resource"
                )


def _granting(system: System) -> Iterator[PolicyStatement]:
    for statement in policy_statements(system):
        if statement.kind == "identity" and statement.allows and statement.is_plain:
            yield statement


def _single(statement: PolicyStatement) -> Iterator[str]:
    """Give the actions that are no patterns, and of which it is known what they are about."""
    for action in statement.actions:
        if "*" not in action and "?" not in action and exists(action) and not action.startswith(LOOSE):
            yield action


def _subjects(statement: PolicyStatement, system: System) -> tuple[str, ...]:
    """Give what the resources are; nothing when one of them may be anything."""
    found = tuple(subject(value, system) for value in statement.resources)
    return tuple(held for held in found if held is not None) if None not in found else ()


def _is_wide(found: str) -> bool:
    """Tell whether an ARN leaves the kind open, as ``arn:aws:logs:*:*:*`` does."""
    service, _, name = found.partition(":")
    return found == "*" or name.startswith("*") or (name.startswith(OPEN) and service not in OF_ONE_KIND)
