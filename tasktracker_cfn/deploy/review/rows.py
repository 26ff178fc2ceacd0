"""Make a review's rows of AWS's: each with its label, its replacement, and the places that change."""

from collections.abc import Iterator
from dataclasses import dataclass

from tasktracker_cfn.deploy.aws.values.changes import ChangeDetail, ResourceChange, is_known
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE
from tasktracker_cfn.deploy.guarding.stateful import StateClass, state_class
from tasktracker_cfn.deploy.review.expressions import readable
from tasktracker_cfn.deploy.review.facts import NestFacts, StackFacts, at, part
from tasktracker_cfn.deploy.review.following import OWN, SAME, Change, Following, saw
from tasktracker_cfn.deploy.review.masking import Masks
from tasktracker_cfn.deploy.review.values import Label, PropertyChange, Replacement, Row

REPLACEMENTS: tuple[Replacement, ...] = ("no", "maybe", "yes")
ROOT = "Properties"


@dataclass(frozen=True)
class Rows:
    """Makes rows of what is known of a nest."""

    nest: NestFacts
    following: Following
    masks: Masks

    def all(self) -> tuple[Row, ...]:
        """Give the rows of all stacks, parents before children; nested stacks are none, what is in them is."""
        return tuple(
            self._row(facts, change)
            for facts in self.nest.stacks.values()
            for change in facts.changes
            if change.type != STACK_TYPE or self._is_opaque(facts, change)
        )

    def _is_opaque(self, facts: StackFacts, change: ResourceChange) -> bool:
        """Tell whether what is in a nested stack is not known, so that its own row is all there is."""
        return (*facts.path, change.logical_id) not in self.nest.stacks and change.action != "Modify"

    def _row(self, facts: StackFacts, change: ResourceChange) -> Row:
        properties = tuple(self._properties(facts, change))
        found = self._found(facts, change)
        label: Label = "unresolved" if not found.degree else "real" if found.is_own else "follows"
        return Row(
            facts.path,
            change.logical_id,
            change.type,
            change.action,
            label,
            found.cause,
            certain=found.degree == OWN.degree,
            replacement=REPLACEMENTS[self.following.replaced(facts.path, change.logical_id).degree]
            if change.action == "Modify"
            else "no",
            policy=change.policy_action,
            properties=properties,
            holds=self._holds(facts, change),
        )

    def _holds(self, facts: StackFacts, change: ResourceChange) -> StateClass | None:
        """Give what is lost with a resource, which its author may have valued more than its type tells."""
        if change.type == STACK_TYPE:
            # Only one of which nothing is known has a row.
            return "unknown"
        written = [part(side, "Resources", change.logical_id) for side in (facts.before, facts.after)]
        policies = [spec.get(name) for spec in written for name in ("DeletionPolicy", "UpdateReplacePolicy")]
        return state_class(change.type, (*policies, change.policy_action))

    def _found(self, facts: StackFacts, change: ResourceChange) -> Change:
        """Tell whether a resource changes: by what templates say, or by what AWS plainly saw."""
        if change.action != "Modify":
            return OWN
        found = self.following.resource(facts.path, change.logical_id)
        if found.is_own or not any(self._is_seen(detail) for detail in change.details):
            return found
        return OWN

    def _is_seen(self, detail: ChangeDetail) -> bool:
        """Tell whether AWS shows a difference that no template holds: tags of the stack, another secret, drift."""
        if detail.attribute == "Tags" and detail.name in {None, ""}:
            return self._tags_differ()
        return saw(detail)

    def _tags_differ(self) -> bool:
        root = self.nest.root
        return not root.deployed or not root.change_set or root.deployed.tags != root.change_set.tags

    def _properties(self, facts: StackFacts, change: ResourceChange) -> Iterator[PropertyChange]:
        """Give the places that change; those that only might, and do not, are left out."""
        told: dict[str, PropertyChange] = {}
        with_path = {_property(detail) for detail in change.details if detail.path}
        for detail in change.details:
            if not detail.path and _property(detail) in with_path:
                continue
            found = self._change_of(facts, change, detail)
            if found.degree or self._is_seen(detail):
                place = self._place(facts, change, detail, found)
                earlier = told.get(place.name)
                told[place.name] = place if earlier is None or not earlier.forces else earlier
        yield from told.values()

    def _change_of(self, facts: StackFacts, change: ResourceChange, detail: ChangeDetail) -> Change:
        if change.action != "Modify":
            return OWN
        if detail.attribute != ROOT:
            return self.following.member(facts.path, change.logical_id, detail.attribute or "")
        name = _property(detail)
        if not name:
            return SAME
        path = _path(detail)
        if len(path) > 1 and facts.before is not None and facts.after is not None:
            exact = self._exact(facts, change.logical_id, path)
            if exact is not None:
                return exact
        return self.following.member(facts.path, change.logical_id, ROOT, name)

    def _exact(self, facts: StackFacts, logical_id: str, path: tuple[str, ...]) -> Change | None:
        """Tell whether just this place changes; None when the templates do not have it as such."""
        sides = [at(part(side, "Resources", logical_id, ROOT), path) for side in (facts.before, facts.after)]
        if None in sides:
            return None
        return self.following.compared(facts.path, *sides)

    def _place(self, facts: StackFacts, change: ResourceChange, detail: ChangeDetail, found: Change) -> PropertyChange:
        path = _path(detail)
        before, after = detail.before, detail.after
        if detail.attribute == ROOT and path and before is None and after is None:
            before, after = (self._written(facts, change.logical_id, path, side) for side in (0, 1))
        known = is_known(after) and not (found.cause and before == after)
        return PropertyChange(
            ".".join(path) or detail.attribute or "",
            self.masks.of(facts, change.logical_id, path, before),
            self.masks.of(facts, change.logical_id, path, after) if known else None,
            known,
            detail.recreation or "Never",
            found.cause,
        )

    def _written(self, facts: StackFacts, logical_id: str, path: tuple[str, ...], side: int) -> str | None:
        """Give what a template says of a place, for where AWS shows no value."""
        document = (facts.before, facts.after)[side]
        value = self.masks.structure(facts, at(part(document, "Resources", logical_id, ROOT), path))
        if value is None:
            return None
        return readable(value, lambda mention: self.following.text(facts.path, mention) if side else None)


def _path(detail: ChangeDetail) -> tuple[str, ...]:
    steps = tuple(step for step in (detail.path or "").split("/") if step)
    if steps[:1] == (ROOT,):
        return steps[1:]
    if steps:
        return steps
    return (detail.name,) if detail.name else ()


def _property(detail: ChangeDetail) -> str:
    if detail.name:
        return detail.name
    return next(iter(_path(detail)), "" if detail.attribute == ROOT else detail.attribute or "")
