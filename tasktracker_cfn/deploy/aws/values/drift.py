"""What AWS says about drift: what is there, against what a stack's template says."""

from datetime import datetime
from typing import NamedTuple


class DriftDetection(NamedTuple):
    """How far a detection is: `status` is DETECTION_IN_PROGRESS, DETECTION_FAILED or DETECTION_COMPLETE.

    `drift` is DRIFTED, IN_SYNC, UNKNOWN or NOT_CHECKED. A detection that failed has found out about some resources.
    """

    id: str
    stack_id: str
    status: str
    time: datetime
    drift: str | None = None
    reason: str | None = None
    drifted_resources: int | None = None


class PropertyDrift(NamedTuple):
    """One place that differs: `type` is ADD, REMOVE or NOT_EQUAL."""

    path: str
    expected: str
    actual: str
    type: str


class ResourceDrift(NamedTuple):
    """One resource: `status` is IN_SYNC, MODIFIED, DELETED, NOT_CHECKED, UNKNOWN or UNSUPPORTED."""

    stack_id: str
    logical_id: str
    type: str
    status: str
    time: datetime
    physical_id: str | None = None
    differences: tuple[PropertyDrift, ...] = ()
    expected: str | None = None
    actual: str | None = None
    reason: str | None = None
