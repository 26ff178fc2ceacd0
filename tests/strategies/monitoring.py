"""Draw the monitoring's table: thresholds of what there is to watch."""

from hypothesis import strategies
from hypothesis.strategies import SearchStrategy

from tasktracker_cfn.config.regions import WITH_GRAFANA
from tests.strategies.scalars import EMAILS, PERCENTS, RETENTION_DAYS, Drawn, table
from tests.strategies.service import copies_of
from tests.toml_files import Tables

TRAILS = table(
    {},
    {
        "retention_days": strategies.integers(1, 36500),
        "log_retention_days": RETENTION_DAYS,
        "access_log": table({}, {"expire_days": strategies.integers(1, 3650)}),
    },
)
NOTIFIED = strategies.lists(strategies.sampled_from([1, 50, 80, 100, 1000]), min_size=1, max_size=3, unique=True)
BUDGETS = table(
    {"monthly_usd": strategies.sampled_from([1, 300, 1_000_000_000])},
    {
        "actual_percents": NOTIFIED,
        "forecast_percents": NOTIFIED,
        # Every system carries these two.
        "tag": strategies.sampled_from(["Project", "Environment"]),
    },
)

SAML = table(
    {
        "authentication": strategies.just("SAML"),
        "saml": table(
            {
                "metadata_url": strategies.sampled_from(
                    ["https://idp.example.com/m", "https://idp.example.com:8443/a?b=c"]
                ),
                "admin_roles": strategies.sampled_from([["admin"], ["a b", "c"]]),
            },
            {"editor_roles": strategies.just(["editor"]), "role_attribute": strategies.just("groups")},
        ),
    },
    {},
)
SHARES = strategies.sampled_from([0.1, 1, 5.5, 99])


def watches(region: str, data: Tables, edge: Tables, service: Tables) -> SearchStrategy[Tables]:
    """Draw what is watched; at least the dashboards or one alarm."""
    found: dict[str, Drawn] = {
        "email": EMAILS,
        "critical_email": EMAILS,
        "dashboards": strategies.booleans(),
        "no_healthy_targets": strategies.booleans(),
        "latency_seconds": strategies.sampled_from([0.25, 2, 300]),
        "error_percent": SHARES,
        "error_floor_requests": strategies.integers(1, 1000),
        "server_errors": strategies.integers(0, 1000),
        "trail": TRAILS,
        "budget": BUDGETS,
        "availability_percent": strategies.sampled_from([95, 99, 99.9, 99.95, 99.999]),
    }
    if "database" in data:
        found |= _of_database(data)
    if service.get("container_insights", "disabled") != "disabled":
        found["running_tasks_below"] = strategies.integers(1, 50)
        found["tasks_below_desired"] = strategies.booleans()
    firewalls = [part["waf"] for part in (edge, edge.get("site", {})) if "waf" in part]
    if any(not waf.get("count_only", False) for waf in firewalls):
        found["waf_blocked_requests"] = strategies.integers(0, 100_000)
    found["saved_queries"] = strategies.booleans()
    if "metrics" in data:
        found["rules"] = rules()
        if region in WITH_GRAFANA:
            found["grafana"] = strategies.one_of(strategies.just({"authentication": "AWS_SSO"}), SAML)
    if "site" in edge and region == "us-east-1":
        found["site_error_percent"] = SHARES
    return table({}, found).map(lambda drawn: drawn if any(_watches(drawn)) else drawn | {"dashboards": True})


def _of_database(data: Tables) -> dict[str, Drawn]:
    found: dict[str, Drawn] = {
        "database_cpu_percent": PERCENTS,
        "database_connections": strategies.integers(1, 100_000),
        "database_connection_failures": strategies.integers(0, 1000),
        "database_events": strategies.booleans(),
    }
    if "serverless" in data["database"]:
        found["database_acu_percent"] = PERCENTS
    else:
        found["database_free_storage_gib"] = strategies.integers(1, 19)
    if data["database"].get("instance_class", "").startswith("db.t"):
        found["database_cpu_credits"] = strategies.integers(1, 10_000)
    if copies_of(data):
        found["database_replica_lag_seconds"] = strategies.integers(1, 86400)
    return found


def rules() -> SearchStrategy[Tables]:
    """Draw thresholds of rules."""
    return table(
        {},
        {
            "error_percent": SHARES,
            "error_floor_requests": strategies.integers(1, 1000),
            "latency_seconds": strategies.sampled_from([0.25, 2, 300]),
            "database_connections_percent": PERCENTS,
            "slow_queries_per_minute": SHARES,
            "deadlocks_per_minute": SHARES,
            "replica_lag_seconds": strategies.integers(1, 86_400),
            "container_memory_percent": PERCENTS,
        },
    )


def _watches(drawn: Tables) -> list[bool]:
    settings = {"email", "critical_email", "error_floor_requests"}
    return [value is not False for key, value in drawn.items() if key not in settings]
