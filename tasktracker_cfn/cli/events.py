"""The verb `events`: what happened to a nest, or happens."""

from typing import TYPE_CHECKING

import click

from tasktracker_cfn.cli.deploying import Place, ending, place_options
from tasktracker_cfn.cli.standing import Format, Standing, format_option, show, standing
from tasktracker_cfn.errors import DeploymentError

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.happening import Happening


@click.command()
@place_options
@click.option("--all", "everything", is_flag=True, help="Since the stack was made, not only of the last operation.")
@click.option("--failed", is_flag=True, help="Only failures that have a reason of their own, the first first.")
@click.option("--follow", is_flag=True, help="Go on until nothing is under way any more.")
@format_option
def events(place: Place, output_format: Format, *, everything: bool, failed: bool, follow: bool) -> None:
    """Show the events of all stacks of the nest by time, those of the last operation if not all are asked for.

    Exit code 0: done, and with --follow the operation went well. 2: the command is wrong. 3: the operation that was
    followed failed, it is not deployed, or AWS refused.
    """
    ending(lambda: run(standing(place), output_format, everything=everything, failed=failed, following=follow))


def run(
    place: Standing,
    output_format: Format = "text",
    *,
    everything: bool = False,
    failed: bool = False,
    following: bool = False,
) -> int:
    """Read the events, and tell."""
    from tasktracker_cfn.deploy.happening import began, follow, happenings  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.statuses import about  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import events as telling  # noqa: PLC0415 - as above

    gateway = place.connection.gateway
    root = gateway.stack(place.name)
    if root is None:
        message = f"there is no stack {place.name} in {place.where}: it is not deployed, or was destroyed"
        raise DeploymentError(message)
    since = None if everything else began(gateway.events(root.id))
    code = 0
    found: list[Happening] = []
    if following and not failed and output_format == "text":
        ended = follow(gateway, root.id, since, telling.teller(click.echo))
        click.echo(f"{ended.name} is in {ended.status}: {about(ended.status).meaning}")
        return 3 if about(ended.status).outcome is False else 0
    if following:
        ended = follow(gateway, root.id, since, found.append)
        code = 3 if about(ended.status).outcome is False else 0
    else:
        found = happenings(gateway, root.id, since)
    shown = telling.failures(found) if failed else found
    if output_format == "json":
        show({"stack": root.name, "events": [telling.document(happening) for happening in shown]})
    else:
        cause = ["", *telling.why(found)] if shown and failed else []
        click.echo("\n".join([*telling.lines(shown), *cause]) or f"{root.name}: nothing failed")
    return code
