"""Cases of the rules about what is within reach, and about endpoints."""

from tests.gate.rules.case import Case, breaks, case, holds, nest
from tests.model.reach.small import ENDPOINT, TEMPLATE

VPC = """
  Vpc: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.0.0.0/16, EnableDnsSupport: true, EnableDnsHostnames: true}}
"""
ELSEWHERE = "Parameters:\n  Elsewhere: {Type: String}\n"
ROTATION = """
  Rotation:
    Type: AWS::SecretsManager::RotationSchedule
    Properties:
      SecretId: !Ref Secret
      HostedRotationLambda:
        VpcSubnetIds: !Join [",", [!Ref Private]]
        VpcSecurityGroupIds: !Ref TaskGroup
"""
NO_NAT = ("0.0.0.0/0, NatGatewayId", "1.0.0.0/8, NatGatewayId")


def _whole(*changes: tuple[str, str], more: str = "") -> dict[str, str]:
    """Give the small network of the proof's own tests, with some texts replaced and more in it."""
    text = TEMPLATE + more.lstrip("\n")
    for old, new in changes:
        text = text.replace(old, new)
    return {"root.yaml": text}


CASES: dict[str, tuple[Case, ...]] = {
    "tasks-reach-services": (
        nest(
            _whole(),
            breaks(*NO_NAT, at="Task", line="- Name: api"),
            breaks("Subnets: [!Ref Private], Sec", "Subnets: [!Ref Private, !Ref Isolated], Sec"),
            breaks("Subnets: [!Ref Private], Sec", "Subnets: [!Ref Public], Sec"),
            breaks(
                "Properties: {SubnetId: !Ref Public, AllocationId", "Properties: {SubnetId: !Ref Isolated, AllocationId"
            ),
            holds("Subnets: [!Ref Private], Sec", "Subnets: [!Ref Somewhere], Sec"),
            holds("NatGatewayId: !Ref Nat", "TransitGatewayId: tgw-1"),
            holds("SecurityGroups: [!Ref TaskGroup]", "SecurityGroups: [!Ref Somebody]"),
        ),
        nest(
            _whole(NO_NAT, ("LaunchType: FARGATE", "LaunchType: EC2")),
            breaks("LaunchType: EC2", "CapacityProviderStrategy: [{CapacityProvider: FARGATE_SPOT}]"),
            holds("LaunchType: EC2", "PlatformVersion: LATEST"),
        ),
        nest(
            _whole(more=ROTATION),
            breaks("[!Ref Private]]", "[!Ref Private, !Ref Isolated]]", at="Rotation", line="HostedRotationLambda:"),
            breaks("[!Ref Private]]", "[!Ref Public]]", at="Rotation"),
            holds("[!Ref Private]]", "[!Ref Somewhere]]"),
        ),
    ),
    "images-are-within-reach": (
        nest(
            _whole(('!Sub "${Repository.RepositoryUri}:1"', "ghcr.io/some/api:1")),
            breaks(*NO_NAT, at="Task", line="- Name: api"),
            holds("Subnets: [!Ref Private], Sec", "Subnets: [!Ref Somewhere], Sec"),
        ),
        nest(
            _whole(NO_NAT),
            breaks('!Sub "${Repository.RepositoryUri}:1"', "nginx:alpine"),
            breaks('!Sub "${Repository.RepositoryUri}:1"', "public.ecr.aws/nginx/nginx:1"),
            holds('!Sub "${Repository.RepositoryUri}:1"', "123456789012.dkr.ecr.us-east-1.amazonaws.com/api:1"),
            holds(
                '!Sub "${Repository.RepositoryUri}:1"',
                '!Sub "${AWS::AccountId}.dkr.ecr.${AWS::Region}.amazonaws.com/api:1"',
            ),
            holds('!Sub "${Repository.RepositoryUri}:1"', "!Ref Something"),
        ),
    ),
    "endpoints-admit-callers": (
        nest(
            _whole(more=ENDPOINT),
            breaks("CidrIp: !GetAtt Vpc.CidrBlock", "CidrIp: 10.0.1.0/24", at="Task"),
            breaks(
                "tcp, FromPort: 443, ToPort: 443, CidrIp: !GetAtt",
                "tcp, FromPort: 80, ToPort: 80, CidrIp: !GetAtt",
                at="SecretsEndpoint",
            ),
            holds("CidrIp: !GetAtt Vpc.CidrBlock", "SourceSecurityGroupId: !Ref TaskGroup"),
            holds("CidrIp: !GetAtt Vpc.CidrBlock", "CidrIp: !Ref Something"),
            holds("[!Ref EndpointGroup]", "[!Ref Somebody]"),
        ),
    ),
    "groups-let-tasks-out": (
        nest(
            _whole(more=ENDPOINT),
            breaks(
                "443, CidrIp: 0.0.0.0/0}\n      - ",
                "443, CidrIp: 10.0.0.0/16}\n      - ",
                at="Task",
                line="- Name: api",
            ),
            breaks(
                "443, CidrIp: 0.0.0.0/0}\n      - ", "443, DestinationSecurityGroupId: !Ref EndpointGroup}\n      - "
            ),
            holds("443, CidrIp: 0.0.0.0/0}\n      - ", "443, CidrIp: !Ref Something}\n      - "),
            holds("443, CidrIp: 0.0.0.0/0}\n      - ", "443, DestinationPrefixListId: pl-1}\n      - "),
        ),
    ),
    "private-dns-has-both-flags": (
        case(
            VPC + ENDPOINT,
            breaks(", EnableDnsHostnames: true", "", at="SecretsEndpoint", line="PrivateDnsEnabled: true"),
            breaks("EnableDnsSupport: true", "EnableDnsSupport: 'false'"),
            holds("EnableDnsSupport: true, ", ""),
            holds("EnableDnsHostnames: true", "EnableDnsHostnames: !Ref Elsewhere"),
            rest=ELSEWHERE,
        ),
    ),
    "endpoint-properties-fit-its-type": (
        case(
            ENDPOINT,
            breaks("      VpcEndpointType: Interface\n", "", at="SecretsEndpoint"),
            holds("      SubnetIds: [!Ref Isolated]\n", ""),
            breaks("PrivateDnsEnabled: true", "RouteTableIds: [rtb-1]", at="SecretsEndpoint"),
            breaks("RouteTableIds: [!Ref PrivateTable]", "SubnetIds: [!Ref Isolated]", at="S3Endpoint"),
            breaks("RouteTableIds: [!Ref PrivateTable]", "PrivateDnsEnabled: true", at="S3Endpoint"),
            holds("VpcEndpointType: Interface", "VpcEndpointType: !Ref Elsewhere"),
            holds("com.amazonaws.${AWS::Region}.s3", "${Elsewhere}"),
            rest=ELSEWHERE,
        ),
    ),
    "endpoints-are-wired": (
        case(
            ENDPOINT,
            breaks("      SecurityGroupIds: [!Ref EndpointGroup]\n", "", at="SecretsEndpoint"),
            breaks("      SubnetIds: [!Ref Isolated]\n", "", at="SecretsEndpoint"),
            breaks("[!Ref PrivateTable]", "[]", at="S3Endpoint"),
            holds("[!Ref PrivateTable]", "!Ref Elsewhere"),
            rest=ELSEWHERE,
        ),
    ),
    "endpoint-services-exist": (
        case(
            ENDPOINT,
            breaks("}.secretsmanager", "}.ecr-dkr", at="SecretsEndpoint"),
            breaks("}.secretsmanager", "}.aps.workspaces", at="SecretsEndpoint"),
            holds("}.secretsmanager", "}.ecr.dkr"),
            holds("}.secretsmanager", "}.brand-new"),
        ),
    ),
}
