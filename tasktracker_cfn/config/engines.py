"""What the engines of databases have of their own: ports, versions, the names that they keep, the logs they write."""

import re
from collections.abc import Mapping
from typing import Literal, NamedTuple

Engine = Literal["postgres", "mysql", "aurora-postgresql"]


class Traits(NamedTuple):
    """What is so of one engine and not of another."""

    port: int
    # What its versions look like, and two that do.
    versions: re.Pattern[str]
    examples: str
    # D09: names that the engine keeps for itself. D11: database names that it refuses.
    reserved_users: frozenset[str]
    reserved_databases: frozenset[str]
    # D18: what it writes that CloudWatch can hold, the log that tells of refused connections first.
    logs: tuple[str, ...]


_POSTGRES_USERS = frozenset({"admin", "administrator", "postgres", "public", "rdsadmin", "root", "user"})
_POSTGRES_DATABASES = frozenset({"admin", "database", "db", "postgres", "rdsadmin", "template0", "template1"})
_POSTGRES_VERSIONS = re.compile(r"[0-9]+\.[0-9]+(-rds\.[0-9]+)?")
_MYSQL_DATABASES = frozenset(
    {"database", "databases", "information_schema", "innodb", "mysql", "performance_schema", "schema", "sys", "tmp"}
)

TRAITS: Mapping[str, Traits] = {
    "postgres": Traits(
        5432, _POSTGRES_VERSIONS, "16.13", _POSTGRES_USERS, _POSTGRES_DATABASES, ("postgresql", "upgrade")
    ),
    "mysql": Traits(
        port=3306,
        # D02, D04: what the families mysql8.0 and mysql8.4 are for.
        versions=re.compile(r"8\.[04]\.[0-9]+(-rds\.[0-9]+)?"),
        examples="8.4.8 or 8.0.45",
        # RDS takes "admin", which is what everybody guesses first (CT.RDS.PR.22).
        reserved_users=frozenset({"admin", "administrator", "mysql", "public", "rdsadmin", "rdsrepladmin", "root"}),
        reserved_databases=_MYSQL_DATABASES,
        # CT.RDS.PR.14 and RDS.9 want every log that there can be. The last two stay empty, and so cost nothing, until
        # somebody switches them on: general_log for an hour, or an audit plugin. There is none here, because the final
        # snapshot would hold on to its option group, which then could not be deleted with the stack.
        logs=("error", "slowquery", "general", "audit"),
    ),
    "aurora-postgresql": Traits(
        5432, re.compile(r"[0-9]+\.[0-9]+"), "16.13", _POSTGRES_USERS, _POSTGRES_DATABASES, ("postgresql",)
    ),
}
# D06: https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_DatabaseInsights.Engines.html
WITHOUT_INSIGHTS = re.compile(r"db\.t[234]g?\.(micro|small)")


def usual_port(told: Mapping[str, object]) -> int:
    """Give the port of the engine that a table names, for where the table names no port."""
    traits = TRAITS.get(str(told.get("engine")))
    return (traits or TRAITS["postgres"]).port
