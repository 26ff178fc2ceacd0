"""What a review says, as values. Nothing in them is secret any more."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Literal, NamedTuple

from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.guarding.stateful import StateClass
from tasktracker_cfn.insight.duration.estimating import Estimate
from tasktracker_cfn.model.stacks import StackPath

# `real`: it changes by itself. `follows`: only because of something else that does. `unresolved`: AWS cannot exclude
# it, but templates and inputs are identical.
Label = Literal["real", "follows", "unresolved"]
Replacement = Literal["no", "maybe", "yes"]
Effect = Literal["add", "change", "replace", "remove", "import"]
Verdict = Literal["stop", "look", "go", "none"]
Sign = Literal["+", "~", "-"]
EFFECTS: Mapping[str, Effect] = {"Add": "add", "Remove": "remove", "Import": "import"}


def address(stack: StackPath, logical_id: str) -> str:
    """Give what a person calls a resource, and `--allow` takes: ``Data/Database``, in the root ``Topic``."""
    return "/".join((*stack, logical_id))


class PropertyChange(NamedTuple):
    """One place that changes; what is absent is None, and `known` tells whether what comes is known before.

    `recreation` is Never, Conditionally or Always; `cause` is the address of what it follows.
    """

    name: str
    before: str | None = None
    after: str | None = None
    known: bool = True
    recreation: str = "Never"
    cause: str = ""

    @property
    def forces(self) -> bool:
        """Tell whether it may make a new resource of it."""
        return self.recreation in {"Always", "Conditionally"}


class Row(NamedTuple):
    """What happens to one resource.

    `cause` is the address of what it follows, and `certain` tells whether it surely does. `policy` is AWS's
    PolicyAction; `holds` is what would be lost with it.
    """

    stack: StackPath
    logical_id: str
    type: str
    action: str
    label: Label = "real"
    cause: str = ""
    certain: bool = True
    replacement: Replacement = "no"
    policy: str | None = None
    properties: tuple[PropertyChange, ...] = ()
    holds: StateClass | None = None

    @property
    def address(self) -> str:
        """Give what a person calls it."""
        return address(self.stack, self.logical_id)

    @property
    def effect(self) -> Effect:
        """Give what it comes to."""
        return EFFECTS.get(self.action) or ("change" if self.replacement == "no" else "replace")

    @property
    def is_sure(self) -> bool:
        """Tell whether it happens as far as anybody can tell, by itself or with its cause."""
        return self.label == "real" or (self.label == "follows" and self.certain)


class Decision(NamedTuple):
    """What somebody must decide: something that holds state is replaced or removed, or is less safe than it was.

    `fate` says what becomes of what it holds; `forcing` are the changes that do it; `dependents` are the addresses of
    what changes with it. `allow` tells whether something is lost, so that `--allow` must name the `address`; what is
    only guarded less is to be seen.
    """

    address: str
    type: str
    holds: StateClass
    effect: Literal["replaced", "may be replaced", "removed", "without backups", "guarded less"]
    policy: str | None
    fate: str
    forcing: tuple[PropertyChange, ...] = ()
    dependents: tuple[str, ...] = ()
    cause: str = ""
    allow: bool = True


class SecurityChange(NamedTuple):
    """One change of who may do what, or who reaches what. `public` tells whether it opens something to anybody."""

    sign: Sign
    kind: Literal["iam", "network"]
    address: str
    what: str
    before: str | None = None
    after: str | None = None
    public: bool = False


class NamedChange(NamedTuple):
    """A parameter, an output or a tag of the root stack that changes; None where it is not, or not known."""

    name: str
    before: str | None = None
    after: str | None = None
    known: bool = True


class Counts(NamedTuple):
    """How many resources; `folded` are those that only follow, or do not change at all."""

    add: int = 0
    change: int = 0
    replace: int = 0
    remove: int = 0
    imported: int = 0
    folded: int = 0


class Drift(NamedTuple):
    """What AWS last found of drift in the stacks that are there.

    `drifted` are those of which somebody changed something beside the templates; `in_sync` and `stacks` are numbers,
    of those that are as they should be and of all. `checked` is the oldest look, and `age` how long ago that was.
    """

    drifted: tuple[StackPath, ...] = ()
    in_sync: int = 0
    stacks: int = 0
    checked: datetime | None = None
    age: timedelta | None = None

    @property
    def state(self) -> Literal["drifted", "in sync", "partly checked", "not checked"]:
        """Give it in two words."""
        if self.drifted:
            return "drifted"
        if not self.in_sync:
            return "not checked"
        return "in sync" if self.in_sync == self.stacks else "partly checked"


class Subject(NamedTuple):
    """What the review is about. `kind` is CREATE or UPDATE; `change_set` is the name of the root's.

    `place` is how it was asked for, for commands that are named.
    """

    label: str
    stack_name: str
    account: str
    region: str
    kind: str
    change_set: str = ""
    made: datetime | None = None
    place: Place = Place()


class Review(NamedTuple):
    """All that a person, or a program, must know before a change set is executed.

    `cost` is None until somebody knows it: a line such as ``+18.02 USD a month``; `time` is None when it cannot be
    worked out, and `drift` when nothing is there yet. `notes` are what the review could not see. `next` is the command
    that comes next.
    """

    subject: Subject
    verdict: Verdict
    counts: Counts
    stacks: tuple[StackPath, ...] = ()
    changed_stacks: tuple[StackPath, ...] = ()
    decisions: tuple[Decision, ...] = ()
    security: tuple[SecurityChange, ...] = ()
    rows: tuple[Row, ...] = ()
    parameters: tuple[NamedChange, ...] = ()
    outputs: tuple[NamedChange, ...] = ()
    tags: tuple[NamedChange, ...] = ()
    notes: tuple[str, ...] = ()
    cost: str | None = None
    time: Estimate | None = None
    drift: Drift | None = None
    next: str = ""

    @property
    def needs_allow(self) -> tuple[str, ...]:
        """Give what `apply` wants to have allowed by name."""
        return tuple(dict.fromkeys(decision.address for decision in self.decisions if decision.allow))

    @property
    def public_paths(self) -> int:
        """Count what is opened to anybody."""
        return sum(change.public for change in self.security)
