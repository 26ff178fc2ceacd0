"""What goes wrong on the way, by order: errors, lost answers, credentials that expire, and somebody else's moves."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from tests.aws.refusal import Refused

Kind = Literal["refuse", "lose answer", "lose request", "do"]


class Call(NamedTuple):
    """One call that arrived; `error` is what it was refused with, "lost" where the caller heard nothing."""

    service: str
    operation: str
    parameters: dict[str, Any]
    error: str = ""


@dataclass
class Fault:
    """One order: for which operation, after how many of its calls, how many times, and what."""

    operation: str
    kind: Kind
    after: int = 0
    times: int = 1
    refused: Refused | None = None
    do: Callable[[], object] | None = None

    def meets(self, service: str, operation: str) -> bool:
        """Tell whether this call is one of those meant ("*", "PutObject" or "s3.PutObject"), and count it."""
        if self.times <= 0 or self.operation not in {"*", operation, f"{service}.{operation}"}:
            return False
        if self.after > 0:
            self.after -= 1
            return False
        self.times -= 1
        return True


@dataclass
class Faults:
    """All orders that are open, and until when the credentials are good."""

    open: list[Fault] = field(default_factory=list)
    calls_left: int | None = None

    def due(self, service: str, operation: str) -> Fault | None:
        """Give the first order that this call meets; moves of others happen at once."""
        found = None
        for fault in list(self.open):
            if found is None or fault.kind == "do":
                if not fault.meets(service, operation):
                    continue
                if fault.kind == "do" and fault.do:
                    fault.do()
                else:
                    found = fault
        return found

    def expired(self) -> bool:
        """Count a call; tell whether the credentials are no longer good."""
        if self.calls_left is None:
            return False
        self.calls_left -= 1
        return self.calls_left < 0
