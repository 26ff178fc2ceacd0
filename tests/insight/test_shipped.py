"""The shipped builds take as long as builds of their kind take."""

from functools import cache
from pathlib import Path

import pytest

from tasktracker_cfn.insight.duration.estimating import Change, Estimate, estimate
from tasktracker_cfn.insight.duration.readings import reading_of
from tasktracker_cfn.insight.duration.taking import Action
from tasktracker_cfn.model.stacks import STACK_TYPE
from tasktracker_cfn.model.system import System
from tests.commands import REPOSITORY

BUILDS = sorted(root.parent for root in (REPOSITORY / "out").glob("*/*/root.yaml"))
IDS = [f"{build.parent.name}/{build.name}" for build in BUILDS]
EVERY = pytest.mark.parametrize("build", BUILDS, ids=IDS)
# In minutes, for a first deployment.
EXPECTED = {
    "community-tracker/dev": (15, 30),
    "community-tracker/production": (20, 40),
    "community-tracker/staging": (18, 35),
    "fargate-nonprod/nonprod": (6, 15),
    "task-management-api/development": (15, 35),
    "task-tracker-mysql/production": (20, 40),
    "tasktracker/demo": (10, 20),
}
# Of these nobody has written down how long they take; they are settings, which take seconds.
UNREAD = {
    "AWS::CloudFront::MonitoringSubscription",
    "AWS::Logs::Delivery",
    "AWS::Logs::DeliveryDestination",
    "AWS::Logs::DeliverySource",
}


@cache
def of(build: Path) -> System:
    """Give a build, read once."""
    return System(build)


def all_of(build: Path, action: Action) -> Estimate:
    """Give how long it takes to do the same to all of a build."""
    items = [item.resource for item in of(build).items if item.type != STACK_TYPE]
    return estimate(of(build), [Change(one.stack, one.logical_id, one.type, action) for one in items])


@EVERY
def test_first_deployment(build: Path) -> None:
    """A first deployment likely takes as long as people wait for such a system, for database and service most."""
    found = all_of(build, "create")
    least, most = EXPECTED[f"{build.parent.name}/{build.name}"]
    assert least * 60 <= found.whole.likely <= most * 60
    assert found.whole.low < found.whole.likely < found.whole.high
    names = [part.address for part in found.path]
    assert "Service/Service" in names
    assert ("Data/Database" in names) == bool(of(build).of("AWS::RDS::DBInstance"))


def test_standby() -> None:
    """With PostgreSQL in two zones the database is most of a first deployment."""
    found = all_of(BUILDS[IDS.index("task-management-api/development")], "create")
    longest = max(found.path, key=lambda part: part.span.likely)
    assert (longest.address, longest.span.likely) == ("Data/Database", 900)


@EVERY
def test_image(build: Path) -> None:
    """Another image takes one rollout of the service, and nothing else of note."""
    service = of(build).one("AWS::ECS::Service").resource
    changes = [
        Change(("Service",), "TaskDefinition", "AWS::ECS::TaskDefinition", "replace"),
        Change(("Service",), service.logical_id, service.type, "update", properties=frozenset({"TaskDefinition"})),
    ]
    found = estimate(of(build), changes)
    assert [part.address for part in found.path if part.span.likely > 10] == ["Service/Service"]
    assert 2 * 60 <= found.whole.likely <= 9 * 60
    assert list(found.stacks) == ["Service"]


@EVERY
def test_parts(build: Path) -> None:
    """Every resource and every nested stack has a length, no stack takes longer than the whole, and few are unread."""
    found = all_of(build, "create")
    assert {part.address for part in found.parts} == {str(item) for item in of(build).items if item.type != STACK_TYPE}
    assert set(found.stacks) == {"/".join(path) for path in of(build).nest.stacks if path}
    assert max(span.likely for span in found.stacks.values()) < found.whole.likely
    assert {part.type for part in found.unread} <= UNREAD
    assert all(reading_of(name) is None for name in UNREAD)


@EVERY
def test_all_removed(build: Path) -> None:
    """To delete everything in an update takes as long as what goes last allows, and nothing is made."""
    found = all_of(build, "delete")
    assert {part.phase for part in found.parts} == {"gone"}
    assert found.stacks == {}
    assert found.whole.likely >= max(part.span.likely for part in found.parts)


def test_nothing() -> None:
    """Without a change there is nothing to wait for."""
    assert estimate(of(BUILDS[0]), []).whole == (0, 0, 0)
