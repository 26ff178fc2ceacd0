"""The exceptions of this project, and the exit codes that they become.

::

    TasktrackerError                     the command line prints the message and exits with `exit_code`
    ├── ConfigurationError      2        a system's file is wrong; carries every problem found in it
    ├── CommandError            2        what was asked for on the command line cannot be done
    │   ├── OutputError         2        the output folder cannot be written; it is as it was before
    │   ├── ParametersError     2        parameters are missing or unknown; carries all of them
    │   ├── TargetError         2        account or region are not those that the configuration names
    │   └── PlanFileError       2        a plan file cannot be read
    ├── TemplateError           2        a template cannot be read back (broken YAML, not a template)
    │   └── NoTemplateError     2        a file is well, and is meant to be something else
    ├── UnclearError            2        templates do not plainly answer what was asked about them
    ├── DataLossError           1        what holds data would be replaced or removed, and nobody allowed it
    ├── DeploymentError         3        the deployment failed, or cannot go on from where the stack is
    │   ├── StalePlanError      3        something is no longer what the plan was made from; a new plan is needed
    │   ├── TimeError           3        it takes longer than it may; what AWS began goes on
    │   └── AwsError            3        AWS said no; carries operation, code and message
    │       ├── CredentialsError         there are none, they are wrong, or they expired
    │       ├── DeniedError              they are not allowed to do that, or the bucket is another account's
    │       ├── ThrottledError           too many calls, also after waiting and asking again
    │       ├── UnreachableError         no answer; whether it happened is not known
    │       ├── NotThereError            what was asked for does not exist
    │       ├── ExistsError              what was to be made exists
    │       ├── ConflictError            not now: an operation is under way, or the status does not allow it
    │       └── TokenError               the token was used for another request
    └── DeclinedError           4        the user said no

0 is success, also when there was nothing to do; 1 is for findings. Only `tasktracker_cfn.cli` catches.
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


class ParametersError(CommandError):
    """Parameters are missing or unknown."""

    def __init__(self, problems: Iterable[str]) -> None:
        """Keep one line for each."""
        self.problems = tuple(problems)
        super().__init__("\n".join(map(printable, self.problems)))


class TargetError(CommandError):
    """The account or the region is not the one that the configuration, or the plan, names."""


class PlanFileError(CommandError):
    """A plan file cannot be read, or is none of this version."""


class DataLossError(TasktrackerError):
    """What holds data would be replaced or removed, and was not allowed by name."""

    exit_code: ClassVar[int] = 1


class DeploymentError(TasktrackerError):
    """The deployment failed, or cannot go on from where the stack is."""

    exit_code: ClassVar[int] = 3


class StalePlanError(DeploymentError):
    """Templates, parameters, stack or change set are no longer what the plan was made from."""


class TimeError(DeploymentError):
    """It takes longer than it may; what AWS began goes on."""


class AwsError(DeploymentError):
    """AWS said no."""

    def __init__(self, operation: str, code: str, message: str, remedy: str = "") -> None:
        """Keep what was asked for (``CreateChangeSet``), AWS's code and message, and what to do next."""
        self.operation = operation
        self.code = code
        # Secrets are hidden in all of it: the half of one at the cut would not be found.
        self.whole = message
        self.message = message if len(message) <= LONGEST else f"{message[:LONGEST]}..."
        self.remedy = remedy
        said = f"{operation}: {code}: {self.message}" if code else f"{operation}: {self.message}"
        super().__init__(printable(f"{said.rstrip('. ')}; {remedy}" if remedy else said))


class CredentialsError(AwsError):
    """There are no credentials, they are wrong, or they expired."""


class DeniedError(AwsError):
    """The credentials are not allowed to do it, or the bucket belongs to another account."""


class ThrottledError(AwsError):
    """AWS takes no more calls for now, also after waiting and asking again."""


class UnreachableError(AwsError):
    """No answer came, so whether it happened is not known."""


class NotThereError(AwsError):
    """What was asked for does not exist."""


class ExistsError(AwsError):
    """What was to be made exists."""


class ConflictError(AwsError):
    """It cannot be done now: another operation is under way, or the status does not allow it."""


class TokenError(AwsError):
    """The token was used for another request."""


class DeclinedError(TasktrackerError):
    """The user said no."""

    exit_code: ClassVar[int] = 4
