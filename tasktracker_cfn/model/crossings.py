"""What crosses the borders of stacks, each worked out once, and in all no more than anybody could deploy."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.stacks import Nest, StackPath
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.weights import weigh

# Whether the region is filled in, whose view, and what.
_Key = tuple[bool, StackPath, str]

# What may come out of all that is handed from one value to others, and how much more each question allows.
MOST = 1_000_000
EACH = 500


@dataclass
class Crossings:
    """What is known of parameters and outputs; `holds` tells of a stack's condition, `is_whole` of a reference."""

    nest: Nest
    given: Mapping[str, str]
    region: str | None
    is_whole: Callable[[Reference], bool]
    holds: Callable[[StackPath, object], bool | None]
    # None while it is being worked out, so that a circle ends.
    _known: dict[_Key, tuple[Value, int] | None] = field(default_factory=dict)
    _left: int = MOST

    def begin(self) -> None:
        """Allow for one more question."""
        self._left += EACH

    def worked_out(self, key: _Key, unknown: Value, work: Callable[[], Value]) -> Value:
        """Give what was found before, or find it; `unknown` for a circle and for what is too much to deploy."""
        if key not in self._known:
            self._known[key] = None
            try:
                value = work()
                weight = weigh(value)
                self._known[key] = (unknown, 1) if weight is None else (value, weight)
            finally:
                if self._known[key] is None:
                    del self._known[key]
        found = self._known[key]
        if found is None:
            return unknown
        self._spend(found[1])
        return found[0]

    def handed_out(self, value: Value) -> Value:
        """Count a value that was worked out here and may be handed out again."""
        weight = weigh(value, MOST, MOST)
        self._spend(MOST if weight is None else weight)
        return value

    def _spend(self, weight: int) -> None:
        """Count a value: a few lines can make it double a hundred times."""
        self._left -= weight
        if self._left < 0:
            message = "its values come to too much when they are worked out"
            raise TemplateError(str(self.nest.root.template.file), 0, message)
