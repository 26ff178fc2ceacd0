"""Rules of the database: reserved names, what an instance and what a cluster has, rotation."""

from tests.config.rules.rule import (
    API,
    AURORA,
    CAPACITY,
    HOSTED,
    INSTANCE,
    MANAGED,
    MYSQL,
    RDS,
    Changes,
    Rule,
)

PAUSING: Changes = {f"{RDS}.serverless": {"minimum_acu": 0, "maximum_acu": 2, "pause_after_seconds": 300}}

CLASS: Changes = {f"{RDS}.instance_class": "db.t4g.micro"}
IN_PUBLIC: Changes = {"service.subnets": "public", "network.isolated_subnets": ["10.0.20.0/24", "10.0.21.0/24"]}

RULES: dict[str, Rule] = {
    "reserved user": Rule({f"{RDS}.username": "postgres"}, f"{RDS}.username", "is reserved", {f"{RDS}.username": "me"}),
    "reserved prefix": Rule({f"{RDS}.username": "PG_me"}, f"{RDS}.username", "is reserved", {f"{RDS}.username": "p"}),
    "reserved database": Rule({f"{RDS}.name": "Template0"}, f"{RDS}.name", "is reserved", {f"{RDS}.name": "t0"}),
    "storage limit": Rule(
        {f"{RDS}.storage_gib": 40, f"{RDS}.storage_limit_gib": 43},
        f"{RDS}.storage_limit_gib",
        "at least 10 % above storage_gib (40)",
        {f"{RDS}.storage_gib": 40, f"{RDS}.storage_limit_gib": 44},
    ),
    "version of another engine": Rule(
        {**MYSQL, f"{RDS}.version": "16.13"},
        f"{RDS}.version",
        '"16.13" is no version of mysql; take one such as 8.4.8 or 8.0.45',
        MYSQL,
    ),
    "version of MySQL without its third number": Rule(
        {**MYSQL, f"{RDS}.version": "8.0"}, f"{RDS}.version", "is no version of mysql", {**MYSQL, f"{RDS}.port": 3307}
    ),
    "version of MySQL for PostgreSQL": Rule(
        {f"{RDS}.version": "16.13.1"},
        f"{RDS}.version",
        "is no version of postgres; take one such as 16.13",
        {f"{RDS}.version": "13.23-rds.20260514"},
    ),
    "patch of RDS for Aurora": Rule(
        {**AURORA, f"{RDS}.version": "16.13-rds.20260514"},
        f"{RDS}.version",
        "is no version of aurora-postgresql",
        AURORA,
        drop=INSTANCE,
    ),
    "user that MySQL keeps for itself": Rule(
        {**MYSQL, f"{RDS}.username": "Admin"},
        f"{RDS}.username",
        "is reserved by mysql",
        {**MYSQL, f"{RDS}.username": "pg_me"},
    ),
    "database that MySQL keeps for itself": Rule(
        {**MYSQL, f"{RDS}.name": "sys"}, f"{RDS}.name", "is reserved by mysql", {**MYSQL, f"{RDS}.name": "template0"}
    ),
    "replica of a managed password": Rule(
        {f"{RDS}.read_replicas": 1, f"{RDS}.rotation": MANAGED},
        f"{RDS}.read_replicas",
        "RDS makes no replica of a database whose password it manages",
        {f"{RDS}.read_replicas": 1, f"{RDS}.rotation": HOSTED},
    ),
    "replica of a cluster": Rule(
        {**AURORA, f"{RDS}.read_replicas": 1}, f"{RDS}.read_replicas", "see serverless.readers", AURORA, drop=INSTANCE
    ),
    "sizes of a cluster as parameters": Rule(
        {**AURORA, f"{RDS}.size_parameters": True},
        f"{RDS}.size_parameters",
        "see serverless",
        {f"{RDS}.size_parameters": True, **CLASS},
        drop=INSTANCE,
    ),
    "insights into a small MySQL": Rule(
        {**MYSQL, f"{RDS}.instance_class": "db.t4g.small", f"{RDS}.performance_insights": True},
        f"{RDS}.performance_insights",
        "MySQL has none on db.t4g.small",
        {**MYSQL, f"{RDS}.instance_class": "db.t4g.medium", f"{RDS}.performance_insights": True},
    ),
    "cluster without capacity": Rule(
        {f"{RDS}.engine": "aurora-postgresql"}, f"{RDS}.serverless", "is missing", AURORA, drop=INSTANCE
    ),
    "cluster with the size of an instance": Rule(
        {**AURORA, f"{RDS}.instance_class": "db.t3.micro"},
        f"{RDS}.instance_class",
        "belongs to an instance of RDS",
        AURORA,
        drop=INSTANCE,
    ),
    "instance without class": Rule({}, f"{RDS}.instance_class", "is missing", AURORA, drop=INSTANCE),
    "instance with capacity": Rule(
        {f"{RDS}.serverless": CAPACITY}, f"{RDS}.serverless", "belongs to Aurora", {f"{RDS}.multi_az": False}
    ),
    "capacity upside down": Rule(
        {**AURORA, f"{RDS}.serverless": {"minimum_acu": 4, "maximum_acu": 2}},
        f"{RDS}.serverless.minimum_acu",
        "4 is above maximum_acu (2)",
        {**AURORA, f"{RDS}.serverless": {"minimum_acu": 2, "maximum_acu": 2}},
        drop=INSTANCE,
    ),
    "version without serverless": Rule(
        {**AURORA, f"{RDS}.version": "13.5"},
        f"{RDS}.version",
        '"13.5" cannot run serverless; the first of each major version that can are 13.6, 14.3, 15.2, 16.1',
        {**AURORA, f"{RDS}.version": "13.6"},
        drop=INSTANCE,
    ),
    "major version without serverless": Rule(
        {**AURORA, f"{RDS}.version": "11.21"},
        f"{RDS}.version",
        "cannot run serverless",
        {**AURORA, f"{RDS}.version": "17.4"},
        drop=INSTANCE,
    ),
    "version that cannot pause": Rule(
        {**AURORA, **PAUSING, f"{RDS}.version": "16.2"},
        f"{RDS}.version",
        '"16.2" cannot pause at 0 ACU; the first of each major version that can are 13.15, 14.12, 15.7, 16.3',
        {**AURORA, **PAUSING, f"{RDS}.version": "16.3"},
        drop=INSTANCE,
    ),
    "pause without a minimum of 0": Rule(
        {**AURORA, f"{RDS}.serverless": {**CAPACITY, "pause_after_seconds": 300}},
        f"{RDS}.serverless.pause_after_seconds",
        "goes with minimum_acu = 0",
        {**AURORA, f"{RDS}.serverless": {"minimum_acu": 0, "maximum_acu": 2, "pause_after_seconds": 300}},
        drop=INSTANCE,
    ),
    "rotation function without a way out": Rule(
        {f"{RDS}.rotation": HOSTED, f"{RDS}.subnets": "isolated", **IN_PUBLIC},
        f"{RDS}.rotation.method",
        "calls Secrets Manager through a NAT gateway",
        {f"{RDS}.rotation": MANAGED, f"{RDS}.subnets": "isolated", **IN_PUBLIC},
        drop=("network.private_subnets", "network.nat_gateways"),
    ),
    "key that a managed secret does not hold": Rule(
        {f"{RDS}.rotation": MANAGED, f"{API}.secrets": {"DB_HOST_2": "database.host"}},
        f"{API}.secrets.DB_HOST_2",
        "is not in a secret that RDS manages",
        {f"{RDS}.rotation": HOSTED, f"{API}.secrets": {"DB_HOST_2": "database.host"}},
    ),
}
