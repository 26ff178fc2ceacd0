"""What a check found, and where."""

from dataclasses import dataclass
from typing import Literal

LONGEST = 300

Severity = Literal["error", "warning", "informational"]


@dataclass(frozen=True, order=True)
class Finding:
    """One thing that a rule does not accept."""

    file: str
    line: int
    rule: str
    severity: Severity
    logical_id: str
    message: str

    def __str__(self) -> str:
        """Give the line that a person reads and an editor can jump to."""
        subject = f"{self.logical_id}: " if self.logical_id else ""
        # Some messages list every instance class that there is; a program gets them whole from --json.
        message = self.message if len(self.message) <= LONGEST else f"{self.message[:LONGEST]}…"
        return f"{self.file}:{self.line}  {self.rule}  {subject}{message}"
