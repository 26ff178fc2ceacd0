"""The verb `goals`: the security goals explained, with where they hold."""

import sys
from pathlib import Path

import click

from tasktracker_cfn.errors import TasktrackerError


@click.command()
@click.option("--out", default="out", show_default=True, help="Folder of the templates.")
@click.option(
    "--exemptions",
    type=click.Path(path_type=Path),
    metavar="FILE",
    help="What may break a goal.  [default: those that the generator comes with]",
)
def goals(*, out: str, exemptions: Path | None) -> None:
    """Judge the templates by the security goals, and print the page about them in Markdown.

    Exit code 0: done. 2: a file is wrong or missing; the message says which.
    """
    from tasktracker_cfn.gate.exemptions import SHIPPED, load  # noqa: PLC0415 - another verb's start should not pay for it
    from tasktracker_cfn.gate.goals.every import GOALS  # noqa: PLC0415 - as above
    from tasktracker_cfn.gate.goals.judging import judge, systems_in  # noqa: PLC0415 - as above
    from tasktracker_cfn.gate.goals.page import Judgement, page  # noqa: PLC0415 - as above
    from tasktracker_cfn.gate.goals.unchecked import UNCHECKED  # noqa: PLC0415 - as above

    try:
        allowed = load(exemptions or SHIPPED)
        systems = systems_in(Path(out))
        breaches = judge(systems, GOALS, allowed)
    except TasktrackerError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    click.echo(page(Judgement(tuple(systems), GOALS, breaches, allowed), UNCHECKED), nl=False)
