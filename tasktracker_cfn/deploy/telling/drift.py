"""Drift of a tree as lines and as a document."""

import json
from collections.abc import Iterator, Mapping
from itertools import groupby

from tasktracker_cfn.deploy import masking
from tasktracker_cfn.deploy.aws.values.drift import PropertyDrift, ResourceDrift
from tasktracker_cfn.deploy.masking import HIDDEN
from tasktracker_cfn.deploy.plain import count
from tasktracker_cfn.deploy.standing.drifting import Difference, Drifted, Findings
from tasktracker_cfn.errors import printable

LONGEST = 160
WHAT = {"ADD": "added", "REMOVE": "removed", "NOT_EQUAL": "changed"}


def lines(findings: Findings, name: str) -> Iterator[str]:
    """Give the lines for a person."""
    real = findings.real
    for drifted in real:
        yield from _resource(drifted)
    noise = [(d, place) for d in findings.drifted for place in d.differences if place.explanation]
    if noise:
        yield f"{count(len(noise), 'known difference')}, no drift:"
        for explanation, group in groupby(sorted(noise, key=lambda item: (_why(item), item[0].address)), _why):
            yield f"  {explanation}:"
            for drifted, place in group:
                values = _values(drifted.drift, place.property)
                yield printable(f"    {drifted.address} {place.property.path}: {values}")
        yield ""
    if findings.unseen:
        yield "not looked at:"
        for unseen in findings.unseen:
            yield printable(f"  {unseen.address}: {unseen.reason}")
        yield ""
    yield _verdict(findings, name)


def document(findings: Findings, name: str) -> Mapping[str, object]:
    """Give the same for machines."""
    return {
        "stack": name,
        "drift": bool(findings.real),
        "checked": findings.checked,
        "unsupported": findings.unsupported,
        "resources": [
            {
                "resource": drifted.address,
                "type": drifted.drift.type,
                "physical_id": drifted.drift.physical_id,
                "status": drifted.drift.status,
                "drift": drifted.is_real,
                "differences": [_difference(drifted.drift, place) for place in drifted.differences],
            }
            for drifted in findings.drifted
        ],
        "not_checked": [{"resource": unseen.address, "reason": unseen.reason} for unseen in findings.unseen],
    }


def _difference(drift: ResourceDrift, place: Difference) -> Mapping[str, object]:
    expected, actual = _shown(drift, place.property)
    return {
        "path": place.property.path,
        "type": place.property.type,
        "expected": expected,
        "actual": actual,
        "explanation": place.explanation,
    }


def _resource(drifted: Drifted) -> Iterator[str]:
    drift = drifted.drift
    if drift.status == "DELETED":
        yield printable(f"{drifted.address}: deleted ({drift.type} {drift.physical_id or ''})")
        yield "  somebody deleted it; an update that touches it fails. Restore it, or remove it from the template"
        yield ""
        return
    yield printable(f"{drifted.address}: changed ({drift.type} {drift.physical_id or ''})")
    for place in drifted.differences:
        if place.explanation is None:
            what = WHAT.get(place.property.type, place.property.type)
            yield printable(f"  {place.property.path} {what}: {_values(drift, place.property)}")
    yield ""


def _verdict(findings: Findings, name: str) -> str:
    never = f", {findings.unsupported} cannot be" if findings.unsupported else ""
    compared = f"{count(findings.checked, 'resource')} compared{never}"
    if not findings.real:
        partly = " in what was looked at" if findings.unseen else ""
        return f"{name} has no drift{partly}: {compared}"
    return (
        f"{name} has drifted in {count(len(findings.real), 'resource')}: {compared}; write what is wanted "
        "into the configuration, or set it back: an update changes only what its templates change"
    )


def _why(item: tuple[Drifted, Difference]) -> str:
    return item[1].explanation or ""


def _values(drift: ResourceDrift, difference: PropertyDrift) -> str:
    expected, actual = _shown(drift, difference)
    if expected == actual == HIDDEN:
        return f"{HIDDEN} (hidden: it may be a secret)"
    one = {"ADD": actual, "REMOVE": expected}.get(difference.type)
    return f"{_short(expected)} -> {_short(actual)}" if one is None else _short(one)


def _shown(drift: ResourceDrift, difference: PropertyDrift) -> tuple[str, str]:
    """Give both values of a place as they may be seen, what was expected first."""
    path = difference.path.strip("/").split("/")
    around = [_read(drift.expected), _read(drift.actual)]
    return masking.place(path, difference.expected, around), masking.place(path, difference.actual, around)


def _read(properties: str | None) -> object:
    try:
        return json.loads(properties or "null")
    except ValueError:
        return None


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
