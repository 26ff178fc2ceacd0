"""What was asked of a delete, whether it makes sense, what stands in the way, and the exact next call."""

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.deploy.destroy.foretelling import Doom, Foretold
from tasktracker_cfn.deploy.guarding.losing import BUCKET
from tasktracker_cfn.errors import CommandError

FAILED = "DELETE_FAILED"


class Wanted(NamedTuple):
    """What was asked for.

    `empty` are addresses of buckets to empty, `retain` of resources to let stay, `unprotected` of those whose own
    protection somebody has ended; `unprotect` ends the termination protection of the stack.
    """

    empty: frozenset[str] = frozenset()
    retain: frozenset[str] = frozenset()
    unprotect: bool = False
    unprotected: frozenset[str] = frozenset()

    @property
    def flags(self) -> tuple[str, ...]:
        """Give it in the words of the command."""
        named = (("--empty", self.empty), ("--retain", self.retain), ("--unprotected", self.unprotected))
        words = [f"{flag} {address}" for flag, addresses in named for address in sorted(addresses)]
        return (*(["--unprotect"] if self.unprotect else []), *words)


class Obstacle(NamedTuple):
    """What stands in the way, what to do first, and the words of the command that answer it."""

    what: str
    remedy: str
    flags: tuple[str, ...] = ()


def check(foretold: Foretold, wanted: Wanted) -> tuple[Obstacle, ...]:
    """Give what stands in the way of the delete, each with what to do; nothing when it can begin.

    :raises CommandError: when what is to be emptied or to stay is not there, or makes no sense
    """
    known = {doom.address: doom for doom in foretold.dooms}
    has_failed = foretold.stack.status == FAILED
    for address in sorted(wanted.empty):
        doom = known.get(address)
        # The same command is run again after a delete that failed, when what it names may be gone.
        if doom is None and has_failed:
            continue
        if doom is None or doom.type != BUCKET or doom.fate == "kept":
            why = "is no bucket of this stack" if doom is None or doom.type != BUCKET else "is kept as it is"
            message = f"--empty {address}: it {why}; buckets that go: {_listed(known.values())}"
            raise CommandError(message)
    for flag, addresses in (("--retain", wanted.retain), ("--unprotected", wanted.unprotected)):
        for address in sorted(addresses - known.keys()) if not has_failed else ():
            message = f"{flag} {address}: the stack has no such resource; write it as STACK/LogicalId"
            raise CommandError(message)
    if wanted.retain - foretold.held and not has_failed:
        message = (
            f"--retain is only taken after a delete that failed, and {foretold.stack.name} is in "
            f"{foretold.stack.status}; to keep a resource, give it DeletionPolicy Retain and update the stack"
        )
        raise CommandError(message)
    return tuple(_obstacles(foretold, wanted))


def command(place: Place, wanted: Wanted, obstacles: Iterable[Obstacle] = ()) -> str:
    """Give the next call: what was asked for, and what answers the obstacles."""
    flags = [*wanted.flags, *(flag for obstacle in obstacles for flag in obstacle.flags)]
    return place.command("destroy", *(word for flag in dict.fromkeys(flags) for word in flag.split(" ", 1)))


def _obstacles(foretold: Foretold, wanted: Wanted) -> Iterator[Obstacle]:
    stack = foretold.stack
    if stack.termination_protection and not wanted.unprotect:
        yield Obstacle(f"{stack.name} has termination protection", "to end it: --unprotect", ("--unprotect",))
    answered = wanted.retain | wanted.empty | wanted.unprotected
    for doom in foretold.dooms:
        if doom.obstacle and doom.address not in answered:
            yield _obstacle(doom)
    for pin in foretold.pins:
        if left := [address for address in pin.held if address not in wanted.retain]:
            yield Obstacle(
                f"{pin.keeper} is kept and goes on using {', '.join(left)}: AWS deletes none of them while it is there",
                "delete it by hand first, or let them stay as well, in no stack any more: "
                + " ".join(f"--retain {address}" for address in left),
                tuple(f"--retain {address}" for address in left),
            )


def _obstacle(doom: Doom) -> Obstacle:
    what = f"{doom.address} ({doom.type}): {doom.obstacle}"
    if doom.type == BUCKET:
        return Obstacle(what, doom.remedy, (f"--empty {doom.address}",))
    if doom.unseen:
        flag = f"--unprotected {doom.address}"
        seen = f"{doom.remedy}; AWS does not let these credentials see whether that was done, so say it: {flag}"
        return Obstacle(what, seen, (flag,))
    return Obstacle(what, doom.remedy)


def _listed(dooms: Iterable[Doom]) -> str:
    return ", ".join(doom.address for doom in dooms if doom.type == BUCKET and doom.fate != "kept") or "none"
