"""The verb `outputs`: what a deployed nest gives to those who use it."""

import click

from tasktracker_cfn.cli.deploying import NOTHING_DONE, ending, place_options
from tasktracker_cfn.cli.standing import Format, Standing, format_option, show, standing
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.errors import DeploymentError


@click.command()
@place_options
@click.option("--name", "wanted", metavar="NAME", help="Print the value of this output, and nothing else.")
@format_option
def outputs(place: Place, wanted: str | None, output_format: Format) -> None:
    """Show the outputs of the root stack. What may be a secret is hidden.

    Exit code 0: done. 2: the command is wrong, or there is no such output. 3: it is not deployed, or AWS refused.
    """
    ending(lambda: run(standing(place), wanted, output_format), NOTHING_DONE)


def run(place: Standing, wanted: str | None = None, output_format: Format = "text") -> int:
    """Read the root, and tell."""
    from tasktracker_cfn.deploy.aws.values.stacks import GONE  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.masking import secret_outputs  # noqa: PLC0415 - another verb's start should not pay for it
    from tasktracker_cfn.deploy.telling import outputs as telling  # noqa: PLC0415 - as above

    gateway = place.connection.gateway
    stack = gateway.stack(place.name)
    if stack is None or stack.status == GONE:
        message = f"there is no stack {place.name} in {place.where}: it is not deployed, or was destroyed"
        raise DeploymentError(message)
    secret = secret_outputs(gateway.template(stack.id) or "")
    if wanted is not None:
        click.echo(telling.one(stack, secret, wanted))
    elif output_format == "json":
        show(telling.document(stack, secret))
    else:
        click.echo("\n".join(telling.lines(stack, secret)))
    return 0
