"""Names that are made from the system's: a function, a trail, firewalls, buckets, log groups that AWS finds by name."""

import hashlib
from typing import Literal

from tasktracker_cfn.config.buckets import REPLICA_SUFFIX, BucketConfig
from tasktracker_cfn.config.database import DatabaseConfig
from tasktracker_cfn.config.system import SystemConfig

Protected = Literal["load-balancer", "site"]

MOST_OF_X_RAY = 32


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


def trail(system: SystemConfig) -> str:
    """Give the trail's name, which its bucket's policy has to know (X04)."""
    return system.name


def function_logs(function: str) -> str:
    """Give the log group that a function writes to (O13)."""
    return f"/aws/lambda/{function}"


def firewall(system: SystemConfig, protects: Protected) -> str:
    """Give the name under which a web ACL appears in metrics."""
    return f"{system.name}-{protects}"


def firewall_logs(system: SystemConfig, protects: Protected) -> str:
    """Give the log group of a web ACL; AWS takes no other beginning (W01)."""
    return f"aws-waf-logs-{firewall(system, protects)}"


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
    return _of_edge(system) | _of_metrics(system) | _of_database(system)


def _of_metrics(system: SystemConfig) -> dict[str, str]:
    metrics = system.data.metrics
    if metrics is None or metrics.log_retention_days is None:
        return {}
    return {workspace_logs(system): "the metric workspace's log group"}


def _of_edge(system: SystemConfig) -> dict[str, str]:
    found, site = {}, system.edge.site
    if system.edge.waf is not None:
        found[firewall_logs(system, "load-balancer")] = "the log group of the load balancer's firewall"
    if site is not None and site.waf is not None:
        found[firewall_logs(system, "site")] = "the log group of the site's firewall"
    return found


def _of_database(system: SystemConfig) -> dict[str, str]:
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


def bucket(system: SystemConfig, config: BucketConfig) -> str | None:
    """Give a bucket's name; only the account is still a place, because the deployment knows it."""
    name = system.filled(config.name)
    return name.replace("{region}", system.region) if name is not None else None


def copy_of_bucket(system: SystemConfig, config: BucketConfig) -> str | None:
    """Give the name of a bucket's copy in the other region; none where it is not copied."""
    name = bucket(system, config)
    return name + REPLICA_SUFFIX if name is not None and config.replicate_to is not None else None


def replica_region(system: SystemConfig) -> str | None:
    """Give the region of what the system keeps elsewhere; none where it keeps nothing elsewhere."""
    regions = (config.replicate_to for config in system.data.buckets.values())
    return next((region for region in regions if region is not None), None)
