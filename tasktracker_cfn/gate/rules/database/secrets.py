"""What is known of a secret that a database's user and password come from."""

import json
from collections.abc import Mapping

from tasktracker_cfn.model.known import known_text
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System

SECRET = "AWS::SecretsManager::Secret"  # noqa: S105 - a type of resource
HEAD, TAIL = "{{resolve:secretsmanager:", ":SecretString:"
PARTS = 3


def asked(system: System, value: Value) -> tuple[Item, str] | None:
    """Give the secret of this nest that a dynamic reference reads, and the key in it."""
    parts = value.parts if isinstance(value, Text) else ()
    if len(parts) != PARTS or parts[0] != HEAD or not isinstance(parts[1], Reference):
        return None
    found, rest = system.at(parts[1]), parts[2]
    if found is None or found.type != SECRET or not isinstance(rest, str) or not rest.startswith(TAIL):
        return None
    return found, rest.removeprefix(TAIL).rstrip("}").split(":")[0]


def held(secret: Item, key: str) -> str | None:
    """Give what a secret's template, or the secret itself, has under a key."""
    template = secret.text("GenerateSecretString", "SecretStringTemplate") or secret.text("SecretString")
    try:
        content: object = json.loads(template or "null")
    except (ValueError, RecursionError):
        return None
    value = content.get(key) if isinstance(content, Mapping) else None
    return known_text(value) if isinstance(value, (str, int, float)) else None
