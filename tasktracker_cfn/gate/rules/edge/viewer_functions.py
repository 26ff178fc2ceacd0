"""CloudFront's own functions."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.edge.distributions import DISTRIBUTION, associations
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import lacks
from tasktracker_cfn.model.symbols import Reference
from tasktracker_cfn.model.system import System

FUNCTION = "AWS::CloudFront::Function"
SCHEMA = "https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudfront-function.html"


@rule(
    "viewer-function-published",
    rows="F14",
    severity="error",
    why="A distribution runs the LIVE stage of a function, which is there once the function is published.",
    remedy="Set AutoPublish to true.",
    source=SCHEMA,
)
def published(system: System) -> Iterator[Fault]:
    """A function that a distribution runs is published."""
    for item in system.of(DISTRIBUTION):
        for path, entry in associations(item, "FunctionAssociations"):
            function = system.at(entry.get("FunctionARN"))
            if function is None or function.type != FUNCTION:
                continue
            if function.flag("AutoPublish") is False or lacks(function.properties, "AutoPublish"):
                yield Fault(item, f"runs {function}, which is not published", *path, "FunctionARN")


@rule(
    "viewer-function-by-arn",
    rows="F14",
    severity="error",
    why="A behaviour names a function by its ARN, and refuses its name or stage.",
    remedy="Take the FunctionARN of the function.",
    source=SCHEMA,
)
def by_arn(system: System) -> Iterator[Fault]:
    """A behaviour names a function of CloudFront by its ARN."""
    for item in system.of(DISTRIBUTION):
        for path, entry in associations(item, "FunctionAssociations"):
            value = entry.get("FunctionARN")
            function = system.at(value)
            if function is None or function.type != FUNCTION or not isinstance(value, Reference):
                continue
            # Ref is the ARN, too.
            if value.attribute is not None and not value.attribute.endswith("FunctionARN"):
                yield Fault(item, f"names {function} by its {value.attribute}", *path, "FunctionARN")
