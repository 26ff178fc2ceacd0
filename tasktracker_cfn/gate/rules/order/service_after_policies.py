"""A service before the permissions of its roles, where they are resources of their own."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.starting import starting
from tasktracker_cfn.gate.rules.order.waiting import too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.policies.attached import policies_of_role
from tasktracker_cfn.model.system import System

REMEDY = "Write the policy into the role's Policies, or let the service depend on it."


@rule(
    "service-after-execution-policies",
    rows="K05 E03",
    severity="error",
    why="A reference to a role does not wait for a policy that is attached to it from outside, so the first tasks "
    "cannot pull their image or read their secrets, and the deployment gives up.",
    remedy=REMEDY,
    source="https://github.com/awslabs/fargatecli/issues/35",
)
def service_after_execution_policies(system: System) -> Iterator[Fault]:
    """A service is created after all policies of its execution role."""
    for service, task in starting(system):
        found = policies_of_role(system, task.get("ExecutionRoleArn"))
        yield from too_early(system, service, found, "what its execution role needs", "TaskDefinition")


@rule(
    "service-after-task-policies",
    rows="K05 E03",
    severity="warning",
    why="A reference to a role does not wait for a policy that is attached to it from outside, so the application "
    "starts without its permissions.",
    remedy=REMEDY,
    source="https://github.com/awslabs/fargatecli/issues/35",
)
def service_after_task_policies(system: System) -> Iterator[Fault]:
    """A service is created after all policies of its task role, but for those that name the service itself."""
    for service, task in starting(system):
        found = [
            policy
            for policy in policies_of_role(system, task.get("TaskRoleArn"))
            if not system.order.surely_after(policy.resource, service.resource)
        ]
        yield from too_early(system, service, found, "what its task role needs", "TaskDefinition")
