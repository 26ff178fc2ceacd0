"""A function that makes its log group itself before the template does."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.named import LOG_GROUP, names_of
from tasktracker_cfn.model.system import Item, System, follow
from tasktracker_cfn.model.texts import concatenate

REMEDY = "Name the log group by a Ref in the function's LoggingConfig.LogGroup, which orders the two."
FUNCTION = "AWS::Lambda::Function"


@rule(
    "custom-resource-after-log-group",
    rows="O13",
    severity="warning",
    why="CloudFormation calls the function of a custom resource while the stack is created; the function then makes "
    "the log group that is not there, and the template's own is refused, because it already exists.",
    remedy=REMEDY,
)
def custom_resource_after_log_group(system: System) -> Iterator[Fault]:
    """A custom resource is created after the log group of its function."""
    for item in system.items:
        token = item.get("ServiceToken")
        function = system.at(token) if token is not None else None
        if function is not None and function.type == FUNCTION:
            found = _log_groups(system, function)
            yield from too_early(system, item, found, "the log group of its function", "ServiceToken")


@rule(
    "function-after-log-group",
    rows="O13",
    severity="advice",
    why="A function that runs before its log group is there creates it, and the template's own is then refused, "
    "because it already exists.",
    remedy=REMEDY,
)
def function_after_log_group(system: System) -> Iterator[Fault]:
    """A function is created after the log group that is for it."""
    for function in system.of(FUNCTION):
        found = _log_groups(system, function)
        yield from too_early(system, function, found, "what it creates itself when it runs first")


def _log_groups(system: System, function: Item) -> list[Item]:
    given = follow(function.get("LoggingConfig"), "LogGroup")
    names = [given] if given else [concatenate(("/aws/lambda/", name)) for name in names_of(function)]
    return [group for group in system.of(LOG_GROUP) if group.get("LogGroupName") in names]
