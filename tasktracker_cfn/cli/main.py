"""The console script: every verb under one name."""

from importlib import import_module

import click

from tasktracker_cfn.cli.ending_early import outlive_reader

# Each in the module of its name. Building needs pydantic and troposphere, and no other verb should wait for them.
VERBS = (
    "apply",
    "bootstrap",
    "build",
    "check",
    "deploy",
    "destroy",
    "drift",
    "events",
    "gc",
    "goals",
    "outputs",
    "permissions",
    "plan",
    "reach",
    "reference",
    "rules",
    "status",
    "unstick",
)
# What these begin in AWS is to be seen to its end.
CHANGING = frozenset({"apply", "bootstrap", "deploy", "destroy", "gc", "unstick"})


class Verbs(click.Group):
    """The verbs, each imported when it is called or when all are listed."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's signature
        """Give the names."""
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002 - as above
        """Import a verb; None for what is none."""
        if cmd_name not in VERBS:
            return None
        verb: click.Command = getattr(import_module(f"tasktracker_cfn.cli.{cmd_name}"), cmd_name)
        return verb


@click.group(cls=Verbs, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tasktracker-cfn")
@click.pass_context
def main(context: click.Context) -> None:
    """Raw CloudFormation for production systems, from typed configuration."""
    if context.invoked_subcommand in CHANGING:
        outlive_reader()
