"""A value that is wrong by itself is refused with its file, its key and what is allowed."""

from collections.abc import Mapping
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.commands import refused
from tests.toml_files import Key, system_file


class Bad(NamedTuple):
    """Changes to a shipped system, and what the message says about them."""

    changes: Mapping[Key, object]
    key: str
    says: str


API = "service.containers.api"
DATABASE = "data.database"
LOWER_CASE = "lower-case letters, digits and single hyphens"
PART = "lower-case words of letters and digits"
REPOSITORY = "lower-case letters and digits, parted by single"
NOON = datetime(2024, 1, 1, 12, tzinfo=UTC)

BAD = {
    # unknown keys, with the closest known one
    "unknown key at the top": Bad({"netwrok": 1}, "netwrok", 'did you mean "network"?'),
    "unknown key in a table": Bad({"service.cpus": 1}, "service.cpus", 'did you mean "cpu"?'),
    "unknown key of a container": Bad({f"{API}.ports": 1}, f"{API}.ports", 'did you mean "port"?'),
    "unknown key of a bucket": Bad(
        {"data.buckets.uploads.version": True}, "data.buckets.uploads.version", 'did you mean "versioned"?'
    ),
    "unknown key in a list": Bad(
        {"data.buckets.uploads.expire": [{"prefix": "a/", "days": 1, "day": 1}]},
        "data.buckets.uploads.expire.0.day",
        'did you mean "days"?',
    ),
    "unknown key like none": Bad({"edge.zzz": 1}, "edge.zzz", "Known here: access_log, deletion_protection, domain"),
    "unknown key with a colour": Bad({("\x1b[31m",): 1}, r'"\u001b[31m"', "Known here: account"),
    "unknown key with a dot": Bad({("a.b",): 1}, '"a.b"', "Known here: account"),
    "unknown key of pydantic's": Bad({("[key]",): 1}, '"[key]"', "Known here: account"),
    "empty key": Bad({("",): 1}, '""', "Known here: account"),
    "promise without a burn rate": Bad(
        {"monitoring.availability_percent": 94.9}, "monitoring.availability_percent", "95 is the least"
    ),
    # wrong types
    "text for a number": Bad({f"{API}.port": "8000"}, f"{API}.port", 'must be a whole number, not "8000"'),
    "text for a CPU size": Bad({"service.cpu": "256"}, "service.cpu", '"256" is not allowed; it takes 256, 512'),
    "float for a number": Bad({"service.memory": 512.0}, "service.memory", "must be a whole number, not 512.0"),
    "boolean for a number": Bad({"service.memory": True}, "service.memory", "must be a whole number, not true"),
    "nan": Bad({"service.memory": float("nan")}, "service.memory", "must be a whole number, not NaN"),
    "inf": Bad({"service.memory": float("inf")}, "service.memory", "must be a whole number, not Infinity"),
    "minus inf for a literal": Bad({"service.cpu": float("-inf")}, "service.cpu", "it takes a whole number"),
    "number for a text": Bad({"description": 1}, "description", "must be a text in quotes, not 1"),
    "number for an address": Bad({"network.cidr": 167772160}, "network.cidr", "must be a text in quotes"),
    "number for a boolean": Bad({"service.circuit_breaker": 1}, "service.circuit_breaker", "must be true or false"),
    "text for a boolean": Bad({f"{DATABASE}.multi_az": "yes"}, f"{DATABASE}.multi_az", "must be true or false"),
    "text for a list": Bad({f"{API}.command": "run"}, f"{API}.command", 'must be a list in [ ], not "run"'),
    "text for a table": Bad({"edge": "web"}, "edge", 'must be a table, not "web"'),
    "list for a table": Bad({"tags": ["a"]}, "tags", "must be a table"),
    "table for a text": Bad({"region": {}}, "region", "must be a text in quotes, not {}"),
    "table of numbers": Bad({f"{API}.environment": {"A": 1}}, f"{API}.environment.A", "must be a text in quotes"),
    # dates where text is wanted
    "date": Bad({"description": date(2024, 1, 1)}, "description", "2024-01-01 is a date or a time"),
    "time": Bad({"tags.Cost": time(12)}, "tags.Cost", "put it in quotes"),
    "date in a list": Bad({f"{API}.command": ["run", NOON]}, f"{API}.command.1", "put it in quotes"),
    "date as an environment": Bad({"environments.development": NOON}, "environments.development", "put it in quotes"),
    # numbers
    "port too high": Bad({f"{API}.port": 65536}, f"{API}.port", "65536 is out of range; 65535 is the most"),
    "port too low": Bad({f"{API}.port": 0}, f"{API}.port", "0 is out of range; 1 is the least"),
    "negative port": Bad({f"{DATABASE}.port": -5432}, f"{DATABASE}.port", "1150 is the least"),
    "huge integer": Bad({"monitoring.server_errors": 10**400}, "monitoring.server_errors", "at most 64 bits"),
    "huge negative": Bad({"service.memory": -(2**63)}, "service.memory", "at most 64 bits"),
    "too many tasks": Bad({"monitoring.running_tasks_below": 5001}, "monitoring.running_tasks_below", "5000 is the"),
    "no second to stick": Bad({"edge.targets.api.sticky_seconds": 0}, "edge.targets.api.sticky_seconds", "1 is the"),
    "a week and a second": Bad(
        {"edge.targets.api.sticky_seconds": 604_801}, "edge.targets.api.sticky_seconds", "604800 is the most"
    ),
    "rate below WAF's least": Bad({"edge.waf": {"rate_limit": 9}}, "edge.waf.rate_limit", "10 is the least"),
    "no group of WAF": Bad({"edge.waf": {"managed_groups": ["bots"]}}, "edge.waf.managed_groups.0", "common"),
    "proxy before CloudFront": Bad(
        {"edge.site": {"waf": {"behind_proxy": True}}}, "edge.site.waf.behind_proxy", "unknown key"
    ),
    "host without a dot": Bad({"edge.targets.api.hosts": ["localhost"]}, "edge.targets.api.hosts.0", "a host name"),
    "host in upper case": Bad({"edge.targets.api.hosts": ["A.example.com"]}, "edge.targets.api.hosts.0", "lower case"),
    "host that ends open": Bad({"edge.targets.api.hosts": ["www.*"]}, "edge.targets.api.hosts.0", "a host name"),
    "prefix with a slash": Bad({"edge.access_log": {"prefix": "lb/"}}, "edge.access_log.prefix", "single slashes"),
    "days between two allowed": Bad(
        {"network.flow_logs": {"retention_days": 8}}, "network.flow_logs.retention_days", "7, 14"
    ),
    "unknown CPU size": Bad({"service.cpu": 300}, "service.cpu", "it takes 256, 512, 1024"),
    # addresses
    "no address block": Bad({"network.cidr": "10.0.0.0/33"}, "network.cidr", "is no IPv4 address block"),
    "host bits": Bad({"network.cidr": "10.0.0.1/16"}, "network.cidr", "the network's first address"),
    "IPv6": Bad({"network.cidr": "fd00::/56"}, "network.cidr", "is no IPv4 address block"),
    "loopback block": Bad({"network.cidr": "127.0.0.0/16"}, "network.cidr", "AWS refuses blocks in 0.0.0.0/8"),
    "link-local block": Bad({"network.cidr": "169.254.0.0/16"}, "network.cidr", "AWS refuses blocks in 0.0.0.0/8"),
    "multicast block": Bad({"network.cidr": "224.1.0.0/16"}, "network.cidr", "AWS refuses blocks in 0.0.0.0/8"),
    "block of no network": Bad({"network.cidr": "0.1.0.0/16"}, "network.cidr", "AWS refuses blocks in 0.0.0.0/8"),
    "block too large": Bad({"network.cidr": "10.0.0.0/8"}, "network.cidr", "blocks from /16 to /28, not /8"),
    "block too small": Bad({"network.cidr": "10.0.0.0/29"}, "network.cidr", "blocks from /16 to /28, not /29"),
    "region of no partition": Bad({"region": "xx-nowhere-9"}, "region", "AWS has no such region, only af-south-1"),
    "region misspelt": Bad({"region": "eu-central-9"}, "region", 'did you mean "eu-central-'),
    # names that CloudFormation or S3 would refuse
    "system too long": Bad({"system": "a" * 29}, "system", "has 29 characters; 28 are the most"),
    "system in upper case": Bad({"system": "Tracker"}, "system", LOWER_CASE),
    "system outside": Bad({"system": "../tracker"}, "system", LOWER_CASE),
    "system with a slash": Bad({"system": "a/b"}, "system", LOWER_CASE),
    "system with a space": Bad({"system": "my system"}, "system", LOWER_CASE),
    "system not in ASCII": Bad({"system": "träcker"}, "system", LOWER_CASE),
    "system in full width": Bad({"system": "a\uff11"}, "system", LOWER_CASE),
    "system with a line break": Bad({"system": "tracker\n"}, "system", LOWER_CASE),
    "system ends with a hyphen": Bad({"system": "tracker-"}, "system", LOWER_CASE),
    "system with two hyphens": Bad({"system": "a--b"}, "system", LOWER_CASE),
    "system starts with a digit": Bad({"system": "1a"}, "system", LOWER_CASE),
    "float for a literal": Bad({"service.cpu": 256.0}, "service.cpu", "it takes a whole number"),
    "true for a literal": Bad(
        {"network.flow_logs.retention_days": True}, "network.flow_logs.retention_days", "whole number"
    ),
    "image with a scheme": Bad({f"{API}.image": "https://x/y"}, f"{API}.image", "an image such as"),
    "image that ends in a slash": Bad({f"{API}.image": "nginx/"}, f"{API}.image", "an image such as"),
    "image with two colons": Bad({f"{API}.image": "a::b"}, f"{API}.image", "an image such as"),
    "folder above": Bad({f"{API}.writable_paths": ["/a/../etc"]}, f"{API}.writable_paths.0", "an absolute path"),
    "folder itself": Bad({f"{API}.writable_paths": ["/."]}, f"{API}.writable_paths.0", "an absolute path"),
    "empty system": Bad({"system": ""}, "system", "must not be empty"),
    "environment too long": Bad({"environments": {"a" * 17: {}}}, f"environments.{'a' * 17}", "16 are the most"),
    "environment in upper case": Bad({"environments": {"Dev": {}}}, "environments.Dev", LOWER_CASE),
    "environment outside": Bad({"environments": {"../x": {}}}, 'environments."../x"', LOWER_CASE),
    "environment with a space": Bad({"environments": {"a b": {}}}, 'environments."a b"', LOWER_CASE),
    "environment not in ASCII": Bad({"environments": {"tést": {}}}, 'environments."tést"', LOWER_CASE),
    "empty environment": Bad({"environments": {"": {}}}, 'environments.""', "must not be empty"),
    "bucket in upper case": Bad({"data.buckets.Up": {}}, "data.buckets.Up", PART),
    "bucket outside": Bad({("data", "buckets", "../x"): {}}, 'data.buckets."../x"', PART),
    "bucket with a space": Bad({"data.buckets.a b": {}}, 'data.buckets."a b"', PART),
    "bucket not in ASCII": Bad({"data.buckets.ü": {}}, 'data.buckets."ü"', PART),
    "bucket too long": Bad({f"data.buckets.{'a' * 25}": {}}, f"data.buckets.{'a' * 25}", "24 are the most"),
    "bucket whose word is a number": Bad({"data.buckets.a-1": {}}, "data.buckets.a-1", PART),
    "repository key": Bad({"data.repositories.Web": {"name": "web"}}, "data.repositories.Web", PART),
    "repository name": Bad({"data.repositories.web": {"name": "Web"}}, "data.repositories.web.name", REPOSITORY),
    "repository outside": Bad({"data.repositories.web": {"name": "../w"}}, "data.repositories.web.name", REPOSITORY),
    "container in upper case": Bad({"service.containers.Api": {"image": "a"}}, "service.containers.Api", PART),
    "container outside": Bad({("service", "containers", "../x"): {"image": "a"}}, 'service.containers."../x"', PART),
    "container not in ASCII": Bad({"service.containers.é": {"image": "a"}}, 'service.containers."é"', PART),
    "container too long": Bad(
        {f"service.containers.{'a' * 25}": {"image": "a"}},
        f"service.containers.{'a' * 25}",
        "24 are the most",
    ),
    "output with a hyphen": Bad({"outputs.my-url": "url"}, "outputs.my-url", "letters and digits"),
    "variable with a hyphen": Bad({f"{API}.environment.A-B": "x"}, f"{API}.environment.A-B", "underscores"),
    "tag of AWS": Bad({"tags.aws:x": "x"}, 'tags."aws:x"', "not starting with aws:"),
    "tag of AWS in upper case": Bad({"tags.AwS:x": "x"}, 'tags."AwS:x"', "not starting with aws:"),
    "tag with a line break": Bad({"tags.a\nb": "x"}, r'tags."a\nb"', "letters, digits, spaces"),
    "tag not in ASCII": Bad({"tags.aé": "x"}, 'tags."aé"', "letters, digits, spaces"),
    "tag value empty": Bad({"tags.a": ""}, "tags.a", "must not be empty"),
    "tag value too long": Bad({"tags.a": "x" * 257}, "tags.a", "256 are the most"),
    "two-line description": Bad({"description": "a\nb"}, "description", "one line of plain ASCII"),
    "engine version without minor": Bad({f"{DATABASE}.version": "16"}, f"{DATABASE}.version", "major and minor"),
    "prefix without a slash": Bad(
        {"data.buckets.uploads.expire": [{"prefix": "a", "days": 1}]},
        "data.buckets.uploads.expire.0.prefix",
        "ending in a slash",
    ),
    "prefix too long for a rule's id": Bad(
        {"data.buckets.uploads.expire": [{"prefix": "a" * 248 + "/", "days": 1}]},
        "data.buckets.uploads.expire.0.prefix",
        "248 are the most",
    ),
    "old TLS policy": Bad(
        {"edge.https.tls_policy": "ELBSecurityPolicy-2016-08"}, "edge.https.tls_policy", "TLS 1.2 or newer"
    ),
    "account as a number": Bad({"account": 123456789012}, "account", "must be a text in quotes"),
    "image with a space": Bad({f"{API}.image": "a b"}, f"{API}.image", "an image such as nginx:alpine"),
    "relative folder": Bad({f"{API}.writable_paths": ["tmp"]}, f"{API}.writable_paths.0", "an absolute path"),
    "user by name": Bad({f"{API}.user": "root"}, f"{API}.user", "a user id in quotes"),
    "no containers": Bad({"service.containers": {}}, "service.containers", "must not be empty"),
    "no targets": Bad({"edge.targets": {}}, "edge.targets", "must not be empty"),
    "no networks at the other end": Bad(
        {"network.vpn": {"customer_address": "203.0.113.10", "remote_blocks": []}},
        "network.vpn.remote_blocks",
        "must not be empty",
    ),
    "too many accounts": Bad(
        {"data.repositories.api": {"name": "api", "pull_accounts": [f"{n:012}" for n in range(51)]}},
        "data.repositories.api.pull_accounts",
        "has 51 entries; 50 are the most",
    ),
    "promise of everything": Bad(
        {"monitoring.availability_percent": 100}, "monitoring.availability_percent", "it must be less than 100"
    ),
    "no time at all": Bad({"monitoring.latency_seconds": 0}, "monitoring.latency_seconds", "it must be more than 0"),
    "repository of one letter": Bad(
        {"data.repositories.api": {"name": "a"}}, "data.repositories.api.name", "it takes 2 characters at least"
    ),
    "name for an address": Bad(
        {"network.vpn": {"customer_address": "home.example.com", "remote_blocks": ["192.168.0.0/24"]}},
        "network.vpn.customer_address",
        "it takes an IPv4 address",
    ),
    # nesting
    "nested deeply": Bad({"tags.a": [[[[[[[[[[[[[[[[["x"]]]]]]]]]]]]]]]]]}, "tags.a.0", "is nested too deeply; 16"),
    "environments in a list": Bad({"environments": [{}]}, "environments", "must be a table of tables"),
    "environments as a number": Bad({"environments": 3}, "environments", "[environments.<name>]"),
    "no environment": Bad({"environments": {}}, "environments", "[environments.<name>]"),
    "environment that is no table": Bad({"environments.development": 3}, "environments.development", "a table"),
    "environment in the common part": Bad({"environment": "x"}, "environment", "that of its table"),
    "environment in an environment": Bad(
        {"environments.development.environment": "x"},
        "environments.development.environment",
        "the environment's name is that of its table",
    ),
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_wrong_value(bad: Bad, tmp_path: Path) -> None:
    """One line names the file and the key and says what is allowed; nothing is written."""
    file = system_file(tmp_path, bad.changes)
    lines = refused(tmp_path, file)
    (line,) = [line for line in lines if line.startswith(f"{file}: {bad.key}")]
    assert bad.says in line
    assert line.isprintable()


MISSING = {
    "system": "Name of the system",
    "network": "Addresses, zones, ways out.",
    "network.cidr": "Address block of the VPC",
    "service.cpu": "CPU units of a task",
    "service.containers.api.image": "the image of the first deployment",
    "data.database.version": "Engine version with its minor number",
    "edge.https.certificate": '"issue": ACM issues one',
    "environments": "[environments.<name>]",
}


@pytest.mark.parametrize(("key", "says"), MISSING.items())
def test_missing_key(key: str, says: str, tmp_path: Path) -> None:
    """A missing key is named, with what it is for."""
    file = system_file(tmp_path, drop=[key])
    (line,) = refused(tmp_path, file)
    assert line.startswith(f"{file}: {key}: is missing")
    assert says in line


def test_all_errors_at_once(tmp_path: Path) -> None:
    """Wrong values, unknown keys, missing keys and broken rules of one file are told in one go."""
    changes: dict[Key, object] = {
        "service.cpu": "256",
        "service.porp": 1,
        f"{API}.port": 70000,
        "network.private_subnets": ["10.1.0.0/24", "10.0.11.0/24"],
        f"{DATABASE}.username": "postgres",
        "edge.targets.api.priority": 3,
        "monitoring": {},
    }
    file = system_file(tmp_path, changes, drop=["data.database.version"])
    keys = {line.removeprefix(f"{file}: ").split(":")[0] for line in refused(tmp_path, file)}
    assert keys >= {
        "service.cpu",
        "service.porp",
        f"{API}.port",
        "network.private_subnets",
        "data.database.version",
        "edge.targets.api.priority",
        "monitoring",
    }


def test_all_errors_of_all_files(tmp_path: Path) -> None:
    """When two files are wrong, the errors of both are told."""
    one = system_file(tmp_path, {"service.cpu": 300}, name="one.toml")
    two = system_file(tmp_path, {"service.memory": 300, "service.containers.api.memory": 256}, name="two.toml")
    lines = refused(tmp_path, one, two)
    assert [line.split(":")[0] for line in lines] == [str(one), str(two)]


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({f"{DATABASE}.engine": "mariadb"}, f"{DATABASE}.engine"),
        (
            {"network.vpn": {"customer_address": "203.0.113.10", "remote_blocks": ["192.168.0.1/24"]}},
            "network.vpn.remote_blocks.0",
        ),
    ],
)
def test_what_follows_is_not_said(changes: Mapping[Key, object], key: str, tmp_path: Path) -> None:
    """One wrong value is one line, also where a default or the length of a list hangs on it."""
    file = system_file(tmp_path, changes)
    (line,) = refused(tmp_path, file)
    assert line.startswith(f"{file}: {key}: ")
