"""Property 3: secrets are encrypted, and only who is named can read them.

Every secret names its key of KMS; one that RDS manages is under AWS's own key for secrets unless another is named, and
its database is encrypted. No policy of a secret allows anything, no role reads more than secrets that are named, and no
value of a secret stands in a template.
"""

import re

from tests.properties.database import databases
from tests.properties.subject import Complaints, Environment, of_each
from tests.systems import plaintext, policies
from tests.systems.built import System, entries, follow, true

SECRET = "AWS::SecretsManager::Secret"
READING = re.compile(r"(secretsmanager:(GetSecretValue|BatchGetSecretValue|Get\*|\*|.*\*.*)|\*)", re.IGNORECASE)
NAMED = re.compile(r"<[^>*]+>")


@of_each
def encrypted_and_closed(environment: Environment) -> Complaints:
    """Give the secrets that are not encrypted, and the ways in which somebody unnamed reads one."""
    built = environment.built
    yield from (f"{secret} names no key of KMS" for secret in built.of(SECRET) if not secret.get("KmsKeyId"))
    for database in databases(built):
        if not true(database.get("StorageEncrypted")):
            yield f"{database} is not encrypted"
    for policy in built.of("AWS::SecretsManager::ResourcePolicy"):
        allowing = [e for e in entries(follow(policy.get("ResourcePolicy"), "Statement")) if e.get("Effect") != "Deny"]
        if allowing:
            yield f"{policy} opens a secret"
    yield from _readers(built)
    yield from (f"{place} holds a secret" for place in plaintext.written_out(built))


def _readers(built: System) -> Complaints:
    for role in built.of("AWS::IAM::Role"):
        yield from (f"{role} has {policy}" for policy in policies.foreign_policies(built, role) if "Secrets" in policy)
        for statement in policies.statements(built, role):
            if statement.effect != "Allow" or not any(READING.fullmatch(action) for action in statement.actions):
                continue
            # A name alone, and nothing around it: an ARN with a star in it may be another's secret.
            yield from (f"{role} reads {name}" for name in statement.resources if not NAMED.fullmatch(name))
