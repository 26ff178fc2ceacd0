"""What MySQL needs to be told before it writes the logs that are exported."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.gate.rules.database.databases import (
    CLUSTER,
    INSTANCE,
    MYSQL,
    engine,
    is_member,
    is_replica,
    may_be_given,
    members,
    source,
)
from tasktracker_cfn.gate.rules.database.log_exports import EXPORTS
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_text, known_texts
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System

GROUP = {INSTANCE: "DBParameterGroupName", CLUSTER: "DBClusterParameterGroupName"}
# MariaDB has a second name for it.
SWITCHES = {"slowquery": ("slow_query_log", "log_slow_query"), "general": ("general_log",)}
ON = ("1", "on", "true")


class Told(NamedTuple):
    """What parameter groups say; not all is known when one of them is not of these templates."""

    parameters: Mapping[str, Value]
    all_known: bool


@rule(
    "mysql-log-parameters",
    rows="D20",
    severity="warning",
    why="By default MySQL writes no slow and general log, and where it does, to tables and not to files; "
    "CloudWatch gets an empty log.",
    remedy="In a parameter group of the database's own set log_output to FILE, and slow_query_log or general_log to 1.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_LogAccess.MySQLDB.PublishtoCloudWatchLogs.html",
)
def mysql_log_parameters(system: System) -> Iterator[Fault]:
    """MySQL writes the slow and general logs that it exports, and to files."""
    for item in system.of(INSTANCE, CLUSTER):
        runs = engine(system, item)
        logs = [log for log in known_texts(item.get(EXPORTS)) if log in SWITCHES]
        if runs not in MYSQL or is_member(item) or not logs:
            continue
        told = _told(system, item)
        for log in logs:
            problem = _problem(told, log, is_aurora=runs == "aurora-mysql") if told.all_known else None
            if problem:
                yield Fault(item, f"exports the {log} log, {problem}", EXPORTS)


def _problem(told: Told, log: str, *, is_aurora: bool) -> str | None:
    texts = [known_text(told.parameters[name]) for name in SWITCHES[log] if name in told.parameters]
    # The general log is for an hour at a time: whoever writes that it is off knows that it is.
    on = texts if log == "general" else [text for text in texts if text is None or text.lower() in ON]
    if not on:
        return f"but its parameters do not set {SWITCHES[log][0]} to 1"
    # Aurora writes to files by itself.
    output = told.parameters.get("log_output", "FILE" if is_aurora else "TABLE")
    text = known_text(output)
    return None if text is None or "file" in text.lower() else "but its parameters do not set log_output to FILE"


def _told(system: System, item: Item) -> Told:
    """Give the parameters of a database, those of its members among them; a replica has those of its source."""
    own = item.get(GROUP[item.type])
    if not may_be_given(own) and is_replica(item):
        followed = source(system, item)
        return _told(system, followed) if followed and not is_replica(followed) else Told({}, all_known=False)
    groups = [own, *(member.get(GROUP[INSTANCE]) for member in members(system, item) if item.type == CLUSTER)]
    found: dict[str, Value] = {}
    for value in filter(may_be_given, groups):
        group = system.at(value)
        parameters = group.get("Parameters") if group else None
        if isinstance(parameters, Mapping):
            found.update(parameters)
        elif not (group and parameters is None) and not (known_text(value) or "").startswith("default."):
            return Told({}, all_known=False)
    return Told(found, all_known=True)
