"""What CloudFormation needs to build the function that rotates."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.gate.rules.secrets.rotations import HOSTED, HOSTED_PAGE, attached_to, hosted, secret_of
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import System

TRANSFORMS = {"AWS::SecretsManager-2020-07-23", "AWS::SecretsManager-2024-09-16"}
# The engine, as a database names it, and the beginning of the types of rotation for it.
ENGINES = {
    "aurora": "MySQL",
    "aurora-mysql": "MySQL",
    "aurora-postgresql": "PostgreSQL",
    "mariadb": "MariaDB",
    "mysql": "MySQL",
    "postgres": "PostgreSQL",
}
FAMILIES = ("Db2", "MariaDB", "MongoDB", "MySQL", "Oracle", "PostgreSQL", "Redshift", "SQLServer")
TYPES = {f"{family}{users}" for family in FAMILIES for users in ("SingleUser", "MultiUser")}


@rule(
    "hosted-rotation-transform",
    rows="S01",
    severity="error",
    why="Without the transform nothing builds the function, and the schedule is refused.",
    remedy="Write `Transform: AWS::SecretsManager-2024-09-16` at the top of that template.",
    source=HOSTED_PAGE,
)
def transform(system: System) -> Iterator[Fault]:
    """A template whose rotation function CloudFormation builds asks for the transform that does so."""
    for schedule in hosted(system):
        written = system.nest.stacks[schedule.resource.stack].template.content.get("Transform")
        named = written if isinstance(written, list) else [written]
        # A macro of somebody's own may be the one that adds it.
        if not TRANSFORMS & {str(name) for name in named} and written is None:
            yield Fault(schedule, "has a HostedRotationLambda, and its template has no Transform", HOSTED)


@rule(
    "hosted-rotation-texts",
    rows="S03",
    severity="error",
    why="Subnets and security groups of the function are texts with commas, not lists.",
    remedy="Join them: `!Join [',', [...]]`.",
    source="schema AWS::SecretsManager::RotationSchedule",
)
def texts(system: System) -> Iterator[Fault]:
    """The subnets and the security groups of a rotation function are given as one text each."""
    for schedule in hosted(system):
        for name in ("VpcSubnetIds", "VpcSecurityGroupIds"):
            value = schedule.get(HOSTED, name)
            if isinstance(value, tuple) or _is_list(system, value):
                yield Fault(schedule, f"gives {name} as a list", HOSTED, name)


@rule(
    "rotation-type",
    rows="S05",
    severity="error",
    why="Each type of rotation has a function of its own, which refuses a secret with another engine.",
    remedy="Take the type that begins with the name of the database's engine.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/reference_available-rotation-templates.html",
)
def rotation_type(system: System) -> Iterator[Fault]:
    """The type of a rotation is one that there is, and fits the engine of the secret's database."""
    for schedule in hosted(system):
        given = schedule.text(HOSTED, "RotationType")
        if given is None:
            continue
        if given not in TYPES:
            yield Fault(schedule, f"has the RotationType {given}, which there is not", HOSTED, "RotationType")
            continue
        secret = secret_of(system, schedule)
        for database in attached_to(system, secret) if secret is not None else ():
            engine = database.text("Engine") or ""
            if engine in ENGINES and not given.startswith(ENGINES[engine]):
                message = f"has the RotationType {given}, and {database} has the engine {engine}"
                yield Fault(schedule, message, HOSTED, "RotationType")


@rule(
    "rotation-superuser",
    rows="S05",
    severity="error",
    why="Rotation with two users makes the second by a user that may, whose secret it must be told.",
    remedy="Give SuperuserSecretArn, or take the type for a single user.",
    source=HOSTED_PAGE,
)
def superuser(system: System) -> Iterator[Fault]:
    """A rotation with two users names the secret of the user that makes them."""
    for schedule in hosted(system):
        given = schedule.text(HOSTED, "RotationType") or ""
        named = (schedule.get(HOSTED, "SuperuserSecretArn"), schedule.get(HOSTED, "MasterSecretArn"))
        if given.endswith("MultiUser") and named == (None, None):
            yield Fault(schedule, f"has the RotationType {given} and no SuperuserSecretArn", HOSTED, "RotationType")


def _is_list(system: System, value: Value) -> bool:
    if not isinstance(value, Reference) or value.stack not in system.nest.stacks:
        return False
    parameter = system.nest.stacks[value.stack].parameters.get(value.logical_id)
    return parameter is not None and parameter.is_list
