"""Ways out of a status, as lines and as a document."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.deploy.standing.unsticking import Advice, Option
from tasktracker_cfn.errors import printable


def lines(advice: Advice) -> Iterator[str]:
    """Give the lines for a person."""
    row = advice.about
    yield f"{advice.name} is in {row.status}: {row.meaning}."
    yield f"at risk: {row.risk}"
    if advice.reason and row.family == "stuck":
        yield printable(f"AWS says: {advice.reason}")
    if advice.failed:
        yield ""
        yield "what failed:"
        for failed in advice.failed:
            reason = failed.resource.status_reason or "no reason is given"
            yield printable(f"  {failed.address} ({failed.resource.type}) {failed.resource.status}")
            yield printable(f"    {reason}")
    if advice.unlocked:
        yield ""
        yield "open to updates that replace or delete it:"
        yield from (printable(f"  {item.address} ({item.type})") for item in advice.unlocked)
    yield ""
    if not advice.options:
        yield "it is not stuck: nothing is to be done"
        return
    several = len(advice.options) > 1
    yield "ways on, the first to try first:" if several else "the way on:"
    for number, option in enumerate(advice.options, 1):
        yield from _option(option, f"{number}. " if several else "")


def document(advice: Advice) -> Mapping[str, object]:
    """Give the same for machines."""
    row = advice.about
    return {
        "stack": advice.name,
        "status": row.status,
        "family": row.family,
        "meaning": row.meaning,
        "risk": row.risk,
        "reason": advice.reason,
        "failed": [
            {
                "resource": failed.address,
                "type": failed.resource.type,
                "physical_id": failed.resource.physical_id,
                "status": failed.resource.status,
                "reason": failed.resource.status_reason or "",
                "skip_name": failed.skip_name if failed.can_be_skipped else None,
            }
            for failed in advice.failed
        ],
        "unprotected": [item.address for item in advice.unlocked],
        "options": [
            {
                "what": option.step.what,
                "operation": option.step.operation or None,
                "deletes": option.step.deletes,
                "command": option.command or None,
                "call": option.call or None,
            }
            for option in advice.options
        ],
    }


def _option(option: Option, number: str) -> Iterator[str]:
    indent = " " * (2 + len(number))
    yield f"  {number}{option.step.what}"
    if option.command:
        yield f"{indent}{option.command}"
    if option.call:
        yield f"{indent}(that is: {option.call})"
