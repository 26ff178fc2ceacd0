"""How much a value is, so that what doubles on its way through a nest ends before the memory does."""

from collections.abc import Mapping

from tasktracker_cfn.model.symbols import Call, Text, Value

# A value that crosses a stack's border is a text of at most 4,096 bytes (`cloudformation-limits`); a heavier or
# deeper one cannot be deployed, and stays a symbol.
HEAVIEST = 2_000
DEEPEST = 50
# How many characters count as one more value.
TEXT = 16


def weigh(value: Value, limit: int = HEAVIEST, depth: int = DEEPEST) -> int | None:
    """Give the number of values within a value, long texts counted higher; None for more than the limits."""
    total = 0
    waiting: list[tuple[Value, int]] = [(value, 0)]
    while waiting:
        part, level = waiting.pop()
        total += 1 + (len(part) // TEXT if isinstance(part, str) else 0)
        if total > limit or level > depth:
            return None
        if isinstance(part, Text):
            waiting.extend((item, level + 1) for item in part.parts)
        elif isinstance(part, Call):
            waiting.append((part.argument, level + 1))
        elif isinstance(part, tuple):
            waiting.extend((item, level + 1) for item in part)
        elif isinstance(part, Mapping):
            waiting.extend((item, level + 1) for item in part.values())
    return total
