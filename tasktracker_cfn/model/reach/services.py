"""How a service of AWS is reached: by an endpoint that has its name or is a route, or over the internet."""

import re
from collections.abc import Iterator

from tasktracker_cfn.model.reach import ways
from tasktracker_cfn.model.reach.addresses import INTERNET
from tasktracker_cfn.model.reach.answer import NO, UNKNOWN, YES, About, Step, Verdict, Way
from tasktracker_cfn.model.reach.gates import End, let_out, pass_acl
from tasktracker_cfn.model.reach.groups import EGRESS, rules_of
from tasktracker_cfn.model.reach.layouts import ENDPOINT
from tasktracker_cfn.model.reach.network import Network
from tasktracker_cfn.model.reach.places import THE_INTERNET, place
from tasktracker_cfn.model.reach.ports import ANSWERS
from tasktracker_cfn.model.reach.routes import leads_elsewhere, table_of
from tasktracker_cfn.model.reach.subnets import Spot, vpc_of
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item

# What has endpoints that routes lead to.
ROUTED = ("s3", "dynamodb", "s3express")
HERE = "<region>"
INTERFACE, GATEWAY = "Interface", "Gateway"
NAME = re.compile(r"(?:cn\.)?com\.amazonaws\.(?P<region>[a-z0-9-]+|<region>)\.(?P<service>[a-z0-9.-]+)")


def service_of(network: Network, endpoint: Item) -> str | None:
    """Give the service of this region that an endpoint leads to, by the last part of its name."""
    found = NAME.fullmatch(_written(endpoint.get("ServiceName")))
    if found is None or found["region"] not in (HERE, network.system.region or found["region"]):
        return None
    return found["service"]


def kind_of(endpoint: Item) -> str:
    """Give the kind of an endpoint: AWS makes one for routes when none is named (N09)."""
    value = endpoint.get("VpcEndpointType")
    return GATEWAY if value is None else value if isinstance(value, str) else ""


def to_service(network: Network, source: End, name: str, port: int) -> Iterator[Way]:
    """Follow a connection to a service, by each way that it may take."""
    here = source.spot
    if here is None:
        yield ways.outwards(network, source, End(THE_INTERNET), port)
        return
    endpoint = endpoint_for(network, source, name)
    if endpoint is None:
        yield _elsewhere(network, source, name, ways.outwards(network, source, End(THE_INTERNET), port))
    elif kind_of(endpoint) == INTERFACE:
        yield from _by_name(network, source, endpoint, name, port)
    else:
        yield _by_route(network, source, endpoint, name, port)


def endpoint_for(network: Network, source: End, name: str) -> Item | None:
    """Give the endpoint by which a source calls a service: one that has its name, or else one that is a route there."""
    found = _endpoints(network, source, name)
    named = [item for item in found if kind_of(item) == INTERFACE and _may_have_the_name(item)]
    routed = [item for item in found if kind_of(item) == GATEWAY and _leads(network, source, item)]
    return next(iter((*named, *routed)), None)


def _endpoints(network: Network, source: End, name: str) -> list[Item]:
    vpc = vpc_of(network, source.spot) if source.spot is not None else None
    candidates = network.of(ENDPOINT, str(vpc)) if vpc is not None else ()
    return [item for item in candidates if service_of(network, item) == name]


def _may_have_the_name(endpoint: Item) -> bool:
    value = endpoint.get("PrivateDnsEnabled")
    return value is not None and endpoint.flag("PrivateDnsEnabled") is not False


def _by_name(network: Network, source: End, endpoint: Item, name: str, port: int) -> Iterator[Way]:
    to = place(network, endpoint)
    vpc = vpc_of(network, source.spot) if source.spot is not None else None
    if to is None:
        return
    sure = network.presence(endpoint, source.place.item)
    if endpoint.flag("PrivateDnsEnabled") is None:
        sure = UNKNOWN
    first = Step(sure, f"{name} is {endpoint} by its private name", endpoint)
    names = _resolves(vpc)
    words = {YES: "resolves", NO: "does not resolve", UNKNOWN: "may not resolve"}[names]
    second = Step(names, f"{vpc} {words} private names", vpc)
    for spot in to.spots:
        way = ways.inside(network, source, End(to, spot), port)
        yield Way(way.source, f"{name}, by {way.target}", _as_sure_as(sure, (first, second, *way.steps)))


def _resolves(vpc: Item | None) -> Verdict:
    """Tell whether a VPC resolves the private names of endpoints, for which it needs both flags (N08)."""
    if vpc is None:
        return UNKNOWN
    support, hosts = vpc.flag("EnableDnsSupport"), vpc.flag("EnableDnsHostnames")
    if vpc.get("EnableDnsSupport") is None:
        support = True
    if support is False or hosts is False or vpc.get("EnableDnsHostnames") is None:
        return NO
    return YES if support and hosts else UNKNOWN


def _by_route(network: Network, source: End, endpoint: Item, name: str, port: int) -> Way:
    here = source.spot
    if here is None:
        return ways.outwards(network, source, End(THE_INTERNET), port)
    table = table_of(network, here)
    sure = network.presence(endpoint, source.place.item)
    steps = [Step(sure, f"{table.name} leads to {name} by {endpoint}", endpoint)]
    steps += _out_to_list(network, source, port)
    steps += pass_acl(network, here, INTERNET, (port, port), egress=True)
    steps += pass_acl(network, here, INTERNET, ANSWERS, egress=False)
    return Way(str(source), f"{name}, by {endpoint}", _as_sure_as(sure, tuple(steps)))


def _as_sure_as(sure: Verdict, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Give steps by an endpoint: where it may not be there, another way may be open, so none refuses surely."""
    return steps if sure == YES else tuple(step._replace(verdict=max(step.verdict, UNKNOWN)) for step in steps)


def _out_to_list(network: Network, source: End, port: int) -> Iterator[Step]:
    """Tell whether the source's groups let it out to a service's addresses, which a list of prefixes names (N11)."""
    for group in source.place.groups or ():
        for rule in rules_of(network, group, EGRESS):
            if rule.peer.kind == "list" and rule.admits(port) == YES:
                yield Step(
                    YES, f"{group} lets out {port} to {rule.peer}, taken for the service's own", rule.item, About.OUT
                )
                return
    yield from let_out(network, source, End(THE_INTERNET), port)


def _leads(network: Network, source: End, endpoint: Item) -> bool:
    table = table_of(network, source.spot) if source.spot is not None else None
    listed = endpoint.listed("RouteTableIds")
    return table is not None and table.item is not None and table.item in map(network.system.at, listed)


def _elsewhere(network: Network, source: End, name: str, way: Way) -> Way:
    """Give the way over the internet to a service, unless an endpoint may be where the templates do not show it."""
    here, steps = source.spot, way.steps
    if way.verdict != NO or here is None:
        return Way(way.source, name, steps)
    if _may_have_another(network, here, name):
        there = Step(UNKNOWN, f"what the templates do not decide may be an endpoint for {name} around {here}")
        return Way(way.source, name, _as_sure_as(UNKNOWN, (*steps, there)))
    endpoints = _endpoints(network, source, name)
    useless = [Step(NO, _useless(item, name), item) for item in endpoints]
    return Way(way.source, name, (*steps, *(useless or [Step(NO, f"there is no endpoint for {name}")])))


def _may_have_another(network: Network, here: Spot, name: str) -> bool:
    """Tell whether a subnet may have an endpoint that the templates do not show, or not as one for this service."""
    if vpc_of(network, here) is None or leads_elsewhere(network, here):
        return True
    return any(_is_open(network, endpoint, name) for endpoint in network.system.of(ENDPOINT))


def _is_open(network: Network, endpoint: Item, name: str) -> bool:
    """Tell whether an endpoint's service, VPC, type or route tables are only known by a deployment."""
    vpc, service = endpoint.get("VpcId"), service_of(network, endpoint)
    if service not in (name, None) or (service is None and "?" not in _written(endpoint.get("ServiceName"))):
        return False
    tables = endpoint.listed("RouteTableIds")
    open_tables = any(not isinstance(table, str) and network.system.at(table) is None for table in tables)
    open_vpc = not isinstance(vpc, str) and network.system.at(vpc) is None
    return service is None or not kind_of(endpoint) or open_tables or open_vpc


def _useless(endpoint: Item, name: str) -> str:
    if kind_of(endpoint) == INTERFACE:
        return f"{endpoint} does not have the name of {name}: PrivateDnsEnabled is off"
    return f"{endpoint} does not serve the route table there"


def _written(value: Value) -> str:
    if isinstance(value, Text):
        return "".join(_written(part) for part in value.parts)
    if isinstance(value, Reference):
        return HERE if value.logical_id == "AWS::Region" else "?"
    return value if isinstance(value, str) else "?"
