"""Which actions there are, and which take a resource, from the data that cfn-lint brings along.

Read without importing cfn-lint, which takes a second.
"""

import json
from fnmatch import fnmatchcase
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TypedDict, cast


class _Action(TypedDict, total=False):
    Resources: list[str]


class _Resource(TypedDict, total=False):
    ARNFormats: list[str]


class _Service(TypedDict):
    Actions: dict[str, _Action]
    Resources: dict[str, _Resource]


# What they name is a dataset, and a metric is none:
# https://docs.aws.amazon.com/service-authorization/latest/reference/list_amazoncloudwatch.html
WITHOUT_RESOURCE = frozenset({"cloudwatch:getmetricdata", "cloudwatch:listmetrics", "cloudwatch:putmetricdata"})


def exists(action: str) -> bool:
    """Tell whether there is such an action; a pattern of actions fits one at least."""
    service, _, name = action.lower().partition(":")
    known = _services().get(service)
    if known is None:
        return False
    return name in known["Actions"] or (
        "*" in name and any(fnmatchcase(known_name, name) for known_name in known["Actions"])
    )


def takes_resource(action: str) -> bool:
    """Tell whether a policy can name what an action is about; of a pattern, whether it can for one of the actions."""
    service, _, name = action.lower().partition(":")
    known = _services().get(service)
    if known is None or action.lower() in WITHOUT_RESOURCE:
        return known is None
    fitting = (entry for known_name, entry in known["Actions"].items() if fnmatchcase(known_name, name))
    return any(entry.get("Resources") for entry in fitting)


def kinds(action: str) -> tuple[str, ...]:
    """Give the kinds of resources that an action, or one of a pattern, is about, such as ``log-group``."""
    service, _, name = action.lower().partition(":")
    known = _services().get(service)
    if known is None or action.lower() in WITHOUT_RESOURCE:
        return ()
    actions = known["Actions"]
    fitting = [key for key in actions if fnmatchcase(key, name)] if "*" in name else [name]
    return tuple(dict.fromkeys(kind.lower() for key in fitting for kind in actions.get(key, {}).get("Resources", ())))


def formats(service: str, kind: str) -> tuple[str, ...]:
    """Give the forms of the ARNs of a kind of resource, with ``.*`` for its name; none when it is not known."""
    known = _services().get(service)
    return tuple(known["Resources"].get(kind, {}).get("ARNFormats", ())) if known else ()


@cache
def _services() -> dict[str, _Service]:
    spec = find_spec("cfnlint")
    if spec is None or not spec.submodule_search_locations:
        message = "cfn-lint is not installed; its data files list the actions of AWS"
        raise LookupError(message)
    file = Path(spec.submodule_search_locations[0]) / "data" / "AdditionalSpecs" / "Policies.json"
    return cast("dict[str, _Service]", json.loads(file.read_bytes()))
