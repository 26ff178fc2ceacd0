"""What a value can come to: literals, and symbols for what only a deployment will know."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TypeAlias


@dataclass(frozen=True)
class Reference:
    """A resource, a parameter or a pseudo parameter; the attribute is None for what Ref gives.

    Pseudo parameters belong to the root's stack path ``()``, but for AWS::StackName and AWS::StackId.
    """

    stack: tuple[str, ...]
    logical_id: str
    attribute: str | None = None


@dataclass(frozen=True)
class Call:
    """An intrinsic function that stays one, by its long name."""

    function: str
    argument: "Value"


@dataclass(frozen=True)
class Text:
    """A text of which some parts are symbols; no two literal parts stand side by side."""

    parts: tuple[str | Reference | Call, ...]


Value: TypeAlias = (
    str | int | float | bool | Reference | Text | Call | tuple["Value", ...] | Mapping[str, "Value"] | None
)

NO_VALUE = Reference((), "AWS::NoValue")
