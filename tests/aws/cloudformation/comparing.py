"""What differs between a resource as it is and as it is to be, and what follows for the thing itself."""

from collections.abc import Mapping
from typing import Any, Literal, NamedTuple

from tasktracker_cfn.authoring import schemas
from tests.aws.cloudformation import naming

Recreation = Literal["Never", "Conditionally", "Always"]
ABSENT: Any = object()


class Difference(NamedTuple):
    """One place that differs; a side that is absent has nothing there."""

    path: tuple[str, ...]
    before: Any
    after: Any

    @property
    def name(self) -> str:
        """Give the property."""
        return self.path[0]


def differences(before: Any, after: Any, path: tuple[str, ...] = ()) -> list[Difference]:
    """Give the places in which two values differ, as deep as their forms agree."""
    if before == after:
        return []
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        found = []
        for key in dict.fromkeys([*before, *after]):
            found += differences(before.get(key, ABSENT), after.get(key, ABSENT), (*path, key))
        return found
    if isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        return [
            difference
            for number, (one, other) in enumerate(zip(before, after, strict=True))
            for difference in differences(one, other, (*path, str(number)))
        ]
    return [Difference(path, before, after)]


def recreation(resource_type: str, path: tuple[str, ...]) -> Recreation:
    """Tell whether a change in a place needs a new thing."""
    place = "/".join(path)
    for paths, answer in (
        (schemas.create_only(resource_type), "Always"),
        (naming.entry(resource_type, "conditionalCreateOnlyProperties"), "Conditionally"),
    ):
        for name in paths:
            if place == name or place.startswith(f"{name}/") or name.startswith(f"{place}/"):
                return answer  # type: ignore[return-value] # one of the two above
    return "Never"


def replaces(resource_type: str, before: Mapping[str, Any], after: Mapping[str, Any]) -> bool:
    """Tell whether a resource becomes another thing."""
    found = differences(before, after)
    return any(recreation(resource_type, difference.path) == "Always" for difference in found)
