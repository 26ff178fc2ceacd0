"""Progress while it works, and a table at the end, for a person at a terminal."""

from rich.console import Console
from rich.table import Table
from rich.text import Text

from tasktracker_cfn.cli.building import Outcome
from tasktracker_cfn.cli.formats.reasons import reasons
from tasktracker_cfn.cli.plain_report import findings_of, resources_of, summary
from tasktracker_cfn.errors import TasktrackerError

STYLES = {"error": "bold red", "warning": "yellow", "advice": "cyan"}


class TerminalReport:
    """One line that follows the work, then findings and table."""

    def __init__(self) -> None:
        """Start a spinner that the first step fills."""
        self._console = Console(highlight=False)
        self._status = self._console.status("reading configuration")
        self._status.start()

    def step(self, doing: str, done: int, total: int) -> None:
        """Show the newest step."""
        # No markup in what may be a path: brackets are allowed in one.
        self._status.update(Text.assemble((f"{done}/{total}", "dim"), f" {doing}"))

    def finished(self, outcome: Outcome) -> None:
        """Print the findings and then the table."""
        self._status.stop()
        for finding in outcome.failing:
            self._console.print(Text(str(finding), style=STYLES[finding.severity]), soft_wrap=True)
        for line in reasons(outcome.failing):
            self._console.print(Text(line), soft_wrap=True)
        table = Table(box=None, pad_edge=False, header_style="bold")
        table.add_column("template", no_wrap=True)
        for heading in ("resources", "bytes", "findings"):
            table.add_column(heading, justify="right")
        folder = None
        for row in outcome.rows:
            if row.file.parent != folder:
                folder = row.file.parent
                table.add_row(Text(str(folder), style="bold cyan"))
            clean = not any(finding.fails for finding in row.findings or ())
            table.add_row(
                f"  {row.file.name}",
                resources_of(row),
                f"{row.size:,}",
                Text(findings_of(row), style="green" if clean else "bold red"),
            )
        self._console.print(table)
        self._console.print(f"[bold]{summary(outcome)}[/bold]")

    def failed(self, error: TasktrackerError) -> None:
        """Print what is wrong."""
        self._status.stop()
        Console(stderr=True, highlight=False).print(Text(str(error), style="bold red"), soft_wrap=True)
