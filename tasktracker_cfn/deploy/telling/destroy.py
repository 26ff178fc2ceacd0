"""What a delete would do, and what it left, as lines and as documents."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.destroy.foretelling import Doom, Foretold
from tasktracker_cfn.deploy.destroy.leftovers import Left, Outcome
from tasktracker_cfn.deploy.destroy.wishes import Obstacle, Wanted, command
from tasktracker_cfn.deploy.plain import columns, count
from tasktracker_cfn.errors import printable

# An ARN says where something is, which the heading has said, before it says what it is.
PARTS_OF_PLACE = 5


def foretold_lines(foretold: Foretold, account: str, region: str, wanted: Wanted) -> Iterator[str]:
    """Give the lines that are read before somebody says yes."""
    stack = foretold.stack
    yield f"DESTROY  {stack.name}  in account {account}, {region}; it is in {stack.status}"
    lost = [(d.address, _type(d.type), d.loss, _short(d.physical_id)) for d in foretold.lost]
    snapshotted = [(d.address, _type(d.type), _short(d.physical_id)) for d in foretold.of("snapshotted")]
    kept = [(d.address, _type(d.type), _short(d.physical_id)) for d in foretold.of("kept")]
    yield from _section("LOST, and not to be had back", lost)
    yield from _section("deleted after a snapshot, which is kept and costs money", snapshotted)
    yield from _section("kept, in no stack any more; it goes on costing money", kept)
    rest = [doom for doom in foretold.of("deleted") if not doom.loss]
    stacks = {doom.address.rpartition("/")[0] for doom in rest}
    where = f"{count(len(rest), 'other resource')} in {count(len(stacks), 'stack')}"
    if rest:
        yield ""
        yield f"deleted, and made again by a deployment: {where}"
    if foretold.unknown:
        yield f"NOT KNOWN: the templates of {', '.join(foretold.unknown)} cannot be read, so policies are not known"
    yield from _section(
        "may fail to be deleted", [(d.address, _type(d.type), d.risk) for d in foretold.dooms if d.risk]
    )
    there = {doom.address for doom in foretold.dooms}
    staying = [(place,) for place in sorted(wanted.retain & there)]
    yield from _section("stays, in no stack any more, if it cannot be deleted", staying)
    yield from _section("emptied before anything else", [(place,) for place in sorted(wanted.empty & there)])
    gone = (wanted.empty | wanted.retain | wanted.unprotected) - there
    yield from _section("named, and not there (any more)", [(place,) for place in sorted(gone)])


def obstacle_lines(obstacles: Sequence[Obstacle], again: str) -> Iterator[str]:
    """Give the lines of what stands in the way; `again` is the call that comes after what is to be done."""
    yield "NOTHING WAS DELETED, for this stands in the way:"
    for number, obstacle in enumerate(obstacles, 1):
        yield printable(f"  {number}. {obstacle.what}")
        yield printable(f"     {obstacle.remedy}")
    yield printable(f"next: {again}")


def outcome_lines(outcome: Outcome, name: str, place: Place) -> Iterator[str]:
    """Give the lines at the end."""
    kept, groups = outcome.of("kept"), outcome.of("log group")
    yield from _left("left behind, in no stack any more; it goes on costing money", kept)
    yield from _left("deleted, with a snapshot left behind, which this shows", outcome.of("snapshot"))
    yield from _left("waiting to be deleted", outcome.of("waiting"))
    yield from _left("written again by what ran a moment longer, and kept for ever", groups)
    yield from _left("could not be deleted", outcome.of("failed"))
    if outcome.unseen:
        yield printable(outcome.unseen)
    if outcome.is_gone:
        deleted, left = count(outcome.deleted, "resource"), len(kept) + len(groups)
        yield f"{name} is destroyed: {deleted} deleted, {left} left behind"
    else:
        problem = count(len(outcome.of("failed")), "resource")
        yield f"{name} is in {outcome.status}: {problem} could not be deleted; see to that, and run it again"
        yield f"next: {command(place, Wanted())}"


def document(foretold: Foretold, obstacles: Sequence[Obstacle], outcome: Outcome | None) -> Mapping[str, object]:
    """Give all of it for machines; without outcome nothing was done."""
    return {
        "stack": foretold.stack.name,
        "lost": [_doom(doom) for doom in foretold.lost],
        "snapshotted": [_doom(doom) for doom in foretold.of("snapshotted")],
        "kept": [_doom(doom) for doom in foretold.of("kept")],
        "deleted": [_doom(doom) for doom in foretold.of("deleted") if not doom.loss],
        "may_fail": [{"resource": doom.address, "reason": doom.risk} for doom in foretold.dooms if doom.risk],
        "held": [{"resource": pin.keeper, "holds": list(pin.held)} for pin in foretold.pins],
        "templates_not_read": list(foretold.unknown),
        "obstacles": [{"what": one.what, "remedy": one.remedy, "flags": list(one.flags)} for one in obstacles],
        **_ended(outcome, foretold.stack.status),
    }


def ended_document(name: str, outcome: Outcome | None) -> Mapping[str, object]:
    """Give for machines how it ended where nothing was foretold: somebody else began it, or nothing is there."""
    return {"stack": name, **_ended(outcome, None)}


def _ended(outcome: Outcome | None, status: str | None) -> Mapping[str, object]:
    left = [{**one._asdict(), "reason": one.reason} for one in outcome.left] if outcome else []
    return {"status": outcome.status if outcome else status, "left": left}


def _doom(doom: Doom) -> Mapping[str, object]:
    return {"resource": doom.address, "type": doom.type, "physical_id": doom.physical_id, "loss": doom.loss or None}


def _section(title: str, rows: Sequence[Sequence[str]]) -> Iterator[str]:
    if rows:
        yield ""
        yield f"{title} ({len(rows)}):"
        yield from (f"  {line}" for line in columns(rows))


def _left(title: str, things: Iterable[Left]) -> Iterator[str]:
    things = tuple(things)
    if not things:
        return
    yield f"{title}:"
    lines = columns((left.address, _type(left.type), left.physical_id) for left in things)
    for left, line in zip(things, lines, strict=True):
        yield f"  {line}"
        if left.reason:
            yield printable(f"    {left.reason}")
        if left.next:
            yield printable(f"    {'next: ' if left.what == 'failed' else ''}{left.next}")
    yield ""


def _type(resource_type: str) -> str:
    return resource_type.removeprefix("AWS::")


def _short(physical_id: str) -> str:
    """Give what an ARN names, without the place."""
    return physical_id.split(":", PARTS_OF_PLACE)[-1] if physical_id.startswith("arn:") else physical_id
