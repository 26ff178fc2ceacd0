"""The verb `plan`: what a deployment would really do."""

import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from tasktracker_cfn.cli.deploying import (
    NOTHING_DEPLOYED,
    Given,
    connect,
    ending,
    given_values,
    monitor_option,
    parameter_options,
    place_options,
)
from tasktracker_cfn.cli.options import PlacePath
from tasktracker_cfn.cli.staleness import stale
from tasktracker_cfn.deploy.commands import Place, written
from tasktracker_cfn.errors import AwsError, TasktrackerError

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.review.values import Review

CHANGES = 2
WIDTH = 120
FORMATS = ("text", "markdown", "json")


@click.command()
@place_options
@parameter_options
@monitor_option
@click.option("--out", type=PlacePath(), metavar="FILE", help="Write the plan here, for `apply`; keeps it in AWS.")
@click.option("--format", "form", type=click.Choice(FORMATS), default="text", show_default=True, help="Of the review.")
@click.option("--all", "everything", is_flag=True, help="Show also what only follows something, or does not change.")
@click.option("--detailed-exitcode", is_flag=True, help="End with 2 when something would change, 0 when nothing would.")
def plan(
    place: Place,
    given: Given,
    out: Path | None,
    form: str,
    monitor: int | None,
    *,
    everything: bool,
    detailed_exitcode: bool,
) -> None:
    """Show what deploying would really do, in every nested stack, and change nothing.

    With --out the plan is written to a file and waits in AWS to be applied exactly as it was shown; without it, nothing
    is left behind. What needs a decision stands first, with what `apply` wants to have allowed by name.

    Exit code 0: done. 2: the command or the configuration is wrong, or, with --detailed-exitcode, something would
    change. 3: AWS refused, or the stack cannot be updated.
    """
    ending(
        lambda: run(place, given, out, form, monitor, everything=everything, detailed=detailed_exitcode),
        NOTHING_DEPLOYED,
    )


def run(
    place: Place, given: Given, out: Path | None, form: str, monitor: int | None, *, everything: bool, detailed: bool
) -> int:
    """Make a plan, show it, and keep it where that is wanted."""
    from tasktracker_cfn.deploy.plan.no_change import NoChange, write_no_change  # noqa: PLC0415 - as in noted
    from tasktracker_cfn.deploy.plan.owned_file import check_place  # noqa: PLC0415 - as in noted
    from tasktracker_cfn.deploy.plan.plan_file import write_plan  # noqa: PLC0415 - boto3 takes a while to import
    from tasktracker_cfn.deploy.plan.planning import Asked, discard, make_plan  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.plan.sources import way_back  # noqa: PLC0415 - as above

    if out is not None:
        check_place(out)
    connection = connect(place)
    target, gateway = connection.target, connection.gateway
    values = given_values(given, target)
    notes = stale(place, target.folder)
    with noted(out) as (token, unfinished):
        asked = Asked(
            target, connection.identity, token, uuid4().hex, *values, out is not None, unfinished, monitor, place
        )
        review, made = make_plan(gateway, asked, say)
        review = review._replace(notes=(*review.notes, *notes))
        if made is not None and out is None:
            discard(gateway, made, say)
        if made is not None and out is not None:
            write_plan(out, made._replace(command=apply_command(out, made.needs_allow, place), folder=way_back(out)))
        if made is None and out is not None:
            identity, now = connection.identity, gateway.clock.now().isoformat(" ", "seconds")
            write_no_change(out, NoChange(target.label, target.stack_name, identity.account, identity.region, now))
    if made is not None:
        after = apply_command(out, made.needs_allow, place) if out else plan_command(place, given, monitor)
        review = review._replace(next=after)
    click.echo(shown(review, form, everything=everything), nl=False)
    return CHANGES if made is not None and detailed else 0


def say(text: str) -> None:
    """Tell how far it is, where it is no part of the review."""
    click.echo(text, err=True)


@contextmanager
def noted(file: Path | None) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Draw the token of a run that makes a plan for a file, and give it with those of earlier runs that did not end.

    A run that is killed leaves a change set behind that nobody else may take for their own; the next one knows it.

    :raises OutputError: when nothing can be written where the plan shall be
    """
    from tasktracker_cfn.deploy.plan.unfinished import begin, begun, end  # noqa: PLC0415 - as in run

    token = uuid4().hex
    if file is None:
        yield token, ()
        return
    unfinished = begun(file)
    begin(file, token)
    try:
        yield token, unfinished
    except AwsError:
        # What it has made may still be there.
        raise
    except TasktrackerError:
        end(file, token)
        raise
    end(file, token, *unfinished)


def apply_command(out: Path, needs_allow: tuple[str, ...], place: Place) -> str:
    """Give the command that applies a plan."""
    allowed = (word for address in needs_allow for word in ("--allow", address))
    return written("apply", str(out), *allowed, *place.access)


def plan_command(place: Place, given: Given, monitor: int | None = None) -> str:
    """Give the command that keeps this plan; values of parameters are not repeated, as they may be secret."""
    words = ["--monitor-minutes", str(monitor)] if monitor is not None else []
    words += [word for path in given.files for word in ("--params", str(path))]
    words += [word for value in given.values for word in ("--param", f"{value.partition('=')[0]}=...")]
    return place.command("plan", *words, "--out", "plan.json")


def shown(review: "Review", form: str, *, everything: bool) -> str:
    """Give a review in a form, as wide as the terminal, and without colors where nobody would see them."""
    from tasktracker_cfn.deploy.review.machine import machine  # noqa: PLC0415 - as in run
    from tasktracker_cfn.deploy.review.markdown import markdown  # noqa: PLC0415 - as in run
    from tasktracker_cfn.deploy.review.terminal import terminal  # noqa: PLC0415 - as in run

    if form == "json":
        return machine(review)
    if form == "markdown":
        return markdown(review, everything=everything)
    is_terminal = sys.stdout.isatty()
    # https://no-color.org
    color = is_terminal and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    width = shutil.get_terminal_size((WIDTH, 24)).columns if is_terminal else WIDTH
    return terminal(review, width=width, color=color, everything=everything)
