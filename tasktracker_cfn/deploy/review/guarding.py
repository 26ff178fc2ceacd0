"""What a person must decide though nothing is replaced or removed: safeguards of data that become weaker.

It is read from both templates, not from AWS's rows: of a DeletionPolicy a change set need not have any.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from tasktracker_cfn.deploy.guarding import safeguards
from tasktracker_cfn.deploy.guarding.losing import PROTECTIONS, usual_policy
from tasktracker_cfn.deploy.guarding.safeguards import Weakened
from tasktracker_cfn.deploy.guarding.stateful import state_class
from tasktracker_cfn.deploy.review.expressions import known_text
from tasktracker_cfn.deploy.review.facts import NestFacts, StackFacts, member, part
from tasktracker_cfn.deploy.review.following import Following
from tasktracker_cfn.deploy.review.values import Decision, PropertyChange, address

ATTRIBUTES = "LoadBalancerAttributes"


@dataclass(frozen=True)
class Guarding:
    """Compares the safeguards of what a nest has before and after."""

    nest: NestFacts
    following: Following

    def decisions(self) -> Iterator[Decision]:
        """Give a decision for each resource and harm, those in parents first."""
        for facts in self.nest.stacks.values():
            for name in part(facts.before, "Resources"):
                before, after = (part(side, "Resources", name) for side in (facts.before, facts.after))
                holds = state_class(str(after.get("Type")))
                if holds is None or before.get("Type") != after.get("Type"):
                    continue
                found = tuple(self._weakened(facts, before, after))
                for harm in ("lost", "weaker"):
                    those = [one for one in found if one.harm == harm]
                    if those:
                        yield Decision(
                            address(facts.path, name),
                            str(after["Type"]),
                            holds,
                            "without backups" if harm == "lost" else "guarded less",
                            None,
                            "; ".join(dict.fromkeys(one.fate for one in those)),
                            tuple(PropertyChange(one.property, one.before, one.after) for one in those),
                            allow=harm == "lost",
                        )

    def _weakened(
        self, facts: StackFacts, before: Mapping[str, object], after: Mapping[str, object]
    ) -> Iterator[Weakened]:
        """Give what is less; a value that is not known before the deployment is not called so."""
        kind = str(after["Type"])
        candidates: list[Weakened | None] = []
        if state_class(kind) == "data":
            for name in ("DeletionPolicy", "UpdateReplacePolicy"):
                old, new = _policy(kind, name, before), _policy(kind, name, after)
                candidates.append(safeguards.weakened_policy(name, old, new))
        if kind in PROTECTIONS:
            was = self._known(facts, _protection(kind, before), "false", is_after=False)
            comes = self._known(facts, _protection(kind, after), "false", is_after=True)
            if was is not None and comes is not None:
                candidates.append(safeguards.weakened_protection(kind, was, comes))
        # The backups of an instance that belongs to a cluster are the cluster's.
        own = "DBClusterIdentifier" not in part(after, "Properties")
        for keeping in safeguards.KEPT.get(kind, ()) if own else ():
            was = self._known(facts, member(before, "Properties", *keeping.path), keeping.unwritten, is_after=False)
            comes = self._known(facts, member(after, "Properties", *keeping.path), keeping.unwritten, is_after=True)
            if was is not None and comes is not None:
                candidates.append(safeguards.weakened_keeping(keeping, was, comes))
        yield from (one for one in candidates if one is not None)

    def _known(self, facts: StackFacts, value: object, unwritten: str, *, is_after: bool) -> str | None:
        """Give the text that a value comes to; None when it is not known."""
        if value is None:
            return unwritten
        lookup = self.following.text if is_after else self.following.text_before
        return known_text(value, lambda mention: lookup(facts.path, mention))


def _protection(kind: str, resource: Mapping[str, object]) -> object:
    """Give what says whether a resource is protected, as it is written."""
    name = PROTECTIONS[kind].property
    written = member(resource, "Properties", ATTRIBUTES)
    if isinstance(written, list):
        pairs = [item for item in written if isinstance(item, Mapping)]
        return next((item.get("Value") for item in pairs if item.get("Key") == name), None)
    return member(resource, "Properties", name)


def _policy(kind: str, name: str, resource: Mapping[str, object]) -> str:
    written = resource.get(name)
    usual = usual_policy(kind, part(resource, "Properties")) if name == "DeletionPolicy" else "Delete"
    return written if isinstance(written, str) else usual
