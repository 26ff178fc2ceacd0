"""Draw the data's table: database, buckets, repositories, secrets."""

from hypothesis import strategies
from hypothesis.strategies import SearchStrategy

from tests.strategies.scalars import ASCII, RETENTION_DAYS, log_group_names, named, table
from tests.toml_files import Tables

# Versions and classes that can be created wherever a region is drawn.
VERSIONS = strategies.sampled_from(["16.13", "15.17"])
CLASSES = strategies.sampled_from(["db.t3.micro", "db.t4g.small", "db.m6g.large", "db.r6g.large"])
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
BUCKETS = strategies.builds(lambda versions, expiries: versions | expiries, VERSIONING, EXPIRIES)
SECRETS = table({"description": ASCII}, {})


def repositories(use: str) -> SearchStrategy[Tables]:
    """Draw a repository, mostly with a name that no other environment's has."""
    return table(
        {
            "name": strategies.sampled_from(
                [f"{{environment}}/{use}", f"{{system}}-{{environment}}.{use}"] * 4 + [f"fixed/{use}"]
            )
        },
        {
            "keep_images": strategies.integers(1, 1000),
            "untagged_days": strategies.integers(1, 365),
            "immutable_tags": strategies.booleans(),
        },
    )


@strategies.composite
def databases(draw: strategies.DrawFn, network: Tables) -> Tables:
    """Draw a database that the network has a place for."""
    places = [tier for tier in ("private", "isolated") if f"{tier}_subnets" in network]
    methods = ["hosted-function", "managed"] if network.get("nat_gateways", "none") != "none" else ["managed"]
    found: Tables = {"version": draw(VERSIONS), "name": draw(strategies.sampled_from(["tasks", "T_1", "a"]))}
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
                "rotation": table(
                    {"method": strategies.sampled_from(methods)},
                    {"days": strategies.integers(1, 1000)},
                ),
            },
        )
    )
    if draw(strategies.booleans()):
        return found | {"engine": "aurora-postgresql", "serverless": draw(_capacities())}
    return found | draw(_instances())


@strategies.composite
def _capacities(draw: strategies.DrawFn) -> Tables:
    least, most = sorted([draw(ACUS), draw(ACUS)])
    found: Tables = {"minimum_acu": least, "maximum_acu": most}
    if draw(strategies.booleans()):
        found |= {"minimum_acu": 0, "pause_after_seconds": draw(strategies.integers(300, 86400))}
    return found | draw(table({}, {"readers": strategies.sampled_from([1, 2, 15])}))


@strategies.composite
def _instances(draw: strategies.DrawFn) -> Tables:
    size = draw(strategies.sampled_from([20, 100, 399, 400, 1000]))
    found: Tables = {"instance_class": draw(CLASSES)}
    optional = {
        "engine": strategies.just("postgres"),
        "storage_gib": strategies.just(size),
        "storage_limit_gib": strategies.just(2 * size),
        "multi_az": strategies.booleans(),
    }
    return found | draw(table({}, optional))


@strategies.composite
def stores(draw: strategies.DrawFn, network: Tables) -> Tables:
    """Draw what must survive."""
    found: Tables = {}
    has_place = "private_subnets" in network or "isolated_subnets" in network
    if draw(strategies.sampled_from([has_place, has_place, has_place, False])):
        found["database"] = draw(databases(network))
    found |= draw(table({}, {"buckets": named(BUCKETS), "secrets": named(SECRETS)}))
    if draw(strategies.integers(0, 3)) == 0:
        found["metrics"] = draw(
            table({}, {"retention_days": strategies.integers(1, 1095), "log_retention_days": RETENTION_DAYS})
        )
    names = draw(named(strategies.none()))
    if names:
        found["repositories"] = {name: draw(repositories(name)) for name in names}
    if not any(value for key, value in found.items() if key != "metrics"):
        found["buckets"] = {"uploads": {}}
    return found
