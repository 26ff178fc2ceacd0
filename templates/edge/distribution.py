"""The site's distribution: where it reads, what it answers, its certificate and the records that lead to it."""

from typing import NamedTuple, Never

from troposphere import AWSObject, GetAtt, Ref, certificatemanager, cloudfront, route53, s3

from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Arn, HostedZoneId
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.site import SiteConfig
from templates.edge import caching
from templates.edge.caching import Caching, Use
from templates.edge.security_headers import SecurityHeaders

ORIGIN = "site"
PAGE = "index.html"
# F19: the zone of every distribution's own name.
# https://docs.aws.amazon.com/Route53/latest/APIReference/API_AliasTarget.html
CLOUDFRONT_ZONE = "Z2FDTNDATAQYW2"
OriginAccess = cloudfront.OriginAccessControl | cloudfront.CloudFrontOriginAccessIdentity


class Parts(NamedTuple):
    """What the distribution is made of."""

    origin: cloudfront.Origin
    cached: Caching
    headers: SecurityHeaders
    certificate_arn: Arn | None
    web_acl_arn: Arn | None


def origin_access(system: SystemConfig, config: SiteConfig) -> OriginAccess:
    """Give what the distribution identifies itself with to the bucket."""
    if config.origin_access == "oai":
        return cloudfront.CloudFrontOriginAccessIdentity(
            "OriginAccessIdentity",
            CloudFrontOriginAccessIdentityConfig=cloudfront.CloudFrontOriginAccessIdentityConfig(
                Comment=f"Reads the site of {system.name}"
            ),
        )
    return cloudfront.OriginAccessControl(
        "OriginAccessControl",
        OriginAccessControlConfig=cloudfront.OriginAccessControlConfig(
            # F18: one name space for the whole account.
            Name=f"{system.name}-site",
            OriginAccessControlOriginType="s3",
            SigningBehavior="always",
            SigningProtocol="sigv4",
        ),
    )


def certificate(config: SiteConfig, zone_id: HostedZoneId) -> certificatemanager.Certificate | None:
    """Give the certificate of the site's domain, or None when there is no domain or the ARN comes from outside."""
    if config.domain is None or config.certificate != "issue":
        return None
    return certificatemanager.Certificate(
        "SiteCertificate",
        DomainName=config.domain,
        ValidationMethod="DNS",
        # F03: with the zone's id CloudFormation writes the validation record itself.
        DomainValidationOptions=[
            certificatemanager.DomainValidationOption(DomainName=config.domain, HostedZoneId=zone_id)
        ],
    )


def build(system: SystemConfig, config: SiteConfig, parts: Parts) -> cloudfront.Distribution:
    """Give the distribution."""
    return cloudfront.Distribution(
        "Distribution",
        DistributionConfig=cloudfront.DistributionConfig(
            Enabled=True,
            Comment=f"Site of {system.name}",
            **_naming(config, parts.certificate_arn),
            # F20: the ARN, also where AWS says id.
            **given(WebACLId=parts.web_acl_arn),
            # F15: no slash before it.
            DefaultRootObject=PAGE,
            # F16: the default is HTTP/1.1.
            HttpVersion="http2and3",
            IPV6Enabled=True,
            PriceClass=config.price_class,
            Origins=[parts.origin],
            DefaultCacheBehavior=cloudfront.DefaultCacheBehavior(**_behaviour("default", parts)),
            CacheBehaviors=[
                cloudfront.CacheBehavior(PathPattern=pattern, **_behaviour(use, parts))
                for pattern, use in caching.PATTERNS
            ],
            CustomErrorResponses=_error_responses(config),
        ),
    )


def origin(bucket: s3.Bucket, access: OriginAccess) -> cloudfront.Origin:
    """Give the bucket as the distribution reads it."""
    by_identity = isinstance(access, cloudfront.CloudFrontOriginAccessIdentity)
    identity = text("origin-access-identity/cloudfront/{id}", id=Ref(access))
    return cloudfront.Origin(
        Id=ORIGIN,
        # F04: the name with the region; the global one redirects for hours after a bucket is made elsewhere.
        DomainName=GetAtt(bucket, "RegionalDomainName"),
        **given(OriginAccessControlId=None if by_identity else Ref(access)),
        # F04: with an origin access control the identity is empty, but not absent.
        S3OriginConfig=cloudfront.S3OriginConfig(OriginAccessIdentity=identity if by_identity else ""),
    )


def additional_metrics(distribution: cloudfront.Distribution) -> cloudfront.MonitoringSubscription:
    """Give the metrics that CloudFront sends only when asked: cache hit rate, origin latency, errors by code (F21)."""
    return cloudfront.MonitoringSubscription(
        "AdditionalMetrics",
        DistributionId=Ref(distribution),
        MonitoringSubscription=cloudfront.MonitoringSubscriptionProperty(
            RealtimeMetricsSubscriptionConfig=cloudfront.RealtimeMetricsSubscriptionConfig(
                RealtimeMetricsSubscriptionStatus="Enabled"
            )
        ),
    )


def records(domain: str, zone_id: HostedZoneId, distribution: cloudfront.Distribution) -> list[AWSObject]:
    """Give the records that lead the site's domain to the distribution, for both kinds of addresses."""
    return [
        route53.RecordSetType(
            logical_id,
            HostedZoneId=zone_id,
            Name=domain,
            Type=kind,
            AliasTarget=route53.AliasTarget(  # type: ignore[no-untyped-call] # untyped in troposphere
                DNSName=GetAtt(distribution, "DomainName"), HostedZoneId=CLOUDFRONT_ZONE, EvaluateTargetHealth=False
            ),
        )
        for logical_id, kind in (("SiteRecord", "A"), ("SiteIpv6Record", "AAAA"))
    ]


def _naming(config: SiteConfig, certificate_arn: Arn | None) -> dict[str, Never]:
    """Give the aliases and the certificate, of which CloudFront takes both or none (F02)."""
    if config.domain is None or certificate_arn is None:
        # CloudFront's own certificate comes with TLS 1.0 and newer; a minimum can be set with another one only.
        return given(ViewerCertificate=cloudfront.ViewerCertificate(CloudFrontDefaultCertificate=True))
    return given(
        Aliases=[config.domain],
        ViewerCertificate=cloudfront.ViewerCertificate(
            AcmCertificateArn=certificate_arn,
            SslSupportMethod="sni-only",
            # F16
            MinimumProtocolVersion="TLSv1.2_2021",
        ),
    )


def _behaviour(use: Use, parts: Parts) -> dict[str, Never]:
    return given(
        TargetOriginId=ORIGIN,
        ViewerProtocolPolicy="redirect-to-https",
        Compress=True,
        CachePolicyId=parts.cached.ids[use],
        # F07: on every behaviour.
        **parts.headers.behaviour,
    )


def _error_responses(config: SiteConfig) -> list[cloudfront.CustomErrorResponse]:
    # The application knows its own paths, so what the bucket does not have is the page. The bucket says 403, because
    # nobody may list it. F06: nothing but the bucket is behind this distribution, so no other errors are hidden.
    page = [
        cloudfront.CustomErrorResponse(
            ErrorCode=code,
            ResponseCode=200,
            ResponsePagePath=f"/{PAGE}",
            # The answer is HTML.
            ErrorCachingMinTTL=config.html_seconds,
        )
        for code in (403, 404)
    ]
    failures = [
        cloudfront.CustomErrorResponse(ErrorCode=code, ErrorCachingMinTTL=config.error_seconds)
        for code in (500, 502, 503, 504)
    ]
    return [*page, *failures]
