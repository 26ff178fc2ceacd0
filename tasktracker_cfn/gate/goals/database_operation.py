"""Goals for how a database is run: what it logs, who signs in and how, and who hears of its events."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.database import (
    CLUSTER,
    INSTANCE,
    databases,
    instances,
    is_member,
    is_replica,
    originals,
)
from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item, System, listed, number, true

OPERATION = Area("Database operation")

# What each engine can write to CloudWatch, and switches on by its name alone.
LOGS = {
    "aurora-mysql": ("audit", "error", "general", "slowquery"),
    "aurora-postgresql": ("postgresql",),
    "mariadb": ("audit", "error", "general", "slowquery"),
    "mysql": ("audit", "error", "general", "slowquery"),
    "postgres": ("postgresql", "upgrade"),
}
PORTS = {"aurora-mysql": 3306, "aurora-postgresql": 5432, "mariadb": 3306, "mysql": 3306, "postgres": 5432}
TLS = {"rds.force_ssl": ("1", 1, True, "true"), "require_secure_transport": ("1", 1, True, "true", "ON", "on")}
OBVIOUS = ("admin", "administrator", "awsuser", "master", "mysql", "postgres", "postgresql", "rdsadmin", "root", "sa")
IN_A_SECRET = "{{resolve:secretsmanager:"  # noqa: S105 - how a reference to one begins
PARAMETERS = {INSTANCE: "DBParameterGroupName", CLUSTER: "DBClusterParameterGroupName"}
BACKTRACKING = ("aurora", "aurora-mysql")
# For each kind of source, what nobody should miss. The group of a cluster is no source of events, under no kind:
# https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_CreateEventSubscription.html
EVENTS = {
    "db-cluster": ("failure", "maintenance"),
    "db-instance": ("configuration change", "failure", "maintenance"),
    "db-parameter-group": ("configuration change",),
}


@OPERATION.always(
    "database-logs",
    "CT.RDS.PR.14 CT.RDS.PR.25 RDS_INSTANCE_LOGGING_ENABLED RDSLoggingEnabled AS-RDS16 AuroraMySQLLogging "
    "SH:RDS.9 SH:RDS.34 SH:RDS.36 SH:RDS.37 CKV_AWS_129",
)
def logs(system: System) -> Iterator[Breach]:
    """Every database writes its logs to CloudWatch."""
    for item in databases(system):
        engine = str(_source(system, item).get("Engine"))
        wanted = LOGS.get(engine, ("error",))
        missing = [log for log in wanted if log not in listed(item.get("EnableCloudwatchLogsExports"))]
        if missing:
            yield item, f"keeps to itself: {', '.join(missing)}"


@OPERATION.always(
    "database-iam-authentication",
    "CKV_AWS_161 CKV_AWS_162 CT.RDS.PR.4 CT.RDS.PR.7 AS-RDS6 AuroraMySQLPostgresIAMAuth SH:RDS.10 SH:RDS.12",
)
def iam_authentication(system: System) -> Iterator[Breach]:
    """Every database takes IAM's tokens in place of passwords."""
    for item in databases(system):
        if not true(item.get("EnableIAMDatabaseAuthentication")):
            yield item, "takes passwords only"


@OPERATION.always(
    "database-minor-upgrades",
    "CT.RDS.PR.5 RDS_AUTOMATIC_MINOR_VERSION_UPGRADE_ENABLED RDSAutomaticMinorVersionUpgradeEnabled SH:RDS.13 "
    "SH:RDS.35",
)
def minor_upgrades(system: System) -> Iterator[Breach]:
    """Every instance gets minor versions by itself."""
    for item in instances(system):
        if not true(item.get("AutoMinorVersionUpgrade")):
            yield item, "does not say that it takes minor versions by itself"


@OPERATION.always("database-snapshot-tags", "CT.RDS.PR.9 CT.RDS.PR.10 SH:RDS.16 SH:RDS.17")
def snapshot_tags(system: System) -> Iterator[Breach]:
    """A database's snapshots have its tags."""
    for item in databases(system):
        if not true(item.get("CopyTagsToSnapshot")):
            yield item, "makes snapshots without tags"


@OPERATION.always("database-tls", "CKV2_AWS_69 CT.RDS.PR.27 CT.RDS.PR.28 CT.RDS.PR.26 SH:RDS.38 SH:RDS.39")
def tls(system: System) -> Iterator[Breach]:
    """Every database refuses connections without TLS."""
    for item in databases(system):
        # A replica in the region of its source has the same parameters, and may not say so (D15).
        own = next((one for one in (item, _source(system, item)) if one.get(PARAMETERS[one.type]) is not None), item)
        group = system.at(own.get(PARAMETERS[own.type]))
        if group is None or not any(group.get("Parameters", name) in on for name, on in TLS.items()):
            yield item, "takes connections without TLS"


@OPERATION.exempted("database-unusual-port", "CT.RDS.PR.20 AS-RDS11 RDSNonDefaultPort SH:RDS.23")
def unusual_port(system: System) -> Iterator[Breach]:
    """No database listens on the usual port of its engine."""
    for item in databases(system):
        usual = PORTS.get(str(_source(system, item).get("Engine")))
        port = item.get("Port")
        if port is None or number(port) == usual:
            yield item, "listens on the usual port"


@OPERATION.always("database-administrator-name", "CT.RDS.PR.21 CT.RDS.PR.22 SH:RDS.24 SH:RDS.25")
def administrator(system: System) -> Iterator[Breach]:
    """No database's administrator has a name that everybody tries first."""
    for item in originals(system):
        if item.get("SnapshotIdentifier") or item.get("DBSnapshotIdentifier"):
            continue
        name = item.get("MasterUsername")
        if name is None or str(name).lower() in OBVIOUS:
            yield item, f"has the administrator {name}"


@OPERATION.always(
    "database-password",
    "RDS_MASTER_USER_PASSWORD_NO_PLAINTEXT_PASSWORD RDS_MASTER_USER_PASSWORD_USES_SECURE_SERVICE "
    "RDS_CLUSTER_MASTER_USER_PASSWORD_NO_PLAINTEXT_PASSWORD "
    "RDS_CLUSTER_MASTER_USER_PASSWORD_USES_SECURE_SERVICE cr:HardcodedRDSPasswordRule cn:F22 cn:F23 cn:F26",
)
def password(system: System) -> Iterator[Breach]:
    """No database's password stands in a template."""
    for item in originals(system):
        found = item.get("MasterUserPassword")
        if not true(item.get("ManageMasterUserPassword")) and not _begins(found, IN_A_SECRET):
            yield item, "has a password that is in no secret"


@OPERATION.exempted(
    "database-backtracking",
    "AS-RDS14 AuroraMySQLBacktrack CT.RDS.PR.6 AURORA_MYSQL_BACKTRACKING_ENABLED SH:RDS.14",
)
def backtracking(system: System) -> Iterator[Breach]:
    """A cluster of Aurora MySQL can be set back in time in place."""
    for item in system.of(CLUSTER):
        if item.get("Engine") in BACKTRACKING and not item.get("BacktrackWindow"):
            yield item, "cannot be set back"


@OPERATION.production(
    "database-events",
    "CT.RDS.PR.12 CT.RDS.PR.17 CT.RDS.PR.18 CT.RDS.PR.19 SH:RDS.19 SH:RDS.20 SH:RDS.21 SH:RDS.22",
)
def events(system: System) -> Iterator[Breach]:
    """Somebody hears of what happens to each database and its parameters."""
    sources = {
        "db-cluster": system.of(CLUSTER),
        "db-instance": tuple(item for item in instances(system) if not is_member(item)),
        "db-parameter-group": system.of("AWS::RDS::DBParameterGroup"),
    }
    told = _subscriptions(system)
    for kind, items in sources.items():
        for item in items:
            missing = [event for event in EVENTS[kind] if not any(_tells(system, s, kind, item, event) for s in told)]
            if missing:
                yield item, f"nobody hears of: {', '.join(missing)}"


def _subscriptions(system: System) -> tuple[Item, ...]:
    return tuple(
        item for item in system.of("AWS::RDS::EventSubscription") if item.get("Enabled") not in (False, "false")
    )


def _tells(system: System, subscription: Item, kind: str, item: Item, event: str) -> bool:
    """Tell whether a subscription is to an event of one source; without sources it is to those of the account."""
    categories, sources = listed(subscription.get("EventCategories")), listed(subscription.get("SourceIds"))
    return (
        subscription.get("SourceType") in (None, kind)
        and (not categories or event in categories)
        and (not sources or any(system.at(source) == item for source in sources))
    )


def _source(system: System, item: Item) -> Item:
    """Give the instance that a replica copies, and anything else itself."""
    return system.at(item.get("SourceDBInstanceIdentifier")) or item if is_replica(item) else item


def _begins(value: Value, prefix: str) -> bool:
    first = value.parts[0] if isinstance(value, Text) else value
    return isinstance(first, str) and first.startswith(prefix)
