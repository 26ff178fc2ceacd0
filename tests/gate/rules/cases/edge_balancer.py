"""Cases of the rules about a load balancer behind a distribution or a record."""

from tests.gate.rules.case import breaks, case, holds

API = """
  Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: application}}
  Http:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties:
      LoadBalancerArn: !Ref Balancer
      Port: 80
      Protocol: HTTP
      DefaultActions: [{Type: redirect, RedirectConfig: {Protocol: HTTPS, StatusCode: HTTP_301}}]
  Record:
    Type: AWS::Route53::RecordSet
    Properties:
      HostedZoneId: !Ref Zone
      Name: origin.example.com
      Type: A
      AliasTarget: {DNSName: !GetAtt Balancer.DNSName, HostedZoneId: !GetAtt Balancer.CanonicalHostedZoneID}
  Policy:
    Type: AWS::CloudFront::OriginRequestPolicy
    Properties: {OriginRequestPolicyConfig: {Name: a, HeadersConfig: {HeaderBehavior: none}}}
  Api:
    Type: AWS::CloudFront::Distribution
    Properties:
      DistributionConfig:
        Origins:
          - Id: api
            DomainName: origin.example.com
            CustomOriginConfig:
              OriginProtocolPolicy: https-only
        DefaultCacheBehavior:
          TargetOriginId: api
          CachePolicyId: 4135ea2d-6df8-44a3-9df3-4b5a84be39ad
          OriginRequestPolicyId: !Ref Policy
"""
ZONE = "Parameters: {Zone: {Type: String}, Wanted: {Type: String}}"
OWN = "DomainName: !GetAtt Balancer.DNSName"
FORWARDING = """  Rule:
    Type: AWS::ElasticLoadBalancingV2::ListenerRule
    Properties: {ListenerArn: !Ref Http, Actions: [{Type: forward, TargetGroupArn: a}]}
  Record:"""

CASES = {
    "alias-target-zone": (
        case(
            API,
            breaks("!GetAtt Balancer.CanonicalHostedZoneID", "!Ref Zone", at="Record"),
            breaks("!GetAtt Balancer.CanonicalHostedZoneID", "Z2FDTNDATAQYW2"),
            breaks("!GetAtt Balancer.CanonicalHostedZoneID", "!GetAtt Balancer.LoadBalancerName"),
            holds("!GetAtt Balancer.CanonicalHostedZoneID", "Z35SXDOTRQ7X7K"),
            holds("!GetAtt Balancer.CanonicalHostedZoneID", "!Ref Wanted"),
            rest=ZONE,
        ),
    ),
    "origin-does-not-redirect": (
        case(
            API,
            breaks("https-only", "http-only", at="Api", line="OriginProtocolPolicy: http-only"),
            holds("https-only", "match-viewer"),
            holds("https-only", "!Ref Wanted"),
            rest=ZONE,
        ),
        case(
            API.replace("https-only", "http-only").replace("Type: redirect", "Type: fixed-response"),
            breaks("Type: fixed-response", "Type: redirect", at="Api"),
            rest=ZONE,
        ),
        case(
            API.replace("https-only", "http-only").replace("  Record:", FORWARDING),
            breaks("!Ref Http,", "!Ref Wanted,"),
            rest=ZONE,
        ),
    ),
    "origin-certificate-fits": (
        case(
            API,
            breaks("DomainName: origin.example.com", OWN, at="Api", line=OWN),
            rest=ZONE,
        ),
        case(
            API.replace("DomainName: origin.example.com", OWN).replace("https-only", "http-only"),
            breaks("http-only", "https-only"),
            rest=ZONE,
        ),
        case(
            API.replace("DomainName: origin.example.com", OWN).replace(
                "HeaderBehavior: none", "HeaderBehavior: allViewer"
            ),
            breaks("OriginRequestPolicyId: !Ref Policy", "Compress: true"),
            breaks("OriginRequestPolicyId: !Ref Policy", "OriginRequestPolicyId: b689b0a8-53d0-40ab-baf2-68738e2966ac"),
            holds("OriginRequestPolicyId: !Ref Policy", "OriginRequestPolicyId: 216adef6-5c7f-47e4-b989-5493eafa07d3"),
            rest=ZONE,
        ),
    ),
}
