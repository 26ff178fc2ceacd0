"""What a check found, and where."""

from dataclasses import dataclass
from typing import Literal

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
        return f"{self.file}:{self.line}  {self.rule}  {subject}{self.message}"
