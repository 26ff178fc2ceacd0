"""The verb `reference`: the configuration explained, for people and for editors."""

import click

from tasktracker_cfn.config.reference import file_schema, page


@click.command()
@click.option("--schema", is_flag=True, help="Give the JSON Schema for editors instead of the page.")
def reference(*, schema: bool) -> None:
    """Print the reference of all settings in Markdown."""
    click.echo(file_schema() if schema else page(), nl=False)
