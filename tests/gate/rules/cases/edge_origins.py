"""Cases of the rules about what a distribution fetches from, and where it logs."""

from tests.gate.rules.case import breaks, case, holds
from tests.gate.rules.site import SITE, ZONE

IDENTITY = "OriginAccessIdentity: ''"
GRANT = "Principal: {Service: cloudfront.amazonaws.com}"
SOURCE = "            Condition: {StringEquals: {'AWS:SourceArn': !Sub 'arn:aws:cloudfront::1:distribution/${Site}'}}\n"
HOST = "DomainName: !GetAtt Bucket.RegionalDomainName"
CONTROL = "            OriginAccessControlId: !GetAtt Control.Id\n"
SECOND_ORIGIN = """
          - {Id: api, DomainName: api.example.com, CustomOriginConfig: {OriginProtocolPolicy: https-only}}
        DefaultCacheBehavior:"""

CASES = {
    "origin-of-one-kind": (
        case(
            SITE,
            breaks("            S3OriginConfig: {OriginAccessIdentity: ''}\n", "", at="Site", line="- Id: bucket"),
            holds("S3OriginConfig: {OriginAccessIdentity: ''}", "VpcOriginConfig: {VpcOriginId: a}"),
            holds("S3OriginConfig: {OriginAccessIdentity: ''}", "CustomOriginConfig: !If [A, {}, {}]"),
            rest=ZONE,
        ),
    ),
    "origin-signs-one-way": (
        case(
            SITE,
            breaks(IDENTITY, "OriginAccessIdentity: origin-access-identity/cloudfront/A", at="Site"),
            breaks(IDENTITY, "OriginAccessIdentity: !Sub 'origin-access-identity/cloudfront/${Name}'"),
            holds(IDENTITY, "OriginAccessIdentity: !Ref Name"),
            holds(CONTROL, ""),
            rest=ZONE,
        ),
    ),
    "bucket-origin-host": (
        case(
            SITE,
            breaks(HOST, "DomainName: !Ref Bucket", at="Site", line="DomainName: !Ref Bucket"),
            breaks(HOST, "DomainName: !GetAtt Bucket.WebsiteURL"),
            breaks(HOST, "DomainName: site.s3-website-us-east-1.amazonaws.com"),
            holds(HOST, "DomainName: !Ref Name"),
            holds(HOST, "DomainName: site.s3.eu-west-1.amazonaws.com"),
            rest=ZONE,
        ),
    ),
    "bucket-origin-in-its-region": (
        case(
            SITE,
            breaks(HOST, "DomainName: !GetAtt Bucket.DomainName", at="Site"),
            holds(HOST, "DomainName: !Ref Name"),
            rest=ZONE,
        ),
    ),
    "bucket-lets-distribution-read": (
        case(
            SITE,
            breaks(
                "            Action: s3:GetObject", "            Action: s3:PutObject", at="Site", line="- Id: bucket"
            ),
            breaks("            " + GRANT, "            Principal: {Service: logs.amazonaws.com}"),
            breaks(
                "- Effect: Allow\n            Principal: {Service: cloud",
                "- Effect: Deny\n            Principal: {Service: cloud",
            ),
            breaks("      Bucket: !Ref Bucket\n", "      Bucket: !Ref LogBucket\n"),
            holds("            Action: s3:GetObject", "            Action: ['s3:Get*']"),
            holds("            " + GRANT, "            Principal: {Service: !Ref Name}"),
            holds("      Bucket: !Ref Bucket\n", "      Bucket: !Ref Name\n"),
            holds(CONTROL, ""),
            rest=ZONE,
        ),
    ),
    "bucket-read-by-one-distribution": (
        case(
            SITE,
            breaks(SOURCE, "", at="Policy", line="Statement:"),
            breaks("'AWS:SourceArn'", "'aws:PrincipalTag/a'"),
            holds("'AWS:SourceArn'", "'aws:SourceAccount'"),
            holds(SOURCE, "            Condition: !If [A, {}, {}]\n"),
            rest=ZONE,
        ),
    ),
    "identity-may-decrypt": (
        case(
            SITE.replace(IDENTITY, "OriginAccessIdentity: origin-access-identity/cloudfront/A"),
            breaks(CONTROL, "", at="Site", line="- Id: bucket"),
            rest=ZONE,
        ),
    ),
    "error-pages-of-one-origin": (
        case(
            SITE,
            breaks(
                "\n        DefaultCacheBehavior:\n          TargetOriginId: bucket",
                SECOND_ORIGIN + "\n          TargetOriginId: api",
                at="Site",
                line="- {ErrorCode: 404, ResponseCode: 200, ResponsePagePath: /index.html}",
            ),
            holds("\n        DefaultCacheBehavior:", SECOND_ORIGIN),
            rest=ZONE,
        ),
    ),
    "distribution-log-bucket-takes-acls": (
        case(
            SITE,
            breaks("BucketOwnerPreferred", "BucketOwnerEnforced", at="Site"),
            breaks("      OwnershipControls: {Rules: [{ObjectOwnership: BucketOwnerPreferred}]}", "      Tags: []"),
            breaks("!GetAtt LogBucket.DomainName", "!Sub '${Bucket}.s3.amazonaws.com'"),
            holds("BucketOwnerPreferred", "!Ref Name"),
            holds("!GetAtt LogBucket.DomainName", "logs.s3.amazonaws.com"),
            rest=ZONE,
        ),
    ),
}
