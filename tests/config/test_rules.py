"""Every rule between keys: once broken and once kept."""

from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.commands import build_here, refused
from tests.toml_files import DATABASE_KEYS, NO_CHANGE, Key, system_file

Changes = Mapping[Key, object]


class Rule(NamedTuple):
    """Changes to a shipped system that break a rule, what is said of it, and changes that keep it."""

    broken: Changes
    key: str
    says: str
    kept: Changes = NO_CHANGE
    drop: tuple[Key, ...] = ()


API = "service.containers.api"
WEB: dict[str, object] = {"image": "nginx:alpine", "port": 80}
NO_PORT: dict[str, object] = {"image": "nginx:alpine"}
THREE = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
RDS = "data.database"
EXPIRE = "data.buckets.uploads.expire"
OUTSIDE = ["10.1.1.0/24", "10.0.11.0/24"]
OVERLAP = ["10.0.1.128/25", "10.0.11.0/24"]
FOUR = [*THREE, "10.0.4.0/24"]
DOMAIN = ("edge.domain", "edge.https")
REPOSITORY: dict[str, object] = {"name": "web"}
NO_SERVER_NAMES = 'edge.domain.hosted_zone = "create" makes one'
CREATED_ZONE: Changes = {
    "edge.domain.hosted_zone": "create",
    "edge.https.certificate": "parameter",
    "outputs.Servers": "hosted-zone.name-servers",
}

CAPACITY: dict[str, object] = {"minimum_acu": 0.5, "maximum_acu": 2}
INSTANCE = (f"{RDS}.instance_class", f"{RDS}.storage_gib", f"{RDS}.multi_az")
AURORA: Changes = {f"{RDS}.engine": "aurora-postgresql", f"{RDS}.version": "16.13", f"{RDS}.serverless": CAPACITY}
PAUSING: Changes = {f"{RDS}.serverless": {"minimum_acu": 0, "maximum_acu": 2, "pause_after_seconds": 300}}
HOSTED: dict[str, object] = {"method": "hosted-function"}
MANAGED: dict[str, object] = {"method": "managed"}
IN_PUBLIC: Changes = {"service.subnets": "public", "network.isolated_subnets": ["10.0.20.0/24", "10.0.21.0/24"]}
KEYS: dict[str, object] = {"keys": {"description": "Keys of other services"}}

RULES = {
    # data
    "reserved user": Rule({f"{RDS}.username": "postgres"}, f"{RDS}.username", "is reserved", {f"{RDS}.username": "me"}),
    "reserved prefix": Rule({f"{RDS}.username": "PG_me"}, f"{RDS}.username", "is reserved", {f"{RDS}.username": "p"}),
    "reserved database": Rule({f"{RDS}.name": "Template0"}, f"{RDS}.name", "is reserved", {f"{RDS}.name": "t0"}),
    "storage limit": Rule(
        {f"{RDS}.storage_gib": 40, f"{RDS}.storage_limit_gib": 43},
        f"{RDS}.storage_limit_gib",
        "at least 10 % above storage_gib (40)",
        {f"{RDS}.storage_gib": 40, f"{RDS}.storage_limit_gib": 44},
    ),
    "prefix twice": Rule(
        {EXPIRE: [{"prefix": "a/", "days": 1}, {"prefix": "a/", "days": 2}]},
        EXPIRE,
        'names the prefix "a/" twice',
        {EXPIRE: [{"prefix": "a/", "days": 1}, {"prefix": "b/", "days": 1}]},
    ),
    "old versions without versions": Rule(
        {"data.buckets.uploads": {"versioned": False, "noncurrent_days": 3}},
        "data.buckets.uploads.noncurrent_days",
        "without versioned = true",
        {"data.buckets.uploads": {"versioned": True, "noncurrent_days": 3}},
    ),
    "secret called as the database's": Rule(
        {"data.secrets": {"database": {"description": "x"}}},
        "data.secrets.database",
        "choose another name",
        {"data.secrets": {"databases": {"description": "x"}}},
    ),
    "public subnet too small": Rule(
        {"network.public_subnets": ["10.0.1.0/28", "10.0.2.0/24"]},
        "network.public_subnets",
        "10.0.1.0/28 is too small for a load balancer",
        {"network.public_subnets": ["10.0.1.0/27", "10.0.2.0/27"]},
    ),
    "no data": Rule(
        {"data": {}, "service.access": {}, f"{API}.environment_from": {}, "outputs": {}},
        "data",
        "a stack needs a database, a bucket, a repository or a secret",
        {"data": {"buckets": {"a": {}}}, "service.access": {}, f"{API}.environment_from": {}, "outputs": {}},
        drop=("monitoring.database_cpu_percent", "environments.development.data"),
    ),
    "one name for two repositories": Rule(
        {"data.repositories": {"a": REPOSITORY, "b": REPOSITORY}},
        "data.repositories.b.name",
        '"web" is used by two repositories',
        {"data.repositories": {"a": REPOSITORY, "b": {"name": "other"}}},
    ),
    # edge
    "paths without priority": Rule(
        {"service.containers.web": WEB, "edge.targets.web": {"paths": ["/web/*"]}},
        "edge.targets.web.priority",
        "is missing",
        {"service.containers.web": WEB, "edge.targets.web": {"paths": ["/web/*"], "priority": 1}},
    ),
    "priority without paths": Rule({"edge.targets.api.priority": 3}, "edge.targets.api.priority", "without paths"),
    "slow health check": Rule(
        {"edge.targets.api.health_check": {"interval_seconds": 5, "timeout_seconds": 5}},
        "edge.targets.api.health_check.timeout_seconds",
        "must be below interval_seconds (5)",
        {"edge.targets.api.health_check": {"interval_seconds": 5, "timeout_seconds": 4}},
    ),
    "two default targets": Rule(
        {"service.containers.web": WEB, "edge.targets.web": {}}, "edge.targets", "2 targets have no paths"
    ),
    "no default target": Rule(
        {"edge.targets.api": {"paths": ["/"], "priority": 1}}, "edge.targets", "0 targets have no paths"
    ),
    "one priority for two": Rule(
        {
            "service.containers": {"api": WEB, "b": {**WEB, "port": 81}, "c": {**WEB, "port": 82}},
            "edge.targets.b": {"paths": ["/b"], "priority": 1},
            "edge.targets.c": {"paths": ["/c"], "priority": 1},
        },
        "edge.targets",
        "two targets have priority 1",
        {
            "service.containers": {"api": WEB, "b": {**WEB, "port": 81}, "c": {**WEB, "port": 82}},
            "edge.targets.b": {"paths": ["/b"], "priority": 1},
            "edge.targets.c": {"paths": ["/c"], "priority": 2},
        },
    ),
    "certificate without domain": Rule(
        {"edge.https.certificate": "issue"},
        "edge.https.certificate",
        "needs a domain",
        {"edge.https.certificate": "parameter"},
        drop=("edge.domain",),
    ),
    "certificate in a new zone": Rule(
        {"edge.domain.hosted_zone": "create"}, "edge.https.certificate", "waits for ever", CREATED_ZONE
    ),
    "listener behind a closed port": Rule(
        {"edge.open_ports": [80]}, "edge.open_ports", "must hold [80, 443]", {"edge.open_ports": [443, 80]}
    ),
    "open port without meaning": Rule({"edge.open_ports": [80, 443, 8080]}, "edge.open_ports", "nothing but 80"),
    "port out of range open": Rule({"edge.open_ports": [80, 443, 70000]}, "edge.open_ports", "nothing but 80 and 443"),
    "open port twice": Rule({"edge.open_ports": [80, 443, 443]}, "edge.open_ports", "names a port twice"),
    # network
    "one zone": Rule({"network.public_subnets": ["10.0.1.0/24"]}, "network.public_subnets", "at least 2"),
    "four zones": Rule({"network.public_subnets": FOUR}, "network.public_subnets", "3 are the most built here"),
    "private subnets missing a zone": Rule(
        {"network.private_subnets": ["10.0.10.0/24"]}, "network.private_subnets", "has 1 entries"
    ),
    "isolated subnets missing a zone": Rule(
        {"network.isolated_subnets": ["10.0.20.0/24"]},
        "network.isolated_subnets",
        "one per zone",
        {"network.isolated_subnets": ["10.0.20.0/24", "10.0.21.0/24"]},
    ),
    "zone names missing a zone": Rule({"network.zone_names": ["us-east-1a"]}, "network.zone_names", "has 1 entries"),
    "one zone twice": Rule(
        {"network.zone_names": ["us-east-1a", "us-east-1a"]},
        "network.zone_names",
        "names a zone twice",
        {"network.zone_names": ["us-east-1a", "us-east-1b"]},
    ),
    "zone of another region": Rule(
        {"network.zone_names": ["us-east-1a", "us-east-2b"]},
        "network.zone_names",
        "is not in region us-east-1",
    ),
    "gateways for nobody": Rule(
        {
            "service.subnets": "public",
            "data.database.subnets": "isolated",
            "network.isolated_subnets": THREE[:2],
        },
        "network.nat_gateways",
        "serves private subnets",
        {
            "service.subnets": "public",
            "data.database.subnets": "isolated",
            "network.isolated_subnets": ["10.0.20.0/24", "10.0.21.0/24"],
            "network.nat_gateways": "none",
        },
        drop=("network.private_subnets",),
    ),
    "subnet outside": Rule({"network.private_subnets": OUTSIDE}, "network.private_subnets", "lies outside the VPC's"),
    "subnets overlap": Rule({"network.private_subnets": OVERLAP}, "network.private_subnets", "overlaps 10.0.1.0/24"),
    "subnet twice": Rule({"network.public_subnets": ["10.0.1.0/24"] * 2}, "network.public_subnets", "overlaps"),
    # service
    "memory that Fargate has not": Rule(
        {"service.memory": 4096}, "service.memory", "only 512, 1024, 2048", {"service.memory": 2048}
    ),
    "memory between two steps": Rule(
        {"service.cpu": 8192, "service.memory": 17 * 1024},
        "service.memory",
        "16384 to 61440 in steps of 4096",
        {"service.cpu": 8192, "service.memory": 20 * 1024},
    ),
    "bounds the wrong way": Rule(
        {"service.autoscaling.minimum": 11}, "service.autoscaling.minimum", "11 is above maximum (10)"
    ),
    "nothing tracked": Rule(
        {},
        "service.autoscaling",
        "tracks nothing",
        {"service.autoscaling.memory_percent": 60},
        drop=("service.autoscaling.cpu_percent",),
    ),
    "count outside the bounds": Rule({"service.desired_count": 1}, "service.desired_count", "outside autoscaling's 2"),
    "deployment that cannot move": Rule(
        {"service.maximum_percent": 100},
        "service.maximum_percent",
        "neither stop nor start one",
        {"service.maximum_percent": 100, "service.minimum_healthy_percent": 50},
    ),
    "variable twice": Rule({f"{API}.environment.DB_HOST": "x"}, f"{API}.environment.DB_HOST", "is set twice"),
    "credential by value": Rule(
        {f"{API}.environment.api_key": "x"},
        f"{API}.environment.api_key",
        "looks like a credential",
        {f"{API}.secrets": {"API_KEY": "database.password"}},
    ),
    "no source": Rule({f"{API}.environment_from.A": "database.user"}, f"{API}.environment_from.A", "is no source"),
    "source with a line break": Rule(
        {f"{API}.environment_from.A": "database.host\n"},
        f"{API}.environment_from.A",
        r'host\n" is no',
        {f"{API}.environment_from.A": "database.host"},
    ),
    "slow container check": Rule(
        {f"{API}.health_check": {"command": "true", "interval_seconds": 5, "timeout_seconds": 5}},
        f"{API}.health_check.timeout_seconds",
        "must be below interval_seconds (5)",
        {f"{API}.health_check": {"command": "true", "interval_seconds": 6, "timeout_seconds": 5}},
    ),
    "folder twice": Rule({f"{API}.writable_paths": ["/a", "/a"]}, f"{API}.writable_paths", "is named twice"),
    "folders too alike": Rule(
        {f"{API}.writable_paths": ["/a/b", "/a_b"]},
        f"{API}.writable_paths",
        "differs from it in / _ and . only",
        {f"{API}.writable_paths": ["/a/b", "/a/c", "/.cache"]},
    ),
    "limits above the task": Rule(
        {f"{API}.memory": 513}, "service.memory", "add up to 513 MiB", {f"{API}.memory": 512}
    ),
    "one port for two": Rule(
        {"service.containers.web": {**WEB, "port": 8000}},
        "service.containers",
        "two containers listen on port 8000",
        {"service.containers.web": WEB},
    ),
    # system
    "too many tags": Rule(
        {"tags": {f"k{number}": "v" for number in range(38)}},
        "tags",
        "40 are the most",
        {"tags": {f"k{number}": "v" for number in range(37)}},
    ),
    "tasks in no tier": Rule(
        {"network.nat_gateways": "none"},
        "service.subnets",
        "network.private_subnets is empty",
        {
            "network.nat_gateways": "none",
            "service.subnets": "public",
            "network.isolated_subnets": ["10.0.20.0/24", "10.0.21.0/24"],
            "data.database.subnets": "isolated",
        },
        drop=("network.private_subnets",),
    ),
    "no way out": Rule({"network.nat_gateways": "none"}, "network.nat_gateways", "have no way out"),
    "database in no tier": Rule({f"{RDS}.subnets": "isolated"}, f"{RDS}.subnets", "isolated_subnets is empty"),
    "target without container": Rule(
        {"edge.targets.web": {"paths": ["/w"], "priority": 1}}, "edge.targets.web", "there is api"
    ),
    "target without port": Rule(
        {"service.containers.web": NO_PORT, "edge.targets.web": {"paths": ["/w"], "priority": 1}},
        "service.containers.web.port",
        "edge.targets sends it traffic",
        {"service.containers.web": NO_PORT},
    ),
    "access to no bucket": Rule(
        {"service.access.buckets.logs": "read"},
        "service.access.buckets.logs",
        "no such bucket",
        {"service.access.buckets.logs": "read", "data.buckets.logs": {}},
    ),
    "secret of no database": Rule(
        {"service.access.database_secret": True},
        "service.access.database_secret",
        "there is no data.database",
        drop=DATABASE_KEYS,
    ),
    "secrets from no database": Rule(
        {f"{API}.secrets": {"X": "database.host"}},
        f"{API}.secrets",
        "there is no data.database",
        drop=DATABASE_KEYS,
    ),
    "source of no database": Rule(
        {f"{API}.environment_from.X": "database.host"},
        f"{API}.environment_from.X",
        "there is no data.database",
        drop=DATABASE_KEYS,
    ),
    "source of no bucket": Rule(
        {f"{API}.environment_from.X": "bucket.logs"}, f"{API}.environment_from.X", 'no bucket "logs"'
    ),
    "source of a closed bucket": Rule(
        {f"{API}.environment_from.X": "bucket.logs", "data.buckets.logs": {}},
        f"{API}.environment_from.X",
        'add service.access.buckets.logs = "read-write"',
        {
            f"{API}.environment_from.X": "bucket.logs",
            "data.buckets.logs": {},
            "service.access.buckets.logs": "read",
        },
    ),
    "source of a closed secret": Rule(
        {"service.access.database_secret": False},
        f"{API}.environment_from.DB_SECRET_ARN",
        "may not read the secret",
    ),
    "alarm of no database": Rule(
        {"monitoring.database_cpu_percent": 80},
        "monitoring.database_cpu_percent",
        "no data.database to watch",
        drop=DATABASE_KEYS,
    ),
    "alarm without a metric": Rule(
        {"service.container_insights": "disabled"},
        "monitoring.running_tasks_below",
        "only with Container Insights",
        {"service.container_insights": "enhanced"},
    ),
    "output of no repository": Rule(
        {"outputs.X": "repository.web.uri"},
        "outputs.X",
        'there is no repository "web" in data',
        {"outputs.X": "repository.web.uri", "data.repositories.web": REPOSITORY},
    ),
    "output of no bucket": Rule({"outputs.X": "bucket.logs.name"}, "outputs.X", 'there is no bucket "logs" in data'),
    "output of an attribute that is not": Rule({"outputs.X": "bucket.uploads.uri"}, "outputs.X", "allowed are vpc.id"),
    "output of nothing": Rule({"outputs.X": ""}, "outputs.X", "allowed are vpc.id", {"outputs.X": "vpc.id"}),
    "output with a line break": Rule({"outputs.X": "bucket.uploads.name\n"}, "outputs.X", "allowed are vpc.id"),
    "output of no database": Rule(
        {"outputs.X": "database.port"}, "outputs.X", "there is no data.database", drop=DATABASE_KEYS
    ),
    "name servers of no zone": Rule(
        {"outputs.X": "hosted-zone.name-servers"}, "outputs.X", NO_SERVER_NAMES, CREATED_ZONE
    ),
    # monitoring
    # Aurora
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
    # rotation
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
    # secrets that are filled by hand
    "access to no secret": Rule(
        {"service.access.secrets": ["keys"]},
        "service.access.secrets",
        'there is no secret "keys" in data.secrets',
        {"data.secrets": KEYS, "service.access.secrets": ["keys"]},
    ),
    "secret that may not be read": Rule(
        {"data.secrets": KEYS, f"{API}.environment_from.KEYS_ARN": "secret.keys"},
        f"{API}.environment_from.KEYS_ARN",
        'add "keys" to service.access.secrets',
        {
            "data.secrets": KEYS,
            "service.access.secrets": ["keys"],
            f"{API}.environment_from.KEYS_ARN": "secret.keys",
        },
    ),
    "secret that there is not": Rule(
        {f"{API}.environment_from.KEYS_ARN": "secret.keys"},
        f"{API}.environment_from.KEYS_ARN",
        'there is no secret "keys" in data.secrets',
    ),
    "pseudo parameter in a variable": Rule(
        {f"{API}.environment": {"REGION": "${AWS::Region}"}},
        f"{API}.environment.REGION",
        "is not replaced here",
        {f"{API}.environment": {"REGION": "${REGION}"}},
    ),
    "pseudo parameter in a command": Rule(
        {f"{API}.command": ["run", "--region=${AWS::Region}"]},
        f"{API}.command.1",
        "is not replaced here",
        {f"{API}.command": ["run", "--region=${REGION}"]},
    ),
    "pseudo parameter in a health check": Rule(
        {f"{API}.health_check": {"command": "check ${AWS::Region}"}},
        f"{API}.health_check.command",
        "is not replaced here",
        {f"{API}.health_check": {"command": "check ${REGION}"}},
    ),
    # log groups
    "one log group for two": Rule(
        {"service.log_group": "/x/{environment}", "network.flow_logs.log_group": "/x/development"},
        "service.log_group",
        "is also the name of network.flow_logs.log_group",
        {"service.log_group": "/x/{environment}", "network.flow_logs.log_group": "/y/{environment}"},
    ),
    # site
    "site without the domain of its zone": Rule(
        {"edge.site": {"domain": "www.example.com"}, "edge.https.certificate": "parameter", "outputs": {}},
        "edge.site.domain",
        "needs edge.domain",
        {"edge.site": {}, "edge.https.certificate": "parameter", "outputs": {}},
        drop=("edge.domain",),
    ),
    "site with the load balancer's name": Rule(
        {"edge.site": {"domain": "task-management-api.example.com"}},
        "edge.site.domain",
        "each needs a name of its own",
        {"edge.site": {"domain": "www.example.com"}},
    ),
    "certificate of a site without domain": Rule(
        {"edge.site": {"certificate": "parameter"}},
        "edge.site.certificate",
        "has no meaning without a domain",
        {"edge.site": {"certificate": "parameter", "domain": "www.example.com"}},
    ),
    "site's certificate in a zone of this stack": Rule(
        {**CREATED_ZONE, "edge.site": {"domain": "www.example.com"}},
        "edge.site.certificate",
        "waits for ever",
        {**CREATED_ZONE, "edge.site": {"domain": "www.example.com", "certificate": "parameter"}},
    ),
    "site's certificate elsewhere": Rule(
        {"region": "eu-west-1", "edge.site": {"domain": "www.example.com"}},
        "edge.site.certificate",
        "CloudFront takes certificates of us-east-1 only",
        {"region": "eu-west-1", "edge.site": {"domain": "www.example.com", "certificate": "parameter"}},
    ),
    "edge function elsewhere": Rule(
        {"region": "eu-west-1", "edge.site": {"security_headers": "lambda-edge"}},
        "edge.site.security_headers",
        "must be in us-east-1",
        {"edge.site": {"security_headers": "lambda-edge"}},
    ),
    # what is watched
    "capacity of an instance": Rule(
        {"monitoring.database_acu_percent": 90},
        "monitoring.database_acu_percent",
        "only a serverless cluster",
        {**AURORA, "monitoring.database_acu_percent": 90},
        drop=INSTANCE,
    ),
    "connections of no database": Rule(
        {"monitoring.database_connections": 9},
        "monitoring.database_connections",
        "there is no data.database",
        {"monitoring": {"server_errors": 1}},
        drop=DATABASE_KEYS,
    ),
    "wanted tasks without insights": Rule(
        {"service.container_insights": "disabled", "monitoring": {"tasks_below_desired": True}},
        "monitoring.tasks_below_desired",
        "Container Insights",
        {"service.container_insights": "enhanced", "monitoring": {"tasks_below_desired": True}},
    ),
    "errors of no site": Rule(
        {"monitoring.site_error_percent": 5},
        "monitoring.site_error_percent",
        "there is no edge.site",
        {"edge.site": {}, "monitoring.site_error_percent": 5},
    ),
    "errors of a site elsewhere": Rule(
        {"region": "eu-west-1", "edge.site": {}, "monitoring.site_error_percent": 5},
        "monitoring.site_error_percent",
        "an alarm sees its own region only",
        {"edge.site": {}, "monitoring.site_error_percent": 5},
    ),
    "output of no site": Rule(
        {"outputs.Site": "site.url"},
        "outputs.Site",
        "there is no edge.site",
        {"edge.site": {}, "outputs.Site": "site.url"},
    ),
    "no alarm": Rule(
        {"monitoring": {"email": "a@b.example"}},
        "monitoring",
        "has neither an alarm nor dashboards",
        {"monitoring": {"server_errors": 0}},
    ),
}


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_broken_rule(rule: Rule, tmp_path: Path) -> None:
    """A broken rule is told at its key, with what would be right; nothing is written."""
    file = system_file(tmp_path, rule.broken, rule.drop)
    lines = refused(tmp_path, file)
    assert any(line.startswith(f"{file}: {rule.key}: ") and rule.says in line for line in lines), lines


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_kept_rule(rule: Rule, tmp_path: Path) -> None:
    """The same system with the rule kept builds."""
    file = system_file(tmp_path, rule.kept, rule.drop)
    ended = build_here(file, "--no-gate", "--quiet", "--out", tmp_path / "out")
    assert ended.code == 0, ended


def test_tag_without_database(tmp_path: Path) -> None:
    """A system may do without a database altogether."""
    file = system_file(tmp_path, drop=DATABASE_KEYS)
    assert build_here(file, "--no-gate", "--quiet", "--out", tmp_path / "out").code == 0


def test_a_name_for_two_environments(tmp_path: Path) -> None:
    """Two environments of one account may not give a thing the same name."""
    file = system_file(tmp_path, {"service.log_group": "/x", "environments.staging": {}}, DOMAIN)
    lines = refused(tmp_path, file)
    assert len(lines) == 1, lines
    assert lines[0].startswith(f'{file}: service.log_group: "/x" is also what environment development names so')
    assert lines[0].endswith("(in environment staging)")


def test_a_domain_for_two_environments(tmp_path: Path) -> None:
    """A domain leads to one environment, also where the two are in different accounts."""
    domains: Changes = {"edge.domain.name": "a.example.com", "edge.site": {"domain": "b.example.com"}}
    staging: dict[str, object] = {
        "account": "222222222222",
        "edge": {"domain": {"name": "b.example.com"}, "site": {"domain": "c.example.com"}},
    }
    changes: Changes = {**domains, "environments.development.account": "111111111111", "environments.staging": staging}
    file = system_file(tmp_path, changes)
    (line,) = refused(tmp_path, file)
    assert line.startswith(f'{file}: environments.staging.edge.domain.name: "b.example.com" is also a domain of')


@pytest.mark.parametrize(
    "apart",
    [
        {"service.log_group": "/x/{environment}"},
        {"environments.staging": {"region": "eu-west-1"}},
        {"environments.development.account": "111111111111", "environments.staging": {"account": "222222222222"}},
    ],
    ids=["a place for the name", "regions", "accounts"],
)
def test_environments_that_are_apart(apart: Changes, tmp_path: Path) -> None:
    """A place for the environment's name, or another region or account, keeps them apart."""
    file = system_file(tmp_path, {"service.log_group": "/x", "environments.staging": {}, **apart}, DOMAIN)
    ended = build_here(file, "--no-gate", "--quiet", "--out", tmp_path / "out")
    assert ended.code == 0, ended
