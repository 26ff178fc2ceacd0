"""Where a web ACL cannot write its logs."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import outline
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import System

PREFIX = "aws-waf-logs-"
# What may be a destination, the property that names it, and the attribute that gives its ARN.
NAMES = {
    "AWS::Logs::LogGroup": "LogGroupName",
    "AWS::S3::Bucket": "BucketName",
    "AWS::KinesisFirehose::DeliveryStream": "DeliveryStreamName",
}


@rule(
    "web-acl-log-destination",
    rows="W01",
    severity="error",
    why="WAF takes one ARN, of something whose name begins with aws-waf-logs-; else it says that the ARN isn't valid.",
    remedy=f"Name the log group, bucket or stream {PREFIX}..., and give its ARN by GetAtt.",
    source="https://docs.aws.amazon.com/waf/latest/developerguide/logging-cw-logs.html",
)
def log_destination(system: System) -> Iterator[Fault]:
    """A web ACL writes its logs to one destination, whose name begins with aws-waf-logs-, by its ARN."""
    for logging in system.of("AWS::WAFv2::LoggingConfiguration"):
        destinations = logging.listed("LogDestinationConfigs")
        if len(destinations) > 1:
            yield Fault(logging, f"has {len(destinations)} destinations instead of one", "LogDestinationConfigs", 1)
        for number, value in enumerate(destinations):
            problem = _problem(system, value)
            if problem:
                yield Fault(logging, f"writes to {problem}", "LogDestinationConfigs", number)


def _problem(system: System, value: Value) -> str | None:
    target = system.at(value)
    if target is None:
        return _named(system, value)
    if target.type not in NAMES:
        return f"{target}, which is neither a log group nor a bucket nor a delivery stream"
    if isinstance(value, Reference) and value.attribute is None:
        return f"{target} by its name instead of its ARN"
    return _begins(str(target), target.get(NAMES[target.type]))


def _named(system: System, value: Value) -> str | None:
    """Judge an ARN that is put together: by the last part of it."""
    if not isinstance(value, (str, Text)):
        return None
    if not outline(value).startswith(("arn:", "*")):
        return f"{outline(value)!r}, which is no ARN"
    last = value.parts[-1] if isinstance(value, Text) else None
    before = value.parts[-2] if isinstance(value, Text) else None
    target = system.at(last) or (system.at(before) if last == ":*" else None)
    if target is not None and target.type in NAMES and isinstance(before, str | Reference):
        return _begins(str(target), target.get(NAMES[target.type]))
    for mark in (":log-group:", ":deliverystream/", ":s3:::"):
        _, found, name = outline(value).rpartition(mark)
        if found:
            return _begins("what is named there", name)
    return None


def _begins(target: str, name: Value) -> str | None:
    """Tell what is wrong with a name; one that CloudFormation makes begins with that of the stack."""
    if name is None:
        return f"{target}, whose name is made by CloudFormation and does not begin with {PREFIX}"
    begin = outline(name).partition("*")[0]
    fits = begin.startswith(PREFIX) or ("*" in outline(name) and PREFIX.startswith(begin))
    return None if fits else f"{target}, whose name does not begin with {PREFIX}"
