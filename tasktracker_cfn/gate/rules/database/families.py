"""The families of parameter groups: which one a version of an engine has, and what a family is of."""

import re

# postgres16 and postgres9.6, mysql8.4, mariadb10.11, aurora-mysql8.0; the others have a dash before their number.
BY_MAJOR = re.compile(r"(?P<engine>postgres|aurora-postgresql)(9\.\d|[1-9]\d)")
BY_MINOR = re.compile(r"(?P<engine>mysql|aurora-mysql|mariadb|aurora)(\d+\.\d+)")
DASHED = re.compile(r"(?P<engine>(custom-)?(oracle|sqlserver|db2)(-[a-z][a-z0-9]*)+)-\d+(\.\d+)?")
VERSION = re.compile(r"(?P<major>\d{1,3})(?:\.(?P<minor>\d{1,3}))?(?!\d)")
# Until version 9 the second number was part of the major version of PostgreSQL.
LAST_OLD_POSTGRES = 9


def family(engine: str, version: str) -> str | None:
    """Give the family that a version of an engine belongs to, None when the version is too short or not a number."""
    found = VERSION.match(version)
    if found is None:
        return None
    major, minor = found["major"], found["minor"]
    if engine in ("postgres", "aurora-postgresql") and int(major) > LAST_OLD_POSTGRES:
        return f"{engine}{major}"
    return f"{engine}{major}.{minor}" if minor is not None else None


def engine_of(name: str) -> str | None:
    """Give the engine of a family, None when it is no family; upper case is as good as lower case."""
    found = next((match for form in (BY_MAJOR, BY_MINOR, DASHED) if (match := form.fullmatch(name.lower()))), None)
    return found["engine"] if found else None
