"""Cases of the rules about a load balancer behind a record."""

from tests.gate.rules.case import breaks, case, holds

BALANCER = """
  Balancer: {Type: AWS::ElasticLoadBalancingV2::LoadBalancer, Properties: {Type: application}}
  Record:
    Type: AWS::Route53::RecordSet
    Properties:
      HostedZoneId: !Ref Zone
      Name: origin.example.com
      Type: A
      AliasTarget: {DNSName: !GetAtt Balancer.DNSName, HostedZoneId: !GetAtt Balancer.CanonicalHostedZoneID}
"""
ZONE = "Parameters: {Zone: {Type: String}, Wanted: {Type: String}}"
CASES = {
    "alias-target-zone": (
        case(
            BALANCER,
            breaks("!GetAtt Balancer.CanonicalHostedZoneID", "!Ref Zone", at="Record"),
            breaks("!GetAtt Balancer.CanonicalHostedZoneID", "Z2FDTNDATAQYW2"),
            breaks("!GetAtt Balancer.CanonicalHostedZoneID", "!GetAtt Balancer.LoadBalancerName"),
            holds("!GetAtt Balancer.CanonicalHostedZoneID", "Z35SXDOTRQ7X7K"),
            holds("!GetAtt Balancer.CanonicalHostedZoneID", "!Ref Wanted"),
            rest=ZONE,
        ),
    ),
}
