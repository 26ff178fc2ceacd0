"""Whether something has a public address, as far as its type decides that."""

from tasktracker_cfn.model.known import known_flag
from tasktracker_cfn.model.reach.answer import NO, UNKNOWN, YES, Verdict, any_of
from tasktracker_cfn.model.reach.layouts import DB_CLUSTER, DB_INSTANCE, INSTANCE, LOAD_BALANCER, SERVICE, VPC_PLACE
from tasktracker_cfn.model.reach.network import NAT_GATEWAY, Network
from tasktracker_cfn.model.reach.subnets import Spot
from tasktracker_cfn.model.symbols import Value
from tasktracker_cfn.model.system import Item


def has_public_address(network: Network, item: Item, spots: tuple[Spot, ...]) -> Verdict:
    """Tell whether a resource has an address that the internet knows."""
    if item.type in (LOAD_BALANCER, "AWS::ElasticLoadBalancing::LoadBalancer"):
        return _spelled(item.get("Scheme"), {"internal": NO, "internet-facing": YES}, YES)
    if item.type == SERVICE:
        return _spelled(item.get(*VPC_PLACE, "AssignPublicIp"), {"ENABLED": YES, "DISABLED": NO}, NO)
    if item.type == INSTANCE:
        return _of_instance(network, item, spots)
    if item.type == DB_INSTANCE:
        # Without the property it depends on whether the VPC of its subnets has an internet gateway.
        return _flag(item.get("PubliclyAccessible"), UNKNOWN)
    if item.type == DB_CLUSTER:
        members = network.of(DB_INSTANCE, str(item))
        found = [_flag(one.get("PubliclyAccessible"), UNKNOWN) for one in members]
        return any_of([_flag(item.get("PubliclyAccessible"), NO), *found])
    return YES if item.type == NAT_GATEWAY and item.text("ConnectivityType") in (None, "public") else NO


def _of_instance(network: Network, item: Item, spots: tuple[Spot, ...]) -> Verdict:
    interfaces = item.mappings("NetworkInterfaces")
    said = [interface.get("AssociatePublicIpAddress") for interface in interfaces]
    if network.of("AWS::EC2::EIP", str(item)) or network.of("AWS::EC2::EIPAssociation", str(item)):
        return YES
    if any(value is not None for value in said):
        return any_of(_flag(value, NO) for value in said)
    return any_of(UNKNOWN if one.item is None else _flag(one.item.get("MapPublicIpOnLaunch"), NO) for one in spots)


def _flag(value: Value, default: Verdict) -> Verdict:
    if value is None:
        return default
    flag = known_flag(value)
    return UNKNOWN if flag is None else YES if flag else NO


def _spelled(value: Value, known: dict[str, Verdict], default: Verdict) -> Verdict:
    if value is None:
        return default
    return known.get(value, UNKNOWN) if isinstance(value, str) else UNKNOWN
