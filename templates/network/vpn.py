"""The VPN: a gateway of the VPC, two tunnels to a device elsewhere, and routes to it in the private tiers."""

from typing import NamedTuple

from troposphere import AWSObject, Ref, ec2

from tasktracker_cfn.config.administration import VpnConfig
from templates.network.addresses import Addresses

IPSEC = "ipsec.1"
# The device has to have one also where nothing is told by BGP; this is the one that AWS suggests.
UNUSED_ASN = 65000


class Vpn(NamedTuple):
    """The connection, and all resources in reading order."""

    connection: ec2.VPNConnection
    resources: list[AWSObject]


def build(config: VpnConfig, network: Addresses) -> Vpn:
    """Give the connection and its routes. AWS makes the keys of the tunnels, and no template ever holds them."""
    device = ec2.CustomerGateway(
        "CustomerGateway",
        Type=IPSEC,
        IpAddress=config.customer_address,
        BgpAsn=config.customer_asn or UNUSED_ASN,
    )
    gateway = ec2.VPNGateway("VpnGateway", Type=IPSEC)
    attachment = ec2.VPCGatewayAttachment("VpnGatewayAttachment", VpcId=Ref(network.vpc), VpnGatewayId=Ref(gateway))
    connection = ec2.VPNConnection(
        "VpnConnection",
        Type=IPSEC,
        CustomerGatewayId=Ref(device),
        VpnGatewayId=Ref(gateway),
        StaticRoutesOnly=config.customer_asn is None,
    )
    propagation = ec2.VPNGatewayRoutePropagation(
        "VpnRoutePropagation",
        # N01: the gateway must be the VPC's by then, which nothing else here says.
        DependsOn=attachment,
        VpnGatewayId=Ref(gateway),
        RouteTableIds=[Ref(table) for table in [*network.tables["private"], *network.tables["isolated"]]],
    )
    return Vpn(connection, [device, gateway, attachment, connection, *_static(config, connection), propagation])


def _static(config: VpnConfig, connection: ec2.VPNConnection) -> list[ec2.VPNConnectionRoute]:
    if config.customer_asn is not None:
        return []
    return [
        ec2.VPNConnectionRoute(
            # Named by what it leads to, so that a list in another order changes nothing.
            f"VpnRoute{str(block.network_address).replace('.', 'x')}x{block.prefixlen}",
            DestinationCidrBlock=str(block),
            VpnConnectionId=Ref(connection),
        )
        for block in config.remote_blocks
    ]
