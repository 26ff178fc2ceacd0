"""Plain lines, for logs and pipes."""

import sys

from tasktracker_cfn.cli.building import Outcome, Row
from tasktracker_cfn.cli.formats.reasons import reasons
from tasktracker_cfn.errors import TasktrackerError


class QuietReport:
    """Findings and errors only."""

    def step(self, doing: str, done: int, total: int) -> None:
        """Say nothing."""

    def finished(self, outcome: Outcome) -> None:
        """Print what was found."""
        for finding in outcome.failing:
            print(finding)

    def failed(self, error: TasktrackerError) -> None:
        """Print what is wrong."""
        print(error, file=sys.stderr)


class PlainReport:
    """A table of plain lines at the end."""

    def step(self, doing: str, done: int, total: int) -> None:
        """Say nothing: a log wants results."""

    def finished(self, outcome: Outcome) -> None:
        """Print the findings and then the table."""
        for line in (*outcome.failing, *reasons(outcome.failing)):
            print(line)
        if outcome.failing:
            print()
        width = max(len("template"), *(len(str(row.file)) for row in outcome.rows))
        print(f"{'template':<{width}}  resources    bytes  findings")
        for row in outcome.rows:
            print(f"{row.file!s:<{width}}  {resources_of(row):>9}  {row.size:>7}  {findings_of(row):>8}")
        print(summary(outcome))

    def failed(self, error: TasktrackerError) -> None:
        """Print what is wrong."""
        print(error, file=sys.stderr)


def resources_of(row: Row) -> str:
    """Give a row's resources as the table shows them."""
    return "-" if row.resources is None else str(row.resources)


def findings_of(row: Row) -> str:
    """Give a row's findings as the table shows them."""
    return "-" if row.findings is None else str(sum(finding.fails for finding in row.findings))


def summary(outcome: Outcome) -> str:
    """Give the last line."""
    templates = [row for row in outcome.rows if row.is_template]
    checked = all(row.findings is not None for row in templates)
    found = found_in(outcome) if checked else "not checked"
    resources = sum(row.resources or 0 for row in templates)
    beside = len(outcome.rows) - len(templates)
    files = f", {beside} files beside them" if beside else ""
    return f"{len(templates)} templates, {resources} resources, {found}{files}"


def found_in(outcome: Outcome) -> str:
    """Count the findings, those that are exempted, and the advice, which `check` shows."""
    advice = len(outcome.findings) - len(outcome.failing)
    parts = [f"{len(outcome.failing)} findings"]
    parts += [f"{outcome.exempted} exempted"] if outcome.exempted else []
    parts += [f"{advice} times advice (`python -m tasktracker_cfn check` shows it)"] if advice else []
    return ", ".join(parts)
