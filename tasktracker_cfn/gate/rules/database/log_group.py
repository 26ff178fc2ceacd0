"""The log groups that a database writes to."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import CLUSTER, INSTANCE, is_member, may_be_given
from tasktracker_cfn.gate.rules.database.log_exports import EXPORTS
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_texts
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.texts import concatenate

KINDS = {INSTANCE: ("instance", "DBInstanceIdentifier"), CLUSTER: ("cluster", "DBClusterIdentifier")}


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
            wanted = _group_name(item, log)
            if not any(_may_be(name, wanted) for name in names):
                yield Fault(item, f"exports the log {log} to {_shown(wanted)}, a log group that is not here", EXPORTS)


def _group_name(item: Item, log: str) -> Value:
    """Give the name of the group that RDS writes a log to."""
    kind, key = KINDS[item.type]
    identifier = item.get(key)
    itself = Reference(item.resource.stack, item.resource.logical_id)
    # RDS knows every database by its name in lower case.
    named = _lower(identifier) if may_be_given(identifier) else itself
    return concatenate([f"/aws/rds/{kind}/", named, f"/{log}"])


def _lower(value: Value) -> Value:
    if isinstance(value, Text):
        return Text(tuple(part.lower() if isinstance(part, str) else part for part in value.parts))
    return value.lower() if isinstance(value, str) else value


def _may_be(one: Value, other: Value) -> bool:
    """Tell whether two names may come to the same: where both are known, from the start or from the end, they agree."""
    if isinstance(one, str) and isinstance(other, str):
        return one == other
    (start, end), (other_start, other_end) = _edges(one), _edges(other)
    starts = start.startswith(other_start) or other_start.startswith(start)
    return starts and (end.endswith(other_end) or other_end.endswith(end))


def _edges(value: Value) -> tuple[str, str]:
    """Give what is known of a text's beginning and of its end."""
    parts = value.parts if isinstance(value, Text) else (value,)
    first, last = parts[0], parts[-1]
    return first if isinstance(first, str) else "", last if isinstance(last, str) else ""


def _shown(value: Value) -> str:
    parts = value.parts if isinstance(value, Text) else (value,)
    return "".join(part if isinstance(part, str) else "..." for part in parts)
