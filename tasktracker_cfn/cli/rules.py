"""The verb `rules`: what the gate's rules are, for people."""

import click


@click.command()
def rules() -> None:
    """Print the page of all rules in Markdown."""
    from tasktracker_cfn.gate.rules.page import page  # noqa: PLC0415 - another verb's start should not pay for it

    click.echo(page(), nl=False)
