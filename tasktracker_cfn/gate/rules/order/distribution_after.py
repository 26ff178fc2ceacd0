"""A distribution before what it names by a text of its own."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.order.waiting import too_early
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_mappings
from tasktracker_cfn.model.named import BUCKET, after, meant, meant_by_arn
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item, System, follow
from tasktracker_cfn.model.texts import concatenate

DISTRIBUTION = "AWS::CloudFront::Distribution"
CONFIG = "DistributionConfig"


@rule(
    "distribution-after-function",
    rows="K05 F08 F14",
    severity="error",
    why="A distribution is refused while a function that it names does not exist, and an ARN that is put together "
    "from names is not waited for.",
    remedy="Name the function by its FunctionARN, the Lambda function by the Ref of its version.",
    source="schema AWS::CloudFront::Distribution",
)
def distribution_after_function(system: System) -> Iterator[Fault]:
    """A distribution is created after the functions that run on it."""
    for distribution in system.of(DISTRIBUTION):
        found = [
            *_of_behaviors(system, distribution, "FunctionAssociations", "FunctionARN", ":function/"),
            *_of_behaviors(system, distribution, "LambdaFunctionAssociations", "LambdaFunctionARN", ":function:"),
        ]
        yield from too_early(system, distribution, found, "what runs on it", CONFIG)


@rule(
    "distribution-after-log-bucket",
    rows="F17",
    severity="error",
    why="A distribution is refused while its log bucket does not exist, and a host name that is put together from "
    "the bucket's name is not waited for.",
    remedy="Name the log bucket by its DomainName or RegionalDomainName.",
    source="schema AWS::CloudFront::Distribution",
)
def distribution_after_log_bucket(system: System) -> Iterator[Fault]:
    """A distribution is created after the bucket that it logs to."""
    for distribution in system.of(DISTRIBUTION):
        host = distribution.get(CONFIG, "Logging", "Bucket")
        found = meant(system, _bucket(host), BUCKET)
        yield from too_early(system, distribution, found, "the bucket that it logs to", CONFIG, "Logging", "Bucket")


def _of_behaviors(system: System, distribution: Item, kind: str, name: str, mark: str) -> Iterator[Item]:
    types = {":function/": "AWS::CloudFront::Function", ":function:": "AWS::Lambda::Function"}
    for behavior in _behaviors(distribution):
        for association in known_mappings(behavior.get(kind)):
            value = association.get(name)
            found = meant_by_arn(system, value, mark, types[mark])
            yield from found or meant(system, _without_version(after(value, mark)), types[mark])


def _behaviors(distribution: Item) -> Iterator[Mapping[str, Value]]:
    yield from known_mappings(distribution.get(CONFIG, "DefaultCacheBehavior"))
    yield from known_mappings(follow(distribution.get(CONFIG), "CacheBehaviors"))


def _without_version(name: Value) -> Value:
    if isinstance(name, str):
        return name.partition(":")[0]
    if isinstance(name, Text) and isinstance(name.parts[-1], str):
        return concatenate((*name.parts[:-1], name.parts[-1].partition(":")[0]))
    return None


def _bucket(host: Value) -> Value:
    if isinstance(host, str):
        return host.partition(".s3.")[0]
    if isinstance(host, Text) and isinstance(host.parts[-1], str) and ".s3." in host.parts[-1]:
        return concatenate((*host.parts[:-1], host.parts[-1].partition(".s3.")[0]))
    return None
