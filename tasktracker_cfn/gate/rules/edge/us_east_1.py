"""What CloudFront takes only from us-east-1."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.edge.distributions import CONFIG, DISTRIBUTION, associations, config
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.symbols import Text, Value
from tasktracker_cfn.model.system import Item, System

HOME = "us-east-1"
# arn:aws:acm:<region>:...
REGION = 3
OF_FIREWALL = (
    "AWS::WAFv2::WebACL",
    "AWS::WAFv2::RuleGroup",
    "AWS::WAFv2::IPSet",
    "AWS::WAFv2::RegexPatternSet",
)


@rule(
    "edge-in-us-east-1",
    rows="F01",
    severity="error",
    why="CloudFront takes certificates, functions of Lambda, web ACLs and log deliveries from us-east-1 only.",
    remedy="Deploy what CloudFront uses to us-east-1, by a root of its own, and hand its ARNs over by parameters.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html",
)
def edge_in_us_east_1(system: System) -> Iterator[Fault]:
    """What a distribution uses of ACM, Lambda, WAF and log delivery is in us-east-1."""
    elsewhere = system.region not in (None, HOME)
    for item in system.of(DISTRIBUTION):
        for path, value in _used(item):
            found = system.at(value)
            region = system.region if found is not None and elsewhere else _region(value)
            if region not in (None, HOME):
                yield Fault(item, f"uses {found or _shown(value)}, which is in {region}", *path)
    if elsewhere:
        yield from _of_stack(system)


def _used(item: Item) -> Iterator[tuple[tuple[str | int, ...], Value]]:
    path = (CONFIG, "ViewerCertificate", "AcmCertificateArn")
    yield path, item.get(*path)
    for found, entry in associations(item, "LambdaFunctionAssociations"):
        yield (*found, "LambdaFunctionARN"), entry.get("LambdaFunctionARN")
    yield (CONFIG, "WebACLId"), config(item, "WebACLId")


def _of_stack(system: System) -> Iterator[Fault]:
    for item in system.of(*OF_FIREWALL):
        if item.text("Scope") == "CLOUDFRONT":
            yield Fault(item, f"is for CloudFront and is made in {system.region}", "Scope")
    for item in system.of("AWS::Logs::DeliverySource"):
        sources = {system.at(reference) for reference in all_references(item.get("ResourceArn"))}
        if any(source is not None and source.type == DISTRIBUTION for source in sources):
            yield Fault(item, f"delivers a distribution's log and is made in {system.region}", "ResourceArn")


def _region(value: Value) -> str | None:
    """Give the region in an ARN of the commercial partition, the only one whose CloudFront lives there."""
    text = value.parts[0] if isinstance(value, Text) else value
    parts = text.split(":") if isinstance(text, str) else []
    # Without the colon after it, the region goes on in a symbol.
    return parts[REGION] or None if len(parts) > REGION + 1 and parts[:2] == ["arn", "aws"] else None


def _shown(value: Value) -> str:
    return value if isinstance(value, str) else "an ARN"
