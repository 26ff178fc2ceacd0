"""What is known of a nest before and after a change set: what AWS says of each of its stacks, and their templates."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from tasktracker_cfn.deploy.aws.values.changes import ChangeSet, ResourceChange
from tasktracker_cfn.deploy.aws.values.stacks import Output, StackResource
from tasktracker_cfn.deploy.aws.values.stacks import Stack as DeployedStack
from tasktracker_cfn.model.stacks import StackPath
from tasktracker_cfn.model.substitution import function

Document = Mapping[str, object]


@dataclass(frozen=True)
class StackFacts:
    """One stack: its rows, merged; its change set; what is deployed; its processed template before and after.

    `change_set` is None for a nested stack that is removed as a whole; `deployed` and `before` are None for one that
    is not there yet, and a template also when it cannot be read.
    """

    path: StackPath
    changes: tuple[ResourceChange, ...]
    change_set: ChangeSet | None = None
    deployed: DeployedStack | None = None
    resources: Mapping[str, StackResource] = field(default_factory=dict, repr=False)
    before: Document | None = field(default=None, repr=False)
    after: Document | None = field(default=None, repr=False)

    @property
    def is_new(self) -> bool:
        """Tell whether nothing of it is deployed."""
        return self.deployed is None

    @property
    def outputs(self) -> Mapping[str, Output]:
        """Give the deployed outputs."""
        return self.deployed.outputs if self.deployed else {}

    @cached_property
    def rows(self) -> Mapping[str, ResourceChange]:
        """Give the rows by logical id."""
        return {row.logical_id: row for row in self.changes}


@dataclass(frozen=True)
class NestFacts:
    """A nest: its stacks, parents before children; `given` are the root's secret values, to be found and hidden."""

    stacks: Mapping[StackPath, StackFacts]
    given: Mapping[str, str] = field(default_factory=dict, repr=False)
    notes: tuple[str, ...] = ()

    @property
    def root(self) -> StackFacts:
        """Give the root."""
        return self.stacks[()]


def member(document: Document | None, *path: str) -> object:
    """Follow keys into a template; what is not there is None."""
    value: object = document
    for key in path:
        value = value.get(key) if isinstance(value, Mapping) else None
    return value


def at(value: object, path: tuple[str, ...]) -> object:
    """Follow keys and positions into what is written; an expression on the way is all there is to know of the rest.

    None when there is no such place, or when it may stand elsewhere, because an item before it may be left out.
    """
    for step in path:
        if isinstance(value, Mapping) and function(value) is not None:
            return value
        if isinstance(value, Mapping) and step in value:
            value = value[step]
        elif isinstance(value, list) and step.isdigit() and int(step) < len(value):
            if any(isinstance(item, Mapping) and "Fn::If" in item for item in value):
                return None
            value = value[int(step)]
        else:
            return None
    return value


def part(document: Document | None, *path: str) -> Mapping[str, object]:
    """Follow keys to a mapping; an empty one when there is none."""
    value = member(document, *path)
    return value if isinstance(value, Mapping) else {}
