"""The engine's parameters: TLS required, slow statements logged, refused connections told."""

from collections.abc import Mapping

from troposphere import rds

from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.database import DatabaseConfig

NAMES: Mapping[str, str] = {"postgres": "PostgreSQL", "mysql": "MySQL", "aurora-postgresql": "Aurora PostgreSQL"}


def of_instance(system: SystemConfig, config: DatabaseConfig) -> rds.DBParameterGroup:
    """Give the group of an instance and its replicas."""
    return rds.DBParameterGroup(
        "DatabaseParameters",
        Description=description(system, config),
        Family=family(config),
        Parameters=settings(config),
    )


def of_cluster(system: SystemConfig, config: DatabaseConfig) -> rds.DBClusterParameterGroup:
    """Give the group of a cluster; its members have the engine's own."""
    return rds.DBClusterParameterGroup(
        "DatabaseParameters",
        Description=description(system, config),
        Family=family(config),
        Parameters=settings(config),
    )


def family(config: DatabaseConfig) -> str:
    """Give the family of parameter groups, which is the engine's major version (D04)."""
    return f"{config.engine}{config.major}"


def description(system: SystemConfig, config: DatabaseConfig) -> str:
    """Give what the group is for; another text would be another group."""
    return f"{NAMES[config.engine]} {config.major} of {system.name}: TLS required, slow statements logged"


def settings(config: DatabaseConfig) -> dict[str, str]:
    """Give the parameters by their names, of which each family knows its own (D05)."""
    if config.engine == "mysql":
        return {
            "require_secure_transport": "1",
            # D20: into files, which CloudWatch is sent; into tables, it would be sent nothing.
            "log_output": "FILE",
            "slow_query_log": "1",
            "long_query_time": f"{config.slow_query_seconds:g}",
            # Every statement with all that is in it, passwords among them; too much to be kept always.
            "general_log": "0",
            # A refused password is a note to MySQL, which it writes down at its most talkative only.
            # https://dev.mysql.com/doc/refman/8.4/en/server-system-variables.html#sysvar_log_error_verbosity
            "log_error_verbosity": "3",
        }
    return {"rds.force_ssl": "1", "log_min_duration_statement": str(round(config.slow_query_seconds * 1000))}
