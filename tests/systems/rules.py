"""Questions about security groups: who may talk to whom, inline and standalone rules together."""

from collections.abc import Mapping
from dataclasses import dataclass
from ipaddress import IPv4Network, ip_network

from tasktracker_cfn.model.values import Value
from tests.systems.built import Item, System, number

ALL_PORTS = (0, 65535)
INTERNET = "0.0.0.0/0"
# AWS takes a destination on the loopback for what it is: nowhere.
NOWHERE = "127.0.0.1/32"
# Addresses that nobody on the internet has.
INSIDE = tuple(IPv4Network(block) for block in ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16"))


@dataclass(frozen=True)
class Rule:
    """One rule of one direction; the peer is a security group or an address block."""

    protocol: str
    first: int
    last: int
    peer: Item | Value

    def admits(self, port: int) -> bool:
        """Tell whether a TCP port is open."""
        return self.protocol in {"tcp", "6", "-1"} and self.first <= port <= self.last


def tcp(port: int, peer: Item | Value) -> Rule:
    """Give the rule for exactly one TCP port."""
    return Rule("tcp", port, port, peer)


def inbound(system: System, group: Item) -> list[Rule]:
    """Give everything that a group lets in."""
    return _rules(system, group, "SecurityGroupIngress", "AWS::EC2::SecurityGroupIngress", "Source")


def outbound(system: System, group: Item) -> list[Rule]:
    """Give everything that a group lets out; a group without rules of its own lets everything out."""
    found = _rules(system, group, "SecurityGroupEgress", "AWS::EC2::SecurityGroupEgress", "Destination")
    if not group.entries("SecurityGroupEgress"):
        found.append(Rule("-1", *ALL_PORTS, INTERNET))
    return [rule for rule in found if rule.peer != NOWHERE]


def admits(rules: list[Rule], port: int, peer: Item | Value) -> bool:
    """Tell whether one of the rules opens a port to a peer."""
    return any(rule.admits(port) and rule.peer == peer for rule in rules)


def open_to_internet(system: System, group: Item) -> list[Rule]:
    """Give the inbound rules that let addresses of the internet in, all of them or some."""
    return [rule for rule in inbound(system, group) if isinstance(rule.peer, str) and _is_outside(rule.peer)]


def _is_outside(block: str) -> bool:
    """Tell whether a block of addresses is not wholly inside; a list of prefixes is none."""
    if "/" not in block:
        return False
    found = ip_network(block)
    return not isinstance(found, IPv4Network) or not any(found.subnet_of(inside) for inside in INSIDE)


def _rules(system: System, group: Item, inline: str, standalone: str, side: str) -> list[Rule]:
    written = list(group.entries(inline))
    written += [item.properties for item in system.of(standalone) if system.at(item.get("GroupId")) == group]
    return [_rule(system, entry, side) for entry in written]


def _rule(system: System, entry: Mapping[str, Value], side: str) -> Rule:
    protocol = str(entry.get("IpProtocol"))
    ports = ALL_PORTS if protocol == "-1" else (int(number(entry.get("FromPort"))), int(number(entry.get("ToPort"))))
    groups = {"SourceSecurityGroupId", "DestinationSecurityGroupId"}
    keys = [key for key in entry if key in {"CidrIp", "CidrIpv6", *groups} or key.endswith("PrefixListId")]
    assert len(keys) == 1, f"a rule has one peer, not {keys}"
    assert keys[0] not in groups or keys[0].startswith(side), f"{keys[0]} in a rule of the other direction"
    peer = entry[keys[0]]
    return Rule(protocol, *ports, (system.at(peer) or peer) if keys[0] in groups else peer)
