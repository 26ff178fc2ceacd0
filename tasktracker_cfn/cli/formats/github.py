"""Findings as the workflow commands of GitHub Actions, which become annotations of a pull request.

https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
"""

from tasktracker_cfn.cli.formats.files import from_here
from tasktracker_cfn.errors import printable
from tasktracker_cfn.gate.checking import Verdict
from tasktracker_cfn.gate.findings import Finding, Severity

COMMANDS: dict[Severity, str] = {"error": "error", "warning": "warning", "advice": "notice"}
IN_TEXTS = {"%": "%25", "\r": "%0D", "\n": "%0A"}
IN_PROPERTIES = {**IN_TEXTS, ":": "%3A", ",": "%2C"}


def show(verdict: Verdict) -> str:
    """Give one command for each finding."""
    return "\n".join(map(_command, verdict.findings))


def _command(finding: Finding) -> str:
    file = _escaped(printable(str(from_here(finding.file))), IN_PROPERTIES)
    properties = f"file={file},line={finding.line},title={finding.rule}"
    text = " ".join(part for part in (f"{finding.logical_id}:", finding.message + ".", finding.remedy) if part != ":")
    return f"::{COMMANDS[finding.severity]} {properties}::{_escaped(printable(text), IN_TEXTS)}"


def _escaped(text: str, escapes: dict[str, str]) -> str:
    return "".join(escapes.get(character, character) for character in text)
