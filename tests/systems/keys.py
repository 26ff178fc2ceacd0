"""Questions about keys of KMS: which services and roles may use them."""

from tests.systems import policies
from tests.systems.built import Item, System, follow, listed, text

# How a role decrypts what Secrets Manager keeps.
BY_SECRETS_MANAGER = "secretsmanager.<AWS::Region>.amazonaws.com"
LOGS = "logs.<AWS::Region>.amazonaws.com"
ACCOUNT = "arn:<AWS::Partition>:iam::<AWS::AccountId>:root"


def lets_in(system: System, key: Item, service: str, *actions: str, source: str | None = None) -> bool:
    """Tell whether a key's policy lets a service of AWS's do all of this, for an ARN where one is known."""
    assert key.type == "AWS::KMS::Key", f"{key} is no key"
    allowed = [
        text(action)
        for entry in policies.entries_of(key.get("KeyPolicy"))
        if entry.get("Effect") == "Allow"
        and service in [policies.written(system, name) for name in listed(follow(entry, "Principal", "Service"))]
        and policies.holds_for(system, entry, source)
        for action in listed(entry.get("Action"))
    ]
    return all(any(policies.fits(action, pattern) for pattern in allowed) for action in actions)


def lets_logs_in(system: System, group: Item) -> bool:
    """Tell whether what encrypts a log group, if anything of this system does, lets the service of the logs do so."""
    name = group.get("KmsKeyId")
    key = system.at(name)
    actions = ("kms:Encrypt", "kms:Decrypt", "kms:GenerateDataKey", "kms:DescribeKey")
    return name is None or (key is not None and lets_in(system, key, LOGS, *actions))


def decrypts_secrets(system: System, role: Item, key: Item) -> bool:
    """Tell whether a role may decrypt with a key what it reads from Secrets Manager; the key leaves that to IAM."""
    return _is_left_to_iam(system, key) and any(
        statement.effect == "Allow"
        and "kms:Decrypt" in statement.actions
        and f"<{key}.Arn>" in statement.resources
        and _is_for_secrets(system, statement)
        for statement in policies.statements(system, role)
    )


def _is_left_to_iam(system: System, key: Item) -> bool:
    return any(
        entry.get("Effect") == "Allow"
        and ACCOUNT in [policies.written(system, name) for name in listed(follow(entry, "Principal", "AWS"))]
        and "kms:*" in listed(entry.get("Action"))
        for entry in policies.entries_of(key.get("KeyPolicy"))
    )


def _is_for_secrets(system: System, statement: policies.Statement) -> bool:
    service = follow(statement.condition, "StringEquals", "kms:ViaService")
    return not statement.conditional or policies.written(system, service) == BY_SECRETS_MANAGER
