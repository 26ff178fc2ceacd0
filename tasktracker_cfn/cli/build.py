"""The verb `build`: configuration in, linted templates out."""

import os
import sys
from pathlib import Path

import click

from tasktracker_cfn.cli.building import Request, Watcher, run
from tasktracker_cfn.cli.options import PlacePath
from tasktracker_cfn.errors import TasktrackerError

FINDINGS = 1


@click.command()
@click.argument("systems", nargs=-1, metavar="[SYSTEM[/ENVIRONMENT] | FILE.toml ...]")
@click.option(
    "--out",
    default="out",
    show_default=True,
    type=PlacePath(),
    help="Folder for the templates.",
)
@click.option("--no-gate", is_flag=True, help="Write the templates without checking them.")
@click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=os.cpu_count() or 1,
    show_default="one for each processor",
    help="Processes that check templates.",
)
@click.option(
    "--exemptions",
    type=PlacePath(),
    metavar="FILE",
    help="What may break a rule of the gate.  [default: those that the generator comes with]",
)
@click.option("--quiet", is_flag=True, help="Print findings and errors only.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")
def build(
    systems: tuple[str, ...],
    *,
    out: Path,
    no_gate: bool,
    jobs: int,
    exemptions: Path | None,
    quiet: bool,
    as_json: bool,
) -> None:
    """Build the templates of systems, all that are shipped when none is named, and check them: cfn-lint, and the gate.

    Exit code 0: done. 1: the gate found errors or warnings. 2: the configuration or the command is wrong, nothing was
    written.
    """
    watcher = _watcher(quiet=quiet, as_json=as_json)
    try:
        outcome = run(Request(systems, out, gate=not no_gate, jobs=jobs, exemptions=exemptions), watcher)
    except TasktrackerError as error:
        watcher.failed(error)
        sys.exit(error.exit_code)
    watcher.finished(outcome)
    if outcome.failing:
        sys.exit(FINDINGS)


def _watcher(*, quiet: bool, as_json: bool) -> Watcher:
    """Choose how to report; each way is imported only when it is used, because rich takes its time."""
    if as_json:
        from tasktracker_cfn.cli.json_report import JsonReport  # noqa: PLC0415 - see above

        return JsonReport()
    if quiet:
        from tasktracker_cfn.cli.plain_report import QuietReport  # noqa: PLC0415 - see above

        return QuietReport()
    if sys.stdout is not None and sys.stdout.isatty():
        from tasktracker_cfn.cli.terminal_report import TerminalReport  # noqa: PLC0415 - see above

        return TerminalReport()
    from tasktracker_cfn.cli.plain_report import PlainReport  # noqa: PLC0415 - see above

    return PlainReport()
