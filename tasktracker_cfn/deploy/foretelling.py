"""What a delete of a tree would do to each of its resources, told from the deployed templates before anything is done.

The templates are asked for as CloudFormation processed them: what macros and loops made is there, and policies are
texts. What only AWS knows (whether a bucket is empty) is handed over.
"""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Literal, NamedTuple

from tasktracker_cfn.deploy.losing import BUCKET, PROTECTIONS, SNAPSHOTS, lost_with, usual_policy
from tasktracker_cfn.deploy.tree import Node, StackPath, Tree
from tasktracker_cfn.deploy.values import STACK_TYPE, Stack, StackResource
from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.written import parse

Fate = Literal["kept", "snapshotted", "deleted"]
Filled = Mapping[str, bool | None]
Templates = Mapping[StackPath, str | None]
KEPT = frozenset({"Retain", "RetainExceptOnCreate"})
# What a database that stays goes on using.
PINNED = frozenset({"AWS::RDS::DBSubnetGroup", "AWS::EC2::SecurityGroup", "AWS::EC2::Subnet", "AWS::EC2::VPC"})


class Doom(NamedTuple):
    """One resource, what becomes of it, what is lost with it, and what stands in the way (with what to do)."""

    address: str
    type: str
    physical_id: str
    fate: Fate
    loss: str = ""
    obstacle: str = ""
    remedy: str = ""

    @property
    def is_filled_bucket(self) -> bool:
        """Tell whether it is a bucket that must be emptied before it can be deleted."""
        return self.type == BUCKET and self.obstacle == NOT_EMPTY


class Foretold(NamedTuple):
    """What a delete would do; `unknown` are stacks whose templates could not be read.

    `snapshots` are the addresses of all that is deleted after a snapshot, also of what an earlier delete did away with.
    """

    stack: Stack
    dooms: tuple[Doom, ...] = ()
    unknown: tuple[str, ...] = ()
    snapshots: frozenset[str] = frozenset()

    def of(self, fate: Fate) -> tuple[Doom, ...]:
        """Give the resources that have a fate."""
        return tuple(doom for doom in self.dooms if doom.fate == fate)

    @property
    def lost(self) -> tuple[Doom, ...]:
        """Give what is deleted and cannot be made again."""
        return tuple(doom for doom in self.dooms if doom.fate == "deleted" and doom.loss)

    @property
    def pinned(self) -> tuple[Doom, ...]:
        """Give what a database that is kept goes on using, so that it may not be possible to delete it."""
        keeps = any(doom.fate == "kept" and doom.type.startswith("AWS::RDS::DB") for doom in self.dooms)
        return tuple(doom for doom in self.dooms if keeps and doom.fate == "deleted" and doom.type in PINNED)


NOT_EMPTY = "it is not empty"


def foretell(tree: Tree, templates: Templates, filled: Filled) -> Foretold:
    """Tell what a delete of a tree would do.

    :param filled: which buckets, by address, hold something; None is not known
    """
    dooms: list[Doom] = []
    unknown: list[str] = []
    kept: set[StackPath] = set()
    snapshots: set[str] = set()
    for node in tree.nodes:
        specs = _specs(templates.get(node.path))
        if specs is None and node.resources:
            unknown.append(node.label)
        if any(node.path[: len(path)] == path for path in kept):
            kept.add(node.path)
        kept |= {(*node.path, name) for name, spec in (specs or {}).items() if _keeps_stack(spec)}
        if node.path not in kept:
            snapshots |= {node.address(name) for name, spec in (specs or {}).items() if _policy(spec) == "Snapshot"}
        for resource in node.things:
            if resource.physical_id:
                spec = (specs or {}).get(resource.logical_id, {})
                dooms.append(_doom(node, resource, spec, filled, kept=node.path in kept))
    return Foretold(tree.root.stack, tuple(dooms), tuple(unknown), frozenset(snapshots))


def buckets(tree: Tree) -> Iterator[tuple[str, str]]:
    """Give address and name of each bucket of a tree."""
    for node in tree.nodes:
        for resource in node.things:
            if resource.type == BUCKET and resource.physical_id:
                yield node.address(resource.logical_id), resource.physical_id


def _doom(node: Node, resource: StackResource, spec: Mapping[str, object], filled: Filled, *, kept: bool) -> Doom:
    properties = _mapping(spec.get("Properties"))
    address = node.address(resource.logical_id)
    policy = "Retain" if kept else _policy({"Type": resource.type, **spec})
    fate: Fate = "deleted"
    if policy in KEPT:
        fate = "kept"
    elif policy == "Snapshot" and resource.type in SNAPSHOTS:
        fate = "snapshotted"
    loss = lost_with(resource.type, properties) if fate == "deleted" else ""
    if resource.type == BUCKET and loss:
        loss = {True: loss, False: "", None: "what is in it, which these credentials may not see"}[filled.get(address)]
    doom = Doom(address, resource.type, resource.physical_id or "", fate, loss)
    if fate == "kept":
        return doom
    obstacle, remedy = _obstacle(node, doom, properties, filled)
    return doom._replace(obstacle=obstacle, remedy=remedy)


def _obstacle(node: Node, doom: Doom, properties: Mapping[str, object], filled: Filled) -> tuple[str, str]:
    """Give what surely stands in the way of a delete, and what to do about it."""
    if doom.type == BUCKET and filled.get(doom.address):
        return NOT_EMPTY, f"to lose all that is in it: --empty {doom.address}"
    protection = PROTECTIONS.get(doom.type)
    if protection is None:
        return "", ""
    said = _property(node.stack, doom.type, properties, protection.property)
    if said.lower() != protection.value.lower():
        return "", ""
    return "it is protected from being deleted", protection.remedy.format(id=doom.physical_id)


def _property(stack: Stack, resource_type: str, properties: Mapping[str, object], name: str) -> str:
    """Give the text of a property or an attribute of a load balancer; empty where only AWS knows it."""
    value = properties.get(name)
    if resource_type == "AWS::ElasticLoadBalancingV2::LoadBalancer":
        attributes = properties.get("LoadBalancerAttributes")
        pairs = [_mapping(item) for item in attributes] if isinstance(attributes, list) else []
        value = next((pair.get("Value") for pair in pairs if pair.get("Key") == name), None)
    if isinstance(value, Mapping):
        return stack.parameters.get(str(value.get("Ref")), "")
    return "" if value is None else str(value)


def _specs(template: str | None) -> Mapping[str, Mapping[str, object]] | None:
    """Give what a template says of its resources; None when it cannot be read."""
    if template is None:
        return None
    try:
        content = parse(Path("template"), template).content
    except TemplateError:
        return None
    return {name: _mapping(spec) for name, spec in _mapping(_mapping(content).get("Resources")).items()}


def _policy(spec: Mapping[str, object]) -> str:
    """Give a resource's DeletionPolicy, also one that nobody wrote."""
    return str(spec.get("DeletionPolicy") or usual_policy(str(spec.get("Type")), _mapping(spec.get("Properties"))))


def _keeps_stack(spec: Mapping[str, object]) -> bool:
    return spec.get("Type") == STACK_TYPE and spec.get("DeletionPolicy") in KEPT


def _mapping(value: object) -> Mapping[str, object]:
    return {str(key): item for key, item in value.items()} if isinstance(value, Mapping) else {}
