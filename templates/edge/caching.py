"""What CloudFront keeps for how long: one cache policy for each use, and the files that each is for."""

from typing import Literal, NamedTuple

from troposphere import AWSHelperFn, Ref, cloudfront

from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.site import SiteConfig

Use = Literal["html", "assets", "default"]

# The first pattern that fits wins, and letters count as they are written. "/" is the page that has no name of its own;
# without a pattern it would be kept as long as everything else (F13). CloudFront takes 25 without a request for more.
PATTERNS: tuple[tuple[str, Use], ...] = (
    ("/", "html"),
    ("*.html", "html"),
    *((f"*.{ending}", "assets") for ending in ("js", "mjs", "css")),
    *((f"*.{ending}", "assets") for ending in ("png", "jpg", "jpeg", "gif", "svg", "webp", "avif", "ico")),
    *((f"*.{ending}", "assets") for ending in ("woff", "woff2", "ttf", "otf")),
)

# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-cache-policies.html
CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"


class Caching(NamedTuple):
    """The cache policies of this system, and what a behaviour takes for each use."""

    resources: list[cloudfront.CachePolicy]
    ids: dict[Use, AWSHelperFn | str]


def build(system: SystemConfig, config: SiteConfig) -> Caching:
    """Give the cache policies; what is not to be kept at all gets CloudFront's own policy for that."""
    seconds: dict[Use, int] = {
        "html": config.html_seconds,
        "assets": config.asset_seconds,
        "default": config.default_seconds,
    }
    policies = {use: _policy(system, use, kept) for use, kept in seconds.items() if kept}
    # F11: a policy that keeps nothing must not ask for compression, and with none of its parts it is this one.
    ids: dict[Use, AWSHelperFn | str] = {
        use: Ref(policies[use]) if use in policies else CACHING_DISABLED for use in seconds
    }
    return Caching(list(policies.values()), ids)


def _policy(system: SystemConfig, use: Use, seconds: int) -> cloudfront.CachePolicy:
    return cloudfront.CachePolicy(
        f"{use.capitalize()}CachePolicy",
        CachePolicyConfig=cloudfront.CachePolicyConfig(
            # F18: one name space for the whole account, in all regions.
            Name=f"{system.name}-{use}",
            Comment=f"{use} of {system.name}",
            # F12: CloudFront compresses only what it may keep; this is the minimum of AWS's own policy.
            MinTTL=1,
            DefaultTTL=seconds,
            # A file's own Cache-Control can shorten the time, not lengthen it.
            MaxTTL=seconds,
            ParametersInCacheKeyAndForwardedToOrigin=cloudfront.ParametersInCacheKeyAndForwardedToOrigin(
                EnableAcceptEncodingGzip=True,
                EnableAcceptEncodingBrotli=True,
                HeadersConfig=cloudfront.CacheHeadersConfig(HeaderBehavior="none"),
                CookiesConfig=cloudfront.CacheCookiesConfig(CookieBehavior="none"),
                QueryStringsConfig=cloudfront.CacheQueryStringsConfig(QueryStringBehavior="none"),
            ),
        ),
    )
