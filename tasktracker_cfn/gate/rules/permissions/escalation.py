"""Ways by which who holds a few harmless permissions together gets all that another role has.

The ways are those of https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation and https://pathfinding.cloud.
What is harmful alone is a matter of the goal no-privilege-escalation.
"""

from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import NamedTuple

from tasktracker_cfn.gate.rules.permissions.resources import subject
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_items, known_texts
from tasktracker_cfn.model.policies.documents import ROLE
from tasktracker_cfn.model.policies.statements import PolicyStatement, statements_by_holder
from tasktracker_cfn.model.policies.trust import trusted_services
from tasktracker_cfn.model.symbols import Text
from tasktracker_cfn.model.system import Item, System

PASSING = "iam:passrole"
SUFFIX = ".amazonaws.com"


class _Way(NamedTuple):
    """A service that runs what it is given with the role that it is given; one action of each set is needed."""

    service: str
    steps: tuple[frozenset[str], ...]


def _way(service: str, *steps: str) -> _Way:
    return _Way(service, tuple(frozenset(step.split()) for step in steps))


WAYS = (
    _way("apprunner", "apprunner:createservice"),
    _way("cloudformation", "cloudformation:createstack cloudformation:updatestack cloudformation:createchangeset"),
    _way("codebuild", "codebuild:createproject codebuild:updateproject", "codebuild:startbuild"),
    _way("datapipeline", "datapipeline:createpipeline", "datapipeline:putpipelinedefinition"),
    _way("ec2", "ec2:runinstances"),
    _way("ecs-tasks", "ecs:registertaskdefinition", "ecs:runtask ecs:starttask ecs:createservice ecs:updateservice"),
    _way("glue", "glue:createdevendpoint glue:createjob glue:updatejob"),
    _way(
        "lambda",
        "lambda:createfunction",
        "lambda:invokefunction lambda:createeventsourcemapping lambda:addpermission lambda:createfunctionurlconfig",
    ),
    _way("sagemaker", "sagemaker:createnotebookinstance sagemaker:createtrainingjob sagemaker:createprocessingjob"),
    _way("scheduler", "scheduler:createschedule"),
    _way("ssm", "ssm:startautomationexecution"),
    _way("states", "states:createstatemachine states:updatestatemachine", "states:startexecution"),
)
# Who has one of these can give himself everything.
MORE = (
    "iam:attachrolepolicy",
    "iam:attachuserpolicy",
    "iam:createpolicyversion",
    "iam:putrolepolicy",
    "iam:putuserpolicy",
)
BROAD_POLICIES = ("AdministratorAccess", "PowerUserAccess", "IAMFullAccess")


@rule(
    "no-escalation-by-handing-on",
    severity="warning",
    why="Who may hand a role to a service and tell the service what to run can do what that role can do.",
    remedy="Name the roles that may be handed on, with a condition on iam:PassedToService.",
    source="https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation",
)
def no_escalation_by_handing_on(system: System) -> Iterator[Fault]:
    """Nobody can hand any role, or one that may do everything, to a service that runs what he says."""
    for holder, statements in statements_by_holder(system).items():
        handing_on = [statement for statement in statements if statement.grants(PASSING)]
        opened = [way for way in WAYS if _is_open(way, statements)] if handing_on else []
        for passing in handing_on:
            ways = [way for way in opened if _is_for(passing, way)]
            if ways:
                yield from _handing_on(holder, passing, ways, system)


@rule(
    "no-taking-on-of-any-role",
    severity="warning",
    why="Who may take on any role has what every role has whose trust names the account.",
    remedy="Name the roles that may be taken on.",
    source="https://github.com/RhinoSecurityLabs/AWS-IAM-Privilege-Escalation",
)
def no_taking_on_of_any_role(system: System) -> Iterator[Fault]:
    """Nobody may take on whichever role, nor change or enter whatever runs with one."""
    for holder, statements in statements_by_holder(system).items():
        for statement in statements:
            for action, kind in ENTERING.items():
                if statement.grants(action) and not _is_conditional(statement) and _is_any(statement, kind, system):
                    message = f"lets {holder} {action} on every {kind.rpartition(':')[2].strip('/:') or 'resource'}"
                    yield Fault(statement.owner, message, *statement.path)


# What runs with a role of its own, and how one gets into it; the kind as it stands in ARNs.
ENTERING: Mapping[str, str] = {
    "lambda:updatefunctioncode": "lambda:function:",
    "sts:assumerole": "iam:role/",
    "ssm:sendcommand": "ec2:instance/",
    "ssm:startsession": "ec2:instance/",
}


def _handing_on(holder: Item, passing: PolicyStatement, ways: Sequence[_Way], system: System) -> Iterator[Fault]:
    services = ", ".join(f"{way.service}{SUFFIX}" for way in ways)
    if _is_any(passing, "iam:role/", system):
        yield Fault(passing.owner, f"lets {holder} hand any role to {services}, and say what runs", *passing.path)
        return
    for value in passing.resources:
        role = system.at(value)
        if role is None or role.type != ROLE or role == holder or not _has_more(role, system):
            continue
        trusted = trusted_services(role)
        if trusted is not None and any(way.service in trusted for way in ways):
            message = f"lets {holder} hand {role}, which may do more, to {services}, and say what runs"
            yield Fault(passing.owner, message, *passing.path)


def _is_open(way: _Way, statements: Sequence[PolicyStatement]) -> bool:
    return all(any(statement.grants(action) for action in step for statement in statements) for step in way.steps)


def _is_for(passing: PolicyStatement, way: _Way) -> bool:
    """Tell whether a role may be handed to the service of a way, as far as conditions are known."""
    services = passing.condition("iam:PassedToService")
    if not services:
        return True
    return any(fnmatchcase(f"{way.service}{SUFFIX}", pattern) for pattern in known_texts(services))


def _is_conditional(statement: PolicyStatement) -> bool:
    return statement.entry.get("Condition") is not None


def _is_any(statement: PolicyStatement, kind: str, system: System) -> bool:
    """Tell whether a statement is about everything of a kind; ``kind`` as it stands in ARNs."""
    found = [subject(value, system) for value in statement.resources]
    service = kind.partition(":")[0]
    return any(held in {"*", f"{service}:*", f"{kind}*"} for held in found)


def _has_more(role: Item, system: System) -> bool:
    """Tell whether a role may surely do everything, or give itself whatever it wants."""
    for value in known_items(role.get("ManagedPolicyArns")):
        last = value.parts[-1] if isinstance(value, Text) else value
        if isinstance(last, str) and last.endswith(BROAD_POLICIES):
            return True
    held = statements_by_holder(system).get(role, ())
    return any(statement.grants(action) for statement in held for action in MORE)
