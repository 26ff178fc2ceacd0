"""Findings as SARIF 2.1.0, which code scanning takes: https://docs.oasis-open.org/sarif/sarif/v2.1.0/."""

import json
import os
from collections.abc import Mapping
from urllib.parse import quote

from tasktracker_cfn.cli.formats.files import from_here
from tasktracker_cfn.gate.checking import Verdict
from tasktracker_cfn.gate.explaining import Meaning, meanings
from tasktracker_cfn.gate.findings import Finding, Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: dict[Severity, str] = {"error": "error", "warning": "warning", "advice": "note"}


def show(verdict: Verdict) -> str:
    """Give the document; it explains the rules that found something, and no others."""
    from importlib.metadata import version  # noqa: PLC0415 - a tenth of a check that no other form should pay for

    spoke = dict.fromkeys(finding.rule for finding in verdict.findings)
    names = {name: index for index, name in enumerate(spoke)}
    driver = {
        "name": "tasktracker-cfn",
        "version": version("tasktracker-cfn"),
        "rules": [_rule(meanings()[name]) for name in names],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "utf16CodeUnits",
        "results": [_result(finding, names) for finding in verdict.findings],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=2)


def _rule(meaning: Meaning) -> Mapping[str, object]:
    rule: dict[str, object] = {
        "id": meaning.id,
        "shortDescription": {"text": meaning.summary},
        "fullDescription": {"text": meaning.why},
        "help": {"text": meaning.remedy},
        "defaultConfiguration": {"level": LEVELS[meaning.severity]},
        "properties": {"tags": [meaning.group]},
    }
    return {**rule, "helpUri": meaning.source} if meaning.source.startswith("https://") else rule


def _result(finding: Finding, names: Mapping[str, int]) -> Mapping[str, object]:
    location: dict[str, object] = {
        "physicalLocation": {
            "artifactLocation": {"uri": _uri(finding.file)},
            "region": {"startLine": finding.line},
        }
    }
    if finding.logical_id:
        location["logicalLocations"] = [{"fullyQualifiedName": finding.logical_id, "kind": "resource"}]
    subject = f"{finding.logical_id} " if finding.logical_id else ""
    return {
        "ruleId": finding.rule,
        "ruleIndex": names[finding.rule],
        "level": LEVELS[finding.severity],
        "message": {"text": f"{subject}{finding.message}. {finding.remedy}"},
        "locations": [location],
        # A line moves when something is written above it; what was found there is still the same.
        "partialFingerprints": {"finding/v1": f"{finding.rule}:{finding.logical_id}:{finding.message}"},
    }


def _uri(file: str) -> str:
    # A name need not be text.
    path = from_here(file)
    return path.as_uri() if path.is_absolute() else quote(os.fsencode(path.as_posix()))
