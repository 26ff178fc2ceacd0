"""Draw the network's table: zones, tiers, an address plan that fits, ways out, flow logs."""

from ipaddress import ip_network

from hypothesis import strategies

from tests.strategies.scalars import RETENTION_DAYS, log_group_names, table
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
        found["nat_gateways"] = draw(strategies.sampled_from(["single", "per-zone", "single", "per-zone", "none"]))
    if draw(strategies.booleans()):
        found["zone_names"] = [f"{region}{letter}" for letter in "abc"[:zones]]
    found |= draw(table({}, {"s3_endpoint": strategies.booleans(), "flow_logs": FLOW_LOGS}))
    return found
