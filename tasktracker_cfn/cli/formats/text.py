"""Findings for people: a line each, and then what each rule that failed has to say, once."""

import click

from tasktracker_cfn.cli.formats.reasons import reasons
from tasktracker_cfn.gate.checking import Verdict
from tasktracker_cfn.gate.findings import Finding, Severity

COLOURS: dict[Severity, str] = {"error": "red", "warning": "yellow", "advice": "cyan"}
ADVICE = "What is behind a piece of advice is told by --explain with its name."


def show(verdict: Verdict) -> str:
    """Give the lines, what is severe first, and why it is; a terminal shows them in colour.

    A nest of somebody else's gets much advice, whose reasons would bury what fails.
    """
    # Within a severity they stay in the order of their files.
    found = sorted(verdict.findings, key=lambda finding: list(COLOURS).index(finding.severity))
    failing = [finding for finding in found if finding.fails]
    hint = ["", ADVICE] if failing and len(failing) < len(found) else []
    blank = [""] if found else []
    return "\n".join([*map(line, found), *reasons(failing or found), *hint, *blank, summary(verdict)])


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
