"""Load balancers that a distribution fetches from."""

from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple

from tasktracker_cfn.model.known import known_number, known_text
from tasktracker_cfn.model.symbols import Reference, Text, Value
from tasktracker_cfn.model.system import Item, System, follow
from tasktracker_cfn.model.texts import concatenate

BALANCER = "AWS::ElasticLoadBalancingV2::LoadBalancer"
DISTRIBUTION = "AWS::CloudFront::Distribution"
ORIGINS = ("DistributionConfig", "Origins")
HTTP_PORT, HTTPS_PORT = 80.0, 443.0


class Origin(NamedTuple):
    """An origin of a distribution that is a load balancer of the templates."""

    distribution: Item
    number: int
    entry: Mapping[str, Value]
    balancer: Item
    # Where the protocol and the ports stand: in the origin itself, or in an origin within the VPC.
    config: Value
    # Whether it is named by the name that AWS gave it.
    by_own_name: bool

    @property
    def protocol(self) -> str | None:
        """Give the protocol policy, None when it is not known."""
        return known_text(follow(self.config, "OriginProtocolPolicy"))

    def port(self, name: str, usual: float) -> float | None:
        """Give a port, None when it is not known."""
        found = follow(self.config, name)
        return usual if found is None else known_number(found)


@lru_cache(maxsize=8)
def origins(system: System) -> tuple[Origin, ...]:
    """Give every origin that is a load balancer."""
    return tuple(
        found
        for distribution in system.of(DISTRIBUTION)
        for number, entry in enumerate(distribution.listed(*ORIGINS))
        if isinstance(entry, Mapping) and (found := _origin(system, distribution, number, entry))
    )


def _origin(system: System, distribution: Item, number: int, entry: Mapping[str, Value]) -> Origin | None:
    within = system.at(follow(entry, "VpcOriginConfig", "VpcOriginId"))
    if within is not None:
        balancer = _at(system, within.get("VpcOriginEndpointConfig", "Arn"))
        config = within.get("VpcOriginEndpointConfig")
        return Origin(distribution, number, entry, balancer, config, by_own_name=False) if balancer else None
    name, config = entry.get("DomainName"), entry.get("CustomOriginConfig")
    balancer = _named(system, name)
    if balancer is not None:
        return Origin(distribution, number, entry, balancer, config, by_own_name=True)
    behind = next(_behind(system, name), None)
    return Origin(distribution, number, entry, behind, config, by_own_name=False) if behind else None


def _behind(system: System, name: Value) -> Iterator[Item]:
    """Give the load balancers that a domain name is an alias of."""
    for record in system.of("AWS::Route53::RecordSet"):
        if name is not None and _without_dot(record.get("Name")) == _without_dot(name):
            balancer = _named(system, record.get("AliasTarget", "DNSName"))
            if balancer is not None:
                yield balancer


def _without_dot(name: Value) -> Value:
    return name.rstrip(".").lower() if isinstance(name, str) else name


def _named(system: System, name: Value) -> Item | None:
    """Give the load balancer whose own name it is."""
    # With "dualstack." before it, it is the same name.
    if isinstance(name, Text) and name.parts[0] == "dualstack.":
        name = concatenate(name.parts[1:])
    return _at(system, name) if isinstance(name, Reference) and name.attribute == "DNSName" else None


def _at(system: System, value: Value) -> Item | None:
    found = system.at(value)
    return found if found is not None and found.type == BALANCER else None
