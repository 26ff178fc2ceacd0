"""How long a reviewed change takes: what `insight` is asked of the rows of a review, and what a plan keeps of it."""

from collections.abc import Iterator, Mapping, Sequence

from tasktracker_cfn.deploy.aws.values.stacks import STACK_TYPE
from tasktracker_cfn.deploy.plan.expected import NOT_KNOWN, Expected
from tasktracker_cfn.deploy.review.facts import NestFacts, StackFacts, part
from tasktracker_cfn.deploy.review.values import Effect, Review, Row
from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.insight.duration.estimating import Change, Estimate, estimate
from tasktracker_cfn.insight.duration.taking import Action, Policy
from tasktracker_cfn.model.substitution import mentions
from tasktracker_cfn.model.system import System

ACTIONS: Mapping[Effect, Action] = {
    "add": "create",
    "change": "update",
    "replace": "replace",
    "remove": "delete",
    "import": "import",
}


def foreseen(system: System, facts: NestFacts, found: Review) -> Review:
    """Give a review with how long it will take; where that cannot be worked out, with a note that says why."""
    if found.verdict == "none":
        return found
    try:
        return found._replace(time=estimate(system, changes(facts, found.rows)))
    except TemplateError as error:
        return found._replace(notes=(*found.notes, f"how long it takes is not known: {error}"))


def expected(found: Estimate | None) -> Expected:
    """Give what a plan keeps: whole seconds, without what is done in a moment."""
    if found is None:
        return NOT_KNOWN
    phases: dict[str, dict[str, int]] = {"made": {}, "gone": {}}
    for one in found.parts:
        if round(one.span.likely):
            phases[one.phase][one.address] = round(one.span.likely)
    phases["made"].update({address: round(span.likely) for address, span in found.stacks.items()})
    return Expected(round(found.whole.likely), phases["made"], phases["gone"])


def changes(facts: NestFacts, rows: Sequence[Row]) -> tuple[Change, ...]:
    """Give what happens to resources: what surely does, not what AWS only cannot exclude."""
    return (*(_change(facts.stacks[row.stack], row) for row in rows if row.is_sure), *_removed_stacks(facts, rows))


def _change(facts: StackFacts, row: Row) -> Change:
    names = frozenset(change.name.partition(".")[0] for change in row.properties)
    needs = _needs(facts, row.logical_id) if row.effect == "remove" else frozenset()
    return Change(row.stack, row.logical_id, row.type, ACTIONS[row.effect], _policy(row.policy), names, needs)


def _removed_stacks(facts: NestFacts, rows: Sequence[Row]) -> Iterator[Change]:
    """Give the nested stacks that go: no rows of a review, as what is in them is."""
    told = {row.address for row in rows}
    for path, stack in facts.stacks.items():
        for row in stack.changes:
            change = Change(path, row.logical_id, STACK_TYPE, "delete", _policy(row.policy_action))
            if row.type == STACK_TYPE and row.action == "Remove" and change.address not in told:
                yield change._replace(needs=_needs(stack, row.logical_id))


def _needs(facts: StackFacts, logical_id: str) -> frozenset[str]:
    """Give what a resource that is no longer in the templates mentioned when it was."""
    written = part(facts.before, "Resources", logical_id)
    depends = written.get("DependsOn", [])
    named = depends if isinstance(depends, list) else [depends]
    return frozenset((*(one for one in named if isinstance(one, str)), *(one.name for one in mentions(written))))


def _policy(action: str | None) -> Policy:
    """Give what becomes of the old one, of AWS's PolicyAction: ``ReplaceAndSnapshot``."""
    match (action or "").removeprefix("ReplaceAnd"):
        case "Snapshot":
            return "Snapshot"
        case "Retain":
            return "Retain"
        case _:
            return "Delete"
