"""Cache policies, and what behaviours make of them."""

from collections.abc import Iterator, Mapping
from itertools import pairwise

from tasktracker_cfn.gate.rules.edge.distributions import CONFIG, DISTRIBUTION, behaviours, config, pattern
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.known import known_flag, lacks
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System

POLICY = "AWS::CloudFront::CachePolicy"
OUTER = "CachePolicyConfig"
KEY = "ParametersInCacheKeyAndForwardedToOrigin"
ENCODINGS = ("EnableAcceptEncodingGzip", "EnableAcceptEncodingBrotli")
PARTS = {
    "HeadersConfig": "HeaderBehavior",
    "CookiesConfig": "CookieBehavior",
    "QueryStringsConfig": "QueryStringBehavior",
}
TIMES = ("MinTTL", "DefaultTTL", "MaxTTL")
COMPRESSING = "https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/ServingCompressedFiles.html"


@rule(
    "cache-policy-without-caching",
    rows="F11",
    severity="error",
    why="CloudFront refuses a cache policy that caches nothing and still has something in its key.",
    remedy="Use the managed policy CachingDisabled, 4135ea2d-6df8-44a3-9df3-4b5a84be39ad.",
    source="https://github.com/aws/aws-cdk/issues/16977",
)
def without_caching(system: System) -> Iterator[Fault]:
    """A cache policy with a maximum of no seconds has nothing in its key."""
    for item in system.of(POLICY):
        if item.number(OUTER, "MaxTTL") != 0:
            continue
        for encoding in ENCODINGS:
            if item.flag(OUTER, KEY, encoding):
                yield Fault(item, f"caches nothing and has {encoding}", OUTER, KEY, encoding)
        for part, name in PARTS.items():
            behaviour = item.text(OUTER, KEY, part, name)
            if behaviour not in (None, "none"):
                yield Fault(item, f"caches nothing and has {name} {behaviour}", OUTER, KEY, part, name)


@rule(
    "cache-policy-times-in-order",
    rows="F11",
    severity="error",
    why="CloudFront refuses a minimum above the default, and a default above the maximum.",
    remedy="Let MinTTL, DefaultTTL and MaxTTL rise.",
    source="https://docs.aws.amazon.com/cloudfront/latest/APIReference/API_CachePolicyConfig.html",
)
def times_in_order(system: System) -> Iterator[Fault]:
    """The times of a cache policy rise from minimum to maximum."""
    for item in system.of(POLICY):
        for low, high in pairwise(TIMES):
            less, more = item.number(OUTER, low), item.number(OUTER, high)
            if less is not None and more is not None and less > more:
                yield Fault(item, f"has {low} {less:g} above {high} {more:g}", OUTER, low)


@rule(
    "behaviour-compresses",
    rows="F12",
    severity="warning",
    why="CloudFront compresses only where the behaviour says so and its cache policy takes the encoding; Brotli needs "
    "its own switch.",
    remedy="Set Compress to true, and both EnableAcceptEncodingGzip and EnableAcceptEncodingBrotli in the policy.",
    source=COMPRESSING,
)
def compresses(system: System) -> Iterator[Fault]:
    """A behaviour that caches serves what can be compressed in Gzip and in Brotli."""
    for item in system.of(DISTRIBUTION):
        for path, behaviour in behaviours(item):
            policy = _policy(system, behaviour)
            if policy is None or not policy.number(OUTER, "MaxTTL"):
                continue
            missing = [name for name in ENCODINGS if _is_off(policy.get(OUTER, KEY), name)]
            if _is_off(behaviour, "Compress"):
                yield Fault(item, f"does not compress {pattern(behaviour)}", *path, "Compress")
            elif missing:
                message = f"compresses {pattern(behaviour)} by {policy}, which has no {missing[0]}"
                yield Fault(item, message, *path, "CachePolicyId")


@rule(
    "root-page-cached-as-pages",
    rows="F13",
    severity="warning",
    why="The behaviour is chosen by what the viewer asks for: the root page is asked for as /, so it is cached by the "
    "default behaviour, and for as long, whatever a behaviour for *.html says.",
    remedy="Add a behaviour for / with the policy of the pages, or give the default behaviour this policy.",
    source="https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/DownloadDistValuesCacheBehavior.html",
)
def root_page(system: System) -> Iterator[Fault]:
    """The root page is not cached for longer than the pages that a behaviour is for."""
    for item in system.of(DISTRIBUTION):
        root = config(item, "DefaultRootObject")
        found = list(behaviours(item))
        if not isinstance(root, str) or any(entry.get("PathPattern") == "/" for _, entry in found):
            continue
        patterns = (f"*{root[root.rfind('.') :]}", root, f"/{root}")
        default = next((_policy(system, entry) for path, entry in found if path[-1] == "DefaultCacheBehavior"), None)
        for path, entry in found:
            policy = _policy(system, entry)
            if entry.get("PathPattern") in patterns and _is_longer(default, policy):
                message = f"keeps {root} by {policy} when it is asked for as {pattern(entry)}, and for longer as /"
                yield Fault(item, message, *path)


@rule(
    "root-object-without-slash",
    rows="F15",
    severity="warning",
    why="CloudFront puts the slash there itself; with a second one it finds no such object.",
    remedy="Write index.html, without a slash before it.",
    source="schema AWS::CloudFront::Distribution",
)
def root_object_without_slash(system: System) -> Iterator[Fault]:
    """A default root object is a name without a slash before it."""
    for item in system.of(DISTRIBUTION):
        root = config(item, "DefaultRootObject")
        if isinstance(root, str) and root.startswith("/"):
            yield Fault(item, f"has the default root object {root}", CONFIG, "DefaultRootObject")


def _policy(system: System, behaviour: Mapping[str, Value]) -> Item | None:
    found = system.at(behaviour.get("CachePolicyId"))
    return found if found is not None and found.type == POLICY else None


def _is_off(value: Value, key: str) -> bool:
    return lacks(value, key) or (isinstance(value, Mapping) and known_flag(value.get(key)) is False)


def _is_longer(default: Item | None, policy: Item | None) -> bool:
    if default is None or policy is None:
        return False
    pairs = [(default.number(OUTER, name), policy.number(OUTER, name)) for name in TIMES[1:]]
    return any(mine is not None and other is not None and mine > other for mine, other in pairs)
