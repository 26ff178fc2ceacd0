"""Settings of the network that the shipped systems do not use do what they say."""

from pathlib import Path

from tests.nests import nest_with, of_type, properties
from tests.templates.switches import THREE_ZONES


def test_nat_per_zone(tmp_path: Path) -> None:
    """With a NAT gateway in each zone, each private subnet goes out by that of its own zone."""
    network = nest_with(tmp_path, {**THREE_ZONES, "network.nat_gateways": "per-zone"})["network"]
    assert set(of_type(network, "AWS::EC2::NatGateway")) == {"NatGatewayA", "NatGatewayB", "NatGatewayC"}
    for letter in "ABC":
        assert properties(network, f"NatGateway{letter}")["SubnetId"] == {"Ref": f"PublicSubnet{letter}"}
        assert properties(network, f"PrivateDefaultRoute{letter}")["NatGatewayId"] == {"Ref": f"NatGateway{letter}"}
        routes = properties(network, f"PrivateSubnetRoutes{letter}")
        assert routes["SubnetId"] == {"Ref": f"PrivateSubnet{letter}"}
        assert routes["RouteTableId"] == {"Ref": f"PrivateRouteTable{letter}"}
    tables = [{"Ref": f"PrivateRouteTable{letter}"} for letter in "ABC"]
    assert properties(network, "S3Endpoint")["RouteTableIds"] == tables


def test_three_zones(tmp_path: Path) -> None:
    """Three subnets of a tier are in three zones."""
    network = nest_with(tmp_path, THREE_ZONES)["network"]
    zones = [properties(network, f"PublicSubnet{letter}")["AvailabilityZone"] for letter in "ABC"]
    assert zones == [{"Fn::Select": [zone, {"Fn::GetAZs": ""}]} for zone in range(3)]
    assert len(network["Outputs"]["PublicSubnetIds"]["Value"]["Fn::Join"][1]) == 3


def test_zone_names(tmp_path: Path) -> None:
    """Zones that are named are the zones of every tier."""
    network = nest_with(tmp_path, {"network.zone_names": ["us-east-1b", "us-east-1d"]})["network"]
    for tier in ("Public", "Private"):
        assert properties(network, f"{tier}SubnetA")["AvailabilityZone"] == "us-east-1b"
        assert properties(network, f"{tier}SubnetB")["AvailabilityZone"] == "us-east-1d"


def test_no_s3_endpoint(tmp_path: Path) -> None:
    """The endpoint for S3 can be left out."""
    drop = ["network.s3_endpoint_account_only"]
    network = nest_with(tmp_path, {"network.s3_endpoint": False}, drop)["network"]
    assert "S3Endpoint" not in network["Resources"]


def test_no_flow_logs(tmp_path: Path) -> None:
    """Without flow logs there is neither a log group nor a role for them."""
    network = nest_with(tmp_path, drop=["network.flow_logs"])["network"]
    assert not any("Flow" in logical_id for logical_id in network["Resources"])


def test_traffic(tmp_path: Path) -> None:
    """Flow logs record the traffic that they are told to."""
    network = nest_with(tmp_path, {"network.flow_logs": {"traffic": "REJECT"}})["network"]
    assert properties(network, "FlowLog")["TrafficType"] == "REJECT"
