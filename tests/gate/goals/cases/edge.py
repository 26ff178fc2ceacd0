"""The load balancer, web ACLs, CloudFront, zones and certificates."""

from tests.gate.goals.case import case

BALANCER = """
Balancer:
  Type: AWS::ElasticLoadBalancingV2::LoadBalancer
  Properties:
    Scheme: internal
    Subnets: [!Ref A, !Ref B]
    LoadBalancerAttributes:
    - {Key: routing.http.drop_invalid_header_fields.enabled, Value: 'true'}
    - {Key: routing.http.desync_mitigation_mode, Value: strictest}
    - {Key: deletion_protection.enabled, Value: 'true'}
    - {Key: access_logs.s3.enabled, Value: 'true'}
    - {Key: access_logs.s3.bucket, Value: logs}
A: {Type: 'AWS::EC2::Subnet', Properties: {AvailabilityZone: a}}
B: {Type: 'AWS::EC2::Subnet', Properties: {AvailabilityZone: b}}
Targets:
  Type: AWS::ElasticLoadBalancingV2::TargetGroup
  Properties: {TargetGroupAttributes: [{Key: load_balancing.cross_zone.enabled, Value: 'true'}]}
Firewall:
  Type: AWS::WAFv2::WebACLAssociation
  Properties: {ResourceArn: !Ref Balancer, WebACLArn: acl}
Certificate: {Type: 'AWS::CertificateManager::Certificate'}
Https:
  Type: AWS::ElasticLoadBalancingV2::Listener
  Properties:
    LoadBalancerArn: !Ref Balancer
    Protocol: HTTPS
    SslPolicy: ELBSecurityPolicy-TLS13-1-2-2021-06
    Certificates: [{CertificateArn: !Ref Certificate}]
    DefaultActions: [{Type: forward}]
Http:
  Type: AWS::ElasticLoadBalancingV2::Listener
  Properties:
    LoadBalancerArn: !Ref Balancer
    Protocol: HTTP
    DefaultActions: [{Type: redirect, RedirectConfig: {Protocol: HTTPS}}]
Rule:
  Type: AWS::ElasticLoadBalancingV2::ListenerRule
  Properties: {ListenerArn: !Ref Http, Actions: [{Type: redirect, RedirectConfig: {Protocol: HTTPS}}]}
"""
SERVING = ("DefaultActions: [{Type: redirect, RedirectConfig: {Protocol: HTTPS}}]", "DefaultActions: [{Type: forward}]")
RULE = ("Http, Actions: [{Type: redirect, RedirectConfig: {Protocol: HTTPS}}]", "Http, Actions: [{Type: forward}]")
NO_HTTPS = ("Protocol: HTTPS\n    SslPolicy", "Protocol: TCP\n    SslPolicy")

WEB_ACL = """
Acl:
  Type: AWS::WAFv2::WebACL
  Properties:
    Name: whole
    VisibilityConfig: {CloudWatchMetricsEnabled: true}
    Rules:
    - Name: known
      OverrideAction: {None: {}}
      Statement: {ManagedRuleGroupStatement: {VendorName: AWS, Name: AWSManagedRulesKnownBadInputsRuleSet}}
      VisibilityConfig: {CloudWatchMetricsEnabled: true}
Logs: {Type: 'AWS::Logs::LogGroup', Properties: {LogGroupName: aws-waf-logs-x}}
Logging:
  Type: AWS::WAFv2::LoggingConfiguration
  Properties: {ResourceArn: !GetAtt Acl.Arn, LogDestinationConfigs: [!GetAtt Logs.Arn]}
"""

DISTRIBUTION = """
Distribution:
  Type: AWS::CloudFront::Distribution
  Properties:
    DistributionConfig:
      DefaultRootObject: index.html
      WebACLId: arn:acl
      Logging: {Bucket: logs}
      ViewerCertificate: {AcmCertificateArn: arn:x, SslSupportMethod: sni-only, MinimumProtocolVersion: TLSv1.2_2021}
      Restrictions: {GeoRestriction: {RestrictionType: whitelist, Locations: [CH]}}
      OriginGroups: {Quantity: 1, Items: [{Id: both}]}
      Origins:
      - {Id: site, S3OriginConfig: {OriginAccessIdentity: ''}, OriginAccessControlId: control}
      - {Id: api, CustomOriginConfig: {OriginProtocolPolicy: https-only, OriginSSLProtocols: [TLSv1.2]}}
      DefaultCacheBehavior: {ViewerProtocolPolicy: redirect-to-https, ResponseHeadersPolicyId: headers}
      CacheBehaviors: [{PathPattern: '*.js', ViewerProtocolPolicy: https-only, ResponseHeadersPolicyId: headers}]
"""
DELIVERED = (
    DISTRIBUTION.replace("Logging: {Bucket: logs}", "Enabled: true")
    + """
Source:
  Type: AWS::Logs::DeliverySource
  Properties:
    Name: site
    LogType: ACCESS_LOGS
    ResourceArn: !Sub 'arn:${AWS::Partition}:cloudfront::${AWS::AccountId}:distribution/${Distribution}'
Delivery: {Type: 'AWS::Logs::Delivery', Properties: {DeliverySourceName: !Ref Source}}
"""
)

CASES = {
    "https-only": case(BALANCER, SERVING, RULE, NO_HTTPS),
    "listener-certificate": case(
        BALANCER,
        NO_HTTPS,
        ("Certificates:", "Others:"),
        ("!Ref Certificate", "!Ref Targets"),
        ("!Ref Certificate", "arn:aws:iam::1:server-certificate/x"),
    ),
    "listener-tls": case(
        BALANCER,
        SERVING,
        RULE,
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-2016-08"),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-2-Ext2-2021-06"),
        ("ELBSecurityPolicy-TLS13-1-2-2021-06", "ELBSecurityPolicy-TLS13-1-0-2021-06"),
    ),
    "drop-invalid-headers": case(
        BALANCER,
        ("drop_invalid_header_fields.enabled, Value: 'true'", "drop_invalid_header_fields.enabled, Value: 'false'"),
        ("drop_invalid", "keep_invalid"),
    ),
    "desync-mitigation": case(BALANCER, ("strictest", "monitor")),
    "load-balancer-access-log": case(
        BALANCER, ("s3.enabled, Value: 'true'", "s3.enabled, Value: 'false'"), ("access_logs.s3.bucket", "x")
    ),
    "load-balancer-deletion-protection": case(BALANCER, ("deletion_protection", "x"), ("'true'", "'false'")),
    "load-balancer-zones": case(
        BALANCER,
        ("AvailabilityZone: b", "AvailabilityZone: a"),
        ("[!Ref A, !Ref B]", "[!Ref A]"),
        ("[!Ref A, !Ref B]", "[subnet-1]"),
        ("cross_zone.enabled, Value: 'true'", "cross_zone.enabled, Value: 'false'"),
    ),
    "load-balancer-firewall": case(BALANCER, ("ResourceArn: !Ref Balancer", "ResourceArn: !Ref Targets")),
    "no-public-load-balancer": case(
        BALANCER, ("internal", "internet-facing"), ("Scheme: internal", "Type: application")
    ),
    "web-acl-rules": case(WEB_ACL, ("KnownBadInputs", "Common"), ("{None: {}}", "{Count: {}}"), ("Rules:", "Others:")),
    "web-acl-logs-and-metrics": case(
        WEB_ACL,
        ("!GetAtt Acl.Arn", "another"),
        ("aws-waf-logs-x", "logs"),
        ("    VisibilityConfig: {CloudWatchMetricsEnabled: true}\n    Rules", "    Rules"),
        ("Set}}\n      VisibilityConfig: {CloudWatchMetricsEnabled: true}", "Set}}"),
    ),
    "default-root-object": case(DISTRIBUTION, ("DefaultRootObject", "Comment")),
    "viewers-use-https": case(
        DISTRIBUTION, ("redirect-to-https", "allow-all"), ("'*.js', ViewerProtocolPolicy: https-only", "'*.js'")
    ),
    "origin-access-control": case(DISTRIBUTION, (", OriginAccessControlId: control", "")),
    "distribution-access-log": case(
        DELIVERED,
        ("distribution/${Distribution}", "distribution/EX"),
        ("!Ref Source", "another"),
        ("'AWS::Logs::Delivery'", "'AWS::Logs::LogStream'"),
    ),
    "distribution-firewall": case(DISTRIBUTION, ("WebACLId", "Comment")),
    "distribution-certificate": case(
        DISTRIBUTION,
        ("AcmCertificateArn: arn:x", "CloudFrontDefaultCertificate: true"),
        ("sni-only", "vip"),
        ("TLSv1.2_2021", "TLSv1"),
    ),
    "origins-use-https": case(
        DISTRIBUTION,
        ("OriginProtocolPolicy: https-only", "OriginProtocolPolicy: match-viewer"),
        ("[TLSv1.2]", "[TLSv1.1]"),
    ),
    "origin-failover": case(DISTRIBUTION, ("OriginGroups", "Others")),
    "geographic-restrictions": case(DISTRIBUTION, ("whitelist", "none"), ("Restrictions:", "Others:")),
    "response-headers-policy": case(
        DISTRIBUTION,
        ("https-only, ResponseHeadersPolicyId: headers", "https-only"),
        ("redirect-to-https, ResponseHeadersPolicyId: headers", "redirect-to-https"),
    ),
    "query-logging": case(
        "Zone: {Type: 'AWS::Route53::HostedZone', Properties: {Name: a.b, QueryLoggingConfig: {LogGroup: x}}}",
        (", QueryLoggingConfig: {LogGroup: x}", ""),
    ),
    "certificates": case(
        """
        Certificate:
          Type: AWS::CertificateManager::Certificate
          Properties: {DomainName: a.b, SubjectAlternativeNames: [c.d], ValidationMethod: DNS, KeyAlgorithm: RSA_2048}
        """,
        ("a.b", "'*.b'"),
        ("c.d", "'*.d'"),
        ("DNS", "EMAIL"),
        ("RSA_2048", "RSA_1024"),
    ),
}
