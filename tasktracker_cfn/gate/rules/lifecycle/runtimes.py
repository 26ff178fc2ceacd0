"""Runtimes of Lambda that AWS no longer mends, or makes no functions with.

https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html, as of cfn-lint 1.58 (2026-10-20).
"""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.gate.rules.runtimes import blocked, deprecated
from tasktracker_cfn.model.system import Item, System

SOURCE = "https://docs.aws.amazon.com/lambda/latest/dg/lambda-runtimes.html"
PLACES = {
    "AWS::Lambda::Function": ("Runtime",),
    "AWS::SecretsManager::RotationSchedule": ("HostedRotationLambda", "Runtime"),
    "AWS::Serverless::Function": ("Runtime",),
}


@rule(
    "runtime-offered",
    severity="error",
    why="Lambda makes no function with a runtime that it has blocked.",
    remedy="Move to a newer runtime, such as nodejs24.x or python3.14.",
    source=SOURCE,
)
def runtime_offered(system: System) -> Iterator[Fault]:
    """A function has a runtime with which functions can be made."""
    for item, path, runtime in _runtimes(system):
        if (day := blocked(runtime)) is not None:
            yield Fault(item, f"has the runtime {runtime}, with which nothing is made since {day}", *path)


@rule(
    "runtime-supported",
    severity="warning",
    why="A deprecated runtime gets no security patches, and a day comes after which its functions cannot be updated.",
    remedy="Move to a newer runtime, such as nodejs24.x or python3.14.",
    source=SOURCE,
)
def runtime_supported(system: System) -> Iterator[Fault]:
    """A function has a runtime that AWS mends."""
    for item, path, runtime in _runtimes(system):
        if (day := deprecated(runtime)) is not None:
            yield Fault(item, f"has the runtime {runtime}, which is deprecated since {day}", *path)


def _runtimes(system: System) -> Iterator[tuple[Item, tuple[str, ...], str]]:
    for item in system.of(*PLACES):
        path = PLACES[item.type]
        runtime = item.text(*path)
        if runtime is not None:
            yield item, path, runtime
