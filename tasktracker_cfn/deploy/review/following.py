"""Tell what really changes from what AWS only cannot exclude.

AWS's rows are a superset: whoever reads an output of a nested stack that has any row is listed as well, down to the
last resource (https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/759). So each row is
checked against both templates, property by property: an expression that reads the same, and mentions only what stays
the same, comes to the same. Parameters lead into the parent, outputs into the child.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from tasktracker_cfn.deploy.aws.values.changes import ChangeDetail, is_known
from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE
from tasktracker_cfn.deploy.masking import HIDDEN
from tasktracker_cfn.deploy.review.expressions import known_text, named_conditions, named_maps
from tasktracker_cfn.deploy.review.facts import NestFacts, StackFacts, member, part
from tasktracker_cfn.deploy.review.values import address
from tasktracker_cfn.model.stacks import StackPath
from tasktracker_cfn.model.substitution import Mention, mentions

# What identifies a thing stays what it is for as long as the thing does.
LASTING = ("Arn", "Id", "Name", "Address", "HostedZoneID", "HostedZone", "Ref")
# But for this one, which comes and goes with a setting.
COMING_AND_GOING = "MasterUserSecret"
# What they answer is made anew by whoever wrote them.
UNSTEADY = ("Custom::", "AWS::CloudFormation::CustomResource", "AWS::CloudFormation::Macro")


class Change(NamedTuple):
    """How sure it is that something changes: not at all, perhaps, surely; an empty `cause` is itself."""

    degree: Literal[0, 1, 2] = 0
    cause: str = ""

    @property
    def is_own(self) -> bool:
        """Tell whether it changes by itself."""
        return self.degree == OWN.degree and not self.cause


SAME = Change()
OWN = Change(2)


def worst(changes: Iterable[Change]) -> Change:
    """Give the surest of some changes; one of its own before one that follows."""
    return max(changes, key=lambda change: (change.degree, not change.cause), default=SAME)


def saw(detail: ChangeDetail) -> bool:
    """Tell whether AWS has compared two values and shows that they differ, which may be in no template.

    So it is with a new value of a parameter of Systems Manager, or of another stack's output.
    """
    if detail.source != "DirectModification" or detail.evaluation != "Static":
        return False
    if HIDDEN in (detail.after or "") or not is_known(detail.after):
        return False
    # Without values AWS's word stands: it says Static only of what it has compared.
    return detail.before != detail.after or detail.path is None


@dataclass(frozen=True)
class Following:
    """Answers whether things of a nest stay the same."""

    nest: NestFacts
    _resources: dict[tuple[StackPath, str], Change] = field(default_factory=dict)
    _parameters: dict[tuple[StackPath, str], Change] = field(default_factory=dict)

    def resource(self, stack: StackPath, logical_id: str) -> Change:
        """Tell whether a resource changes in any way; one of which AWS has no row does not."""
        key = stack, logical_id
        if key not in self._resources:
            # A circle, which no template can have, ends here.
            self._resources[key] = SAME
            self._resources[key] = self._resource(self.nest.stacks[stack], logical_id)
        return self._resources[key]

    def member(self, stack: StackPath, logical_id: str, *path: str) -> Change:
        """Tell whether a part of a resource changes: ``Properties``, ``Engine``."""
        facts = self.nest.stacks[stack]
        if facts.before is None or facts.after is None:
            return _as_told(facts, logical_id, path[1] if len(path) > 1 else None)
        place = ("Resources", logical_id, *path)
        return self._compared(facts, member(facts.before, *place), member(facts.after, *place))

    def compared(self, stack: StackPath, before: object, after: object) -> Change:
        """Tell whether two expressions of a stack, of before and after, come to the same."""
        return self._compared(self.nest.stacks[stack], before, after)

    def output(self, stack: StackPath, name: str) -> Change:
        """Tell whether an output of a stack changes."""
        facts = self.nest.stacks[stack]
        if facts.is_new or (name not in facts.outputs and facts.after is not None):
            return OWN
        if facts.before is None or facts.after is None:
            return Change(1, address(stack[:-1], stack[-1])) if stack else Change(1)
        place = ("Outputs", name)
        return self._compared(facts, member(facts.before, *place), member(facts.after, *place))

    def parameter(self, stack: StackPath, name: str) -> Change:
        """Tell whether the value of a parameter changes."""
        key = stack, name
        if key not in self._parameters:
            self._parameters[key] = SAME
            facts = self.nest.stacks[stack]
            self._parameters[key] = self._wire(facts, name) if stack else _of_root(facts, name)
        return self._parameters[key]

    def replaced(self, stack: StackPath, logical_id: str) -> Change:
        """Tell whether another thing takes the place of a resource."""
        row = self.nest.stacks[stack].rows.get(logical_id)
        if row is None or (row.action == "Modify" and row.replaces == "no"):
            return SAME
        if row.action != "Modify":
            return OWN
        return worst(self._forcing(stack, logical_id)) if self.resource(stack, logical_id).degree else SAME

    def text(self, stack: StackPath, mention: Mention) -> str | None:
        """Give what something comes to after the change, where that is known."""
        facts = self.nest.stacks[stack]
        if mention.name in part(facts.after, "Parameters"):
            return self._value(facts, mention.name)
        if mention.name == "AWS::Region":
            return facts.change_set.stack_id.split(":")[3] if facts.change_set else None
        if self._mentioned(facts, mention).degree or mention.name.startswith("AWS::"):
            return None
        if mention.attribute is None:
            resource = facts.resources.get(mention.name)
            return resource.physical_id if resource else None
        child = self.nest.stacks.get((*stack, mention.name))
        output = child.outputs.get(mention.attribute.removeprefix("Outputs.")) if child else None
        return output.value if output else None

    def text_before(self, stack: StackPath, mention: Mention) -> str | None:
        """Give what a parameter came to before the change, where that is known."""
        deployed = self.nest.stacks[stack].deployed
        found = deployed.parameters.get(mention.name) if deployed and mention.attribute is None else None
        return None if found == HIDDEN else found

    def _forcing(self, stack: StackPath, logical_id: str) -> Iterator[Change]:
        """Give the changes that make a new one of a resource; one that is not certain to do so counts as perhaps."""
        row = self.nest.stacks[stack].rows[logical_id]
        for detail in row.details:
            if detail.recreation in {"Always", "Conditionally"}:
                found = OWN if saw(detail) else self.member(stack, logical_id, "Properties", detail.name or "")
                if found.degree:
                    sure = row.replaces == "yes" or (detail.recreation == "Always" and found.degree == OWN.degree)
                    yield Change(2 if sure else 1, address(stack, logical_id))
        if not any(detail.recreation in {"Always", "Conditionally"} for detail in row.details):
            yield Change(2 if row.replaces == "yes" else 1, address(stack, logical_id))

    def _resource(self, facts: StackFacts, logical_id: str) -> Change:
        row = facts.rows.get(logical_id)
        if row is None:
            return SAME
        if row.action != "Modify":
            return OWN
        if facts.before is None or facts.after is None:
            return _as_told(facts, logical_id, None)
        before, after = part(facts.before, "Resources", logical_id), part(facts.after, "Resources", logical_id)
        # The order in which things are done changes nothing in them.
        names = {*before, *after} - {"DependsOn", "Properties"}
        changes = [self._compared(facts, before.get(name), after.get(name)) for name in sorted(names)]
        changes.extend(OWN for detail in row.details if saw(detail))
        properties = {*part(before, "Properties"), *part(after, "Properties")}
        changes.extend(self.member(facts.path, logical_id, "Properties", name) for name in sorted(properties))
        return worst(changes)

    def _compared(self, facts: StackFacts, before: object, after: object) -> Change:
        if before != after:
            old, new = self._known_before(facts, before), self._known(facts, after)
            return SAME if old is not None and old == new else OWN
        return worst(self._around(facts, after))

    def _around(self, facts: StackFacts, value: object) -> Iterator[Change]:
        """Give the changes of all that an expression depends on."""
        for mention in mentions(value):
            yield self._mentioned(facts, mention)
        for section, names in (("Conditions", named_conditions(value)), ("Mappings", named_maps(value))):
            for name in names:
                yield self._compared(facts, member(facts.before, section, name), member(facts.after, section, name))

    def _mentioned(self, facts: StackFacts, mention: Mention) -> Change:
        name, attribute = mention.name, mention.attribute
        if name in part(facts.after, "Parameters"):
            return self.parameter(facts.path, name)
        row = facts.rows.get(name)
        if row is None:
            return SAME
        if row.type == STACK_TYPE and row.action == "Modify":
            return self._of_child(facts, name, attribute)
        where = address(facts.path, name)
        if row.action != "Modify":
            return Change(2, where)
        if (replaced := self.replaced(facts.path, name)).degree:
            return Change(replaced.degree, self._first(facts.path, name))
        changed = self.resource(facts.path, name)
        if attribute is None or not changed.degree or _lasts(row.type, attribute):
            return SAME
        return Change(1, self._first(facts.path, name))

    def _first(self, stack: StackPath, logical_id: str) -> str:
        """Give the first cause: what a resource follows, or the resource itself."""
        return self.resource(stack, logical_id).cause or address(stack, logical_id)

    def _of_child(self, facts: StackFacts, name: str, attribute: str | None) -> Change:
        if attribute is None:
            return SAME
        path = (*facts.path, name)
        if path not in self.nest.stacks:
            return Change(1, address(facts.path, name))
        found = self.output(path, attribute.removeprefix("Outputs."))
        return found._replace(cause=address(facts.path, name)) if found.is_own else found

    def _wire(self, facts: StackFacts, name: str) -> Change:
        """Tell whether what a parent hands over changes."""
        parent = self.nest.stacks[facts.path[:-1]]
        place = ("Resources", facts.path[-1], "Properties", "Parameters", name)
        before, after = member(parent.before, *place), member(parent.after, *place)
        if facts.is_new or parent.before is None or parent.after is None:
            return Change(1, address(parent.path, facts.path[-1])) if not facts.is_new else OWN
        sides = [side.resolved.get(name) for side in (facts.deployed, facts.change_set) if side]
        # The name of a parameter of Systems Manager stays, and what stands there may not, also where nobody hands the
        # name over.
        if None not in sides and len(set(sides)) > 1:
            return OWN
        if before is None and after is None:
            default = ("Parameters", name, "Default")
            return SAME if member(facts.before, *default) == member(facts.after, *default) else OWN
        old = facts.deployed.parameters.get(name) if facts.deployed else None
        if before != after and old not in {None, HIDDEN}:
            new = self._known(parent, after)
            return SAME if new == old else OWN
        return self._compared(parent, before, after)

    def _value(self, facts: StackFacts, name: str) -> str | None:
        """Give the value of a parameter after the change."""
        if not facts.path:
            found = facts.change_set.parameters.get(name) if facts.change_set else None
            return None if found == HIDDEN else found
        parent = self.nest.stacks[facts.path[:-1]]
        wire = member(parent.after, "Resources", facts.path[-1], "Properties", "Parameters", name)
        return self._known(parent, member(facts.after, "Parameters", name, "Default") if wire is None else wire)

    def _known(self, facts: StackFacts, value: object) -> str | None:
        return known_text(value, lambda mention: self.text(facts.path, mention))

    def _known_before(self, facts: StackFacts, value: object) -> str | None:
        return known_text(value, lambda mention: self.text_before(facts.path, mention))


def _of_root(facts: StackFacts, name: str) -> Change:
    if facts.deployed is None or facts.change_set is None:
        return OWN
    before, after = facts.deployed, facts.change_set
    if HIDDEN in {before.parameters.get(name), after.parameters.get(name)}:
        # AWS hides both values, but names the parameter as a reason only when they differ.
        named = (detail for row in facts.changes for detail in row.details if detail.causing_entity == name)
        return worst(OWN for detail in named if detail.source == "ParameterReference")
    # A parameter of Systems Manager keeps its name and may have another value.
    same = before.parameters.get(name) == after.parameters.get(name)
    return SAME if same and before.resolved.get(name) == after.resolved.get(name) else OWN


def _as_told(facts: StackFacts, logical_id: str, name: str | None) -> Change:
    """Tell of a resource, or of one property, what AWS says of it: all there is without both templates."""
    row = facts.rows.get(logical_id)
    details = [detail for detail in row.details if name in {None, detail.name}] if row else []
    told = [
        OWN if detail.evaluation != "Dynamic" or not detail.causing_entity
        else Change(1, address(facts.path, detail.causing_entity))
        for detail in details
        if detail.source not in {"Automatic", "NoModification"}
    ]  # fmt: skip
    return worst(told) if told or not row or row.details or name else OWN


def _lasts(resource_type: str, attribute: str) -> bool:
    if attribute.startswith(COMING_AND_GOING) or resource_type.startswith(UNSTEADY):
        return False
    return attribute.endswith(LASTING)
