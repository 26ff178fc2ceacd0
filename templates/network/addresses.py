"""The VPC, its subnets by tier and zone, and the routes that make a tier what it is."""

from collections.abc import Mapping
from typing import NamedTuple

from troposphere import AWSHelperFn, AWSObject, GetAtt, GetAZs, Ref, Select, ec2

from tasktracker_cfn.authoring.names import pascal, zone_letter
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.config.network import NetworkConfig, Tier

ANYWHERE = "0.0.0.0/0"
# cfn-lint warns of zones by name, which is what zone_names asks for.
NAMED_ZONES_ARE_MEANT = {"cfn-lint": {"config": {"ignore_checks": ["W3010"]}}}


class Addresses(NamedTuple):
    """The VPC, each tier's subnets and route tables, the routes over NAT, and all resources in reading order."""

    vpc: ec2.VPC
    subnets: Mapping[Tier, list[ec2.Subnet]]
    tables: Mapping[Tier, list[ec2.RouteTable]]
    nat_routes: list[ec2.Route]
    resources: list[AWSObject]


def build(config: NetworkConfig) -> Addresses:
    """Lay out the VPC."""
    # Interface endpoints with private DNS need both flags (N08).
    vpc = ec2.VPC("Vpc", CidrBlock=str(config.cidr), EnableDnsSupport=True, EnableDnsHostnames=True)
    gateway = ec2.InternetGateway("InternetGateway")
    attachment = ec2.VPCGatewayAttachment("InternetGatewayAttachment", VpcId=Ref(vpc), InternetGatewayId=Ref(gateway))
    subnets: dict[Tier, list[ec2.Subnet]] = {
        tier: _subnets(config, tier, vpc) for tier in ("public", "private", "isolated") if config.tier(tier)
    }
    public_table = ec2.RouteTable("PublicRouteTable", VpcId=Ref(vpc))
    # The route to a gateway must wait for its attachment, which it does not mention (N01).
    public_route = ec2.Route(
        "PublicDefaultRoute",
        DependsOn=attachment,
        RouteTableId=Ref(public_table),
        DestinationCidrBlock=ANYWHERE,
        GatewayId=Ref(gateway),
    )
    nat = _nat_gateways(config, subnets["public"], attachment, public_route)
    private = _private_routes(config, vpc, [item for item in nat if isinstance(item, ec2.NatGateway)])
    tables: dict[Tier, list[ec2.RouteTable]] = {"public": [public_table], "private": private.tables, "isolated": []}
    resources: list[AWSObject] = [vpc, gateway, attachment]
    resources += [subnet for tier in subnets.values() for subnet in tier]
    resources += [public_table, public_route, *_associations("public", subnets["public"], [public_table])]
    resources += nat
    if "private" in subnets:
        resources += [*private.tables, *private.routes, *_associations("private", subnets["private"], private.tables)]
    if "isolated" in subnets:
        # A table of its own: without one the subnets would follow the VPC's main table (N02).
        isolated_table = ec2.RouteTable("IsolatedRouteTable", VpcId=Ref(vpc))
        resources += [isolated_table, *_associations("isolated", subnets["isolated"], [isolated_table])]
        tables["isolated"].append(isolated_table)
    return Addresses(vpc=vpc, subnets=subnets, tables=tables, nat_routes=private.routes, resources=resources)


def _subnets(config: NetworkConfig, tier: Tier, vpc: ec2.VPC) -> list[ec2.Subnet]:
    return [
        ec2.Subnet(
            f"{pascal(tier)}Subnet{zone_letter(zone)}",
            VpcId=Ref(vpc),
            CidrBlock=str(block),
            AvailabilityZone=_zone(config, zone),
            # Fargate asks for public addresses per service; nothing else here should get one.
            MapPublicIpOnLaunch=False,
            **given(Metadata=NAMED_ZONES_ARE_MEANT if config.zone_names else None),
        )
        for zone, block in enumerate(config.tier(tier))
    ]


def _zone(config: NetworkConfig, zone: int) -> AWSHelperFn | str:
    return config.zone_names[zone] if config.zone_names else Select(zone, GetAZs(""))


def _nat_gateways(
    config: NetworkConfig, public: list[ec2.Subnet], attachment: ec2.VPCGatewayAttachment, public_route: ec2.Route
) -> list[AWSObject]:
    """Give the address and the gateway of each zone that has one, in pairs."""
    zones = {"none": 0, "single": 1, "per-zone": config.zones}[config.nat_gateways]
    resources: list[AWSObject] = []
    for zone in range(zones):
        address = ec2.EIP(f"NatAddress{zone_letter(zone)}", DependsOn=attachment, Domain="vpc")
        gateway = ec2.NatGateway(
            f"NatGateway{zone_letter(zone)}",
            # It is up before its subnet has a way out otherwise (N04).
            DependsOn=public_route,
            SubnetId=Ref(public[zone]),
            AllocationId=GetAtt(address, "AllocationId"),
        )
        resources += [address, gateway]
    return resources


class PrivateRoutes(NamedTuple):
    """Route tables of the private tier: one for all zones, or one for each NAT gateway; and their ways out."""

    tables: list[ec2.RouteTable]
    routes: list[ec2.Route]


def _private_routes(config: NetworkConfig, vpc: ec2.VPC, gateways: list[ec2.NatGateway]) -> PrivateRoutes:
    if not config.private_subnets:
        return PrivateRoutes(tables=[], routes=[])
    suffixes = [zone_letter(zone) for zone in range(len(gateways))] if len(gateways) > 1 else [""]
    tables = [ec2.RouteTable(f"PrivateRouteTable{suffix}", VpcId=Ref(vpc)) for suffix in suffixes]
    routes = [
        ec2.Route(
            f"PrivateDefaultRoute{suffix}",
            RouteTableId=Ref(table),
            DestinationCidrBlock=ANYWHERE,
            NatGatewayId=Ref(gateway),
        )
        for suffix, table, gateway in zip(suffixes, tables, gateways, strict=False)
    ]
    return PrivateRoutes(tables=tables, routes=routes)


def _associations(
    tier: Tier, subnets: list[ec2.Subnet], tables: list[ec2.RouteTable]
) -> list[ec2.SubnetRouteTableAssociation]:
    return [
        ec2.SubnetRouteTableAssociation(
            f"{pascal(tier)}SubnetRoutes{zone_letter(zone)}",
            SubnetId=Ref(subnet),
            RouteTableId=Ref(tables[zone] if len(tables) > 1 else tables[0]),
        )
        for zone, subnet in enumerate(subnets)
    ]
