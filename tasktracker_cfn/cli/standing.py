"""What the verbs about a stack that is deployed have in common."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, ParamSpec

import click

from tasktracker_cfn.cli.deploying import Connection, connect
from tasktracker_cfn.deploy.commands import Place, Spelling

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.aws.tree import Tree

P = ParamSpec("P")
Format = Literal["text", "json"]


class Standing(NamedTuple):
    """A stack that may be deployed."""

    connection: Connection

    @property
    def spelling(self) -> Spelling:
        """Give how commands about it are written."""
        return Spelling(self.connection.place, self.connection.identity.region)

    @property
    def name(self) -> str:
        """Give the root stack's name."""
        return self.connection.target.stack_name

    @property
    def where(self) -> str:
        """Give account and region, for messages."""
        identity = self.connection.identity
        return f"account {identity.account}, {identity.region}"

    def tree(self) -> "Tree":
        """Give the tree of stacks.

        :raises DeploymentError: when it is not deployed
        :raises AwsError: when AWS says no
        """
        from tasktracker_cfn.deploy.aws.tree import surely_read  # noqa: PLC0415 - another verb's start should not pay for it

        return surely_read(self.connection.gateway, self.name, self.where)


def format_option(command: Callable[P, None]) -> Callable[P, None]:
    """Add --format: the verb gets `output_format`."""
    return click.option(
        "--format",
        "output_format",
        type=click.Choice(["text", "json"]),
        default="text",
        show_default=True,
        help="For people, or for programs.",
    )(command)


def standing(place: Place) -> Standing:
    """Give what is, or may be, deployed; for a foreign nest the stack's name is enough.

    :raises ConfigurationError: when the system's file is wrong
    :raises CommandError: when there is no such system, environment or profile
    :raises TargetError: when account or region are not those of the configuration
    :raises AwsError: when AWS does not say who asks
    """
    foreign = place.name is None and place.root is None and place.stack_name is not None
    meant = place._replace(root=place.out_dir) if foreign else place
    return Standing(connect(meant, built=False)._replace(place=place))


def show(document: Mapping[str, object]) -> None:
    """Print a document for programs."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


def aside(line: str) -> None:
    """Say something that is not the answer: progress, or what is asked."""
    click.echo(line, err=True)
