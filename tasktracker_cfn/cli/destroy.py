"""The verb `destroy`: delete a nest, knowing what is lost."""

from collections.abc import Callable
from typing import TYPE_CHECKING

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
from tasktracker_cfn.errors import DeploymentError

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.destroying import Outcome, Wanted
    from tasktracker_cfn.deploy.foretelling import Foretold


@click.command()
@place_options
@click.option(
    "--empty", multiple=True, metavar="STACK/LogicalId", help="Empty this bucket, and lose what is in it (repeatable)."
)
@click.option(
    "--retain",
    multiple=True,
    metavar="STACK/LogicalId",
    help="After a delete that failed: let this resource stay, in no stack (repeatable).",
)
@click.option("--unprotect", is_flag=True, help="End the stack's termination protection.")
@confirm_option
@format_option
def destroy(
    place: Place,
    empty: tuple[str, ...],
    retain: tuple[str, ...],
    confirm: str | None,
    output_format: Format,
    *,
    unprotect: bool,
) -> None:
    """Delete the nest: say what will be kept, snapshotted and lost, let the name be typed, delete, say what is left.

    A bucket that is not empty is only emptied when --empty names it. Run again, it joins a delete that is under way.

    Exit code 0: it is gone, or was not there. 1: something stands in the way, and nothing was done. 2: the command is
    wrong. 3: not all could be deleted, or AWS refused. 4: nobody said yes.
    """
    from tasktracker_cfn.deploy.destroying import Wanted  # noqa: PLC0415 - boto3 takes a while to import

    wanted = Wanted(frozenset(empty), frozenset(retain), unprotect)
    ending(lambda: run(standing(place), wanted, confirm, output_format))


def run(
    place: Standing,
    wanted: "Wanted",
    confirm: str | None = None,
    output_format: Format = "text",
    asked: Callable[[str], str] = ask,
) -> int:
    """Foretell, let it be confirmed, delete, and tell what is left."""
    from tasktracker_cfn.deploy.destroying import Destruction, check, join, look  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.statuses import about  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import destroy as telling  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import events  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.tree import read_tree, refuse_nested  # noqa: PLC0415 - as above

    gateway, identity = place.connection.gateway, place.connection.identity
    tree = read_tree(gateway, place.name)
    if tree is None or about(tree.root.stack.status).destroy == "nothing":
        aside(f"there is no stack {place.name} in {place.where}: nothing is to be destroyed")
        if output_format == "json":
            show({"stack": place.name, "status": None, "left": []})
        return 0
    root = tree.root.stack
    refuse_nested(root, "destroy")
    row = about(root.status)
    if row.destroy == "wait":
        message = f"{root.name} is in {root.status}: {row.meaning}; wait for its end: `events {place.label} --follow`"
        raise DeploymentError(message)
    foretold = look(gateway, identity, tree)
    if row.destroy == "join":
        aside(f"{root.name} is being deleted already; following")
        outcome = join(gateway, root, foretold, events.teller(aside))
        return _ended(place, foretold, outcome, output_format)
    say = aside if output_format == "json" else click.echo
    say("\n".join(telling.foretold_lines(foretold, identity.account, identity.region)))
    obstacles = check(foretold, wanted)
    if obstacles:
        say("\n".join(["", *telling.obstacle_lines(obstacles)]))
        if output_format == "json":
            show(telling.document(foretold, obstacles, None))
        return 1
    aside("")
    confirm_name(root.name, confirm, asked, "destroy it")
    destruction = Destruction(gateway, identity, foretold, wanted, new_token("destroy"), aside, events.teller(aside))
    return _ended(place, foretold, destruction.run(), output_format)


def _ended(place: Standing, foretold: "Foretold", outcome: "Outcome", output_format: Format) -> int:
    from tasktracker_cfn.deploy.telling import destroy as telling  # noqa: PLC0415 - as above

    if output_format == "json":
        show(telling.document(foretold, (), outcome))
    else:
        click.echo("\n".join(["", *telling.outcome_lines(outcome, place.name, place.label)]))
    return 0 if outcome.is_gone else 3
