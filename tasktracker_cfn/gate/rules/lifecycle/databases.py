"""Versions of database engines that are out of standard support, or no longer offered.

Ends of standard support, also by endoflife.date of 2026-08-22:
https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MySQL.Concepts.VersionMgmt.html
https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/MariaDB.Concepts.VersionMgmt.html
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Aurora.VersionPolicy.html
Minor versions that can be made: cfn-lint 1.58, of 2026-10-20; it agrees with the notice of AWS for 2026-05-01.
"""

from collections.abc import Iterator, Mapping
from datetime import date

from tasktracker_cfn.gate.rules.dates import KNOWN, major, table
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import Item, System

DATABASES = ("AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::RDS::GlobalCluster")
POSTGRES = table(
    "11 2024-02-29, 12 2025-02-28, 13 2026-02-28, 14 2027-02-28, 15 2028-02-29, 16 2029-02-28, 17 2030-02-28"
)
ENDS: Mapping[str, Mapping[str, date]] = {
    "aurora-mysql": table("5.7 2024-10-31, 8.0 2028-04-30"),
    "aurora-postgresql": POSTGRES,
    "mysql": table("5.7 2024-02-29, 8.0 2026-07-31, 8.4 2029-07-31"),
    "postgres": POSTGRES,
}
# These can no longer be made at all; MariaDB has no Extended Support.
GONE: Mapping[str, Mapping[str, date]] = {
    "aurora": table("5.6 2023-02-28"),
    "aurora-postgresql": table("9.6 2022-01-31, 10 2023-01-31"),
    "mariadb": table("10.0 2021-04-30, 10.1 2021-04-30, 10.2 2022-10-15, 10.3 2023-10-23, 10.4 2025-02-28"),
    "mysql": table("5.5 2021-05-25, 5.6 2022-03-01"),
    "postgres": table("9.3 2018-11-08, 9.4 2020-01-15, 9.5 2021-02-16, 9.6 2022-04-30, 10 2023-04-30"),
}
# The minor versions that can be made, of those majors whose later ones may be more by now.
OFFERED: Mapping[str, Mapping[str, str]] = {
    "aurora-postgresql": {
        "14": "17-20 22-24",
        "15": "10 12-15 17-19",
        "16": "8-11 13-15",
        "17": "4-7 9-11",
    },
    "mysql": {"8.0": "42-46", "8.4": "5-11"},
    "postgres": {"12": "22", "13": "23", "14": "18-24", "15": "13-19", "16": "9-15", "17": "5-11"},
}
CLOSED = "open-source-rds-extended-support-disabled"


@rule(
    "database-version-offered",
    rows="D01 D03",
    severity="error",
    why="RDS makes no database of a version that it has retired.",
    remedy="Take the newest minor version of a major version in standard support.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html",
)
def database_version_offered(system: System) -> Iterator[Fault]:
    """A database has an engine version that RDS still makes."""
    for item, engine, version in _versions(system):
        if major(version, GONE.get(engine, {})):
            yield Fault(item, f"asks for {engine} {version}, which RDS has retired", "EngineVersion")
            continue
        ended = _ended(engine, version)
        if ended and item.text("EngineLifecycleSupport") == CLOSED:
            message = f"asks for {engine} {version} without Extended Support, which needs it since {ended}"
            yield Fault(item, message, "EngineVersion")


@rule(
    "database-minor-offered",
    rows="D01",
    severity="error",
    why="RDS makes no database of a minor version that it has retired.",
    remedy="Take a newer minor version.",
    source="https://lucaberton.com/blog/aws-rds-postgresql-minor-version-deprecation-may-2026/",
)
def database_minor_offered(system: System) -> Iterator[Fault]:
    """A database has a minor version with which one can still be made."""
    for item, engine, version in _versions(system):
        name, _, minor = version.rpartition(".")
        offered = _minors(OFFERED.get(engine, {}).get(name, ""))
        if offered and minor.isdecimal() and int(minor) not in offered and int(minor) < max(offered):
            newest = f"{name}.{max(offered)}"
            yield Fault(item, f"asks for {engine} {version}, which RDS has retired; {newest} is there", "EngineVersion")


@rule(
    "database-version-supported",
    rows="D03",
    severity="advice",
    why="After the end of standard support every hour of a database costs the fee of Extended Support.",
    remedy="Move to a major version in standard support.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/extended-support-overview.html",
)
def database_version_supported(system: System) -> Iterator[Fault]:
    """A database has an engine version in standard support."""
    for item, engine, version in _versions(system):
        ended = _ended(engine, version)
        if ended and item.text("EngineLifecycleSupport") != CLOSED:
            message = f"has {engine} {version}, whose standard support ended on {ended}: Extended Support costs extra"
            yield Fault(item, message, "EngineVersion")


@rule(
    "database-version-names-minor",
    rows="D02",
    severity="advice",
    why="A major version alone becomes whatever minor version is the default on the day of creation.",
    remedy="Name the minor version, and let AutoMinorVersionUpgrade move it.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_UpgradeDBInstance.Upgrading.html",
)
def database_version_names_minor(system: System) -> Iterator[Fault]:
    """A database names its minor version."""
    for item, engine, version in _versions(system):
        if item.type != "AWS::RDS::GlobalCluster" and version in ENDS.get(engine, {}):
            yield Fault(item, f"asks for {engine} {version} and leaves the minor version open", "EngineVersion")


def _minors(ranges: str) -> frozenset[int]:
    """Give the numbers of ranges such as ``8-11 13``."""
    bounds = (entry.partition("-") for entry in ranges.split())
    return frozenset(number for first, _, last in bounds for number in range(int(first), int(last or first) + 1))


def _ended(engine: str, version: str) -> date | None:
    versions = ENDS.get(engine, {})
    name = major(version, versions)
    return versions[name] if name and versions[name] <= KNOWN else None


def _versions(system: System) -> Iterator[tuple[Item, str, str]]:
    for item in system.of(*DATABASES):
        engine, version = item.text("Engine"), item.text("EngineVersion")
        if engine and version:
            yield item, engine.lower(), version
