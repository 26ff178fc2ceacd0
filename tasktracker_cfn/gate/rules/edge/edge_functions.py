"""Functions of Lambda at the edge: what CloudFront refuses when it makes a replica of one."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.gate.rules.edge.distributions import DISTRIBUTION, associations
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_items, known_texts
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import Item, System

DOCUMENT = (
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/lambda-at-edge-function-restrictions.html"
)
QUOTAS = (
    "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cloudfront-limits.html#limits-lambda-at-edge"
)
FUNCTION, VERSION, ALIAS = "AWS::Lambda::Function", "AWS::Lambda::Version", "AWS::Lambda::Alias"
RUNTIMES = ("nodejs", "python")
# Seconds and megabytes, for events of the viewer and for those of the origin.
OF_VIEWER, OF_ORIGIN = {"Timeout": 5, "MemorySize": 128}, {"Timeout": 30, "MemorySize": 10240}


class EdgeFunction(NamedTuple):
    """One function that a distribution runs, at one event, and where the distribution says so."""

    distribution: Item
    path: tuple[str | int, ...]
    event: str | None
    value: Value
    version: Item | None
    function: Item | None


def edge_functions(system: System) -> Iterator[EdgeFunction]:
    """Give the functions of Lambda that distributions run."""
    for item in system.of(DISTRIBUTION):
        for path, entry in associations(item, "LambdaFunctionAssociations"):
            value, event = entry.get("LambdaFunctionARN"), entry.get("EventType")
            found = system.at(value)
            version = found if found is not None and found.type == VERSION else None
            function = system.at(version.get("FunctionName")) if version else found
            known = function if function is not None and function.type == FUNCTION else None
            yield EdgeFunction(item, path, event if isinstance(event, str) else None, value, version, known)


@rule(
    "edge-function-is-a-version",
    rows="F08",
    severity="error",
    why="CloudFront makes replicas of a numbered version only, not of $LATEST nor of an alias.",
    remedy="Make a Lambda version, and give its Ref, which is the ARN with the number.",
    source=DOCUMENT,
)
def is_a_version(system: System) -> Iterator[Fault]:
    """A distribution runs a numbered version of a function."""
    for used in edge_functions(system):
        problem = _problem(system, used.value)
        if problem:
            yield Fault(used.distribution, problem, *used.path, "LambdaFunctionARN")


@rule(
    "edge-function-form",
    rows="F08",
    severity="error",
    why="Lambda at the edge knows no variables, VPC, layers, dead-letter queue, tracing, ARM or container images.",
    remedy="Take it away from the function; what it must know goes into its code.",
    source=DOCUMENT,
)
def form(system: System) -> Iterator[Fault]:
    """A function at the edge has nothing that Lambda has in regions only."""
    for function in _functions(system):
        for key, problem in _unknown_at_the_edge(function):
            yield Fault(function, f"runs at the edge and {problem}", key)


@rule(
    "edge-function-limits",
    rows="F08",
    severity="error",
    why="A function at the edge has 5 seconds and 128 MB for events of the viewer, 30 seconds for those of the origin.",
    remedy="Lower Timeout and MemorySize, or run the function at an event of the origin.",
    source=QUOTAS,
)
def limits(system: System) -> Iterator[Fault]:
    """A function at the edge keeps to the time and memory of its event."""
    for used in edge_functions(system):
        if used.function is None or used.event is None:
            continue
        for key, most in (OF_VIEWER if used.event.startswith("viewer-") else OF_ORIGIN).items():
            number = used.function.number(key)
            if number is not None and number > most:
                yield Fault(used.function, f"has {key} {number:g}; {used.event} allows {most}", key)


def _functions(system: System) -> dict[Item, None]:
    """Give each function once, in order."""
    return dict.fromkeys(used.function for used in edge_functions(system) if used.function is not None)


def _problem(system: System, value: Value) -> str | None:
    if isinstance(value, str):
        number = value.rpartition(":")[2]
        return None if number.isdecimal() else f"runs {value}, which has no number of a version"
    found = system.at(value)
    if found is None:
        return None
    if found.type in {FUNCTION, ALIAS}:
        return f"runs {found}, which is no version"
    if found.type == VERSION and isinstance(value, Reference) and value.attribute == "Version":
        return f"runs the number of {found}, not its ARN"
    return None


def _unknown_at_the_edge(function: Item) -> Iterator[tuple[str, str]]:
    variables = function.get("Environment", "Variables")
    if isinstance(variables, Mapping) and variables:
        yield "Environment", "has variables"
    if known_items(function.get("VpcConfig", "SubnetIds")):
        yield "VpcConfig", "is in a VPC"
    if known_texts(function.get("Layers")):
        yield "Layers", "has layers"
    if isinstance(function.get("DeadLetterConfig"), Mapping):
        yield "DeadLetterConfig", "has a dead-letter queue"
    if function.get("TracingConfig", "Mode") == "Active":
        yield "TracingConfig", "is traced"
    if "arm64" in known_items(function.get("Architectures")):
        yield "Architectures", "is for ARM"
    runtime = function.get("Runtime")
    if function.get("PackageType") == "Image":
        yield "PackageType", "is an image"
    elif isinstance(runtime, str) and not runtime.startswith(RUNTIMES):
        yield "Runtime", f"has the runtime {runtime}"
