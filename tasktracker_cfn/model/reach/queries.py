"""What one asks first: what reaches databases, what the internet reaches, and whether what is needed is reached."""

from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from tasktracker_cfn.model.reach.answer import NO, Answer, Verdict
from tasktracker_cfn.model.reach.groups import INGRESS, rules_of
from tasktracker_cfn.model.reach.layouts import (
    DATABASES,
    DB_PROXY,
    FUNCTION,
    INSTANCE,
    LOAD_BALANCER,
    ROTATION,
    SERVICE,
    ports_of,
)
from tasktracker_cfn.model.reach.needs import Need, needs
from tasktracker_cfn.model.reach.network import Network, network_of
from tasktracker_cfn.model.reach.places import THE_INTERNET, Place, place, places
from tasktracker_cfn.model.reach.ports import HTTPS
from tasktracker_cfn.model.reach.proof import reach, who_reaches
from tasktracker_cfn.model.system import Item, System

# Who has business with a database.
CLIENTS = (SERVICE, ROTATION, FUNCTION, INSTANCE, DB_PROXY)
BALANCERS = (LOAD_BALANCER, "AWS::ElasticLoadBalancing::LoadBalancer")


class Exposure(NamedTuple):
    """Something that is reached, or may be, by what should not reach it."""

    target: Item
    answer: Answer


class Supply(NamedTuple):
    """Something that is needed, and what is known of the ways to it."""

    need: Need
    answer: Answer

    @property
    def verdict(self) -> Verdict:
        """Tell whether it is reached from every subnet of whoever needs it."""
        return self.answer.everywhere


def exposed_databases(system: System) -> Iterator[Exposure]:
    """Give databases and caches that are reached by others than services, functions, instances and proxies here."""
    network = network_of(system)
    for item in system.of(*DATABASES):
        here = place(network, item)
        if here is None:
            continue
        for port in ports_of(network, item):
            for answer in who_reaches(system, here, port, but=CLIENTS):
                if answer.verdict != NO:
                    yield Exposure(item, answer)


def reached_from_internet(system: System) -> Iterator[Exposure]:
    """Give what the internet reaches, or may reach, beside load balancers."""
    network = network_of(system)
    for here in places(network):
        if here.item is None or here.item.type in BALANCERS or not here.spots:
            continue
        for port in _open_ports(network, here):
            answer = reach(system, THE_INTERNET, here, port)
            if answer.verdict != NO:
                yield Exposure(here.item, answer)


@lru_cache(maxsize=8)
def supplies(system: System) -> tuple[Supply, ...]:
    """Give everything that must be reached so that services and rotation functions work, with the ways to it."""
    answers: dict[tuple[str, str], Answer] = {}
    found = []
    for need in needs(system):
        # Containers mostly need the same; each way is followed once.
        asked = (need.by.name, need.to.name)
        if asked not in answers:
            answers[asked] = reach(system, need.by, need.to, HTTPS)
        found.append(Supply(need, answers[asked]))
    return tuple(found)


def _open_ports(network: Network, here: Place) -> tuple[int, ...]:
    """Give a port of each rule that may let somebody in, and those that it listens on."""
    rules = (rule for group in here.groups or () for rule in rules_of(network, group, INGRESS))
    opened = (rule.ports[0] for rule in rules if rule.ports is not None and rule.peer.kind == "block")
    own = ports_of(network, here.item) if here.item is not None else ()
    return tuple(dict.fromkeys((*own, *opened)))
