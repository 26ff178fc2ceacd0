"""When a secret is rotated, and by whom."""

from collections import Counter
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.gate.rules.secrets.rotations import DATABASES, HOSTED, ROTATION, SCHEDULE_PAGE, secret_of
from tasktracker_cfn.model.system import Item, System

RULES = "RotationRules"


@rule(
    "rotation-not-at-once",
    rows="S06",
    severity="warning",
    why="RotateImmediatelyOnUpdate is true when it is not given: the password changes while the stack is created, "
    "under tasks that have just read it.",
    remedy="Write `RotateImmediatelyOnUpdate: false`.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotateSecret.html",
)
def not_at_once(system: System) -> Iterator[Fault]:
    """A schedule does not rotate as soon as it is created or changed."""
    for schedule in system.of(ROTATION):
        given = schedule.get("RotateImmediatelyOnUpdate")
        if given is None or schedule.flag("RotateImmediatelyOnUpdate") is True:
            yield Fault(schedule, "rotates as soon as it is created", "RotateImmediatelyOnUpdate")


@rule(
    "rotation-one-rhythm",
    rows="S07",
    severity="error",
    why="Secrets Manager takes AutomaticallyAfterDays or ScheduleExpression, but not both.",
    remedy="Keep one of the two.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_RotationRulesType.html",
)
def one_rhythm(system: System) -> Iterator[Fault]:
    """A schedule has a number of days or an expression, and not both."""
    for schedule in system.of(ROTATION):
        days, expression = schedule.get(RULES, "AutomaticallyAfterDays"), schedule.get(RULES, "ScheduleExpression")
        if days is not None and expression is not None:
            yield Fault(schedule, "has AutomaticallyAfterDays and ScheduleExpression", RULES)


@rule(
    "rotation-one-schedule",
    rows="S07",
    severity="error",
    why="A secret has one schedule; the second that is created takes the place of the first.",
    remedy="Keep one of them.",
    source=SCHEDULE_PAGE,
)
def one_schedule(system: System) -> Iterator[Fault]:
    """A secret has at most one rotation schedule, in whatever stack."""
    schedules = [(schedule, _changed(system, schedule)) for schedule in system.of(ROTATION)]
    count = Counter(secret for schedule, secret in schedules if secret is not None and _is_sure(schedule))
    for schedule, secret in schedules:
        if secret is not None and count[secret] > 1 and _is_sure(schedule):
            yield Fault(schedule, f"is one of {count[secret]} schedules of {secret}", "SecretId")


@rule(
    "managed-secret-without-function",
    rows="S08",
    severity="warning",
    why="A secret that RDS keeps is rotated by RDS; a schedule may change the rhythm, but no function rotates it.",
    remedy="Give the schedule RotationRules only.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/rotate-secrets_managed.html",
)
def managed(system: System) -> Iterator[Fault]:
    """The schedule of a secret that RDS keeps names no rotation function."""
    for schedule in system.of(ROTATION):
        database = system.at(schedule.get("SecretId"))
        if database is not None and database.type in DATABASES:
            for name in (HOSTED, "RotationLambdaARN"):
                if schedule.get(name) is not None:
                    yield Fault(schedule, f"has a {name} for the secret that RDS keeps for {database}", name)


def _changed(system: System, schedule: Item) -> Item | None:
    found = system.at(schedule.get("SecretId"))
    return secret_of(system, schedule) or (found if found is not None and found.type in DATABASES else None)


def _is_sure(schedule: Item) -> bool:
    return "Condition" not in schedule.resource.attributes
