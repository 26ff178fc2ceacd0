"""What the site needs of the region."""

from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.system import SystemConfig

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/cnames-and-https-requirements.html
CLOUDFRONT_REGION = "us-east-1"


def site(system: SystemConfig) -> Violations:
    """Check what CloudFront takes from one region only."""
    site = system.edge.site
    if site is None or system.region == CLOUDFRONT_REGION:
        return
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
