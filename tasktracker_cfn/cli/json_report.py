"""One JSON document on standard output and nothing else, for programs."""

import json
from dataclasses import asdict

from tasktracker_cfn.cli.building import Outcome
from tasktracker_cfn.errors import ConfigurationError, TasktrackerError


class JsonReport:
    """The outcome or the errors as one document."""

    def step(self, doing: str, done: int, total: int) -> None:
        """Say nothing."""

    def finished(self, outcome: Outcome) -> None:
        """Print what was built and found."""
        templates = [
            {
                "system": row.system,
                "environment": row.environment,
                "region": row.region,
                "file": str(row.file),
                "resources": row.resources,
                "bytes": row.size,
                "findings": None if row.findings is None else [asdict(finding) for finding in row.findings],
            }
            for row in outcome.rows
            if row.is_template
        ]
        beside = [
            {"system": row.system, "environment": row.environment, "file": str(row.file), "bytes": row.size}
            for row in outcome.rows
            if not row.is_template
        ]
        document = {
            "templates": templates,
            "files": beside,
            "others": [asdict(finding) for finding in outcome.others],
            "findings": len(outcome.findings),
            "exempted": outcome.exempted,
        }
        print(json.dumps(document, indent=2))

    def failed(self, error: TasktrackerError) -> None:
        """Print what is wrong."""
        problems = (
            [problem._asdict() for problem in error.problems]
            if isinstance(error, ConfigurationError)
            else [{"file": "", "key": "", "message": str(error)}]
        )
        print(json.dumps({"errors": problems}, indent=2))
