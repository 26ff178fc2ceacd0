"""Draw the edge's table: targets, HTTPS, domain, site, firewalls and access logs."""

from hypothesis import strategies
from hypothesis.strategies import SearchStrategy

from tests.strategies.scalars import RETENTION_DAYS, some_of, table
from tests.toml_files import Tables

HEALTH_CHECKS = table(
    {},
    {
        "path": strategies.sampled_from(["/", "/health", "/a.b~c@d:e+f-$"]),
        "interval_seconds": strategies.integers(30, 300),
        "timeout_seconds": strategies.integers(2, 29),
        "healthy_threshold": strategies.integers(2, 10),
        "unhealthy_threshold": strategies.integers(2, 10),
        "status_codes": strategies.sampled_from(["200", "200,302", "200-299"]),
    },
)
TARGETS = table(
    {},
    {
        "protocol": strategies.sampled_from(["HTTP", "HTTPS"]),
        "deregistration_delay_seconds": strategies.integers(0, 3600),
        "sticky_seconds": strategies.integers(1, 604_800),
        "health_check": HEALTH_CHECKS,
    },
)
PATHS = strategies.lists(
    strategies.sampled_from(["/api/*", "/", "/a?b&c", "/x\"'~", "/v1/*"]), min_size=1, max_size=5, unique=True
)
# All of them fit every domain that is drawn, so that an issued certificate has their names.
HOSTS = strategies.lists(strategies.sampled_from(["*.example.com", "ap?.*.com"]), min_size=1, max_size=2, unique=True)
RULES: SearchStrategy[Tables] = strategies.one_of(
    strategies.fixed_dictionaries({"paths": PATHS}),
    strategies.fixed_dictionaries({"hosts": HOSTS}),
    strategies.fixed_dictionaries({"hosts": HOSTS, "paths": strategies.sampled_from([["/api/*"], ["/x", "/y"]])}),
)
EXPIRY = {"expire_days": strategies.integers(1, 3650)}
ACCESS_LOGS = table({}, EXPIRY)
PREFIXES = strategies.sampled_from(["lb", "logs/of.the_edge-1", "a"])
GROUPS = (
    "common",
    "ip-reputation",
    "sql-injection",
    "anonymous-ip",
    "admin-protection",
    "linux",
    "posix",
    "windows",
    "php",
    "wordpress",
)
TLS_POLICIES = strategies.sampled_from(
    [
        "ELBSecurityPolicy-TLS13-1-2-2021-06",
        "ELBSecurityPolicy-TLS13-1-3-2021-06",
        "ELBSecurityPolicy-TLS13-1-2-Res-2021-06",
    ]
)


@strategies.composite
def edges(draw: strategies.DrawFn, environment: str, region: str, service: Tables) -> Tables:
    """Draw an edge that sends traffic to some of the containers that listen."""
    containers = service["containers"]
    listening = [name for name, container in containers.items() if "port" in container]
    default, *others = draw(some_of(listening, least=1))
    priorities = draw(strategies.lists(strategies.integers(1, 50000), min_size=2, max_size=2, unique=True))
    targets: Tables = {default: draw(TARGETS)}
    for name, priority in zip(others, priorities, strict=False):
        targets[name] = draw(TARGETS) | draw(RULES) | {"priority": priority}
    if any("repository" in container for container in containers.values()):
        # The placeholder of the first deployment speaks plain HTTP.
        targets = {name: target | {"protocol": "HTTP"} for name, target in targets.items()}
    if "blue_green" in service:
        for target in targets.values():
            target.pop("sticky_seconds", None)
    found: Tables = {"targets": targets}
    zone = draw(strategies.sampled_from(["none", "parameter", "create"]))
    if zone != "none":
        found["domain"] = {"name": f"api.{environment}.example.com"}
        found["domain"] |= {"hosted_zone": zone} if zone == "create" or draw(strategies.booleans()) else {}
        if zone == "create" and region == "us-east-1" and draw(strategies.booleans()):
            found["domain"]["query_logging"] = draw(table({}, {"retention_days": RETENTION_DAYS}))
    if draw(strategies.booleans()):
        kinds = ["issue", "parameter"] if zone == "parameter" else ["parameter"]
        found["https"] = draw(table({"certificate": strategies.sampled_from(kinds)}, {"tls_policy": TLS_POLICIES}))
    if draw(strategies.booleans()):
        found["site"] = draw(sites(environment, region, zone))
    open_ports = [[80, 443], [443, 80]] if "https" in found else [[80], [80, 443]]
    optional = {
        "open_ports": strategies.sampled_from(open_ports),
        # Refused of what is disposable, so not often on.
        "deletion_protection": strategies.sampled_from([True, False, False]),
        "access_log": table({}, {**EXPIRY, "prefix": PREFIXES}),
        "waf": firewalls(behind_proxy=strategies.booleans()),
    }
    return found | draw(table({}, optional))


@strategies.composite
def firewalls(draw: strategies.DrawFn, /, **more: SearchStrategy[bool]) -> Tables:
    """Draw a web ACL of rules that fit into one."""
    optional = {
        "rate_limit": strategies.sampled_from([10, 1000, 2_000_000_000]),
        "count_only": strategies.booleans(),
        "logged_requests": strategies.sampled_from(["all", "matched"]),
        "retention_days": RETENTION_DAYS,
        **more,
    }
    found = draw(table({}, optional))
    if draw(strategies.booleans()):
        found["managed_groups"] = draw(strategies.lists(strategies.sampled_from(GROUPS), unique=True, max_size=4))
    if "common" in found.get("managed_groups", GROUPS):
        found |= draw(table({}, {"block_large_bodies": strategies.booleans()}))
    return found


@strategies.composite
def sites(draw: strategies.DrawFn, environment: str, region: str, zone: str) -> Tables:
    """Draw a site; what only us-east-1 has is drawn there only."""
    at_home = region == "us-east-1"
    found: Tables = {}
    if zone != "none" and draw(strategies.booleans()):
        found["domain"] = f"www.{environment}.example.com"
        issued = at_home and zone == "parameter"
        found["certificate"] = draw(strategies.sampled_from(["issue", "parameter"] if issued else ["parameter"]))
    headers = ["policy", "lambda-edge"] if at_home else ["policy"]
    if at_home:
        found |= draw(table({}, {"waf": firewalls(), "access_log": ACCESS_LOGS}))
    seconds = strategies.sampled_from([0, 1, 300, 31_536_000])
    return found | draw(
        table(
            {},
            {
                "origin_access": strategies.sampled_from(["oac", "oai"]),
                "security_headers": strategies.sampled_from(headers),
                "content_security_policy": strategies.sampled_from(
                    ["default-src 'self'", "default-src *; img-src data:"]
                ),
                "html_seconds": seconds,
                "asset_seconds": seconds,
                "default_seconds": seconds,
                "error_seconds": seconds,
                "tiering_days": strategies.integers(1, 3650),
                "noncurrent_days": strategies.integers(1, 36500),
                "price_class": strategies.sampled_from(["PriceClass_100", "PriceClass_200", "PriceClass_All"]),
                "additional_metrics": strategies.booleans(),
                "bucket_access_log": ACCESS_LOGS,
            },
        )
    )
