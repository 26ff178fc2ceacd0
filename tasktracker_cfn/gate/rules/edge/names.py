"""Names that CloudFront keeps for a whole account."""

from collections.abc import Iterator

from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.presence import together
from tasktracker_cfn.model.system import Item, System

NAMES: dict[str, tuple[str, ...]] = {
    "AWS::CloudFront::CachePolicy": ("CachePolicyConfig", "Name"),
    "AWS::CloudFront::Function": ("Name",),
    "AWS::CloudFront::KeyGroup": ("KeyGroupConfig", "Name"),
    "AWS::CloudFront::KeyValueStore": ("Name",),
    "AWS::CloudFront::OriginAccessControl": ("OriginAccessControlConfig", "Name"),
    "AWS::CloudFront::OriginRequestPolicy": ("OriginRequestPolicyConfig", "Name"),
    "AWS::CloudFront::ResponseHeadersPolicy": ("ResponseHeadersPolicyConfig", "Name"),
}


@rule(
    "edge-names-unique",
    rows="F18",
    severity="error",
    why="CloudFront keeps one name once in an account, over all regions, and refuses the second policy or function.",
    remedy="Put project, environment and region into the name, and say what it is for.",
    source="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CreateCachePolicy.html",
)
def names_unique(system: System) -> Iterator[Fault]:
    """No two policies, functions or access controls of CloudFront have one name."""
    seen: dict[tuple[str, str], Item] = {}
    for item in system.of(*NAMES):
        path = NAMES[item.type]
        name = item.text(*path)
        if name is None:
            continue
        first = seen.setdefault((item.type, name), item)
        if first != item and together(system, first, item):
            yield Fault(item, f"has the name {name}, as {first} has", *path)
