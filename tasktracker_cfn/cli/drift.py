"""The verb `drift`: what somebody changed beside the templates."""

import click

from tasktracker_cfn.cli.deploying import NOTHING_DONE, ending, place_options
from tasktracker_cfn.cli.standing import Format, Standing, aside, format_option, show, standing
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.errors import DeploymentError


@click.command()
@place_options
@format_option
def drift(place: Place, output_format: Format) -> None:
    """Compare what is there with the templates, in every stack of the nest. It takes some minutes and changes nothing.

    What is known to differ without anybody's doing (a task definition that a pipeline deployed, the number of tasks
    under scaling, a minor version that AWS installed, AWS's own tags) is told apart, and is no drift.

    Exit code 0: no drift. 1: drift. 2: the command is wrong. 3: it is not deployed, an operation is under way, AWS
    refused, or no drift was found and not all could be looked at.
    """
    ending(lambda: run(standing(place), output_format), NOTHING_DONE)


def run(place: Standing, output_format: Format = "text") -> int:
    """Look, and tell."""
    from tasktracker_cfn.deploy.standing.drifting import detect, refuse_busy  # noqa: PLC0415 - another verb's start
    from tasktracker_cfn.deploy.telling import drift as telling  # noqa: PLC0415 - as above

    tree = place.tree()
    refuse_busy(tree)
    findings = detect(place.connection.gateway, tree, aside)
    if output_format == "json":
        show(telling.document(findings, place.name))
    else:
        click.echo("\n".join(telling.lines(findings, place.name)))
    # What was not looked at may have drifted: a nightly run must not be green by it.
    return 1 if findings.real else DeploymentError.exit_code if findings.unseen else 0
