"""A stack set before the roles by which it works."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.named import ROLE, meant, meant_by_arn
from tasktracker_cfn.model.policies.attached import policies_of_role
from tasktracker_cfn.model.system import Item, System

ADMINISTRATION, EXECUTION = "AdministrationRoleARN", "ExecutionRoleName"
# The names that a stack set takes when it is given none.
DEFAULTS = {
    ADMINISTRATION: "AWSCloudFormationStackSetAdministrationRole",
    EXECUTION: "AWSCloudFormationStackSetExecutionRole",
}


@rule(
    "stack-set-after-roles",
    rows="X16",
    severity="error",
    why="A stack set with permissions of its own assumes two roles as soon as it has instances, and waits only for "
    "what it refers to.",
    remedy="Let the stack set depend on both roles and their policies.",
    source="https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html",
)
def stack_set_after_roles(system: System) -> Iterator[Fault]:
    """A stack set is created after the roles by which it works, and after their policies."""
    for stack_set in system.of("AWS::CloudFormation::StackSet"):
        if stack_set.get("PermissionModel") in (None, "SELF_MANAGED"):
            found = [item for role in _roles(system, stack_set) for item in (role, *_policies(system, role))]
            yield from too_early(system, stack_set, found, "the roles by which it works")


def _roles(system: System, stack_set: Item) -> Iterator[Item]:
    for name, default in DEFAULTS.items():
        value = stack_set.get(name)
        yield from meant(system, default if value is None else value, ROLE)
        yield from meant_by_arn(system, value, ":role/", ROLE)


def _policies(system: System, role: Item) -> tuple[Item, ...]:
    return policies_of_role(system, system.values.resolve(role.resource.stack, {"Ref": role.resource.logical_id}))
