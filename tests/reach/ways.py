"""Whether a connection gets from here to there, as the proof of the product has it.

Each question is answered by what is in the way; nothing when every way is open. Here unknown is in the way, too: what
these systems need must be shown.
"""

from collections.abc import Iterable, Iterator

from tasktracker_cfn.model.reach.answer import YES, Verdict
from tasktracker_cfn.model.reach.groups import Group
from tasktracker_cfn.model.reach.places import THE_INTERNET, Place
from tasktracker_cfn.model.reach.proof import reach
from tasktracker_cfn.model.reach.subnets import Spot
from tests.systems.built import Item, System

HTTPS_PORT = 443


def inside(
    system: System, subnets: Iterable[Item], groups: Iterable[Item], to: Iterable[Item], worn: Iterable[Item], port: int
) -> list[str]:
    """Tell what is in the way from each of some subnets to each of others of the VPC, between wearers of groups."""
    return list(_in_the_way(system, _place(subnets, groups), _place(to, worn), port))


def to_internet(system: System, subnet: Item, groups: Iterable[Item], *, has_public_address: bool) -> list[str]:
    """Tell what is in the way from a subnet to HTTPS anywhere on the internet."""
    source = _place([subnet], groups, public=has_public_address)
    return list(_in_the_way(system, source, THE_INTERNET, HTTPS_PORT))


def to_service(system: System, subnet: Item, groups: Iterable[Item], service: str, *, public: bool) -> list[str]:
    """Tell what is in the way from a subnet to a service, by whichever way leads there."""
    source = _place([subnet], groups, public=public)
    return list(_in_the_way(system, source, Place(service, service=service), HTTPS_PORT))


def between(system: System, source: Place, target: Place, port: int) -> list[str]:
    """Tell what is in the way between two places."""
    return list(_in_the_way(system, source, target, port))


def _place(subnets: Iterable[Item], groups: Iterable[Item], *, public: bool = False) -> Place:
    spots = tuple(Spot(str(subnet), subnet) for subnet in subnets)
    worn = tuple(Group(str(group), str(group), group) for group in groups)
    assert spots, "a place is in some subnet"
    return Place("it", None, spots, worn, Verdict.YES if public else Verdict.NO)


def _in_the_way(system: System, source: Place, target: Place, port: int) -> Iterator[str]:
    answer = reach(system, source, target, port)
    assert answer.ways, "there is a way to look at"
    yield from dict.fromkeys(step.text for way in answer.ways for step in way.steps if step.verdict != YES)
