"""The verb `check`: any nest of templates, judged by the gate's rules and goals."""

import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from tasktracker_cfn.cli.options import PlacePath, fitting, given
from tasktracker_cfn.errors import CommandError, TasktrackerError

if TYPE_CHECKING:
    from tasktracker_cfn.gate.checking import Verdict

FINDINGS = 1
OWN_EXEMPTIONS = Path("exemptions.toml")
LEVELS = ("error", "warning", "advice")


class Asked(NamedTuple):
    """What was asked for."""

    places: tuple[Path, ...]
    parameter_files: tuple[Path, ...]
    parameters: tuple[str, ...]
    region: str | None
    exemptions: Path | None
    form: str
    fail_on: str


def _explain(context: click.Context, _parameter: click.Parameter, name: str | None) -> None:
    if name is None or context.resilient_parsing:
        return
    from difflib import get_close_matches  # noqa: PLC0415 - only who asks pays for it

    from tasktracker_cfn.gate.explaining import meanings  # noqa: PLC0415 - as above

    if name not in meanings():
        close = get_close_matches(name, meanings(), 3)
        hint = f"; did you mean {' or '.join(close)}?" if close else "; docs/rules.md lists them all"
        click.echo(f"there is no rule {name}{hint}", err=True)
        context.exit(CommandError.exit_code)
    click.echo(str(meanings()[name]))
    context.exit()


@click.command()
@click.argument("places", nargs=-1, type=PlacePath(), metavar="[DIR | FILE ...]")
@click.option(
    "--params",
    "parameter_files",
    multiple=True,
    type=PlacePath(),
    metavar="FILE",
    help="Values of the root's parameters, in any form that the AWS command line takes.",
)
@click.option("--param", "parameters", multiple=True, metavar="NAME=VALUE", help="One value, over those of files.")
@click.option("--region", callback=fitting, help="Where it is deployed, for conditions and mappings that ask.")
@click.option(
    "--exemptions",
    type=PlacePath(),
    metavar="FILE",
    help="What may break a rule.  [default: exemptions.toml here, else those that the generator comes with]",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "sarif", "github"]),
    default="text",
    show_default=True,
    help="How to show findings.",
)
@click.option(
    "--fail-on",
    type=click.Choice(LEVELS),
    default="warning",
    show_default=True,
    help="The least severity that makes the exit code 1.",
)
@click.option(
    "--explain", callback=_explain, expose_value=False, metavar="ID", help="Explain one rule, and do no more."
)
def check(
    places: tuple[Path, ...],
    parameter_files: tuple[Path, ...],
    parameters: tuple[str, ...],
    region: str | None,
    exemptions: Path | None,
    form: str,
    fail_on: str,
) -> None:
    """Check nests of templates, whoever wrote them, by rules that see the whole nest; cfn-lint is not run.

    A folder (`out`, when nothing is named) is searched for root templates. Exit code 0: nothing, or less than
    `--fail-on`. 1: findings. 2: the command or a file that it names is wrong.
    """
    asked = Asked(places or (Path("out"),), parameter_files, parameters, region, exemptions, form, fail_on)
    try:
        failed = run(asked, whole=not places)
    except TasktrackerError as error:
        click.echo(str(error), err=True)
        sys.exit(error.exit_code)
    sys.exit(FINDINGS if failed else 0)


def run(asked: Asked, *, whole: bool) -> bool:
    """Check, print, and tell whether it failed."""
    from tasktracker_cfn.gate.checking import check as judged  # noqa: PLC0415 - another verb's start should not pay
    from tasktracker_cfn.gate.checking import everything  # noqa: PLC0415 - as above
    from tasktracker_cfn.gate.exemptions import SHIPPED, load  # noqa: PLC0415 - as above
    from tasktracker_cfn.model.finding_nests import find_nests  # noqa: PLC0415 - as above

    own = asked.exemptions or (OWN_EXEMPTIONS if OWN_EXEMPTIONS.is_file() else None)
    exemptions = load(own or SHIPPED)
    systems = find_nests(asked.places, given(asked.parameter_files, asked.parameters), asked.region)
    verdict = judged(systems, everything(exemptions, datetime.now(UTC).date()), whole=whole and own is not None)
    if text := _shown(verdict, asked.form):
        _print(text)
    counted = LEVELS[: LEVELS.index(asked.fail_on) + 1]
    return any(finding.severity in counted for finding in verdict.findings)


def _print(text: str) -> None:
    # https://no-color.org; a terminal that knows no colours says that it is dumb.
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    try:
        click.echo(text, color=False if plain else None)
    except BrokenPipeError:
        # Whoever reads has read enough; click ends the process for it.
        raise
    except OSError as error:
        message = f"the findings cannot be written: {error.strerror}"
        raise CommandError(message) from error


def _shown(verdict: "Verdict", form: str) -> str:
    from tasktracker_cfn.cli.formats import document, github, sarif, text  # noqa: PLC0415 - as in run

    shows = {"text": text.show, "json": document.show, "sarif": sarif.show, "github": github.show}
    return shows[form](verdict)
