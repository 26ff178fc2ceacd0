"""What a container is told: its image, what it is started with, and how one knows that it is well."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fields import (
    STRICT,
    FilePath,
    ImageReference,
    ImageTag,
    InjectedSource,
    PartName,
    Port,
    UserId,
    VariableName,
)
from tasktracker_cfn.config.problems import Violation, Violations

SECRET_SOURCE = re.compile(r"^secret\.(?P<secret>[a-z][a-z0-9-]*)$")
# What ECS can fill a variable from: a secret as it is, or one key of it.
INJECTED_SECRET = re.compile(r"^secret\.(?P<secret>[a-z][a-z0-9-]*)(:(?P<key>.+))?$")
BUCKET_SOURCE = re.compile(r"^bucket\.(?P<bucket>[a-z][a-z0-9-]*)$")
# C-08: the value of such a variable belongs into Secrets Manager.
CREDENTIAL_NAME = re.compile(r"(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIAL)", re.IGNORECASE)
# What CloudFormation knows of a stack: its region, its account. The gate refuses it where nothing replaces it (E1029).
PSEUDO_PARAMETER = "${AWS::"
ANY_SOURCE = (
    r"^(database\.(host|replica-host|port|name|secret-arn)|cache\.(host|port)|(bucket|secret)\.[a-z][a-z0-9-]*)$"
)


def volume_suffix(path: str) -> str:
    """Give what a folder adds to the name of its volume, which may hold neither slashes nor dots."""
    return re.sub(r"[^A-Za-z0-9-]", "_", path)


class ContainerHealthCheckConfig(BaseModel):
    """A command inside the container that tells ECS whether it is well."""

    model_config = STRICT

    command: str = Field(
        min_length=1, max_length=1024, description="Shell command; exit code 0 is healthy. The image must have it."
    )
    interval_seconds: int = Field(default=30, ge=5, le=300, description="Seconds between two runs.")
    timeout_seconds: int = Field(default=5, ge=2, le=60, description="Seconds after which a run has failed.")
    retries: int = Field(default=3, ge=1, le=10, description="Failed runs in a row that make it unhealthy.")
    start_seconds: int = Field(default=30, ge=0, le=300, description="Seconds at the start that do not count.")


class ContainerConfig(BaseModel):
    """One container of the task; every container is essential."""

    model_config = STRICT

    image: ImageReference | None = Field(
        default=None,
        description="Image of the first deployment: the default of the stack's image parameter. This or repository.",
    )
    repository: PartName | None = Field(
        default=None,
        description="Name in data.repositories: the container runs the image with the tag of the stack's image tag "
        "parameter from this system's own repository. The first deployment, when nothing is pushed yet, takes "
        "Bootstrap=1.",
    )
    tag: ImageTag | None = Field(
        default=None, description="Default of the stack's image tag parameter; needed with repository."
    )
    port: Port | None = Field(default=None, description="TCP port it listens on; none when absent.")
    memory: int | None = Field(default=None, ge=6, description="Hard memory limit in MiB; the task's when absent.")
    command: tuple[str, ...] = Field(default=(), description="Command in place of the image's own.")
    user: UserId | None = Field(
        default=None,
        description="User id (and group id) it runs as, which may listen on any port; the image's own when absent.",
    )
    read_only_root: bool = Field(default=True, description="The container cannot write to its root file system.")
    writable_paths: tuple[FilePath, ...] = Field(
        default=(),
        description="Folders that it can write to all the same; empty at the start of each task. Fargate gives them to "
        "root: a container that runs as somebody else needs an image that declares them with VOLUME.",
    )
    environment: Mapping[VariableName, str] = Field(default={}, description="Environment variables, by value.")
    environment_from: Mapping[VariableName, str] = Field(
        default={},
        description="Environment variables by what they name: database.host, database.replica-host (what answers "
        "reads: the replicas, joined by commas, or the readers of Aurora), database.port, database.name, "
        "database.secret-arn, cache.host, cache.port, bucket.<name of a bucket>, secret.<name of a secret> (its ARN).",
    )
    secrets: Mapping[VariableName, InjectedSource] = Field(
        default={},
        description="Environment variables that ECS fills when a task starts, from the database secret, the cache's "
        "token, or a secret of data.secrets with generate = true: secret.<name> for all of it, secret.<name>:<key> "
        "for one key.",
    )
    health_check: ContainerHealthCheckConfig | None = Field(
        default=None, description="Container health check; only the load balancer's when absent."
    )
    stop_seconds: int | None = Field(
        default=None,
        ge=2,
        le=120,
        description="Seconds from the signal to stop, which Spot sends two minutes ahead, to the end by force; 30 when "
        "absent.",
    )

    def injects(self, kind: Literal["database", "cache", "secret"]) -> tuple[str, ...]:
        """Give what ECS fills variables from, of one kind."""
        return tuple(source for source in self.secrets.values() if source.startswith(f"{kind}."))

    def violations(self) -> Violations:
        """Check the image, and variables: each named once, no credential by value, sources that exist."""
        yield from self._image()
        named = Counter([*self.environment, *self.environment_from, *self.secrets])
        for name in sorted(name for name, count in named.items() if count > 1):
            yield Violation(
                ("environment", name), "is set twice; keep it in one of environment, environment_from, secrets"
            )
        for name in self.environment:
            if CREDENTIAL_NAME.search(name):
                yield Violation(
                    ("environment", name),
                    "looks like a credential, which a template must not hold; take it from secrets",
                )
        for name, source in self.environment_from.items():
            if not re.fullmatch(ANY_SOURCE, source):
                yield Violation(
                    ("environment_from", name),
                    f'"{source}" is no source; allowed are database.host, database.replica-host, database.port, '
                    "database.name, database.secret-arn, cache.host, cache.port, bucket.<name> and secret.<name>",
                )
        yield from self._unreplaced()
        alike = Counter(volume_suffix(path) for path in self.writable_paths)
        for path in self.writable_paths:
            if alike[volume_suffix(path)] > 1:
                yield Violation(
                    ("writable_paths",), f'"{path}" is named twice, or another differs from it in / _ and . only'
                )
        check = self.health_check
        if check is not None and check.timeout_seconds >= check.interval_seconds:
            yield Violation(
                ("health_check", "timeout_seconds"), f"must be below interval_seconds ({check.interval_seconds})"
            )

    def _image(self) -> Violations:
        """Check that the image comes from one place, and a repository's has a tag."""
        if self.image is None and self.repository is None:
            yield Violation(
                ("image",),
                "is missing; give the image of the first deployment, or a repository of data.repositories and a tag",
            )
        if self.image is not None and self.repository is not None:
            yield Violation(("image",), "is one place too many; keep either image, or repository and tag")
        if self.repository is not None and self.tag is None:
            yield Violation(
                ("tag",), 'is missing; name the tag of the first image that will be pushed, such as "1.0.0"'
            )
        if self.tag is not None and self.repository is None:
            yield Violation(("tag",), "has no meaning without repository; write the tag into image")

    def _unreplaced(self) -> Violations:
        """Check that nobody counts on CloudFormation to replace something in a text, which is handed over as it is."""
        texts = {("environment", name): text for name, text in self.environment.items()}
        texts |= {("command", str(index)): text for index, text in enumerate(self.command)}
        if self.health_check is not None:
            texts["health_check", "command"] = self.health_check.command
        for key, text in texts.items():
            if PSEUDO_PARAMETER in text:
                yield Violation(key, f'"{PSEUDO_PARAMETER}…}}" is not replaced here; write the value itself')
