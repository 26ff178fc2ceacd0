"""A bastion and a VPN lead administrators in, and nobody else."""

from pathlib import Path

from tests.nests import nest_with, of_type, properties
from tests.templates.network.private import WITHOUT_NAT, vpn
from tests.toml_files import Key

BASTION: dict[Key, object] = {"network.bastion": {}}
DATABASE = {"Fn::GetAtt": ["DatabaseSecurityGroup", "GroupId"]}


def test_s2_113_a_bastion(tmp_path: Path) -> None:
    """The bastion is a small ARM instance of the newest Amazon Linux in a private subnet, with an encrypted disk."""
    network = nest_with(tmp_path, BASTION)["network"]
    bastion = properties(network, "Bastion")
    assert bastion["InstanceType"] == "t4g.nano"
    assert bastion["ImageId"] == (
        "{{resolve:ssm:/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-arm64}}"
    )
    assert bastion["SubnetId"] == {"Ref": "PrivateSubnetA"}
    assert "KeyName" not in bastion
    (disk,) = bastion["BlockDeviceMappings"]
    assert (disk["Ebs"]["Encrypted"], disk["Ebs"]["VolumeType"]) == (True, "gp3")


def test_the_bastion_asks_for_its_role_with_a_token(tmp_path: Path) -> None:
    """Credentials are given to a session with a token only, and not beyond the instance."""
    options = properties(nest_with(tmp_path, BASTION)["network"], "Bastion")["MetadataOptions"]
    assert options == {"HttpEndpoint": "enabled", "HttpTokens": "required", "HttpPutResponseHopLimit": 1}


def test_nothing_comes_in_to_the_bastion(tmp_path: Path) -> None:
    """No rule lets anything in to the bastion; it is let out to AWS and to the database, which admits it."""
    network = nest_with(tmp_path, BASTION)["network"]
    group = properties(network, "BastionSecurityGroup")
    assert "SecurityGroupIngress" not in group
    own = {"Fn::GetAtt": ["BastionSecurityGroup", "GroupId"]}
    rules = [rule["Properties"] for rule in of_type(network, "AWS::EC2::SecurityGroupIngress").values()]
    assert not [rule for rule in rules if rule["GroupId"] == own]
    assert [(rule["GroupId"], rule["FromPort"]) for rule in rules if rule["SourceSecurityGroupId"] == own] == [
        (DATABASE, 5432)
    ]
    assert [rule["FromPort"] for rule in group["SecurityGroupEgress"]] == [443, 5432]


def test_what_the_bastion_may_do(tmp_path: Path) -> None:
    """The bastion's role is for instances, and may take part in sessions and do nothing else."""
    network = nest_with(tmp_path, BASTION)["network"]
    statements = properties(network, "BastionPolicy")["PolicyDocument"]["Statement"]
    assert {action for statement in statements for action in statement["Action"]} == {
        "ssm:UpdateInstanceInformation",
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    }
    (trust,) = properties(network, "BastionRole")["AssumeRolePolicyDocument"]["Statement"]
    assert trust["Principal"] == {"Service": ["ec2.amazonaws.com"]}
    assert properties(network, "BastionProfile")["Roles"] == [{"Ref": "BastionRole"}]


def test_the_bastion_waits_for_its_way_out(tmp_path: Path) -> None:
    """The bastion starts when the route over NAT is there, or the endpoints."""
    over_nat = nest_with(tmp_path, BASTION)["network"]["Resources"]["Bastion"]
    assert over_nat["DependsOn"] == ["PrivateDefaultRoute"]
    alone = nest_with(tmp_path, {**BASTION, **WITHOUT_NAT})["network"]["Resources"]["Bastion"]
    assert {"SsmEndpoint", "SsmmessagesEndpoint"} <= set(alone["DependsOn"])


def test_no_bastion(tmp_path: Path) -> None:
    """Without the table there is no instance, and the database admits the tasks only."""
    network = nest_with(tmp_path)["network"]
    assert not of_type(network, "AWS::EC2::Instance")
    rules = [rule["Properties"] for rule in of_type(network, "AWS::EC2::SecurityGroupIngress").values()]
    sources = [rule["SourceSecurityGroupId"] for rule in rules if rule["GroupId"] == DATABASE]
    assert sources == [{"Fn::GetAtt": ["TaskSecurityGroup", "GroupId"]}]


def test_s2_114_a_vpn(tmp_path: Path) -> None:
    """The VPN joins a gateway of the VPC and the device elsewhere, and its routes come to the private tables."""
    network = nest_with(tmp_path, {**vpn(), "network.isolated_subnets": ["10.0.20.0/24", "10.0.21.0/24"]})["network"]
    device = properties(network, "CustomerGateway")
    assert (device["Type"], device["IpAddress"]) == ("ipsec.1", "203.0.113.10")
    connection = properties(network, "VpnConnection")
    assert connection["CustomerGatewayId"] == {"Ref": "CustomerGateway"}
    assert connection["VpnGatewayId"] == {"Ref": "VpnGateway"}
    attachment = properties(network, "VpnGatewayAttachment")
    assert (attachment["VpcId"], attachment["VpnGatewayId"]) == ({"Ref": "Vpc"}, {"Ref": "VpnGateway"})
    propagation = network["Resources"]["VpnRoutePropagation"]
    assert propagation["DependsOn"] == "VpnGatewayAttachment"
    assert propagation["Properties"]["RouteTableIds"] == [{"Ref": "PrivateRouteTable"}, {"Ref": "IsolatedRouteTable"}]


def test_static_routes_of_a_vpn(tmp_path: Path) -> None:
    """Without an ASN the connection has a static route for each network elsewhere."""
    network = nest_with(tmp_path, vpn())["network"]
    assert properties(network, "VpnConnection")["StaticRoutesOnly"] is True
    routes = of_type(network, "AWS::EC2::VPNConnectionRoute").values()
    blocks = {route["Properties"]["DestinationCidrBlock"] for route in routes}
    assert blocks == {"192.168.4.0/22", "198.18.0.0/15"}


def test_learned_routes_of_a_vpn(tmp_path: Path) -> None:
    """With an ASN the device tells its routes itself."""
    network = nest_with(tmp_path, {**vpn(customer_asn=65010)})["network"]
    assert properties(network, "CustomerGateway")["BgpAsn"] == 65010
    assert properties(network, "VpnConnection")["StaticRoutesOnly"] is False
    assert not of_type(network, "AWS::EC2::VPNConnectionRoute")


def test_who_comes_over_the_vpn(tmp_path: Path) -> None:
    """The networks elsewhere reach the database's port where the VPN says so, and nothing otherwise."""
    closed = nest_with(tmp_path, vpn())["network"]
    rules = of_type(closed, "AWS::EC2::SecurityGroupIngress").values()
    assert not [rule for rule in rules if "CidrIp" in rule["Properties"]]
    opened = nest_with(tmp_path, {**vpn(database_access=True)})["network"]
    rules = of_type(opened, "AWS::EC2::SecurityGroupIngress").values()
    admitted = [rule["Properties"] for rule in rules if "CidrIp" in rule["Properties"]]
    assert {(rule["CidrIp"], rule["FromPort"], rule["ToPort"]) for rule in admitted} == {
        ("192.168.4.0/22", 5432, 5432),
        ("198.18.0.0/15", 5432, 5432),
    }
    assert all(rule["GroupId"] == DATABASE for rule in admitted)


def test_no_vpn(tmp_path: Path) -> None:
    """Without the table nothing leads elsewhere."""
    network = nest_with(tmp_path)["network"]
    assert not [name for name in network["Resources"] if name.startswith(("Vpn", "Customer"))]


def test_what_an_administrator_needs_is_given(tmp_path: Path) -> None:
    """The root gives the instance to start a session with, and the connection whose configuration the device needs."""
    outputs: dict[Key, object] = {"outputs.Bastion": "bastion.instance-id", "outputs.Vpn": "vpn.connection-id"}
    nest = nest_with(tmp_path, {**BASTION, **vpn(), **outputs})
    assert nest["network"]["Outputs"]["BastionInstanceId"]["Value"] == {"Ref": "Bastion"}
    assert nest["root"]["Outputs"]["Bastion"]["Value"] == {"Fn::GetAtt": ["Network", "Outputs.BastionInstanceId"]}
    assert nest["root"]["Outputs"]["Vpn"]["Value"] == {"Fn::GetAtt": ["Network", "Outputs.VpnConnectionId"]}
