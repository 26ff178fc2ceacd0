"""The logs that a database sends to CloudWatch."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import CLUSTER, INSTANCE, engine, is_member
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_texts
from tasktracker_cfn.model.system import System

EXPORTS = "EnableCloudwatchLogsExports"
OF_MYSQL = ("audit", "error", "general", "slowquery")
OF_ENGINES = {
    "aurora-mysql": OF_MYSQL,
    "aurora-postgresql": ("postgresql",),
    "db2": ("diag.log", "notify.log"),
    "mariadb": OF_MYSQL,
    "mysql": OF_MYSQL,
    "oracle": ("alert", "audit", "listener", "oemagent", "trace"),
    "postgres": ("postgresql", "upgrade"),
    "sqlserver": ("agent", "error"),
}
# Later additions, which not every engine's page lists.
OF_ANY = ("iam-db-auth-error", "instance")


@rule(
    "log-exports-known",
    rows="D18",
    severity="error",
    why="RDS refuses the name of a log that the engine does not write.",
    remedy="Export postgresql and upgrade from PostgreSQL, postgresql from Aurora PostgreSQL, and error, general, "
    "slowquery and audit from MySQL, MariaDB and Aurora MySQL.",
    source="schema AWS::RDS::DBInstance",
)
def log_exports_known(system: System) -> Iterator[Fault]:
    """Every database exports logs that its engine writes."""
    for item in system.of(INSTANCE, CLUSTER):
        runs = engine(system, item) or ""
        known = OF_ENGINES.get(runs) or OF_ENGINES.get(runs.partition("-")[0])
        if known is None or is_member(item):
            continue
        for log in known_texts(item.get(EXPORTS)):
            if log not in (*known, *OF_ANY):
                yield Fault(item, f"exports the log {log!r}, which {runs} does not write", EXPORTS)
