"""Cases of the rules about what waits for an internet gateway, for a topic's policy, or for roles."""

from tests.gate.rules.case import breaks, case, holds, nest

NETWORK = """
  Vpc: {Type: AWS::EC2::VPC}
  Gateway: {Type: AWS::EC2::InternetGateway}
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Gateway}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Association:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Subnet, RouteTableId: !Ref Table}
  Route:
    Type: AWS::EC2::Route
    DependsOn: Attachment
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Gateway}
"""
NAT = f"""{NETWORK}
  Address:
    Type: AWS::EC2::EIP
    DependsOn: [Attachment]
  Nat:
    Type: AWS::EC2::NatGateway
    DependsOn: Route
    Properties:
      SubnetId: !Ref Subnet
      AllocationId: !GetAtt Address.AllocationId
"""
PUBLIC = f"""{NETWORK}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    DependsOn: [Attachment]
    Properties:
      Scheme: internet-facing
      Subnets: [!Ref Subnet]
  Instance:
    Type: AWS::EC2::Instance
    DependsOn: [Attachment]
    Properties:
      NetworkInterfaces:
        - {{SubnetId: !Ref Subnet, AssociatePublicIpAddress: true}}
  Address:
    Type: AWS::EC2::EIP
    Properties:
      InstanceId: !Ref Instance
  Group: {{Type: AWS::RDS::DBSubnetGroup, Properties: {{SubnetIds: [!Ref Subnet]}}}}
  Database:
    Type: AWS::RDS::DBInstance
    DependsOn: Route
    Properties:
      PubliclyAccessible: true
      DBSubnetGroupName: !Ref Group
"""
ROOT = """
Resources:
  Network: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: network.yaml}}
  Edge:
    Type: AWS::CloudFormation::Stack
    Properties: {TemplateURL: edge.yaml, Parameters: {Subnets: !GetAtt Network.Outputs.Subnets}}
"""
EDGE = """
Parameters:
  Subnets: {Type: List<AWS::EC2::Subnet::Id>}
Resources:
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Subnets: !Ref Subnets}
"""
SUBNETS = """
Outputs:
  Subnets: {Value: !Join [",", [!Ref Subnet]]}
"""
TOPIC = """
  Topic: {Type: AWS::SNS::Topic}
  Policy: {Type: AWS::SNS::TopicPolicy, Properties: {Topics: [!Ref Topic]}}
  Events:
    Type: AWS::RDS::EventSubscription
    DependsOn: Policy
    Properties:
      SnsTopicArn: !Ref Topic
  Budget:
    Type: AWS::Budgets::Budget
    DependsOn: [Policy]
    Properties:
      NotificationsWithSubscribers:
        - Subscribers: [{SubscriptionType: SNS, Address: !Ref Topic}]
"""
STACK_SET = """
  Administration:
    Type: AWS::IAM::Role
    Properties: {RoleName: AWSCloudFormationStackSetAdministrationRole}
  Execution: {Type: AWS::IAM::Role, Properties: {RoleName: executes}}
  Policy: {Type: AWS::IAM::Policy, Properties: {Roles: [!Ref Execution]}}
  Set:
    Type: AWS::CloudFormation::StackSet
    DependsOn: [Administration, Policy]
    Properties:
      PermissionModel: SELF_MANAGED
      ExecutionRoleName: executes
"""
ROTATION = f"""{NETWORK}
  Nat: {{Type: AWS::EC2::NatGateway}}
  Out:
    Type: AWS::EC2::Route
    Properties: {{RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}}
  Secret: {{Type: AWS::SecretsManager::Secret}}
  Attached:
    Type: AWS::SecretsManager::SecretTargetAttachment
    Properties: {{SecretId: !Ref Secret}}
  Schedule:
    Type: AWS::SecretsManager::RotationSchedule
    DependsOn: [Attached, Association, Out, Route]
    Properties:
      SecretId: !Ref Secret
      HostedRotationLambda:
        VpcSubnetIds: !Join [",", [!Ref Subnet]]
"""
BY_ENDPOINT = """
  Vpc: {Type: AWS::EC2::VPC}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc}}
  Endpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties: {VpcId: !Ref Vpc, ServiceName: !Sub "com.amazonaws.${AWS::Region}.secretsmanager"}
  Schedule:
    Type: AWS::SecretsManager::RotationSchedule
    DependsOn: Endpoint
    Properties: {HostedRotationLambda: {VpcSubnetIds: !Ref Subnet}}
"""
PRIVATE = """
  Vpc: {Type: AWS::EC2::VPC}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Vpn: {Type: AWS::EC2::VPNGateway}
  VpnAttachment: {Type: AWS::EC2::VPCGatewayAttachment, Properties: {VpcId: !Ref Vpc, VpnGatewayId: !Ref Vpn}}
  Propagation:
    Type: AWS::EC2::VPNGatewayRoutePropagation
    DependsOn: VpnAttachment
    Properties: {RouteTableIds: [!Ref Table], VpnGatewayId: !Ref Vpn}
  Static:
    Type: AWS::EC2::Route
    DependsOn: [VpnAttachment]
    Properties: {RouteTableId: !Ref Table, GatewayId: !Ref Vpn}
  Transit: {Type: AWS::EC2::TransitGateway}
  Attached: {Type: AWS::EC2::TransitGatewayAttachment, Properties: {VpcId: !Ref Vpc, TransitGatewayId: !Ref Transit}}
  Route:
    Type: AWS::EC2::Route
    DependsOn: Attached
    Properties: {RouteTableId: !Ref Table, TransitGatewayId: !Ref Transit}
"""
WITHOUT_ROUTE = breaks("    DependsOn: Route\n", "", at="Nat", line="SubnetId: !Ref Subnet")

CASES = {
    "route-after-gateway": (
        case(
            NETWORK,
            breaks("    DependsOn: Attachment\n", "", at="Route"),
            holds("GatewayId: !Ref Gateway}\n", "NatGatewayId: !Ref Gateway}\n"),
        ),
    ),
    "propagation-after-gateway": (
        case(
            PRIVATE,
            breaks("    DependsOn: VpnAttachment\n", "", at="Propagation"),
            breaks("    DependsOn: [VpnAttachment]\n", "", at="Static"),
        ),
    ),
    "route-after-transit-attachment": (
        case(
            PRIVATE,
            breaks("    DependsOn: Attached\n", "", at="Route"),
            holds("{VpcId: !Ref Vpc, TransitGatewayId", "{VpcId: other, TransitGatewayId"),
        ),
    ),
    "nat-gateway-after-gateway": (
        case(
            NAT,
            breaks(
                "    DependsOn: [Attachment]\n  Nat:\n    Type: AWS::EC2::NatGateway\n    DependsOn: Route\n",
                "  Nat:\n    Type: AWS::EC2::NatGateway\n",
                at="Nat",
            ),
            holds("    DependsOn: Route\n", ""),
        ),
    ),
    "nat-gateway-after-route": (
        case(
            NAT,
            WITHOUT_ROUTE,
            holds("    DependsOn: Route\n    Properties:\n", "    Properties:\n      ConnectivityType: private\n"),
        ),
    ),
    "free-address-after-gateway": (case(NAT, breaks("    DependsOn: [Attachment]\n", "", at="Address")),),
    "address-after-gateway": (
        case(
            PUBLIC,
            breaks("    DependsOn: [Attachment]\n", "", at="Address", line="InstanceId: !Ref Instance"),
            holds("InstanceId: !Ref Instance", "InstanceId: i-1"),
        ),
    ),
    "load-balancer-after-gateway": (
        case(
            PUBLIC,
            breaks("    DependsOn: [Attachment]\n", "", at="Balancer", line="Subnets: [!Ref Subnet]"),
            holds(
                "    DependsOn: [Attachment]\n    Properties:\n      Scheme: internet-facing",
                "    Properties:\n      Scheme: internal",
            ),
        ),
        # All of a nested stack is there before what reads an output of it.
        nest({"root.yaml": ROOT, "network.yaml": f"Resources:{NETWORK}{SUBNETS}", "edge.yaml": EDGE}),
    ),
    "public-instance-after-gateway": (
        case(
            PUBLIC,
            breaks("    DependsOn: [Attachment]\n", "", at="Instance"),
            breaks("    DependsOn: Route\n", "", at="Database"),
            holds("    DependsOn: Route\n    Properties:\n      PubliclyAccessible: true", "    Properties:"),
        ),
    ),
    "budget-after-topic-policy": (
        case(
            TOPIC,
            breaks("    DependsOn: [Policy]\n", "", at="Budget", line="NotificationsWithSubscribers:"),
            holds("Topics: [!Ref Topic]", "Topics: [other]"),
        ),
    ),
    "database-events-after-topic-policy": (
        case(
            TOPIC,
            breaks("    DependsOn: Policy\n", "", at="Events", line="SnsTopicArn: !Ref Topic"),
            holds("Topics: [!Ref Topic]", "Topics: [other]"),
        ),
    ),
    "stack-set-after-roles": (
        case(
            STACK_SET,
            breaks("[Administration, Policy]", "Policy", at="Set"),
            breaks("[Administration, Policy]", "[Administration, Execution]", at="Set"),
            holds(
                "    DependsOn: [Administration, Policy]\n    Properties:\n      PermissionModel: SELF_MANAGED",
                "    Properties:\n      PermissionModel: SERVICE_MANAGED",
            ),
        ),
    ),
    "rotation-after-attachment": (
        case(
            ROTATION,
            breaks("[Attached, Association", "[Association", at="Schedule", line="SecretId: !Ref Secret"),
            holds(
                "[Attached, Association, Out, Route]\n    Properties:\n      SecretId: !Ref Secret",
                "[]\n    Properties:\n      SecretId: !Ref Attached",
            ),
        ),
    ),
    "rotation-after-routes": (
        case(
            ROTATION,
            breaks("Association, Out", "Association", at="Schedule", line='VpcSubnetIds: !Join [",", [!Ref Subnet]]'),
            holds('!Join [",", [!Ref Subnet]]', "subnet-1,subnet-2"),
        ),
        case(BY_ENDPOINT, breaks("    DependsOn: Endpoint\n", "", at="Schedule"), holds(".secretsmanager", ".logs")),
    ),
}
