"""What AWS last found of drift, stack by stack."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from tasktracker_cfn.deploy.aws.values.stacks import StackResource
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.review.drift import drift_command, drift_of
from tasktracker_cfn.deploy.review.facts import NestFacts, StackFacts
from tasktracker_cfn.deploy.review.values import Drift, Subject
from tests.deploy.review.facts_of import TIME, nest, nested, noise, stack

ROOT = "Resources: {Data: {Type: AWS::CloudFormation::Stack}}"
CHILD = "Resources: {A: {Type: AWS::X::Y}}"
NOW = TIME + timedelta(days=3)


def checked(facts: StackFacts, status: str | None, time: datetime | None = None) -> StackFacts:
    """Give a stack of which AWS has found something."""
    assert facts.deployed
    return replace(facts, deployed=facts.deployed._replace(drift_status=status, drift_checked=time))


def of(*statuses: str | None) -> NestFacts:
    """Give a nest whose nested stacks have been looked at, the first the longest ago; its root is empty."""
    names = [f"S{number}" for number in range(len(statuses))]
    children = (
        checked(stack((name,), CHILD, None, (noise("A"),)), status, TIME + timedelta(hours=number))
        for number, (name, status) in enumerate(zip(names, statuses, strict=True))
    )
    return nest(stack((), ROOT, None, tuple(map(nested, names))), *children)


@pytest.mark.parametrize(
    ("statuses", "state", "drifted", "in_sync"),
    [
        (("IN_SYNC", "IN_SYNC"), "in sync", (), 2),
        (("NOT_CHECKED", None), "not checked", (), 0),
        (("NOT_CHECKED", "IN_SYNC"), "partly checked", (), 1),
        (("UNKNOWN", "IN_SYNC"), "partly checked", (), 1),
        (("IN_SYNC", "DRIFTED"), "drifted", (("S1",),), 1),
    ],
)
def test_states(statuses: tuple[str | None, ...], state: str, drifted: tuple[tuple[str]], in_sync: int) -> None:
    """A nest is as its stacks are that have something of their own; one that has drifted is named."""
    found = drift_of(of(*statuses), NOW)
    assert found
    assert (found.state, found.drifted, found.in_sync, found.stacks) == (state, drifted, in_sync, 2)


def test_oldest() -> None:
    """What is told is the oldest look, as the others are newer; how long ago it was only AWS's time tells."""
    found = drift_of(of("IN_SYNC", "DRIFTED"), NOW)
    assert found
    assert (found.checked, found.age) == (TIME, timedelta(days=3))
    assert drift_of(of("IN_SYNC"), None) == Drift((), 1, 1, TIME, None)
    assert drift_of(of("IN_SYNC"), TIME - timedelta(minutes=1)) == Drift((), 1, 1, TIME, timedelta())
    assert drift_of(of("NOT_CHECKED", None), NOW) == Drift((), 0, 2)


def test_unseen() -> None:
    """A nested stack that the change set does not speak of is there all the same, and nothing is known of it."""
    facts = of("IN_SYNC")
    other = StackResource("Other", "AWS::CloudFormation::Stack", "CREATE_COMPLETE", TIME, "id")
    gone = other._replace(logical_id="Gone", status="DELETE_COMPLETE")
    root = replace(facts.root, resources={**facts.root.resources, "Other": other, "Gone": gone})
    found = drift_of(NestFacts({**facts.stacks, (): root}), NOW)
    assert found
    assert (found.state, found.stacks) == ("partly checked", 2)


def test_first() -> None:
    """Of what is not there yet nothing can be told."""
    assert drift_of(nest(replace(stack((), ROOT), deployed=None)), NOW) is None


def test_command() -> None:
    """The command names the system, or the stack of a foreign nest."""
    subject = Subject("shop/dev", "shop-dev", "1", "r", "UPDATE", place=Place("shop/dev"))
    assert drift_command(subject) == "python -m tasktracker_cfn drift shop/dev"
    assert (
        drift_command(subject._replace(place=Place(stack_name="shop-dev")))
        == "python -m tasktracker_cfn drift --stack-name shop-dev"
    )
