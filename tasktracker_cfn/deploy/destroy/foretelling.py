"""What a delete of a tree would do to each of its resources, told from the deployed templates before anything is done.

The templates are asked for as CloudFormation processed them: what macros and loops made is there, and policies are
texts. What only AWS knows (whether a bucket is empty, whether a protection was ended since) is handed over.
"""

from collections.abc import Collection, Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from tasktracker_cfn.deploy.aws.tree import Node, StackPath, Tree
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE, Stack, StackResource
from tasktracker_cfn.deploy.commands import Spelling
from tasktracker_cfn.deploy.destroy.pinning import Pin, Specs, pins, users
from tasktracker_cfn.deploy.guarding.losing import (
    BUCKET,
    KEY,
    PROTECTIONS,
    SNAPSHOTS,
    lost_with,
    may_fail,
    set_property,
    unprotecting,
    usual_policy,
)
from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.written import parse

Fate = Literal["kept", "snapshotted", "deleted"]
Templates = Mapping[StackPath, str | None]
KEPT = frozenset({"Retain", "RetainExceptOnCreate"})
UNSEEN = "what is in it, which these credentials may not see"
NOT_EMPTY = "it is not empty"
PROTECTED = "it is protected from being deleted"


class Facts(NamedTuple):
    """What AWS says of resources, by address; None, or nothing, is not known.

    `filled` are buckets that hold something; `protected` is what a resource's own protection is now. `aws` is how
    calls of AWS's own are written.
    """

    filled: Mapping[str, bool | None] = {}
    protected: Mapping[str, bool | None] = {}
    aws: Spelling = Spelling()


class Doom(NamedTuple):
    """One resource, what becomes of it, what is lost with it, and what stands in the way (with what to do).

    `risk` is what may stand in the way and is not known. `unseen` tells that AWS did not say whether a protection was
    ended since the template was deployed.
    """

    address: str
    type: str
    physical_id: str
    fate: Fate
    loss: str = ""
    obstacle: str = ""
    remedy: str = ""
    risk: str = ""
    unseen: bool = False


class Foretold(NamedTuple):
    """What a delete would do; `unknown` are stacks whose templates could not be read."""

    stack: Stack
    dooms: tuple[Doom, ...] = ()
    unknown: tuple[str, ...] = ()
    pins: tuple[Pin, ...] = ()

    def of(self, fate: Fate) -> tuple[Doom, ...]:
        """Give the resources that have a fate."""
        return tuple(doom for doom in self.dooms if doom.fate == fate)

    @property
    def lost(self) -> tuple[Doom, ...]:
        """Give what is deleted and cannot be made again."""
        return tuple(doom for doom in self.dooms if doom.fate == "deleted" and doom.loss)

    @property
    def held(self) -> frozenset[str]:
        """Give the addresses of what cannot be deleted because something that is kept goes on using it."""
        return frozenset(address for pin in self.pins for address in pin.held)


def foretell(tree: Tree, templates: Templates, facts: Facts) -> Foretold:
    """Tell what a delete of a tree would do."""
    dooms: list[Doom] = []
    unknown: list[str] = []
    specs: dict[StackPath, Specs] = {}
    kept: set[StackPath] = set()
    for node in tree.nodes:
        read = specs_of(templates.get(node.path))
        if read is None and node.resources:
            unknown.append(node.label)
        own = specs[node.path] = read or {}
        if any(node.path[: len(path)] == path for path in kept):
            kept.add(node.path)
        kept |= {(*node.path, name) for name, spec in own.items() if _keeps_stack(spec)}
        for resource in node.things:
            if resource.physical_id:
                spec = own.get(resource.logical_id, {})
                dooms.append(_doom(node, resource, spec, facts, kept=node.path in kept))
    # In a stack that could be deleted only in part a try costs nothing, and AWS is not asked about protections.
    if tree.root.stack.status == "DELETE_FAILED":
        dooms = [doom._replace(obstacle="", remedy="") if doom.obstacle == PROTECTED else doom for doom in dooms]
    held = pins(tree, specs, [doom.address for doom in dooms if doom.fate == "kept"])
    staying = {doom.address for doom in dooms if doom.fate != "deleted"}
    told = tuple(
        _locking(doom, staying & set(users(tree, specs, doom.address))) if doom.type == KEY else doom for doom in dooms
    )
    return Foretold(tree.root.stack, told, tuple(unknown), held)


def buckets(tree: Tree) -> Iterator[tuple[str, str]]:
    """Give address and name of each bucket of a tree."""
    for node in tree.nodes:
        for resource in node.things:
            if resource.type == BUCKET and resource.physical_id:
                yield node.address(resource.logical_id), resource.physical_id


def specs_of(template: str | None) -> Specs | None:
    """Give what a template says of its resources; None when it cannot be read."""
    if template is None:
        return None
    try:
        content = parse(Path("template"), template).content
    except TemplateError:
        return None
    return {name: _mapping(spec) for name, spec in _mapping(_mapping(content).get("Resources")).items()}


def policy_of(spec: Mapping[str, object]) -> str:
    """Give a resource's DeletionPolicy, also one that nobody wrote."""
    return str(spec.get("DeletionPolicy") or usual_policy(str(spec.get("Type")), properties_of(spec)))


def properties_of(spec: Mapping[str, object]) -> Mapping[str, object]:
    """Give a resource's properties as the template writes them."""
    return _mapping(spec.get("Properties"))


def _doom(node: Node, resource: StackResource, spec: Mapping[str, object], facts: Facts, *, kept: bool) -> Doom:
    properties = properties_of(spec)
    address = node.address(resource.logical_id)
    policy = "Retain" if kept else policy_of({"Type": resource.type, **spec})
    doom = Doom(address, resource.type, resource.physical_id or "", "deleted")
    if policy in KEPT:
        return doom._replace(fate="kept")
    if policy == "Snapshot" and resource.type in SNAPSHOTS:
        doom = doom._replace(fate="snapshotted")
    else:
        doom = doom._replace(loss=_loss(doom, properties, facts))
    return _guarded(doom, node.stack, properties, facts)


def _locking(doom: Doom, staying: Collection[str]) -> Doom:
    """Give a key that goes with what stays and cannot be read without it."""
    if doom.fate == "kept" or not staying:
        return doom
    return doom._replace(loss=f"{doom.loss}; also {', '.join(sorted(staying))}, which stays and cannot be read then")


def _loss(doom: Doom, properties: Mapping[str, object], facts: Facts) -> str:
    loss = lost_with(doom.type, properties)
    if doom.type != BUCKET:
        return loss
    return {True: loss, False: "", None: UNSEEN}[facts.filled.get(doom.address)]


def _guarded(doom: Doom, stack: Stack, properties: Mapping[str, object], facts: Facts) -> Doom:
    """Give a resource with what surely stands in the way of a delete, or may."""
    if doom.type == BUCKET and facts.filled.get(doom.address):
        return doom._replace(obstacle=NOT_EMPTY, remedy=f"to lose all that is in it: --empty {doom.address}")
    protection = PROTECTIONS.get(doom.type)
    if protection is None:
        return doom._replace(risk=may_fail(doom.type, properties))
    written = _text(stack, set_property(doom.type, properties, protection.property))
    now = facts.protected.get(doom.address)
    if not (written.lower() == protection.value.lower() if now is None else now):
        return doom
    remedy = unprotecting(doom.type, doom.physical_id, facts.aws)
    return doom._replace(obstacle=PROTECTED, remedy=remedy, unseen=now is None)


def _text(stack: Stack, value: object) -> str:
    """Give the text of a value; empty where only AWS knows it."""
    if isinstance(value, Mapping):
        return stack.parameters.get(str(value.get("Ref")), "")
    return "" if value is None else str(value)


def _keeps_stack(spec: Mapping[str, object]) -> bool:
    return spec.get("Type") == STACK_TYPE and spec.get("DeletionPolicy") in KEPT


def _mapping(value: object) -> Mapping[str, object]:
    return {str(key): item for key, item in value.items()} if isinstance(value, Mapping) else {}
