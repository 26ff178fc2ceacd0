"""Which connections there are between the tiers, and what a network ACL must let pass for them.

An ACL has no memory: of each connection it must let pass both what is asked and what is answered, which goes to a high
port of whoever asked (N14). It knows addresses only, so what goes to S3 or over a NAT gateway goes anywhere. It does
not see what goes to Amazon's DNS, to the clock or to the metadata of a task.
https://docs.aws.amazon.com/vpc/latest/userguide/vpc-network-acls.html
"""

from collections.abc import Iterable, Iterator
from ipaddress import IPv4Network, collapse_addresses
from typing import Literal, NamedTuple

from tasktracker_cfn.config.cache import CACHE_PORT
from tasktracker_cfn.config.edge import HTTPS_PORT
from tasktracker_cfn.config.network import Tier
from tasktracker_cfn.config.system import SystemConfig
from tasktracker_cfn.config.ways_out import endpoint_tier, endpoints

Place = Tier | Literal["internet", "remote"]
INTERNET = IPv4Network("0.0.0.0/0")
# What load balancers, NAT gateways and functions take for the near end of a connection; Linux takes fewer.
FIRST_HIGH_PORT, LAST_PORT = 1024, 65535
HIGH_PORTS = ((FIRST_HIGH_PORT, LAST_PORT),)
# From the internet all but the one of remote desktops, which no ACL may open to it. What is asked from there gets no
# answer: one connection in 64512.
REMOTE_DESKTOP_PORT = 3389
HIGH_PORTS_FROM_INTERNET = ((FIRST_HIGH_PORT, REMOTE_DESKTOP_PORT - 1), (REMOTE_DESKTOP_PORT + 1, LAST_PORT))
# 20 in each direction, of which AWS's own last rules are two.
# https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html
MOST_ENTRIES = 18


class Flow(NamedTuple):
    """Connections that are opened from one place to a TCP port at another."""

    source: Place
    target: Place
    port: int


class Entry(NamedTuple):
    """What an ACL lets pass: TCP in or out, to ports on this side (in) or that side (out)."""

    inbound: bool
    block: IPv4Network
    first: int
    last: int

    def covers(self, other: "Entry") -> bool:
        """Tell whether what the other lets pass is let pass here, too."""
        return (
            self.inbound == other.inbound
            and other.block.subnet_of(self.block)
            and self.first <= other.first
            and other.last <= self.last
        )


def flows(system: SystemConfig) -> Iterator[Flow]:
    """Give every connection that the system needs; a stack that adds something in a subnet adds a line here."""
    tasks = system.service.subnets
    for port in system.edge.open_ports or system.edge.listener_ports:
        yield Flow("internet", "public", port)
    for name in system.edge.targets:
        container = system.service.containers.get(name)
        if container is not None and container.port is not None:
            yield Flow("public", tasks, container.port)
            if system.service.discovery is not None:
                yield Flow(tasks, tasks, container.port)
    if system.data.cache is not None:
        yield Flow(tasks, system.data.cache.subnets, CACHE_PORT)
    yield from _calls(system)
    database, vpn = system.data.database, system.network.vpn
    if database is not None and vpn is not None and vpn.database_access:
        yield Flow("remote", database.subnets, database.port)


def _calls(system: SystemConfig) -> Iterator[Flow]:
    """Give what the tasks, the rotation function and the bastion open: to AWS, and to the database."""
    callers: list[Tier] = [system.service.subnets]
    database = system.data.database
    if database is not None and database.rotation is not None and database.rotation.method == "hosted-function":
        callers.append("private")
    if system.network.bastion is not None:
        callers.append("private")
    for caller in dict.fromkeys(callers):
        yield Flow(caller, "internet", HTTPS_PORT)
        if endpoints(system):
            yield Flow(caller, endpoint_tier(system), HTTPS_PORT)
        if database is not None:
            yield Flow(caller, database.subnets, database.port)


def entries(system: SystemConfig, tier: Tier) -> list[Entry]:
    """Give what the ACL of a tier lets pass, in and then out, without what another entry covers."""
    found = list(dict.fromkeys(entry for flow in flows(system) for entry in _entries(system, tier, flow)))
    kept = [entry for entry in found if not any(other.covers(entry) for other in found if other != entry)]
    return sorted(kept, key=lambda entry: not entry.inbound)


def _entries(system: SystemConfig, tier: Tier, flow: Flow) -> Iterator[Entry]:
    if flow.source == tier:
        yield from _asking(system, flow.target, flow.port)
    if flow.target == tier:
        yield from _answering(system, flow.source, flow.port)
    # A NAT gateway is in a public subnet: there it is asked, and there it asks on.
    if tier == "public" and flow.source == "private" and flow.target == "internet" and _has_nat(system):
        yield from _answering(system, flow.source, flow.port)
        yield from _asking(system, flow.target, flow.port)


def _asking(system: SystemConfig, target: Place, port: int) -> Iterator[Entry]:
    ports = HIGH_PORTS_FROM_INTERNET if target == "internet" else HIGH_PORTS
    for block in _blocks(system, target):
        yield Entry(inbound=False, block=block, first=port, last=port)
        yield from (Entry(inbound=True, block=block, first=first, last=last) for first, last in ports)


def _answering(system: SystemConfig, source: Place, port: int) -> Iterator[Entry]:
    for block in _blocks(system, source):
        yield Entry(inbound=True, block=block, first=port, last=port)
        yield Entry(inbound=False, block=block, first=FIRST_HIGH_PORT, last=LAST_PORT)


def _blocks(system: SystemConfig, place: Place) -> Iterable[IPv4Network]:
    if place == "internet":
        return [INTERNET]
    if place == "remote":
        return collapse_addresses(system.network.vpn.remote_blocks if system.network.vpn else ())
    return collapse_addresses(system.network.tier(place))


def _has_nat(system: SystemConfig) -> bool:
    return system.network.nat_gateways != "none"
