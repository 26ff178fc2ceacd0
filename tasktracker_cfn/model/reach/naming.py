"""Find what a person means by a name: a resource, ``internet``, a block of addresses, or a service of AWS."""

from difflib import get_close_matches
from ipaddress import IPv4Network

from tasktracker_cfn.errors import UnclearError, printable
from tasktracker_cfn.model.reach.addresses import parsed
from tasktracker_cfn.model.reach.layouts import LOAD_BALANCER, SERVICE, ports_of
from tasktracker_cfn.model.reach.network import Network, network_of
from tasktracker_cfn.model.reach.places import THE_INTERNET, Place, addresses, place, places, service
from tasktracker_cfn.model.reach.ports import HTTPS, port
from tasktracker_cfn.model.reach.service_names import SERVICES
from tasktracker_cfn.model.system import System

OTHER_NAMES = {
    "ecr": "ecr.api",
    "cloudwatch": "monitoring",
    "cloudwatch-logs": "logs",
    "prometheus": "aps-workspaces",
    "efs": "elasticfilesystem",
    "secrets-manager": "secretsmanager",
}
# No more of a name is said, and no more names.
LONGEST = 100
MOST_NAMES = 20
INTERNET_NAMES = frozenset({"internet", "the internet", "0.0.0.0/0"})


def named(system: System, name: str) -> Place:
    """Give the place that a name means.

    :raises UnclearError: when it means none, or more than one
    """
    network = network_of(system)
    if name.lower() in INTERNET_NAMES:
        return THE_INTERNET
    # One address is a block of one.
    block = parsed(name) or parsed(f"{name}/32")
    if isinstance(block, IPv4Network):
        return addresses(block)
    found = [item for item in system.items if name in (str(item), item.resource.logical_id)]
    here = [one for item in found if (one := place(network, item)) is not None]
    exact = [one for one in here if one.name == name] or here
    if len(exact) > 1:
        message = f"{name} is the name of {len(exact)} resources: {', '.join(map(str, exact))}; name one by its address"
        raise UnclearError(message)
    if exact:
        return exact[0]
    if found:
        message = f"{found[0]} is of {found[0].type}, which no connection is to or from"
        raise UnclearError(message)
    wanted = OTHER_NAMES.get(name.lower(), name.lower())
    if wanted in SERVICES:
        return service(wanted)
    raise UnclearError(_unknown(network, name))


def ports(system: System, target: Place) -> tuple[int, ...]:
    """Give the ports at which a target is asked for something, as far as the templates say."""
    if target.service is not None or target == THE_INTERNET:
        return (HTTPS,)
    if target.item is None:
        return ()
    if target.item.type == SERVICE:
        found = (port(entry.get("ContainerPort")) for entry in target.item.mappings("LoadBalancers"))
        return tuple(dict.fromkeys(number for number in found if number is not None))
    known = ports_of(network_of(system), target.item)
    return tuple(sorted(set(known))) if target.item.type == LOAD_BALANCER else known


def _unknown(network: Network, name: str) -> str:
    known = [one.name for one in places(network)]
    near = get_close_matches(name[:LONGEST], [*known, *(one.rsplit("/", 1)[-1] for one in known), *SERVICES], n=1)
    hint = f"; do you mean {near[0]}?" if near else f"; there are {', '.join(known[:MOST_NAMES]) or 'none'}"
    shown = printable(name[:LONGEST]) or "an empty text"
    return f"{shown} is no resource of these templates, no service of AWS and not the internet{hint}"
