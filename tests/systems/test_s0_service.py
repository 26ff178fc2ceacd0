"""Document 000's service: one task on Fargate in public subnets, and what it may reach."""

from tests.systems import database, network, policies, rules, tasks, tasktracker, traffic
from tests.systems.built import System, number

FOLDER = tasktracker.FOLDER


def test_s0_02_containers_run_on_fargate_behind_a_load_balancer(system: System) -> None:
    """One Fargate service registers both containers with target groups that the load balancer forwards to."""
    assert tasks.on_fargate(system)
    assert traffic.load_balancer(system).get("Type") in (None, "application")
    used = set().union(*(traffic.serving(system, listener) for listener in traffic.listeners(system)))
    assert {traffic.target_group(system, name) for name in ("frontend", "backend")} == used


def test_s0_11_the_service_runs_in_the_cluster(system: System) -> None:
    """There is one ECS cluster, and the service uses it."""
    assert system.at(tasks.service(system).get("Cluster")) == system.one("AWS::ECS::Cluster")


def test_s0_12_the_service_is_launched_on_fargate(system: System) -> None:
    """The service is launched on Fargate."""
    assert tasks.on_fargate(system)
    assert "FARGATE_SPOT" not in str(tasks.service(system).get("CapacityProviderStrategy"))


def test_s0_13_the_task_has_an_interface_of_its_own(system: System) -> None:
    """The task definition's network mode is awsvpc."""
    assert tasks.definition(system).get("NetworkMode") == "awsvpc"


def test_s0_14_the_task_has_256_cpu_units(system: System) -> None:
    """The task has 256 CPU units."""
    assert number(tasks.definition(system).get("Cpu")) == 256


def test_s0_15_the_task_has_512_mib(system: System) -> None:
    """The task has 512 MiB of memory."""
    assert number(tasks.definition(system).get("Memory")) == 512


def test_s0_16_the_task_has_two_containers(system: System) -> None:
    """The task definition holds exactly two containers."""
    assert len(tasks.containers(system)) == 2


def test_s0_21_the_task_is_compatible_with_fargate(system: System) -> None:
    """The task definition is checked against Fargate when it is registered."""
    assert tasks.definition(system).get("RequiresCompatibilities") == ("FARGATE",)


def test_s0_22_one_task_is_wanted(system: System) -> None:
    """The desired count is 1."""
    assert number(tasks.service(system).get("DesiredCount")) == 1


def test_s0_23_no_task_stops_before_its_successor_is_healthy(system: System) -> None:
    """A deployment keeps 100 percent of the tasks healthy."""
    assert number(tasks.service(system).get("DeploymentConfiguration", "MinimumHealthyPercent")) == 100


def test_s0_24_a_deployment_may_double_the_tasks(system: System) -> None:
    """A deployment may start as many tasks again as there are."""
    assert number(tasks.service(system).get("DeploymentConfiguration", "MaximumPercent")) == 200


def test_s0_26_tasks_run_in_public_subnets(system: System) -> None:
    """Every subnet of the service is public."""
    assert {network.kind_of(system, subnet) for subnet in tasks.subnets(system)} == {"public"}


def test_s0_27_tasks_have_public_addresses(system: System) -> None:
    """A task is given a public address."""
    assert tasks.has_public_address(system)


def test_s0_62_the_containers_limits_add_up_to_the_tasks(system: System) -> None:
    """The containers' hard limits add up to the task's memory."""
    limits = [number(container.get("Memory")) for container in tasks.containers(system).values()]
    assert sum(limits) == number(tasks.definition(system).get("Memory"))


def test_s0_63_tasks_reach_registries_and_secrets_manager(system: System) -> None:
    """A task has a public address in a public subnet, and may open connections to 443 anywhere."""
    assert tasks.has_public_address(system)
    assert {network.kind_of(system, subnet) for subnet in tasks.subnets(system)} == {"public"}
    assert rules.admits(rules.outbound(system, tasks.group(system)), 443, rules.INTERNET)


def test_s0_64_the_injected_secret_may_be_read(system: System) -> None:
    """The execution role may read the database's secret."""
    secret = f"<{database.secret(system)}>"
    assert policies.allows(system, tasks.role(system, "ExecutionRoleArn"), "secretsmanager:GetSecretValue", secret)


def test_s0_65_images_may_be_pulled_from_ecr(system: System) -> None:
    """The execution role may sign in to ECR and pull from both repositories."""
    role = tasks.role(system, "ExecutionRoleArn")
    assert policies.trusted(role) == {"ecs-tasks.amazonaws.com"}
    assert policies.allows(system, role, "ecr:GetAuthorizationToken", "*")
    for name in ("tasktracker-frontend", "tasktracker-backend"):
        for action in policies.PULL:
            assert policies.allows(system, role, action, f"<{tasktracker.repository(system, name)}.Arn>")


def test_s0_69_the_backend_reaches_the_database(system: System) -> None:
    """The tasks' group lets 5432 out to the database's group, which lets it in, on the database's port."""
    assert rules.admits(rules.outbound(system, tasks.group(system)), 5432, database.group(system))
    assert rules.admits(rules.inbound(system, database.group(system)), 5432, tasks.group(system))
    assert database.database(system).get("Port") in (None, 5432, "5432")
