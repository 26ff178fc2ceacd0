"""Document 001's network: one VPC for each environment, public and private subnets, three groups, flow logs."""

from tests.systems import aurora, community, network, policies, rules, tasks, traffic
from tests.systems.built import Item, System, number, text

pytestmark = community.EVERY


def application_subnets(system: System) -> list[Item]:
    """Give the subnets of the tasks and of the database."""
    return [*tasks.subnets(system), *aurora.subnets(system)]


def flow_log(system: System) -> Item:
    """Give the one flow log."""
    return system.one("AWS::EC2::FlowLog")


def flow_log_group(system: System) -> Item:
    """Give the log group that the flow log writes to."""
    found = system.at(flow_log(system).get("LogGroupName"))
    assert found is not None, "the flow log writes to no group of this system"
    return found


def test_s1_04_the_vpc_has_a_private_block(system: System) -> None:
    """There is one VPC, with a private block between /16 and /28."""
    block = network.block(system.one("AWS::EC2::VPC"))
    assert block.is_private
    assert 16 <= block.prefixlen <= 28


def test_s1_05_the_vpc_has_its_block(system: System) -> None:
    """The VPC's block is the environment's: the document's 10.0.0.0/16 in dev."""
    assert str(network.block(system.one("AWS::EC2::VPC"))) == community.expected(system).vpc


def test_s1_06_the_load_balancer_is_in_public_subnets(system: System) -> None:
    """The load balancer is in all public subnets, which lie in two zones."""
    public = network.subnets(system, "public")
    assert set(system.all_at(traffic.load_balancer(system).get("Subnets"))) == set(public)
    assert len(network.zones(public)) == 2


def test_s1_07_application_and_database_are_in_private_subnets(system: System) -> None:
    """The tasks and the database are in private subnets of two zones each."""
    for subnets in (tasks.subnets(system), aurora.subnets(system)):
        assert {network.kind_of(system, subnet) for subnet in subnets} == {"private"}
        assert len(network.zones(subnets)) == 2


def test_s1_08_private_subnets_have_a_nat_gateway(system: System) -> None:
    """The private subnets' default route leads to a NAT gateway with an address in a public subnet."""
    for subnet in application_subnets(system):
        for route in network.default_routes(system, network.route_table(system, subnet)):
            gateway = system.at(route.get("NatGatewayId"))
            assert gateway is not None
            assert system.at(gateway.get("SubnetId")) in network.subnets(system, "public")
            address = system.at(gateway.get("AllocationId"))
            assert address is not None
            assert address.type == "AWS::EC2::EIP"


def test_s1_09_production_has_a_nat_gateway_in_each_zone(system: System) -> None:
    """Each zone of production has a NAT gateway that its private subnets use; one serves both zones elsewhere."""
    used = {}
    for subnet in application_subnets(system):
        (route,) = network.default_routes(system, network.route_table(system, subnet))
        gateway = system.at(route.get("NatGatewayId"))
        assert gateway is not None
        place = system.at(gateway.get("SubnetId"))
        assert place is not None
        used[subnet] = (gateway, place.get("AvailabilityZone"))
    wanted = community.expected(system).nat_gateways
    assert {gateway for gateway, _ in used.values()} == set(system.of("AWS::EC2::NatGateway"))
    assert len(system.of("AWS::EC2::NatGateway")) == wanted
    if wanted > 1:
        assert all(zone == subnet.get("AvailabilityZone") for subnet, (_, zone) in used.items())


def test_s1_10_traffic_of_the_vpc_is_logged(system: System) -> None:
    """A flow log of the VPC writes all traffic to CloudWatch Logs."""
    assert system.at(flow_log(system).get("ResourceId")) == system.one("AWS::EC2::VPC")
    assert flow_log(system).get("ResourceType") == "VPC"
    assert flow_log(system).get("TrafficType") == "ALL"
    assert flow_log(system).get("LogDestinationType") in (None, "cloud-watch-logs")
    assert flow_log_group(system).type == "AWS::Logs::LogGroup"


def test_s1_11_the_flow_log_may_write(system: System) -> None:
    """The service of flow logs may assume the flow log's role, which may write to the group."""
    role = system.at(flow_log(system).get("DeliverLogsPermissionArn"))
    assert role is not None
    assert policies.trusted(role) == {"vpc-flow-logs.amazonaws.com"}
    for action in ("logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"):
        assert policies.allows(system, role, action, f"<{flow_log_group(system)}.Arn>")
    assert policies.allows(system, role, "logs:DescribeLogGroups", "*")


def test_s1_12_the_database_takes_5432_from_the_api_only(system: System) -> None:
    """The database's group lets in port 5432 from the API's group and nothing else."""
    assert rules.inbound(system, aurora.group(system)) == [rules.tcp(5432, tasks.group(system))]


def test_s1_12i_the_database_takes_5432_from_api_and_rotation_only(system: System) -> None:
    """The database's group lets in nothing but port 5432, from the groups of the API and of the rotation function."""
    peers = {tasks.group(system), *aurora.rotation_groups(system)}
    inbound = rules.inbound(system, aurora.group(system))
    assert rules.tcp(5432, tasks.group(system)) in inbound
    assert all(rule in [rules.tcp(5432, peer) for peer in peers] for rule in inbound)


def test_s1_13_the_api_takes_443_from_the_load_balancer_only(system: System) -> None:
    """The API's group lets in port 443 from the load balancer's group and nothing else."""
    assert rules.inbound(system, tasks.group(system)) == [rules.tcp(443, traffic.load_balancer_group(system))]


def test_s1_13i_the_api_takes_its_own_port_from_the_load_balancer_only(system: System) -> None:
    """The API's group lets in the port that its container listens on, from the load balancer's group only."""
    (port,) = tasks.container_ports(system, community.CONTAINER)
    assert rules.inbound(system, tasks.group(system)) == [rules.tcp(port, traffic.load_balancer_group(system))]


def test_s1_14_the_load_balancer_takes_443_from_anywhere(system: System) -> None:
    """The load balancer's group lets in 443 from anywhere."""
    assert rules.tcp(443, rules.INTERNET) in rules.inbound(system, traffic.load_balancer_group(system))


def test_s1_15_the_load_balancer_takes_80_to_redirect_only(system: System) -> None:
    """Beside 443 the load balancer's group lets in 80 at most, where every listener only redirects."""
    inbound = rules.inbound(system, traffic.load_balancer_group(system))
    assert {(rule.protocol, rule.first, rule.last) for rule in inbound} <= {("tcp", 443, 443), ("tcp", 80, 80)}
    assert traffic.served_over_http(system) == []


def test_s1_16_the_way_to_the_api_is_whole(system: System) -> None:
    """Listener, target group, both security groups, service and container agree on the way in."""
    assert traffic.breaks(system, community.CONTAINER) == []


def test_s1_17_the_api_reaches_the_database(system: System) -> None:
    """The API's group lets 5432 out to the database's group."""
    assert rules.tcp(5432, aurora.group(system)) in rules.outbound(system, tasks.group(system))


def test_s1_119_flow_logs_have_a_group(system: System) -> None:
    """A log group is named /aws/vpc/flowlogs-<environment>."""
    groups = [group.get("LogGroupName") for group in system.of("AWS::Logs::LogGroup")]
    assert f"/aws/vpc/flowlogs-{community.environment(system)}" in groups


def test_s1_119r_flow_logs_are_kept(system: System) -> None:
    """The group of flow logs keeps them for 7, 30 or 90 days."""
    assert number(flow_log_group(system).get("RetentionInDays")) == community.expected(system).retention_days


def test_s1_121_flow_logs_go_to_their_group(system: System) -> None:
    """The flow log writes to /aws/vpc/flowlogs-<environment>."""
    name = text(flow_log_group(system).get("LogGroupName"))
    assert name == f"/aws/vpc/flowlogs-{community.environment(system)}"


def test_s1_p2_the_database_is_isolated(system: System) -> None:
    """The database is in subnets without a way in, has no public address, and lets in groups of this system only."""
    assert {network.kind_of(system, subnet) for subnet in aurora.subnets(system)} <= {"private", "isolated"}
    assert all(instance.get("PubliclyAccessible") in (False, "false") for instance in aurora.instances(system))
    inbound = [rule for group in aurora.groups(system) for rule in rules.inbound(system, group)]
    assert inbound
    assert all(isinstance(rule.peer, Item) for rule in inbound)


def test_s1_p5_everything_is_in_two_zones(system: System) -> None:
    """The database, the tasks and the load balancer are each in subnets of two zones."""
    balancer = system.all_at(traffic.load_balancer(system).get("Subnets"))
    for subnets in (aurora.subnets(system), tasks.subnets(system), balancer):
        assert len(network.zones(subnets)) >= 2


def test_s1_p8_only_the_load_balancer_is_open_to_the_internet(system: System) -> None:
    """No group but the load balancer's lets anybody in, and every rule has a source and a group of this system."""
    groups = system.of("AWS::EC2::SecurityGroup")
    open_ones = {group for group in groups if rules.open_to_internet(system, group)}
    assert open_ones == {traffic.load_balancer_group(system)}
    assert all(rule.peer for group in groups for rule in rules.inbound(system, group))
    assert {system.at(rule.get("GroupId")) for rule in system.of("AWS::EC2::SecurityGroupIngress")} <= set(groups)
