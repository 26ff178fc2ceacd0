"""Task size as parameters: the configured size by default, others at deployment, and no pair that Fargate has not."""

from collections.abc import Callable
from typing import Any

import pytest

from tasktracker_cfn.config.fargate import MEMORY_MIB
from tests.systems import tasks
from tests.systems.built import System
from tests.toml_files import Key

SIZED: dict[Key, object] = {"service.size_parameters": True}


def _size(system: System) -> tuple[str, str]:
    definition = tasks.definition(system)
    return str(definition.get("Cpu")), str(definition.get("Memory"))


def test_size_at_deployment(built: Callable[..., System]) -> None:
    """The task has the configured size, or the one that a deployment gives."""
    assert _size(built(SIZED)) == ("256", "512")
    assert _size(built(SIZED, given={"TaskCpu": "1024", "TaskMemory": "2048"})) == ("1024", "2048")


def test_allowed_sizes(built: Callable[..., System]) -> None:
    """The parameters take what Fargate has."""
    parameters = built(SIZED).nest.root.parameters
    assert parameters["TaskCpu"].definition["AllowedValues"] == list(MEMORY_MIB)
    assert {512, 1024, 2048} <= set(_allowed(parameters["TaskMemory"].definition))


@pytest.mark.parametrize(("cpu", "memory", "allowed"), [("256", "2048", True), ("256", "4096", False)])
def test_pairs(cpu: str, memory: str, allowed: bool, built: Callable[..., System]) -> None:
    """A rule of the template refuses a pair that Fargate has not before anything is changed."""
    rules = built(SIZED).nest.root.template.section("Rules")
    given = {"TaskCpu": cpu, "TaskMemory": memory}
    assert all(_holds(rule, given) for rule in rules.values()) is allowed


def test_no_size_below_the_containers(built: Callable[..., System]) -> None:
    """Sizes that the containers' limits do not fit into are not offered."""
    parameters = built({**SIZED, "service.cpu": 1024, "service.memory": 4096, "service.containers.api.memory": 3000})
    offered = parameters.nest.root.parameters
    assert min(_allowed(offered["TaskMemory"].definition)) == 3072
    assert 256 not in _allowed(offered["TaskCpu"].definition)


def test_fixed_size(built: Callable[..., System]) -> None:
    """Without the setting the size is in the template, and there are neither parameters nor rules for it."""
    system = built()
    assert _size(system) == ("256", "512")
    assert not {"TaskCpu", "TaskMemory"} & set(system.nest.root.parameters)
    assert system.nest.root.template.section("Rules") == {}


def _allowed(definition: Any) -> list[int]:
    found = definition["AllowedValues"]
    assert isinstance(found, list)
    return found


def _holds(rule: Any, given: dict[str, str]) -> bool:
    """Work a rule out as CloudFormation does: its assertions count when its condition holds."""
    parameter, value = rule["RuleCondition"]["Fn::Equals"]
    if given[parameter["Ref"]] != value:
        return True
    (assertion,) = rule["Assertions"]
    values, wanted = assertion["Assert"]["Fn::Contains"]
    return given[wanted["Ref"]] in values
