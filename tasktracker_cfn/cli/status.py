"""The verb `status`: how a deployed nest stands."""

from typing import TYPE_CHECKING

import click

from tasktracker_cfn.cli.deploying import NOTHING_DONE, ending, place_options
from tasktracker_cfn.cli.standing import Format, Standing, format_option, show, standing
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.errors import DeniedError

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.aws.gateway import Gateway
    from tasktracker_cfn.deploy.aws.tree import Tree
    from tasktracker_cfn.deploy.guarding.policies import Unlocked


@click.command()
@place_options
@format_option
def status(place: Place, output_format: Format) -> None:
    """Show the tree of stacks: status and since when, drift, what is not protected now, and what to do next.

    Exit code 0: stable, or an operation is under way. 1: the stack is stuck, and `unstick` says how it goes on. 2: the
    command is wrong. 3: it is not deployed, or AWS refused.
    """
    ending(lambda: run(standing(place), output_format), NOTHING_DONE)


def run(place: Standing, output_format: Format = "text") -> int:
    """Read the tree, and tell."""
    from tasktracker_cfn.deploy.standing.happening import since_when  # noqa: PLC0415 - another verb's start should not pay for it
    from tasktracker_cfn.deploy.statuses import about  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import status as telling  # noqa: PLC0415 - as above

    gateway = place.connection.gateway
    tree = place.tree()
    since = {node.path: since_when(gateway, node.stack) for node in tree.nodes}
    found = telling.Standing(tree, since, gateway.clock.now(), _unprotected(gateway, tree))
    if output_format == "json":
        show(telling.document(found))
    else:
        click.echo("\n".join(telling.lines(found, place.spelling)))
    return int(about(tree.root.stack.status).family == "stuck")


def _unprotected(gateway: "Gateway", tree: "Tree") -> "tuple[Unlocked, ...] | None":
    """Give what no stack policy keeps; None when these credentials may not see the policies."""
    from tasktracker_cfn.deploy.guarding.protecting import unprotected  # noqa: PLC0415 - another verb's start

    try:
        return unprotected(gateway, tree)
    except DeniedError:
        return None
