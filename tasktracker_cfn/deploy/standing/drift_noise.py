"""Differences between template and reality that are nobody's mistake, each with its explanation.

What is explained here is still told, and does not count as drift. What is not known is drift.
"""

import json
import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from tasktracker_cfn.deploy.aws.tree import Tree
from tasktracker_cfn.deploy.aws.values.drift import PropertyDrift, ResourceDrift

ECS_SERVICE = "AWS::ECS::Service"
SCALING = "AWS::ApplicationAutoScaling::ScalableTarget"
SCALED = re.compile(r"/(?:Min|Max)Capacity$")
REVISION = re.compile(r"(?P<family>.+):\d+$")
VERSION = re.compile(r"\d+(?:\.\d+)*")
ENGINES = re.compile(r"AWS::(?:RDS::DB(?:Cluster|Instance)|ElastiCache::\w+|DocDB::\w+|Neptune::\w+|AmazonMQ::Broker)$")


class Surroundings(NamedTuple):
    """What the explanation of a difference may need to know of the tree."""

    scales: bool = False

    @classmethod
    def of(cls, tree: Tree) -> "Surroundings":
        """Look at a tree."""
        return cls(any(thing.type == SCALING for node in tree.nodes for thing in node.things))


def explained(drift: ResourceDrift, difference: PropertyDrift, around: Surroundings) -> str | None:
    """Give why a difference is no drift, or None when it is."""
    return next((said for explain in EXPLANATIONS if (said := explain(drift, difference, around))), None)


def _revision(drift: ResourceDrift, difference: PropertyDrift, around: Surroundings) -> str | None:  # noqa: ARG001 - all are asked alike
    if drift.type != ECS_SERVICE or difference.path != "/TaskDefinition":
        return None
    expected, actual = (REVISION.match(text.rpartition("/")[2]) for text in (difference.expected, difference.actual))
    if expected and actual and expected["family"] == actual["family"]:
        # https://github.com/aws-cloudformation/cloudformation-coverage-roadmap/issues/2234
        return "another revision of the same task definition: a pipeline deployed it, and the next apply sets it back"
    return None


def _scaled(drift: ResourceDrift, difference: PropertyDrift, around: Surroundings) -> str | None:
    if drift.type == ECS_SERVICE and difference.path == "/DesiredCount" and around.scales:
        return "scaling sets the number of tasks"
    if drift.type == "AWS::AutoScaling::AutoScalingGroup" and difference.path == "/DesiredCapacity":
        return "scaling sets the number of machines"
    if drift.type == SCALING and SCALED.search(difference.path) and "ScheduledActions" in (drift.expected or ""):
        return "a scheduled action sets the limits"
    return None


def _minor_version(drift: ResourceDrift, difference: PropertyDrift, around: Surroundings) -> str | None:  # noqa: ARG001 - as above
    if not (ENGINES.match(drift.type) and difference.path.endswith("/EngineVersion")):
        return None
    expected, actual = (VERSION.match(text) for text in (difference.expected, difference.actual))
    if (
        expected
        and actual
        and expected[0].split(".")[0] == actual[0].split(".")[0]
        and _numbers(actual) > _numbers(expected)
    ):
        return "AWS installed a newer minor version in the maintenance window; write it into the configuration"
    return None


def _storage(drift: ResourceDrift, difference: PropertyDrift, around: Surroundings) -> str | None:  # noqa: ARG001 - as above
    if not (drift.type.startswith("AWS::RDS::") and difference.path == "/AllocatedStorage"):
        return None
    grown = difference.actual.isdecimal() and difference.expected.isdecimal()
    if grown and int(difference.actual) > int(difference.expected) and "MaxAllocatedStorage" in (drift.expected or ""):
        return "the storage grew by itself, as it may"
    return None


def _tags(drift: ResourceDrift, difference: PropertyDrift, around: Surroundings) -> str | None:  # noqa: ARG001 - as above
    if not re.match(r"/(?:\w*Tags\w*)(?:/|$)", difference.path):
        return None
    extra = set(_keys(difference.actual)) - set(_keys(difference.expected))
    added = difference.type == "ADD" or set(_pairs(difference.expected)) <= set(_pairs(difference.actual))
    if added and extra and all(key.startswith("aws:") for key in extra):
        return "AWS tags it for itself"
    return None


def _same(drift: ResourceDrift, difference: PropertyDrift, around: Surroundings) -> str | None:  # noqa: ARG001 - as above
    if difference.type != "NOT_EQUAL":
        return None
    expected, actual = _read(difference.expected), _read(difference.actual)
    if _plain(expected) == _plain(actual):
        return "the same, written in another way"
    if isinstance(expected, list) and isinstance(actual, list) and _sorted(expected) == _sorted(actual):
        return "the same, in another order"
    return None


EXPLANATIONS: tuple[Callable[[ResourceDrift, PropertyDrift, Surroundings], str | None], ...] = (
    _revision,
    _scaled,
    _minor_version,
    _storage,
    _tags,
    _same,
)


def _numbers(version: re.Match[str]) -> tuple[int, ...]:
    return tuple(int(part) for part in version[0].split("."))


def _read(text: str) -> object:
    try:
        return json.loads(text)
    except ValueError:
        return text


def _plain(value: object) -> object:
    """Give a value in which numbers and truths are texts, as CloudFormation compares them nowhere else."""
    if isinstance(value, dict):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_plain(item) for item in value]
    if isinstance(value, bool):
        return str(value).lower()
    return value.lower() if isinstance(value, str) and value.lower() in {"true", "false"} else str(value)


def _sorted(items: list[object]) -> list[str]:
    return sorted(json.dumps(_plain(item), sort_keys=True) for item in items)


def _keys(text: str) -> Iterator[str]:
    return (key for key, _ in _pairs(text))


def _pairs(text: str) -> Iterator[tuple[str, str]]:
    """Give the tags that a text in JSON holds: one, a list, or a mapping."""
    value = _read(text)
    if isinstance(value, dict) and "Key" not in value:
        yield from ((str(key), str(item)) for key, item in value.items())
        return
    for item in value if isinstance(value, list) else [value]:
        if isinstance(item, dict) and "Key" in item:
            yield str(item["Key"]), str(item.get("Value", ""))
