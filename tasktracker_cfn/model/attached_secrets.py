"""Keys of a secret that it has only once it is attached to its database."""

import json
from collections.abc import Iterator
from contextlib import suppress

from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import ATTACHMENT, Item, System

SECRET = "AWS::SecretsManager::Secret"  # noqa: S105 - the name of a type
ADDED = frozenset({"engine", "host", "port", "dbname", "dbInstanceIdentifier", "dbClusterIdentifier"})


def attachments_of(system: System, secret: Item) -> tuple[Item, ...]:
    """Give what attaches a secret to a database."""
    return tuple(item for item in system.of(ATTACHMENT) if system.at(item.get("SecretId")) == secret)


def secret_and_rest(system: System, value: Value) -> Iterator[tuple[Item, str]]:
    """Give each secret of the nest that a text begins a key with, and the literal text after its ARN."""
    parts = value.parts if isinstance(value, Text) else ()
    for number, part in enumerate(parts):
        found = system.at(part) if isinstance(part, Reference) else None
        rest = parts[number + 1] if number + 1 < len(parts) else ""
        if found is not None and found.type == SECRET and isinstance(rest, str):
            yield found, rest


def is_added(secret: Item, key: str) -> bool:
    """Tell whether a secret has a key only once it is attached."""
    return key in ADDED and key not in _written(secret)


def _written(secret: Item) -> frozenset[str]:
    texts = (secret.text("SecretString"), secret.text("GenerateSecretString", "SecretStringTemplate"))
    keys = {key for text in texts for key in _keys(text)}
    return frozenset({*keys, str(secret.text("GenerateSecretString", "GenerateStringKey"))})


def _keys(text: str | None) -> tuple[str, ...]:
    with suppress(ValueError, RecursionError):
        document = json.loads(text or "{}")
        return tuple(document) if isinstance(document, dict) else ()
    return ()
