"""The master user: its name, and where its password comes from."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.database.databases import (
    CLUSTER,
    INSTANCE,
    MYSQL,
    POSTGRES,
    engine,
    is_given,
    is_new,
)
from tasktracker_cfn.gate.rules.database.secrets import asked, held
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.system import Item, System

NAME = "MasterUsername"
PASSWORD = "MasterUserPassword"  # noqa: S105 - a property
MANAGED = "ManageMasterUserPassword"
FORM = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
# The documentation says 16 for MySQL; RDS takes 32: https://github.com/floci-io/floci/pull/3730
LONGEST = {"postgres": 63, "aurora-postgresql": 63, "mysql": 32, "aurora-mysql": 32, "mariadb": 16}


@rule(
    "master-username",
    rows="D09",
    severity="error",
    why="RDS refuses names that it or the engine keeps for itself: rdsadmin, and with PostgreSQL admin and pg_*.",
    remedy="Take another name, such as appmaster; it cannot be changed later.",
    source="https://github.com/aws-cloudformation/cfn-lint/pull/4425",
)
def master_username(system: System) -> Iterator[Fault]:
    """Every database's master user has a name that its engine takes."""
    for item in filter(is_new, system.of(INSTANCE, CLUSTER)):
        name = _name(system, item)
        problem = _problem(name, engine(system, item) or "") if name else None
        if problem:
            yield Fault(item, f"has the master user {name}, {problem}", NAME)


@rule(
    "master-username-in-secret",
    rows="D09",
    severity="warning",
    why="Whoever reads the secret, its rotation among them, signs in with the name in it.",
    remedy="Put one name into SecretStringTemplate and MasterUsername, or let the latter resolve it from the secret.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_secret_json_structure.html",
)
def master_username_in_secret(system: System) -> Iterator[Fault]:
    """A database whose password comes from a secret has the user that the secret names."""
    for item in filter(is_new, system.of(INSTANCE, CLUSTER)):
        name, read = _name(system, item), asked(system, item.get(PASSWORD))
        told = held(read[0], "username") if read else None
        if read and name and told and name != told:
            yield Fault(item, f"has the master user {name}, but {read[0]} names {told}", NAME)


@rule(
    "one-master-password",
    rows="D12",
    severity="error",
    why="RDS refuses a new database with no password, and one that is given one and shall make one itself.",
    remedy="Set ManageMasterUserPassword, or MasterUserPassword to a reference to a secret, and not both.",
    source="schema AWS::RDS::DBInstance",
)
def one_master_password(system: System) -> Iterator[Fault]:
    """Every new database has its master password from one place."""
    for item in system.of(INSTANCE, CLUSTER):
        if item.flag(MANAGED) and is_given(item.get(PASSWORD)):
            yield Fault(item, f"has both {MANAGED} and {PASSWORD}", PASSWORD)
        elif _has_none(item) and engine(system, item) in (*POSTGRES, *MYSQL):
            yield Fault(item, f"has a {NAME}, but neither {MANAGED} nor {PASSWORD}", NAME)


def _has_none(item: Item) -> bool:
    off = item.get(MANAGED) is None or item.flag(MANAGED) is False
    # What is written and comes to nothing, with the defaults of parameters, may be given at deployment.
    other = any(key in item.resource.properties for key in (PASSWORD, "MasterUserAuthenticationType"))
    return is_new(item) and is_given(item.get(NAME)) and off and not other


def _name(system: System, item: Item) -> str | None:
    """Give the name, also where it stands in a secret of the nest."""
    read = asked(system, item.get(NAME))
    return held(*read) if read else item.text(NAME)


def _problem(name: str, runs: str) -> str | None:
    # What is left to another reference is not known.
    if "{{resolve:" in name:
        return None
    lower = name.lower()
    if lower == "rdsadmin" or (runs in POSTGRES and (lower == "admin" or lower.startswith("pg_"))):
        return f"which {runs or 'RDS'} keeps for itself"
    if runs in LONGEST and not FORM.fullmatch(name):
        return "which is not a letter with letters, digits and underscores after it"
    return f"which is longer than {LONGEST[runs]} characters" if len(name) > LONGEST.get(runs, len(name)) else None
