"""Rules of the network: zones, subnets, gateways, and the tiers that others are put into."""

from tests.config.rules.rule import RDS, Rule

THREE = ["10.0.1.0/24", "10.0.2.0/24", "10.0.3.0/24"]
FOUR = [*THREE, "10.0.4.0/24"]
OUTSIDE = ["10.1.1.0/24", "10.0.11.0/24"]
OVERLAP = ["10.0.1.128/25", "10.0.11.0/24"]

RULES: dict[str, Rule] = {
    "one zone": Rule({"network.public_subnets": ["10.0.1.0/24"]}, "network.public_subnets", "at least 2"),
    "four zones": Rule({"network.public_subnets": FOUR}, "network.public_subnets", "3 are the most built here"),
    "private subnets missing a zone": Rule(
        {"network.private_subnets": ["10.0.10.0/24"]}, "network.private_subnets", "has 1 entries"
    ),
    "isolated subnets missing a zone": Rule(
        {"network.isolated_subnets": ["10.0.20.0/24"]},
        "network.isolated_subnets",
        "one per zone",
        {"network.isolated_subnets": ["10.0.20.0/24", "10.0.21.0/24"]},
    ),
    "zone names missing a zone": Rule({"network.zone_names": ["us-east-1a"]}, "network.zone_names", "has 1 entries"),
    "one zone twice": Rule(
        {"network.zone_names": ["us-east-1a", "us-east-1a"]},
        "network.zone_names",
        "names a zone twice",
        {"network.zone_names": ["us-east-1a", "us-east-1b"]},
    ),
    "zone of another region": Rule(
        {"network.zone_names": ["us-east-1a", "us-east-2b"]},
        "network.zone_names",
        "is not in region us-east-1",
    ),
    "gateways for nobody": Rule(
        {
            "service.subnets": "public",
            "data.database.subnets": "isolated",
            "network.isolated_subnets": THREE[:2],
        },
        "network.nat_gateways",
        "serves private subnets",
        {
            "service.subnets": "public",
            "data.database.subnets": "isolated",
            "network.isolated_subnets": ["10.0.20.0/24", "10.0.21.0/24"],
            "network.nat_gateways": "none",
        },
        drop=("network.private_subnets",),
    ),
    "subnet outside": Rule({"network.private_subnets": OUTSIDE}, "network.private_subnets", "lies outside the VPC's"),
    "subnets overlap": Rule({"network.private_subnets": OVERLAP}, "network.private_subnets", "overlaps 10.0.1.0/24"),
    "subnet twice": Rule({"network.public_subnets": ["10.0.1.0/24"] * 2}, "network.public_subnets", "overlaps"),
    "public subnet too small": Rule(
        {"network.public_subnets": ["10.0.1.0/28", "10.0.2.0/24"]},
        "network.public_subnets",
        "10.0.1.0/28 is too small for a load balancer",
        {"network.public_subnets": ["10.0.1.0/27", "10.0.2.0/27"]},
    ),
    "tasks in no tier": Rule(
        {"network.nat_gateways": "none"},
        "service.subnets",
        "network.private_subnets is empty",
        {
            "network.nat_gateways": "none",
            "service.subnets": "public",
            "network.isolated_subnets": ["10.0.20.0/24", "10.0.21.0/24"],
            "data.database.subnets": "isolated",
        },
        drop=("network.private_subnets",),
    ),
    "no way out": Rule({"network.nat_gateways": "none"}, "network.nat_gateways", "have no way out"),
    "database in no tier": Rule({f"{RDS}.subnets": "isolated"}, f"{RDS}.subnets", "isolated_subnets is empty"),
}
