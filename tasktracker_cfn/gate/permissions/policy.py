"""The statements of the policy that the role needs which CloudFormation takes on."""

from collections.abc import Iterator
from typing import NamedTuple

from tasktracker_cfn.gate.permissions.actions import taken
from tasktracker_cfn.gate.permissions.arns import About, Surroundings
from tasktracker_cfn.gate.permissions.beyond import more, of_stacks
from tasktracker_cfn.gate.permissions.grants import Entry, Grant, entries
from tasktracker_cfn.gate.permissions.roles import ROLE, attaching, linked, passing, unnamed
from tasktracker_cfn.gate.permissions.rotation import rotating
from tasktracker_cfn.gate.permissions.setting import Setting
from tasktracker_cfn.model.system import Item, System

# A service uses a key by the permissions of whoever asks it to, and says which service it is.
THROUGH_SERVICES = frozenset(
    {"kms:creategrant", "kms:decrypt", "kms:encrypt", "kms:generatedatakey", "kms:retiregrant"}
)
KEY = "AWS::KMS::Key"
# The secrets that RDS makes for itself: rds!db-..., rds!cluster-...
OF_RDS = "secret:rds!*"
DATABASES = ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance")


class Policy(NamedTuple):
    """The statements, and what nobody can know from the templates."""

    statements: tuple[Entry, ...]
    notes: tuple[str, ...]


def policy(system: System, setting: Setting) -> Policy:
    """Give what the role needs to create, update and delete a nest."""
    surroundings = Surroundings(system, setting)
    notes = [*_unknown(system), *unnamed(system)]
    grants = [
        *_of_handlers(surroundings),
        *passing(surroundings),
        *linked(surroundings),
        *of_stacks(surroundings),
        *rotating(surroundings),
    ]
    return Policy(tuple(entries(grants)), tuple(dict.fromkeys(notes)))


def _of_handlers(surroundings: Surroundings) -> Iterator[Grant]:
    for item in surroundings.system.items:
        for action in (*sorted(taken(item, surroundings.system) or ()), *more(item)):
            yield from _granted(item, action, surroundings)


def _granted(item: Item, action: str, surroundings: Surroundings) -> Iterator[Grant]:
    setting = surroundings.setting
    about = surroundings.about(item, action)
    if action.lower() in THROUGH_SERVICES and item.type != KEY:
        yield Grant(action, about, _through(item, setting), f"UseKeysThrough{item.type.split('::')[1]}")
        return
    if item.type in DATABASES and action.startswith("secretsmanager:"):
        about = (About("secretsmanager:secret", frozenset({setting.arn("secretsmanager", OF_RDS)})),)
        yield Grant(action, about, (), "LetRdsKeepItsPassword")
        return
    grant = (
        attaching(Grant(action, about), surroundings)
        if item.type in {ROLE, "AWS::IAM::ManagedPolicy"}
        else Grant(action, about)
    )
    if grant is not None:
        yield grant


def _through(item: Item, setting: Setting) -> tuple[tuple[str, str, tuple[str, ...]], ...]:
    service = item.type.split("::")[1].lower()
    return (("StringEquals", "kms:ViaService", (f"{service}.{setting.region}.amazonaws.com",)),)


def _unknown(system: System) -> Iterator[str]:
    for item in system.items:
        if taken(item, system) is None:
            yield f"{item}: no schema says what {item.type} needs, so the policy allows nothing for it"
