"""The verb `unstick`: the way out of a status from which a stack does not move."""

from typing import TYPE_CHECKING, NamedTuple

import click

from tasktracker_cfn.cli.acting import Talk, new_token, talk_options
from tasktracker_cfn.cli.deploying import ending, place_options
from tasktracker_cfn.cli.standing import Standing, aside, standing
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.errors import CommandError

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.aws.tree import Tree
    from tasktracker_cfn.deploy.standing.unsticking import Advice, Run
    from tasktracker_cfn.deploy.statuses import Step, Way


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

    Without --run nothing is done. Nothing is deleted but what the step says, after the stack's name was typed; what may
    hold data is left to `destroy`. Interrupted and run again, it joins what is under way. When all is well again, the
    stack policies that `apply` opened are closed.

    Exit code 0: done, or not stuck. 1: stuck, and nothing was done. 2: the command is wrong. 3: it did not help, the
    stack is not there, or AWS refused. 4: nobody said yes. 130: interrupted.
    """
    wanted = Wanted(wants_run, skip, force, cancel)
    ending(lambda: run(standing(place), wanted, talk))


def run(place: Standing, wanted: Wanted, talk: Talk = TALK) -> int:
    """Advise, and act when that is wanted and confirmed."""
    from tasktracker_cfn.deploy.aws.tree import check_root  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import unstick as telling  # noqa: PLC0415 - another verb's start

    # Wrong words are told before anything is asked of AWS.
    _ = wanted.way
    tree = place.tree()
    check_root(tree.root.stack)
    advice = _advice(place, tree)
    if wanted.run:
        talk.check_name(advice.name)
        talk.tell(telling.lines(advice))
        return _act(place, wanted, talk, advice)
    talk.answer(telling.lines(advice), lambda: telling.document(advice))
    return int(advice.about.family == "stuck")


def _advice(place: Standing, tree: "Tree") -> "Advice":
    from tasktracker_cfn.deploy.guarding.protecting import unprotected  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.standing.unsticking import advise, rollbacks, was_never_whole  # noqa: PLC0415 - as above

    gateway = place.connection.gateway
    never_whole = was_never_whole(gateway, tree.root.stack)
    return advise(tree, rollbacks(gateway, tree), place.spelling, unprotected(gateway, tree), never_whole=never_whole)


def _act(place: Standing, wanted: Wanted, talk: Talk, advice: "Advice") -> int:
    from tasktracker_cfn.deploy.standing.unsticking import Run, chosen, skip_names  # noqa: PLC0415 - another verb's start

    step = chosen(advice, wanted.way)
    way = Run(new_token("unstick"), skip_names(advice, wanted.skip), place.connection.target.role_arn)
    if step.operation != "DescribeStackEvents":
        talk.confirm_name(advice.name, f"confirm {step.operation}")
    status = _moved(place, advice, step, way)
    return _ended(place, talk, advice, step, status)


def _moved(place: Standing, advice: "Advice", step: "Step", way: "Run") -> str:
    """Do the one call of a step, watch it to its end, and give the status that the stack has then."""
    from tasktracker_cfn.deploy.guarding.protecting import protect  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.standing.happening import began, until_now  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.standing.unsticking import take  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.standing.watching import follow  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.statuses import about  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import events  # noqa: PLC0415 - as above

    gateway, status, operation = place.connection.gateway, advice.about.status, step.operation
    mark = until_now(gateway, advice.id)
    if operation == "DescribeStackEvents":
        mark = began(gateway.events(advice.id))
    elif operation != "SetStackPolicy":
        take(gateway, advice.id, step, way)
    if operation != "SetStackPolicy":
        status = follow(gateway, advice.id, mark, events.teller(aside)).status
    # Whoever applied with --allow opened the policies, and nobody but the next apply would close them.
    if about(status).family == "stable" and protect(gateway, advice.id):
        aside("the stack policies are closed again: no update replaces or deletes what holds data")
    return status


def _ended(place: Standing, talk: Talk, advice: "Advice", step: "Step", status: str) -> int:
    """Say where it went, and whether that helped."""
    from tasktracker_cfn.deploy.aws.tree import read_tree  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.statuses import about  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.telling import unstick as telling  # noqa: PLC0415 - as above

    row = about(status)
    # Rolling back a creation ends where only the empty stack is left to be deleted.
    helped = row.family in {"stable", "none"} or (step.deletes and status == "ROLLBACK_COMPLETE")
    after = read_tree(place.connection.gateway, advice.id)
    found = _advice(place, after) if after else advice
    lines = ["", *telling.lines(found)] if row.family == "stuck" else [f"{advice.name} is in {status}: {row.meaning}"]
    talk.answer(lines, lambda: telling.document(found))
    return 0 if helped else 3
