"""Ask who can talk to whom."""

from collections.abc import Collection, Iterator

from tasktracker_cfn.model.reach import ways
from tasktracker_cfn.model.reach.addresses import INTERNET, is_inside
from tasktracker_cfn.model.reach.answer import YES, Answer, Step, Way
from tasktracker_cfn.model.reach.gates import End
from tasktracker_cfn.model.reach.groups import INGRESS, rules_of
from tasktracker_cfn.model.reach.layouts import OPENERS
from tasktracker_cfn.model.reach.network import Network, network_of
from tasktracker_cfn.model.reach.places import THE_INTERNET, Place, addresses, places
from tasktracker_cfn.model.reach.services import to_service
from tasktracker_cfn.model.reach.subnets import block
from tasktracker_cfn.model.system import System

# More ways than a person would draw: two things in that many subnets each are of no one's system.
MOST_WAYS = 400


def reach(system: System, source: Place, target: Place, port: int) -> Answer:
    """Tell whether a source reaches a target by TCP on a port, and by which steps."""
    network = network_of(system)
    found = []
    for way in _ways(network, source, target, port):
        found.append(way)
        if len(found) == MOST_WAYS:
            break
    return Answer(source.name, target.name, port, tuple(found))


def who_reaches(system: System, target: Place, port: int, but: Collection[str] = ()) -> tuple[Answer, ...]:
    """Tell of everything that opens connections whether it reaches a target; the internet is first.

    :param but: types of resources that are not asked about
    """
    network = network_of(system)
    openers = (one for one in places(network) if one.item is not None and one.item.type in OPENERS)
    sources = [
        THE_INTERNET,
        *(one for one in openers if one.item != target.item and one.item and one.item.type not in but),
    ]
    sources += _admitted(network, target)
    return tuple(reach(system, source, target, port) for source in sources)


def _ways(network: Network, source: Place, target: Place, port: int) -> Iterator[Way]:
    if target.service is not None:
        for here in _ends(source):
            yield from to_service(network, here, target.service, port)
        return
    for here in _ends(source):
        for there in _ends(target):
            yield _way(network, here, there, port)


def _way(network: Network, source: End, target: End, port: int) -> Way:
    if source.spot is not None and target.spot is not None:
        return ways.inside(network, source, target, port)
    if source.spot is not None and target.place.item is None:
        return ways.outwards(network, source, target, port)
    if target.place.item is None:
        return Way(str(source), str(target), (Step(YES, "neither is in a VPC of these templates"),))
    return ways.inwards(network, source, target, port)


def _ends(place: Place) -> tuple[End, ...]:
    return tuple(End(place, spot) for spot in place.spots) or (End(place),)


def _admitted(network: Network, target: Place) -> Iterator[Place]:
    """Give the networks elsewhere that the groups of a target name by their addresses."""
    blocks = {
        found
        for group in target.groups or ()
        for rule in rules_of(network, group, INGRESS)
        if rule.peer.kind == "block" and (found := block(network, rule.peer.value)) is not None
    }
    own = [found for vpc in network.system.of("AWS::EC2::VPC") if (found := block(network, vpc.get("CidrBlock")))]
    for found in sorted(blocks):
        if found != INTERNET and is_inside(found) and not any(found.overlaps(mine) for mine in own):
            yield addresses(found)
