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
    from tasktracker_cfn.deploy.statuses import Way
    from tasktracker_cfn.deploy.tree import Tree
    from tasktracker_cfn.deploy.unsticking import Advice


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

    Without --run nothing is done, and nothing that holds data is ever deleted here.

    Exit code 0: done, or not stuck. 1: stuck, and nothing was done. 2: the command is wrong. 3: it did not help, the
    stack is not there, or AWS refused. 4: nobody said yes.
    """
    wanted = Wanted(wants_run, skip, force, cancel, confirm)
    ending(lambda: run(standing(place), wanted, output_format))


def run(place: Standing, wanted: Wanted, output_format: Format = "text", asked: Callable[[str], str] = ask) -> int:
    """Advise, and act when that is wanted and confirmed."""
    from tasktracker_cfn.deploy.telling import unstick as telling  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.unsticking import advise, rollbacks  # noqa: PLC0415 - as above

    # Wrong words are told before anything is asked of AWS.
    _ = wanted.way
    tree = place.tree()
    advice = advise(tree, rollbacks(place.connection.gateway, tree), place.label)
    if output_format == "json" and not wanted.run:
        show(telling.document(advice))
    else:
        say = aside if output_format == "json" else click.echo
        say("\n".join(telling.lines(advice)))
    if not wanted.run:
        return int(advice.about.family == "stuck")
    return _act(place, wanted, output_format, asked, tree, advice)


def _act(
    place: Standing,
    wanted: Wanted,
    output_format: Format,
    asked: Callable[[str], str],
    tree: "Tree",
    advice: "Advice",
) -> int:
    from tasktracker_cfn.deploy.happening import follow, until_now  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.statuses import about  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import events  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import unstick as telling  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.tree import read_tree  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.unsticking import advise, chosen, rollbacks, skip_names, take  # noqa: PLC0415 - as above

    gateway, root = place.connection.gateway, tree.root.stack
    step = chosen(advice, wanted.way)
    skip = skip_names(advice, wanted.skip)
    aside("")
    confirm_name(root.name, wanted.confirm, asked, f"{step.operation}: {step.what}")
    mark = until_now(gateway, root.id)
    take(gateway, root.id, step, new_token("unstick"), skip)
    ended = follow(gateway, root.id, mark, events.teller(aside))
    row = about(ended.status)
    # Rolling back a creation ends where only the empty stack is left to be deleted.
    helped = row.family in {"stable", "none"} or (step.deletes and ended.status == "ROLLBACK_COMPLETE")
    after = read_tree(gateway, root.id)
    found = advise(after, rollbacks(gateway, after), place.label) if after else advice
    if output_format == "json":
        show(telling.document(found))
    elif row.family == "stuck":
        click.echo("\n".join(["", *telling.lines(found)]))
    else:
        click.echo(f"{ended.name} is in {ended.status}: {row.meaning}")
    return 0 if helped else 3
