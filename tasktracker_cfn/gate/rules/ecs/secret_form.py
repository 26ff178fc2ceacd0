"""How the values that ECS reads for a container are named."""

import re
from collections.abc import Iterator

from tasktracker_cfn.gate.rules.ecs.injections import PARAMETER, SECRET, WHOLE, Injection, injections, is_secret_arn
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import OPEN, flat
from tasktracker_cfn.model.policies.roles import ANYTHING
from tasktracker_cfn.model.symbols import Reference
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.tasks import services_of

PAGE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html"
# Whose Ref is the ARN of a secret, or the name of a parameter; `at` gives the secret for its attachment.
SOURCES = (SECRET, PARAMETER, "AWS::SecretsManager::RotationSchedule", "AWS::SecretsManager::ResourcePolicy")
TAIL = re.compile(r"(:[^:]*:[^:]*:[^:]*)?")
SUFFIX = re.compile(r".*-[A-Za-z0-9]{6}")
FIRST_WITH_KEYS = (1, 4)
VERSION = re.compile(r"(\d+)\.(\d+)\.(\d+)")


@rule(
    "secret-value-from",
    rows="E05",
    severity="error",
    why="ECS reads <ARN> or <ARN>:<key>:<stage>:<version>, all colons included; with anything else no task starts.",
    remedy="Write `${SecretArn}:key::`, with both colons at the end.",
    source=PAGE,
)
def secret_value_from(system: System) -> Iterator[Fault]:
    """What ECS reads for a container is named as ECS understands it."""
    names = {secret.get("Name"): secret for secret in system.of(SECRET) if secret.text("Name")}
    own = {parameter.get("Name") for parameter in system.of(PARAMETER)}
    for injection in injections(system):
        problem = _problem(system, injection)
        if problem:
            yield injection.fault(problem)
        elif isinstance(injection.value, str) and injection.value in names and injection.value not in own:
            yield injection.fault(f"names {names[injection.value]} by its name, which is read as that of a parameter")


@rule(
    "secret-arn-suffix",
    rows="E05",
    severity="warning",
    why="Secrets Manager ends every ARN with six random characters; one put together by hand lacks them, and neither "
    "matches the policy of the role nor, when the name ends like that, the secret.",
    remedy="Take the ARN from the secret (Ref), or as a parameter.",
    source="https://docs.aws.amazon.com/secretsmanager/latest/userguide/troubleshoot.html",
)
def secret_arn_suffix(system: System) -> Iterator[Fault]:
    """The ARN of a secret that ECS reads is whole."""
    for injection in injections(system):
        if not is_secret_arn(injection.value):
            continue
        fields = (flat(injection.value) or "").split(":")
        name = fields[WHOLE - 1] if len(fields) >= WHOLE else OPEN
        if OPEN not in name and not SUFFIX.fullmatch(name):
            yield injection.fault(f"reads {name} by an ARN that lacks its six random characters")


@rule(
    "secret-key-platform",
    rows="E05",
    severity="error",
    why="Fargate reads one key of a secret from platform version 1.4.0 on.",
    remedy="Leave PlatformVersion out, or use 1.4.0.",
    source=PAGE,
)
def secret_key_platform(system: System) -> Iterator[Fault]:
    """A service whose containers read single keys of secrets runs on a platform version that can."""
    for injection in injections(system):
        task = injection.container.task
        # Windows counts its versions anew.
        if not injection.tail or (task.text("RuntimePlatform", "OperatingSystemFamily") or "LINUX") != "LINUX":
            continue
        for service in services_of(system, task):
            version = VERSION.fullmatch(service.text("PlatformVersion") or "")
            if version and (int(version[1]), int(version[2])) < FIRST_WITH_KEYS:
                message = f"is on platform version {version[0]}, which reads no single key of a secret"
                yield Fault(service, message, "PlatformVersion")


def _problem(system: System, injection: Injection) -> str | None:
    source, tail = injection.source, injection.tail
    item = system.at(source)
    shown = tail.replace(OPEN, "…")
    if item is not None and isinstance(source, Reference) and not item.type.startswith(ANYTHING):
        if item.type not in SOURCES and "Secret" not in (source.attribute or ""):
            return f"reads its value from {item}, which is no secret and no parameter"
        if item.type == PARAMETER:
            return f"reads {shown} of {item}, while a parameter has no keys" if tail else None
    if (
        is_secret_arn(injection.value)
        and len((flat(injection.value) or "").split(":")) < WHOLE
        and OPEN not in str(flat(injection.value))
    ):
        return f"reads {injection.value}, which is no whole ARN"
    is_known = is_secret_arn(injection.value) or (isinstance(source, Reference) and tail.startswith(":"))
    if is_known and OPEN not in tail and not TAIL.fullmatch(tail):
        return f"reads {shown} of a secret, while that must be :key:stage:version, all three colons included"
    return None
