"""The verb `deploy`: plan, and after a yes apply."""

import sys
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import uuid4

import click

from tasktracker_cfn.cli.apply import How, how_options, order_of, watched
from tasktracker_cfn.cli.deploying import (
    Connection,
    Given,
    Values,
    connect,
    ending,
    given_values,
    monitor_option,
    parameter_options,
    place_options,
)
from tasktracker_cfn.cli.plan import noted, say, shown
from tasktracker_cfn.cli.staleness import stale
from tasktracker_cfn.deploy.commands import Place, written
from tasktracker_cfn.errors import CommandError, DataLossError, DeclinedError, PlanFileError, TasktrackerError

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.plan.plan_file import Plan

LOST = "replaced, removed or without backups"


@click.command()
@place_options
@parameter_options
@how_options
@monitor_option
@click.option("--yes", is_flag=True, help="Ask nothing; what would lose data is refused all the same.")
def deploy(
    place: Place, given: Given, allowed: tuple[str, ...], minutes: int, monitor: int | None, *, protect: bool, yes: bool
) -> None:
    """Show what deploying would really do, ask, and do exactly that.

    Something that holds state is replaced or removed only when --allow names it, or somebody types its address.
    Interrupted and run again, it joins what is under way. While it runs, the plan is kept in STACK.plan.json.

    Exit code 0: deployed, or nothing to do. 1: it would lose what nobody allowed. 2: the command or the configuration
    is wrong. 3: AWS refused, or the deployment failed. 4: the answer was no, or nobody was there to ask. 130:
    interrupted.
    """
    ending(lambda: run(place, given, How(allowed, minutes, protect), monitor, yes=yes))


def run(place: Place, given: Given, how: How, monitor: int | None, *, yes: bool) -> int:
    """Join what an earlier run began; then plan, ask, and apply."""
    from tasktracker_cfn.deploy.plan.owned_file import check_place  # noqa: PLC0415 - as in _join

    if not yes and not sys.stdin.isatty():
        message = "nobody is there to say yes; nothing was done. Add --yes, or use plan and apply"
        raise DeclinedError(message)
    connection = connect(place)
    kept = Path(f"{connection.target.stack_name}.plan.json")
    check_place(kept)
    values = given_values(given, connection.target)
    joined = _join(connection, kept, how)
    if joined:
        return joined
    for note in stale(place, connection.target.folder):
        say(f"note: {note}")
    plan, code = _once(connection, values, kept, how, monitor, yes=yes)
    if code or plan is None or not plan.left_out:
        return code
    # What failed before is only taken away by now: deployed it is when it has been made anew.
    left = tuple(address for address in how.allowed if address not in plan.needs_allow)
    return _once(connection, values, kept, how._replace(allowed=left), monitor, yes=yes)[1]


def _once(
    connection: Connection, values: Values, kept: Path, how: How, monitor: int | None, *, yes: bool
) -> "tuple[Plan | None, int]":
    """Plan, ask, and apply; give the plan, None when nothing would change, and the exit code."""
    with noted(kept) as (token, unfinished):
        plan = _plan(connection, values, token, unfinished, monitor)
        if plan is None:
            return None, 0
        how = how._replace(allowed=_agree(connection, plan, kept, how, yes=yes))
    return plan, _apply(connection, plan, kept, how, values)


def _join(connection: Connection, kept: Path, how: How) -> int:
    """Follow to its end what an earlier run of this command has begun; 0 when there is nothing, or it went well."""
    from tasktracker_cfn.deploy.apply.executions import execution  # noqa: PLC0415 - boto3 takes a while to import
    from tasktracker_cfn.deploy.plan.plan_file import read_plan  # noqa: PLC0415 - as above

    stack = connection.gateway.stack(connection.target.stack_name)
    if stack is None or not stack.is_in_progress or not kept.is_file():
        return 0
    try:
        plan = read_plan(kept)
    except PlanFileError:
        # Whatever lies there, what is under way is none of this command's; planning says so.
        return 0
    if execution(connection.gateway, plan) != "last":
        return 0
    return _watch(connection, plan, kept, how, Values({}))


def _plan(
    connection: Connection, values: Values, token: str, unfinished: tuple[str, ...], monitor: int | None
) -> "Plan | None":
    """Make a plan, and show it; None when nothing would change."""
    from tasktracker_cfn.deploy.plan.planning import Asked, make_plan  # noqa: PLC0415 - as in _join

    target, identity = connection.target, connection.identity
    asked = Asked(
        target,
        identity,
        token,
        uuid4().hex,
        *values,
        unfinished=unfinished,
        monitor_minutes=monitor,
        place=connection.place,
    )
    review, plan = make_plan(connection.gateway, asked, say)
    click.echo(shown(review, "text", everything=False), nl=False)
    return plan


def _agree(connection: Connection, plan: "Plan", kept: Path, how: How, *, yes: bool) -> tuple[str, ...]:
    """Ask, keep the plan, and give what is allowed; what nobody wants is not left behind."""
    from tasktracker_cfn.deploy.plan.plan_file import write_plan  # noqa: PLC0415 - as in _join
    from tasktracker_cfn.deploy.plan.planning import discard  # noqa: PLC0415 - as in _join

    try:
        allowed = agreed(plan.needs_allow, how.allowed, yes=yes)
        write_plan(kept, plan)
    except (TasktrackerError, click.Abort, KeyboardInterrupt) as error:
        discard(connection.gateway, plan, say)
        if isinstance(error, click.Abort):
            message = "interrupted; nothing was done"
            raise DeclinedError(message) from error
        raise
    return allowed


def _apply(connection: Connection, plan: "Plan", kept: Path, how: How, values: Values) -> int:
    """Apply; what cannot be wanted as it was asked for is not left behind."""
    from tasktracker_cfn.deploy.plan.planning import discard  # noqa: PLC0415 - as in _join

    try:
        return _watch(connection, plan, kept, how, values)
    except (CommandError, DataLossError):
        # Said before anything is executed: nobody can want this plan as it was asked for.
        discard(connection.gateway, plan, say)
        kept.unlink(missing_ok=True)
        raise


def agreed(needed: tuple[str, ...], allowed: tuple[str, ...], *, yes: bool) -> tuple[str, ...]:
    """Ask whether to go on, and for each that would be lost, for its address; give what is allowed.

    :raises DataLossError: when something would be lost, and nobody may be asked
    :raises DeclinedError: when the answer is no
    """
    left = [address for address in needed if address not in allowed]
    if left and yes:
        options = " ".join(f"--allow {address}" for address in left)
        message = f"{', '.join(left)} would be {LOST}; nothing was done. If that is meant: {options}"
        raise DataLossError(message)
    for address in left:
        typed = click.prompt(
            f"{address} would be {LOST}; type its address to allow that", default="", show_default=False
        )
        if typed != address:
            message = f"{address} was not allowed; nothing was done"
            raise DeclinedError(message)
    if not yes and not click.confirm("Deploy this?"):
        message = "nothing was done"
        raise DeclinedError(message)
    return (*allowed, *left)


def _watch(connection: Connection, plan: "Plan", kept: Path, how: How, values: Values) -> int:
    """Apply a plan that is kept in a file until it has ended."""
    again = written("apply", str(kept), *how.words, *connection.place.access)
    code = watched(connection.gateway, order_of(plan, how, values.values, again, Path()))
    if code == 0:
        kept.unlink(missing_ok=True)
    return code
