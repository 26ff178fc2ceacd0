"""Goals for security groups: what they let in and out, and that they say so."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from tasktracker_cfn.gate.goals.goal import Area, Breach
from tasktracker_cfn.gate.goals.network import ANYWHERE
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item, System, number

GROUPS = Area("Security groups")

GROUP = "AWS::EC2::SecurityGroup"
# Rules to these let nothing through, and take the place of the one that AWS makes where there is none.
NOWHERE = ("127.0.0.1/32", "255.255.255.255/32", "::1/128")
INBOUND = "Ingress"
OUTBOUND = "Egress"
WEB: tuple[tuple[float, float], ...] = ((80, 80), (443, 443))
# What scanners call high-risk: administration, mail, files, databases, and the usual ports of development servers.
RISKY = (20, 21, 22, 23, 25, 110, 135, 143, 445, 1433, 1434, 3000, 3306, 3389, 4333, 5000, 5432, 5500, 5601, 6379)
RISKY_TOO = (8080, 8088, 8888, 9200, 9300, 11211, 27017)


class Rule(NamedTuple):
    """One rule, with the resource in which it stands."""

    item: Item
    entry: Mapping[str, Value]

    @property
    def ports(self) -> tuple[float, float] | None:
        """Give the first and the last port; None for all of them."""
        if str(self.entry.get("IpProtocol")) == "-1" or self.entry.get("FromPort") is None:
            return None
        return number(self.entry.get("FromPort")), number(self.entry.get("ToPort"))

    @property
    def is_world(self) -> bool:
        """Tell whether it is about every address that there is."""
        return any(self.entry.get(key) in ANYWHERE for key in ("CidrIp", "CidrIpv6"))

    def __str__(self) -> str:
        """Give what it is about in words."""
        return "all ports" if self.ports is None else f"port {'-'.join(f'{port:g}' for port in sorted({*self.ports}))}"


def rules(system: System, direction: str) -> Iterator[Rule]:
    """Give the rules of a direction, those within groups and those beside them."""
    for group in system.of(GROUP):
        yield from (Rule(group, entry) for entry in group.entries(f"SecurityGroup{direction}"))
    yield from (Rule(item, item.properties) for item in system.of(f"{GROUP}{direction}"))


def _open_rules(system: System) -> Iterator[Rule]:
    yield from (rule for rule in rules(system, INBOUND) if rule.is_world)


@GROUPS.always(
    "security-group-descriptions",
    "CKV_AWS_23 SECURITY_GROUP_DESCRIPTION_RULE AS-EC27 EC2SecurityGroupDescription cn:W36",
)
def descriptions(system: System) -> Iterator[Breach]:
    """Every security group and every rule has a description."""
    for group in system.of(GROUP):
        if not group.get("GroupDescription"):
            yield group, "has no description"
    for rule in (*rules(system, INBOUND), *rules(system, OUTBOUND)):
        if not rule.entry.get("Description"):
            yield rule.item, f"its rule for {rule} has no description"


@GROUPS.always(
    "no-open-risky-ports",
    "CKV_AWS_24 CKV_AWS_25 INCOMING_SSH_DISABLED RESTRICTED_INCOMING_TRAFFIC EC2RestrictedSSH "
    "EC2RestrictedCommonPorts SH:EC2.13 SH:EC2.14 SH:EC2.19 CT.EC2.PR.4 RDSRestrictedInbound AS-RDS8 "
    "cr:RDSSecurityGroupIngressOpenToWorldRule",
)
def risky_ports(system: System) -> Iterator[Breach]:
    """No port of administration, of a database or of another high risk is open to the internet."""
    for rule in _open_rules(system):
        if rule.ports is None or any(rule.ports[0] <= port <= rule.ports[1] for port in (*RISKY, *RISKY_TOO)):
            yield rule.item, f"opens {rule} to the internet"


@GROUPS.always("only-web-ports-open", "CT.EC2.PR.3 SH:EC2.18")
def web_ports(system: System) -> Iterator[Breach]:
    """What is open to the internet is port 80 or 443."""
    for rule in _open_rules(system):
        if rule.ports not in WEB or rule.entry.get("IpProtocol") not in ("tcp", "6", 6):
            yield rule.item, f"opens {rule} to the internet"


@GROUPS.exempted(
    "nothing-open-to-the-internet",
    "EC2_SECURITY_GROUP_INGRESS_OPEN_TO_WORLD_RULE SECURITY_GROUP_INGRESS_CIDR_NON_32_RULE AS-EC23 "
    "EC2RestrictedInbound cn:W2 cn:W9 cr:EC2SecurityGroupOpenToWorldRule "
    "cr:EC2SecurityGroupIngressOpenToWorldRule",
)
def nothing_open(system: System) -> Iterator[Breach]:
    """Nothing is open to the internet."""
    yield from ((rule.item, f"opens {rule} to the internet") for rule in _open_rules(system))


@GROUPS.exempted("port-80-closed", "CKV_AWS_260")
def port_80(system: System) -> Iterator[Breach]:
    """Port 80 is not open to the internet."""
    for rule in _open_rules(system):
        if rule.ports is None or rule.ports[0] <= WEB[0][0] <= rule.ports[1]:
            yield rule.item, "opens port 80 to the internet"


@GROUPS.always(
    "explicit-egress",
    "SECURITY_GROUP_MISSING_EGRESS_RULE cn:F1000 cr:EC2SecurityGroupMissingEgressRule",
)
def explicit_egress(system: System) -> Iterator[Breach]:
    """Every security group lists what it lets out, without which AWS lets out everything."""
    for group in system.of(GROUP):
        # A rule beside the group does not take away the one that AWS makes.
        if not group.entries("SecurityGroupEgress"):
            yield group, "lists nothing that it lets out, so everything goes"


@GROUPS.always(
    "single-ports",
    "SECURITY_GROUP_EGRESS_ALL_PROTOCOLS_RULE SECURITY_GROUP_EGRESS_PORT_RANGE_RULE "
    "SECURITY_GROUP_INGRESS_ALL_PROTOCOLS_RULE SECURITY_GROUP_INGRESS_PORT_RANGE_RULE cn:W29 cn:W40 cn:W42 "
    "cn:W27",
)
def single_ports(system: System) -> Iterator[Breach]:
    """Every rule is about one protocol and one port."""
    for rule in (*rules(system, INBOUND), *rules(system, OUTBOUND)):
        nothing = any(rule.entry.get(key) in NOWHERE for key in ("CidrIp", "CidrIpv6"))
        if not nothing and (rule.ports is None or rule.ports[0] != rule.ports[1]):
            yield rule.item, f"has a rule for {rule}"


@GROUPS.exempted("no-egress-to-the-internet", "EC2_SECURITY_GROUP_EGRESS_OPEN_TO_WORLD_RULE cn:W5")
def open_egress(system: System) -> Iterator[Breach]:
    """Nothing is let out to the whole internet."""
    for rule in rules(system, OUTBOUND):
        if rule.is_world:
            yield rule.item, f"lets {rule} out to anywhere"
