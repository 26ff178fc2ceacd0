"""The VPC, its access lists and security groups."""

from tests.gate.goals.case import case

ACL_ENTRY = """
Entry:
  Type: AWS::EC2::NetworkAclEntry
  Properties:
    {NetworkAclId: acl, RuleAction: allow, Protocol: 6, CidrBlock: 0.0.0.0/0, PortRange: {From: 443, To: 443}}
"""
GROUP = """
Group:
  Type: AWS::EC2::SecurityGroup
  Properties:
    GroupDescription: The load balancer
    SecurityGroupIngress:
    - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0, Description: HTTPS}
    SecurityGroupEgress:
    - {IpProtocol: tcp, FromPort: 8000, ToPort: 8000, CidrIp: 10.0.0.0/16, Description: Tasks}
Rule:
  Type: AWS::EC2::SecurityGroupIngress
  Properties: {GroupId: !Ref Group, IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIpv6: '::/0', Description: HTTPS}
"""
SHUT = GROUP.replace("Egress:\n", "Egress:\n    - {IpProtocol: -1, CidrIp: 127.0.0.1/32}\n")
CLOSED = GROUP.replace("0.0.0.0/0", "10.1.0.0/16").replace("::/0", "fd00::/8")

CASES = {
    "vpc-flow-logs": case(
        """
        Vpc: {Type: 'AWS::EC2::VPC'}
        Log: {Type: 'AWS::EC2::FlowLog', Properties: {ResourceId: !Ref Vpc}}
        """,
        ("ResourceId: !Ref Vpc", "ResourceId: vpc-1"),
        ("'AWS::EC2::FlowLog'", "'AWS::EC2::VPCCidrBlock'"),
    ),
    "default-security-group-closed": case(
        """
        Vpc: {Type: 'AWS::EC2::VPC'}
        Closing: {Type: 'Custom::Closing', Properties: {Group: !GetAtt Vpc.DefaultSecurityGroup}}
        """,
        ("Vpc.DefaultSecurityGroup", "Vpc.VpcId"),
        ("Custom::Closing", "AWS::SSM::Parameter"),
    ),
    "subnets-give-no-public-addresses": case(
        "Subnet: {Type: 'AWS::EC2::Subnet', Properties: {MapPublicIpOnLaunch: false}}",
        ("false", "true"),
        ("false", "!If [A, true, false]"),
    ),
    "no-public-route": case(
        """
        Gateway: {Type: 'AWS::EC2::InternetGateway'}
        Route:
          {Type: 'AWS::EC2::Route', Properties: {GatewayId: !Ref Gateway, DestinationCidrBlock: 192.0.2.0/24}}
        """,
        ("192.0.2.0/24", "0.0.0.0/0"),
        ("DestinationCidrBlock: 192.0.2.0/24", "DestinationIpv6CidrBlock: '::/0'"),
    ),
    "endpoint-policies": case(
        """
        Endpoint:
          Type: AWS::EC2::VPCEndpoint
          Properties:
            PolicyDocument:
              Statement:
              - {Effect: Allow, Principal: '*', Action: '*', Resource: '*', Condition: {StringEquals: {a: b}}}
              - {Effect: Allow, Principal: '*', Action: 's3:GetObject', Resource: 'arn:aws:s3:::layers/*'}
        """,
        (", Condition: {StringEquals: {a: b}}", ""),
        ("arn:aws:s3:::layers/*", "*"),
        ("PolicyDocument:", "Policy:"),
    ),
    "narrow-network-acls": case(
        ACL_ENTRY,
        ("Protocol: 6", "Protocol: -1"),
        ("To: 443", "To: 65535"),
        ("allow", "deny"),
    ),
    "no-administration-through-network-acls": case(
        ACL_ENTRY,
        ("443", "22"),
        ("443", "3389"),
        ("From: 443", "From: 1"),
        ("Protocol: 6", "Protocol: -1"),
        ("0.0.0.0/0, PortRange: {From: 443, To: 443}", "0.0.0.0/0"),
        ("CidrBlock: 0.0.0.0/0, PortRange: {From: 443", "Ipv6CidrBlock: '::/0', PortRange: {From: 1"),
    ),
    "security-group-descriptions": case(
        GROUP,
        ("GroupDescription: The load balancer", "GroupName: x"),
        ("10.0.0.0/16, Description: Tasks", "10.0.0.0/16"),
        ("'::/0', Description: HTTPS", "'::/0'"),
    ),
    "no-open-risky-ports": case(
        GROUP,
        ("FromPort: 443, ToPort: 443, CidrIp:", "FromPort: 22, ToPort: 22, CidrIp:"),
        ("FromPort: 443, ToPort: 443, CidrIpv6", "FromPort: 5000, ToPort: 6000, CidrIpv6"),
        ("tcp, FromPort: 443, ToPort: 443, CidrIp:", "'-1', CidrIp:"),
    ),
    "only-web-ports-open": case(
        GROUP,
        ("443", "444"),
        ("IpProtocol: tcp, FromPort: 443", "IpProtocol: udp, FromPort: 443"),
        ("FromPort: 443", "FromPort: 80"),
    ),
    "nothing-open-to-the-internet": case(CLOSED, ("10.1.0.0/16", "0.0.0.0/0"), ("fd00::/8", "::/0")),
    "port-80-closed": case(GROUP, ("443", "80"), ("FromPort: 443", "FromPort: 1"), ("tcp, FromPort", "-1, FromPort")),
    "explicit-egress": case(
        GROUP,
        ("SecurityGroupEgress", "Egress"),
    ),
    "single-ports": case(
        SHUT,
        ("ToPort: 8000", "ToPort: 9000"),
        ("ToPort: 443, CidrIpv6", "ToPort: 444, CidrIpv6"),
        ("tcp, FromPort: 8000", "-1, FromPort: 8000"),
        ("{IpProtocol: -1, CidrIp: 127.0.0.1/32}", "{IpProtocol: -1, CidrIp: 127.0.0.2/32}"),
    ),
    "no-egress-to-the-internet": case(GROUP, ("10.0.0.0/16", "0.0.0.0/0"), ("CidrIp: 10.0.0.0/16", "CidrIpv6: '::/0'")),
}
