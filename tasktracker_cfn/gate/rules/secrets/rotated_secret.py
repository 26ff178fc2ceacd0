"""A rotated secret that does not know its database."""

from collections.abc import Iterator
from contextlib import suppress
from json import loads

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.gate.rules.secrets.rotations import (
    SCHEDULE_PAGE,
    hosted,
    secret_of,
)
from tasktracker_cfn.model.attached_secrets import attachments_of
from tasktracker_cfn.model.system import Item, System


@rule(
    "rotated-secret-attached",
    rows="S05",
    severity="warning",
    why="The function reads engine and host in the secret; a generated secret has them only once it is attached.",
    remedy="Add a SecretTargetAttachment, or write engine and host into the secret.",
    source=SCHEDULE_PAGE,
)
def attached(system: System) -> Iterator[Fault]:
    """A secret that is rotated for a database knows its database."""
    for schedule in hosted(system):
        secret = secret_of(system, schedule)
        if secret is not None and not attachments_of(system, secret) and _lacks_host(secret):
            yield Fault(schedule, f"rotates {secret}, which is attached to no database and has no host", "SecretId")


def _lacks_host(secret: Item) -> bool:
    template = secret.text("GenerateSecretString", "SecretStringTemplate")
    with suppress(ValueError, RecursionError):
        content = loads(template) if template is not None else None
        return isinstance(content, dict) and "host" not in content
    return False
