"""The verb `events`: what happened to a nest, or happens."""

from typing import TYPE_CHECKING

import click

from tasktracker_cfn.cli.deploying import NOTHING_DONE, ending, place_options
from tasktracker_cfn.cli.standing import Format, Standing, aside, format_option, show, standing
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.errors import DeploymentError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from tasktracker_cfn.deploy.aws.values.stacks import Stack
    from tasktracker_cfn.deploy.standing.happening import Happening, Mark


@click.command()
@place_options
@click.option("--all", "everything", is_flag=True, help="Since the stack was made, not only of the last operation.")
@click.option("--failed", is_flag=True, help="Only failures that have a reason of their own, and the first cause.")
@click.option("--follow", is_flag=True, help="Go on until nothing is under way any more.")
@format_option
def events(place: Place, output_format: Format, *, everything: bool, failed: bool, follow: bool) -> None:
    """Show the events of all stacks of the nest by time, those of the last operation if not all are asked for.

    With --failed it says what `apply` says of a failure: the first cause in any stack, and of a service that does not
    settle why its tasks stop, and their last lines. Of a stack that is gone the events are there for 90 days.

    Exit code 0: done, and with --follow the operation went well. 2: the command is wrong. 3: the operation that was
    followed failed, it was never deployed, or AWS refused. 130: interrupted.
    """
    ending(
        lambda: run(standing(place), output_format, everything=everything, failed=failed, following=follow),
        NOTHING_DONE,
    )


def run(
    place: Standing,
    output_format: Format = "text",
    *,
    everything: bool = False,
    failed: bool = False,
    following: bool = False,
) -> int:
    """Read the events, and tell."""
    from tasktracker_cfn.deploy.standing.happening import began, outcome  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.standing.watching import happenings  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.statuses import about  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import events as telling  # noqa: PLC0415 - as above

    gateway, root = place.connection.gateway, _root(place)
    last = began(gateway.events(root.id))
    since = None if everything else last
    is_live = following and not failed and output_format == "text"
    if following:
        root, found = _followed(place, root, since, telling.teller(click.echo) if is_live else None)
    else:
        found = happenings(gateway, root.id, since)
    of_last = [happening for happening in found if last is None or happening.event.time >= last.time]
    went_badly = outcome(root, of_last) is False
    why = _why(place, root, of_last) if failed or (following and went_badly) else []
    shown = telling.failures(found) if failed else found
    if output_format == "json":
        document = {"stack": root.name, "status": root.status, "events": [telling.document(item) for item in shown]}
        show({**document, "why": why} if failed else document)
    elif is_live:
        click.echo("\n".join([f"{root.name} is in {root.status}: {about(root.status).meaning}", *why]))
    else:
        blank = [""] if shown and why else []
        click.echo("\n".join([*telling.lines(shown), *blank, *why]) or f"{root.name}: nothing failed")
    return 3 if following and went_badly else 0


def _root(place: Standing) -> "Stack":
    """Give the root, or the last one of its name that was deleted: a first deployment that fails deletes its stack.

    :raises DeploymentError: when there is none
    :raises AwsError: when AWS says no
    """
    from tasktracker_cfn.deploy.plan.deployed import last_deleted  # noqa: PLC0415 - another verb's start

    gateway = place.connection.gateway
    if (root := gateway.stack(place.name)) is not None:
        return root
    if (gone := last_deleted(gateway, place.name)) is not None:
        aside(f"there is no stack {place.name} in {place.where}; of the last one, which was deleted: {gone.id}")
        return gone
    message = f"there is no stack {place.name} in {place.where}, and none was deleted in the last 90 days"
    raise DeploymentError(message)


def _followed(
    place: Standing, root: "Stack", since: "Mark | None", tell: "Callable[[Happening], None] | None"
) -> "tuple[Stack, list[Happening]]":
    """Watch until the end, and tell of each event when somebody hears it."""
    from tasktracker_cfn.deploy.standing.watching import follow  # noqa: PLC0415 - another verb's start

    found: list[Happening] = []

    def hear(happening: "Happening") -> None:
        found.append(happening)
        if tell:
            tell(happening)

    return follow(place.connection.gateway, root.id, since, hear), found


def _why(place: Standing, root: "Stack", found: "Sequence[Happening]") -> list[str]:
    """Give what `apply` says when it fails, of the last operation; nothing when nothing failed in it."""
    from tasktracker_cfn.deploy.apply.failing import why  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.standing.happening import outcome  # noqa: PLC0415 - as above

    if outcome(root, found) is not False and not any(happening.has_failed for happening in found):
        return []
    return why(place.connection.gateway, root, [happening.placed for happening in found])
