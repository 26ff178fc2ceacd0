"""Goals for the VPC: its subnets, routes, endpoints and access lists."""

from collections.abc import Iterator

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.goals.statements import has_wildcard, of_owner
from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.symbols import Reference
from tasktracker_cfn.model.system import Item, System, number, true

VPC = Area("VPC")
ACL = Area("Network ACL")

ANYWHERE = ("0.0.0.0/0", "::/0")
ADMINISTRATION = (22, 3389)
CUSTOM = ("Custom::", "AWS::CloudFormation::CustomResource")


@VPC.always("vpc-flow-logs", "AS-VPC7 VPCFlowLogsEnabled SH:EC2.6 cn:W60")
def flow_logs(system: System) -> Iterator[Breach]:
    """Every VPC writes flow logs."""
    logged = {system.at(log.get("ResourceId")) for log in system.of("AWS::EC2::FlowLog")}
    yield from ((vpc, "has no flow log") for vpc in system.of("AWS::EC2::VPC") if vpc not in logged)


@VPC.exempted("default-security-group-closed", "VPCDefaultSecurityGroupClosed SH:EC2.2")
def default_group(system: System) -> Iterator[Breach]:
    """The default security group of a VPC lets nothing through."""
    customs = [item for item in system.items if item.type.startswith(CUSTOM)]
    handed = {reference for item in customs for reference in all_references(item.properties)}
    for vpc in system.of("AWS::EC2::VPC"):
        group = Reference(vpc.resource.stack, vpc.resource.logical_id, "DefaultSecurityGroup")
        if group not in handed:
            yield vpc, "its default security group keeps the rules that AWS gives it"


@VPC.always(
    "subnets-give-no-public-addresses",
    "CT.EC2.PR.11 SUBNET_AUTO_ASSIGN_PUBLIC_IP_DISABLED VPCSubnetAutoAssignPublicIpDisabled SH:EC2.15 cn:W33",
)
def public_addresses(system: System) -> Iterator[Breach]:
    """No subnet gives public addresses by itself."""
    for subnet in system.of("AWS::EC2::Subnet"):
        if subnet.get("MapPublicIpOnLaunch") not in (None, False, "false"):
            yield subnet, "gives whatever starts in it a public address"


@VPC.exempted("no-public-route", "NO_UNRESTRICTED_ROUTE_TO_IGW VPCNoUnrestrictedRouteToIGW")
def public_route(system: System) -> Iterator[Breach]:
    """No route leads to the internet gateway from everywhere."""
    for route in system.of("AWS::EC2::Route"):
        gateway = system.at(route.get("GatewayId"))
        if gateway is not None and gateway.type == "AWS::EC2::InternetGateway" and is_anywhere(route):
            yield route, "leads from and to anywhere"


@VPC.production("endpoint-policies", "iam:public-PRINCIPAL_STAR-endpoint")
def endpoint_policies(system: System) -> Iterator[Breach]:
    """The policy of each VPC endpoint names who may use it, or what for."""
    for endpoint in system.of("AWS::EC2::VPCEndpoint"):
        if endpoint.get("PolicyDocument") is None:
            yield endpoint, "has AWS's own policy, which allows everything to everybody"
    for statement in of_owner(system, "AWS::EC2::VPCEndpoint"):
        broad = not statement.is_conditional and any(map(_is_open, statement.resources))
        if statement.allows and statement.is_for_everybody and broad:
            yield statement, "allows everybody everything"


@ACL.exempted(
    "narrow-network-acls",
    "AS-VPC3 VPCNoNACLs EC2_NETWORK_ACL_ENTRY_INEFFECTIVE_DENY_RULE EC2_NETWORK_ACL_PORT_RANGE_RULE "
    "EC2_NETWORK_ACL_PROTOCOL_RULE cn:W66 cn:W67 cn:W71 cn:W72",
)
def narrow_entries(system: System) -> Iterator[Breach]:
    """No entry of a network ACL is about all protocols, a range of ports, or a refusal that has no effect."""
    for entry in system.of("AWS::EC2::NetworkAclEntry"):
        if str(entry.get("Protocol")) == "-1":
            yield entry, "is about all protocols"
        elif entry.get("PortRange", "From") != entry.get("PortRange", "To"):
            yield entry, "is about a range of ports"
        elif entry.get("RuleAction") == "deny":
            yield entry, "refuses, after or before something else allows"


@ACL.always("no-administration-through-network-acls", "CT.EC2.PR.5 SH:EC2.21 CKV_AWS_229 CKV_AWS_231")
def administration(system: System) -> Iterator[Breach]:
    """No network ACL lets the internet in to SSH or remote desktops."""
    for entry in system.of("AWS::EC2::NetworkAclEntry"):
        inbound = entry.get("RuleAction") == "allow" and not true(entry.get("Egress"))
        if inbound and _is_anywhere(entry, "CidrBlock", "Ipv6CidrBlock"):
            yield from ((entry, f"lets anybody in to port {port}") for port in ADMINISTRATION if _has(entry, port))


def is_anywhere(route: Item) -> bool:
    """Tell whether a route is the one for all addresses."""
    return _is_anywhere(route, "DestinationCidrBlock", "DestinationIpv6CidrBlock")


def _is_anywhere(item: Item, *keys: str) -> bool:
    return any(item.get(key) in ANYWHERE for key in keys)


def _has(entry: Item, port: int) -> bool:
    low, high = entry.get("PortRange", "From"), entry.get("PortRange", "To")
    if str(entry.get("Protocol")) == "-1" or low is None or high is None:
        return str(entry.get("Protocol")) in {"-1", "6", "17"}
    return number(low) <= port <= number(high)


def _is_open(resource: object) -> bool:
    return isinstance(resource, str) and has_wildcard(resource) and set(resource) <= set("*:")
