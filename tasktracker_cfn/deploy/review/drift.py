"""What AWS knows of drift already, stack by stack: the review asks for nothing, it only tells how things stood last."""

from datetime import datetime

from tasktracker_cfn.deploy.aws.values.stacks import GONE, STACK_TYPE
from tasktracker_cfn.deploy.plain import length
from tasktracker_cfn.deploy.review.facts import NestFacts, StackFacts
from tasktracker_cfn.deploy.review.values import Drift, Subject

DRIFTED, IN_SYNC = "DRIFTED", "IN_SYNC"


def drift_of(nest: NestFacts, now: datetime | None) -> Drift | None:
    """Give what is known of drift at AWS's time `now`; None when nothing is deployed.

    A stack finds out only about its own resources, not about those of stacks nested in it; one that has none of its own
    has nothing that could drift.
    """
    if nest.root.deployed is None:
        return None
    there = {path: facts.deployed for path, facts in nest.stacks.items() if facts.deployed and _has_own(facts)}
    looked = [stack.drift_checked for stack in there.values() if stack.drift_status in {DRIFTED, IN_SYNC}]
    checked = min((time for time in looked if time), default=None)
    return Drift(
        tuple(path for path, stack in there.items() if stack.drift_status == DRIFTED),
        sum(stack.drift_status == IN_SYNC for stack in there.values()),
        len(there) + _unseen(nest),
        checked,
        max(now - checked, now - now) if now and checked else None,
    )


def _has_own(facts: StackFacts) -> bool:
    return any(resource.type != STACK_TYPE for resource in facts.resources.values())


def _unseen(nest: NestFacts) -> int:
    """Count the nested stacks that are there, and that the change set does not speak of."""
    return sum(
        resource.type == STACK_TYPE and resource.status != GONE and (*path, name) not in nest.stacks
        for path, facts in nest.stacks.items()
        for name, resource in facts.resources.items()
    )


def drift_words(drift: Drift) -> str:
    """Give it in words: ``in sync``, ``drifted: Data``."""
    if drift.state == "drifted":
        return f"drifted: {', '.join('/'.join(path) or '(root)' for path in drift.drifted)}"
    if drift.state == "partly checked":
        return f"in sync in {drift.in_sync} of {drift.stacks} stacks, the rest not checked"
    return drift.state


def checked_words(drift: Drift) -> str:
    """Give when that was; empty when nobody ever looked, or it is not known."""
    return f"(checked {length(drift.age)} ago)" if drift.age is not None else ""


def drift_command(subject: Subject) -> str:
    """Give the command that looks again, and says what has drifted."""
    return subject.place.command("drift")
