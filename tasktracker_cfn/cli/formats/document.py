"""Findings as one JSON document, for programs."""

import json
from dataclasses import asdict

from tasktracker_cfn.gate.checking import Verdict


def show(verdict: Verdict) -> str:
    """Give the document: every finding whole, and how many nests there were and findings were exempted."""
    document = {
        "findings": [asdict(finding) for finding in verdict.findings],
        "exempted": verdict.exempted,
        "nests": verdict.nests,
    }
    return json.dumps(document, indent=2)
