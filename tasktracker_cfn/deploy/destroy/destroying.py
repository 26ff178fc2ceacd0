"""Delete a tree, and find out what is left of it.

What is to be emptied is emptied first, while the stack is still protected; then the protection goes, then the stack.
Whatever happens in between, the same command again goes on from there.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.tree import Node, StackPath, Tree, read_tree
from tasktracker_cfn.deploy.aws.values.stacks import GONE, STACK_TYPE, Identity, Stack
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.deploy.destroy.emptying import empty
from tasktracker_cfn.deploy.destroy.foretelling import Doom, Foretold
from tasktracker_cfn.deploy.destroy.leftovers import FAILED, Outcome, outcome
from tasktracker_cfn.deploy.destroy.wishes import Wanted
from tasktracker_cfn.deploy.standing.happening import Happening, Mark, deleting_since, until_now
from tasktracker_cfn.deploy.standing.watching import follow, happenings
from tasktracker_cfn.errors import AwsError, DeploymentError, UnreachableError

# What writes logs into a bucket goes on for a while after it was emptied, which makes the first delete fail:
# https://github.com/aws/aws-cdk/issues/26874
MOST_DELETES = 3
DELETING = "DELETE_IN_PROGRESS"


class Watched(NamedTuple):
    """Who hears of it: `note` what this program does, `say` what AWS says that happens."""

    note: Callable[[str], None]
    say: Callable[[Happening], None]


def check_unchanged(before: Tree, now: Tree | None) -> None:
    """Make sure that a tree is still what was told of it.

    :raises DeploymentError: when somebody changed it
    """
    then, found = _state(before), _state(now) if now else {}
    changed = [label for label in dict.fromkeys([*then, *found]) if then.get(label) != found.get(label)]
    if changed:
        message = (
            f"{', '.join(changed)} changed while this was read, so what was told may not be true any more; nothing was "
            "done: run the same command again"
        )
        raise DeploymentError(message)


@dataclass(frozen=True)
class Destruction:
    """One delete, from emptying to what is left; `token` is the run's own, `role_arn` whom CloudFormation acts as."""

    gateway: Gateway
    identity: Identity
    foretold: Foretold
    wanted: Wanted
    token: str
    watched: Watched
    role_arn: str | None = None
    # Events that were told: those of a nested stack that is deleted first are among the root's as well.
    told: set[str] = field(default_factory=set)

    def run(self) -> Outcome:
        """Empty, unprotect, delete, follow, and tell what is left.

        :raises TimeError: when it takes too long; the delete goes on
        :raises DeploymentError: when somebody else does something with the stack
        :raises AwsError: when AWS says no
        """
        root = self.foretold.stack
        # What an earlier delete of the same stack left behind is told of as well.
        since = deleting_since(self.gateway.events(root.id)) or until_now(self.gateway, root.id)
        self._empty()
        if root.termination_protection and self.wanted.unprotect:
            self.gateway.set_termination_protection(root.id, enabled=False)
            self.watched.note(f"{root.name} is no longer protected")
        ended, failed = self._delete_as_wanted(1)
        answered = self.wanted.empty | self.wanted.retain
        # Each stack in which something stays fails once before it may be deleted without that.
        most = MOST_DELETES + len({address.rpartition("/")[0] for address in self.wanted.retain})
        for attempt in range(2, most + 1):
            if not failed or failed - answered:
                break
            self._empty()
            ended, failed = self._delete_as_wanted(attempt)
        return _outcome(self.gateway, ended, since)

    def _delete_as_wanted(self, attempt: int) -> tuple[Stack, frozenset[str]]:
        """Delete once, nested stacks that failed before and hold what is to stay first; give what could not go."""
        token = f"{self.token}-{attempt}"
        tree = read_tree(self.gateway, self.foretold.stack.id) if self.wanted.retain else None
        for number, node in enumerate(reversed(tree.nodes if tree else ())):
            # The root's delete takes only names of its own. What is nested deepest comes first.
            if node.path and (names := self._staying(node)):
                self._delete(node, f"{token}-{number}", names)
        root = tree.root if tree else Node((), self.foretold.stack)
        return self._delete(root, token, self._staying(root))

    def _staying(self, node: Node) -> list[str]:
        """Give the names of a stack's resources that are to stay: it takes them only after a delete that failed."""
        if node.stack.status != FAILED:
            return []
        return sorted(one.logical_id for one in node.things if node.address(one.logical_id) in self.wanted.retain)

    def _delete(self, node: Node, token: str, retain: Sequence[str]) -> tuple[Stack, frozenset[str]]:
        """Delete a stack once; give it at the end, and the addresses of what could not be deleted."""
        stack = node.stack
        mark = until_now(self.gateway, stack.id)
        try:
            self.gateway.delete_stack(stack.id, token, retain=retain, role_arn=self.role_arn)
        except UnreachableError:
            raise
        except AwsError:
            self._protect_again()
            raise
        ended = follow(self.gateway, stack.id, mark, partial(self._say, node.path))
        if ended.status != FAILED:
            return ended, frozenset()
        events = happenings(self.gateway, stack.id, mark)
        failed = (one.address for one in events if one.event.status == FAILED and one.event.type != STACK_TYPE)
        return ended, frozenset(failed)

    def _protect_again(self) -> None:
        """Let a stack that AWS does not delete be as protected as it was."""
        root = self.foretold.stack
        if not (root.termination_protection and self.wanted.unprotect):
            return
        try:
            self.gateway.set_termination_protection(root.id, enabled=True)
            self.watched.note(f"{root.name} is protected again")
        except AwsError as error:
            self.watched.note(f"{root.name} is NOT protected any more, and could not be protected again: {error}")

    def _empty(self) -> None:
        note = self.watched.note
        for doom in self._emptied:
            note(f"emptying {doom.address} ({doom.physical_id})")
            bucket = Bucket(doom.physical_id, self.identity.account, self.identity.region)
            number = empty(self.gateway, bucket, self._so_far)
            note(f"{doom.address} is empty: {number} versions and marks deleted")

    def _so_far(self, number: int) -> None:
        self.watched.note(f"  {number} versions and marks deleted so far")

    @property
    def _emptied(self) -> tuple[Doom, ...]:
        return tuple(doom for doom in self.foretold.dooms if doom.address in self.wanted.empty)

    def _say(self, path: StackPath, happening: Happening) -> None:
        if happening.event.id not in self.told:
            self.told.add(happening.event.id)
            self.watched.say(happening._replace(path=(*path, *happening.path)))


def join(gateway: Gateway, root: Stack, say: Callable[[Happening], None]) -> Outcome:
    """Follow a delete that is under way, and tell what is left.

    :raises TimeError: when it takes too long; the delete goes on
    :raises DeploymentError: when somebody else does something with the stack
    :raises AwsError: when AWS says no
    """
    since = deleting_since(gateway.events(root.id))
    return _outcome(gateway, follow(gateway, root.id, since, say), since)


def _outcome(gateway: Gateway, ended: Stack, since: Mark | None) -> Outcome:
    if ended.status not in {GONE, FAILED}:
        message = f"{ended.name} is in {ended.status}: somebody else does something with it; look with `status`"
        raise DeploymentError(message)
    return outcome(gateway, ended, since)


def _state(tree: Tree) -> Mapping[str, object]:
    """Give what must stay the same between the announcement and the yes."""
    return {
        node.label: (
            node.stack.id,
            node.stack.status,
            node.stack.updated,
            sorted((one.logical_id, one.physical_id or "", one.status) for one in node.resources),
        )
        for node in tree.nodes
    }
