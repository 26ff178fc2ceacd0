"""Cases of the rules about instances, event rules and stack sets."""

from tests.gate.rules.case import breaks, case, holds

BASTION = """
  Vpc: {Type: AWS::EC2::VPC, Properties: {CidrBlock: 10.0.0.0/16, EnableDnsHostnames: true}}
  Subnet: {Type: AWS::EC2::Subnet, Properties: {VpcId: !Ref Vpc, CidrBlock: 10.0.0.0/24}}
  Table: {Type: AWS::EC2::RouteTable, Properties: {VpcId: !Ref Vpc}}
  Association:
    Type: AWS::EC2::SubnetRouteTableAssociation
    Properties: {SubnetId: !Ref Subnet, RouteTableId: !Ref Table}
  Route:
    Type: AWS::EC2::Route
    Properties: {RouteTableId: !Ref Table, DestinationCidrBlock: 0.0.0.0/0, NatGatewayId: !Ref Nat}
  Group: {Type: AWS::EC2::SecurityGroup, Properties: {GroupDescription: bastion, VpcId: !Ref Vpc}}
  Role:
    Type: AWS::IAM::Role
    Properties: {ManagedPolicyArns: [!Sub "arn:${AWS::Partition}:iam::aws:policy/AmazonSSMManagedInstanceCore"]}
  Profile: {Type: AWS::IAM::InstanceProfile, Properties: {Roles: [!Ref Role]}}
  Bastion:
    Type: AWS::EC2::Instance
    Properties:
      ImageId: !Ref Image
      SubnetId: !Ref Subnet
      SecurityGroupIds:
        - !GetAtt Group.GroupId
      IamInstanceProfile: !Ref Profile
      MetadataOptions: {HttpTokens: required}
"""
REST = """
Parameters:
  Nat: {Type: String}
  Image: {Type: AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>, Default: /aws/service/image}
"""
ROUTE = BASTION[BASTION.index("  Route:\n") : BASTION.index("  Group:")]
DOOR = """  Door:
    Type: AWS::EC2::SecurityGroup
    Properties:
      VpcId: !Ref Vpc
      SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 443, ToPort: 443, CidrIp: 10.0.0.0/16}]
"""
ENDPOINTS = DOOR + "".join(
    f"""  {name.title()}:
    Type: AWS::EC2::VPCEndpoint
    Properties:
      VpcEndpointType: Interface
      VpcId: !Ref Vpc
      SubnetIds: [!Ref Subnet]
      SecurityGroupIds: [!Ref Door]
      PrivateDnsEnabled: true
      ServiceName: !Sub "com.amazonaws.${{AWS::Region}}.{name}"
"""
    for name in ("ssm", "ssmmessages")
)
VOLUME = """
  Volume: {Type: AWS::EC2::Volume, Properties: {Size: 8, AvailabilityZone: !GetAtt Bastion.AvailabilityZone}}
  Attachment:
    Type: AWS::EC2::VolumeAttachment
    Properties: {InstanceId: !Ref Bastion, VolumeId: !Ref Volume}
"""
INGRESS = """
  Ingress:
    Type: AWS::EC2::SecurityGroupIngress
    Properties: {GroupId: !GetAtt Group.GroupId, IpProtocol: tcp, FromPort: 22, ToPort: 22, CidrIp: 0.0.0.0/0}
"""

EVENTS = """
  Function: {Type: AWS::Lambda::Function, Properties: {FunctionName: restart, Handler: index.handler}}
  Other: {Type: AWS::Lambda::Function, Properties: {Handler: index.handler}}
  Alias: {Type: AWS::Lambda::Alias, Properties: {FunctionName: !Ref Function, Name: live}}
  Rule:
    Type: AWS::Events::Rule
    Properties:
      Targets:
        - Id: restart
          Arn: !GetAtt Function.Arn
  Elsewhere: {Type: AWS::Events::Rule, Properties: {ScheduleExpression: rate(1 hour)}}
  Permission:
    Type: AWS::Lambda::Permission
    Properties:
      FunctionName: !Ref Function
      Action: lambda:InvokeFunction
      Principal: events.amazonaws.com
      SourceArn: !GetAtt Rule.Arn
"""

STACK_SET = """
  Administration:
    Type: AWS::IAM::Role
    Properties:
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {Service: cloudformation.amazonaws.com}, Action: sts:AssumeRole}]
      Policies:
        - PolicyName: assume
          PolicyDocument: {Statement: [{Effect: Allow, Action: "sts:Assume*", Resource: "*"}]}
  Execution:
    Type: AWS::IAM::Role
    Properties:
      RoleName: shop-execution
      AssumeRolePolicyDocument:
        Statement: [{Effect: Allow, Principal: {AWS: !GetAtt Administration.Arn}, Action: sts:AssumeRole}]
  Copies:
    Type: AWS::CloudFormation::StackSet
    Properties:
      StackSetName: copies
      PermissionModel: SELF_MANAGED
      AdministrationRoleARN: !GetAtt Administration.Arn
      ExecutionRoleName: !Ref Execution
"""

CASES = {
    "instance-replaceable": (
        case(
            (BASTION + VOLUME).replace("ImageId: !Ref Image", "ImageId: ami-0123"),
            breaks("ImageId: ami-0123", "ImageId: !Ref Image", at="Bastion", line="ImageId: !Ref Image"),
            breaks("ImageId: ami-0123", "ImageId: '{{resolve:ssm:/aws/service/image}}'"),
            holds("ImageId: ami-0123", "ImageId: '{{resolve:ssm:/aws/service/image:7}}'"),
            rest=REST,
        ),
        case(
            BASTION,
            breaks("      ImageId: !Ref Image", "      ImageId: !Ref Image\n      PrivateIpAddress: 10.0.0.9"),
            breaks(
                "      ImageId: !Ref Image",
                "      ImageId: !Ref Image\n      NetworkInterfaces: [{NetworkInterfaceId: !Ref Group}]",
            ),
            rest=REST,
        ),
    ),
    "session-manager-reached": (
        case(
            BASTION,
            breaks(ROUTE, "", at="Bastion", line="SubnetId: !Ref Subnet"),
            breaks(ROUTE, ENDPOINTS[: ENDPOINTS.index("  Ssmmessages")]),
            holds(ROUTE, ENDPOINTS),
            holds("RouteTableId: !Ref Table}", "RouteTableId: !Ref Nat}"),
            rest=REST,
        ),
        case(
            BASTION.replace(ROUTE, "").replace("AmazonSSMManagedInstanceCore", "ReadOnlyAccess"),
            breaks("ReadOnlyAccess", "AmazonSSMManagedInstanceCore"),
            rest=REST,
        ),
    ),
    "session-manager-only": (
        case(
            BASTION,
            breaks(
                "GroupDescription: bastion",
                "GroupDescription: bastion, SecurityGroupIngress: [{IpProtocol: tcp, FromPort: 22, ToPort: 22}]",
                at="Bastion",
                line="- !GetAtt Group.GroupId",
            ),
            breaks("  Group:", INGRESS.lstrip("\n") + "  Group:"),
            rest=REST,
        ),
    ),
    "instance-metadata-tokens": (
        case(
            BASTION,
            breaks("HttpTokens: required", "HttpTokens: optional", at="Bastion"),
            breaks("      MetadataOptions: {HttpTokens: required}\n", ""),
            holds("HttpTokens: required", "HttpEndpoint: disabled"),
            holds("      MetadataOptions: {HttpTokens: required}", "      LaunchTemplate: {LaunchTemplateId: lt-1}"),
            holds("HttpTokens: required", "HttpTokens: !Ref Nat"),
            rest=REST,
        ),
    ),
    "event-rule-may-call-function": (
        case(
            EVENTS,
            breaks("Principal: events.amazonaws.com", "Principal: sns.amazonaws.com", at="Rule"),
            breaks(
                "      FunctionName: !Ref Function\n",
                "      FunctionName: !Ref Other\n",
                line="Arn: !GetAtt Function.Arn",
            ),
            breaks("SourceArn: !GetAtt Rule.Arn", "SourceArn: !GetAtt Elsewhere.Arn"),
            breaks("      FunctionName: !Ref Function\n", "      FunctionName: other\n"),
            holds("      FunctionName: !Ref Function\n", "      FunctionName: restart\n"),
            holds("      FunctionName: !Ref Function\n", "      FunctionName: !Sub '${Function}'\n"),
            holds("      SourceArn: !GetAtt Rule.Arn\n", ""),
            holds("Arn: !GetAtt Function.Arn", "Arn: !Ref Alias"),
            holds("Arn: !GetAtt Function.Arn", "Arn: !Ref AWS::StackId"),
        ),
    ),
    "stack-set-roles-fit": (
        case(
            STACK_SET,
            breaks("cloudformation.amazonaws.com", "lambda.amazonaws.com", at="Copies"),
            breaks("sts:Assume*", "sts:GetCallerIdentity", line="AdministrationRoleARN: !GetAtt Administration.Arn"),
            breaks("AWS: !GetAtt Administration.Arn", "Service: cloudformation.amazonaws.com"),
            holds("Principal: {Service: cloudformation.amazonaws.com}", "Principal: !Ref AWS::AccountId"),
            holds("PermissionModel: SELF_MANAGED", "PermissionModel: SERVICE_MANAGED"),
        ),
        case(
            STACK_SET.replace("!Ref Execution", "shop-execution"),
            breaks("AWS: !GetAtt Administration.Arn", "Service: cloudformation.amazonaws.com"),
        ),
    ),
    "stack-set-names-its-roles": (
        case(
            STACK_SET,
            breaks("      ExecutionRoleName: !Ref Execution\n", "", at="Copies", line="PermissionModel: SELF_MANAGED"),
            breaks("AdministrationRoleARN", "Description"),
            holds("PermissionModel: SELF_MANAGED", "PermissionModel: SERVICE_MANAGED"),
        ),
        case(
            STACK_SET.replace("shop-execution", "AWSCloudFormationStackSetExecutionRole").replace(
                "      ExecutionRoleName: !Ref Execution\n", ""
            ),
            breaks("AWSCloudFormationStackSetExecutionRole", "shop-execution"),
        ),
    ),
}
