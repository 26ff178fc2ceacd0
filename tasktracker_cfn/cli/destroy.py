"""The verb `destroy`: delete a nest, knowing what is lost."""

from typing import TYPE_CHECKING

import click

from tasktracker_cfn.cli.acting import Talk, new_token, talk_options
from tasktracker_cfn.cli.deploying import ending, place_options
from tasktracker_cfn.cli.standing import Standing, aside, standing
from tasktracker_cfn.deploy.commands import Place
from tasktracker_cfn.errors import DeploymentError

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.aws.tree import Tree
    from tasktracker_cfn.deploy.destroy.foretelling import Foretold
    from tasktracker_cfn.deploy.destroy.leftovers import Outcome
    from tasktracker_cfn.deploy.destroy.wishes import Wanted

TALK = Talk()


@click.command()
@place_options
@click.option(
    "--empty", multiple=True, metavar="STACK/LogicalId", help="Empty this bucket, and lose what is in it (repeatable)."
)
@click.option(
    "--retain",
    multiple=True,
    metavar="STACK/LogicalId",
    help="Let this resource, which could not be deleted or is held by one that is kept, stay in no stack (repeatable).",
)
@click.option("--unprotect", is_flag=True, help="End the stack's termination protection.")
@click.option(
    "--unprotected",
    multiple=True,
    metavar="STACK/LogicalId",
    help="You have ended this resource's own protection, which these credentials cannot see (repeatable).",
)
@talk_options
def destroy(
    place: Place,
    empty: tuple[str, ...],
    retain: tuple[str, ...],
    unprotected: tuple[str, ...],
    talk: Talk,
    *,
    unprotect: bool,
) -> None:
    """Delete the nest: say what will be kept, snapshotted and lost, let the name be typed, delete, say what is left.

    A bucket that is not empty is only emptied when --empty names it, and the protection of a database or a load
    balancer is never ended here. Run again, it joins a delete that is under way, or tells what the last one left.

    Exit code 0: it is gone, or was not there. 1: something stands in the way, and nothing was done. 2: the command is
    wrong. 3: not all could be deleted, or AWS refused. 4: nobody said yes.
    """
    from tasktracker_cfn.deploy.destroy.wishes import Wanted  # noqa: PLC0415 - boto3 takes a while to import

    wanted = Wanted(frozenset(empty), frozenset(retain), unprotect, frozenset(unprotected))
    ending(lambda: run(standing(place), wanted, talk))


def run(place: Standing, wanted: "Wanted", talk: Talk = TALK) -> int:
    """Foretell, let it be confirmed, delete, and tell what is left."""
    from tasktracker_cfn.deploy.aws.tree import check_root, read_tree  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.statuses import about  # noqa: PLC0415 - as above

    tree = read_tree(place.connection.gateway, place.name)
    if tree is None or about(tree.root.stack.status).destroy == "nothing":
        return _absent(place, talk)
    root = tree.root.stack
    check_root(root)
    row = about(root.status)
    if row.destroy == "wait":
        follow = place.spelling.command("events", "--follow")
        message = f"{root.name} is in {root.status}: {row.meaning}; wait for its end: {follow}"
        raise DeploymentError(message)
    if row.destroy == "join":
        return _joined(place, talk, tree)
    return _destroyed(place, wanted, talk, tree)


def _destroyed(place: Standing, wanted: "Wanted", talk: Talk, tree: "Tree") -> int:
    from tasktracker_cfn.deploy.aws.tree import read_tree  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.aws.values.stacks import GONE  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.destroy.destroying import Destruction, Watched, check_unchanged  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.destroy.surveying import survey  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.destroy.wishes import check, command  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import destroy as telling  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import events  # noqa: PLC0415 - as above

    gateway, identity = place.connection.gateway, place.connection.identity
    root = tree.root.stack
    foretold = survey(gateway, identity, tree)
    obstacles = check(foretold, wanted)
    talk.tell(telling.foretold_lines(foretold, identity.account, identity.region, wanted))
    if obstacles:
        again = command(place.connection.place, wanted, obstacles)
        talk.answer(
            ["", *telling.obstacle_lines(obstacles, again)], lambda: telling.document(foretold, obstacles, None)
        )
        return 1
    talk.confirm_name(root.name, "destroy it")
    now = read_tree(gateway, root.id)
    if now is None or now.root.stack.status in {GONE, "DELETE_IN_PROGRESS"}:
        return _joined(place, talk, tree, foretold)
    check_unchanged(tree, now)
    watched = Watched(aside, events.teller(aside))
    role = place.connection.target.role_arn
    outcome = Destruction(gateway, identity, foretold, wanted, new_token("destroy"), watched, role).run()
    return _ended(place, talk, outcome, foretold)


def _joined(place: Standing, talk: Talk, tree: "Tree", foretold: "Foretold | None" = None) -> int:
    from tasktracker_cfn.deploy.destroy.destroying import join  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import events  # noqa: PLC0415 - as above

    root = tree.root.stack
    aside(f"{root.name} is being deleted already; following")
    return _ended(place, talk, join(place.connection.gateway, root, events.teller(aside)), foretold)


def _absent(place: Standing, talk: Talk) -> int:
    """Tell that nothing is to be done, and what the last delete left, which whoever began it may not have read."""
    from tasktracker_cfn.deploy.destroy.leftovers import last_outcome  # noqa: PLC0415 - as above
    from tasktracker_cfn.deploy.telling import destroy as telling  # noqa: PLC0415 - as above

    aside(f"there is no stack {place.name} in {place.where}: nothing is to be destroyed")
    outcome = last_outcome(place.connection.gateway, place.name)
    if outcome is not None and (outcome.left or outcome.unseen):
        return _ended(place, talk, outcome, None)
    talk.answer([], lambda: telling.ended_document(place.name, outcome))
    return 0


def _ended(place: Standing, talk: Talk, outcome: "Outcome", foretold: "Foretold | None") -> int:
    from tasktracker_cfn.deploy.telling import destroy as telling  # noqa: PLC0415 - as above

    talk.answer(
        ["", *telling.outcome_lines(outcome, place.name, place.connection.place)],
        lambda: telling.document(foretold, (), outcome) if foretold else telling.ended_document(place.name, outcome),
    )
    return 0 if outcome.is_gone else 3
