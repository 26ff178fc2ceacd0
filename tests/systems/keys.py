"""Questions about keys of KMS: which services and roles may use them."""

from tests.systems import policies
from tests.systems.built import Item, System, follow, listed, text

# How a role decrypts what Secrets Manager keeps.
BY_SECRETS_MANAGER = "secretsmanager.<AWS::Region>.amazonaws.com"


def lets_in(key: Item, service: str, *actions: str) -> bool:
    """Tell whether a key's policy lets a service of AWS's do all of this."""
    assert key.type == "AWS::KMS::Key", f"{key} is no key"
    allowed = [
        text(action)
        for entry in policies.entries_of(key.get("KeyPolicy"))
        if entry.get("Effect") == "Allow" and service in listed(follow(entry, "Principal", "Service"))
        for action in listed(entry.get("Action"))
    ]
    return all(any(policies.fits(action, pattern) for pattern in allowed) for action in actions)


def decrypts_secrets(system: System, role: Item, key: Item) -> bool:
    """Tell whether a role may decrypt with a key what it reads from Secrets Manager."""
    return any(
        statement.effect == "Allow"
        and "kms:Decrypt" in statement.actions
        and f"<{key}.Arn>" in statement.resources
        and _is_for_secrets(system, statement)
        for statement in policies.statements(system, role)
    )


def _is_for_secrets(system: System, statement: policies.Statement) -> bool:
    service = follow(statement.condition, "StringEquals", "kms:ViaService")
    return not statement.conditional or policies.written(system, service) == BY_SECRETS_MANAGER
