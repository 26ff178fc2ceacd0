"""What is broken in Task Tracker's network: subnets, routes, security groups, endpoints."""

from tests.systems.mutations.mutation import (
    ANYONE,
    BALANCER_SOURCE,
    SSH_FROM_ANYONE,
    TASK_SOURCE,
    Broken,
    ports,
)

PUBLIC_IDS, PRIVATE_IDS = "!GetAtt Network.Outputs.PublicSubnetIds", "!GetAtt Network.Outputs.PrivateSubnetIds"
BALANCER_PLACE, TASK_PLACE = "LoadBalancerSubnetIds: ", "TaskSubnetIds: "
DATABASE_PLACE, ROTATION_PLACE = "DatabaseSubnetIds: ", "RotationSubnetIds: "
FIRST_NAT = "      SubnetId: !Ref PublicSubnetA\n      AllocationId"
SECOND_NAT = "      SubnetId: !Ref PublicSubnetB\n      AllocationId"
SECOND_ROUTE = "NatGatewayId: !Ref NatGatewayB"
SECOND_TABLE = "RouteTableId: !Ref PrivateRouteTableB\n"
SECOND_PRIVATE = "CidrBlock: 10.0.11.0/24\n      AvailabilityZone: us-east-1b"
IN_FROM_ANYONE = f"{ANYONE}\n        Description: HTTPS"
OUT_TO_ANYONE = f"{ports(443, 8)}        {ANYONE}\n        Description: AWS"
OF_DATABASE = ": from the tasks only'\n"
VPC_OF_ENDPOINT = "VpcId: !Ref Vpc\n      VpcEndpointType"

BROKEN: list[Broken] = [
    ("S2-03 S2-06 S2-06i S2-04 S2-56", "network", "Zone: us-east-1b", "Zone: us-east-1a"),
    (
        "S2-03 S2-09 S2-11 S2-14",
        "root",
        f"{BALANCER_PLACE}{PUBLIC_IDS}",
        f"{BALANCER_PLACE}{PRIVATE_IDS}",
    ),
    ("S2-04 S2-13 S2-14 S2-126", "root", f"{TASK_PLACE}{PRIVATE_IDS}", f"{TASK_PLACE}{PUBLIC_IDS}"),
    ("S2-04", "service", "AssignPublicIp: DISABLED", "AssignPublicIp: ENABLED"),
    ("S2-05", "network", "10.0.0.0/16", "10.0.0.0/8"),
    ("S2-05", "network", "VpcId: !Ref Vpc\n      CidrBlock: 10.0.2.0", "VpcId: vpc-1\n      CidrBlock: 10.0.2.0"),
    ("S2-06", "network", "Zone: us-east-1b", "Zone: !Select [1, !GetAZs '']"),
    ("S2-06 S2-06i", "network", "Zone: us-east-1b", "Zone: us-east-1f"),
    ("S2-06 S2-06i S2-10", "network", SECOND_PRIVATE, SECOND_PRIVATE.replace("1b", "1c")),
    ("S2-07", "network", "10.0.2.0/24", "10.0.3.0/24"),
    ("S2-08", "network", "10.0.11.0/24", "10.0.12.0/24"),
    ("S2-07 S2-08 S2-09", "network", "      GatewayId: !Ref InternetGateway\n", "      GatewayId: igw-1\n"),
    ("S2-09", "network", "InternetGatewayId: !Ref InternetGateway", "InternetGatewayId: igw-1"),
    ("S2-09", "network", "SubnetId: !Ref PublicSubnetB\n      RouteTableId", "SubnetId: s\n      RouteTableId"),
    ("S2-10", "network", SECOND_ROUTE, SECOND_ROUTE.replace("GatewayB", "GatewayA")),
    ("S2-10", "network", SECOND_NAT, SECOND_NAT.replace("SubnetB", "SubnetA")),
    ("S2-10 S2-10i", "network", SECOND_ROUTE, "NatGatewayId: nat-1"),
    ("S2-10 S2-10i", "network", FIRST_NAT, FIRST_NAT.replace("Public", "Private")),
    ("S2-10 S2-10i", "network", "      AllocationId: !GetAtt NatAddressA.AllocationId\n", ""),
    ("S2-10 S2-10i", "network", FIRST_NAT, f"      ConnectivityType: private\n{FIRST_NAT}"),
    ("S2-11", "network", SECOND_TABLE, "RouteTableId: !Ref PublicRouteTable\n"),
    ("S2-11", "network", "RouteTableId: !Ref PublicRouteTable\n", "RouteTableId: !Ref PrivateRouteTableA\n"),
    (
        "S2-13 S2-14 S2-55",
        "root",
        f"{DATABASE_PLACE}{PRIVATE_IDS}",
        f"{DATABASE_PLACE}{PUBLIC_IDS}",
    ),
    ("S2-04 S2-13 S2-55", "network", SECOND_ROUTE, "GatewayId: !Ref InternetGateway"),
    ("S2-04 S2-13 S2-55", "network", SECOND_ROUTE, "VpcPeeringConnectionId: pcx-1"),
    ("S2-14", "root", f"{ROTATION_PLACE}{PRIVATE_IDS}", f"{ROTATION_PLACE}{PUBLIC_IDS}"),
    (
        "S2-14",
        "network",
        "Type: AWS::EC2::FlowLog\n    Properties:\n",
        "Type: AWS::EC2::Instance\n    Properties:\n      SubnetId: !Ref PublicSubnetA\n",
    ),
    (
        "S2-25 S2-124",
        "network",
        f"{ports(443, 8)}        {IN_FROM_ANYONE}",
        f"{ports(8443, 8)}        {IN_FROM_ANYONE}",
    ),
    ("S2-25 S2-124", "network", IN_FROM_ANYONE, "CidrIp: 192.0.2.0/24\n        Description: HTTPS"),
    ("S2-25", "network", "      SecurityGroupIngress:\n", SSH_FROM_ANYONE),
    ("S2-58", "network", TASK_SOURCE, BALANCER_SOURCE),
    ("S2-58", "network", TASK_SOURCE, "CidrIp: 10.0.0.0/16"),
    ("S2-58", "network", f"{ports(3306, 6)}      Source", f"{ports(3307, 6)}      Source"),
    ("S2-58 S2-103", "network", OF_DATABASE, f"{OF_DATABASE}{SSH_FROM_ANYONE}"),
    (
        "S2-58 S2-125",
        "root",
        "DatabaseSecurityGroupId: !GetAtt Network.Outputs.Database",
        "DatabaseSecurityGroupId: !GetAtt Network.Outputs.Task",
    ),
    ("S2-103 S2-124", "network", BALANCER_SOURCE, ANYONE),
    ("S2-103", "network", BALANCER_SOURCE, "CidrIp: 10.0.0.0/16"),
    ("S2-103", "network", "VpcId: !Ref Vpc\n      SecurityGroupEgress", "VpcId: vpc-1\n      SecurityGroupEgress"),
    ("S2-103", "network", OF_DATABASE, f"{OF_DATABASE}{SSH_FROM_ANYONE.replace('0.0.0.0/0', '128.0.0.0/1')}"),
    ("S2-103", "network", OF_DATABASE, OF_DATABASE + SSH_FROM_ANYONE.replace(ANYONE, "CidrIpv6: '::/0'")),
    ("S2-103", "network", f"{ports(3000, 6)}      Source", "FromPort: 0\n      ToPort: 65535\n      Source"),
    ("S2-110", "network", VPC_OF_ENDPOINT, VPC_OF_ENDPOINT.replace("!Ref Vpc", "vpc-1")),
    ("S2-110 S2-111", "network", "Type: AWS::EC2::VPCEndpoint\n", "Type: AWS::EC2::VPCPeeringConnection\n"),
    ("S2-111", "network", "${AWS::Region}.s3", "${AWS::Region}.dynamodb"),
    ("S2-111", "network", "      - !Ref PrivateRouteTableB\n", ""),
    ("S2-111", "network", "VpcEndpointType: Gateway", "VpcEndpointType: Interface"),
    ("S2-124", "network", f"{ports(3000, 8)}        Destination", f"{ports(80, 8)}        Destination"),
    ("S2-125", "network", f"{ports(3306, 8)}        Destination", f"{ports(3307, 8)}        Destination"),
    ("S2-125", "network", "DestinationSecurityGroupId: !GetAtt DatabaseSecurityGroup.GroupId", ANYONE),
    ("S2-125", "data", "Port: 3306", "Port: 3307"),
    ("S2-126", "network", OUT_TO_ANYONE, OUT_TO_ANYONE.replace("443", "80")),
]
