"""Stack sets whose roles do not let them work."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.named import one_meant
from tasktracker_cfn.model.policies.documents import ROLE, Entry
from tasktracker_cfn.model.policies.granting import may_do
from tasktracker_cfn.model.policies.roles import role_may
from tasktracker_cfn.model.policies.trust import TAKING_ON, may_take_on, trust
from tasktracker_cfn.model.system import Item, System

STACK_SET = "AWS::CloudFormation::StackSet"
SERVICE = "cloudformation.amazonaws.com"
SOURCE = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/stacksets-prereqs-self-managed.html"
ADMINISTRATION, EXECUTION = "AdministrationRoleARN", "ExecutionRoleName"
# The roles that CloudFormation takes when none are named; somebody must have made them in the account.
USUAL = {
    ADMINISTRATION: "AWSCloudFormationStackSetAdministrationRole",
    EXECUTION: "AWSCloudFormationStackSetExecutionRole",
}


@rule(
    "stack-set-roles-fit",
    rows="X16",
    severity="error",
    misses=True,
    why="CloudFormation assumes the administration role, and that one the execution role; each trusts the one before.",
    remedy="Let the administration role trust cloudformation.amazonaws.com and assume the execution role, "
    "and let that one trust the administration role.",
    source=SOURCE,
)
def roles_fit(system: System) -> Iterator[Fault]:
    """A stack set's administration role can be assumed by CloudFormation, and its execution role by that one."""
    for stack_set in _self_managed(system):
        administration = one_meant(system, stack_set.get(ADMINISTRATION), ROLE)
        execution = one_meant(system, stack_set.get(EXECUTION), ROLE)
        if administration and not may_take_on(administration, SERVICE):
            message = f"has the administration role {administration}, which does not trust {SERVICE}"
            yield Fault(stack_set, message, ADMINISTRATION)
        if administration and not role_may(system, administration, TAKING_ON):
            message = f"has the administration role {administration}, which may not assume another role"
            yield Fault(stack_set, message, ADMINISTRATION)
        if execution and not any(_trusts_a_role(entry) for entry in trust(execution)):
            yield Fault(stack_set, f"has the execution role {execution}, which trusts no role", EXECUTION)


@rule(
    "stack-set-names-its-roles",
    rows="X16",
    severity="warning",
    why="Without names a self-managed stack set takes two roles that somebody must have made in the account by hand.",
    remedy="Give AdministrationRoleARN and ExecutionRoleName, from this system or from parameters.",
    source=SOURCE,
)
def named(system: System) -> Iterator[Fault]:
    """A self-managed stack set names the roles that it works by."""
    made = {role.text("RoleName") for role in system.of(ROLE)}
    for stack_set in _self_managed(system):
        for name, usual in USUAL.items():
            if stack_set.get(name) is None and usual not in made:
                yield Fault(stack_set, f"has no {name} and needs a role {usual} in its account", "PermissionModel")


def _self_managed(system: System) -> Iterator[Item]:
    yield from (item for item in system.of(STACK_SET) if item.text("PermissionModel") == "SELF_MANAGED")


def _trusts_a_role(entry: Entry | None) -> bool:
    if entry is None or "NotPrincipal" in entry:
        return True
    principal = entry.get("Principal")
    return may_do(entry, TAKING_ON) and (not isinstance(principal, Mapping) or "AWS" in principal)
