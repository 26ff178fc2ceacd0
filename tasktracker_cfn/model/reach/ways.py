"""One connection, step by step: out of its source, over routes and ACLs, into its target, and the answers back."""

from collections.abc import Iterable, Iterator

from tasktracker_cfn.model.reach.addresses import INTERNET
from tasktracker_cfn.model.reach.answer import NO, UNKNOWN, YES, About, Step, Verdict, Way
from tasktracker_cfn.model.reach.gates import End, let_in, let_out, pass_acl
from tasktracker_cfn.model.reach.layouts import TAKES_NO_CONNECTIONS, ports_of
from tasktracker_cfn.model.reach.network import Network
from tasktracker_cfn.model.reach.ports import ANSWERS
from tasktracker_cfn.model.reach.routes import (
    Hop,
    Leads,
    attached,
    has_second_way,
    hop,
    is_public,
    is_remote,
    place_of_nat,
)
from tasktracker_cfn.model.reach.subnets import Spot, block_of, same_vpc, vpc_of


def inside(network: Network, source: End, target: End, port: int) -> Way:
    """Follow a connection between two subnets."""
    here, there = source.spot, target.spot
    if here is None or there is None:
        message = "both ends of a way inside are in subnets"
        raise TypeError(message)
    steps = [*let_out(network, source, target, port), _link(network, here, there)]
    one, other = block_of(network, here), block_of(network, there)
    if here != there:
        steps += pass_acl(network, here, other, (port, port), egress=True)
        steps += pass_acl(network, there, one, (port, port), egress=False)
    steps += [*let_in(network, target, source, port), *_listening(network, target, port)]
    if here != there:
        steps += pass_acl(network, there, one, ANSWERS, egress=True)
        steps += pass_acl(network, here, other, ANSWERS, egress=False)
    return Way(str(source), str(target), tuple(steps))


def inwards(network: Network, source: End, target: End, port: int) -> Way:
    """Follow a connection from the internet, or from a network elsewhere, to a subnet."""
    block, there = source.place.block or INTERNET, target.spot
    if there is None:
        return Way(str(source), str(target), (_is_outside(target),))
    route = hop(network, there, block)
    remote = is_remote(network, block)
    steps = [] if remote else list(_address(target, there))
    steps += _unsure(route, [_over_vpn(network, there, route) if remote else _entrance(network, there, route)])
    steps += pass_acl(network, there, block, (port, port), egress=False)
    steps += [*let_in(network, target, source, port), *_listening(network, target, port)]
    steps += pass_acl(network, there, block, ANSWERS, egress=True)
    return Way(str(source), str(target), _for_both_versions(network, there, tuple(steps)))


def outwards(network: Network, source: End, target: End, port: int) -> Way:
    """Follow a connection from a subnet to the internet, or to a network elsewhere."""
    here, block = source.spot, target.place.block or INTERNET
    if here is None:
        where = (
            "runs in a network of AWS, not in a VPC"
            if source.place.block is None
            else "is in no VPC of these templates"
        )
        return Way(str(source), str(target), (Step(YES, f"{source} {where}"),))
    steps = list(let_out(network, source, target, port))
    steps += pass_acl(network, here, block, (port, port), egress=True)
    route = hop(network, here, block)
    steps += _unsure(route, _through(network, source, route, target, port))
    steps += pass_acl(network, here, block, ANSWERS, egress=False)
    return Way(str(source), str(target), _for_both_versions(network, here, tuple(steps)))


def _unsure(route: Hop, steps: Iterable[Step]) -> Iterator[Step]:
    """Give the steps that follow from a route; none refuses surely when the route is not sure to be there."""
    for step in steps:
        yield step._replace(verdict=max(step.verdict, UNKNOWN)) if route.verdict == UNKNOWN else step


def _link(network: Network, here: Spot, there: Spot) -> Step:
    verdict = same_vpc(network, here, there)
    if here == there:
        return Step(YES, f"both are in {here}", here.item)
    text = {
        YES: f"{here} and {there} are in one VPC, {vpc_of(network, here) or 'whichever it is'}",
        NO: f"{here} and {there} are in two VPCs that nothing joins",
        UNKNOWN: f"whether {here} and {there} are joined is not known",
    }[verdict]
    return Step(verdict, text, there.item)


def _listening(network: Network, target: End, port: int) -> Iterator[Step]:
    item = target.place.item
    if item is None:
        return
    if item.type in TAKES_NO_CONNECTIONS:
        yield Step(NO, f"{item} is {TAKES_NO_CONNECTIONS[item.type]}, which takes no connections", item, About.TARGET)
        return
    ports = ports_of(network, item)
    if ports and port not in ports:
        yield Step(NO, f"{item} listens on {', '.join(map(str, sorted(set(ports))))} only", item, About.TARGET)


def _is_outside(target: End) -> Step:
    item = target.place.item
    if item is not None and item.type in TAKES_NO_CONNECTIONS:
        return Step(NO, f"{item} is {TAKES_NO_CONNECTIONS[item.type]}, which takes no connections", item, About.TARGET)
    return Step(UNKNOWN, f"{target} is in no VPC, and its address is not a matter of these templates")


def _address(target: End, there: Spot) -> Iterator[Step]:
    """Tell whether the internet has an address for what is in a subnet; of a subnet as such nothing is said."""
    item, public = target.place.item, target.place.public
    if item is not None and item != there.item:
        text = {YES: "has a public address", NO: "has no public address", UNKNOWN: "may have a public address"}[public]
        yield Step(public, f"{item} {text}", item)


def _entrance(network: Network, there: Spot, route: Hop) -> Step:
    return _gateway(network, there, route, "which lets nobody in")


def _through(network: Network, source: End, route: Hop, target: End, port: int) -> Iterator[Step]:
    here = source.spot
    if here is None:
        return
    if is_remote(network, target.place.block or INTERNET):
        yield _over_vpn(network, here, route)
        return
    if route.leads is Leads.NAT and route.gateway is not None:
        yield Step(route.verdict, f"{route.table.name} routes 0.0.0.0/0 to {route.gateway}", route.route)
        yield from _nat(network, here, route, target, port)
        return
    yield _gateway(network, here, route, "")
    if route.leads is Leads.INTERNET_GATEWAY and source.place.item != here.item:
        public = source.place.public
        text = {YES: "has a public address", NO: "has no public address", UNKNOWN: "may have a public address"}[public]
        yield Step(public, f"{source.place} {text}, by which the answers find it", source.place.item)


def _gateway(network: Network, place: Spot, route: Hop, nat: str) -> Step:
    """Tell whether a subnet's traffic with the internet goes over an internet gateway."""
    table, to = route.table.name, "0.0.0.0/0"
    if route.leads is Leads.INTERNET_GATEWAY and route.gateway is not None:
        joined = attached(network, route.gateway, place)
        if joined == NO:
            return Step(NO, f"{route.gateway} is not attached to the VPC of {place}", route.gateway)
        if joined == UNKNOWN:
            return Step(
                UNKNOWN, f"whether {route.gateway} is attached to the VPC of {place} is not known", route.gateway
            )
        return Step(route.verdict, f"{table} routes {to} to {route.gateway}", route.route)
    if route.leads is Leads.NOWHERE:
        known = "has no route" if route.verdict == NO else "may have no route"
        return Step(route.verdict, f"{table} {known} to {to}", route.table.item)
    if route.leads is Leads.NAT:
        return Step(NO, f"{table} routes {to} to {route.gateway}, {nat}", route.route)
    if route.leads is Leads.VPN:
        return Step(UNKNOWN, f"{table} routes {to} to a network elsewhere, over {route.gateway}", route.route)
    where = (
        f"{table} routes {to} to what is not in the templates" if route.route else f"{table} is not in the templates"
    )
    return Step(UNKNOWN, where, route.route or place.item)


def _over_vpn(network: Network, place: Spot, route: Hop) -> Step:
    if route.leads is Leads.VPN and route.gateway is not None:
        joined = min(route.verdict, attached(network, route.gateway, place))
        words = {YES: "routes it to", NO: "routes it to what is not attached,", UNKNOWN: "may route it to"}[joined]
        return Step(joined, f"{route.table.name} {words} {route.gateway}", route.route)
    if route.leads is Leads.ELSEWHERE:
        return Step(UNKNOWN, f"{route.table.name} leads where these templates do not show", route.route)
    return Step(NO, f"{route.table.name} has no route to it", route.table.item)


def _nat(network: Network, here: Spot, route: Hop, target: End, port: int) -> Iterator[Step]:
    gateway, block = route.gateway, target.place.block or INTERNET
    if gateway is None:
        return
    if gateway.text("ConnectivityType") == "private":
        yield Step(NO, f"{gateway} is private, and leads to no internet", gateway)
        return
    if gateway.text("AvailabilityMode") == "regional":
        yield Step(YES, f"{gateway} is regional, and routes by itself", gateway)
        return
    place = place_of_nat(network, gateway)
    public: Verdict = is_public(network, place)
    text = {YES: "is in", NO: "is in no public subnet but", UNKNOWN: "may be in no public subnet but"}[public]
    yield Step(public, f"{gateway} {text} {place}", gateway)
    mine = block_of(network, here)
    if place != here:
        yield from pass_acl(network, place, mine, (port, port), egress=False)
        yield from pass_acl(network, place, mine, ANSWERS, egress=True)
    yield from pass_acl(network, place, block, (port, port), egress=True)
    yield from pass_acl(network, place, block, ANSWERS, egress=False)


def _for_both_versions(network: Network, place: Spot, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """Give steps of which none refuses surely where version 6 of IP may be another way, which nothing here follows."""
    if not has_second_way(network, place):
        return steps
    return tuple(step._replace(verdict=max(step.verdict, UNKNOWN)) for step in steps)
