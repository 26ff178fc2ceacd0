"""Rules of private subnets: ways out by endpoints, ACLs, a bastion, a VPN."""

from tests.config.rules.rule import API, HOSTED, RDS, WEB, Changes, Rule
from tests.toml_files import DATABASE_KEYS

ENDPOINTS = "network.interface_endpoints"
ALONE: Changes = {"network.nat_gateways": "none", ENDPOINTS: ["needed"]}
ACCOUNT_ONLY = "network.s3_endpoint_account_only"
NAMED = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]
VPN = "network.vpn"
REMOTE: dict[str, object] = {"customer_address": "203.0.113.10", "remote_blocks": ["192.168.0.0/16"]}
IN_PUBLIC: Changes = {
    "service.subnets": "public",
    f"{RDS}.subnets": "isolated",
    "network.isolated_subnets": ["10.0.20.0/24", "10.0.21.0/24"],
}
OTHER_REGION = "123456789012.dkr.ecr.eu-west-1.amazonaws.com/api:latest"
# Three tiers in blocks that do not touch: none of their entries are one.
SCATTERED: Changes = {
    "network.public_subnets": ["10.0.1.0/24", "10.0.3.0/24", "10.0.5.0/24"],
    "network.private_subnets": ["10.0.11.0/24", "10.0.13.0/24", "10.0.15.0/24"],
    **{f"service.containers.{name}": {**WEB, "port": 90 + place} for place, name in enumerate("bcdef")},
    **{f"edge.targets.{name}": {"paths": [f"/{name}"], "priority": place + 1} for place, name in enumerate("bcdef")},
}


def _remote(**changes: object) -> dict[str, object]:
    return {**REMOTE, **changes}


RULES: dict[str, Rule] = {
    "no endpoint for the logs": Rule(
        {**ALONE, ENDPOINTS: ["ecr.api", "ecr.dkr", "secretsmanager"]},
        ENDPOINTS,
        'there is no way to "logs" (the containers\' logs)',
        {**ALONE, ENDPOINTS: NAMED},
    ),
    "no endpoint for images": Rule(
        {**ALONE, ENDPOINTS: ["logs", "secretsmanager"]},
        ENDPOINTS,
        'no way to "ecr.api" (the image of container api), "ecr.dkr"',
        ALONE,
    ),
    "no endpoint for what the application reads": Rule(
        {**ALONE, ENDPOINTS: ["ecr.api", "ecr.dkr", "logs"]}, ENDPOINTS, '"secretsmanager" (service.access)', ALONE
    ),
    "no endpoint for ECS in a newer region": Rule(
        {**ALONE, ENDPOINTS: NAMED, "region": "ca-west-1"}, ENDPOINTS, '"ecs-agent" (ECS in ca-west-1)', ALONE
    ),
    "no endpoint for layers": Rule(
        {**ALONE, "network.s3_endpoint": False, ACCOUNT_ONLY: False}, "network.s3_endpoint", "image layers", ALONE
    ),
    "image that no endpoint reaches": Rule(
        {**ALONE, f"{API}.image": "nginx:alpine"}, f"{API}.image", "is not in a private registry of ECR in us-east-1"
    ),
    "image of another region": Rule(
        {**ALONE, f"{API}.image": OTHER_REGION}, f"{API}.image", "copy the image there", ALONE
    ),
    "endpoint twice": Rule({ENDPOINTS: ["logs", "logs"]}, ENDPOINTS, "names a service twice", {ENDPOINTS: ["logs"]}),
    "endpoint of nothing": Rule({ENDPOINTS: ["ecr-dkr"]}, f"{ENDPOINTS}.0", "it takes 'needed', 'aps-workspaces'"),
    "rotation without an endpoint": Rule(
        {**ALONE, **IN_PUBLIC, ENDPOINTS: ["logs"], f"{RDS}.rotation": HOSTED},
        f"{RDS}.rotation.method",
        "calls Secrets Manager through a NAT gateway or an endpoint",
        {**ALONE, **IN_PUBLIC, ENDPOINTS: ["secretsmanager"], f"{RDS}.rotation": HOSTED},
    ),
    "limited endpoint that is not there": Rule(
        {"network.s3_endpoint": False, ACCOUNT_ONLY: True},
        ACCOUNT_ONLY,
        "has no meaning without s3_endpoint",
        {ACCOUNT_ONLY: True},
    ),
    "prefix list beside a way out": Rule(
        {"network.s3_prefix_list_id": "pl-63a5400a"},
        "network.s3_prefix_list_id",
        "is for private subnets without NAT gateways",
        {**ALONE, "network.s3_prefix_list_id": "pl-63a5400a"},
    ),
    "prefix list by its name": Rule(
        {**ALONE, "network.s3_prefix_list_id": "us-east-1.s3"},
        "network.s3_prefix_list_id",
        "the id of a prefix list such as",
    ),
    "too many entries of an ACL": Rule(
        {**SCATTERED, "network.network_acls": True},
        "network.network_acls",
        "the private tier would need",
        {**SCATTERED, "network.network_acls": False},
    ),
    "bastion in no tier": Rule(
        {**IN_PUBLIC, "network.nat_gateways": "none", "network.bastion": {}},
        "network.bastion",
        "is placed in a private subnet",
        {**IN_PUBLIC, "network.nat_gateways": "none"},
        drop=("network.private_subnets",),
    ),
    "bastion without a way out": Rule(
        {**ALONE, ENDPOINTS: [*NAMED, "ssm"], "network.bastion": {}},
        "network.bastion",
        'no way to "ssmmessages" (the bastion)',
        {**ALONE, ENDPOINTS: [*NAMED, "ssm", "ssmmessages"], "network.bastion": {}},
    ),
    "output of no bastion": Rule(
        {"outputs.Bastion": "bastion.instance-id"},
        "outputs.Bastion",
        "there is no network.bastion",
        {"outputs.Bastion": "bastion.instance-id", "network.bastion": {}},
    ),
    "VPN to the VPC's own addresses": Rule(
        {VPN: _remote(remote_blocks=["10.0.128.0/20"])}, f"{VPN}.remote_blocks", "overlaps the VPC's", {VPN: REMOTE}
    ),
    "VPN to a block twice": Rule(
        {VPN: _remote(remote_blocks=["192.168.0.0/16"] * 2)}, f"{VPN}.remote_blocks", "names a block twice"
    ),
    "VPN to nowhere": Rule(
        {**IN_PUBLIC, VPN: REMOTE, "network.nat_gateways": "none", "network.isolated_subnets": []},
        VPN,
        "leads to private and isolated subnets",
        {**IN_PUBLIC, VPN: REMOTE, "network.nat_gateways": "none"},
        drop=("network.private_subnets",),
    ),
    "VPN to no database": Rule(
        {VPN: _remote(database_access=True)}, f"{VPN}.database_access", "there is no data.database", drop=DATABASE_KEYS
    ),
    "VPN to everywhere": Rule(
        {VPN: _remote(remote_blocks=["0.0.0.0/0"])}, f"{VPN}.remote_blocks.0", "it takes blocks from /8 to /32, not /0"
    ),
    "VPN to a private address": Rule(
        {VPN: _remote(customer_address="192.168.1.1")}, f"{VPN}.customer_address", "this is no public address"
    ),
    "VPN to a name": Rule(
        {VPN: _remote(customer_address="vpn.example.com")}, f"{VPN}.customer_address", "an IPv4 address such as"
    ),
    "VPN to an ASN of AWS": Rule(
        {VPN: _remote(customer_asn=7224)}, f"{VPN}.customer_asn", "7224 is AWS's own", {VPN: _remote(customer_asn=9059)}
    ),
    "VPN to an ASN of AWS in the region": Rule(
        {VPN: _remote(customer_asn=9059), "region": "eu-west-1"},
        f"{VPN}.customer_asn",
        "9059 is AWS's own in eu-west-1",
    ),
    "VPN to the ASN of AWS's end": Rule(
        {VPN: _remote(customer_asn=64512)},
        f"{VPN}.customer_asn",
        "64512 is AWS's own",
        {VPN: _remote(customer_asn=64513)},
    ),
    "output of no VPN": Rule(
        {"outputs.Vpn": "vpn.connection-id"},
        "outputs.Vpn",
        "there is no network.vpn",
        {"outputs.Vpn": "vpn.connection-id", VPN: REMOTE},
    ),
}
