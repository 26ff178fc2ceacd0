"""Document 003's network: two zones, one NAT gateway, groups that admit what is needed."""

from tests.systems import fargate_nonprod, network, rules, tasks, traffic
from tests.systems.built import Item, System

FOLDER = fargate_nonprod.FOLDER
CONTAINER = fargate_nonprod.CONTAINER


def to_be_public(system: System) -> set[Item]:
    """Give the subnets of the load balancer and of the NAT gateway, however they are routed."""
    gateways = system.of("AWS::EC2::NatGateway")
    return {*traffic.subnets(system), *(network.place_of(system, gateway) for gateway in gateways)}


def test_s3_03_the_vpc_spans_two_zones(system: System) -> None:
    """All subnets are in one VPC and in exactly two zones."""
    vpc = system.one("AWS::EC2::VPC")
    assert {system.at(subnet.get("VpcId")) for subnet in network.subnets(system)} == {vpc}
    assert len(network.zones(network.subnets(system))) == 2


def test_s3_04_public_subnets_hold_load_balancer_and_nat_gateway(system: System) -> None:
    """The load balancer is in a public subnet of each zone, and the NAT gateway is in a public subnet, too."""
    assert system.of("AWS::EC2::NatGateway")
    assert to_be_public(system) <= set(network.subnets(system, "public"))
    assert len(network.zones(traffic.subnets(system))) == 2


def test_s3_05_tasks_run_in_private_subnets(system: System) -> None:
    """Tasks run in private subnets of two zones and have no public address."""
    assert {network.kind_of(system, subnet) for subnet in tasks.subnets(system)} == {"private"}
    assert len(network.zones(tasks.subnets(system))) == 2
    assert not tasks.has_public_address(system)


def test_s3_06_tasks_have_a_way_out(system: System) -> None:
    """Every subnet of the tasks has a default route to a NAT gateway in a public subnet, with an address."""
    for subnet in tasks.subnets(system):
        assert network.nat_gateway(system, subnet).type == "AWS::EC2::NatGateway"


def test_s3_07_there_is_one_nat_gateway(system: System) -> None:
    """One NAT gateway serves both zones."""
    assert system.one("AWS::EC2::NatGateway") in system.items


def test_s3_08_public_subnets_are_routed_to_the_internet_gateway(system: System) -> None:
    """What is to be public has an explicit table with a route to the VPC's internet gateway."""
    (gateway,) = network.gateways_attached_to(system, system.one("AWS::EC2::VPC"))
    for subnet in to_be_public(system):
        routes = network.default_routes(system, network.route_table(system, subnet))
        assert [system.at(route.get("GatewayId")) for route in routes] == [gateway]


def test_s3_09_public_and_private_subnets_share_no_route_table(system: System) -> None:
    """No route table serves both what is to be public and other subnets."""
    assert network.shared_tables(system, to_be_public(system)) == set()


def test_s3_10_groups_admit_what_is_needed(system: System) -> None:
    """Only the load balancer takes traffic from the internet, and the tasks take one port from it."""
    balancer = traffic.load_balancer_group(system)
    for group in system.of("AWS::EC2::SecurityGroup"):
        assert group == balancer or rules.open_to_internet(system, group) == []
    (port,) = tasks.container_ports(system, CONTAINER)
    assert rules.inbound(system, tasks.group(system)) == [rules.tcp(port, balancer)]


def test_s3_11_the_load_balancer_sends_to_the_tasks_only(system: System) -> None:
    """The load balancer's group lets out to the tasks' group only, on their one port."""
    outbound = rules.outbound(system, traffic.load_balancer_group(system))
    (port,) = tasks.container_ports(system, CONTAINER)
    assert outbound == [rules.tcp(port, tasks.group(system))]


def test_s3_17_load_balancer_and_tasks_have_groups_of_their_own(system: System) -> None:
    """The load balancer and the service have different security groups of this system, in its VPC."""
    groups = {traffic.load_balancer_group(system), tasks.group(system)}
    assert {system.at(group.get("VpcId")) for group in groups} == {system.one("AWS::EC2::VPC")}
    assert len(groups) == 2
    assert groups <= set(system.of("AWS::EC2::SecurityGroup"))


def test_s3_19_tasks_reach_the_registry(system: System) -> None:
    """The tasks' group lets 443 out to everywhere, and their subnets are routed there over NAT."""
    assert rules.tcp(443, rules.INTERNET) in rules.outbound(system, tasks.group(system))
    assert {network.kind_of(system, subnet) for subnet in tasks.subnets(system)} == {"private"}


def test_s3_39_the_load_balancer_takes_http_and_https(system: System) -> None:
    """The load balancer's group lets 80 and 443 in from the internet and nothing else."""
    inbound = rules.inbound(system, traffic.load_balancer_group(system))
    assert set(inbound) == {rules.tcp(port, rules.INTERNET) for port in (80, 443)}
