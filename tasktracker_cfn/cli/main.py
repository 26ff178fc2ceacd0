"""The console script: every verb under one name."""

import click

from tasktracker_cfn.cli.build import build
from tasktracker_cfn.cli.goals import goals
from tasktracker_cfn.cli.reach import reach
from tasktracker_cfn.cli.reference import reference


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tasktracker-cfn")
def main() -> None:
    """Raw CloudFormation for production systems, from typed configuration."""


main.add_command(build)
main.add_command(goals)
main.add_command(reach)
main.add_command(reference)
