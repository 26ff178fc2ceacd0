"""Keys of secrets that are not in the secret."""

import json
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.injections import SECRET, injections
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import OPEN
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System

DATABASES = ("AWS::RDS::DBInstance", "AWS::RDS::DBCluster", "AWS::DocDB::DBCluster")
ATTACHMENT = "AWS::SecretsManager::SecretTargetAttachment"
BY_DATABASE = frozenset({"username", "password"})
BY_ATTACHMENT = frozenset({"engine", "host", "port", "dbname", "dbInstanceIdentifier", "dbClusterIdentifier"})
# What keeps JSON whole in place of what is not known.
OPEN_NUMBER = "8808808808"


@rule(
    "secret-has-key",
    rows="E06",
    severity="error",
    misses=True,
    why="A task that is to have a key which its secret does not hold does not start; RDS keeps only username and "
    "password, and host and port come with an attachment of the secret.",
    remedy="Read a key that is there, attach the secret to its database, or hand the value over as a plain variable.",
    source="https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/rds-secrets-manager.html",
)
def secret_has_key(system: System) -> Iterator[Fault]:
    """Every key that ECS reads is in its secret."""
    attached = {system.at(item.get("SecretId")) for item in system.of(ATTACHMENT)}
    for injection in injections(system):
        item = system.at(injection.source)
        if item is None or not injection.key or OPEN in injection.key:
            continue
        keys = _keys(item, injection.source)
        if keys is None or injection.key in (keys | BY_ATTACHMENT if item in attached else keys):
            continue
        yield injection.fault(f"reads the key {injection.key}, which {item} does not hold (it has {_shown(keys)})")


def _keys(item: Item, source: Value) -> frozenset[str] | None:
    """Give the keys that a secret has when it is made; None where they are not known."""
    if item.type in DATABASES and isinstance(source, Reference) and source.attribute == "MasterUserSecret.SecretArn":
        return BY_DATABASE
    if item.type != SECRET:
        return None
    made = item.get("GenerateSecretString")
    if made is None:
        return _names(item.get("SecretString")) if item.get("SecretString") is not None else None
    if item.get("GenerateSecretString", "SecretStringTemplate") is None:
        # A bare password has no keys; whatever else it is, it is not known.
        return frozenset() if item.get("GenerateSecretString", "GenerateStringKey") is None else None
    names = _names(item.get("GenerateSecretString", "SecretStringTemplate"))
    key = item.text("GenerateSecretString", "GenerateStringKey")
    return names | {key} if names is not None and key else None


def _names(value: Value) -> frozenset[str] | None:
    if isinstance(value, Text):
        # What is filled in later may stand within quotes or without.
        value = "".join(part if isinstance(part, str) else OPEN_NUMBER for part in value.parts)
    try:
        parsed = json.loads(value) if isinstance(value, str) else None
    except (ValueError, RecursionError):
        return None
    # A key that is filled in later may be any.
    return frozenset(parsed) if isinstance(parsed, dict) and OPEN_NUMBER not in "".join(parsed) else None


def _shown(keys: frozenset[str]) -> str:
    return ", ".join(sorted(keys)) or "none"
