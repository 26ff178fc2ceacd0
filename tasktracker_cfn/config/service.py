"""What the service stack is told: containers, task size, scaling, and what the task may reach."""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.fargate import MEMORY_MIB, CpuUnits, sizes_in_words
from tasktracker_cfn.config.fields import (
    STRICT,
    FilePath,
    ImageReference,
    LogGroupName,
    PartName,
    Percent,
    Port,
    RetentionDays,
    UserId,
    VariableName,
)
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.telemetry import CollectorConfig, MetricsConfig, TracingConfig

DatabaseSource = Literal["database.host", "database.port", "database.name", "database.secret-arn"]
SecretKey = Literal[
    "database.username",
    "database.password",
    "database.host",
    "database.port",
    "database.dbname",
    "database.engine",
]
SECRET_SOURCE = re.compile(r"^secret\.(?P<secret>[a-z][a-z0-9-]*)$")
BUCKET_SOURCE = re.compile(r"^bucket\.(?P<bucket>[a-z][a-z0-9-]*)$")
# C-08: the value of such a variable belongs into Secrets Manager.
CREDENTIAL_NAME = re.compile(r"(PASSWORD|PASSWD|SECRET|TOKEN|API_?KEY|PRIVATE_?KEY|CREDENTIAL)", re.IGNORECASE)
# What CloudFormation knows of a stack: its region, its account. The gate refuses it where nothing replaces it (E1029).
PSEUDO_PARAMETER = "${AWS::"
ANY_SOURCE = r"^(database\.(host|port|name|secret-arn)|(bucket|secret)\.[a-z][a-z0-9-]*)$"


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

    image: ImageReference = Field(
        description="Image of the first deployment: the default of the stack's image parameter."
    )
    port: Port | None = Field(default=None, description="TCP port it listens on; none when absent.")
    memory: int | None = Field(default=None, ge=6, description="Hard memory limit in MiB; the task's when absent.")
    command: tuple[str, ...] = Field(default=(), description="Command in place of the image's own.")
    user: UserId | None = Field(
        default=None, description="User id (and group id) it runs as; the image's own when absent."
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
        description="Environment variables by what they name: database.host, database.port, database.name, "
        "database.secret-arn, bucket.<name of a bucket>, secret.<name of a secret> (its ARN).",
    )
    secrets: Mapping[VariableName, SecretKey] = Field(
        default={}, description="Environment variables that ECS fills from the database secret when a task starts."
    )
    health_check: ContainerHealthCheckConfig | None = Field(
        default=None, description="Container health check; only the load balancer's when absent."
    )

    def violations(self) -> Violations:
        """Check variables: each named once, no credential by value, sources that exist."""
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
                    f'"{source}" is no source; allowed are database.host, database.port, database.name, '
                    "database.secret-arn, bucket.<name> and secret.<name>",
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

    def _unreplaced(self) -> Violations:
        """Check that nobody counts on CloudFormation to replace something in a text, which is handed over as it is."""
        texts = {("environment", name): text for name, text in self.environment.items()}
        texts |= {("command", str(index)): text for index, text in enumerate(self.command)}
        if self.health_check is not None:
            texts["health_check", "command"] = self.health_check.command
        for key, text in texts.items():
            if PSEUDO_PARAMETER in text:
                yield Violation(key, f'"{PSEUDO_PARAMETER}…}}" is not replaced here; write the value itself')


class AutoscalingConfig(BaseModel):
    """Target tracking on the service's average load."""

    model_config = STRICT

    minimum: int = Field(ge=1, le=5000, description="Fewest tasks.")
    maximum: int = Field(ge=1, le=5000, description="Most tasks.")
    cpu_percent: Percent | None = Field(
        default=None, description="CPU load to hold, in percent; not tracked when absent."
    )
    memory_percent: Percent | None = Field(
        default=None, description="Memory use to hold, in percent; not tracked when absent."
    )
    scale_out_seconds: int = Field(default=60, ge=0, le=3600, description="Seconds between two additions of tasks.")
    scale_in_seconds: int = Field(default=300, ge=0, le=3600, description="Seconds between two removals of tasks.")

    def violations(self) -> Violations:
        """Check the bounds, and that something is tracked."""
        if self.minimum > self.maximum:
            yield Violation(("minimum",), f"{self.minimum} is above maximum ({self.maximum})")
        if self.cpu_percent is None and self.memory_percent is None:
            yield Violation((), "tracks nothing; set cpu_percent, memory_percent or both")


class AccessConfig(BaseModel):
    """What the application itself may do, with the task role."""

    model_config = STRICT

    database_secret: bool = Field(default=False, description="Read the database secret at run time.")
    buckets: Mapping[PartName, Literal["read", "read-write"]] = Field(default={}, description="Use of buckets.")
    secrets: tuple[PartName, ...] = Field(default=(), description="Secrets of data.secrets to read at run time.")


class ServiceConfig(BaseModel):
    """One ECS service on Fargate."""

    model_config = STRICT

    cpu: CpuUnits = Field(description="CPU units of a task; 1024 are one vCPU.")
    memory: int = Field(description="Memory of a task in MiB; Fargate has fixed pairs of CPU and memory.")
    architecture: Literal["X86_64", "ARM64"] = Field(
        default="X86_64", description="Processor that the images are built for."
    )
    subnets: Literal["public", "private"] = Field(
        default="private", description="Tier of the tasks; public ones get a public address."
    )
    desired_count: int | None = Field(
        default=None,
        ge=1,
        le=5000,
        description="Tasks to start with: 1 when absent. With autoscaling it becomes a stack parameter, because "
        "every update of the service sets the count back to it.",
    )
    minimum_healthy_percent: int = Field(
        default=100, ge=0, le=100, description="Tasks kept during a deployment, in percent."
    )
    maximum_percent: int = Field(
        default=200, ge=100, le=200, description="Tasks allowed during a deployment, in percent."
    )
    health_check_grace_seconds: int = Field(
        default=60, ge=0, le=3600, description="Seconds after a task's start in which failed health checks are ignored."
    )
    circuit_breaker: bool = Field(default=True, description="Stop a deployment that does not settle, and roll it back.")
    container_insights: Literal["disabled", "enabled", "enhanced"] = Field(
        default="disabled", description="Container Insights of the cluster; the metric of running tasks needs it."
    )
    log_group: LogGroupName | None = Field(default=None, description="Name of the log group; made up when absent.")
    log_retention_days: RetentionDays = Field(default=30, description="Days for which container logs are kept.")
    autoscaling: AutoscalingConfig | None = Field(
        default=None, description="Target tracking; a fixed count when absent."
    )
    access: AccessConfig = Field(default={}, validate_default=True, description="What the application may do.")
    metrics: MetricsConfig | None = Field(
        default=None, description="Prometheus metrics, collected beside the application; none when absent."
    )
    tracing: TracingConfig | None = Field(
        default=None, description="Traces to X-Ray, collected beside the application; none when absent."
    )
    collector: CollectorConfig | None = Field(
        default=None, description="The collector of metrics and traces, where it is to differ from the usual one."
    )
    containers: Mapping[PartName, ContainerConfig] = Field(min_length=1, description="Containers of the task, by name.")

    @property
    def fewest_tasks(self) -> int:
        """Give the number of tasks that always run."""
        return self.autoscaling.minimum if self.autoscaling else self.desired_count or 1

    def violations(self) -> Violations:
        """Check task size, counts and containers."""
        if self.memory not in MEMORY_MIB[self.cpu]:
            yield Violation(
                ("memory",),
                f"Fargate has no {self.memory} MiB with {self.cpu} CPU units, only {sizes_in_words(self.cpu)}",
            )
        yield from self._counts()
        for name, container in self.containers.items():
            yield from (violation.under("containers", name) for violation in container.violations())
        if self.tracing is not None:
            yield from (violation.under("tracing") for violation in self.tracing.violations())
        yield from self._shared_by_containers()

    def _counts(self) -> Violations:
        scaling = self.autoscaling
        if scaling is not None:
            yield from (violation.under("autoscaling") for violation in scaling.violations())
            if self.desired_count is not None and not scaling.minimum <= self.desired_count <= scaling.maximum:
                yield Violation(
                    ("desired_count",),
                    f"{self.desired_count} is outside autoscaling's {scaling.minimum} to {scaling.maximum}",
                )
        # E11: with d tasks, one must be able to stop or one more to start, or a deployment never moves.
        tasks = self.fewest_tasks
        kept, allowed = -(-tasks * self.minimum_healthy_percent // 100), tasks * self.maximum_percent // 100
        if kept >= allowed:
            yield Violation(
                ("maximum_percent",),
                f"with {tasks} task(s), minimum_healthy_percent {self.minimum_healthy_percent} and maximum_percent "
                f"{self.maximum_percent} let a deployment neither stop nor start one; raise maximum_percent",
            )

    def _shared_by_containers(self) -> Violations:
        limits = sum(container.memory or 0 for container in self.containers.values())
        if limits > self.memory:
            yield Violation(("memory",), f"the containers' limits add up to {limits} MiB, the task has {self.memory}")
        # E15: the containers of a task share one network namespace.
        ports = Counter(container.port for container in self.containers.values() if container.port is not None)
        for port in sorted(port for port, count in ports.items() if count > 1):
            yield Violation(("containers",), f"two containers listen on port {port}; they share one address")
