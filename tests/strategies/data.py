"""Draw the data's table: database, cache, buckets, repositories, secrets."""

from hypothesis import strategies
from hypothesis.strategies import SearchStrategy

from tests.strategies.network import has_way_out
from tests.strategies.scalars import ASCII, RETENTION_DAYS, log_group_names, named, other_regions, some_of, table
from tests.toml_files import Tables

# Versions and classes that can be created wherever a region is drawn.
VERSIONS = {"mysql": ["8.4.8", "8.0.45"], "postgres": ["16.13", "15.17"], "aurora-postgresql": ["16.13", "15.17"]}
CLASSES = strategies.sampled_from(["db.t3.micro", "db.t4g.small", "db.t3.medium", "db.m6g.large", "db.r6g.large"])
SECONDS = strategies.sampled_from([1, 5, 10, 15, 30, 60])
ACUS = strategies.integers(2, 64).map(lambda halves: halves / 2)

VERSIONING = strategies.sampled_from(
    [
        {},
        {"versioned": True},
        {"versioned": False},
        {"noncurrent_days": 1},
        {"versioned": True, "noncurrent_days": 36500},
    ]
)
EXPIRIES = table(
    {},
    {
        "expire": strategies.lists(
            table(
                {
                    "prefix": strategies.sampled_from(["archived/", "a/b/", "tmp./", "-_/"]),
                    "days": strategies.integers(1, 36500),
                },
                {},
            ),
            max_size=2,
            unique_by=lambda rule: rule["prefix"],
        ),
    },
)
BUCKETS = strategies.builds(
    lambda versions, expiries, rest: versions | expiries | rest,
    VERSIONING,
    EXPIRIES,
    table(
        {},
        {
            "tiering_days": strategies.sampled_from([0, 1, 30, 3650]),
            "access_log": strategies.booleans(),
            # The second only where there is a key for data.
            "encryption": strategies.sampled_from(["s3", "s3", "kms"]),
        },
    ),
)
SECRETS = table({"description": ASCII}, {}) | table(
    {"description": ASCII, "generate": strategies.booleans()}, {}
).flatmap(
    lambda drawn: table(
        {key: strategies.just(value) for key, value in drawn.items()},
        {"keys": strategies.lists(strategies.sampled_from(["API_KEY", "a.b", "c-d"]), max_size=2, unique=True)}
        if drawn["generate"]
        else {},
    )
)
MOVABLE: Tables = {"movable_tags": ["latest", "main"]}
ACCOUNTS = ("333333333333", "444444444444", "111111111111")


def repositories(use: str) -> SearchStrategy[Tables]:
    """Draw a repository, mostly with a name that no other environment's has."""
    tags = strategies.sampled_from([{}, {"immutable_tags": False}, {"immutable_tags": True}, MOVABLE, MOVABLE])
    rest = table(
        {},
        {
            "name": strategies.sampled_from(
                [f"{{environment}}/{use}", f"{{system}}-{{environment}}.{use}"] * 4 + [f"fixed/{use}"]
            ),
            "keep_images": strategies.integers(1, 1000),
            "untagged_days": strategies.integers(1, 365),
            # The last one is sometimes the system's own.
            "pull_accounts": some_of(ACCOUNTS),
        },
    )
    return strategies.builds(lambda drawn, more: drawn | more, tags, rest)


@strategies.composite
def buckets(draw: strategies.DrawFn, region: str) -> Tables:
    """Draw buckets, some of them with a name that no other environment's has, and copied to one other region."""
    found = draw(named(BUCKETS))
    elsewhere = draw(strategies.sampled_from([place for place in ("us-west-2", "eu-west-1") if place != region]))
    for use, bucket in found.items():
        if draw(strategies.booleans()):
            bucket["name"] = draw(
                strategies.sampled_from(
                    [f"{{environment}}-{use}-{{account}}", f"{use}-{{region}}-{{environment}}"] * 4
                    + [f"{{system}}-{use}", f"{use}--x-s3"]
                )
            )
            if bucket.get("versioned", True) and draw(strategies.booleans()):
                bucket |= {"replicate_to": elsewhere, "encryption": "s3"}
    return found


@strategies.composite
def caches(draw: strategies.DrawFn, places: list[str]) -> Tables:
    """Draw a cache that the network has a place for."""
    nodes = draw(strategies.sampled_from([1, 2, 3, 6]))
    found: Tables = {"subnets": draw(strategies.sampled_from(places)), "nodes": nodes}
    return found | draw(
        table(
            {"multi_az": strategies.booleans()} if nodes > 1 else {},
            {
                "version": strategies.sampled_from(["7.2", "8.1"]),
                "node_type": strategies.sampled_from(["cache.t4g.small", "cache.m7g.large"]),
                "snapshot_days": strategies.sampled_from([0, 7, 35]),
            },
        )
    )


@strategies.composite
def databases(draw: strategies.DrawFn, network: Tables, region: str) -> Tables:
    """Draw a database that the network has a place for."""
    engine = draw(strategies.sampled_from(sorted(VERSIONS)))
    places = [tier for tier in ("private", "isolated") if f"{tier}_subnets" in network]
    methods = ["hosted-function", "managed"] if has_way_out(network) else ["managed"]
    version = draw(strategies.sampled_from(VERSIONS[engine]))
    found: Tables = {"version": version, "name": draw(strategies.sampled_from(["tasks", "T_1", "a"]))}
    found["subnets"] = draw(strategies.sampled_from(places))
    found |= draw(
        table(
            {},
            {
                "username": strategies.sampled_from(["me", "App_1", "x" * 16]),
                "port": strategies.sampled_from([1150, 3306, 5432, 8080, 65535]),
                "backup_retention_days": strategies.integers(1, 35),
                "deletion_protection": strategies.booleans(),
                "log_group": log_group_names("database"),
                "log_retention_days": RETENTION_DAYS,
                "slow_query_seconds": strategies.sampled_from([0.001, 0.5, 2, 3600]),
                "enhanced_monitoring_seconds": SECONDS,
                "rotation": table(
                    {"method": strategies.sampled_from(methods)},
                    {"days": strategies.integers(1, 1000)},
                ),
            },
        )
    )
    if engine == "aurora-postgresql":
        insights = draw(table({}, {"performance_insights": strategies.booleans()}))
        return found | insights | {"engine": engine, "serverless": draw(_capacities())}
    managed = found.get("rotation", {}).get("method") == "managed"
    return found | draw(_instances(engine, region, may_have_replicas=not managed))


@strategies.composite
def _capacities(draw: strategies.DrawFn) -> Tables:
    least, most = sorted([draw(ACUS), draw(ACUS)])
    found: Tables = {"minimum_acu": least, "maximum_acu": most}
    if draw(strategies.booleans()):
        found |= {"minimum_acu": 0, "pause_after_seconds": draw(strategies.integers(300, 86400))}
    return found | draw(table({}, {"readers": strategies.sampled_from([1, 2, 15])}))


@strategies.composite
def _instances(draw: strategies.DrawFn, engine: str, region: str, *, may_have_replicas: bool) -> Tables:
    size = draw(strategies.sampled_from([20, 100, 399, 400, 1000]))
    found: Tables = {"instance_class": draw(CLASSES)}
    if engine == "mysql" or draw(strategies.booleans()):
        found["engine"] = engine
    optional = {
        "size_parameters": strategies.booleans(),
        "backup_region": other_regions(region),
        "storage_gib": strategies.just(size),
        "storage_limit_gib": strategies.just(2 * size),
        "multi_az": strategies.booleans(),
    }
    if may_have_replicas:
        optional["read_replicas"] = strategies.integers(0, 3)
    if engine != "mysql" or found["instance_class"] not in {"db.t3.micro", "db.t4g.small"}:
        optional["performance_insights"] = strategies.booleans()
    return found | draw(table({}, optional))


@strategies.composite
def _backup_plans(draw: strategies.DrawFn, found: Tables, region: str) -> Tables:
    buckets = sorted(name for name, bucket in found.get("buckets", {}).items() if bucket.get("versioned", True))
    plan: Tables = {"buckets": draw(some_of(buckets, least=0 if "database" in found else 1))} if buckets else {}
    if draw(strategies.booleans()):
        plan["copy_to_region"] = draw(other_regions(region))
        plan |= draw(table({}, {"copy_to_vault": strategies.sampled_from(["Second_1", "a-b"])}))
    return plan | draw(table({}, {"retention_days": strategies.sampled_from([1, 7, 36500])}))


@strategies.composite
def stores(draw: strategies.DrawFn, network: Tables, region: str) -> Tables:
    """Draw what must survive, and the cache."""
    found: Tables = {}
    places = [tier for tier in ("private", "isolated") if f"{tier}_subnets" in network]
    holds = bool(places)
    if holds and draw(strategies.integers(0, 3)):
        found["database"] = draw(databases(network, region))
    if holds and draw(strategies.booleans()):
        found["cache"] = draw(caches(places))
    optional = {
        "buckets": buckets(region),
        "access_log_days": strategies.sampled_from([1, 30, 3650]),
        "secrets": named(SECRETS),
    }
    found |= draw(table({}, optional))
    if draw(strategies.integers(0, 3)) == 0:
        found["metrics"] = draw(
            table({}, {"retention_days": strategies.integers(1, 1095), "log_retention_days": RETENTION_DAYS})
        )
    names = draw(named(strategies.none()))
    if names:
        found["repositories"] = {name: draw(repositories(name)) for name in names}
    if not any(value for key, value in found.items() if key not in {"access_log_days", "metrics"}):
        found["buckets"] = {"uploads": {}}
    versioned = any(bucket.get("versioned", True) for bucket in found.get("buckets", {}).values())
    if ("database" in found or versioned) and draw(strategies.booleans()):
        found["backup_plan"] = draw(_backup_plans(found, region))
    return found
