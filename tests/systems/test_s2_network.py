"""Document 002's network: named zones, a NAT gateway in each, endpoints, who may talk to whom."""

from tests.systems import database, network, policies, rules, task_tracker_mysql, tasks, traffic
from tests.systems.built import Item, System, all_references, listed, number

FOLDER = task_tracker_mysql.FOLDER
CONTAINER = task_tracker_mysql.CONTAINER


# What may be in a public subnet or say something of one; templates hand the ids of subnets over.
OUTSIDE = {
    "AWS::CloudFormation::Stack",
    "AWS::EC2::NatGateway",
    "AWS::EC2::SubnetNetworkAclAssociation",
    "AWS::EC2::SubnetRouteTableAssociation",
    "AWS::ElasticLoadBalancingV2::LoadBalancer",
}
INSIDE = {"private", "isolated"}


def to_be_public(system: System) -> set[Item]:
    """Give the subnets of the load balancer and of the NAT gateways, however they are routed."""
    gateways = system.of("AWS::EC2::NatGateway")
    return {*traffic.subnets(system), *(network.place_of(system, gateway) for gateway in gateways)}


def test_s2_04_tasks_run_in_private_subnets(system: System) -> None:
    """Tasks run in private subnets of two zones and have no public address."""
    assert {network.kind_of(system, subnet) for subnet in tasks.subnets(system)} == {"private"}
    assert len(network.zones(tasks.subnets(system))) == 2
    assert not tasks.has_public_address(system)


def test_s2_05_the_vpc_has_its_block(system: System) -> None:
    """The VPC's block is 10.0.0.0/16, and all subnets are in this VPC."""
    vpc = system.one("AWS::EC2::VPC")
    assert str(network.block(vpc)) == "10.0.0.0/16"
    assert {system.at(subnet.get("VpcId")) for subnet in network.subnets(system)} == {vpc}


def test_s2_06_the_zones_are_named(system: System) -> None:
    """The subnets are in us-east-1a and us-east-1b and nowhere else."""
    assert network.zones(network.subnets(system)) == {"us-east-1a", "us-east-1b"}


def test_s2_06i_there_are_two_zones(system: System) -> None:
    """The subnets are in exactly two zones, the two that are named or the first two of the region."""
    first = {system.values.resolve((), {"Fn::Select": [place, {"Fn::GetAZs": ""}]}) for place in (0, 1)}
    assert network.zones(network.subnets(system)) in ({"us-east-1a", "us-east-1b"}, first)


def test_s2_07_public_subnets_have_their_blocks(system: System) -> None:
    """The public subnets have the blocks 10.0.1.0/24 and 10.0.2.0/24."""
    assert network.blocks(network.subnets(system, "public")) == {"10.0.1.0/24", "10.0.2.0/24"}


def test_s2_08_private_subnets_have_their_blocks(system: System) -> None:
    """The private subnets have the blocks 10.0.10.0/24 and 10.0.11.0/24."""
    private = set(network.subnets(system)) - set(network.subnets(system, "public"))
    assert network.blocks(tuple(private)) == {"10.0.10.0/24", "10.0.11.0/24"}


def test_s2_09_public_subnets_are_routed_to_the_internet_gateway(system: System) -> None:
    """The VPC has an internet gateway, and the subnets of load balancer and NAT gateways a route to it."""
    (gateway,) = network.gateways_attached_to(system, system.one("AWS::EC2::VPC"))
    for subnet in to_be_public(system):
        routes = network.default_routes(system, network.route_table(system, subnet))
        assert [system.at(route.get("GatewayId")) for route in routes] == [gateway]


def test_s2_10_each_zone_has_a_nat_gateway(system: System) -> None:
    """Each private subnet is routed to a NAT gateway in a public subnet of its own zone."""
    private = network.subnets(system, "private")
    assert len(private) == 2
    for subnet in private:
        place = network.place_of(system, network.nat_gateway(system, subnet))
        assert place.get("AvailabilityZone") == subnet.get("AvailabilityZone")


def test_s2_10i_private_subnets_have_a_way_out(system: System) -> None:
    """Each subnet that is not public is routed to a NAT gateway in a public subnet, with an address."""
    others = set(network.subnets(system)) - set(network.subnets(system, "public"))
    assert others
    for subnet in others:
        assert network.nat_gateway(system, subnet).type == "AWS::EC2::NatGateway"


def test_s2_11_public_and_private_subnets_share_no_route_table(system: System) -> None:
    """No route table serves both what is to be public and other subnets."""
    assert network.shared_tables(system, to_be_public(system)) == set()


def test_s2_13_application_and_database_are_in_private_subnets(system: System) -> None:
    """Tasks and database are in subnets that nobody outside reaches."""
    for subnet in (*tasks.subnets(system), *database.subnets(system)):
        assert network.kind_of(system, subnet) in INSIDE


def test_s2_14_public_subnets_are_for_the_load_balancer(system: System) -> None:
    """Nothing but the load balancer and the NAT gateways is in a public subnet."""
    public = set(network.subnets(system, "public"))
    assert set(traffic.subnets(system)) <= public
    for item in system.items:
        mentioned = {system.at(reference) for reference in all_references(item.properties)}
        assert item.type in OUTSIDE or not public & mentioned, str(item)


def test_s2_25_the_load_balancer_takes_http_and_https(system: System) -> None:
    """The load balancer's group lets 80 and 443 in from the internet and nothing else."""
    inbound = rules.inbound(system, traffic.load_balancer_group(system))
    assert set(inbound) == {rules.tcp(port, rules.INTERNET) for port in (80, 443)}


def test_s2_58_the_database_takes_3306_from_the_tasks_only(system: System) -> None:
    """The database's group lets in port 3306 from the tasks' group and nothing else."""
    assert rules.inbound(system, database.group(system)) == [rules.tcp(3306, tasks.group(system))]


def test_s2_103_groups_admit_what_is_needed(system: System) -> None:
    """Only the load balancer takes traffic from the internet, and the tasks take port 3000 from it, all in one VPC."""
    balancer = traffic.load_balancer_group(system)
    for group in system.of("AWS::EC2::SecurityGroup"):
        assert system.at(group.get("VpcId")) == system.one("AWS::EC2::VPC")
        assert group == balancer or rules.open_to_internet(system, group) == []
    assert rules.inbound(system, tasks.group(system)) == [rules.tcp(3000, balancer)]


def test_s2_110_there_is_an_endpoint(system: System) -> None:
    """At least one endpoint of the VPC leads to a service of AWS's privately."""
    vpc = system.one("AWS::EC2::VPC")
    assert [found for found in system.of("AWS::EC2::VPCEndpoint") if system.at(found.get("VpcId")) == vpc]


def test_s2_111_s3_is_reached_privately(system: System) -> None:
    """A gateway endpoint for S3 is on the route tables of all subnets that are not public."""
    (endpoint,) = [
        found
        for found in system.of("AWS::EC2::VPCEndpoint")
        if policies.written(system, found.get("ServiceName")) == "com.amazonaws.<AWS::Region>.s3"
    ]
    assert endpoint.get("VpcEndpointType") in (None, "Gateway")
    tables = {system.at(table) for table in listed(endpoint.get("RouteTableIds"))}
    others = set(network.subnets(system)) - set(network.subnets(system, "public"))
    assert {network.route_table(system, subnet) for subnet in others} <= tables


def test_s2_125_tasks_reach_the_database(system: System) -> None:
    """The tasks' group lets 3306 out to the group of the database, which listens there."""
    assert number(database.database(system).get("Port")) == 3306
    assert rules.tcp(3306, database.group(system)) in rules.outbound(system, tasks.group(system))
