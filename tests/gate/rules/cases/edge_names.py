"""Cases of the rules about names at the edge: certificates, aliases and records."""

from tests.gate.rules.case import breaks, case, holds
from tests.gate.rules.site import SITE, ZONE

CERTIFICATE_ARN = "AcmCertificateArn: !Ref Certificate"

CASES = {
    "edge-in-us-east-1": (
        case(
            SITE,
            breaks("Certificate\n", "Certificate\n", at="Site", line=CERTIFICATE_ARN, region="eu-west-1"),
            breaks("Scope: CLOUDFRONT", "Scope: CLOUDFRONT", at="Acl", region="eu-west-1"),
            breaks("!Ref Certificate", "arn:aws:acm:eu-west-1:111122223333:certificate/a", at="Site"),
            breaks("!Ref Certificate", "!Sub 'arn:aws:acm:eu-west-1:${AWS::AccountId}:certificate/a'"),
            breaks("!Ref HeadersV1", "arn:aws:lambda:eu-west-1:111122223333:function:a:1", at="Site"),
            breaks(
                "  Acl:",
                "  Source: {Type: AWS::Logs::DeliverySource, Properties: {ResourceArn: !GetAtt Site.Arn}}\n  Acl:",
                at="Source",
                region="eu-west-1",
            ),
            holds("Certificate\n", "Certificate\n", region="us-east-1"),
            holds("!Ref Certificate", "!Sub 'arn:aws:acm:${AWS::Region}:111122223333:certificate/a'"),
            holds("!Ref Certificate", "arn:aws:acm:us-east-1:111122223333:certificate/a"),
            holds("!Ref Certificate", "!Ref Wanted"),
            rest=ZONE,
        ),
    ),
    "distribution-web-acl": (
        case(
            SITE,
            breaks("Scope: CLOUDFRONT", "Scope: REGIONAL", at="Site", line="WebACLId: !GetAtt Acl.Arn"),
            breaks("!GetAtt Acl.Arn", "!Ref Acl"),
            breaks("!GetAtt Acl.Arn", "arn:aws:wafv2:us-east-1:111122223333:regional/webacl/a/b"),
            breaks(
                "  Acl:",
                "  Join:\n    Type: AWS::WAFv2::WebACLAssociation\n    Properties:\n"
                "      ResourceArn: !Sub arn:aws:cloudfront::1:distribution/${Site}\n  Acl:",
                at="Join",
            ),
            holds("!GetAtt Acl.Arn", "!Ref Wanted"),
            holds("Scope: CLOUDFRONT", "Scope: !Ref Wanted"),
            holds(
                "  Acl:",
                "  Join: {Type: AWS::WAFv2::WebACLAssociation, Properties: {ResourceArn: !Ref Wanted}}\n  Acl:",
            ),
            rest=ZONE,
        ),
    ),
    "aliases-have-certificate": (
        case(
            SITE,
            breaks(CERTIFICATE_ARN, "CloudFrontDefaultCertificate: true", at="Site", line="Aliases:"),
            breaks("        ViewerCertificate:\n          " + CERTIFICATE_ARN, "        Enabled: true"),
            holds(CERTIFICATE_ARN, "IamCertificateId: a"),
            holds("\n          " + CERTIFICATE_ARN, " !If [Has, {AcmCertificateArn: a}, {IamCertificateId: b}]"),
            rest=ZONE,
        ),
        case(
            SITE.replace("          - www.example.com\n", "").replace("- example.com", "- !If [A, b, c]"),
            holds(CERTIFICATE_ARN, "CloudFrontDefaultCertificate: true"),
            rest=ZONE,
        ),
    ),
    "certificate-covers-aliases": (
        case(
            SITE,
            breaks("- www.example.com", "- a.www.example.com", at="Site", line="- a.www.example.com"),
            breaks("'*.example.com'", "other.example.com"),
            holds("- www.example.com", "- WWW.Example.com"),
            holds("- www.example.com", "- !Ref Name"),
            holds("'*.example.com'", "!Ref Name"),
            rest=ZONE,
        ),
    ),
    "record-has-alias": (
        case(
            SITE,
            breaks("      Name: example.com.", "      Name: static.example.com.", at="Record"),
            breaks("- Name: example.com.", "- Name: static.example.com.", at="Records"),
            holds("      Name: example.com.", "      Name: !Ref Name"),
            holds("- www.example.com", "- !Ref Name"),
            rest=ZONE,
        ),
    ),
    "certificate-validated-throughout": (
        case(
            SITE,
            breaks(", HostedZoneId: !Ref Zone}", "}", at="Certificate", line="DomainValidationOptions:"),
            breaks("static.example.org]", "static.example.org, static.example.net]"),
            breaks("static.example.org]", "static.example.org, !Sub 'www.${Name}']"),
            holds("static.example.org", "!Ref Name"),
            holds("ValidationMethod: DNS", "CertificateAuthorityArn: a"),
            holds("- {DomainName: static.example.org, HostedZoneId: !Ref Zone}", "- !If [A, {DomainName: a}, b]"),
            rest=ZONE,
        ),
    ),
    "certificate-validates-itself": (
        case(
            SITE,
            breaks("      ValidationMethod: DNS\n", "", at="Certificate"),
            breaks("ValidationMethod: DNS", "ValidationMethod: EMAIL", line="ValidationMethod: EMAIL"),
            breaks("HostedZoneId: Z1}\n        - {DomainName: static.example.org, HostedZoneId: !Ref Zone}", "A: b}"),
            holds("ValidationMethod: DNS", "ValidationMethod: !Ref Wanted"),
            holds("HostedZoneId: !Ref Zone}", "B: c}"),
            rest=ZONE,
        ),
    ),
    "certificate-zone-delegated": (
        case(
            SITE,
            breaks(
                "  Acl:", "  Zone: {Type: AWS::Route53::HostedZone, Properties: {Name: a}}\n  Acl:", at="Certificate"
            ),
        ),
    ),
    "edge-names-unique": (
        case(
            SITE,
            breaks("Name: rest", "Name: site", at="Rest", line="Name: site"),
            breaks("Name: other", "Name: site", at="Other"),
            holds("Name: rest", "Name: !Ref Name"),
            rest=ZONE,
        ),
    ),
    "alias-target-zone": (
        case(
            SITE,
            breaks("        HostedZoneId: Z2FDTNDATAQYW2", "        HostedZoneId: Z1", at="Record"),
            breaks(
                "        HostedZoneId: Z2FDTNDATAQYW2",
                "        HostedZoneId: !Ref Zone",
                line="HostedZoneId: !Ref Zone",
            ),
            breaks("DomainName, HostedZoneId: Z2FDTNDATAQYW2", "DomainName, HostedZoneId: !Ref Zone", at="Records"),
            breaks("!GetAtt Site.DomainName\n        HostedZoneId: Z2", "d1.cloudfront.net\n        HostedZoneId: Z3"),
            holds("        HostedZoneId: Z2FDTNDATAQYW2", "        HostedZoneId: !Ref Wanted"),
            rest=ZONE,
        ),
    ),
    "alias-of-distribution-without-health": (
        case(
            SITE,
            breaks("EvaluateTargetHealth: false", "EvaluateTargetHealth: true", at="Record"),
            holds("EvaluateTargetHealth: false", "EvaluateTargetHealth: !Ref Wanted"),
            rest=ZONE,
        ),
    ),
    "distribution-record-for-ipv6": (
        case(
            SITE,
            breaks("Type: AAAA", "Type: TXT", at="Record"),
            holds("IPV6Enabled: true", "IPV6Enabled: false"),
            rest=ZONE,
        ),
    ),
}
