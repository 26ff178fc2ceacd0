"""A small network of which every question has a plain answer: a load balancer, a service, a database, a bastion."""

from pathlib import Path

from tasktracker_cfn.model.system import System

TEMPLATE = """\
Parameters:
  Elsewhere: {Type: "AWS::EC2::VPC::Id", Default: ""}
  Somewhere: {Type: "AWS::EC2::Subnet::Id"}
  Somebody: {Type: "AWS::EC2::SecurityGroup::Id"}
  Something: {Type: String}
Conditions:
  Perhaps: !Equals [!Ref Something, "yes"]
Resources:
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16, EnableDnsSupport: true, EnableDnsHostnames: true}}
  Internet: {Type: "AWS::EC2::InternetGateway"}
  Attachment:
    Type: AWS::EC2::VPCGatewayAttachment
    Properties: {VpcId: !Ref Vpc, InternetGatewayId: !Ref Internet}
  Public: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.1.0/24}}
  Private: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.10.0/24}}
  Isolated: {Type: "AWS::EC2::Subnet", Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.20.0/24}}
  PublicTable: {Type: "AWS::EC2::RouteTable", Properties: {VpcId: !Ref Vpc}}
  PrivateTable: {Type: "AWS::EC2::RouteTable", Properties: {VpcId: !Ref Vpc}}
  PublicIn:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Public, RouteTableId: !Ref PublicTable}
  PrivateIn:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Private, RouteTableId: !Ref PrivateTable}
  PublicRoute:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref PublicTable, DestinationCidrBlock: 0.0.0.0/0, GatewayId: !Ref Internet}
  PrivateRoute:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref PrivateTable, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}
  Nat: {Type: "AWS::EC2::NatGateway", Properties: {SubnetId: !Ref Public, AllocationId: eipalloc-1}}
  BalancerGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: in front
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}]
  TaskGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: tasks
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 8000, ToPort: 8000, SourceSecurityGroupId: !Ref BalancerGroup}]
      SecurityGroupEgress:
      - {IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 0.0.0.0/0}
      - {IpProtocol: tcp, FromPort: 5432, ToPort: 5432, DestinationSecurityGroupId: !GetAtt DataGroup.GroupId}
  DataGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: data
      VpcId: !Ref Vpc
      SecurityGroupEgress: [{IpProtocol: "-1", CidrIp: 127.0.0.1/32}]
  DataFromTasks:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref DataGroup, IpProtocol: tcp, FromPort: 5432, ToPort: 5432,
      SourceSecurityGroupId: !Ref TaskGroup}
  Balancer:
    Type: AWS::ElasticLoadBalancingV2::LoadBalancer
    Properties: {Scheme: internet-facing, Subnets: [!Ref Public], SecurityGroups: [!Ref BalancerGroup]}
  Listener:
    Type: AWS::ElasticLoadBalancingV2::Listener
    Properties: {LoadBalancerArn: !Ref Balancer, Port: 443, Protocol: HTTPS}
  Repository: {Type: "AWS::ECR::Repository"}
  Task:
    Type: AWS::ECS::TaskDefinition
    Properties:
      ContainerDefinitions:
      - Name: api
        Image: !Sub "${Repository.RepositoryUri}:1"
        LogConfiguration: {LogDriver: awslogs, Options: {awslogs-region: !Ref "AWS::Region"}}
        Secrets: [{Name: PASSWORD, ValueFrom: !Ref Secret}]
  Secret: {Type: "AWS::SecretsManager::Secret"}
  Service:
    Type: AWS::ECS::Service
    Properties:
      TaskDefinition: !Ref Task
      LaunchType: FARGATE
      LoadBalancers: [{ContainerName: api, ContainerPort: 8000}]
      NetworkConfiguration:
        AwsvpcConfiguration: {Subnets: [!Ref Private], SecurityGroups: [!Ref TaskGroup], AssignPublicIp: DISABLED}
  DataSubnets:
    Type: AWS::RDS::DBSubnetGroup
    Properties: {DBSubnetGroupDescription: data, SubnetIds: [!Ref Isolated]}
  Database:
    Type: AWS::RDS::DBInstance
    Properties:
      Engine: postgres
      DBSubnetGroupName: !Ref DataSubnets
      VPCSecurityGroups: [!GetAtt DataGroup.GroupId]
      PubliclyAccessible: false
  Bastion:
    Type: AWS::EC2::Instance
    Properties: {SubnetId: !Ref Public, SecurityGroupIds: [!Ref BastionGroup]}
  BastionGroup:
    Type: AWS::EC2::SecurityGroup
    Properties: {GroupDescription: bastion, VpcId: !Ref Vpc}
  Function:
    Type: AWS::Lambda::Function
    Properties: {Runtime: python3.13}
"""
# An ACL around the database's subnet which lets in and out what is needed, and nothing else.
ACL = """
  Acl: {Type: "AWS::EC2::NetworkAcl", Properties: {VpcId: !Ref Vpc}}
  AclAround:
    Type: AWS::EC2::SubnetNetworkAclAssociation
    Properties: {SubnetId: !Ref Isolated, NetworkAclId: !Ref Acl}
  In:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref Acl, RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 10.0.10.0/24,
      PortRange: {From: 5432, To: 5432}}
  Out:
    Type: AWS::EC2::NetworkAclEntry
    Properties: {NetworkAclId: !Ref Acl,
      RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 10.0.0.0/16, Egress: true,
      PortRange: {From: 1024, To: 65535}}
"""
ENDPOINT = """
  SecretsEndpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcId: !Ref Vpc
      VpcEndpointType: Interface
      ServiceName: !Sub "com.amazonaws.${AWS::Region}.secretsmanager"
      PrivateDnsEnabled: true
      SubnetIds: [!Ref Isolated]
      SecurityGroupIds: [!Ref EndpointGroup]
  EndpointGroup:
    Type: AWS::EC2::SecurityGroup
    Properties:
      GroupDescription: endpoints
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: !GetAtt Vpc.CidrBlock}]
  S3Endpoint:
    Type: AWS::EC2::VPCEndpoint
    Properties: {VpcId: !Ref Vpc, ServiceName: !Sub "com.amazonaws.${AWS::Region}.s3",
      RouteTableIds: [!Ref PrivateTable]}
"""
VPN = """
  Office: {Type: "AWS::EC2::VPNGateway", Properties: {Type: ipsec.1}}
  OfficeAttachment: {Type: "AWS::EC2::VPCGatewayAttachment", Properties: {VpcId: !Ref Vpc, VpnGatewayId: !Ref Office}}
  IsolatedTable: {Type: "AWS::EC2::RouteTable", Properties: {VpcId: !Ref Vpc}}
  IsolatedIn:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Isolated, RouteTableId: !Ref IsolatedTable}
  OfficeRoutes:
    Type: AWS::EC2::VPNGatewayRoutePropagation
    Properties: {RouteTableIds: [!Ref IsolatedTable], VpnGatewayId: !Ref Office}
  DataFromOffice:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !Ref DataGroup, IpProtocol: tcp, FromPort: 5432, ToPort: 5432, CidrIp: 192.168.4.0/22}
"""

Change = tuple[str, str]


def small(folder: Path, *changes: Change, more: str = "") -> System:
    """Give the small network with some texts replaced, each of which must be there, and with more in it."""
    text = TEMPLATE + more.lstrip("\n")
    for old, new in changes:
        assert old in text, f"{old!r} stands nowhere"
        text = text.replace(old, new)
    (folder / "root.yaml").write_text(text, encoding="utf-8")
    return System(folder)
