"""What the edge stack is told about the static site: a private bucket behind CloudFront."""

from typing import Literal

from pydantic import BaseModel, Field

from tasktracker_cfn.config.access_log import AccessLogConfig
from tasktracker_cfn.config.fields import STRICT, ContentSecurityPolicy, DomainName
from tasktracker_cfn.config.problems import Violation, Violations
from tasktracker_cfn.config.waf import WafConfig

ONE_YEAR = 31_536_000


class SiteConfig(BaseModel):
    """A single-page application: files in a private bucket, served by CloudFront."""

    model_config = STRICT

    domain: DomainName | None = Field(
        default=None, description="Domain of the site; CloudFront's own name when absent."
    )
    certificate: Literal["issue", "parameter"] = Field(
        default="issue",
        description='For a domain of its own. "issue": ACM issues a certificate, validated in the hosted zone of '
        'edge.domain. "parameter": the stack takes its ARN as SiteCertificateArn.',
    )
    origin_access: Literal["oac", "oai"] = Field(
        default="oac",
        description='How CloudFront reads the bucket. "oac": origin access control. "oai": the older origin access '
        "identity.",
    )
    security_headers: Literal["policy", "lambda-edge"] = Field(
        default="policy",
        description='Who adds the security headers. "policy": CloudFront itself, to every answer. "lambda-edge": a '
        "function, to what comes from the bucket; deleting it takes hours.",
    )
    content_security_policy: ContentSecurityPolicy | None = Field(
        default=None,
        description="What pages may load and connect to. When absent: scripts from the site only, nothing that needs "
        "eval or inline scripts, connections to the site and to the load balancer's domain.",
    )
    html_seconds: int = Field(default=300, ge=0, le=ONE_YEAR, description="Seconds for which HTML is cached.")
    asset_seconds: int = Field(
        default=ONE_YEAR,
        ge=0,
        le=ONE_YEAR,
        description="Seconds for which scripts, styles, fonts and images are cached; their names should hold a hash.",
    )
    default_seconds: int = Field(default=3600, ge=0, le=ONE_YEAR, description="Seconds for which the rest is cached.")
    error_seconds: int = Field(
        default=10, ge=0, le=ONE_YEAR, description="Seconds for which a 5xx of the bucket is cached."
    )
    tiering_days: int = Field(
        default=30, ge=1, le=3650, description="Days after which files move to Intelligent-Tiering."
    )
    noncurrent_days: int = Field(default=90, ge=1, le=36500, description="Days after which old versions are deleted.")
    price_class: Literal["PriceClass_100", "PriceClass_200", "PriceClass_All"] = Field(
        default="PriceClass_100", description="Where CloudFront serves from; 100 is North America and Europe."
    )
    additional_metrics: bool = Field(
        default=True, description="Cache hit rate, origin latency and errors by code; about 2.50 USD a month."
    )
    access_log: AccessLogConfig | None = Field(
        default=None,
        description="Access logs of CloudFront in a bucket of their own, in us-east-1 only; none when absent.",
    )
    bucket_access_log: AccessLogConfig | None = Field(
        default=None, description="Access logs of the site's bucket in a bucket of their own; none when absent."
    )
    waf: WafConfig | None = Field(
        default=None,
        description="Web application firewall of the site, in us-east-1 only, by default with five rules: about 10 USD "
        "a month and 0.60 USD for a million requests. None when absent.",
    )

    def violations(self) -> Violations:
        """Check what goes with a domain, and the firewall by itself."""
        if self.domain is None and self.certificate == "parameter":
            yield Violation(("certificate",), "has no meaning without a domain")
        if self.waf is not None:
            yield from (violation.under("waf") for violation in self.waf.violations())
