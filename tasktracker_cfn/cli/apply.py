"""The verb `apply`: do what a plan says, and nothing else."""

import sys
from collections.abc import Callable, Mapping
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, ParamSpec

import click

from tasktracker_cfn.cli.deploying import (
    Given,
    access_options,
    ending,
    gateway_of,
    given_values,
    parameter_options,
)
from tasktracker_cfn.cli.ending_early import code_of
from tasktracker_cfn.cli.options import PlacePath
from tasktracker_cfn.deploy.commands import Place, written
from tasktracker_cfn.errors import AwsError, CommandError

if TYPE_CHECKING:
    from tasktracker_cfn.cli.progress_lines import ProgressLines
    from tasktracker_cfn.cli.progress_tree import ProgressTree
    from tasktracker_cfn.deploy.apply.applying import Applied, Order
    from tasktracker_cfn.deploy.aws.gateway import Gateway
    from tasktracker_cfn.deploy.plan.plan_file import Plan

P = ParamSpec("P")
MINUTES = 180
SAID = {
    "applied": "done",
    "joined": "done; it was begun before",
    "nothing": "nothing to do: this plan was applied before",
}


class How(NamedTuple):
    """How something is applied."""

    allowed: tuple[str, ...] = ()
    minutes: int = MINUTES
    protect: bool = True

    @property
    def words(self) -> tuple[str, ...]:
        """Give it in the words of the command."""
        allow = (word for address in self.allowed for word in ("--allow", address))
        timeout = () if self.minutes == MINUTES else ("--timeout", str(self.minutes))
        return (*allow, *timeout, *(() if self.protect else ("--no-termination-protection",)))


def how_options(command: Callable[P, None]) -> Callable[P, None]:
    """Add --allow, --timeout and --no-termination-protection."""
    allow = click.option(
        "--allow",
        "allowed",
        multiple=True,
        metavar="STACK/LOGICAL_ID",
        help="Let this one be replaced or removed, though it holds state. Once for each.",
    )
    timeout = click.option(
        "--timeout",
        "minutes",
        type=click.IntRange(min=1),
        default=MINUTES,
        show_default=True,
        metavar="MINUTES",
        help="Stop watching after so long; AWS goes on, and the same command joins it.",
    )
    protect = click.option(
        "--termination-protection/--no-termination-protection",
        "protect",
        default=True,
        show_default=True,
        help="Protect the root stack from being deleted; what is protected stays so.",
    )
    return allow(timeout(protect(command)))


@click.command()
@click.option(
    "--without-files",
    "alone",
    is_flag=True,
    help="Compare the plan with AWS alone, on a machine that has neither templates nor files of parameters.",
)
@click.argument("file", type=PlacePath(), metavar="PLAN")
@how_options
@parameter_options
@access_options
def apply(
    file: Path,
    allowed: tuple[str, ...],
    minutes: int,
    given: Given,
    profile: str | None,
    region: str | None,
    *,
    protect: bool,
    alone: bool,
) -> None:
    """Apply a plan exactly as it was reviewed, or not at all, and watch until it has ended.

    Refused when templates, parameters, account, region, stack or change set are not those of the plan, and when
    something that holds state would be replaced, removed or without backups, and --allow does not name it. Interrupted
    and run again, it joins what is under way; of a plan that was applied nothing is left to do.

    The templates and the files of parameters that the plan was made from are read again, from here or from the folder
    that it was made in, and compared with the plan's hashes, as are the templates in the bucket; values that --param
    gave are in the change set, and --param makes sure that they are these. With --without-files only bucket, stack and
    change sets are compared.

    Exit code 0: applied, or nothing to do. 1: it would lose what nobody allowed. 2: the command is wrong. 3: the plan
    is stale, AWS refused, or the deployment failed. 130: interrupted, 143: by SIGTERM.
    """
    ending(lambda: run(file, How(allowed, minutes, protect), given, profile, region, alone=alone))


def run(file: Path, how: How, given: Given, profile: str | None, region: str | None, *, alone: bool) -> int:
    """Read the plan, apply it, and say how it ended."""
    from tasktracker_cfn.deploy.plan.no_change import NoChange, read_kept  # noqa: PLC0415 - a start pays only for its verb
    from tasktracker_cfn.deploy.plan.sources import start_of  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.plan.target import Target  # noqa: PLC0415 - as above

    plan = read_kept(file)
    if isinstance(plan, NoChange):
        click.echo(str(plan))
        return 0
    # Only what was named: the plan may have been made with values of other files than the usual one.
    target = Target("", "", Path(plan.root), plan.stack_name, plan.region, None, {})
    values = given_values(given, target).values
    _check_names(plan, values)
    access = Place(region=region, profile=profile).access
    again = written("apply", str(file), *how.words, *(["--without-files"] if alone else []), *access)
    order = order_of(plan, how, values, again, None if alone else start_of(plan, file))
    return watched(gateway_of(profile, region or plan.region), order)


def _check_names(plan: "Plan", values: Mapping[str, str]) -> None:
    for number, name in enumerate(values, 1):
        if name not in plan.parameters:
            # The name is not quoted: where it changed places with the value, it is the secret.
            known = ", ".join(plan.parameters) or "none"
            message = f"the plan has no parameter of the name given as number {number}; its parameters: {known}"
            raise CommandError(message)


def order_of(plan: "Plan", how: How, values: Mapping[str, str], again: str, here: Path | None) -> "Order":
    """Give what is to be applied, and how, with what files say by now.

    :param values: of parameters, which the command names
    :param here: the folder that the plan's paths start from; None compares nothing with files
    """
    from tasktracker_cfn.deploy.apply.applying import Order  # noqa: PLC0415 - boto3 takes a while to import
    from tasktracker_cfn.deploy.apply.hiding import Hiding  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.plan.plan_file import differing  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.plan.sources import Found, read_again  # noqa: PLC0415 - as above

    misstated = differing(plan, values)
    found = read_again(plan, here) if here is not None else Found({})
    return Order(
        plan,
        again,
        allowed=frozenset(how.allowed),
        differing=tuple(dict.fromkeys((*misstated, *found.differing))),
        misstated=misstated,
        limit=timedelta(minutes=how.minutes),
        termination_protection=how.protect,
        hide=Hiding(plan, {**found.values, **values}),
        unread=found.unread,
        here=here,
    )


def watched(gateway: "Gateway", order: "Order") -> int:
    """Apply while somebody watches; give the exit code."""
    from tasktracker_cfn.deploy.apply.applying import apply as applied  # noqa: PLC0415 - boto3 takes a while to import

    view = _view(order)
    try:
        done = applied(gateway, order, view)
    except KeyboardInterrupt as interrupt:
        view.close()
        click.echo(f"interrupted; what AWS began goes on. To join it: {order.again}", err=True)
        if order.allowed:
            from tasktracker_cfn.deploy.apply.ways_on import still_open  # noqa: PLC0415 - as in watched

            click.echo(still_open(order.allowed, order.again), err=True)
        return code_of(interrupt)
    finally:
        view.close()
    click.echo(_said(gateway, done))
    return 0


def _view(order: "Order") -> "ProgressLines | ProgressTree":
    if sys.stdout.isatty():
        from tasktracker_cfn.cli.progress_tree import ProgressTree  # noqa: PLC0415 - rich takes a while to import

        return ProgressTree(order.plan.stack_name, order.hide)
    from tasktracker_cfn.cli.progress_lines import ProgressLines  # noqa: PLC0415 - a start pays only for its verb

    return ProgressLines(order.plan.stack_name, order.hide)


def _said(gateway: "Gateway", done: "Applied") -> str:
    from tasktracker_cfn.deploy.masking import secret_outputs  # noqa: PLC0415 - as in _view
    from tasktracker_cfn.deploy.telling import outputs  # noqa: PLC0415 - as above

    lines = [f"{done.stack.name} is in {done.stack.status}: {SAID[done.did]}"]
    try:
        secret = secret_outputs(gateway.template(done.stack.id) or "")
    except AwsError:
        # It is applied, whatever else AWS refuses; and what may be a secret is not known.
        return "\n".join([*lines, *([done.next] if done.next else [])])
    lines.extend(f"  {name} = {value}" for name, value in outputs.values(done.stack, secret).items())
    return "\n".join([*lines, *([done.next] if done.next else [])])
