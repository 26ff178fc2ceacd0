"""Names that are made from the name of the system: a function, and log groups that AWS writes to by their names."""

import hashlib

from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.system import SystemConfig

# What each engine writes that CloudWatch can hold (D18).
LOG_EXPORTS = {"postgres": ("postgresql", "upgrade"), "aurora-postgresql": ("postgresql",)}

MOST_OF_X_RAY = 32


def exported_logs(system: SystemConfig, database: DatabaseConfig) -> dict[str, str]:
    """Give the log groups that RDS writes to (D19), by the kind of log."""
    kind = "cluster" if database.is_cluster else "instance"
    return {export: f"/aws/rds/{kind}/{system.name}/{export}" for export in LOG_EXPORTS[database.engine]}


def rotation_function(system: SystemConfig) -> str:
    """Give the function that changes the database's password."""
    return f"{system.name}-rotation"


def function_logs(function: str) -> str:
    """Give the log group that a function writes to (O13)."""
    return f"/aws/lambda/{function}"


def workspace_logs(system: SystemConfig) -> str:
    """Give the log group that the metric workspace writes to.

    The prefix is open to whatever AWS delivers, so that the policy of the account's logs does not grow (O11).
    """
    return f"/aws/vendedlogs/prometheus/{system.name}"


def trace_group(system: SystemConfig) -> str:
    """Give the name of the group of traces and of their sampling rule, of which X-Ray takes 32 characters."""
    if len(system.name) <= MOST_OF_X_RAY:
        return system.name
    mark = hashlib.sha256(system.name.encode()).hexdigest()[:6]
    return f"{system.name[: MOST_OF_X_RAY - 7].rstrip('-')}-{mark}"


def log_groups(system: SystemConfig) -> dict[str, str]:
    """Give what each of these log groups of a system is for, by its name."""
    database, metrics = system.data.database, system.data.metrics
    if metrics is not None and metrics.log_retention_days is not None:
        return {workspace_logs(system): "the metric workspace's log group", **_of_database(system, database)}
    return _of_database(system, database)


def _of_database(system: SystemConfig, database: DatabaseConfig | None) -> dict[str, str]:
    if database is None:
        return {}
    exported = exported_logs(system, database).items()
    found = {name: f"the log group that RDS writes the database's {export} log to" for export, name in exported}
    if database.rotation is not None and database.rotation.method == "hosted-function":
        found[function_logs(rotation_function(system))] = "the rotation function's log group"
    return found
