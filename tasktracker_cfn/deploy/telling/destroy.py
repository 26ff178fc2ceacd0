"""What a delete would do, and what it left, as lines and as documents."""

from collections.abc import Iterator, Mapping, Sequence

from tasktracker_cfn.deploy.destroying import Left, Outcome
from tasktracker_cfn.deploy.foretelling import Doom, Foretold
from tasktracker_cfn.deploy.telling.plain import columns, count
from tasktracker_cfn.errors import printable

SNAPSHOT = (
    "its snapshot is kept and costs money; aws rds describe-db-snapshots and describe-db-cluster-snapshots show it"
)


def foretold_lines(foretold: Foretold, account: str, region: str) -> Iterator[str]:
    """Give the lines that are read before somebody says yes."""
    stack = foretold.stack
    yield f"destroying {stack.name} in account {account}, {region} ({stack.status})"
    sections = (
        ("LOST, and not to be had back", foretold.lost, True),
        ("deleted after a snapshot", foretold.of("snapshotted"), False),
        ("kept, belonging to no stack any more", foretold.of("kept"), False),
    )
    for title, dooms, losses in sections:
        if dooms:
            yield ""
            yield f"{title}:"
            yield from _table(dooms, losses=losses)
    rest = sum(doom.fate == "deleted" and not doom.loss for doom in foretold.dooms)
    yield ""
    yield f"deleted, and made again by a deployment: {count(rest, 'other resource')}"
    if foretold.unknown:
        yield f"NOT KNOWN: the templates of {', '.join(foretold.unknown)} cannot be read, so policies are not known"
    if foretold.pinned:
        yield ""
        yield "a database that is kept goes on using these, which may then fail to be deleted:"
        yield from _table(foretold.pinned, losses=False)


def obstacle_lines(obstacles: Sequence[str]) -> Iterator[str]:
    """Give the lines of what stands in the way."""
    yield "nothing was deleted; this stands in the way:"
    for obstacle in obstacles:
        yield printable(f"  {obstacle}")


def outcome_lines(outcome: Outcome, name: str, label: str) -> Iterator[str]:
    """Give the lines at the end."""
    kept, snapshots, failed = (_of(outcome, what) for what in ("kept", "snapshot", "failed"))
    if kept:
        yield "left behind, belonging to no stack:"
        yield from (f"  {line}" for line in columns((left.address, left.type, left.physical_id) for left in kept))
        yield ""
    if snapshots:
        yield "deleted, with a snapshot left behind:"
        yield from (f"  {line}" for line in columns((left.address, left.type, left.physical_id) for left in snapshots))
        yield f"  {SNAPSHOT}"
        yield ""
    if failed:
        yield "could not be deleted:"
        for left in failed:
            yield printable(f"  {left.address} ({left.type} {left.physical_id})")
            yield printable(f"    {left.reason}")
            yield printable(f"    next: {left.next}")
        yield ""
    if outcome.is_gone:
        yield f"{name} is destroyed: {count(outcome.deleted, 'resource')} deleted, {len(kept)} left behind"
    else:
        problem = count(len(failed), "resource")
        yield f"{name} is in {outcome.status}: {problem} could not be deleted; see to that, and run it again:"
        yield f"  python -m tasktracker_cfn destroy {label}"


def document(foretold: Foretold, obstacles: Sequence[str], outcome: Outcome | None) -> Mapping[str, object]:
    """Give all of it for machines; without outcome nothing was done."""
    return {
        "stack": foretold.stack.name,
        "lost": [_doom(doom) for doom in foretold.lost],
        "snapshotted": [_doom(doom) for doom in foretold.of("snapshotted")],
        "kept": [_doom(doom) for doom in foretold.of("kept")],
        "deleted": [_doom(doom) for doom in foretold.of("deleted") if not doom.loss],
        "templates_not_read": list(foretold.unknown),
        "obstacles": list(obstacles),
        "status": outcome.status if outcome else foretold.stack.status,
        "left": [left._asdict() for left in outcome.left] if outcome else [],
    }


def _doom(doom: Doom) -> Mapping[str, object]:
    return {"resource": doom.address, "type": doom.type, "physical_id": doom.physical_id, "loss": doom.loss or None}


def _table(dooms: Sequence[Doom], *, losses: bool) -> Iterator[str]:
    rows = [(doom.address, doom.type, doom.physical_id, *([doom.loss] if losses else [])) for doom in dooms]
    yield from (f"  {line}" for line in columns(rows))


def _of(outcome: Outcome, what: str) -> tuple[Left, ...]:
    return tuple(left for left in outcome.left if left.what == what)
