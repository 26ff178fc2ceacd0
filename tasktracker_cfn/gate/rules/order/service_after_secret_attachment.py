"""What reads the address of a database out of a secret, before it stands there."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.order.starting import secrets_of, starting
from tasktracker_cfn.gate.rules.order.waiting import too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.attached_secrets import attachments_of, is_added, secret_and_rest
from tasktracker_cfn.model.filled_in import texts_of
from tasktracker_cfn.model.system import System

REMEDY = "Refer to the attachment instead of the secret: its Ref is the secret's ARN, and orders the two."
SOURCE = (
    "https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/"
    "aws-resource-secretsmanager-secrettargetattachment.html"
)
INJECTED = re.compile(r":(\w+)(?::|$)")
RESOLVED = re.compile(r":SecretString:(\w+)")


@rule(
    "service-after-secret-attachment",
    rows="K05 E06",
    severity="error",
    why="Host, port and the like stand in a secret only once it is attached to its database; until then a task that "
    "injects them does not start.",
    remedy=REMEDY,
    source=SOURCE,
)
def service_after_secret_attachment(system: System) -> Iterator[Fault]:
    """A service whose tasks read the address of a database in a secret is created after that is attached."""
    for service, task in starting(system):
        for value in secrets_of(task):
            for secret, rest in secret_and_rest(system, value):
                key = INJECTED.match(rest)
                if key and is_added(secret, key[1]):
                    found = attachments_of(system, secret)
                    reason = f"what puts {key[1]} into the secret of its tasks"
                    yield from too_early(system, service, found, reason, "TaskDefinition")


@rule(
    "resolved-after-secret-attachment",
    rows="K05 E06",
    severity="error",
    why="CloudFormation resolves a dynamic reference when it creates the resource; host, port and the like stand in "
    "a secret only once it is attached to its database.",
    remedy=REMEDY,
    source=SOURCE,
)
def resolved_after_secret_attachment(system: System) -> Iterator[Fault]:
    """What resolves the address of a database out of a secret is created after that is attached."""
    if not system.of("AWS::SecretsManager::SecretTargetAttachment"):
        return
    for item, name, text in texts_of(system):
        for secret, rest in secret_and_rest(system, text):
            key = RESOLVED.match(rest)
            if key and is_added(secret, key[1]):
                found = attachments_of(system, secret)
                yield from too_early(system, item, found, f"what puts {key[1]} into the secret that it resolves", name)
