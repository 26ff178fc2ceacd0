"""Rotation schedules, the secrets that they change, and the databases that those are for."""

from collections.abc import Iterator

from tasktracker_cfn.model.attached_secrets import SECRET, attachments_of
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System

ROTATION = "AWS::SecretsManager::RotationSchedule"
HOSTED = "HostedRotationLambda"
DATABASES = ("AWS::RDS::DBCluster", "AWS::RDS::DBInstance")
DOCUMENTED = "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
HOSTED_PAGE = f"{DOCUMENTED}aws-properties-secretsmanager-rotationschedule-hostedrotationlambda.html"
SCHEDULE_PAGE = f"{DOCUMENTED}aws-resource-secretsmanager-rotationschedule.html"


def hosted(system: System) -> tuple[Item, ...]:
    """Give the schedules whose function CloudFormation builds."""
    return tuple(item for item in system.of(ROTATION) if item.get(HOSTED) is not None)


def secret_of(system: System, schedule: Item) -> Item | None:
    """Give the secret that a schedule changes, when it is one of the nest."""
    found = system.at(schedule.get("SecretId"))
    return found if found is not None and found.type == SECRET else None


def attached_to(system: System, secret: Item) -> tuple[Item, ...]:
    """Give the databases that a secret is attached to."""
    found = (system.at(attachment.get("TargetId")) for attachment in attachments_of(system, secret))
    return tuple(item for item in found if item is not None and item.type in DATABASES)


def with_password_of(system: System) -> Iterator[tuple[Item, Item]]:
    """Give each database that takes its master password out of a generated secret, and the secret."""
    for database in system.of(*DATABASES):
        for secret in _resolved(system, database.get("MasterUserPassword")):
            if secret.get("GenerateSecretString") is not None:
                yield database, secret


def _resolved(system: System, value: Value) -> Iterator[Item]:
    parts = value.parts if isinstance(value, Text) else ()
    for part in parts:
        found = system.at(part) if isinstance(part, Reference) else None
        if found is not None and found.type == SECRET:
            yield found
