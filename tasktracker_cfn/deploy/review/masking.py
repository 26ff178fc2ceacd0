"""Hide what must not be seen of a nest, before it becomes part of a review: the one rule, and what templates say.

Templates say it by NoEcho, by handing such a parameter on, and by ``{{resolve:...}}``, whose value AWS may show.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from tasktracker_cfn.deploy import masking
from tasktracker_cfn.deploy.review.facts import NestFacts, StackFacts, at, part
from tasktracker_cfn.model.known import DYNAMIC
from tasktracker_cfn.model.stacks import StackPath
from tasktracker_cfn.model.substitution import mentions


@dataclass(frozen=True)
class Masks:
    """Hides what must not be seen of one nest."""

    nest: NestFacts

    def text(self, text: str | None) -> str | None:
        """Give any text without the secrets that are known, and without what looks like one."""
        return None if text is None else masking.text(text, self._values)

    def of(self, facts: StackFacts, logical_id: str, path: tuple[str, ...], text: str | None) -> str | None:
        """Give the value of a place in a resource's properties as it may be seen."""
        if not text:
            return text
        places = [part(side, "Resources", logical_id, "Properties") for side in (facts.before, facts.after)]
        if any(self.is_secret_expression(facts.path, at(properties, path)) for properties in places):
            return masking.hidden(text)
        return masking.place(path, text, places, self._values)

    def structure(self, facts: StackFacts, value: object) -> object:
        """Give a written structure in which secret values are hidden; intrinsic functions stay."""
        shown = masking.structure(value, self._values)
        return masking.HIDDEN if self.is_secret_expression(facts.path, shown) else shown

    def parameter(self, stack: StackPath, name: str) -> bool:
        """Tell whether the value of a parameter must not be seen."""
        return name in self._parameters.get(stack, frozenset()) or masking.is_secret_name(name)

    def is_secret_expression(self, stack: StackPath, value: object) -> bool:
        """Tell whether an expression comes to something that must not be seen."""
        if DYNAMIC in json.dumps(value, default=str):
            return True
        secret = self._parameters.get(stack, frozenset())
        return any(mention.name in secret for mention in mentions(value))

    @cached_property
    def _values(self) -> tuple[str, ...]:
        return tuple(self.nest.given.values())

    @cached_property
    def _parameters(self) -> Mapping[StackPath, frozenset[str]]:
        """Give the secret parameters of each stack: those with NoEcho, and those that are handed one."""
        found: dict[StackPath, frozenset[str]] = {}
        for path, facts in self.nest.stacks.items():
            names = {name for side in (facts.before, facts.after) for name in masking.no_echo(side)}
            if path:
                parent = self.nest.stacks[path[:-1]]
                above = found.get(path[:-1], frozenset())
                for side in (parent.before, parent.after):
                    wires = part(side, "Resources", path[-1], "Properties", "Parameters")
                    names |= {n for n, wire in wires.items() if any(m.name in above for m in mentions(wire))}
                    names |= {n for n, wire in wires.items() if DYNAMIC in json.dumps(wire, default=str)}
            found[path] = frozenset(names)
        return found
