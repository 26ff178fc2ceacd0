"""What a change set says of one stack, row by row, with the noise that CloudFormation makes."""

from collections.abc import Iterator, Mapping
from graphlib import CycleError, TopologicalSorter
from typing import Any

from tasktracker_cfn.authoring import schemas
from tests.aws.cloudformation import things
from tests.aws.cloudformation.causes import Detail, Moving, automatic, details, shown
from tests.aws.cloudformation.comparing import ABSENT, differences
from tests.aws.cloudformation.documents import STACK, needs
from tests.aws.cloudformation.evaluating import AFTER, Scope, known, settled
from tests.aws.cloudformation.parameters import typed
from tests.aws.cloudformation.state import Goal, Resource, Stack
from tests.aws.cloudformation.world import World
from tests.aws.refusal import invalid

Row = dict[str, Any]


class Differing:
    """Compares a stack with its goal; without `noise` only what surely differs is a row."""

    def __init__(self, world: World, stack: Stack, goal: Goal, *, noise: bool = True) -> None:
        """Prepare: which parameters move, and whether what they become is known."""
        self.world = world
        self.stack = stack
        self.goal = goal
        self.noise = noise
        self.moving: dict[str, str] = {}
        # What the nested stacks' properties come to.
        self.nested: dict[str, dict[str, Any]] = {}
        before = stack.parameters
        changed = {name: value for name, value in goal.parameters.items() if before.get(name) != value}
        self.parameters = {name: not known(value) for name, value in changed.items()}
        self.scope = Scope(
            goal.document,
            typed(goal.document, goal.parameters),
            world.pseudo(stack),
            self._ref,
            self._att,
            world.imported,
        )

    def rows(self) -> list[Row]:
        """Give the rows: what is there in the template's order, then what goes."""
        specs = {name: spec for name, spec in self.goal.document.resources.items() if self.scope.wanted(spec)}
        found = {name: self._row(name, specs[name]) for name in _ordered(specs)}
        rows = [row for name in specs if (row := found[name])]
        for name, old in self.stack.resources.items():
            if name not in specs:
                policy = "Retain" if "Retain" in old.deletion_policy else old.deletion_policy
                row = _about(old, "Remove", PolicyAction=policy)
                rows.append(row | {"before": {"Properties": old.properties}})
        return rows

    def outputs_differ(self) -> bool:
        """Tell whether an output surely becomes another."""
        after = {}
        for name, spec in self.goal.document.section("Outputs").items():
            if self.scope.wanted(spec):
                value = shown(self.scope.value(spec["Value"]))
                export = self.scope.value(spec["Export"]["Name"]) if "Export" in spec else None
                after[name] = (value, export, spec.get("Description"))
        before = {
            name: (output["OutputValue"], output.get("ExportName"), output.get("Description"))
            for name, output in self.stack.outputs.items()
        }
        unsure = {name for name, output in after.items() if not known(output[0])}
        kept = {name: output for name, output in after.items() if name not in unsure}
        if unsure - before.keys():
            return True
        return kept != {name: output for name, output in before.items() if name not in unsure}

    def _ref(self, name: str) -> Any:
        if self.moving.get(name) in {"add", "replace"}:
            return AFTER
        return self.world.ref(self.stack, name)

    def _att(self, name: str, attribute: str) -> Any:
        how = self.moving.get(name)
        if how in {"add", "replace"} or (how == "modify" and self.noise):
            return AFTER
        resource = self.stack.resources.get(name)
        output = attribute.removeprefix("Outputs.")
        if resource and resource.child and output not in resource.child.outputs:
            return AFTER
        return self.world.att(self.stack, name, attribute)

    def _row(self, name: str, spec: Mapping[str, Any]) -> Row | None:
        properties = self.scope.value(spec.get("Properties") or {})
        if spec["Type"] == STACK:
            self.nested[name] = properties
        properties = settled(properties)
        old = self.stack.resources.get(name)
        is_left = old is not None and old.status == "CREATE_FAILED" and not self._continues(old)
        if is_left and not self.world.shows_retries and old and old.physical_id and old.properties == properties:
            return None
        if old is None or not old.physical_id or is_left:
            self.moving[name] = "add"
            row = _about(Resource(name, spec["Type"]), "Add")
            return row | {"after": {"Properties": properties}}
        if old.type != spec["Type"]:
            message = "Update of resource type is not permitted. The new template modifies resource type of the"
            raise invalid(f"{message} following resources: [{name}]")
        found = list(self._details(old, spec, properties))
        if spec["Type"] == STACK and self.noise:
            found.append(automatic())
        if not found:
            return None
        return self._modify(old, spec, properties, found)

    def _continues(self, old: Resource) -> bool:
        return bool(old.child) and self.world.failed_nest == "continued"

    def _details(self, old: Resource, spec: Mapping[str, Any], properties: Mapping[str, Any]) -> Iterator[Detail]:
        written = spec.get("Properties") or {}
        was = (self.stack.document.resources.get(old.logical_id) or {}).get("Properties") or {}
        moving = Moving(self.parameters, self.moving)
        for difference in differences(old.properties, properties):
            name = difference.name
            yield from details(old.type, difference, written.get(name), was.get(name), moving)
        tags = self.goal.tags if schemas.is_taggable(old.type) and old.type != STACK else old.tags
        for difference in differences(old.tags, tags):
            yield Detail(
                "Tags",
                "",
                "Never",
                "Static",
                "DirectModification",
                "",
                f"/Tags/{difference.name}",
                shown(difference.before),
                shown(difference.after),
            )
        after = things.policies(dict(spec), dict(properties))
        for attribute, one, other in zip(
            ("DeletionPolicy", "UpdateReplacePolicy"), (old.deletion_policy, old.replace_policy), after, strict=True
        ):
            if one != other:
                yield Detail(attribute, "", "Never", "Static", "DirectModification", "", f"/{attribute}", one, other)

    def _modify(self, old: Resource, spec: Mapping[str, Any], properties: dict[str, Any], found: list[Detail]) -> Row:
        certain = any(d.recreation == "Always" and known(d.after or "") for d in found)
        perhaps = any(d.recreation != "Never" for d in found)
        unsure = any(d.recreation == "Always" for d in found)
        replacement = "True" if certain else "Conditional" if perhaps else "False"
        self.moving[old.logical_id] = "replace" if certain or (unsure and self.noise) else "modify"
        row = _about(old, "Modify", Replacement=replacement)
        if replacement != "False":
            row["PolicyAction"] = f"ReplaceAnd{things.policies(dict(spec), properties)[1]}"
        row["Scope"] = list(dict.fromkeys(detail.attribute for detail in found))
        # With values a replacement that hangs on what is not known is told as one that is:
        # https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2113
        row["with_values"] = {"Replacement": "True"} if unsure else {}
        return row | {"details": found, "before": {"Properties": old.properties}, "after": {"Properties": properties}}


def _about(resource: Resource, action: str, **more: Any) -> Row:
    row = {"Action": action, "LogicalResourceId": resource.logical_id, "ResourceType": resource.type}
    if resource.physical_id:
        row["PhysicalResourceId"] = resource.physical_id
    return {**row, "Scope": [], "details": [], **more}


def _ordered(specs: Mapping[str, Any]) -> list[str]:
    """Give the names in an order in which each stands behind what it needs."""
    try:
        return list(
            TopologicalSorter({name: needs(spec) & specs.keys() for name, spec in specs.items()}).static_order()
        )
    except CycleError as error:
        message = f"Circular dependency between resources: [{', '.join(dict.fromkeys(error.args[1]))}]"
        raise invalid(message) from error


def masked(value: Any, secrets: list[str]) -> Any:
    """Give a value as it may be seen: what nobody may see is stars."""
    if isinstance(value, str):
        for secret in secrets:
            if secret:
                value = value.replace(secret, "****")
        return value
    if isinstance(value, dict):
        return {key: masked(item, secrets) for key, item in value.items()}
    return [masked(item, secrets) for item in value] if isinstance(value, list) else value


__all__ = ["ABSENT", "Differing", "Row", "masked"]
