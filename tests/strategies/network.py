"""Draw the network's table: zones, tiers, an address plan that fits, ways out, ways in for administrators, logs."""

from ipaddress import ip_network
from typing import get_args

from hypothesis import strategies

from tasktracker_cfn.config.endpoints import EndpointService
from tests.strategies.scalars import RETENTION_DAYS, log_group_names, some_of, table
from tests.toml_files import Tables

# Prefixes of the VPC and of its subnets. All have room for nine; in the last the public ones are too small.
PLANS = ((16, 24), (16, 20), (18, 22), (20, 24), (23, 27)) * 8 + ((24, 28),)
FLOW_LOGS = table(
    {},
    {
        "log_group": log_group_names("flow"),
        "retention_days": RETENTION_DAYS,
        "traffic": strategies.sampled_from(["ALL", "ACCEPT", "REJECT"]),
    },
)
# Those that a private subnet without NAT gateways may do with, and others, some of them without use.
ENDPOINTS = strategies.sampled_from([["needed"], ["needed"], ["needed", "sts", "kms"], list(get_args(EndpointService))])
IMAGE_NAMES = strategies.sampled_from(["tasks-api:latest", "a/b@sha256:" + "0" * 64])
SOME_ENDPOINTS = strategies.sampled_from([[], [], ["needed"], ["logs", "ecr.dkr"], ["xray"]])
BASTIONS = table({}, {"instance_type": strategies.sampled_from(["t4g.nano", "t4g.micro", "t4g.small"])})
VPNS = table(
    {
        "customer_address": strategies.sampled_from(["203.0.113.10", "8.8.4.4"]),
        # No drawn VPC has such addresses.
        "remote_blocks": some_of(["10.200.0.0/16", "10.201.1.0/24", "198.18.0.0/15", "100.64.1.1/32"], least=1),
    },
    {"customer_asn": strategies.sampled_from([1, 65001, 2147483647])},
)


@strategies.composite
def networks(draw: strategies.DrawFn, region: str) -> Tables:
    """Draw a network in a region."""
    zones = draw(strategies.sampled_from([2, 2, 3]))
    start = draw(strategies.sampled_from(["10.0.0.0", "10.77.0.0", "172.16.0.0", "192.168.0.0"]))
    vpc, subnet = draw(strategies.sampled_from(PLANS))
    block = ip_network(f"{start}/{vpc}")
    free = [str(found) for found in list(block.subnets(new_prefix=subnet))[: 3 * zones]]
    tiers = draw(strategies.sampled_from([("private",), ("isolated",), ("private", "isolated"), ()]))
    found: Tables = {"cidr": str(block), "public_subnets": free[:zones]}
    for place, tier in enumerate(tiers, start=1):
        found[f"{tier}_subnets"] = free[place * zones : (place + 1) * zones]
    if "private" in tiers:
        found["nat_gateways"] = draw(strategies.sampled_from(["single", "per-zone", "none"]))
    if draw(strategies.booleans()):
        found["zone_names"] = [f"{region}{letter}" for letter in "abc"[:zones]]
    optional = {
        "s3_endpoint": strategies.sampled_from([True, True, False]),
        "network_acls": strategies.booleans(),
        "flow_logs": FLOW_LOGS,
    }
    found |= draw(table({}, optional))
    if found.get("s3_endpoint", True) and draw(strategies.booleans()):
        found["s3_endpoint_account_only"] = draw(strategies.booleans())
    found |= draw(_ways_out(found))
    administration = {"vpn": VPNS} if tiers else {}
    administration |= {"bastion": BASTIONS} if has_way_out(found) else {}
    return found | draw(table({}, administration))


@strategies.composite
def _ways_out(draw: strategies.DrawFn, network: Tables) -> Tables:
    if "private_subnets" not in network or network["nat_gateways"] != "none":
        endpoints = draw(SOME_ENDPOINTS)
        return {"interface_endpoints": endpoints} if endpoints else {}
    if draw(strategies.integers(0, 3)) == 0:
        return {}
    lists = {"s3_prefix_list_id": strategies.sampled_from(["pl-63a5400a", "pl-0123456789abcdef0"])}
    return {"interface_endpoints": draw(ENDPOINTS)} | draw(table({}, lists))


def has_way_out(network: Tables) -> bool:
    """Tell whether private subnets lead to all that is called from them."""
    if "private_subnets" not in network:
        return False
    endpoints = "needed" in network.get("interface_endpoints", ())
    return network["nat_gateways"] != "none" or (endpoints and network.get("s3_endpoint", True))


@strategies.composite
def settled(draw: strategies.DrawFn, region: str, found: Tables) -> Tables:
    """Draw what of the network depends on the other tables, and change in those what it does not allow."""
    network, service = found["network"], found["service"]
    if "vpn" in network and "database" in found["data"]:
        network["vpn"] |= draw(table({}, {"database_access": strategies.booleans()}))
    if service["subnets"] == "private" and network["nat_gateways"] == "none":
        for container in service["containers"].values():
            container["image"] = f"123456789012.dkr.ecr.{region}.amazonaws.com/{draw(IMAGE_NAMES)}"
    return found
