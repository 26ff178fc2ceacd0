"""Document 004 as a whole: tags, region, order, secrets, one zone that may fail."""

from tests.systems import database, network, plaintext, region, scaling, tags, task_management_api, tasks, traffic
from tests.systems.built import System, number, true

FOLDER = task_management_api.FOLDER
CONTAINER = task_management_api.CONTAINER


def test_s4_63_everything_is_tagged_with_its_environment(system: System) -> None:
    """Every resource that can carry tags has Environment=development."""
    assert len(tags.taggable(system)) > 20
    assert tags.without(system, "Environment", "development") == []


def test_s4_64_everything_is_tagged_with_its_project(system: System) -> None:
    """Every resource that can carry tags has Project=task-management-api."""
    assert tags.without(system, "Project", "task-management-api") == []


def test_s4_65_everything_is_tagged_with_what_manages_it(system: System) -> None:
    """Every resource that can carry tags has ManagedBy=terraform, which is the document's word."""
    assert tags.without(system, "ManagedBy", "terraform") == []


def test_s4_65x_every_resource_carries_all_three_tags_itself(system: System) -> None:
    """The three tags are each resource's own, whatever its stack hands down."""
    wanted = {"Environment": "development", "Project": "task-management-api", "ManagedBy": "terraform"}
    for item, name in tags.taggable(system):
        assert wanted.items() <= tags.tags_of(item, name).items()


def test_s4_66_nothing_is_done_by_hand(system: System) -> None:
    """Every parameter of the root has a default."""
    parameters = system.nest.root.parameters.values()
    assert [parameter.name for parameter in parameters if not parameter.has_default] == []


def test_s4_67_everything_is_in_one_region(system: System) -> None:
    """Wherever a region is written, it is us-east-1."""
    assert region.others(system) == []


def test_s4_69_the_smallest_types_are_used(system: System) -> None:
    """There is no instance but one db.t3.micro, and tasks have 256 CPU units and 512 MiB."""
    assert database.database(system).get("DBInstanceClass") == "db.t3.micro"
    definition = tasks.definition(system)
    assert (number(definition.get("Cpu")), number(definition.get("Memory"))) == (256, 512)
    others = ("AWS::EC2::Instance", "AWS::RDS::DBCluster", "AWS::ElastiCache::ReplicationGroup")
    assert system.of(*others) == ()


def test_s4_72_resources_wait_for_what_they_need(system: System) -> None:
    """Routes and addresses wait for the gateway's attachment, tasks for all that they need to start."""
    order, vpc = system.order, system.one("AWS::EC2::VPC")
    (attachment,) = [
        attachment
        for gateway in network.gateways_attached_to(system, vpc)
        for attachment in network.attachments(system, gateway)
    ]
    public_routes = [route for route in system.of("AWS::EC2::Route") if route.get("GatewayId")]
    private_routes = [route for route in system.of("AWS::EC2::Route") if route.get("NatGatewayId")]
    assert public_routes
    assert private_routes
    for item in (*system.of("AWS::EC2::EIP"), *public_routes):
        assert order.surely_after(item.resource, attachment.resource), f"{item} does not wait for {attachment}"
    for gateway in system.of("AWS::EC2::NatGateway"):
        assert all(order.surely_after(gateway.resource, route.resource) for route in public_routes)
    service = tasks.service(system).resource
    for item in (
        *private_routes,
        tasks.log_group(system, CONTAINER),
        *system.of("AWS::IAM::ManagedPolicy", traffic.LISTENER),
    ):
        assert order.surely_after(service, item.resource), f"the service does not wait for {item}"
    assert [order.circle(stack) for stack in system.nest.stacks if order.circle(stack)] == []


def test_s4_73_no_secret_is_written_out(system: System) -> None:
    """No template holds a secret or an access key."""
    assert plaintext.written_out(system) == []


def test_s4_74_one_zone_may_fail(system: System) -> None:
    """The database has a standby; all that matters is in two zones; two tasks run at least."""
    assert true(database.database(system).get("MultiAZ"))
    balancer = system.all_at(traffic.load_balancer(system).get("Subnets"))
    for subnets in (tasks.subnets(system), database.subnets(system), balancer):
        assert len(network.zones(subnets)) >= 2
    assert number(tasks.service(system).get("DesiredCount")) >= 2
    assert number(scaling.target(system).get("MinCapacity")) >= 2
