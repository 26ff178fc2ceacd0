"""The verb `unstick`: the way out of a status from which a stack does not move."""

from collections.abc import Callable
from typing import TYPE_CHECKING, NamedTuple

import click

from tasktracker_cfn.cli.deploying import Place, ending, place_options
from tasktracker_cfn.cli.standing import (
    Format,
    Standing,
    aside,
    ask,
    confirm_name,
    confirm_option,
    format_option,
    new_token,
    show,
    standing,
)
from tasktracker_cfn.errors import CommandError

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.statuses import Step, Way
    from tasktracker_cfn.deploy.tree import Tree
    from tasktracker_cfn.deploy.unsticking import Advice, Move


class Wanted(NamedTuple):
    """What was asked for."""

    run: bool = False
    skip: tuple[str, ...] = ()
    force: bool = False
    cancel: bool = False
    confirm: str | None = None

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
@confirm_option
@format_option
def unstick(
    place: Place,
    skip: tuple[str, ...],
    confirm: str | None,
    output_format: Format,
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
    wanted = Wanted(wants_run, skip, force, cancel, confirm)
    ending(lambda: run(standing(place), wanted, output_format))


def run(place: Standing, wanted: Wanted, output_format: Format = "text", asked: Callable[[str], str] = ask) -> int:
    """Advise, and act when that is wanted and confirmed."""
    from tasktracker_cfn.deploy.telling import unstick as telling  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.tree import refuse_nested  # noqa: PLC0415 - as above

    # Wrong words are told before anything is asked of AWS.
    _ = wanted.way
    tree = place.tree()
    refuse_nested(tree.root.stack, "unstick")
    advice = _advice(place, tree)
    if output_format == "json" and not wanted.run:
        show(telling.document(advice))
    else:
        say = aside if output_format == "json" else click.echo
        say("\n".join(telling.lines(advice)))
    if not wanted.run:
        return int(advice.about.family == "stuck")
    return _act(place, wanted, output_format, asked, advice)


def _advice(place: Standing, tree: "Tree") -> "Advice":
    from tasktracker_cfn.deploy.protecting import unprotected  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.unsticking import advise, rollbacks  # noqa: PLC0415 - as above

    gateway = place.connection.gateway
    return advise(tree, rollbacks(gateway, tree), place.label, unprotected(gateway, tree))


def _act(place: Standing, wanted: Wanted, output_format: Format, asked: Callable[[str], str], advice: "Advice") -> int:
    from tasktracker_cfn.deploy.unsticking import Move, chosen, skip_names  # noqa: PLC0415 - another verb's start

    step = chosen(advice, wanted.way)
    move = Move(step, skip_names(advice, wanted.skip), place.connection.target.role_arn)
    aside("")
    if step.operation != "DescribeStackEvents":
        confirm_name(advice.name, wanted.confirm, asked, f"{step.operation}: {step.what}")
    status = _moved(place, advice, move)
    return _ended(place, advice, step, status, output_format)


def _moved(place: Standing, advice: "Advice", move: "Move") -> str:
    """Do the one call of a move, watch it to its end, and give the status that the stack has then."""
    from tasktracker_cfn.deploy.happening import began, until_now  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.protecting import protect  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.statuses import about  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import events  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.unsticking import take  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.watching import follow  # noqa: PLC0415 - as above

    gateway, status, operation = place.connection.gateway, advice.about.status, move.step.operation
    mark = until_now(gateway, advice.id)
    if operation == "DescribeStackEvents":
        mark = began(gateway.events(advice.id))
    elif operation != "SetStackPolicy":
        take(gateway, advice.id, move, new_token("unstick"))
    if operation != "SetStackPolicy":
        status = follow(gateway, advice.id, mark, events.teller(aside)).status
    # Whoever applied with --allow opened the policies, and nobody but the next apply would close them.
    if about(status).family == "stable" and protect(gateway, advice.id):
        aside("the stack policies are closed again: no update replaces or deletes what holds data")
    return status


def _ended(place: Standing, advice: "Advice", step: "Step", status: str, output_format: Format) -> int:
    """Say where it went, and whether that helped."""
    from tasktracker_cfn.deploy.statuses import about  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.telling import unstick as telling  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.tree import read_tree  # noqa: PLC0415 - as above

    row = about(status)
    # Rolling back a creation ends where only the empty stack is left to be deleted.
    helped = row.family in {"stable", "none"} or (step.deletes and status == "ROLLBACK_COMPLETE")
    after = read_tree(place.connection.gateway, advice.id)
    found = _advice(place, after) if after else advice
    if output_format == "json":
        show(telling.document(found))
    elif row.family == "stuck":
        click.echo("\n".join(["", *telling.lines(found)]))
    else:
        click.echo(f"{advice.name} is in {status}: {row.meaning}")
    return 0 if helped else 3
