"""The exceptions of this project, and the exit codes that they become.

::

    TasktrackerError                     the command line prints the message and exits with `exit_code`
    ├── ConfigurationError      2        a system's file is wrong; carries every problem found in it
    ├── CommandError            2        what was asked for on the command line cannot be done
    │   └── OutputError         2        the output folder cannot be written; it is as it was before
    ├── TemplateError           2        a template cannot be read back (broken YAML, not a template)
    │   └── NoTemplateError     2        a file is well, and is meant to be something else
    └── UnclearError            2        templates do not plainly answer what was asked about them

0 is success, also when there was nothing to do; 1 is the gate's, for findings. Only `tasktracker_cfn.cli`
catches.
"""

from collections.abc import Iterable
from typing import ClassVar, NamedTuple

# No more characters than this are quoted of what may be a file full of nonsense.
LONGEST = 1_000


def printable(text: str) -> str:
    """Give one line of a text that may hold line breaks, or orders to a terminal, because it quotes somebody's file."""
    return "".join(c if c.isprintable() else c.encode("unicode_escape").decode() for c in text)


class Problem(NamedTuple):
    """One thing that is wrong in one place of a system's file."""

    file: str
    key: str
    message: str

    def __str__(self) -> str:
        """Give the one line that a person reads: file, key, and what is allowed."""
        where = f"{self.file}: {self.key}" if self.key else self.file
        return printable(f"{where}: {self.message}")


class TasktrackerError(Exception):
    """Anything that a user can cause and should read one message about."""

    exit_code: ClassVar[int] = 2


class ConfigurationError(TasktrackerError):
    """A system's file is wrong."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems in reading order, each once."""
        self.problems = tuple(dict.fromkeys(problems))
        super().__init__("\n".join(str(problem) for problem in self.problems))


class CommandError(TasktrackerError):
    """What was asked for on the command line does not exist or cannot be done."""


class OutputError(CommandError):
    """The output folder cannot be written; it is as it was before."""


class TemplateError(TasktrackerError):
    """A template cannot be read back."""

    def __init__(self, file: str, line: int, message: str) -> None:
        """Keep where it is (lines count from 1; 0 is the file as a whole) and what is wrong."""
        self.file = file
        self.line = line
        self.message = message if len(message) <= LONGEST else f"{message[:LONGEST]}..."
        super().__init__(printable(f"{file}:{line}: {self.message}" if line else f"{file}: {self.message}"))


class NoTemplateError(TemplateError):
    """A file that can be read is something else than a template."""


class UnclearError(TasktrackerError):
    """Templates do not plainly answer what was asked about them."""
