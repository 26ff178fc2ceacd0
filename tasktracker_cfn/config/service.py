"""What the service stack is told: task size, deployment, scaling, containers, and what the task may reach."""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.container import ContainerConfig
from tasktracker_cfn.config.deployment import BlueGreenConfig, BootstrapConfig, DeploymentAlarmsConfig
from tasktracker_cfn.config.discovery import DiscoveryConfig
from tasktracker_cfn.config.fargate import MEMORY_MIB, CpuUnits, sizes_in_words
from tasktracker_cfn.config.fields import STRICT, LogGroupName, PartName, RetentionDays
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.scaling import AutoscalingConfig, CapacityConfig
from tasktracker_cfn.config.telemetry import CollectorConfig, MetricsConfig, TracingConfig


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
    size_parameters: bool = Field(
        default=False,
        description="Make cpu and memory the defaults of two stack parameters, TaskCpu and TaskMemory. A quarter of a "
        "vCPU with 512 MiB costs about 9 USD a month for each task that always runs.",
    )
    architecture: Literal["X86_64", "ARM64"] = Field(
        default="X86_64",
        description="Processor that the images are built for; ARM64 costs about 20 percent less.",
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
    circuit_breaker: bool = Field(
        default=True, description="Stop a deployment that does not settle, and roll it back; free of charge."
    )
    deployment_alarms: DeploymentAlarmsConfig | None = Field(
        default=None, description="Alarms that undo a deployment; none when absent."
    )
    blue_green: BlueGreenConfig | None = Field(
        default=None, description="Blue/green deployment; a rolling one when absent."
    )
    bootstrap: BootstrapConfig = Field(
        default={}, validate_default=True, description="Placeholder of the first deployment."
    )
    discovery: DiscoveryConfig | None = Field(
        default=None, description="Private DNS name of the tasks; none when absent."
    )
    container_insights: Literal["disabled", "enabled", "enhanced"] = Field(
        default="disabled",
        description="Container Insights of the cluster; about 5 to 20 USD a month. The metric of running tasks needs "
        "it.",
    )
    log_group: LogGroupName | None = Field(default=None, description="Name of the log group; made up when absent.")
    log_retention_days: RetentionDays = Field(default=30, description="Days for which container logs are kept.")
    capacity: CapacityConfig | None = Field(
        default=None,
        description="Capacity providers; all on demand by launch type when absent. Added or dropped later, it may "
        "replace the service.",
    )
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

    @property
    def most_tasks(self) -> int:
        """Give the number of tasks that run at most, apart from deployments."""
        return self.autoscaling.maximum if self.autoscaling else self.desired_count or 1

    @property
    def from_own_repositories(self) -> bool:
        """Tell whether an image is one that has to be pushed to a repository of this system first."""
        return any(container.repository is not None for container in self.containers.values())

    @property
    def memory_limits(self) -> int:
        """Give what the containers' limits add up to, in MiB."""
        return sum(container.memory or 0 for container in self.containers.values())

    def violations(self) -> Violations:
        """Check task size, counts and containers."""
        if self.memory not in MEMORY_MIB[self.cpu]:
            yield Violation(
                ("memory",),
                f"Fargate has no {self.memory} MiB with {self.cpu} CPU units, only {sizes_in_words(self.cpu)}",
            )
        yield from self._counts()
        parts = {"capacity": self.capacity, "deployment_alarms": self.deployment_alarms, "blue_green": self.blue_green}
        for key, part in parts.items():
            if part is not None:
                yield from (violation.under(key) for violation in part.violations())
        if self.blue_green is not None and self.discovery is not None:
            # Cloud Map knows no revisions: it names every task that is healthy.
            yield Violation(
                ("discovery",),
                "gives out the addresses of new tasks before traffic is shifted to them; drop it, or blue_green",
            )
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
        if self.memory_limits > self.memory:
            yield Violation(
                ("memory",), f"the containers' limits add up to {self.memory_limits} MiB, the task has {self.memory}"
            )
        # E15: the containers of a task share one network namespace.
        ports = Counter(container.port for container in self.containers.values() if container.port is not None)
        for port in sorted(port for port, count in ports.items() if count > 1):
            yield Violation(("containers",), f"two containers listen on port {port}; they share one address")
