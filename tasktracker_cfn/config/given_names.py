"""Names that are made from the system's: a function, a trail, and log groups that AWS writes to by their names."""

from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.system import SystemConfig

# What each engine writes that CloudWatch can hold (D18).
LOG_EXPORTS = {"postgres": ("postgresql", "upgrade"), "aurora-postgresql": ("postgresql",)}


def exported_logs(system: SystemConfig, database: DatabaseConfig) -> dict[str, str]:
    """Give the log groups that RDS writes to (D19), by the kind of log."""
    kind = "cluster" if database.is_cluster else "instance"
    return {export: f"/aws/rds/{kind}/{system.name}/{export}" for export in LOG_EXPORTS[database.engine]}


def rotation_function(system: SystemConfig) -> str:
    """Give the function that changes the database's password."""
    return f"{system.name}-rotation"


def trail(system: SystemConfig) -> str:
    """Give the trail's name, which its bucket's policy has to know (X04)."""
    return system.name


def function_logs(function: str) -> str:
    """Give the log group that a function writes to (O13)."""
    return f"/aws/lambda/{function}"


def log_groups(system: SystemConfig) -> dict[str, str]:
    """Give what each of these log groups of a system is for, by its name."""
    database = system.data.database
    if database is None:
        return {}
    exported = exported_logs(system, database).items()
    found = {name: f"the log group that RDS writes the database's {export} log to" for export, name in exported}
    if database.rotation is not None and database.rotation.method == "hosted-function":
        found[function_logs(rotation_function(system))] = "the rotation function's log group"
    return found
