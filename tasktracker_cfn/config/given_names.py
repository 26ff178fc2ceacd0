"""Names that are made from the name of the system: a function, and log groups that AWS writes to by their names."""

from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.system import SystemConfig


def exported_logs(system: SystemConfig, database: DatabaseConfig) -> dict[str, str]:
    """Give the log groups that RDS writes to (D19), by the kind of log."""
    return _exported("cluster" if database.is_cluster else "instance", system.name, database)


def replica(system: SystemConfig, number: int) -> str:
    """Give the name of a read replica, counted from 1."""
    return f"{system.name}-replica-{number}"


def replica_logs(system: SystemConfig, database: DatabaseConfig, number: int) -> dict[str, str]:
    """Give the log groups that RDS writes those of a read replica to, by the kind of log."""
    return _exported("instance", replica(system, number), database)


def _exported(kind: str, identifier: str, database: DatabaseConfig) -> dict[str, str]:
    return {export: f"/aws/rds/{kind}/{identifier}/{export}" for export in database.traits.logs}


def rotation_function(system: SystemConfig) -> str:
    """Give the function that changes the database's password."""
    return f"{system.name}-rotation"


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
    for number in range(1, database.read_replicas + 1):
        found |= {
            name: f"the log group that RDS writes the {export} log of read replica {number} to"
            for export, name in replica_logs(system, database, number).items()
        }
    if database.rotation is not None and database.rotation.method == "hosted-function":
        found[function_logs(rotation_function(system))] = "the rotation function's log group"
    return found
