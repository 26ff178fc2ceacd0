"""Cases of the rules about routes, zones, access lists, blocks of addresses and flow logs."""

from tests.gate.rules.case import Case, breaks, case, holds
from tests.model.reach.small import ACL

VPC = """
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16, EnableDnsSupport: true, EnableDnsHostnames: true}}
  Gateway: {Type: "AWS::EC2::InternetGateway"}
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  A: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24, AvailabilityZone: us-east-1a}}
  B: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24, AvailabilityZone: us-east-1b}}
  Public: {Type: "AWS::EC2::RouteTable", Properties: {VpcId: !Ref Vpc}}
  Private: {Type: "AWS::EC2::RouteTable", Properties: {VpcId: !Ref Vpc}}
  AIn: {Type: "AWS::EC2::SubnetRouteTableAssociation", Properties: {SubnetId: !Ref A, RouteTableId: !Ref Public}}
  BIn:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref B, RouteTableId: !Ref Public}
  Route:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Public, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
"""
B_ROUTED = "Properties: {SubnetId: !Ref B, RouteTableId: !Ref Public}"
B_IN = f"  BIn:\n    Type: AWS::EC2::SubnetRouteTableAssociation\n    {B_ROUTED}\n"
ELSEWHERE = "Parameters:\n  Elsewhere: {Type: String}\nConditions:\n  Perhaps: !Equals [!Ref Elsewhere, x]\n"
BALANCER = """
  Balancer: {Type: "AWS::ElasticLoadBalancingV2::LoadBalancer", Properties: {Subnets: [!Ref A, !Ref B]}}
"""
DATA = """
  Subnets: {Type: "AWS::RDS::DBSubnetGroup", Properties: {DBSubnetGroupDescription: data, SubnetIds: [!Ref A, !Ref B]}}
  Database:
    Type: AWS::RDS::DBInstance
    Properties: {Engine: postgres, DBSubnetGroupName: !Ref Subnets, MultiAZ: true}
"""
NAT = """
  NatA: {Type: "AWS::EC2::NatGateway", Properties: {SubnetId: !Ref A}}
"""
PRIVATE = VPC.replace("RouteTableId: !Ref Public}", "RouteTableId: !Ref Private}")
SERVICE = """
  Service:
    Type: AWS::ECS::Service
    Properties:
      NetworkConfiguration:
        AwsvpcConfiguration:
          Subnets: [!Ref A]
          AssignPublicIp: ENABLED
"""
NATS = """
  NatA: {Type: "AWS::EC2::NatGateway", Properties: {SubnetId: !Ref A}}
  NatB: {Type: "AWS::EC2::NatGateway", Properties: {SubnetId: !Ref B}}
  C: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.3.0/24, AvailabilityZone: us-east-1a}}
  D: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.4.0/24, AvailabilityZone: us-east-1b}}
  TableC: {Type: "AWS::EC2::RouteTable", Properties: {VpcId: !Ref Vpc}}
  TableD: {Type: "AWS::EC2::RouteTable", Properties: {VpcId: !Ref Vpc}}
  CIn: {Type: "AWS::EC2::SubnetRouteTableAssociation", Properties: {SubnetId: !Ref C, RouteTableId: !Ref TableC}}
  DIn: {Type: "AWS::EC2::SubnetRouteTableAssociation", Properties: {SubnetId: !Ref D, RouteTableId: !Ref TableD}}
  RouteC:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref TableC, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref NatA}
  RouteD:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref TableD, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref NatB}
"""
FLOW_LOG = """
  Log:
    Type: AWS::EC2::FlowLog
    Properties:
      ResourceType: VPC
      ResourceId: vpc-1
      LogDestinationType: cloud-watch-logs
      LogGroupName: flows
      DeliverLogsPermissionArn: !GetAtt Role.Arn
      MaxAggregationInterval: 60
  Role:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: vpc-flow-logs.amazonaws.com}, Action: "sts:AssumeRole"}]
"""
BUCKET_LOG = """
  Log:
    Type: AWS::EC2::FlowLog
    Properties: {ResourceType: VPC, ResourceId: vpc-1, LogDestinationType: s3, LogDestination: "arn:aws:s3:::logs"}
"""
# The subnets of two parameters, across stacks.
ROOT = """
Parameters:
  Second: {Type: String, Default: 10.0.2.0/24}
Resources:
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16}}
  One:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./subnet.yaml, Parameters: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Two:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: ./subnet.yaml, Parameters: {VpcId: !Ref Vpc, CidrBlock: !Ref Second}}
"""
CHILD = """
Parameters:
  VpcId: {Type: String}
  CidrBlock: {Type: String}
Resources:
  Subnet:
    Type: AWS::EC2::Subnet
    Properties:
      VpcId: !Ref VpcId
      CidrBlock: !Ref CidrBlock
"""
BLOCKS = {"root.yaml": ROOT, "subnet.yaml": CHILD}
RESOURCE_ACL = '  Vpc: {Type: "AWS::EC2::VPC"}\n  Isolated: {Type: "AWS::EC2::Subnet"}' + ACL

CASES: dict[str, tuple[Case, ...]] = {
    "subnets-have-a-route-table": (
        case(
            VPC,
            breaks(B_IN, "", at="B"),
            breaks("SubnetId: !Ref B,", "SubnetId: !Ref A,", at="BIn", line=B_ROUTED.replace("Ref B,", "Ref A,")),
            holds("SubnetId: !Ref B,", "SubnetId: !Ref Elsewhere,"),
            holds("{VpcId: !Ref Vpc, CidrBlock: 10.0.2.0/24", "{VpcId: !Ref Elsewhere, CidrBlock: 10.0.2.0/24"),
            rest=ELSEWHERE,
        ),
    ),
    "routes-are-unique": (
        case(
            VPC + '  Other: {Type: "AWS::EC2::Route", Properties: {RouteTableId: !Ref Private, '
            "DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: nat-1}}\n",
            breaks("RouteTableId: !Ref Private, D", "RouteTableId: !Ref Public, D", at="Other"),
            holds("RouteTableId: !Ref Private, D", "RouteTableId: !Ref Elsewhere, D"),
            holds(
                "RouteTableId: !Ref Private, DestinationCidrBlock: 0.0",
                "RouteTableId: !Ref Public, DestinationCidrBlock: 1.0",
            ),
            holds(
                'Other: {Type: "AWS::EC2::Route", Properties: {RouteTableId: !Ref Private',
                'Other: {Type: "AWS::EC2::Route", Condition: Perhaps, Properties: {RouteTableId: !Ref Public',
            ),
            rest=ELSEWHERE,
        ),
    ),
    "nat-gateways-are-public": (
        case(
            VPC + NAT,
            breaks("DestinationCidrBlock: 0.0.0.0/0", "DestinationCidrBlock: 1.0.0.0/8", at="NatA"),
            breaks(
                "SubnetId: !Ref A, RouteTableId: !Ref Public", "SubnetId: !Ref A, RouteTableId: !Ref Private", at="NatA"
            ),
            holds("GatewayId: !Ref Gateway", "GatewayId: igw-1"),
            holds('NatGateway", Properties: {SubnetId: !Ref A}', 'NatGateway", Properties: {SubnetId: subnet-1}'),
        ),
        case(
            PRIVATE + NAT.replace("SubnetId: !Ref A", "SubnetId: !Ref A, ConnectivityType: private"),
            breaks(", ConnectivityType: private", ""),
        ),
        case(
            PRIVATE + NAT.replace("SubnetId: !Ref A", "AvailabilityMode: regional"),
            breaks("AvailabilityMode: regional", "SubnetId: !Ref B"),
        ),
    ),
    "front-is-public": (
        case(
            VPC + BALANCER,
            breaks("0.0.0.0/0", "1.0.0.0/8", at="Balancer"),
            holds("DestinationCidrBlock: 0.0.0.0/0", "DestinationCidrBlock: !Ref Elsewhere"),
            holds("[!Ref A, !Ref B]", "[!Ref Elsewhere]"),
            rest=ELSEWHERE,
        ),
        case(
            PRIVATE + BALANCER.replace("{Subnets", "{Scheme: internal, Subnets"), breaks("internal", "internet-facing")
        ),
    ),
    "data-is-private": (
        case(
            PRIVATE + DATA,
            breaks(
                "SubnetId: !Ref B, RouteTableId: !Ref Private",
                "SubnetId: !Ref B, RouteTableId: !Ref Public",
                at="Database",
            ),
            holds("SubnetIds: [!Ref A, !Ref B]", "SubnetIds: !Ref Elsewhere"),
            rest=ELSEWHERE,
        ),
    ),
    "public-addresses-are-of-use": (
        case(
            VPC + SERVICE,
            breaks("0.0.0.0/0", "1.0.0.0/8", at="Service", line="AssignPublicIp: ENABLED"),
            holds("Subnets: [!Ref A]", "Subnets: !Ref Elsewhere"),
            rest=ELSEWHERE,
        ),
        case(PRIVATE + SERVICE.replace("ENABLED", "DISABLED"), breaks("DISABLED", "ENABLED")),
    ),
    "nat-gateway-in-each-zone": (
        case(
            VPC + NATS + DATA,
            breaks("NatGatewayId: !Ref NatB", "NatGatewayId: !Ref NatA", at="NatA"),
            holds("NatGatewayId: !Ref NatB", "NatGatewayId: !Ref Elsewhere"),
            rest=ELSEWHERE,
        ),
        case(
            VPC + NATS.replace("!Ref NatB}", "!Ref NatA}") + DATA.replace("MultiAZ: true", "MultiAZ: false"),
            breaks("MultiAZ: false", "MultiAZ: true"),
        ),
    ),
    "two-zones": (
        case(
            VPC + BALANCER,
            breaks("us-east-1b", "us-east-1a", at="Balancer"),
            breaks("[!Ref A, !Ref B]", "[!Ref A]", at="Balancer"),
            breaks("Subnets: [!Ref A, !Ref B]", "SubnetMappings: [{SubnetId: !Ref A}]", at="Balancer"),
            holds("[!Ref A, !Ref B]", "[!Ref A, !Ref Elsewhere]"),
            holds("[!Ref A, !Ref B]", "!Ref Elsewhere"),
            holds(", AvailabilityZone: us-east-1b", ""),
            holds("us-east-1b", "!Select [1, !GetAZs '']"),
            holds("{Subnets: [!Ref A, !Ref B]", "{Type: network, Subnets: [!Ref A]"),
            rest=ELSEWHERE,
        ),
        case(VPC + DATA, breaks("us-east-1b", "us-east-1a", at="Subnets", line=DATA.splitlines()[1].strip())),
    ),
    "zones-are-there": (
        case(
            VPC.replace("us-east-1b", "!Select [1, !GetAZs '']"),
            breaks("!Select [1,", "!Select [3,", at="B"),
            holds("!Select [1,", "!Select [2,"),
            holds("!Select [1,", "!Select [!Ref Elsewhere,"),
            rest=ELSEWHERE,
        ),
    ),
    "acl-entries-are-whole": (
        case(
            RESOURCE_ACL,
            breaks("CidrBlock: 10.0.0.0/16, Egress: true", "CidrBlock: 10.0.0.0/16", at="Out"),
            breaks("RuleNumber: 100, Protocol: 6", "RuleNumber: 32767, Protocol: 6"),
            breaks(",\n      PortRange: {From: 5432, To: 5432}", "", at="In"),
            holds("Egress: true", "Egress: !Ref Elsewhere"),
            holds("NetworkAclId: !Ref Acl, RuleNumber: 100", "NetworkAclId: '', RuleNumber: 100"),
            holds(
                "Protocol: 6, RuleAction: allow, CidrBlock: 10.0.10",
                "Protocol: -1, RuleAction: allow, CidrBlock: 10.0.10",
            ),
            rest=ELSEWHERE,
        ),
    ),
    "acls-let-answers-pass": (
        case(
            RESOURCE_ACL,
            breaks("From: 1024, To: 65535", "From: 443, To: 443", at="In"),
            breaks("From: 1024, To: 65535", "From: 40000, To: 65535", at="In"),
            breaks("CidrBlock: 10.0.0.0/16", "CidrBlock: 10.1.0.0/16", at="In"),
            breaks("allow, CidrBlock: 10.0.0.0/16", "deny, CidrBlock: 10.0.0.0/16", at="In"),
            holds("From: 1024, To: 65535", "From: 32768, To: 65535"),
            holds("CidrBlock: 10.0.0.0/16", "CidrBlock: !Ref Elsewhere"),
            holds("SubnetId: !Ref Isolated, NetworkAclId: !Ref Acl", "SubnetId: !Ref Isolated, NetworkAclId: acl-1"),
            rest=ELSEWHERE,
        ),
    ),
    "flow-logs-fit-their-destination": (
        case(
            FLOW_LOG,
            breaks("      DeliverLogsPermissionArn: !GetAtt Role.Arn\n", "", at="Log"),
            breaks("      LogGroupName: flows\n", "", at="Log"),
            breaks("Interval: 60", "Interval: 300", line="MaxAggregationInterval: 300"),
            breaks("cloud-watch-logs", "s3", line="LogGroupName: flows"),
            holds("      LogDestinationType: cloud-watch-logs\n", ""),
            holds("cloud-watch-logs", "!Ref Elsewhere"),
            rest=ELSEWHERE,
        ),
        case(
            BUCKET_LOG,
            breaks("LogDestinationType: s3", "LogDestinationType: s3, DeliverLogsPermissionArn: role"),
            holds(
                "LogDestinationType: s3",
                "LogDestinationType: kinesis-data-firehose, DeliverLogsPermissionArn: role",
            ),
        ),
    ),
}
