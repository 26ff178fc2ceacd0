"""What the edge needs of the region and of the whole system."""

from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.regions import partition
from tasktracker_cfn.config.site import SiteConfig
from tasktracker_cfn.config.system import SystemConfig

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
CLOUDFRONT_REGION = "us-east-1"


def site(system: SystemConfig) -> Violations:
    """Check what CloudFront takes from one region only."""
    site = system.edge.site
    if site is None or system.region == CLOUDFRONT_REGION:
        return
    if partition(system.region) == "us-gov-":
        yield Violation(("edge", "site"), f"there is no CloudFront in {system.region}; leave it out")
        return
    if partition(system.region) == "cn-":
        yield from _site_in_china(site)
    # F01
    if site.domain is not None and site.certificate == "issue":
        yield Violation(
            ("edge", "site", "certificate"),
            f"CloudFront takes certificates of {CLOUDFRONT_REGION} only, and the stack is in {system.region}; choose "
            '"parameter" and give the ARN of one',
        )
    if site.security_headers == "lambda-edge":
        yield Violation(
            ("edge", "site", "security_headers"),
            f'"lambda-edge" must be in {CLOUDFRONT_REGION}, and the stack is in {system.region}; choose "policy"',
        )
    # F01, F17: the web ACL is of scope CLOUDFRONT, and CloudFront's log deliveries are made, in that region alone.
    for key in ("waf", "access_log"):
        if getattr(site, key) is not None:
            yield Violation(
                ("edge", "site", key),
                f"is made in {CLOUDFRONT_REGION} only, and the stack is in {system.region}; leave it out, or deploy "
                "the system there",
            )


def _site_in_china(site: SiteConfig) -> Violations:
    """Check what CloudFormation has for CloudFront in China."""
    if site.origin_access == "oac":
        yield Violation(("edge", "site", "origin_access"), '"oac" cannot be had in China; choose "oai"')
    if site.additional_metrics:
        yield Violation(("edge", "site", "additional_metrics"), "cannot be had in China; set it to false")


def load_balancer(system: SystemConfig) -> Violations:
    """Check that what is protected from deletion is not to be deleted."""
    if system.edge.deletion_protection and system.disposable:
        # K19
        yield Violation(
            ("edge", "deletion_protection"),
            "keeps the stack from being deleted, and the system is disposable; set one of the two to false",
        )


def query_logging(system: SystemConfig) -> Violations:
    """Check the region of the log group, which Route 53 takes from one only."""
    domain = system.edge.domain
    if domain is None or domain.query_logging is None or system.region == CLOUDFRONT_REGION:
        return
    yield Violation(
        ("edge", "domain", "query_logging"),
        f"Route 53 logs to {CLOUDFRONT_REGION} only, and the stack is in {system.region}; leave it out, or deploy the "
        "system there",
    )
