"""The name of the first database."""

import re
from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.database.databases import CLUSTER, INSTANCE, MYSQL, POSTGRES, engine, is_given, is_new
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import System

KEY = {INSTANCE: "DBName", CLUSTER: "DatabaseName"}
FORM = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# Aurora PostgreSQL takes an underscore first, too.
FORMS = {"aurora-postgresql": re.compile(r"[A-Za-z_][A-Za-z0-9_]*")}
LONGEST = {**dict.fromkeys(POSTGRES, 63), **dict.fromkeys(MYSQL, 64)}
LONGEST_SID = 8
# The reserved words of PostgreSQL, what is there already, and words that RDS was seen to refuse beyond those:
# https://github.com/awslabs/aws-saas-boost/issues/180
POSTGRES_WORDS = (
    "admin catalog control database db dispatch flag rdsadmin template0 template1 all analyse analyze and any "
    "array as asc asymmetric both case cast check collate column constraint create current_catalog current_date "
    "current_role current_time current_timestamp current_user default deferrable desc distinct do else end except "
    "false fetch for foreign from grant group having in initially intersect into lateral leading limit localtime "
    "localtimestamp not null offset on only or order placing primary references returning select session_user "
    "some symmetric table then to trailing true union unique user using variadic when where window with"
)
MYSQL_WORDS = "information_schema mysql performance_schema sys"
RESERVED: Mapping[str, frozenset[str]] = {
    **dict.fromkeys(POSTGRES, frozenset(POSTGRES_WORDS.split())),
    **dict.fromkeys(MYSQL, frozenset(MYSQL_WORDS.split())),
}


@rule(
    "database-name",
    rows="D11",
    severity="error",
    why="RDS refuses a first database whose name is a word of the engine's, or has anything but letters, digits and _.",
    remedy="Take a name that is no word of SQL, such as taskdb; it cannot be changed later.",
    source="schema AWS::RDS::DBInstance",
)
def database_name(system: System) -> Iterator[Fault]:
    """The first database has a name that its engine takes."""
    for item in filter(is_new, system.of(INSTANCE, CLUSTER)):
        key, runs = KEY[item.type], engine(system, item) or ""
        name = item.text(key)
        problem = _problem(name, runs) if name else None
        if runs.startswith("sqlserver-") and is_given(item.get(key)):
            problem = "which SQL Server does not take"
        if problem:
            yield Fault(item, f"names its first database {name or 'itself'}, {problem}", key)


def _problem(name: str, runs: str) -> str | None:
    if runs.startswith("oracle-") and len(name) > LONGEST_SID:
        return f"which is longer than {LONGEST_SID} characters"
    if runs not in LONGEST or "{{resolve:" in name:
        return None
    if not FORMS.get(runs, FORM).fullmatch(name):
        return "which is not a letter with letters, digits and underscores after it"
    if len(name) > LONGEST[runs]:
        return f"which is longer than {LONGEST[runs]} characters"
    return f"which is a reserved word of {runs}" if name.lower() in RESERVED[runs] else None
