"""Cases of the rules about what a distribution caches and how it answers."""

from tests.gate.rules.case import breaks, case, holds
from tests.gate.rules.site import SITE, ZONE

PAGES = "PathPattern: '*.html', TargetOriginId: bucket"

CASES = {
    "cache-policy-without-caching": (
        case(
            SITE,
            breaks("EnableAcceptEncodingGzip: false", "EnableAcceptEncodingGzip: true", at="None"),
            breaks(
                "HeaderBehavior: none", "HeaderBehavior: whitelist", line="HeadersConfig: {HeaderBehavior: whitelist}"
            ),
            holds("HeaderBehavior: none", "HeaderBehavior: !Ref Name"),
            rest=ZONE,
        ),
    ),
    "cache-policy-times-in-order": (
        case(
            SITE,
            breaks("DefaultTTL: 3600", "DefaultTTL: 100000", at="Rest", line="DefaultTTL: 100000"),
            breaks("MinTTL: 0", "MinTTL: '301'"),
            holds("MaxTTL: 86400", "MaxTTL: !Ref Name"),
            rest=ZONE,
        ),
    ),
    "behaviour-compresses": (
        case(
            SITE,
            breaks("          Compress: true\n", "", at="Site", line="DefaultCacheBehavior:"),
            breaks("CachePolicyId: !Ref Pages, Compress: true", "CachePolicyId: !Ref Pages, Compress: false"),
            breaks(", EnableAcceptEncodingBrotli: true", ""),
            holds("          Compress: true\n", "          Compress: !Ref Name\n"),
            holds("!Ref Rest", "!Ref None"),
            holds("!Ref Rest", "658327ea-f89d-4fab-a63d-7e88639e58f6"),
            rest=ZONE,
        ),
    ),
    "root-page-cached-as-pages": (
        case(
            SITE,
            breaks("PathPattern: /,", "PathPattern: /other,", at="Site"),
            breaks("PathPattern: /,", "PathPattern: index.html,"),
            holds(
                "          - {PathPattern: /, TargetOriginId: bucket, CachePolicyId: !Ref Pages, Compress: true}\n"
                "          - {" + PAGES + ", CachePolicyId: !Ref Pages",
                "          - {" + PAGES + ", CachePolicyId: a",
            ),
            rest=ZONE,
        ),
    ),
    "root-object-without-slash": (
        case(
            SITE,
            breaks("Object: index.html", "Object: /index.html", at="Site"),
            holds("Object: index.html", "Object: a"),
        ),
    ),
    "distribution-speaks-http2": (
        case(
            SITE,
            breaks("        HttpVersion: http2and3\n", "", at="Site"),
            breaks("http2and3", "http1.1", line="HttpVersion: http1.1"),
            holds("http2and3", "http2"),
            holds("http2and3", "!Ref Name"),
            rest=ZONE,
        ),
    ),
}
