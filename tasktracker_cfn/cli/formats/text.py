"""Findings for people: a line each, and then what each rule that spoke has to say, once."""

import click

from tasktracker_cfn.cli.formats.reasons import reasons
from tasktracker_cfn.gate.checking import Verdict
from tasktracker_cfn.gate.findings import Finding, Severity

COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "advice": "cyan"}


def show(verdict: Verdict) -> str:
    """Give the lines; a terminal shows them in colour."""
    blank = [""] if verdict.findings else []
    lines = [*map(line, verdict.findings), *reasons(verdict.findings), *blank, summary(verdict)]
    return "\n".join(lines)


def line(finding: Finding) -> str:
    """Give one finding's line, in the colour of its severity."""
    return click.style(str(finding), fg=COLOURS[finding.severity])


def summary(verdict: Verdict) -> str:
    """Give the last line."""
    counts = [
        f"{number} {word}{'s' if number != 1 and word != 'advice' else ''}"
        for word in COLOURS
        if (number := sum(finding.severity == word for finding in verdict.findings))
    ]
    exempted = f", {verdict.exempted} exempted" if verdict.exempted else ""
    nests = f"{verdict.nests} nest{'s' if verdict.nests != 1 else ''}"
    return f"{nests}: {', '.join(counts) or 'no findings'}{exempted}"
