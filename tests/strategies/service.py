"""Draw the service's table: task size, counts, scaling, what the task may reach, and its containers."""

from hypothesis import strategies
from hypothesis.strategies import SearchStrategy

from tasktracker_cfn.config.fargate import MEMORY_MIB
from tests.strategies.deployments import capacities, replacements
from tests.strategies.network import has_way_out
from tests.strategies.scalars import (
    PART_NAMES,
    PERCENTS,
    PORTS,
    RETENTION_DAYS,
    TEXTS,
    VARIABLE_NAMES,
    Drawn,
    log_group_names,
    some_of,
    table,
)
from tests.toml_files import Tables

SMALLEST_LIMIT = 6
# The collector and the exporter at their largest, and a task in which something is left for each of three containers.
LARGEST_SIDECARS = 256 + 64
ROOM_FOR_SIDECARS = 1024
IMAGES = strategies.sampled_from(
    [
        "nginx:alpine",
        "ghcr.io/a/b@sha256:" + "0" * 64,
        "123456789012.dkr.ecr.us-east-1.amazonaws.com/tasks-api:latest",
        "123456789012.dkr.ecr.eu-west-1.amazonaws.com/a/b:1",
    ]
)
SECRET_KEYS = tuple(f"database.{key}" for key in ("username", "password", "host", "port", "dbname", "engine"))
DEPLOYMENTS: list[Tables] = [
    {},
    {"minimum_healthy_percent": 0, "maximum_percent": 100},
    {"minimum_healthy_percent": 50},
    {"maximum_percent": 200},
    {"minimum_healthy_percent": 0, "maximum_percent": 150},
]
DATABASE_SOURCES = ("database.host", "database.port", "database.name")
CACHE_SOURCES = ("cache.host", "cache.port")


TRACING = table(
    {},
    {
        "sample_percent": strategies.sampled_from([0, 0.5, 100]),
        "first_per_second": strategies.integers(1, 1000),
        "slow_seconds": strategies.sampled_from([0.5, 300]),
    },
)


SIMPLE = table(
    {},
    {
        "size_parameters": strategies.booleans(),
        "architecture": strategies.sampled_from(["X86_64", "ARM64"]),
        "health_check_grace_seconds": strategies.integers(0, 3600),
        "circuit_breaker": strategies.booleans(),
        "container_insights": strategies.sampled_from(["disabled", "enabled", "enhanced"]),
        "log_group": log_group_names("tasks"),
        "log_retention_days": RETENTION_DAYS,
    },
)


@strategies.composite
def services(draw: strategies.DrawFn, network: Tables, data: Tables) -> Tables:
    """Draw a service that the network has a place for, and that is told of what the data holds."""
    cpu = draw(strategies.sampled_from(sorted(MEMORY_MIB)))
    memory = draw(strategies.sampled_from(MEMORY_MIB[cpu]))
    access = draw(_accesses(data))
    names = draw(strategies.lists(PART_NAMES, min_size=1, max_size=3, unique=True))
    ports = draw(strategies.lists(PORTS, min_size=len(names), max_size=len(names), unique=True))
    seen = draw(_telemetry(data, names[0], ports[0], memory))
    share = (memory - (LARGEST_SIDECARS if seen else 0)) // len(names)
    found: Tables = {
        "cpu": cpu,
        "memory": memory,
        "subnets": draw(strategies.sampled_from(["private", "private", "public"]))
        if has_way_out(network)
        else "public",
        "containers": {
            name: draw(_containers(data, access, share, port if place == 0 else None, port))
            for place, (name, port) in enumerate(zip(names, ports, strict=True))
        },
    }
    found |= {"access": access} if access else {}
    found |= seen
    found |= draw(_counts())
    found |= draw(replacements())
    if draw(strategies.booleans()):
        most = found["autoscaling"]["maximum"] if "autoscaling" in found else found.get("desired_count", 1)
        found["capacity"] = draw(capacities(most))
    return found | draw(SIMPLE)


@strategies.composite
def _telemetry(draw: strategies.DrawFn, data: Tables, first: str, port: int, memory: int) -> Tables:
    """Draw what is collected, where the task has room for a collector: metrics where there is a workspace for them."""
    if memory < ROOM_FOR_SIDECARS:
        data.pop("metrics", None)
        return {}
    found: Tables = {}
    if "metrics" in data:
        found["metrics"] = draw(_metrics(first, port, has_database="database" in data))
    if draw(strategies.integers(0, 3)) == 0:
        found["tracing"] = draw(TRACING)
    collects = bool(found)
    if collects and draw(strategies.booleans()):
        found["collector"] = draw(table({}, {"image": IMAGES, "memory": strategies.integers(128, 256)}))
    return found


def _metrics(first: str, port: int, *, has_database: bool) -> SearchStrategy[Tables]:
    optional: dict[str, Drawn] = {
        "scrape_seconds": strategies.integers(5, 300),
        "port": strategies.just(port % 65_535 + 1),
        "path": strategies.sampled_from(["/internal/metrics", "/"]),
    }
    if has_database:
        optional |= {
            "database_exporter": strategies.booleans(),
            "exporter_image": IMAGES,
            "exporter_memory": strategies.integers(32, 64),
        }
    return table({"container": strategies.just(first)}, optional)


@strategies.composite
def _counts(draw: strategies.DrawFn) -> Tables:
    """Draw how many tasks run, and how many may stop and start during a deployment."""
    least, wanted, most = sorted(draw(strategies.lists(strategies.integers(1, 50), min_size=3, max_size=3)))
    found: Tables = draw(table({}, {"desired_count": strategies.just(wanted)}))
    found |= draw(strategies.sampled_from(DEPLOYMENTS))
    if draw(strategies.booleans()):
        loads = draw(
            strategies.sampled_from([("cpu_percent",), ("memory_percent",), ("cpu_percent", "memory_percent")])
        )
        found["autoscaling"] = {
            "minimum": least,
            "maximum": most,
            **{load: draw(PERCENTS) for load in loads},
            **draw(
                table(
                    {},
                    {
                        "scale_out_seconds": strategies.integers(0, 3600),
                        "scale_in_seconds": strategies.integers(0, 3600),
                    },
                )
            ),
        }
    return found


@strategies.composite
def _accesses(draw: strategies.DrawFn, data: Tables) -> Tables:
    found: Tables = {}
    if "database" in data and draw(strategies.booleans()):
        found["database_secret"] = True
    buckets = draw(some_of(sorted(data.get("buckets", {}))))
    if buckets:
        found["buckets"] = {name: draw(strategies.sampled_from(["read", "read-write"])) for name in buckets}
    secrets = draw(some_of(sorted(data.get("secrets", {}))))
    return found | ({"secrets": secrets} if secrets else {})


def copies_of(data: Tables) -> int:
    """Count what answers reads beside the database: replicas, or readers."""
    database = data.get("database", {})
    copies: int = database.get("read_replicas", 0) + database.get("serverless", {}).get("readers", 0)
    return copies


def _sources(data: Tables, access: Tables) -> list[str]:
    """Give what a variable may name."""
    found = [f"bucket.{name}" for name in access.get("buckets", {})]
    found += [f"secret.{name}" for name in access.get("secrets", ())]
    found += DATABASE_SOURCES if "database" in data else ()
    found += CACHE_SOURCES if "cache" in data else ()
    found += ["database.replica-host"] if copies_of(data) else []
    return found + (["database.secret-arn"] if access.get("database_secret") else [])


def _injected(data: Tables) -> list[str]:
    """Give what ECS may fill a variable from."""
    managed = data.get("database", {}).get("rotation", {}).get("method") == "managed"
    found = list(SECRET_KEYS[:2] if managed else SECRET_KEYS) if "database" in data else []
    found += ["cache.auth-token"] if "cache" in data else []
    for name, secret in data.get("secrets", {}).items():
        if secret.get("generate"):
            found += [f"secret.{name}", *(f"secret.{name}:{key}" for key in secret.get("keys", ()))]
    return found


@strategies.composite
def _containers(
    draw: strategies.DrawFn, data: Tables, access: Tables, share: int, first: int | None, port: int
) -> Tables:
    """Draw a container; the first one has a port, so that there is something to send traffic to."""
    found: Tables = draw(_images(data))
    if first is not None or draw(strategies.booleans()):
        found["port"] = port
    variables = draw(strategies.lists(VARIABLE_NAMES, max_size=4, unique=True))
    kinds: dict[str, Tables] = {"environment": {}, "environment_from": {}, "secrets": {}}
    sources = _sources(data, access)
    injected = _injected(data)
    for variable in variables:
        possible = ["environment"]
        possible += ["environment_from"] if sources else []
        possible += ["secrets"] if injected else []
        kind = draw(strategies.sampled_from(possible))
        values: dict[str, SearchStrategy[str]] = {
            "environment": TEXTS,
            "environment_from": strategies.sampled_from(sources or ["database.host"]),
            "secrets": strategies.sampled_from(injected or ["database.host"]),
        }
        kinds[kind][variable] = draw(values[kind])
    found |= {kind: values for kind, values in kinds.items() if values}
    return found | draw(
        table(
            {},
            {
                "memory": strategies.integers(SMALLEST_LIMIT, share),
                "command": strategies.lists(TEXTS, min_size=1, max_size=3),
                "user": strategies.sampled_from(["0", "1000", "1000:1000"]),
                "read_only_root": strategies.booleans(),
                "writable_paths": some_of(["/tmp", "/var/cache/nginx", "/a-b", "/b", "/c.d"], least=1),
                "health_check": _health_checks(),
                "stop_seconds": strategies.integers(2, 120),
            },
        )
    )


def _images(data: Tables) -> SearchStrategy[Tables]:
    """Draw where the image comes from: any registry, or a repository of the system."""
    images = table({"image": IMAGES}, {})
    if not data.get("repositories"):
        return images
    own = strategies.sampled_from(sorted(data["repositories"])).flatmap(
        lambda name: table({"repository": strategies.just(name), "tag": _tags(data["repositories"][name])}, {})
    )
    return images | own


def _tags(repository: Tables) -> SearchStrategy[str]:
    """Draw a tag that can be pushed again and again, where tags of the repository move, and else that of a version."""
    moves = not repository.get("immutable_tags", True) or repository.get("movable_tags")
    return strategies.sampled_from(["1.4.2", "_a-b.c", *(["latest"] if moves else [])])


def _health_checks() -> SearchStrategy[Tables]:
    return table(
        {"command": strategies.sampled_from(["true", "curl -f http://localhost/ || exit 1", "é'\"${x}"])},
        {
            "interval_seconds": strategies.integers(30, 300),
            "timeout_seconds": strategies.integers(2, 29),
            "retries": strategies.integers(1, 10),
            "start_seconds": strategies.integers(0, 300),
        },
    )
