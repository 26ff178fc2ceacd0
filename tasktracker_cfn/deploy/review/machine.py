"""A review as JSON, for programs. What stands here stays: a new field raises nothing, another meaning the schema."""

import json
from collections.abc import Sequence

from tasktracker_cfn.deploy.guarding.stateful import held
from tasktracker_cfn.deploy.review.drift import drift_command
from tasktracker_cfn.deploy.review.times import times
from tasktracker_cfn.deploy.review.values import (
    Decision,
    Drift,
    NamedChange,
    PropertyChange,
    Review,
    Row,
    SecurityChange,
    Subject,
)
from tasktracker_cfn.insight.duration.estimating import Estimate
from tasktracker_cfn.insight.duration.spans import Span

SCHEMA = 1


def machine(review: Review) -> str:
    """Give a review as a JSON text in ASCII, so that nothing in it can order a terminal about."""
    return json.dumps(as_json(review), indent=2) + "\n"


def as_json(review: Review) -> dict[str, object]:
    """Give a review as plain values."""
    subject, taking = review.subject, times(review.time).resources
    return {
        "schema": SCHEMA,
        "subject": {
            "label": subject.label,
            "stack": subject.stack_name,
            "account": subject.account,
            "region": subject.region,
            "kind": subject.kind,
            "change_set": subject.change_set,
            "made": subject.made.isoformat() if subject.made else None,
        },
        "verdict": review.verdict,
        "counts": review.counts._asdict(),
        "stacks": ["/".join(path) for path in review.stacks],
        "changed_stacks": ["/".join(path) for path in review.changed_stacks],
        "needs_allow": list(review.needs_allow),
        "public_paths": review.public_paths,
        "decisions": [_decision(decision) for decision in review.decisions],
        "security": [_security(change) for change in review.security],
        "parameters": _named(review.parameters),
        "outputs": _named(review.outputs),
        "tags": _named(review.tags),
        "resources": [{**_row(row), "seconds": _seconds(taking.get(row.address))} for row in review.rows],
        "notes": list(review.notes),
        "cost": review.cost,
        "time": _time(review.time) if review.time else None,
        "drift": _drift(review.drift, subject) if review.drift else None,
        "next": review.next,
    }


def _decision(decision: Decision) -> dict[str, object]:
    return {
        **decision._asdict(),
        "at_stake": held(decision.type),
        "forcing": [_property(change) for change in decision.forcing],
        "dependents": list(decision.dependents),
    }


def _security(change: SecurityChange) -> dict[str, object]:
    return change._asdict()


def _named(changes: Sequence[NamedChange]) -> list[dict[str, object]]:
    return [change._asdict() for change in changes]


def _property(change: PropertyChange) -> dict[str, object]:
    return change._asdict()


def _time(estimate: Estimate) -> dict[str, object]:
    return {
        "seconds": _seconds(estimate.whole),
        "critical_path": [
            {"address": part.address, "phase": part.phase, "seconds": _seconds(part.span)} for part in estimate.path
        ],
        "stacks": {address: _seconds(span) for address, span in estimate.stacks.items()},
        "without_reading": [part.address for part in estimate.unread],
        "as_of": estimate.as_of,
    }


def _seconds(span: Span | None) -> dict[str, int] | None:
    return {name: round(seconds) for name, seconds in span._asdict().items()} if span else None


def _drift(drift: Drift, subject: Subject) -> dict[str, object]:
    return {
        "state": drift.state,
        "drifted": ["/".join(path) for path in drift.drifted],
        "stacks_in_sync": drift.in_sync,
        "stacks": drift.stacks,
        "checked": drift.checked.isoformat() if drift.checked else None,
        "command": drift_command(subject),
    }


def _row(row: Row) -> dict[str, object]:
    return {
        "address": row.address,
        "stack": "/".join(row.stack),
        "logical_id": row.logical_id,
        "type": row.type,
        "action": row.action,
        "effect": row.effect,
        "label": row.label,
        "cause": row.cause,
        "certain": row.certain,
        "replacement": row.replacement,
        "policy": row.policy,
        "holds": row.holds,
        "properties": [_property(change) for change in row.properties],
    }
