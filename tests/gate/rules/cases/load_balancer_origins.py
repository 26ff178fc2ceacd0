"""Cases of the rules about load balancers that a distribution fetches from."""

from tests.gate.rules.case import breaks, case, holds

DISTRIBUTION = """
  Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Scheme: internet-facing}}
  Certificate:
    Type: AWS::CertificateManager::Certificate
    Properties: {DomainName: shop.example.com, SubjectAlternativeNames: ["*.shop.example.com"]}
  Secure:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 443
      Protocol: HTTPS
      Certificates: [{CertificateArn: !Ref Certificate}]
  Plain:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 80
      Protocol: HTTP
      DefaultActions: [{Type: redirect, RedirectConfig: {Protocol: HTTPS, StatusCode: HTTP_301}}]
  Record:
    Type: AWS::Route53::RecordSet
    Properties:
      Name: origin.shop.example.com.
      Type: A
      AliasTarget: {DNSName: !Sub "dualstack.${Balancer.DNSName}", HostedZoneId: !GetAtt Balancer.CanonicalHostedZoneID}
  Distribution:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        DefaultCacheBehavior:
          TargetOriginId: api
          CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad
          OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac
        Origins:
          - Id: api
            DomainName: origin.shop.example.com
            CustomOriginConfig: {OriginProtocolPolicy: https-only}
"""
IN_VPC = """
  Within:
    Type: AWS::CloudFront::VpcOrigin
    Properties: {VpcOriginEndpointConfig: {Arn: !Ref Balancer, OriginProtocolPolicy: https-only}}
"""
RULE = """
  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties: {ListenerArn: !Ref Plain, Priority: 1, Actions: [{Type: fixed-response}]}
"""
WITHIN = DISTRIBUTION.replace(
    "CustomOriginConfig: {OriginProtocolPolicy: https-only}", "VpcOriginConfig: {VpcOriginId: !GetAtt Within.Id}"
).replace("DomainName: origin", "DomainName: anything")

CASES = {
    "origin-without-redirect": (
        case(
            DISTRIBUTION,
            breaks("https-only", "http-only", at="Distribution", line="- Id: api"),
            breaks(
                "origin.shop.example.com\n            CustomOriginConfig: {OriginProtocolPolicy: https-only}",
                "!GetAtt Balancer.DNSName\n            CustomOriginConfig: {OriginProtocolPolicy: http-only}",
            ),
            holds("{OriginProtocolPolicy: https-only}", "{OriginProtocolPolicy: http-only, HTTPPort: 8080}"),
            holds("{OriginProtocolPolicy: https-only}", "{OriginProtocolPolicy: !Ref AWS::Region}"),
        ),
        case(
            DISTRIBUTION.replace("https-only", "http-only") + RULE,
            breaks("!Ref Plain, Priority", "!Ref Secure, Priority"),
            holds("{Type: redirect, RedirectConfig: {Protocol: HTTPS, StatusCode: HTTP_301}}", "{Type: forward}"),
        ),
        case(WITHIN + IN_VPC, breaks("OriginProtocolPolicy: https-only", "OriginProtocolPolicy: http-only")),
    ),
    "origin-name-on-certificate": (
        case(
            DISTRIBUTION,
            breaks(
                "DomainName: origin.shop.example.com",
                "DomainName: !GetAtt Balancer.DNSName",
                at="Distribution",
                line="DomainName: !GetAtt Balancer.DNSName",
            ),
            breaks("*.shop.example.com", "*.example.com"),
            holds('["*.shop.example.com"]', "!Ref AWS::NotificationARNs"),
            holds("!Ref Certificate}", "!Ref AWS::Region}"),
            holds("DomainName: origin.shop.example.com", "DomainName: elsewhere.example.com"),
        ),
        case(
            DISTRIBUTION.replace(
                "b689b0a8-53d0-40ab-baf2-68738e2966ac", "216adef6-5c7f-47e4-b989-5492eafa07d3"
            ).replace("DomainName: origin.shop.example.com", "DomainName: !GetAtt Balancer.DNSName"),
            breaks("          OriginRequestPolicyId: 216adef6-5c7f-47e4-b989-5492eafa07d3\n", ""),
            holds("TargetOriginId: api", "TargetOriginId: site"),
            holds("OriginRequestPolicyId: 216adef6-5c7f-47e4-b989-5492eafa07d3", "ForwardedValues: {Headers: [Host]}"),
        ),
        case(
            WITHIN + IN_VPC,
            breaks(
                "VpcOriginConfig: {VpcOriginId: !GetAtt Within.Id}",
                "CustomOriginConfig: {OriginProtocolPolicy: https-only}\n"
                "          - Id: api\n"
                "            DomainName: !GetAtt Balancer.DNSName\n"
                "            CustomOriginConfig: {OriginProtocolPolicy: https-only}",
            ),
        ),
    ),
}
