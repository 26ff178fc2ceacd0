"""A function that makes its log group itself before the template does."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.naming import LOG_GROUP, names_of
from tasktracker_cfn.gate.rules.order.waiting import too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System, follow
from tasktracker_cfn.model.texts import concatenate


@rule(
    "function-after-log-group",
    rows="O13",
    severity="warning",
    why="A function that runs before its log group is there creates it, and the template's own is then refused, "
    "because it already exists; a custom resource or an event may well be that early.",
    remedy="Name the log group by a Ref in the function's LoggingConfig.LogGroup, which orders the two.",
)
def function_after_log_group(system: System) -> Iterator[Fault]:
    """A function is created after the log group that is for it."""
    groups = [group for group in system.of(LOG_GROUP) if group.get("LogGroupName") is not None]
    for function in system.of("AWS::Lambda::Function"):
        given = follow(function.get("LoggingConfig"), "LogGroup")
        names = [given] if given else [concatenate(("/aws/lambda/", name)) for name in names_of(function)]
        found = [group for group in groups if group.get("LogGroupName") in names]
        yield from too_early(system, function, found, "what it creates itself when it runs first")
