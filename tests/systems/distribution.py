"""Questions about the site: what its distribution serves, how long it is cached, and with which headers."""

import json
import re
from collections.abc import Iterator, Mapping

from tasktracker_cfn.model.values import Reference, Text, Value
from tests.systems import javascript, policies
from tests.systems.built import Item, System, entries, follow, listed, number, text, true

RESPONSES = ("viewer-response", "origin-response")
# What CloudFront hands to a function at the edge, as far as a function for headers looks at it.
EVENT = json.dumps({"Records": [{"cf": {"request": {"uri": "/"}, "response": {"status": "200", "headers": {}}}}]})
POLICY_HEADERS = {
    "StrictTransportSecurity": "strict-transport-security",
    "ContentTypeOptions": "x-content-type-options",
    "FrameOptions": "x-frame-options",
    "ContentSecurityPolicy": "content-security-policy",
}


def distribution(system: System) -> Item:
    """Give the one distribution."""
    return system.one("AWS::CloudFront::Distribution")


def setting(system: System, *path: str | int) -> Value:
    """Give a part of the distribution's configuration."""
    return distribution(system).get("DistributionConfig", *path)


def origins(system: System) -> dict[str, Mapping[str, Value]]:
    """Give the distribution's origins by their ids."""
    return {text(origin.get("Id")): origin for origin in entries(setting(system, "Origins"))}


def bucket(system: System) -> Item:
    """Give the one bucket that the distribution reads."""
    found = {system.at(origin.get("DomainName")) for origin in origins(system).values()}
    assert len(found) == 1, "the distribution has several origins"
    (item,) = found
    assert item is not None, "the distribution's origin is none of this system"
    assert item.type == "AWS::S3::Bucket"
    return item


def behaviors(system: System) -> list[Mapping[str, Value]]:
    """Give the cache behaviours in the order in which CloudFront tries them, the default last."""
    default = setting(system, "DefaultCacheBehavior")
    assert isinstance(default, Mapping)
    return [*entries(setting(system, "CacheBehaviors")), default]


def serving(system: System, path: str) -> Mapping[str, Value]:
    """Give the behaviour that serves a path."""
    return next(one for one in behaviors(system) if "PathPattern" not in one or _fits(path, text(one["PathPattern"])))


def cache_policy(system: System, behavior: Mapping[str, Value]) -> Value:
    """Give the cache policy of a behaviour."""
    found = system.at(behavior.get("CachePolicyId"))
    assert found is not None, "a behaviour without a cache policy of this system"
    return found.get("CachePolicyConfig")


def cached_seconds(system: System, path: str) -> float:
    """Give how long a path is cached where its origin says nothing; what the bounds do not allow does not count."""
    policy = cache_policy(system, serving(system, path))
    least, usual, most = (number(follow(policy, name)) for name in ("MinTTL", "DefaultTTL", "MaxTTL"))
    assert least <= usual <= most, f"{usual} seconds are not between {least} and {most}"
    return usual


def accepts(system: System, encoding: str) -> list[bool]:
    """Tell of each behaviour whether it serves what is compressed in a way."""
    return [
        true(behavior.get("Compress"))
        and true(
            follow(
                cache_policy(system, behavior),
                "ParametersInCacheKeyAndForwardedToOrigin",
                f"EnableAcceptEncoding{encoding}",
            )
        )
        for behavior in behaviors(system)
    ]


def error_responses(system: System) -> dict[int, Mapping[str, Value]]:
    """Give what is answered in place of errors, by status."""
    found = entries(setting(system, "CustomErrorResponses"))
    return {int(number(entry.get("ErrorCode"))): entry for entry in found}


def identities(system: System) -> list[Item]:
    """Give the origin access identity of each origin."""
    found = []
    for origin in origins(system).values():
        value = follow(origin, "S3OriginConfig", "OriginAccessIdentity")
        assert isinstance(value, Text), f"no origin access identity: {value}"
        path, reference = value.parts
        assert path == "origin-access-identity/cloudfront/"
        identity = system.at(reference)
        assert identity is not None
        assert identity.type == "AWS::CloudFront::CloudFrontOriginAccessIdentity"
        found.append(identity)
    return found


def readers(system: System) -> list[str]:
    """Give who may read the bucket: this distribution's identity or the distribution itself, or else as written."""
    found = []
    for entry in policies.bucket_statements(system, bucket(system)):
        if entry.get("Effect") == "Allow":
            assert set(listed(entry.get("Action"))) == {"s3:GetObject"}
            resources = {policies.written(system, resource) for resource in listed(entry.get("Resource"))}
            assert resources == {f"<{bucket(system)}.Arn>/*"}
            found.append("distribution" if _is_distribution(system, entry) else str(entry.get("Principal")))
    return found


def edge_functions(system: System, behavior: Mapping[str, Value]) -> list[Item]:
    """Give the functions at the edge that see a behaviour's answers, each in a published version."""
    found = []
    for association in entries(behavior.get("LambdaFunctionAssociations")):
        if association.get("EventType") in RESPONSES:
            version = system.at(association.get("LambdaFunctionARN"))
            assert version is not None
            assert version.type == "AWS::Lambda::Version"
            function = system.at(version.get("FunctionName"))
            assert function is not None
            found.append(function)
    return found


def edge_headers(system: System, behavior: Mapping[str, Value]) -> dict[str, str]:
    """Give the headers that a behaviour's functions at the edge add, by running them."""
    found: dict[str, str] = {}
    for function in edge_functions(system, behavior):
        handler = text(function.get("Handler")).removeprefix("index.")
        response = javascript.called(text(function.get("Code", "ZipFile")), handler, EVENT)
        assert isinstance(response, dict)
        found |= {name: headers[0]["value"] for name, headers in response["headers"].items()}
    return found


def headers(system: System, behavior: Mapping[str, Value]) -> dict[str, str]:
    """Give the security headers that a behaviour adds, by functions at the edge or by a headers policy."""
    policy = system.at(behavior.get("ResponseHeadersPolicyId"))
    return edge_headers(system, behavior) | (dict(_of_policy(policy)) if policy else {})


def _of_policy(policy: Item) -> Iterator[tuple[str, str]]:
    found = policy.get("ResponseHeadersPolicyConfig", "SecurityHeadersConfig")
    assert isinstance(found, Mapping)
    for key, name in POLICY_HEADERS.items():
        if isinstance(content := found.get(key), Mapping):
            yield name, ", ".join(f"{part}={value}" for part, value in content.items())


def _is_distribution(system: System, entry: Mapping[str, Value]) -> bool:
    principal = entry.get("Principal")
    users = [value for value in listed(follow(principal, "CanonicalUser")) if isinstance(value, Reference)]
    if users:
        return all(user.attribute == "S3CanonicalUserId" and system.at(user) in identities(system) for user in users)
    arn = follow(entry.get("Condition"), "StringEquals", "AWS:SourceArn")
    named = f"distribution/<{distribution(system)}>" in policies.written(system, arn)
    return named and set(listed(follow(principal, "Service"))) == {"cloudfront.amazonaws.com"}


def _fits(path: str, pattern: str) -> bool:
    """Tell whether CloudFront matches a path, which begins with a slash; a pattern need not."""
    regex = "".join({"*": ".*", "?": "."}.get(character, re.escape(character)) for character in pattern)
    return re.fullmatch(f"/?{regex}", path) is not None
