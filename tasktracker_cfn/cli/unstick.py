"""The verb `unstick`: the way out of a status from which a stack does not move."""

from typing import TYPE_CHECKING, NamedTuple

import click

from tasktracker_cfn.cli.acting import Talk, new_token, talk_options
from tasktracker_cfn.cli.deploying import Place, ending, place_options
from tasktracker_cfn.cli.standing import Standing, aside, standing
from tasktracker_cfn.errors import CommandError

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.statuses import Way
    from tasktracker_cfn.deploy.tree import Tree
    from tasktracker_cfn.deploy.unsticking import Advice


TALK = Talk()


class Wanted(NamedTuple):
    """What was asked for."""

    run: bool = False
    skip: tuple[str, ...] = ()
    force: bool = False
    cancel: bool = False

    @property
    def way(self) -> "Way":
        """Give which of several ways is meant.

        :raises CommandError: when several are
        """
        ways: list[Way] = ["skip"] if self.skip else []
        ways += ["force"] if self.force else []
        ways += ["cancel"] if self.cancel else []
        if len(ways) > 1:
            message = f"only one of --{' and --'.join(ways)} can be taken"
            raise CommandError(message)
        return ways[0] if ways else ""


@click.command()
@place_options
@click.option("--run", "wants_run", is_flag=True, help="Do it, after the stack's name was typed.")
@click.option("--skip", multiple=True, metavar="STACK/LogicalId", help="Go on without this resource (repeatable).")
@click.option("--force", is_flag=True, help="Go on without any resource that cannot be rolled back.")
@click.option("--cancel", is_flag=True, help="Stop an update that is under way, and roll it back.")
@talk_options
def unstick(
    place: Place,
    skip: tuple[str, ...],
    talk: Talk,
    *,
    wants_run: bool,
    force: bool,
    cancel: bool,
) -> None:
    """Say what the status of a stack means, what is at risk, and the exact next call; with --run, do it.

    Without --run nothing is done, and nothing that holds data is ever deleted here.

    Exit code 0: done, or not stuck. 1: stuck, and nothing was done. 2: the command is wrong. 3: it did not help, the
    stack is not there, or AWS refused. 4: nobody said yes.
    """
    wanted = Wanted(wants_run, skip, force, cancel)
    ending(lambda: run(standing(place), wanted, talk))


def run(place: Standing, wanted: Wanted, talk: Talk = TALK) -> int:
    """Advise, and act when that is wanted and confirmed."""
    from tasktracker_cfn.deploy.telling import unstick as telling  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.unsticking import advise, rollbacks  # noqa: PLC0415 - as above

    # Wrong words are told before anything is asked of AWS.
    _ = wanted.way
    tree = place.tree()
    advice = advise(tree, rollbacks(place.connection.gateway, tree), place.label)
    if wanted.run:
        talk.tell(telling.lines(advice))
        return _act(place, wanted, talk, tree, advice)
    talk.answer(telling.lines(advice), lambda: telling.document(advice))
    return int(advice.about.family == "stuck")


def _act(place: Standing, wanted: Wanted, talk: Talk, tree: "Tree", advice: "Advice") -> int:
    from tasktracker_cfn.deploy.happening import follow, until_now  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.statuses import about  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import events  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import unstick as telling  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.tree import check_root, read_tree  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.unsticking import (  # noqa: PLC0415 - as above
        Run,
        advise,
        chosen,
        rollbacks,
        skip_names,
        take,
    )

    gateway, root = place.connection.gateway, tree.root.stack
    check_root(root)
    step = chosen(advice, wanted.way)
    skip = skip_names(advice, wanted.skip)
    talk.confirm_name(root.name, f"{step.operation}: {step.what}")
    mark = until_now(gateway, root.id)
    take(gateway, root.id, step, Run(new_token("unstick"), skip, place.connection.target.role_arn))
    ended = follow(gateway, root.id, mark, events.teller(aside))
    row = about(ended.status)
    # Rolling back a creation ends where only the empty stack is left to be deleted.
    helped = row.family in {"stable", "none"} or (step.deletes and ended.status == "ROLLBACK_COMPLETE")
    after = read_tree(gateway, root.id)
    found = advise(after, rollbacks(gateway, after), place.label) if after else advice
    lines = (
        ["", *telling.lines(found)] if row.family == "stuck" else [f"{ended.name} is in {ended.status}: {row.meaning}"]
    )
    talk.answer(lines, lambda: telling.document(found))
    return 0 if helped else 3
