"""Why a property may change: the rows' details, as CloudFormation derives them from references."""

import json
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from tests.aws.cloudformation.comparing import ABSENT, Difference, recreation
from tests.aws.cloudformation.documents import STACK, references
from tests.aws.cloudformation.evaluating import known, plain


class Detail(NamedTuple):
    """One reason for one property."""

    attribute: str
    name: str
    recreation: str
    evaluation: str
    source: str
    cause: str = ""
    path: str = ""
    before: Any = ABSENT
    after: Any = ABSENT


class Moving(NamedTuple):
    """What moves around a resource: parameters that differ, and resources by how ("add", "replace", "modify")."""

    parameters: Mapping[str, bool]
    resources: Mapping[str, str]


def details(kind: str, difference: Difference, written: Any, was: Any, moving: Moving) -> list[Detail]:
    """Give the details of a difference, by what the property's expression refers to."""
    again = recreation(kind, difference.path)
    path = "/".join(("/Properties", *difference.path))
    place = (path, difference.before, difference.after)
    found = []
    for cause, source, dynamic in _sources(_inner(written, difference.path[1:]), moving):
        evaluation = "Dynamic" if dynamic or not known(_or_none(difference.after)) else "Static"
        found.append(Detail("Properties", difference.name, again, evaluation, source, cause, *place))
    if not found or written != was:
        found.append(Detail("Properties", difference.name, again, "Static", "DirectModification", "", *place))
    elif all(detail.source == "ParameterReference" and detail.evaluation == "Static" for detail in found):
        # https://docs.aws.amazon.com/AWSCloudFormation/latest/UserGuide/using-cfn-updating-stacks-changesets-samples.html
        found.append(Detail("Properties", difference.name, again, "Dynamic", "DirectModification", "", *place))
    return list(dict.fromkeys(_hashable(found)))


def _sources(written: Any, moving: Moving) -> Iterable[tuple[str, str, bool]]:
    for kind, name, attribute in references(written):
        if kind == "Ref" and name in moving.parameters:
            yield name, "ParameterReference", moving.parameters[name]
        elif kind == "Ref" and moving.resources.get(name) in {"add", "replace"}:
            yield name, "ResourceReference", True
        elif kind == "GetAtt" and name in moving.resources:
            yield f"{name}.{attribute}", "ResourceAttribute", True


def _inner(written: Any, path: tuple[str, ...]) -> Any:
    """Give the part of an expression that a path leads to, as far as it does."""
    for step in path:
        if isinstance(written, list) and step.isdigit() and int(step) < len(written):
            written = written[int(step)]
        elif isinstance(written, dict) and step in written:
            written = written[step]
        else:
            break
    return written


def _or_none(value: Any) -> Any:
    return None if value is ABSENT else value


def _hashable(found: list[Detail]) -> list[Detail]:
    return [detail._replace(before=shown(detail.before), after=shown(detail.after)) for detail in found]


def shown(value: Any) -> Any:
    """Give a value as rows show it: a text, JSON for what is larger."""
    if value is ABSENT:
        return None
    return json.dumps(value) if isinstance(value, (dict, list)) else plain(value)


def automatic() -> Detail:
    """Give the reason that every nested stack has."""
    return Detail("Properties", "", "Never", "Dynamic", "Automatic")


def is_nested(kind: str) -> bool:
    """Tell whether a type is that of nested stacks."""
    return kind == STACK
