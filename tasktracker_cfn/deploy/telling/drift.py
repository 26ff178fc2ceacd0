"""Drift of a tree as lines and as a document."""

from collections.abc import Iterator, Mapping
from itertools import groupby

from tasktracker_cfn.deploy.drifting import Difference, Drifted, Findings
from tasktracker_cfn.deploy.masking import HIDDEN, masked_json
from tasktracker_cfn.deploy.telling.plain import count
from tasktracker_cfn.errors import printable

LONGEST = 160
WHAT = {"ADD": "added", "REMOVE": "removed", "NOT_EQUAL": "changed"}
# Whoever writes a secret into a template in clear writes it here.
ENVIRONMENT = ("Environment", "Variables", "UserData", "Command")


def lines(findings: Findings, name: str) -> Iterator[str]:
    """Give the lines for a person."""
    real = findings.real
    for drifted in real:
        yield from _resource(drifted)
    noise = [(d.address, place) for d in findings.drifted for place in d.differences if place.explanation]
    if noise:
        yield f"{count(len(noise), 'known difference')}, no drift:"
        for explanation, group in groupby(sorted(noise, key=lambda item: (item[1].explanation or "", item[0])), _why):
            yield f"  {explanation}:"
            for address, place in group:
                yield printable(f"    {address} {place.property.path}: {_values(place)}")
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
                "differences": [
                    {
                        "path": place.property.path,
                        "type": place.property.type,
                        "expected": _shown(place, place.property.expected),
                        "actual": _shown(place, place.property.actual),
                        "explanation": place.explanation,
                    }
                    for place in drifted.differences
                ],
            }
            for drifted in findings.drifted
        ],
        "not_checked": [{"resource": unseen.address, "reason": unseen.reason} for unseen in findings.unseen],
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
            yield printable(
                f"  {place.property.path} {WHAT.get(place.property.type, place.property.type)}: {_values(place)}"
            )
    yield ""


def _verdict(findings: Findings, name: str) -> str:
    compared = f"{count(findings.checked, 'resource')} compared, {findings.unsupported} cannot be"
    if not findings.real:
        partly = " in what was looked at" if findings.unseen else ""
        return f"{name} has no drift{partly}: {compared}"
    return (
        f"{name} has drifted in {count(len(findings.real), 'resource')}: {compared}; write what is wanted "
        "into the configuration, or set it back: an update changes only what its templates change"
    )


def _why(item: tuple[str, Difference]) -> str:
    return item[1].explanation or ""


def _values(place: Difference) -> str:
    expected, actual = (_shown(place, value) for value in (place.property.expected, place.property.actual))
    if expected == actual == HIDDEN:
        return f"{HIDDEN} (hidden: it may be a secret)"
    one = {"ADD": actual, "REMOVE": expected}.get(place.property.type)
    return f"{_short(expected)} -> {_short(actual)}" if one is None else _short(one)


def _shown(place: Difference, value: str) -> str:
    parts = place.property.path.split("/")
    if any(part in ENVIRONMENT for part in parts) or any(word in value for word in ENVIRONMENT):
        return HIDDEN
    name = next((part for part in reversed(parts) if part and not part.isdecimal()), "")
    return masked_json(name, value)


def _short(text: str) -> str:
    return text if len(text) <= LONGEST else f"{text[:LONGEST]}..."
