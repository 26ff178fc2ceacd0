"""What the verbs about a stack that is deployed have in common."""

import json
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Literal, NamedTuple, ParamSpec

import click

from tasktracker_cfn.cli.deploying import Connection, Place, connect

if TYPE_CHECKING:
    from tasktracker_cfn.deploy.aws.tree import Tree

P = ParamSpec("P")
Format = Literal["text", "json"]


class Standing(NamedTuple):
    """A stack that may be deployed: the door to it, and how the verbs are told of it again (``shop/dev``)."""

    connection: Connection
    label: str

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
    return Standing(connect(meant, built=False), again(place))


def again(place: Place) -> str:
    """Give the words with which the same stack is meant in another verb."""
    words = [place.name] if place.name else []
    words += [f"--stack-name {place.stack_name}"] if place.stack_name else []
    words += [f"--region {place.region}"] if place.region else []
    words += [f"--profile {place.profile}"] if place.profile else []
    return " ".join(words)


def show(document: Mapping[str, object]) -> None:
    """Print a document for programs."""
    click.echo(json.dumps(document, indent=2, ensure_ascii=False))


def aside(line: str) -> None:
    """Say something that is not the answer: progress, or what is asked."""
    click.echo(line, err=True)
