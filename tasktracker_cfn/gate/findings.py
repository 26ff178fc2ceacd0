"""What a check found, and where."""

from dataclasses import dataclass
from typing import Literal

from tasktracker_cfn.errors import printable

LONGEST = 300

# An error fails on AWS, a warning runs wrongly or insecurely, and advice is about cost and tidiness.
Severity = Literal["error", "warning", "advice"]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that a rule does not accept; `logical_id` is the address in the nest where a rule knows it."""

    file: str
    line: int
    rule: str
    severity: Severity
    logical_id: str
    message: str
    # Why it matters, and what to do; cfn-lint says both in its message.
    why: str = ""
    remedy: str = ""

    def __str__(self) -> str:
        """Give the line that a person reads and an editor can jump to."""
        subject = f"{self.logical_id}: " if self.logical_id else ""
        # Some messages list every instance class that there is; a program gets them whole from --json.
        message = self.message if len(self.message) <= LONGEST else f"{self.message[:LONGEST]}…"
        return printable(f"{self.file}:{self.line}  {self.severity}  {self.rule}  {subject}{message}")

    @property
    def fails(self) -> bool:
        """Tell whether it should stop a deployment; advice does not."""
        return self.severity != "advice"
