"""Document 000's network: one VPC, public and isolated subnets without NAT, three security groups."""

from tests.systems import database, network, rules, tasks, tasktracker, traffic
from tests.systems.built import System

FOLDER = tasktracker.FOLDER


def test_s0_04_there_is_one_vpc(system: System) -> None:
    """There is one VPC, and every subnet and group is in it."""
    vpc = system.one("AWS::EC2::VPC")
    inside = system.of("AWS::EC2::Subnet", "AWS::EC2::SecurityGroup", "AWS::EC2::RouteTable")
    assert {system.at(item.get("VpcId")) for item in inside} == {vpc}


def test_s0_05_subnets_lie_in_two_zones(system: System) -> None:
    """The subnets lie in exactly two availability zones."""
    zones = network.zones(network.subnets(system))
    assert len(zones) == 2
    assert None not in zones


def test_s0_06_each_zone_has_a_public_subnet(system: System) -> None:
    """Each zone has a subnet with a route to an internet gateway that is attached."""
    assert network.zones(network.subnets(system, "public")) == network.zones(network.subnets(system))
    assert network.gateways_attached_to(system, system.one("AWS::EC2::VPC"))


def test_s0_07_private_subnets_are_isolated(system: System) -> None:
    """Each zone has a subnet without a default route, and there is no third kind of subnet."""
    isolated = network.subnets(system, "isolated")
    assert network.zones(isolated) == network.zones(network.subnets(system))
    assert {*isolated, *network.subnets(system, "public")} == set(network.subnets(system))


def test_s0_08_there_is_no_nat(system: System) -> None:
    """There is no NAT gateway or instance, and no route over anything but an internet gateway."""
    assert system.of("AWS::EC2::NatGateway", "AWS::EC2::Instance", "AWS::EC2::TransitGatewayAttachment") == ()
    for route in system.of("AWS::EC2::Route"):
        target = system.at(route.get("GatewayId"))
        assert target is not None
        assert target.type == "AWS::EC2::InternetGateway"


def test_s0_42_the_load_balancer_takes_http_from_anywhere(system: System) -> None:
    """The load balancer's group lets HTTP in from anywhere."""
    assert rules.tcp(80, rules.INTERNET) in rules.inbound(system, traffic.load_balancer_group(system))


def test_s0_43_the_load_balancer_takes_https_from_anywhere(system: System) -> None:
    """The load balancer's group lets HTTPS in from anywhere."""
    assert rules.tcp(443, rules.INTERNET) in rules.inbound(system, traffic.load_balancer_group(system))


def test_s0_44_the_load_balancer_takes_nothing_else(system: System) -> None:
    """The load balancer's group lets in exactly 80 and 443."""
    inbound = rules.inbound(system, traffic.load_balancer_group(system))
    assert {(rule.first, rule.last) for rule in inbound} == {(80, 80), (443, 443)}


def test_s0_45_tasks_take_80_from_the_load_balancer(system: System) -> None:
    """The tasks' group lets port 80 in from the load balancer's group."""
    expected = rules.tcp(80, traffic.load_balancer_group(system))
    assert expected in rules.inbound(system, tasks.group(system))


def test_s0_46_tasks_take_3001_from_the_load_balancer(system: System) -> None:
    """The tasks' group lets port 3001 in from the load balancer's group."""
    expected = rules.tcp(3001, traffic.load_balancer_group(system))
    assert expected in rules.inbound(system, tasks.group(system))


def test_s0_47_tasks_take_nothing_else(system: System) -> None:
    """Every inbound rule of the tasks' group is for one of the two ports from the load balancer's group."""
    balancer = traffic.load_balancer_group(system)
    allowed = {rules.tcp(80, balancer), rules.tcp(3001, balancer)}
    assert set(rules.inbound(system, tasks.group(system))) <= allowed


def test_s0_48_the_tasks_group_is_on_their_interface(system: System) -> None:
    """The group that takes traffic from the load balancer is the one that the service gives to tasks."""
    balancer = traffic.load_balancer_group(system)
    taking = {
        group
        for group in system.of("AWS::EC2::SecurityGroup")
        if any(rule.peer == balancer for rule in rules.inbound(system, group))
    }
    assert taking == {tasks.group(system)}


def test_s0_49_the_database_takes_5432_from_tasks_only(system: System) -> None:
    """The database's group lets in port 5432 from the tasks' group and nothing else."""
    assert rules.inbound(system, database.group(system)) == [rules.tcp(5432, tasks.group(system))]
