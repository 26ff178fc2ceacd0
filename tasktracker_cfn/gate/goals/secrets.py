"""Goals for secrets."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.database import originals
from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.goals.keys import is_own_key
from tasktracker_cfn.model.system import System, true

SECRETS = Area("Secrets")

SECRET = "AWS::SecretsManager::Secret"  # noqa: S105 - the name of a type


@SECRETS.production(
    "secret-rotation",
    "AS-SMG4 SecretsManagerRotationEnabled SECRETSMANAGER_ROTATION_ENABLED_CHECK SH:SecretsManager.1 "
    "SH:SecretsManager.4 cn:W87",
)
def rotation(system: System) -> Iterator[Breach]:
    """Every secret is changed on a schedule."""
    # What RDS keeps itself, it changes every week.
    changed = {system.at(item.get("SecretId")) for item in system.of("AWS::SecretsManager::RotationSchedule")}
    yield from ((secret, "is never changed") for secret in system.of(SECRET) if secret not in changed)


@SECRETS.production("secret-key", "CKV_AWS_149 SECRETSMANAGER_USING_CMK SecretsManagerUsingKMSKey cn:W77")
def own_key(system: System) -> Iterator[Breach]:
    """Every secret is encrypted with a key of the account's own."""
    for secret in system.of(SECRET):
        if not is_own_key(system, secret.get("KmsKeyId")):
            yield secret, "has a key of AWS's own"
    for item in originals(system):
        managed = true(item.get("ManageMasterUserPassword"))
        if managed and not is_own_key(system, item.get("MasterUserSecret", "KmsKeyId")):
            yield item, "keeps its password with a key of AWS's own"
