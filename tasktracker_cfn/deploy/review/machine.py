"""A review as JSON, for programs. What stands here stays: a new field raises nothing, another meaning the schema."""

import json
from collections.abc import Sequence

from tasktracker_cfn.deploy.review.values import Decision, NamedChange, PropertyChange, Review, Row, SecurityChange

SCHEMA = 1


def machine(review: Review) -> str:
    """Give a review as a JSON text in ASCII, so that nothing in it can order a terminal about."""
    return json.dumps(as_json(review), indent=2) + "\n"


def as_json(review: Review) -> dict[str, object]:
    """Give a review as plain values."""
    subject = review.subject
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
        "resources": [_row(row) for row in review.rows],
        "notes": list(review.notes),
        "cost": review.cost,
        "time": review.time,
        "next": review.next,
    }


def _decision(decision: Decision) -> dict[str, object]:
    return {
        **decision._asdict(),
        "forcing": [_property(change) for change in decision.forcing],
        "dependents": list(decision.dependents),
    }


def _security(change: SecurityChange) -> dict[str, object]:
    return change._asdict()


def _named(changes: Sequence[NamedChange]) -> list[dict[str, object]]:
    return [change._asdict() for change in changes]


def _property(change: PropertyChange) -> dict[str, object]:
    return change._asdict()


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
