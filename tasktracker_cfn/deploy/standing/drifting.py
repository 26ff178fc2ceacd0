"""Drift of a whole tree: what is there, against what the templates say.

CloudFormation looks at one stack at a time and not at those nested in it, so each is asked for by itself:
https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/detect-drift-stack.html
"""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.tree import Node, Tree
from tasktracker_cfn.deploy.aws.values.drift import DriftDetection, PropertyDrift, ResourceDrift
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE
from tasktracker_cfn.deploy.aws.waiting import until
from tasktracker_cfn.deploy.standing.drift_noise import Surroundings, explained
from tasktracker_cfn.deploy.statuses import about
from tasktracker_cfn.errors import (
    AwsError,
    ConflictError,
    CredentialsError,
    DeploymentError,
    NotThereError,
    ThrottledError,
    UnreachableError,
)

LIMIT = timedelta(hours=1)
# What looks for drift in a stack is AWS's own work for some seconds for each resource.
EVERY = 5.0
CHANGED = ("MODIFIED", "DELETED")
# What says nothing about a stack.
PASSING = (CredentialsError, ThrottledError, UnreachableError)
UNSEEN = ("NOT_CHECKED", "UNKNOWN")


class Difference(NamedTuple):
    """One place that differs, and why that is no drift, or None."""

    property: PropertyDrift
    explanation: str | None = None


class Drifted(NamedTuple):
    """One resource that differs; without differences it was deleted."""

    address: str
    drift: ResourceDrift
    differences: tuple[Difference, ...] = ()

    @property
    def is_real(self) -> bool:
        """Tell whether something about it has no explanation."""
        return not self.differences or any(difference.explanation is None for difference in self.differences)


class Unseen(NamedTuple):
    """A stack or resource of which nothing is known, and why."""

    address: str
    reason: str


class Findings(NamedTuple):
    """What was found in a tree; `checked` is how many resources could be compared, `unsupported` how many never can."""

    drifted: tuple[Drifted, ...] = ()
    unseen: tuple[Unseen, ...] = ()
    checked: int = 0
    unsupported: int = 0

    @property
    def real(self) -> tuple[Drifted, ...]:
        """Give the resources that differ without an explanation."""
        return tuple(drifted for drifted in self.drifted if drifted.is_real)


def refuse_busy(tree: Tree) -> None:
    """Make sure that nothing is under way, which would show as drift.

    :raises DeploymentError: when something is
    """
    root = tree.root.stack
    if about(root.status).family in {"in progress", "none"}:
        message = f"{root.name} is in {root.status}: there is nothing to compare with before that has ended"
        raise DeploymentError(message)


def detect(gateway: Gateway, tree: Tree, say: Callable[[str], None]) -> Findings:
    """Look for drift in every stack of a tree, and wait for the answers.

    A stack in which it cannot be looked for is told of, and does not end the search.

    :raises TimeError: when it takes longer than an hour
    :raises DeploymentError: when it could be looked for in no stack at all
    :raises AwsError: when AWS says no to anything else
    """
    begun: list[tuple[Node, str]] = []
    unseen: list[Unseen] = []
    for node in tree.nodes:
        try:
            begun.append((node, gateway.detect_drift(node.stack.id)))
        except PASSING:
            raise
        except AwsError as error:
            unseen.append(Unseen(node.label, _why_not(error)))
    drifts: list[tuple[Node, ResourceDrift]] = []
    for node, detection in begun:
        say(f"looking at {node.label}")
        try:
            ended = _ended(gateway, node, detection)
            drifts.extend((node, drift) for drift in gateway.drifts(node.stack.id))
        except NotThereError:
            unseen.append(Unseen(node.label, "it was deleted meanwhile"))
            continue
        if ended.status == "DETECTION_FAILED":
            unseen.append(Unseen(node.label, ended.reason or "the detection failed, and AWS does not say why"))
    if not drifts and unseen:
        message = "nothing could be looked at: " + "; ".join(f"{item.address}: {item.reason}" for item in unseen)
        raise DeploymentError(message)
    return sort_out(drifts, unseen, Surroundings.of(tree))


def sort_out(drifts: list[tuple[Node, ResourceDrift]], unseen: list[Unseen], around: Surroundings) -> Findings:
    """Sort what AWS said of resources; nested stacks are left out, as each was looked at by itself."""
    things = [(node, drift) for node, drift in drifts if drift.type != STACK_TYPE]
    drifted = tuple(_drifted(node, drift, around) for node, drift in things if drift.status in CHANGED)
    unknown = tuple(
        Unseen(node.address(drift.logical_id), drift.reason or f"AWS says {drift.status}")
        for node, drift in things
        if drift.status in UNSEEN
    )
    compared = sum(drift.status in {"IN_SYNC", *CHANGED} for _, drift in things)
    unsupported = sum(drift.status == "UNSUPPORTED" for _, drift in things)
    return Findings(drifted, (*unseen, *unknown), compared, unsupported)


def _drifted(node: Node, drift: ResourceDrift, around: Surroundings) -> Drifted:
    differences = tuple(Difference(place, explained(drift, place, around)) for place in _places(drift))
    return Drifted(node.address(drift.logical_id), drift, differences)


def _places(drift: ResourceDrift) -> Iterator[PropertyDrift]:
    yield from drift.differences if drift.status == "MODIFIED" else ()


def _ended(gateway: Gateway, node: Node, detection: str) -> DriftDetection:
    def ended() -> DriftDetection | None:
        found = gateway.drift_detection(detection)
        return None if found.status == "DETECTION_IN_PROGRESS" else found

    return until(ended, gateway.clock, LIMIT, f"the drift detection of {node.label}", EVERY)


def _why_not(error: AwsError) -> str:
    if isinstance(error, ConflictError):
        return f"AWS looks for no drift now: {error.message}"
    return error.message or str(error)
