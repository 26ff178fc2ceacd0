"""The static site: a private bucket, the distribution that serves it, and the domain that leads there.

It is here and not with the data, because the load balancer and the certificates need not wait for a database.
"""

from typing import NamedTuple

from troposphere import AWSObject, Ref, cloudfront, s3

from tasktracker_cfn.authoring import log_buckets
from tasktracker_cfn.authoring.wires import Arn, HostedZoneId
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.site import SiteConfig
from templates.edge import caching, distribution, security_headers, site_bucket, site_logs


class Site(NamedTuple):
    """All resources of the site in reading order, and those that others ask for."""

    resources: list[AWSObject]
    bucket: s3.Bucket
    distribution: cloudfront.Distribution


class Outside(NamedTuple):
    """What the site needs of the rest of the stack."""

    zone_id: HostedZoneId | None
    certificate_arn: Arn | None
    web_acl_arn: Arn | None


def build(system: SystemConfig, config: SiteConfig, outside: Outside) -> Site:
    """Give the site."""
    zone_id = outside.zone_id
    bucket_log = config.bucket_access_log
    logged = log_buckets.bucket("SiteBucketLogBucket", bucket_log) if bucket_log is not None else None
    bucket = site_bucket.build(config, logged)
    access = distribution.origin_access(system, config)
    cached = caching.build(system, config)
    headers = security_headers.build(system, config)
    certificate = distribution.certificate(config, zone_id) if zone_id is not None else None
    parts = distribution.Parts(
        origin=distribution.origin(bucket, access),
        cached=cached,
        headers=headers,
        certificate_arn=Arn(Ref(certificate)) if certificate is not None else outside.certificate_arn,
        web_acl_arn=outside.web_acl_arn,
    )
    serving = distribution.build(system, config, parts)
    resources: list[AWSObject] = [bucket, access, site_bucket.policy(bucket, access, serving)]
    resources += [*cached.resources, *headers.resources]
    resources += [certificate] if certificate is not None else []
    resources.append(serving)
    if config.additional_metrics:
        resources.append(distribution.additional_metrics(serving))
    if config.access_log is not None:
        resources += site_logs.of_distribution(system, config.access_log, serving)
    if logged is not None:
        resources += [logged, log_buckets.by_s3(logged, bucket)]
    if config.domain is not None and zone_id is not None:
        resources += distribution.records(config.domain, zone_id, serving)
    return Site(resources, bucket, serving)
