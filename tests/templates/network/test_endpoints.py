"""Endpoints are private ways to AWS: which there are, who may come, and what they stand for where there is no NAT."""

from pathlib import Path
from typing import Any

import pytest

from tests.nests import nest_with, of_type, properties
from tests.templates.network.private import WITHOUT_NAT
from tests.templates.switches import THREE_ZONES
from tests.toml_files import Key

ENDPOINT = "AWS::EC2::VPCEndpoint"
LAYERS = "arn:${AWS::Partition}:s3:::prod-${AWS::Region}-starport-layer-bucket/*"
HUB = "arn:${AWS::Partition}:s3:::docker-images-prod/*"
PACKAGES = "arn:${AWS::Partition}:s3:::al2023-repos-${AWS::Region}-de612dc2/*"
HUB = "arn:${AWS::Partition}:s3:::docker-images-prod/*"
ACCOUNT = {"StringEquals": {"aws:PrincipalAccount": {"Ref": "AWS::AccountId"}}}


def _services(network: dict[str, Any]) -> set[str]:
    names = {item["Properties"]["ServiceName"]["Fn::Sub"] for item in of_type(network, ENDPOINT).values()}
    return {name.removeprefix("com.amazonaws.${AWS::Region}.") for name in names}


def _egress(network: dict[str, Any], group: str = "TaskSecurityGroup") -> list[dict[str, Any]]:
    return [rule for rule in properties(network, group)["SecurityGroupEgress"] if rule["FromPort"] == 443]


def test_s2_110_s2_111_there_is_a_gateway_for_s3(tmp_path: Path) -> None:
    """Without another word there is an endpoint, that for S3 on the private route tables, and it admits everybody."""
    network = nest_with(tmp_path, drop=["network.s3_endpoint_account_only"])["network"]
    assert _services(network) == {"s3"}
    endpoint = properties(network, "S3Endpoint")
    assert endpoint["RouteTableIds"] == [{"Ref": "PrivateRouteTable"}]
    assert "PolicyDocument" not in endpoint
    assert "EndpointSecurityGroup" not in network["Resources"]


def test_s2_112_interface_endpoints(tmp_path: Path) -> None:
    """Each service that is named has an interface in every private subnet, under its own name, with one group."""
    named = ["secretsmanager", "logs"]
    network = nest_with(tmp_path, {**THREE_ZONES, "network.interface_endpoints": named})["network"]
    assert _services(network) == {"s3", *named}
    for logical_id in ("SecretsmanagerEndpoint", "LogsEndpoint"):
        endpoint = properties(network, logical_id)
        assert endpoint["VpcEndpointType"] == "Interface"
        assert endpoint["SubnetIds"] == [{"Ref": f"PrivateSubnet{letter}"} for letter in "ABC"]
        assert endpoint["SecurityGroupIds"] == [{"Fn::GetAtt": ["EndpointSecurityGroup", "GroupId"]}]
        assert endpoint["PrivateDnsEnabled"] is True
        assert "RouteTableIds" not in endpoint


def test_only_the_account_may_come(tmp_path: Path) -> None:
    """The policy of an interface endpoint allows its own service, to principals of the account only."""
    named = ["ecr.dkr", "monitoring", "aps-workspaces"]
    network = nest_with(tmp_path, {"network.interface_endpoints": named})["network"]
    for logical_id, actions in {"EcrDkr": "ecr:*", "Monitoring": "cloudwatch:*", "ApsWorkspaces": "aps:*"}.items():
        (statement,) = properties(network, f"{logical_id}Endpoint")["PolicyDocument"]["Statement"]
        assert (statement["Action"], statement["Condition"]) == ([actions], ACCOUNT)


def test_ecs_is_open_to_fargate(tmp_path: Path) -> None:
    """In a newer region ECS has its three endpoints, without a policy: Fargate does not come as the account."""
    network = nest_with(tmp_path, {**WITHOUT_NAT, "region": "ca-west-1", **_image("ca-west-1")})["network"]
    assert {"ecs", "ecs-agent", "ecs-telemetry"} <= _services(network)
    for logical_id in ("EcsEndpoint", "EcsAgentEndpoint", "EcsTelemetryEndpoint"):
        assert "PolicyDocument" not in properties(network, logical_id)


def _image(region: str) -> dict[Key, object]:
    return {
        "service.containers.api.image": f"123456789012.dkr.ecr.{region}.amazonaws.com/api:1",
        "edge.https.certificate": "parameter",
    }


def test_what_is_needed(tmp_path: Path) -> None:
    """The word "needed" stands for registry, logs and secrets, and for Session Manager where there is a bastion."""
    network = nest_with(tmp_path, {**WITHOUT_NAT, "network.bastion": {}})["network"]
    assert _services(network) == {"s3", "ecr.api", "ecr.dkr", "logs", "secretsmanager", "ssm", "ssmmessages"}


def test_s3_18_endpoints_have_a_group(tmp_path: Path) -> None:
    """The endpoints' group admits HTTPS from the tasks and the bastion, and opens no connections."""
    network = nest_with(tmp_path, {**WITHOUT_NAT, "network.bastion": {}})["network"]
    group = {"Fn::GetAtt": ["EndpointSecurityGroup", "GroupId"]}
    rules = of_type(network, "AWS::EC2::SecurityGroupIngress").values()
    admitted = [rule["Properties"] for rule in rules if rule["Properties"]["GroupId"] == group]
    assert {rule["SourceSecurityGroupId"]["Fn::GetAtt"][0] for rule in admitted} == {
        "TaskSecurityGroup",
        "BastionSecurityGroup",
    }
    assert {(rule["FromPort"], rule["ToPort"]) for rule in admitted} == {(443, 443)}
    (egress,) = properties(network, "EndpointSecurityGroup")["SecurityGroupEgress"]
    assert egress["CidrIp"] == "127.0.0.1/32"


def test_s3_19_tasks_without_nat_reach_endpoints(tmp_path: Path) -> None:
    """Without NAT gateways tasks are let out to the endpoints and to S3's prefix list, and nowhere else."""
    named = nest_with(tmp_path, {**WITHOUT_NAT, "network.s3_prefix_list_id": "pl-63a5400a"})["network"]
    to_endpoints, to_s3 = _egress(named)
    assert to_endpoints["DestinationSecurityGroupId"] == {"Fn::GetAtt": ["EndpointSecurityGroup", "GroupId"]}
    assert to_s3["DestinationPrefixListId"] == "pl-63a5400a"
    assert "CidrIp" not in to_s3


def test_without_the_prefix_list_only_routes_limit(tmp_path: Path) -> None:
    """Without the prefix list's id HTTPS is let out to anywhere, and no route leads there but that to S3."""
    network = nest_with(tmp_path, WITHOUT_NAT)["network"]
    assert _egress(network)[1]["CidrIp"] == "0.0.0.0/0"
    routes = of_type(network, "AWS::EC2::Route").values()
    assert [route["Properties"]["RouteTableId"] for route in routes] == [{"Ref": "PublicRouteTable"}]


def test_nat_beside_endpoints(tmp_path: Path) -> None:
    """Where there are NAT gateways, too, tasks are let out to anywhere by HTTPS, as without endpoints."""
    network = nest_with(tmp_path, {"network.interface_endpoints": ["needed"]})["network"]
    assert [rule["CidrIp"] for rule in _egress(network)] == ["0.0.0.0/0"]


def test_endpoints_of_public_tasks(tmp_path: Path) -> None:
    """Where there are no private subnets, endpoints are in the public ones."""
    changes: dict[Key, object] = {"network.interface_endpoints": ["logs"]}
    network = nest_with(tmp_path, changes, base="tasktracker")["network"]
    assert properties(network, "LogsEndpoint")["SubnetIds"] == [{"Ref": "PublicSubnetA"}, {"Ref": "PublicSubnetB"}]


def test_s3_for_the_account_only(tmp_path: Path) -> None:
    """The limited endpoint for S3 admits the account, and anybody to image layers; with a bastion, to its packages."""
    limited: dict[Key, object] = {"network.s3_endpoint_account_only": True}
    own, layers, hub = properties(nest_with(tmp_path, limited)["network"], "S3Endpoint")["PolicyDocument"]["Statement"]
    assert own["Condition"] == ACCOUNT
    for statement, objects in ((layers, LAYERS), (hub, HUB)):
        assert (statement["Action"], statement["Resource"]) == (["s3:GetObject"], [{"Fn::Sub": objects}])
        assert "Condition" not in statement
    with_bastion = nest_with(tmp_path, {**limited, "network.bastion": {}})["network"]
    *_, packages = properties(with_bastion, "S3Endpoint")["PolicyDocument"]["Statement"]
    assert packages["Resource"] == [{"Fn::Sub": PACKAGES}]


@pytest.mark.parametrize(("changes", "admitted"), [({}, True), (WITHOUT_NAT, False)], ids=["NAT", "no NAT"])
def test_layers_of_docker_hub(tmp_path: Path, changes: dict[Key, object], *, admitted: bool) -> None:
    """The limited endpoint for S3 lets anybody fetch layers of Docker Hub, unless nobody gets to Docker Hub anyway."""
    network = nest_with(tmp_path, {**changes, "network.s3_endpoint_account_only": True})["network"]
    statements = properties(network, "S3Endpoint")["PolicyDocument"]["Statement"]
    found = [statement for statement in statements if statement["Resource"] == [{"Fn::Sub": HUB}]]
    assert [statement["Action"] for statement in found] == ([["s3:GetObject"]] if admitted else [])
    assert all("Condition" not in statement for statement in found)
