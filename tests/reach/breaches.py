"""What is broken in the templates of systems whose ways are followed, and what must be said of it."""

from typing import NamedTuple


class Breach(NamedTuple):
    """In one file of a case, one text in place of another; what is then said to be out of reach, and why."""

    case: str
    file: str
    old: str
    new: str
    cannot: str
    why: str


EVERYTHING = "private, with everything"
TASKS, FUNCTION = "the tasks cannot reach", "the rotation function cannot reach"
BASTION, BALANCER = "Network/Bastion cannot reach", "the load balancer cannot reach api"
TO_ENDPOINTS = "DestinationSecurityGroupId: !GetAtt EndpointSecurityGroup.GroupId"
OWN_ACCOUNT = "aws:PrincipalAccount: !Ref AWS::AccountId"


def _other_endpoint(service: str, other: str, cannot: str) -> Breach:
    """Give the breach that an endpoint leads to another service."""
    old, new = f"${{AWS::Region}}.{service}\n", f"${{AWS::Region}}.{other}\n"
    return Breach("private", "network", old, new, cannot, "no route to 0.0.0.0/0")


def _ingress(name: str, group: str) -> str:
    return (
        f"  {name}:\n    Type: AWS::EC2::SecurityGroupIngress\n    Properties:\n      GroupId: !GetAtt {group}.GroupId"
    )


def _other_group(name: str, group: str, cannot: str, why: str) -> Breach:
    """Give the breach that a rule lets in to another group than it should."""
    return Breach(EVERYTHING, "network", _ingress(name, group), _ingress(name, "BastionSecurityGroup"), cannot, why)


def _entry(tier: str, number: int, *, egress: bool) -> str:
    """Give the part of an ACL's entry up to what it does."""
    return (
        f"      NetworkAclId: !Ref {tier}Acl\n      RuleNumber: {number}\n      Egress: {str(egress).lower()}\n"
        "      RuleAction: "
    )


def _denied(case: str, tier: str, number: int, cannot: str, why: str, *, egress: bool) -> Breach:
    """Give the breach that an entry of an ACL refuses what it let pass."""
    start = _entry(tier, number, egress=egress)
    return Breach(case, "network", f"{start}allow", f"{start}deny", cannot, why)


ENDPOINTS = [
    _other_endpoint("ecr.api", "sns", f"{TASKS} ecr.api in us-east-1 (the image of api"),
    _other_endpoint("ecr.dkr", "sns", f"{TASKS} ecr.dkr"),
    _other_endpoint("logs", "sns", f"{TASKS} logs"),
    _other_endpoint("secretsmanager", "sns", f"{FUNCTION} secretsmanager"),
    _other_endpoint("s3", "dynamodb", f"{TASKS} layers"),
    Breach(EVERYTHING, "network", "${AWS::Region}.ssmmessages", "${AWS::Region}.sns", BASTION, "no route"),
    Breach("private", "network", "PrivateDnsEnabled: true", "PrivateDnsEnabled: false", TASKS, "no route"),
    Breach("private", "network", "VpcEndpointType: Interface", "VpcEndpointType: Gateway", TASKS, "no route"),
    Breach("private", "network", "EnableDnsHostnames: true", "EnableDnsHostnames: false", TASKS, "private name"),
    Breach("private", "network", "EnableDnsSupport: true", "EnableDnsSupport: false", TASKS, "private name"),
    Breach(
        "private",
        "network",
        "RouteTableIds:\n      - !Ref PrivateRouteTable",
        "RouteTableIds:\n      - !Ref PublicRouteTable",
        f"{TASKS} layers",
        "no route to 0.0.0.0/0",
    ),
    Breach("private", "network", "starport-layer-bucket", "starport-layers", f"{TASKS} layers", "refuses s3:GetObject"),
    Breach("private", "network", OWN_ACCOUNT, "aws:PrincipalAccount: '123456789012'", f"{TASKS} logs", "refuses logs:"),
    Breach("private", "network", "- secretsmanager:*", "- kms:*", f"{FUNCTION} secretsmanager", "refuses secretsm"),
    Breach(
        "private",
        "service",
        "awslogs-region: !Ref AWS::Region",
        "awslogs-region: eu-west-1",
        f"{TASKS} logs in eu-west-1",
        "no route to 0.0.0.0/0",
    ),
    Breach("private", "root", ".us-east-1.amazonaws", ".us-west-2.amazonaws", f"{TASKS} ecr.api in us-west-2", "route"),
    Breach("private", "root", "123456789012.dkr.ecr.", "ghcr", f"{TASKS} the internet", "no route to 0.0.0.0/0"),
]

GROUPS = [
    Breach("private", "network", TO_ENDPOINTS, "CidrIp: 10.0.1.0/24", f"{TASKS} logs", "lets out 443 to"),
    Breach("private", "network", "DestinationPrefixListId: pl-63a5400a", TO_ENDPOINTS, f"{TASKS} layers", "lets out"),
    _other_group("EndpointsFromTasks", "EndpointSecurityGroup", f"{TASKS} logs", "admits"),
    _other_group("EndpointsFromBastion", "EndpointSecurityGroup", f"{BASTION} ssm", "admits"),
    _other_group("DatabaseFromTasks", "DatabaseSecurityGroup", f"{FUNCTION} Data/Database", "admits"),
    _other_group("DatabaseFromBastion", "DatabaseSecurityGroup", f"{BASTION} Data/Database", "admits"),
    _other_group("ApiFromLoadBalancer", "TaskSecurityGroup", BALANCER, "admits"),
    Breach("NAT", "network", "CidrIp: 0.0.0.0/0\n        Desc", "CidrIp: 10.0.0.0/16\n        Desc", TASKS, "lets out"),
]

ACLS = [
    _denied("NAT", "Public", 110, "Listener cannot be reached", "keeps port 443 from 0.0.0.0/0 out", egress=False),
    _denied(
        "NAT",
        "Public",
        100,
        "Listener cannot be reached",
        "keeps answers at ports 1024-65535 to 0.0.0.0/0 in",
        egress=True,
    ),
    _denied("NAT", "Private", 110, BALANCER, "keeps port 8000 from 10.0.1.0/24 out", egress=False),
    _denied("NAT", "Private", 100, BALANCER, "keeps answers at ports 1024-65535 to 10.0.1.0/24 in", egress=True),
    _denied("NAT", "Isolated", 100, f"{TASKS} Data/Database", "keeps port 5432 from 10.0.10.0/24 out", egress=False),
    _denied(
        "NAT",
        "Isolated",
        100,
        f"{TASKS} Data/Database",
        "keeps answers at ports 1024-65535 to 10.0.10.0/24 in",
        egress=True,
    ),
    _denied("NAT", "Isolated", 110, "192.168.4.0/22 cannot reach", "keeps port 5432 from", egress=False),
    Breach(
        "NAT",
        "network",
        "From: 3390",
        "From: 49152",
        f"{TASKS} logs",
        "lets only a part of answers at ports 1024-65535 from 0.0.0.0/0 in",
    ),
    Breach(
        "NAT",
        "network",
        "From: 1024",
        "From: 32768",
        BALANCER,
        "lets only a part of answers at ports 1024-65535 from 10.0.10.0/24 in",
    ),
    Breach(EVERYTHING, "network", "From: 443\n", "From: 444\n", f"{TASKS} logs", "PrivateAcl keeps port 443"),
    Breach("public", "network", "From: 3390", "From: 49152", f"{TASKS} the internet", "lets only a part of answers"),
]

ROUTES = [
    Breach(
        "NAT", "network", "NatGatewayId: !Ref NatGatewayA", "GatewayId: !Ref InternetGateway", TASKS, "no public add"
    ),
    Breach(
        "NAT",
        "network",
        "SubnetId: !Ref PublicSubnetA\n      Alloc",
        "SubnetId: !Ref PrivateSubnetA\n      Alloc",
        TASKS,
        "is in no public subnet",
    ),
    Breach("public", "service", "AssignPublicIp: ENABLED", "AssignPublicIp: DISABLED", TASKS, "has no public address"),
    Breach(
        "public",
        "network",
        "VpcId: !Ref Vpc\n      InternetGatewayId",
        "VpcId: vpc-1\n      InternetGatewayId",
        TASKS,
        "is not attached",
    ),
    Breach(
        "NAT", "network", "      - !Ref IsolatedRouteTable\n", "", "192.168.4.0/22 cannot reach", "has no route to it"
    ),
    Breach(
        "NAT",
        "network",
        "DestinationCidrBlock: 192.168.4.0/22",
        "DestinationCidrBlock: 192.168.4.0/24",
        "192.168.4.0/22 cannot reach",
        "VpnConnection has no route",
    ),
]

MEASURED = [
    Breach(
        "private, measured",
        "network",
        f"${{AWS::Region}}.{service}\n",
        "${AWS::Region}.sts\n",
        f"{TASKS} {service}",
        "no route to 0.0.0.0/0",
    )
    for service in ("aps-workspaces", "xray")
]
CACHE = [
    Breach(
        "private, measured",
        "network",
        _ingress("CacheFromTasks", "CacheSecurityGroup"),
        _ingress("CacheFromTasks", "DatabaseSecurityGroup"),
        f"{TASKS} Data/Cache",
        "",
    )
]
BREACHES = [*MEASURED, *CACHE, *ENDPOINTS, *GROUPS, *ACLS, *ROUTES]
