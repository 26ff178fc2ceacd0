"""The console script: every verb under one name."""

import click

from tasktracker_cfn.cli.build import build
from tasktracker_cfn.cli.check import check
from tasktracker_cfn.cli.goals import goals
from tasktracker_cfn.cli.reference import reference
from tasktracker_cfn.cli.rules import rules


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="tasktracker-cfn")
def main() -> None:
    """Raw CloudFormation for production systems, from typed configuration."""


main.add_command(build)
main.add_command(check)
main.add_command(goals)
main.add_command(reference)
main.add_command(rules)
