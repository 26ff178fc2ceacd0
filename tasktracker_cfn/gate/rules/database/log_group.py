"""The log groups that a database writes to."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import CLUSTER, INSTANCE, is_member
from tasktracker_cfn.gate.rules.database.log_exports import EXPORTS
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.database_logs import log_group_names
from tasktracker_cfn.model.known import known_texts
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.wildcards import may_equal


@rule(
    "database-log-group",
    rows="D19",
    severity="warning",
    why="RDS itself makes the log group that is not there, and what is in it is kept and paid for ever.",
    remedy="Give the database an identifier, and make the group before it, named /aws/rds/instance/ or "
    "/aws/rds/cluster/, the identifier in lower case, / and the log, with a RetentionInDays.",
    source="https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/190",
)
def database_log_group(system: System) -> Iterator[Fault]:
    """Every log that a database exports goes to a log group of the templates."""
    groups = system.of("AWS::Logs::LogGroup")
    names = [name for group in groups if (name := group.get("LogGroupName")) is not None]
    for item in system.of(INSTANCE, CLUSTER):
        for log in () if is_member(item) else known_texts(item.get(EXPORTS)):
            wanted = log_group_names(item, log)[0]
            if not any(may_equal(name, wanted) for name in names):
                yield Fault(item, f"exports the log {log} to {_shown(wanted)}, a log group that is not here", EXPORTS)


def _shown(value: Value) -> str:
    parts = value.parts if isinstance(value, Text) else (value,)
    return "".join(part if isinstance(part, str) else "..." for part in parts)
