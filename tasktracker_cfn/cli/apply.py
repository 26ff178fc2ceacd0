"""The verb `apply`: do what a plan says, and nothing else."""

import sys
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple, ParamSpec

import click

from tasktracker_cfn.cli.deploying import (
    INTERRUPTED,
    Given,
    access_options,
    ending,
    gateway_of,
    parameter_options,
)
from tasktracker_cfn.errors import AwsError

if TYPE_CHECKING:
    from tasktracker_cfn.cli.progress_lines import ProgressLines
    from tasktracker_cfn.cli.progress_tree import ProgressTree
    from tasktracker_cfn.deploy.applying import Applied, Order
    from tasktracker_cfn.deploy.gateway import Gateway

P = ParamSpec("P")
SAID = {
    "applied": "done",
    "joined": "done; it was begun before",
    "nothing": "nothing to do: this plan was applied before",
}


class How(NamedTuple):
    """How something is applied."""

    allowed: tuple[str, ...] = ()
    minutes: int = 180
    protect: bool = True


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
        default=180,
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
@click.argument("file", type=click.Path(path_type=Path), metavar="PLAN")
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
) -> None:
    """Apply a plan exactly as it was reviewed, or not at all, and watch until it has ended.

    Refused when templates, parameters, account, region, stack or change set are not those of the plan, and when
    something that holds state would be replaced or removed that --allow does not name. Interrupted and run again, it
    joins what is under way; of a plan that was applied nothing is left to do. With --params and --param it is made
    sure that the plan was made with those values.

    Exit code 0: applied, or nothing to do. 1: it would lose what nobody allowed. 2: the command is wrong. 3: the plan
    is stale, AWS refused, or the deployment failed. 130: interrupted.
    """
    ending(lambda: run(file, How(allowed, minutes, protect), given, profile, region))


def run(file: Path, how: How, given: Given, profile: str | None, region: str | None) -> int:
    """Read the plan, apply it, and say how it ended."""
    from tasktracker_cfn.cli.deploying import given_values  # noqa: PLC0415 - as in real_clock
    from tasktracker_cfn.deploy.applying import Order  # noqa: PLC0415 - boto3 takes a while to import
    from tasktracker_cfn.deploy.plan_file import differing, read_plan  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.target import Target  # noqa: PLC0415 - as above

    plan = read_plan(file)
    # Only what was named: the plan may have been made with values of other files than the usual one.
    target = Target("", "", Path(plan.root), plan.stack_name, plan.region, None, {})
    values = given_values(given, target)
    order = Order(
        plan,
        again=f"python -m tasktracker_cfn apply {file}",
        allowed=frozenset(how.allowed),
        differing=differing(plan, values),
        limit=timedelta(minutes=how.minutes),
        termination_protection=how.protect,
        hidden=tuple(values[name] for name in plan.secrets if name in values),
    )
    return watched(gateway_of(profile, region or plan.region), order)


def watched(gateway: "Gateway", order: "Order") -> int:
    """Apply while somebody watches; give the exit code."""
    from tasktracker_cfn.deploy.applying import apply as applied  # noqa: PLC0415 - as in run

    view = _view(order)
    try:
        done = applied(gateway, order, view)
    except KeyboardInterrupt:
        view.close()
        click.echo(f"interrupted; what AWS began goes on. To join it: {order.again}", err=True)
        return INTERRUPTED
    finally:
        view.close()
    click.echo(_said(gateway, done))
    return 0


def _view(order: "Order") -> "ProgressLines | ProgressTree":
    if sys.stdout.isatty():
        from tasktracker_cfn.cli.progress_tree import ProgressTree  # noqa: PLC0415 - rich takes a while to import

        return ProgressTree(order.plan.stack_name, order.hidden)
    from tasktracker_cfn.cli.progress_lines import ProgressLines  # noqa: PLC0415 - as in run

    return ProgressLines(order.plan.stack_name, order.hidden)


def _said(gateway: "Gateway", done: "Applied") -> str:
    from tasktracker_cfn.deploy.masking import secret_outputs  # noqa: PLC0415 - as in run
    from tasktracker_cfn.deploy.telling import outputs  # noqa: PLC0415 - as above

    lines = [f"{done.stack.name} is in {done.stack.status}: {SAID[done.did]}"]
    try:
        secret = secret_outputs(gateway.template(done.stack.id) or "")
    except AwsError:
        # It is applied, whatever else AWS refuses; and what may be a secret is not known.
        return lines[0]
    lines.extend(f"  {name} = {value}" for name, value in outputs.values(done.stack, secret).items())
    return "\n".join(lines)
