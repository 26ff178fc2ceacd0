"""Secrets that change while the tasks keep the old ones."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.injections import SECRET, Injection, injections
from tasktracker_cfn.gate.rules.ecs.secret_keys import BY_ATTACHMENT, DATABASES
from tasktracker_cfn.gate.rules.ecs.tasks import switched_on
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import all_references, literals
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import services_of

ROTATION = "AWS::SecretsManager::RotationSchedule"
# By which a rule hears of what Secrets Manager does, by itself or by way of CloudTrail:
# https://docs.aws.amazon.com/secretsmanager/latest/userguide/secret-event-notifications.html
EVENTS = ("aws.secretsmanager", "secretsmanager.amazonaws.com", "RotationSucceeded")


@rule(
    "restart-after-rotation",
    rows="E30",
    severity="warning",
    why="ECS reads a secret once, when a task starts; after a rotation the running tasks still have the old password.",
    remedy="Restart the service on RotationSucceeded (an EventBridge rule), or let the application read the secret.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html",
)
def restart_after_rotation(system: System) -> Iterator[Fault]:
    """The tasks that are given a secret which is rotated start anew after a rotation."""
    rotated = {system.at(schedule.get("SecretId")) for schedule in system.of(ROTATION)}
    rotated |= {item for item in system.of(*DATABASES) if switched_on(item.get("ManageMasterUserPassword"))}
    seen: set[tuple[Item, Item]] = set()
    for injection in injections(system):
        secret, task = system.at(injection.source), injection.container.task
        if secret is None or secret not in rotated or not _changes(injection) or not services_of(system, task):
            continue
        if (secret, task) not in seen and not _is_watched(system, secret):
            yield injection.fault(f"is given {secret}, which is rotated, and nothing restarts it then")
        seen.add((secret, task))


def _changes(injection: Injection) -> bool:
    """Tell whether a container has what a rotation changes, of which the place of the database is no part."""
    return injection.is_variable and injection.key not in BY_ATTACHMENT


def _is_watched(system: System, secret: Item) -> bool:
    """Tell whether something may restart the tasks when a secret changes."""
    if any(
        "ecs:updateservice" in text.lower() for item in system.of("AWS::Scheduler::Schedule") for text in _texts(item)
    ):
        return True
    for item in system.of("AWS::Events::Rule"):
        pattern = item.get("EventPattern")
        if item.text("State") != "DISABLED" and any(event in text for text in literals(pattern) for event in EVENTS):
            meant = {system.at(reference) for reference in all_references(pattern)} - {None}
            named = {found for found in meant if found is not None and found.type in (SECRET, *DATABASES)}
            if not named or secret in named:
                return True
    return False


def _texts(item: Item) -> Iterator[str]:
    yield from literals(item.get("Target"))
