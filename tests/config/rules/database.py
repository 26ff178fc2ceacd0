"""Rules of the database: reserved names, what an instance and what a cluster has, rotation."""

from tests.config.rules.rule import API, AURORA, CAPACITY, HOSTED, INSTANCE, MANAGED, RDS, Changes, Rule

PAUSING: Changes = {f"{RDS}.serverless": {"minimum_acu": 0, "maximum_acu": 2, "pause_after_seconds": 300}}

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
