"""Goals for what CloudFront serves."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.known import outline
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, entries, follow, listed

EDGE = Area("CloudFront")

DISTRIBUTION = "AWS::CloudFront::Distribution"
SAFE = ("redirect-to-https", "https-only")
# Newest first; each takes TLS 1.2 as its oldest.
TLS = ("TLSv1.3_2025", "TLSv1.2_2025", "TLSv1.2_2021")
NONE = "none"


def _config(item: Item, *path: str | int) -> Value:
    return item.get("DistributionConfig", *path)


def _behaviours(item: Item) -> Iterator[tuple[str, Mapping[str, Value]]]:
    """Give the behaviours, each with the paths that it is for."""
    default = _config(item, "DefaultCacheBehavior")
    yield from (("everything else", entry) for entry in entries(default))
    for entry in entries(_config(item, "CacheBehaviors")):
        yield str(entry.get("PathPattern")), entry


def _origins(item: Item) -> tuple[Mapping[str, Value], ...]:
    return entries(_config(item, "Origins"))


@EDGE.always(
    "default-root-object",
    "CT.CLOUDFRONT.PR.1 CLOUDFRONT_DEFAULT_ROOT_OBJECT_CONFIGURED CKV_AWS_305 SH:CloudFront.1",
)
def root_object(system: System) -> Iterator[Breach]:
    """A distribution has a default root object."""
    for item in system.of(DISTRIBUTION):
        if not _config(item, "DefaultRootObject"):
            yield item, "has no default root object"


@EDGE.always(
    "viewers-use-https",
    "CKV_AWS_34 CT.CLOUDFRONT.PR.3 CLOUDFRONT_VIEWER_POLICY_HTTPS SH:CloudFront.3",
)
def viewers(system: System) -> Iterator[Breach]:
    """Viewers get nothing over plain HTTP but a redirection."""
    for item in system.of(DISTRIBUTION):
        for paths, behaviour in _behaviours(item):
            if behaviour.get("ViewerProtocolPolicy") not in SAFE:
                yield item, f"serves {paths} over plain HTTP"


@EDGE.always(
    "origin-access-control",
    "CT.CLOUDFRONT.PR.10 AS-CFR7 CloudFrontDistributionS3OriginAccessControl SH:CloudFront.13",
)
def origin_access_control(system: System) -> Iterator[Breach]:
    """A bucket is read by origin access control."""
    for item in system.of(DISTRIBUTION):
        for origin in _origins(item):
            if "S3OriginConfig" in origin and not origin.get("OriginAccessControlId"):
                yield item, f"reads its origin {outline(origin.get('Id'))} without origin access control"


@EDGE.production(
    "distribution-access-log",
    "CKV_AWS_86 CT.CLOUDFRONT.PR.5 CLOUDFRONT_ACCESSLOGS_ENABLED AS-CFR3 CloudFrontDistributionAccessLogging "
    "SH:CloudFront.5 cn:W10",
)
def access_log(system: System) -> Iterator[Breach]:
    """A distribution writes an access log."""
    for item in system.of(DISTRIBUTION):
        if not _config(item, "Logging", "Bucket") and item not in _delivering(system):
            yield item, "writes no access log"


@EDGE.production(
    "distribution-firewall",
    "CKV_AWS_68 AS-CFR2 CloudFrontDistributionWAFIntegration SH:CloudFront.6 CLOUDFRONT_ASSOCIATED_WITH_WAF",
)
def firewall(system: System) -> Iterator[Breach]:
    """A web ACL stands before each distribution."""
    for item in system.of(DISTRIBUTION):
        if not _config(item, "WebACLId"):
            yield item, "has no web ACL"


@EDGE.production(
    "distribution-certificate",
    "CKV_AWS_174 CT.CLOUDFRONT.PR.6 CT.CLOUDFRONT.PR.7 CT.CLOUDFRONT.PR.9 CLOUDFRONT_CUSTOM_SSL_CERTIFICATE "
    "CLOUDFRONT_SNI_ENABLED CLOUDFRONT_MINIMUM_PROTOCOL_VERSION_RULE AS-CFR4 "
    "CloudFrontDistributionHttpsViewerNoOutdatedSSL SH:CloudFront.7 SH:CloudFront.8 SH:CloudFront.15 cn:W70",
)
def certificate(system: System) -> Iterator[Breach]:
    """A distribution has a certificate of its own domain, asks for SNI and for TLS 1.2."""
    for item in system.of(DISTRIBUTION):
        found = _config(item, "ViewerCertificate")
        if not follow(found, "AcmCertificateArn"):
            yield item, "has no certificate of its own"
        elif follow(found, "SslSupportMethod") != "sni-only":
            yield item, "does not ask for SNI"
        elif follow(found, "MinimumProtocolVersion") not in TLS:
            yield item, f"takes {follow(found, 'MinimumProtocolVersion')}"


@EDGE.always(
    "origins-use-https",
    "CKV2_AWS_72 CT.CLOUDFRONT.PR.8 CT.CLOUDFRONT.PR.11 AS-CFR5 CloudFrontDistributionNoOutdatedSSL "
    "SH:CloudFront.9 SH:CloudFront.10",
)
def origins(system: System) -> Iterator[Breach]:
    """A distribution fetches over TLS 1.2, or signed from a bucket."""
    for item in system.of(DISTRIBUTION):
        for origin in _origins(item):
            custom = origin.get("CustomOriginConfig")
            if custom is None:
                continue
            if follow(custom, "OriginProtocolPolicy") != "https-only":
                yield item, f"fetches from {outline(origin.get('Id'))} over plain HTTP"
            if listed(follow(custom, "OriginSSLProtocols")) != ("TLSv1.2",):
                yield item, f"fetches from {outline(origin.get('Id'))} with older TLS than 1.2"


@EDGE.exempted("origin-failover", "CT.CLOUDFRONT.PR.4 CLOUDFRONT_ORIGIN_FAILOVER_ENABLED SH:CloudFront.4")
def failover(system: System) -> Iterator[Breach]:
    """A distribution has a second origin to fall back on."""
    for item in system.of(DISTRIBUTION):
        if not listed(_config(item, "OriginGroups", "Items")):
            yield item, "has no second origin"


@EDGE.exempted("geographic-restrictions", "AS-CFR1 CloudFrontDistributionGeoRestrictions CKV_AWS_374")
def restrictions(system: System) -> Iterator[Breach]:
    """A distribution serves some countries only."""
    for item in system.of(DISTRIBUTION):
        if _config(item, "Restrictions", "GeoRestriction", "RestrictionType") in (None, NONE):
            yield item, "serves every country"


@EDGE.always("response-headers-policy", "CKV2_AWS_32")
def response_headers(system: System) -> Iterator[Breach]:
    """Every behaviour of a distribution adds security headers by a policy."""
    for item in system.of(DISTRIBUTION):
        for paths, behaviour in _behaviours(item):
            if not behaviour.get("ResponseHeadersPolicyId"):
                yield item, f"has no response headers policy for {paths}"


def _delivering(system: System) -> set[Item | None]:
    """Give what delivers logs by way of CloudWatch, the newer of CloudFront's two ways."""
    delivered = {
        reference for item in system.of("AWS::Logs::Delivery") for reference in all_references(item.properties)
    }
    used = {system.at(reference) for reference in delivered}
    sources = [item for item in system.of("AWS::Logs::DeliverySource") if item in used]
    return {system.at(reference) for source in sources for reference in all_references(source.get("ResourceArn"))}
