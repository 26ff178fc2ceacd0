"""What ECS and the logs say of a service that does not settle. Look while it is there: a rollback deletes it.

https://github.com/aws/copilot-cli/issues/1180
"""

from collections.abc import Iterator
from datetime import datetime
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.running import LogLine, StoppedTask
from tasktracker_cfn.errors import AwsError, CredentialsError, NotThereError

LINES = 10
EVENTS = 5
GONE = "the service is gone, and what its tasks said with it"
# arn:aws:ecs:region:account:service/cluster/name; older ones lack the cluster.
PARTS = 3


class Evidence(NamedTuple):
    """What is known of a service: why its newest tasks stopped, what ECS wrote, the last lines of a container.

    `denied` says what could not be asked.
    """

    stopped: tuple[StoppedTask, ...] = ()
    events: tuple[str, ...] = ()
    container: str = ""
    lines: tuple[LogLine, ...] = ()
    denied: str = ""

    @property
    def note(self) -> str:
        """Give the newest fact in one line; empty when there is none."""
        if self.stopped:
            return f"{len(self.stopped)} tasks stopped, last: {reason(self.stopped[0])}"
        return self.events[0] if self.events else ""

    def after(self, before: "Evidence") -> "Evidence":
        """Give it with what was known before and no longer is: the service may be gone, the newest task silent."""
        has_lines = self if self.lines else before
        return Evidence(
            self.stopped or before.stopped,
            self.events or before.events,
            has_lines.container,
            has_lines.lines,
            "" if self.stopped or before.stopped else self.denied or before.denied,
        )


def reason(task: StoppedTask) -> str:
    """Give why a task stopped, with the containers that ended badly."""
    ended = [
        f"{container.name} exited with {container.exit_code}"
        if container.exit_code is not None
        else f"{container.name}: {container.reason}"
        for container in task.containers
        if container.exit_code or container.reason
    ]
    return "; ".join((task.reason or task.code or "no reason is given", *ended))


def report(evidence: Evidence) -> Iterator[str]:
    """Give all of it, a line for each fact."""
    for text in dict.fromkeys(reason(task) for task in evidence.stopped):
        yield f"task stopped: {text}"
    for text in evidence.events:
        yield f"ECS: {text}"
    if evidence.lines:
        yield f"last lines of {evidence.container}:"
    for line in evidence.lines:
        yield f"  {line.message.rstrip()}"
    if evidence.denied:
        yield evidence.denied


def look_at(gateway: Gateway, service: str | None, since: datetime) -> Evidence | None:
    """Look at a service, by its ARN; what may not be asked is left out, for it is not what failed.

    :param since: AWS's time before which nothing counts
    :raises CredentialsError: when the credentials are no longer good
    """
    parts = (service or "").rpartition(":")[2].split("/")
    if len(parts) != PARTS:
        return None
    try:
        return _found(gateway, parts[1], parts[2], since)
    except CredentialsError:
        raise
    except NotThereError:
        return Evidence(denied=GONE)
    except AwsError as error:
        return Evidence(denied=f"why its tasks stopped is not known: {error}")


def _found(gateway: Gateway, cluster: str, name: str, since: datetime) -> Evidence:
    service = gateway.service(cluster, name)
    written = service.events if service else ()
    events = tuple(event.message for event in written if event.time >= since)[:EVENTS]
    stopped = tuple(
        task for task in gateway.stopped_tasks(cluster, name) if task.stopped is None or task.stopped >= since
    )
    found = Evidence(stopped, events, denied="" if service or stopped else GONE)
    for task in stopped:
        container, lines = _last_lines(gateway, task)
        if lines:
            return found._replace(container=container, lines=lines)
    return found


def _last_lines(gateway: Gateway, task: StoppedTask) -> tuple[str, tuple[LogLine, ...]]:
    """Give the last lines of the container that ended worst."""
    bad = {container.name for container in task.containers if container.exit_code}
    places = gateway.log_places(task.task_definition)
    for place in sorted(places, key=lambda place: place.container not in bad):
        stream = place.stream(task.id)
        lines = gateway.last_log_lines(place.group, stream, LINES) if stream else ()
        if lines:
            return place.container, lines
    return "", ()
