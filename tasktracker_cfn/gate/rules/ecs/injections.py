"""What ECS reads from Secrets Manager or the Parameter Store when it starts a container."""

from collections.abc import Iterator
from typing import NamedTuple

from tasktracker_cfn.gate.rules.ecs.tasks import Container, containers
from tasktracker_cfn.gate.rules.rule import Fault
from tasktracker_cfn.model.known import OPEN, flat
from tasktracker_cfn.model.symbols import Call, Reference, Text, Value
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.tasks import numbered

SECRET = "AWS::SecretsManager::Secret"  # noqa: S105 - the name of a type
PARAMETER = "AWS::SSM::Parameter"
# arn:partition:secretsmanager:region:account:secret:name
WHOLE = 7


class Injection(NamedTuple):
    """One value that ECS reads for a container.

    `source` is what it is read from, `tail` what follows that (``:key:stage:version``), flat.
    """

    container: Container
    path: tuple[str | int, ...]
    value: Value
    source: Value
    tail: str

    @property
    def key(self) -> str:
        """Give the JSON key that is read; empty for the whole secret."""
        fields = self.tail.split(":")
        return fields[1] if len(fields) > 1 else ""

    @property
    def is_variable(self) -> bool:
        """Tell whether the container gets it as a variable."""
        return self.path[0] == "Secrets"

    def fault(self, message: str) -> Fault:
        """Give a fault of it."""
        return self.container.fault(message, *self.path)


def injections(system: System) -> Iterator[Injection]:
    """Give every value that ECS reads for a container."""
    for container in containers(system):
        for path, value in _values(container):
            source, tail = _taken_apart(value)
            yield Injection(container, path, value, source, tail)


def is_secret_arn(value: Value) -> bool:
    """Tell whether a value is surely meant as the ARN of a secret, spelled out."""
    fields = (flat(value) or "").split(":")
    return fields[0] == "arn" and len(fields) > 2 and fields[2] == "secretsmanager"  # noqa: PLR2004 - arn:aws:service


def _values(container: Container) -> Iterator[tuple[tuple[str | int, ...], Value]]:
    for number, entry in numbered(container.get("Secrets")):
        yield ("Secrets", number, "ValueFrom"), entry.get("ValueFrom")
    for number, entry in numbered(container.get("LogConfiguration", "SecretOptions")):
        yield ("LogConfiguration", "SecretOptions", number, "ValueFrom"), entry.get("ValueFrom")
    credentials = container.get("RepositoryCredentials", "CredentialsParameter")
    if credentials is not None:
        yield ("RepositoryCredentials", "CredentialsParameter"), credentials


def _taken_apart(value: Value) -> tuple[Value, str]:
    if isinstance(value, Text) and isinstance(value.parts[0], (Reference, Call)):
        return value.parts[0], flat(Text(value.parts[1:])) or ""
    if not is_secret_arn(value):
        return value, ""
    text = flat(value) or ""
    fields = text.split(":")
    tail = "".join(f":{field}" for field in fields[WHOLE:])
    # With an open part the flat text is no literal any more.
    return (":".join(fields[:WHOLE]) if OPEN not in text else value), tail
