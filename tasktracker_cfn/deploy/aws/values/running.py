"""What AWS says about services of ECS, their tasks, what they logged, and alarms."""

from datetime import datetime
from typing import NamedTuple


class ServiceEvent(NamedTuple):
    """One line that ECS wrote about a service."""

    id: str
    time: datetime
    message: str


class ServiceDeployment(NamedTuple):
    """One deployment of a service: `status` is PRIMARY, ACTIVE, INACTIVE; `rollout` COMPLETED, FAILED, IN_PROGRESS."""

    id: str
    status: str
    task_definition: str
    desired: int = 0
    running: int = 0
    pending: int = 0
    failed: int = 0
    rollout: str | None = None
    reason: str | None = None
    created: datetime | None = None


class Service(NamedTuple):
    """A service of ECS; events and deployments stand newest first."""

    arn: str
    name: str
    cluster: str
    status: str
    task_definition: str
    desired: int = 0
    running: int = 0
    pending: int = 0
    deployments: tuple[ServiceDeployment, ...] = ()
    events: tuple[ServiceEvent, ...] = ()


class StoppedContainer(NamedTuple):
    """One container of a task that stopped."""

    name: str
    status: str
    exit_code: int | None = None
    reason: str | None = None


class StoppedTask(NamedTuple):
    """A task that stopped, and why."""

    arn: str
    task_definition: str
    reason: str | None = None
    code: str | None = None
    stopped: datetime | None = None
    containers: tuple[StoppedContainer, ...] = ()

    @property
    def id(self) -> str:
        """Give the last part of the ARN, which the names of its log streams end with."""
        return self.arn.rpartition("/")[2]


class LogPlace(NamedTuple):
    """Where a container of a task definition logs to; a stream is ``prefix/container/task id``."""

    container: str
    group: str
    prefix: str | None = None

    def stream(self, task_id: str) -> str | None:
        """Give the name of the stream of one task, where it can be known."""
        return f"{self.prefix}/{self.container}/{task_id}" if self.prefix else None


class LogLine(NamedTuple):
    """One line of a log. It is what a container wrote, and may say anything."""

    time: datetime
    message: str


class Alarm(NamedTuple):
    """An alarm that exists; `is_composite` tells its kind."""

    name: str
    arn: str
    state: str
    is_composite: bool = False
