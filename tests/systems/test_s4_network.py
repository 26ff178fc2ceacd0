"""Document 004's network: one VPC, two kinds of subnets with their gateways, three security groups."""

from tests.systems import database, network, rules, task_management_api, tasks, traffic
from tests.systems.built import System, pairs, text

FOLDER = task_management_api.FOLDER


def outside_least_privilege(system: System) -> list[str]:
    """Give the groups beside the load balancer's that let anybody in."""
    return [
        str(group)
        for group in system.of("AWS::EC2::SecurityGroup")
        if group != traffic.load_balancer_group(system) and rules.open_to_internet(system, group)
    ]


def test_s4_28_the_vpc_has_its_block(system: System) -> None:
    """The VPC's block is 10.0.0.0/16."""
    assert str(network.block(system.one("AWS::EC2::VPC"))) == "10.0.0.0/16"


def test_s4_29_the_public_subnets_have_their_blocks(system: System) -> None:
    """The public subnets are 10.0.1.0/24 and 10.0.2.0/24."""
    assert network.blocks(network.subnets(system, "public")) == {"10.0.1.0/24", "10.0.2.0/24"}


def test_s4_30_the_private_subnets_have_their_blocks(system: System) -> None:
    """The private subnets are 10.0.10.0/24 and 10.0.11.0/24."""
    others = set(network.subnets(system)) - set(network.subnets(system, "public"))
    assert network.blocks(tuple(others)) == {"10.0.10.0/24", "10.0.11.0/24"}


def test_s4_31_subnets_span_two_zones(system: System) -> None:
    """Public and private subnets each lie in two zones, and these are the same."""
    public = network.zones(network.subnets(system, "public"))
    private = network.zones(network.subnets(system, "private"))
    assert len(public) == 2
    assert public == private


def test_s4_32_public_subnets_have_an_internet_gateway(system: System) -> None:
    """An internet gateway is attached to the VPC, and the public subnets' default route leads to it."""
    attached = network.gateways_attached_to(system, system.one("AWS::EC2::VPC"))
    public = network.subnets(system, "public")
    routes = [
        route for subnet in public for route in network.default_routes(system, network.route_table(system, subnet))
    ]
    assert public
    assert {system.at(route.get("GatewayId")) for route in routes} == attached != set()


def test_s4_33_private_subnets_have_a_nat_gateway(system: System) -> None:
    """Every private subnet's default route leads to a NAT gateway with an address in a public subnet."""
    others = set(network.subnets(system)) - set(network.subnets(system, "public"))
    assert {network.kind_of(system, subnet) for subnet in others} == {"private"}
    for gateway in system.of("AWS::EC2::NatGateway"):
        assert system.at(gateway.get("SubnetId")) in network.subnets(system, "public")
        address = system.at(gateway.get("AllocationId"))
        assert address is not None
        assert address.type == "AWS::EC2::EIP"


def test_s4_34_public_and_private_subnets_share_no_route_table(system: System) -> None:
    """Every subnet has a table of its own choice, and none serves both the load balancer and the rest."""
    balancer = system.all_at(traffic.load_balancer(system).get("Subnets"))
    inside = (*tasks.subnets(system), *database.subnets(system))
    public = {network.route_table(system, subnet) for subnet in balancer}
    private = {network.route_table(system, subnet) for subnet in inside}
    assert not public & private
    assert public | private == {network.route_table(system, subnet) for subnet in network.subnets(system)}


def test_s4_42_the_load_balancer_takes_http_and_https(system: System) -> None:
    """The load balancer's group lets in 80 and 443 from anywhere, and nothing else."""
    inbound = rules.inbound(system, traffic.load_balancer_group(system))
    assert {rule for rule in inbound if rule.peer != "::/0"} == {
        rules.tcp(80, rules.INTERNET),
        rules.tcp(443, rules.INTERNET),
    }
    assert all(rule.first == rule.last and rule.first in (80, 443) for rule in inbound)


def test_s4_43_the_load_balancer_sends_to_the_application_only(system: System) -> None:
    """The load balancer's group lets out to the tasks' group only."""
    outbound = rules.outbound(system, traffic.load_balancer_group(system))
    assert {rule.peer for rule in outbound} == {tasks.group(system)}


def test_s4_44_the_application_takes_8000_from_the_load_balancer_only(system: System) -> None:
    """The tasks' group lets in port 8000 from the load balancer's group and nothing else."""
    expected = [rules.tcp(8000, traffic.load_balancer_group(system))]
    assert rules.inbound(system, tasks.group(system)) == expected


def test_s4_46_the_application_reaches_the_database(system: System) -> None:
    """The tasks' group lets 5432 out to the database's group."""
    assert rules.tcp(5432, database.group(system)) in rules.outbound(system, tasks.group(system))


def test_s4_47_the_application_reaches_nothing_else(system: System) -> None:
    """Beyond the database, the tasks' group lets out only 443 and DNS."""
    beyond = [rule for rule in rules.outbound(system, tasks.group(system)) if rule.peer != database.group(system)]
    assert all(rule.protocol in ("tcp", "udp") and rule.first == rule.last for rule in beyond)
    assert {rule.first for rule in beyond} <= {443, 53}


def test_s4_48_groups_have_descriptive_names(system: System) -> None:
    """Each security group has a name, and a description of several words."""
    groups = system.of("AWS::EC2::SecurityGroup")
    assert len(groups) == 3
    for group in groups:
        assert group.get("GroupName") or pairs(group.get("Tags")).get("Name")
        assert len(text(group.get("GroupDescription")).split()) > 1


def test_s4_49_only_the_load_balancer_is_open_to_the_internet(system: System) -> None:
    """No group but the load balancer's lets anybody in."""
    assert outside_least_privilege(system) == []


def test_s4_69n_there_is_one_nat_gateway(system: System) -> None:
    """One NAT gateway serves both zones."""
    assert system.one("AWS::EC2::NatGateway") in system.items
