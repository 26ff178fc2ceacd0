"""What is asked about the small network, and what the answer must be."""

from typing import NamedTuple

from tasktracker_cfn.model.reach.answer import NO, UNKNOWN, YES, Verdict
from tests.model.reach.small import ACL, ENDPOINT, VPN, Change


class Asked(NamedTuple):
    """A question about the small network with some changes, the verdict, and a text of a step that decides."""

    question: str
    verdict: Verdict
    why: str = ""
    changes: tuple[Change, ...] = ()
    more: str = ""

    def __str__(self) -> str:
        """Give the name of the test."""
        change = f" with {self.changes[0][1]}" if self.changes else ""
        return f"{self.question} {self.verdict.word}{change}"


def _data_from(peer: str) -> tuple[Change, ...]:
    """Let somebody else in to the database than the tasks."""
    return ((FROM_TASKS, peer),)


def _front_from(peer: str) -> tuple[Change, ...]:
    """Let somebody else in to the load balancer than everybody."""
    return (("CidrIp: 0.0.0.0/0}]\n  TaskGroup", f"{peer}}}]\n  TaskGroup"),)


def _in_vpc(subnet: str, vpc: str, more: str = "") -> Change:
    """Put a subnet into another VPC."""
    start = f'  {subnet}: {{Type: "AWS::EC2::Subnet", Properties: {{VpcId: !Ref '
    return f"{start}Vpc,", f"{more}{start}{vpc},"


TO_DATABASE, TO_SECRETS, TO_S3 = "Service Database 5432", "Service secretsmanager 443", "Service s3 443"
OTHERS, IN_FRONT, OUT = "Bastion Database 5432", "internet Balancer 443", "Service internet 443"
FROM_TASKS = "SourceSecurityGroupId: !Ref TaskGroup"
OTHER_VPC = '  Vpc2: {Type: "AWS::EC2::VPC", Properties: {CidrBlock: 10.1.0.0/16}}\n'
DEFAULT_GROUP = (", SecurityGroups: [!Ref TaskGroup]", "")
TASKS_IN_PUBLIC = ("Subnets: [!Ref Private], Sec", "Subnets: [!Ref Public], Sec")
DATA_ELSEWHERE = ("SubnetIds: [!Ref Isolated]", "SubnetIds: [!Ref Somewhere]")
DATA_IN_PUBLIC = ("SubnetIds: [!Ref Isolated]", "SubnetIds: [!Ref Public]")
PUBLIC_DATA = ("PubliclyAccessible: false", "PubliclyAccessible: true")
OPEN_DATA = (FROM_TASKS, "CidrIp: 0.0.0.0/0")
NO_NAT = ("DestinationCidrBlock: 0.0.0.0/0, NatGatewayId", "DestinationCidrBlock: 1.0.0.0/8, NatGatewayId")
OVER_TRANSIT = ("0.0.0.0/0, NatGatewayId: !Ref Nat", "10.0.0.0/8, TransitGatewayId: tgw-1")
SOME_ENDPOINT = ("  SecretsEndpoint:\n", "  SecretsEndpoint:\n    Condition: Perhaps\n")
WITH_NAT = ("{RouteTableId: !Ref PrivateTable, Dest", "{RouteTableId: !Ref IsolatedTable, Dest")
STATIC = """
  OfficeRoute:
    Type: AWS::EC2::VPNConnectionRoute
    Properties: {VpnConnectionId: vpn-1, DestinationCidrBlock: 198.51.100.0/24}
"""
ROUTE = "  PrivateRoute:\n    Type: AWS::EC2::Route\n"
PUBLIC_IN = (
    "{SubnetId: !Ref Public, RouteTableId: !Ref PublicTable}",
    "{SubnetId: subnet-1, RouteTableId: !Ref PublicTable}",
)
REFUSED = "RuleNumber: 50, Protocol: 6, RuleAction: deny, CidrBlock: 10.0.0.0/16"
POSTGRES = "FromPort: 5432, ToPort: 5432"
WEB_OUT = "ToPort: 443, CidrIp: 0.0.0.0/0}\n"
IN = "RuleAction: allow, CidrBlock: 10.0.10.0/24"
OUTGOING = "RuleNumber: 100, Protocol: 6, RuleAction: allow, CidrBlock: 10.0.0.0/16"

INSIDE = [
    Asked(TO_DATABASE, YES),
    Asked("Service Database 5433", NO, "Database listens on 5432 only"),
    Asked(OTHERS, NO, "DataGroup admits 5432 from TaskGroup only, not from Bastion (BastionGroup)"),
    Asked("Balancer Database 5432", NO, "DataGroup admits 5432 from TaskGroup only"),
    Asked("Balancer Service 8000", YES),
    Asked("Bastion Service 8000", NO, "TaskGroup admits 8000 from BalancerGroup only"),
    Asked("Database Service 8000", NO, "DataGroup lets out nothing on port 8000"),
    Asked("Bastion Service 22", NO, "TaskGroup admits nothing on port 22"),
    Asked("Service Nat 443", NO, "which takes no connections"),
    Asked(TO_DATABASE, NO, "TaskGroup lets out nothing", ((f"{POSTGRES}, Dest", "FromPort: 1, ToPort: 2, Dest"),)),
    Asked(OTHERS, YES, "", _data_from("CidrIp: 10.0.0.0/8")),
    Asked(OTHERS, YES, "", _data_from("CidrIp: !GetAtt Vpc.CidrBlock")),
    Asked(OTHERS, UNKNOWN, "10.0.1.7/32", _data_from("CidrIp: 10.0.1.7/32")),
    Asked(OTHERS, UNKNOWN, "Something", _data_from("CidrIp: !Ref Something")),
    Asked(OTHERS, NO, "DataGroup", _data_from("CidrIp: 10.0.10.0/24")),
    Asked(OTHERS, NO, "DataGroup", _data_from('CidrIpv6: "::/0"')),
    Asked(OTHERS, UNKNOWN, "prefix list pl-1", _data_from("SourcePrefixListId: pl-1")),
    Asked(OTHERS, UNKNOWN, "Somebody", _data_from("SourceSecurityGroupId: !Ref Somebody")),
    Asked("Balancer Service 8000", YES, "", (("IpProtocol: tcp, FromPort: 8000, ToPort: 8000", 'IpProtocol: "-1"'),)),
    Asked("Balancer Service 8000", NO, "nothing on port 8000", (("tcp, FromPort: 8000", "udp, FromPort: 8000"),)),
    Asked("Balancer Service 8000", UNKNOWN, "", (("FromPort: 8000", "FromPort: !Ref Something"),)),
    Asked(TO_DATABASE, UNKNOWN, "Somebody", (("[!GetAtt DataGroup.GroupId]", "[!Ref Somebody]"),)),
    Asked(TO_DATABASE, UNKNOWN, "", (DATA_ELSEWHERE,)),
    Asked(OTHERS, NO, "DataGroup", (DATA_ELSEWHERE,)),
    Asked(TO_DATABASE, NO, "two VPCs", (_in_vpc("Isolated", "Vpc2", OTHER_VPC),)),
    Asked(TO_DATABASE, UNKNOWN, "joined", (_in_vpc("Isolated", "Something"),)),
    Asked(TO_DATABASE, UNKNOWN, "", (("  DataFromTasks:\n", "  DataFromTasks:\n    Condition: Perhaps\n"),)),
    Asked(OTHERS, UNKNOWN, "", (("GroupId: !Ref DataGroup", "GroupId: !If [Perhaps, a, b]"),)),
    Asked(TO_DATABASE, NO, "DataGroup admits", (DEFAULT_GROUP,)),
    Asked("Bastion Service 8000", NO, "the default security group of Vpc admits nothing", (DEFAULT_GROUP,)),
]
ACLS = [
    Asked(TO_DATABASE, YES, "", (), ACL),
    Asked(TO_DATABASE, NO, "Acl keeps port 5432 from 10.0.10.0/24 out", ((IN, IN.replace("allow", "deny")),), ACL),
    Asked(TO_DATABASE, NO, "Acl keeps port 5432 from 10.0.10.0/24 out", ((IN, IN.replace("10.0.10", "10.0.11")),), ACL),
    Asked(
        TO_DATABASE,
        NO,
        "Acl keeps answers at ports 1024-65535 to 10.0.10.0/24 in",
        ((f"{OUTGOING}, Egress: true", f"{OUTGOING.replace('100', '110')}, Egress: false"),),
        ACL,
    ),
    Asked(TO_DATABASE, UNKNOWN, "lets only a part of answers", (("From: 1024", "From: 32768"),), ACL),
    Asked(TO_DATABASE, UNKNOWN, "lets only a part of port 5432", ((IN, IN.replace("/24", "/25")),), ACL),
    Asked(TO_DATABASE, UNKNOWN, "may keep", ((IN, "RuleAction: allow, CidrBlock: !Ref Something"),), ACL),
    Asked(
        TO_DATABASE,
        NO,
        "the default ACL of Vpc keeps port 5432",
        ((f"!Ref Acl,\n      {OUTGOING}", f"!GetAtt Vpc.DefaultNetworkAcl, {REFUSED}"),),
        ACL,
    ),
]
INTERNET = [
    Asked(IN_FRONT, YES),
    Asked("internet Balancer 80", NO, "BalancerGroup admits nothing on port 80"),
    Asked(IN_FRONT, NO, "no public address", (("Scheme: internet-facing", "Scheme: internal"),)),
    Asked(IN_FRONT, UNKNOWN, "public address", (("Scheme: internet-facing", "Scheme: !Ref Something"),)),
    Asked(IN_FRONT, NO, "not attached", (("VpcId: !Ref Vpc, Inter", "VpcId: vpc-1, Inter"),)),
    Asked(IN_FRONT, UNKNOWN, "whether Internet is", (("VpcId: !Ref Vpc, Inter", "VpcId: !Ref Something, Inter"),)),
    Asked(IN_FRONT, NO, "main route table of Vpc, which Public is left with, has no route", (PUBLIC_IN,)),
    Asked(IN_FRONT, YES, "", _front_from("CidrIp: 203.0.113.0/24")),
    Asked(IN_FRONT, NO, "BalancerGroup admits 443 from 10.0.0.0/8 only", _front_from("CidrIp: 10.0.0.0/8")),
    Asked(IN_FRONT, UNKNOWN, "prefix list", _front_from("SourcePrefixListId: pl-1")),
    Asked("internet Database 5432", NO, "no public address", (OPEN_DATA,)),
    Asked("internet Database 5432", NO, "has no route", (OPEN_DATA, PUBLIC_DATA)),
    Asked("internet Database 5432", YES, "", (OPEN_DATA, PUBLIC_DATA, DATA_IN_PUBLIC)),
    Asked("internet Private 443", NO, "which lets nobody in"),
    Asked("internet Private 443", UNKNOWN, "which lets nobody in", ((ROUTE, f"{ROUTE}    Condition: Perhaps\n"),)),
    Asked("internet Isolated 443", UNKNOWN, "", (("{SubnetId: !Ref Private, R", "{SubnetId: !If [Perhaps, a, b], R"),)),
    Asked("internet Public 443", YES),
    Asked("internet Isolated 443", NO, "main route table of Vpc"),
    Asked(OUT, YES),
    Asked("Service internet 80", NO, "TaskGroup lets out nothing on port 80"),
    Asked(OUT, NO, "has no public address", (TASKS_IN_PUBLIC,)),
    Asked(OUT, YES, "", (TASKS_IN_PUBLIC, ("DISABLED", "ENABLED"))),
    Asked(OUT, NO, "in no public subnet", (("SubnetId: !Ref Public, Alloc", "SubnetId: !Ref Isolated, Alloc"),)),
    Asked(OUT, NO, "is private", (("AllocationId: eipalloc-1", "ConnectivityType: private"),)),
    Asked(OUT, YES, "", (("SubnetId: !Ref Public, AllocationId: eipalloc-1", "AvailabilityMode: regional"),)),
    Asked(OUT, UNKNOWN, "not in the templates", (("NatGatewayId: !Ref Nat", "TransitGatewayId: tgw-1"),)),
    Asked(OUT, UNKNOWN, "", ((ROUTE, f"{ROUTE}    Condition: Perhaps\n"),)),
    Asked("Function internet 443", YES),
    Asked("Function Database 5432", NO, "no public address"),
    Asked("internet Function 443", NO, "takes no connections"),
]
SERVICES = [
    Asked(TO_SECRETS, YES),
    Asked(TO_SECRETS, YES, "", (), ENDPOINT),
    Asked(TO_SECRETS, NO, "only", (("CidrIp: !GetAtt Vpc.CidrBlock", "CidrIp: 10.9.0.0/16"),), ENDPOINT),
    Asked(TO_SECRETS, NO, "does not resolve", (("EnableDnsHostnames: true", "EnableDnsHostnames: false"),), ENDPOINT),
    Asked(TO_SECRETS, NO, "PrivateDnsEnabled is off", (("DnsEnabled: true", "DnsEnabled: false"), NO_NAT), ENDPOINT),
    Asked(TO_S3, YES, "", (NO_NAT,), ENDPOINT),
    Asked(TO_S3, NO, "does not serve", (NO_NAT, ("[!Ref PrivateTable]", "[!Ref PublicTable]")), ENDPOINT),
    Asked(
        TO_S3,
        NO,
        "TaskGroup lets out 443 to EndpointGroup only",
        ((WEB_OUT, "ToPort: 443, DestinationSecurityGroupId: !Ref EndpointGroup}\n"),),
        ENDPOINT,
    ),
    Asked(TO_S3, YES, "", ((WEB_OUT, "ToPort: 443, DestinationPrefixListId: pl-63a5400a}\n"),), ENDPOINT),
    Asked("Service logs 443", NO, "there is no endpoint for logs", (NO_NAT,), ENDPOINT),
    Asked("Service logs 443", UNKNOWN, "may be an endpoint", (_in_vpc("Private", "Something"), NO_NAT)),
    Asked("Function secretsmanager 443", YES),
    Asked("Service logs 443", UNKNOWN, "may be an endpoint", (OVER_TRANSIT,)),
    Asked(
        "Service logs 443", UNKNOWN, "may be an endpoint", (NO_NAT, ("}.secretsmanager", "}.${Something}")), ENDPOINT
    ),
    Asked(TO_S3, UNKNOWN, "may be an endpoint", (NO_NAT, ("[!Ref PrivateTable]", "!Ref Something")), ENDPOINT),
    Asked(TO_SECRETS, UNKNOWN, "", (SOME_ENDPOINT, ("CidrIp: !GetAtt Vpc.CidrBlock", "CidrIp: 10.9.0.0/16")), ENDPOINT),
]
REMOTE = [
    Asked("192.168.4.0/22 Database 5432", YES, "", (), VPN),
    Asked("192.168.4.0/22 Database 5432", YES, "", (WITH_NAT,), VPN),
    Asked("198.51.100.0/24 Database 5432", NO, "no public address", (("192.168.4.0/22", "198.51.100.0/24"),), VPN),
    Asked("198.51.100.0/24 Database 5432", YES, "", (("192.168.4.0/22", "198.51.100.0/24"),), VPN + STATIC),
    Asked("192.168.9.0/24 Database 5432", NO, "DataGroup admits", (), VPN),
    Asked("192.168.4.0/22 Database 5432", NO, "no route to it", (("[!Ref IsolatedTable]", "[!Ref PublicTable]"),), VPN),
    Asked("192.168.4.0/22 Database 5432", NO, "is not attached", (("Vpc, Vpn", "Public, Vpn"),), VPN),
]
ASKED = [*INSIDE, *ACLS, *INTERNET, *SERVICES, *REMOTE]
