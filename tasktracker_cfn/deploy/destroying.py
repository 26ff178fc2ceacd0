"""Delete a tree, and find out what is left of it.

What is to be emptied is emptied first, while the stack is still protected; then the protection goes, then the stack.
Whatever happens in between, the same command again goes on from there.
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import NamedTuple

from tasktracker_cfn.deploy.emptying import empty
from tasktracker_cfn.deploy.foretelling import Doom, Foretold, Templates, buckets, foretell
from tasktracker_cfn.deploy.gateway import Gateway
from tasktracker_cfn.deploy.happening import Happening, Mark, deleting_since, until_now
from tasktracker_cfn.deploy.losing import BUCKET, next_step
from tasktracker_cfn.deploy.tree import Tree, read_tree
from tasktracker_cfn.deploy.values import GONE, STACK_TYPE, Identity, Stack
from tasktracker_cfn.deploy.values_store import Bucket
from tasktracker_cfn.deploy.watching import follow, happenings
from tasktracker_cfn.errors import CommandError, DeniedError, DeploymentError, NotThereError

# What writes logs into a bucket goes on for a while after it was emptied, which makes the first delete fail:
# https://github.com/aws/aws-cdk/issues/26874
MOST_DELETES = 3
FAILED = "DELETE_FAILED"


class Wanted(NamedTuple):
    """What was asked for: addresses of buckets to empty and of resources to let stay, and whether to unprotect."""

    empty: frozenset[str] = frozenset()
    retain: frozenset[str] = frozenset()
    unprotect: bool = False


class Left(NamedTuple):
    """One resource that is still there, or whose snapshot is; `next` is what to do about one that failed."""

    address: str
    type: str
    physical_id: str
    what: str
    reason: str = ""
    next: str = ""


class Outcome(NamedTuple):
    """How it ended: the root's last status, and what is left."""

    status: str
    left: tuple[Left, ...] = ()
    deleted: int = 0

    @property
    def is_gone(self) -> bool:
        """Tell whether the stack is deleted."""
        return self.status == GONE


def look(gateway: Gateway, identity: Identity, tree: Tree) -> Foretold:
    """Tell what a delete would do, from what is deployed.

    :raises AwsError: when AWS says no
    """
    templates: Templates = {node.path: gateway.template(node.stack.id, "Processed") for node in tree.nodes}
    found = ((address, Bucket(name, identity.account, identity.region)) for address, name in buckets(tree))
    filled = {address: _is_filled(gateway, bucket) for address, bucket in found}
    return foretell(tree, templates, filled)


def check(foretold: Foretold, wanted: Wanted) -> tuple[str, ...]:
    """Give what stands in the way of the delete, each with what to do; nothing when it can begin.

    :raises CommandError: when what is to be emptied or to stay is not there, or makes no sense
    """
    known = {doom.address: doom for doom in foretold.dooms}
    for address in sorted(wanted.empty):
        doom = known.get(address)
        if doom is None or doom.type != BUCKET or doom.fate == "kept":
            why = "is no bucket of this stack" if doom is None or doom.type != BUCKET else "is kept as it is"
            message = f"--empty {address}: it {why}; buckets that go: {_listed(known.values())}"
            raise CommandError(message)
    for address in sorted(wanted.retain):
        if address not in known:
            message = f"--retain {address}: the stack has no such resource; write it as STACK/LogicalId"
            raise CommandError(message)
    if wanted.retain and foretold.stack.status != FAILED:
        message = (
            f"--retain is only taken after a delete that failed, and {foretold.stack.name} is in "
            f"{foretold.stack.status}; to keep a resource, give it DeletionPolicy Retain and update the stack"
        )
        raise CommandError(message)
    return tuple(_obstacles(foretold, wanted))


@dataclass(frozen=True)
class Destruction:
    """One delete, from emptying to what is left; `token` is the run's own.

    `note` is told what this program does, and `say` what AWS says that happens.
    """

    gateway: Gateway
    identity: Identity
    foretold: Foretold
    wanted: Wanted
    token: str
    note: Callable[[str], None]
    say: Callable[[Happening], None]

    def run(self) -> Outcome:
        """Empty, unprotect, delete, follow, and tell what is left.

        :raises TimeError: when it takes too long; the delete goes on
        :raises AwsError: when AWS says no
        """
        root = self.foretold.stack
        # What an earlier delete of the same stack left behind is told of as well.
        since = deleting_since(self.gateway.events(root.id)) or until_now(self.gateway, root.id)
        self._empty()
        if root.termination_protection and self.wanted.unprotect:
            self.gateway.set_termination_protection(root.name, enabled=False)
        self._let_stay()
        own = sorted(address for address in self.wanted.retain if "/" not in address)
        ended, failed = self._delete(1, own)
        for attempt in range(2, MOST_DELETES + 1):
            if not failed or failed - self.wanted.empty:
                break
            self._empty()
            ended, failed = self._delete(attempt)
        return _outcome(self.gateway, ended, since, self.foretold)

    def _delete(self, attempt: int, retain: Sequence[str] = ()) -> tuple[Stack, frozenset[str]]:
        """Delete the root once; give it at the end, and the addresses of what could not be deleted."""
        root_id = self.foretold.stack.id
        mark = until_now(self.gateway, root_id)
        self.gateway.delete_stack(root_id, f"{self.token}-{attempt}", retain=retain)
        ended = follow(self.gateway, root_id, mark, self.say)
        if ended.status != FAILED:
            return ended, frozenset()
        events = happenings(self.gateway, root_id, mark)
        failed = (one.address for one in events if one.event.status == FAILED and one.event.type != STACK_TYPE)
        return ended, frozenset(failed)

    @property
    def _emptied(self) -> tuple[Doom, ...]:
        return tuple(doom for doom in self.foretold.dooms if doom.address in self.wanted.empty)

    def _empty(self) -> None:
        for doom in self._emptied:
            self.note(f"emptying {doom.address} ({doom.physical_id})")
            number = empty(self.gateway, Bucket(doom.physical_id, self.identity.account, self.identity.region))
            self.note(f"{doom.address} is empty: {number} versions and marks deleted")

    def _let_stay(self) -> None:
        """Delete nested stacks without what is to stay: the root's delete takes only names of its own."""
        nested = [address for address in self.wanted.retain if "/" in address]
        tree = read_tree(self.gateway, self.foretold.stack.id) if nested else None
        # What is nested deepest comes first.
        for node in reversed(tree.nodes if tree else ()):
            names = sorted(a.rpartition("/")[2] for a in nested if a.rpartition("/")[0] == "/".join(node.path))
            if node.path and names:
                mark = until_now(self.gateway, node.stack.id)
                self.gateway.delete_stack(node.stack.id, f"{self.token}-{'-'.join(node.path)}"[:128], retain=names)
                follow(self.gateway, node.stack.id, mark, partial(self._say_below, node.path))

    def _say_below(self, path: tuple[str, ...], happening: Happening) -> None:
        self.say(happening._replace(path=(*path, *happening.path)))


def join(gateway: Gateway, root: Stack, foretold: Foretold, say: Callable[[Happening], None]) -> Outcome:
    """Follow a delete that is under way, and tell what is left.

    :raises TimeError: when it takes too long; the delete goes on
    :raises AwsError: when AWS says no
    """
    since = deleting_since(gateway.events(root.id))
    return _outcome(gateway, follow(gateway, root.id, since, say), since, foretold)


def left_behind(events: Iterable[Happening], foretold: Foretold) -> tuple[tuple[Left, ...], int]:
    """Give what is left after a delete, by the last event of each resource, and how many are gone."""
    last = {
        happening.address: happening
        for happening in events
        if happening.event.type != STACK_TYPE and happening.event.physical_id
    }
    left: list[Left] = []
    for address, (_, event) in sorted(last.items()):
        thing = (address, event.type, event.physical_id or "")
        if event.status == "DELETE_SKIPPED":
            left.append(Left(*thing, "kept"))
        elif event.status == FAILED:
            reason = event.reason or "no reason is given"
            left.append(Left(*thing, "failed", reason, next_step(event.type, event.physical_id or "", address, reason)))
        elif event.status == GONE and address in foretold.snapshots:
            left.append(Left(*thing, "snapshot"))
    return tuple(left), sum(happening.event.status == GONE for happening in last.values())


def _obstacles(foretold: Foretold, wanted: Wanted) -> Iterable[str]:
    stack = foretold.stack
    if stack.termination_protection and not wanted.unprotect:
        yield f"{stack.name} has termination protection; to end it: --unprotect"
    for doom in foretold.dooms:
        if doom.obstacle and doom.address not in wanted.retain and doom.address not in wanted.empty:
            yield f"{doom.address} ({doom.type}): {doom.obstacle}; {doom.remedy}"


def _outcome(gateway: Gateway, ended: Stack, since: Mark | None, foretold: Foretold) -> Outcome:
    left, deleted = left_behind(happenings(gateway, ended.id, since), foretold)
    if ended.status not in {GONE, FAILED}:
        message = f"{ended.name} is in {ended.status}: somebody else does something with it; look with `status`"
        raise DeploymentError(message)
    return Outcome(ended.status, left, deleted)


def _is_filled(gateway: Gateway, bucket: Bucket) -> bool | None:
    """Tell whether something is in a bucket; None when nobody here may know."""
    try:
        return next(iter(gateway.object_versions(bucket)), None) is not None
    except NotThereError:
        return False
    except DeniedError:
        return None


def _listed(dooms: Iterable[Doom]) -> str:
    return ", ".join(doom.address for doom in dooms if doom.type == BUCKET and doom.fate != "kept") or "none"
