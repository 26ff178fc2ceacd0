"""Settings of private subnets that several tests set."""

from tests.toml_files import Key

WITHOUT_NAT: dict[Key, object] = {"network.nat_gateways": "none", "network.interface_endpoints": ["needed"]}
ISOLATED: dict[Key, object] = {
    "network.isolated_subnets": ["10.0.20.0/24", "10.0.21.0/24"],
    "data.database.subnets": "isolated",
}
REMOTE_BLOCKS = ("192.168.4.0/22", "198.18.0.0/15")


def vpn(**changes: object) -> dict[Key, object]:
    """Give the setting of a VPN to two networks."""
    table = {"customer_address": "203.0.113.10", "remote_blocks": list(REMOTE_BLOCKS)}
    return {"network.vpn": {**table, **changes}}
