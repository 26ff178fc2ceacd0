"""A service before the log group of its containers."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.starting import log_groups_of, starting
from tasktracker_cfn.gate.rules.order.waiting import too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System


@rule(
    "service-after-log-group",
    rows="K05",
    # ECS starts the tasks anew until the group is there, which takes seconds.
    severity="warning",
    why="A container whose log group is not there yet does not start, unless it may create the group itself; the "
    "deployment counts it as failed.",
    remedy="Name the log group by a Ref in the task definition, or let the service depend on it.",
    source="https://github.com/Rayraegah/terraform-aws-hasura/issues/25",
)
def service_after_log_group(system: System) -> Iterator[Fault]:
    """A service is created after the log groups of its containers."""
    for service, task in starting(system):
        found = log_groups_of(system, task)
        yield from too_early(system, service, found, "the log groups of its containers", "TaskDefinition")
