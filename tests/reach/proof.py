"""What cannot be reached that must be: services by who calls them, and the system's own parts by each other.

A service whose own name leads to an interface endpoint is called there, also where there is another way out.
"""

from collections.abc import Iterator
from ipaddress import IPv4Network, ip_network

from tasktracker_cfn.model.reach.network import network_of
from tasktracker_cfn.model.reach.places import THE_INTERNET, addresses, place
from tests.properties.database import databases, groups, subnets
from tests.reach import endpoints, ways
from tests.reach.needs import INTERNET, SERVICE, Call, Caller, callers
from tests.systems import rules, tasks, traffic
from tests.systems.built import Item, System, number, text, true

SAME_PORT = (None, "traffic-port")


def unreachable(system: System, region: str) -> list[str]:
    """Give what is in the way of something that is needed, in a system that is deployed to a region."""
    if not system.of(SERVICE):
        return []
    return [*_services(system, region), *_way_in(system), *_way_to_database(system), *_way_to_cache(system)]


def _services(system: System, region: str) -> Iterator[str]:
    for caller, calls in callers(system):
        for call in calls:
            for reason in dict.fromkeys(_in_the_way(system, region, call)):
                yield f"{caller.name} cannot reach {call.service} ({call.reason}): {reason}"


def _in_the_way(system: System, region: str, call: Call) -> list[str]:
    service, _, region_of_service = call.service.partition(" in ")
    local = region_of_service in ("", region) and service != INTERNET
    found: list[str] = []
    for subnet in call.caller.subnets:
        if local:
            found += endpoints.closed(system, subnet, call, service)
        else:
            public = call.caller.has_public_address
            found += ways.to_internet(system, subnet, call.caller.groups, has_public_address=public)
    return found


def _way_in(system: System) -> Iterator[str]:
    """Follow requests and health checks: from the internet to the load balancer, and from there to the containers."""
    balancer = traffic.load_balancer(system)
    places, worn = system.all_at(balancer.get("Subnets")), system.all_at(balancer.get("SecurityGroups"))
    for listener in traffic.listeners(system):
        here = place(network_of(system), balancer)
        assert here is not None, "a load balancer is a place"
        for reason in ways.between(system, THE_INTERNET, here, int(number(listener.get("Port")))):
            yield f"{listener} cannot be reached: {reason}"
    for entry in tasks.service(system).entries("LoadBalancers"):
        port, name = int(number(entry.get("ContainerPort"))), text(entry.get("ContainerName"))
        group = system.at(entry.get("TargetGroupArn"))
        if group is None or group.get("HealthCheckPort") not in SAME_PORT:
            yield f"the health of {name} is asked at another port"
        to = (tasks.subnets(system), [tasks.group(system)])
        for reason in dict.fromkeys(ways.inside(system, places, worn, *to, port)):
            yield f"the load balancer cannot reach {name}: {reason}"


def _way_to_database(system: System) -> Iterator[str]:
    for database in databases(system):
        port = int(number(database.get("Port")))
        to = (subnets(system, database), groups(system, database))
        for caller, _ in callers(system):
            for reason in dict.fromkeys(ways.inside(system, caller.subnets, caller.groups, *to, port)):
                yield f"{caller.name} cannot reach {database}: {reason}"
        for group in groups(system, database):
            for rule in rules.inbound(system, group):
                if isinstance(rule.peer, str):
                    yield from _way_from_remote(system, database, rule.peer, port)


def _way_to_cache(system: System) -> Iterator[str]:
    for cache in system.of("AWS::ElastiCache::ReplicationGroup"):
        inside = system.at(cache.get("CacheSubnetGroupName"))
        assert inside is not None, f"{cache} is in no subnets of this system"
        to = (system.all_at(inside.get("SubnetIds")), system.all_at(cache.get("SecurityGroupIds")))
        mine = (tasks.subnets(system), (tasks.group(system),))
        for reason in dict.fromkeys(ways.inside(system, *mine, *to, int(number(cache.get("Port"))))):
            yield f"the tasks cannot reach {cache}: {reason}"


def _way_from_remote(system: System, database: Item, peer: str, port: int) -> Iterator[str]:
    """Follow connections from a network elsewhere, over the VPN."""
    block = ip_network(peer)
    assert isinstance(block, IPv4Network)
    here = place(network_of(system), database)
    assert here is not None, "a database is a place"
    for reason in ways.between(system, addresses(block), here, port):
        yield f"{peer} cannot reach {database}: {reason}"
    for connection in system.of("AWS::EC2::VPNConnection"):
        static = [item.get("DestinationCidrBlock") for item in system.of("AWS::EC2::VPNConnectionRoute")]
        if true(connection.get("StaticRoutesOnly")) and peer not in static:
            yield f"{peer} cannot reach {database}: {connection} has no route to it"


def told(system: System) -> list[tuple[Caller, str]]:
    """Give every service that is called, by who calls it: what a proof is about."""
    return [(caller, call.service) for caller, calls in callers(system) for call in calls]
