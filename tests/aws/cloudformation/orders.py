"""What tests order to go wrong with resources."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from tests.aws.cloudformation.state import Resource

On = Literal["create", "update", "delete", "rollback"]


@dataclass
class Break:
    """A resource that fails; `times` is how often."""

    place: str
    reason: str
    on: On
    times: int


@dataclass
class Hang:
    """A service whose tasks stop; after `gives_up` seconds its resource fails with `reason`."""

    place: str
    stopped_reason: str
    logs: list[str]
    reason: str
    gives_up: int
    exit_code: int | None
    # When it began, and what was tried.
    began: datetime | None = None
    service_arn: str = ""
    task_definition: Resource | None = None


@dataclass
class Finding:
    """What validation finds when a change set is made."""

    place: str
    name: str
    reason: str
    mode: str
    path: str


@dataclass
class Orders:
    """All orders."""

    breaks: list[Break] = field(default_factory=list)
    hangs: list[Hang] = field(default_factory=list)
    findings: list[Finding] = field(default_factory=list)
    # How many more deletions of change sets of a nest fail.
    undeletable: int = 0

    def broken(self, place: str, on: str) -> str | None:
        """Give the reason for which a resource fails now, and count it."""
        for order in self.breaks:
            if (order.place, order.on) == (place, on) and order.times > 0:
                order.times -= 1
                return order.reason
        return None

    def hanging(self, place: str) -> Hang | None:
        """Give how a service hangs."""
        return next((order for order in self.hangs if order.place == place), None)
