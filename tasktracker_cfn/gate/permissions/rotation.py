"""What a hosted rotation needs: a transform puts its function and its role into a nested stack of its own.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/transform-aws-secretsmanager.html
"""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.goals.actions import kinds
from tasktracker_cfn.gate.permissions.actions import taken
from tasktracker_cfn.gate.permissions.arns import About, Surroundings
from tasktracker_cfn.gate.permissions.grants import Grant
from tasktracker_cfn.gate.permissions.names import NAMINGS, made_up, stack_name
from tasktracker_cfn.model.nest import STACK_TYPE, Resource
from tasktracker_cfn.model.system import Item, System

SCHEDULE = "AWS::SecretsManager::RotationSchedule"
WRITTEN = ("AWS::Lambda::Function", "AWS::Lambda::Permission", "AWS::IAM::Role", STACK_TYPE)
ATTACHING = frozenset({"iam:attachrolepolicy", "iam:detachrolepolicy"})
# The policies by which its function writes a log and is in a network.
POLICIES = ("AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole")
# Nobody says what the nested stack, and what is in it, is called; it is longer than this.
SOME_NAME = "HostedRotation"
FUNCTIONS = "SecretsManager*"


def rotating(surroundings: Surroundings) -> Iterator[Grant]:
    """Allow to run the transform, and to make what it writes, by names that begin with the stack's."""
    found = [item for item in surroundings.system.of(SCHEDULE) if item.get("HostedRotationLambda") is not None]
    if not found:
        return
    arns = _arns(found, surroundings)
    for action in sorted({action for item in found for action in _actions(item, surroundings.system)}):
        named = [f"{action.partition(':')[0]}:{kind}" for kind in kinds(action)]
        about = tuple(About(kind, arns[kind]) for kind in named if kind in arns)
        if about or not named:
            yield _attaching(Grant(action, about), surroundings)
    role = (About("iam:role", arns["iam:role"]),)
    passed = (("StringEquals", "iam:PassedToService", ("lambda.amazonaws.com",)),)
    yield Grant("iam:PassRole", role, passed, "HandRolesOverToLambda")
    setting = surroundings.setting
    transform = f"arn:{setting.partition}:cloudformation:{setting.region}:aws:transform/SecretsManager-*"
    about = (About("cloudformation:transform", frozenset({transform})),)
    yield Grant("cloudformation:CreateChangeSet", about, (), "RunTheTransformOfSecrets")


def _arns(found: list[Item], surroundings: Surroundings) -> Mapping[str, frozenset[str]]:
    setting = surroundings.setting
    stacks = {stack_name(item.resource.stack, setting) for item in found}
    names = {item.text("HostedRotationLambda", "RotationLambdaName") or FUNCTIONS for item in found}
    limit = NAMINGS["AWS::IAM::Role"].limit
    # Two stacks above it, the role's name is long enough to be cut.
    roles = {made_up(f"{stack}-{SOME_NAME}-*", SOME_NAME * 3, limit) for stack in stacks}
    roles = {f"{min(stack.partition('*')[0], role.removesuffix('*'), key=len)}*" for stack in stacks for role in roles}
    return {
        "lambda:function": frozenset(setting.arn("lambda", f"function:{name}") for name in names),
        "iam:role": frozenset(setting.arn("iam", f"role/{role}", regional=False) for role in roles),
        "cloudformation:stack": frozenset(setting.arn("cloudformation", f"stack/{stack}-*/*") for stack in stacks),
    }


def _actions(item: Item, system: System) -> Iterator[str]:
    resource = item.resource
    for name in WRITTEN:
        written = Resource(resource.stack, resource.logical_id, name, {}, {}, resource.file, resource.line)
        yield from taken(Item(written, {}), system) or ()


def _attaching(grant: Grant, surroundings: Surroundings) -> Grant:
    if grant.action.lower() not in ATTACHING:
        return grant
    start = f"arn:{surroundings.setting.partition}:iam::aws:policy/service-role/"
    condition = (("ArnEquals", "iam:PolicyARN", tuple(f"{start}{name}" for name in POLICIES)),)
    return grant._replace(condition=condition, sid="GiveTheRotationItsPoliciesOnly")
