"""Secrets that a policy leaves open, or names so that it does not mean them."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.permissions.resources import OPEN, subject
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.policies.statements import policy_statements
from tasktracker_cfn.model.system import Item, System

READING = "secretsmanager:getsecretvalue"
START = "secretsmanager:secret:"
# Secrets Manager puts a hyphen and six characters behind a name.
WHOLE = re.compile(r"-[A-Za-z0-9]{6}$")


@rule(
    "secrets-named",
    rows="I10",
    severity="warning",
    why="Who may read every secret of an account may read the passwords of everybody else in it.",
    remedy="Name the secret: Ref of an AWS::SecretsManager::Secret, or its name followed by -??????.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/auth-and-access_examples.html",
)
def secrets_named(system: System) -> Iterator[Fault]:
    """Whoever may read secrets may read some that are named."""
    for owner, path, found in _read(system):
        if found.removeprefix(START) in {"*", "*:*"}:
            yield Fault(owner, "may read every secret", *path)


@rule(
    "secret-arns-whole",
    rows="I10",
    severity="warning",
    why="The ARN of a secret ends in six characters that nobody knows before; a policy without them matches no secret.",
    remedy="Put -?????? behind the name.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html",
)
def secret_arns_whole(system: System) -> Iterator[Fault]:
    """A policy that spells out a secret's name leaves room for what Secrets Manager puts behind it."""
    for owner, path, found in _read(system):
        name = found.removeprefix(START)
        ends_open = not name or name[-1] in f"*?{OPEN}"
        if not ends_open and not WHOLE.search(name):
            yield Fault(owner, f"names the secret {name.replace(OPEN, '…')} without the characters behind it", *path)


def _read(system: System) -> Iterator[tuple[Item, tuple[str | int, ...], str]]:
    for statement in policy_statements(system):
        if statement.kind != "identity" or not statement.grants(READING):
            continue
        several = isinstance(statement.entry.get("Resource"), tuple)
        for number, value in enumerate(statement.resources):
            found = subject(value, system)
            if found is not None and found.startswith(START):
                yield statement.owner, (*statement.path, "Resource", *((number,) if several else ())), found
