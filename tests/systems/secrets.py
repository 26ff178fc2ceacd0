"""Questions about secrets: which there are, and who may do what with them."""

from tests.systems import keys, policies
from tests.systems.built import Item, System

READING = {
    "secretsmanager:GetSecretValue",
    "secretsmanager:DescribeSecret",
    "secretsmanager:ListSecretVersionIds",
    "secretsmanager:GetResourcePolicy",
}


def secrets(system: System) -> tuple[Item, ...]:
    """Give the secrets."""
    return system.of("AWS::SecretsManager::Secret")


def granted(system: System, role: Item) -> list[policies.Statement]:
    """Give the statements that let a role do something in Secrets Manager."""
    return [
        statement
        for statement in policies.statements(system, role)
        if statement.effect == "Allow"
        and any(action == "*" or action.startswith("secretsmanager:") for action in statement.actions)
    ]


def readable(system: System, role: Item, secret: Item) -> bool:
    """Tell whether a role may read a secret and, where a key of this system encrypts it, decrypt it."""
    name = secret.get("KmsKeyId")
    key = system.at(name)
    allowed = policies.allows(system, role, "secretsmanager:GetSecretValue", f"<{secret}>")
    return allowed and (
        name in (None, "alias/aws/secretsmanager") if key is None else keys.decrypts_secrets(system, role, key)
    )
