"""How long one change of one resource takes."""

from typing import Literal, NamedTuple

from tasktracker_cfn.insight.duration.readings import (
    AURORA,
    DELETING,
    GATEWAY_ENDPOINT,
    HOSTED_ROTATION,
    MULTI_AZ,
    QUICK,
    SNAPSHOT,
    TAGS,
    UNKNOWN,
    VPC_FUNCTION,
    Reading,
    reading_of,
)
from tasktracker_cfn.insight.duration.rollout import first_start, rollout
from tasktracker_cfn.insight.duration.spans import NOTHING, Span
from tasktracker_cfn.model.stacks import StackPath
from tasktracker_cfn.model.system import Item, System
from tasktracker_cfn.model.tasks import SERVICE

Action = Literal["create", "update", "replace", "delete", "import"]
Policy = Literal["Delete", "Retain", "Snapshot"]
INSTANCE = "AWS::RDS::DBInstance"
# With these RDS brings up another instance, which takes as long as the first did.
ANOTHER_INSTANCE = frozenset({"DBInstanceClass", "EngineVersion", "MultiAZ"})


class Change(NamedTuple):
    """What happens to one resource.

    `policy` says what becomes of what is replaced or deleted. `properties` are the names of those that change, none
    where they are not known. `needs` are the logical ids of its stack that it mentioned when it was there: only what
    the templates no longer have has to say so.
    """

    stack: StackPath
    logical_id: str
    type: str
    action: Action
    policy: Policy = "Delete"
    properties: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()

    @property
    def address(self) -> str:
        """Give what a person calls it."""
        return "/".join((*self.stack, self.logical_id))

    @property
    def leaves(self) -> bool:
        """Tell whether something is taken away in the end."""
        return self.action in {"delete", "replace"} and self.policy != "Retain"


class Taken(NamedTuple):
    """How long it takes, and whether anybody has read or worked that out."""

    span: Span
    is_read: bool = True


def making(system: System, change: Change, item: Item | None) -> Taken:
    """Give how long a resource takes until it is as it shall be; `item` is None where the templates do not have it."""
    if change.action == "delete":
        return Taken(NOTHING)
    if change.action in {"update", "import"} and _is_only_noted(change):
        return Taken(TAGS)
    is_new = change.action in {"create", "replace"}
    if change.type == SERVICE and item is not None:
        return Taken(first_start(system, item) if is_new else rollout(system, item, change.properties))
    found = _reading(change.type, item)
    reading = found or UNKNOWN
    span = reading.create if is_new or _is_another(change) else reading.update
    if change.type == INSTANCE and item is not None and item.flag("MultiAZ") and span is reading.create:
        span = span.times(MULTI_AZ)
    return Taken(span, found is not None)


def leaving(change: Change, item: Item | None) -> Taken:
    """Give how long the old one takes to go; what stays takes nothing."""
    if not change.leaves:
        return Taken(NOTHING)
    found = _reading(change.type, item)
    reading = found or UNKNOWN
    span = reading.delete or reading.create.times(DELETING)
    # What is quick, whoever says so, makes nobody wait.
    is_read = found is not None and (reading.delete is not None or span.likely <= QUICK)
    return Taken(span.then(SNAPSHOT) if change.policy == "Snapshot" else span, is_read)


def _is_only_noted(change: Change) -> bool:
    only_tags = bool(change.properties) and all(name.startswith("Tags") for name in change.properties)
    return only_tags or change.action == "import"


def _is_another(change: Change) -> bool:
    return change.type == INSTANCE and bool(change.properties & ANOTHER_INSTANCE)


def _reading(resource_type: str, item: Item | None) -> Reading | None:
    """Give what is known of a type, or of the kind of it that a template describes."""
    if item is not None:
        if resource_type == INSTANCE and item.get("DBClusterIdentifier") is not None:
            return AURORA
        if resource_type == "AWS::EC2::VPCEndpoint" and item.text("VpcEndpointType") in {None, "Gateway"}:
            return GATEWAY_ENDPOINT
        if resource_type == "AWS::Lambda::Function" and item.get("VpcConfig") is not None:
            return VPC_FUNCTION
        if resource_type == "AWS::SecretsManager::RotationSchedule" and item.get("HostedRotationLambda") is not None:
            return HOSTED_ROTATION
    return reading_of(resource_type)
