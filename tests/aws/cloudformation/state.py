"""What CloudFormation knows: stacks, their resources, their events, and change sets."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from tests.aws.cloudformation.documents import Document

# https://docs.aws.amazon.com/AWSCloudFormation/latest/APIReference/API_RollbackStack.html
STABLE = frozenset(
    {"CREATE_COMPLETE", "UPDATE_COMPLETE", "UPDATE_ROLLBACK_COMPLETE", "IMPORT_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"}
)
NO_CHANGES = "The submitted information didn't contain changes. Submit different information to create a change set."


@dataclass
class Resource:
    """A resource of a stack and the thing that it stands for."""

    logical_id: str
    type: str
    physical_id: str = ""
    properties: dict[str, Any] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    deletion_policy: str = "Delete"
    replace_policy: str = "Delete"
    needs: frozenset[str] = frozenset()
    child: "Stack | None" = None
    status: str = ""
    reason: str = ""
    at: datetime | None = None
    # Whether somebody changed or deleted the thing behind CloudFormation's back.
    actual: dict[str, tuple[Any, Any]] = field(default_factory=dict)
    missing: bool = False


@dataclass(frozen=True)
class Event:
    """Something that happened to a resource, or to the stack itself."""

    id: str
    stack_id: str
    stack_name: str
    logical_id: str
    physical_id: str
    type: str
    status: str
    at: datetime
    reason: str = ""
    token: str | None = None
    operation_id: str | None = None
    detailed: str | None = None


@dataclass(frozen=True)
class Fate:
    """What became of a thing: "deleted", "retained", "snapshotted" or "orphaned"."""

    path: str
    type: str
    physical_id: str
    fate: str
    properties: dict[str, Any] = field(default_factory=dict, compare=False)


@dataclass
class Pinned:
    """A template as it was when its change set was made, with those of its nested stacks."""

    text: str
    children: dict[str, "Pinned"] = field(default_factory=dict)


@dataclass
class Goal:
    """What a stack is to become."""

    document: Document
    parameters: dict[str, str]
    tags: dict[str, str]
    children: dict[str, Pinned] = field(default_factory=dict)


@dataclass
class Backup:
    """What a stack was before an update."""

    document: Document
    parameters: dict[str, str]
    tags: dict[str, str]
    resources: dict[str, Resource]
    outputs: dict[str, dict[str, Any]]


@dataclass
class Stack:
    """A stack, alive or deleted."""

    id: str
    name: str
    created: datetime
    document: Document
    parent: "Stack | None" = None
    logical_id: str = ""
    parameters: dict[str, str] = field(default_factory=dict)
    tags: dict[str, str] = field(default_factory=dict)
    capabilities: list[str] = field(default_factory=list)
    resources: dict[str, Resource] = field(default_factory=dict)
    outputs: dict[str, dict[str, Any]] = field(default_factory=dict)
    status: str = "REVIEW_IN_PROGRESS"
    reason: str = ""
    events: list[Event] = field(default_factory=list)
    updated: datetime | None = None
    deleted: datetime | None = None
    termination_protection: bool = False
    policy: str | None = None
    settings: dict[str, Any] = field(default_factory=dict)
    change_set_id: str | None = None
    operations: list[dict[str, str]] = field(default_factory=list)
    token: str | None = None
    # Which call each token came with.
    tokens: dict[str, str] = field(default_factory=dict)
    # What the operation under way has changed, and what was there before it.
    backup: Backup | None = None
    touched: dict[str, str] = field(default_factory=dict)
    reverted: set[str] = field(default_factory=set)
    # What failed while it was rolled back, and what the rollback went on without.
    stuck: set[str] = field(default_factory=set)
    skipped: set[str] = field(default_factory=set)
    doomed: list[tuple[Resource, str]] = field(default_factory=list)
    detection: dict[str, Any] = field(default_factory=dict)

    @property
    def root(self) -> "Stack":
        """Give the stack that nests all others."""
        return self.parent.root if self.parent else self

    @property
    def path(self) -> tuple[str, ...]:
        """Give the logical ids that lead from the root to this stack."""
        return (*self.parent.path, self.logical_id) if self.parent else ()

    @property
    def alive(self) -> bool:
        """Tell whether the name still stands for this stack."""
        return self.status != "DELETE_COMPLETE"

    @property
    def was_stable(self) -> bool:
        """Tell whether the stack has a last known stable state."""
        return any(event.physical_id == self.id and event.status in STABLE for event in self.events)

    @property
    def keeps(self) -> bool:
        """Tell whether what fails is left as it is, with rollback off."""
        return self.root.settings.get("on_failure") == "DO_NOTHING"

    def family(self) -> Iterator["Stack"]:
        """Give the stack and all that it nests."""
        yield self
        for resource in self.resources.values():
            if resource.child:
                yield from resource.child.family()

    def skip_name(self, logical_id: str) -> str:
        """Give what ResourcesToSkip calls a resource: by the name of its stack, not by the way that leads there."""
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-continueupdaterollback.html#nested-stacks
        return f"{self.name}.{logical_id}" if self.parent else logical_id

    def place(self, logical_id: str) -> str:
        """Give a resource's path from the root."""
        return "/".join((*self.path, logical_id))


@dataclass
class ChangeSet:
    """A change set, with those of its nested stacks."""

    id: str
    name: str
    stack: Stack
    created: datetime
    goal: Goal | None
    kind: str
    request: dict[str, Any]
    parent: "ChangeSet | None" = None
    logical_id: str = ""
    status: str = "CREATE_PENDING"
    execution: str = "UNAVAILABLE"
    reason: str = ""
    rows: list[dict[str, Any]] = field(default_factory=list)
    children: list["ChangeSet"] = field(default_factory=list)
    # What validation found, for DescribeEvents.
    findings: list[Any] = field(default_factory=list)

    @property
    def root(self) -> "ChangeSet":
        """Give the change set that was asked for."""
        return self.parent.root if self.parent else self

    def family(self) -> Iterator["ChangeSet"]:
        """Give the change set and all below it."""
        yield self
        for child in self.children:
            yield from child.family()
