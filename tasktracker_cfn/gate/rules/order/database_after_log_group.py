"""A database that makes its log groups itself before the template does."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.waiting import too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.database_logs import KINDS, log_group_names
from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.named import LOG_GROUP
from tasktracker_cfn.model.system import Item, System


@rule(
    "database-after-log-group",
    rows="K05 D19 O13",
    severity="error",
    why="A database that exports its logs creates the log group if it is not there, without a retention; the "
    "template's own is then refused, because it already exists.",
    remedy="Give the database a fixed identifier and its log group a name with that, and let it depend on the group.",
    source="https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/190",
)
def database_after_log_group(system: System) -> Iterator[Fault]:
    """A log group for the exported logs of a database does not wait for the database."""
    yield from _late(system, surely=True)


@rule(
    "log-group-before-database",
    rows="D19 O13",
    # A database takes minutes, and a log group seconds.
    severity="warning",
    why="A database that exports its logs creates the log group if it is not there; the template's own would then be "
    "refused, because it already exists.",
    remedy="Let the database depend on the log group.",
    source="https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/190",
)
def log_group_before_database(system: System) -> Iterator[Fault]:
    """A database that exports logs is created after the log groups that are for it."""
    yield from _late(system, surely=False)


def _late(system: System, *, surely: bool) -> Iterator[Fault]:
    for database in system.of(*KINDS):
        found = [
            group
            for group in _log_groups(system, database)
            if system.order.surely_after(group.resource, database.resource) is surely
        ]
        reason = "what it creates itself when it is first"
        yield from too_early(system, database, found, reason, "EnableCloudwatchLogsExports")


def _log_groups(system: System, database: Item) -> Iterator[Item]:
    logs = [text for value in database.listed("EnableCloudwatchLogsExports") if (text := known_text(value))]
    names = [name for log in logs for name in log_group_names(database, log)]
    yield from (group for group in system.of(LOG_GROUP) if names and group.get("LogGroupName") in names)
