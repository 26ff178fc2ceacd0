"""Document 003's service: the cluster, small tasks, what they are told, how many there are."""

import re

from tasktracker_cfn.model.values import Reference
from tests.systems import fargate_nonprod, policies, scaling, secrets, tasks
from tests.systems.built import System, follow, listed, number, pairs, text, true

FOLDER = fargate_nonprod.FOLDER
CONTAINER = fargate_nonprod.CONTAINER
PROVIDERS = "AWS::ECS::ClusterCapacityProviderAssociations"


def test_s3_21_the_cluster_has_fargate_as_capacity_provider(system: System) -> None:
    """FARGATE is a capacity provider of the cluster, and the service waits until it is."""
    association = system.one(PROVIDERS)
    assert system.at(association.get("Cluster")) == system.one("AWS::ECS::Cluster")
    assert "FARGATE" in listed(association.get("CapacityProviders"))
    assert system.order.surely_after(tasks.service(system).resource, association.resource)


def test_s3_22_the_service_runs_on_fargate(system: System) -> None:
    """The service and its task run on Fargate with addresses of their own."""
    assert tasks.on_fargate(system)
    assert tasks.definition(system).get("NetworkMode") == "awsvpc"


def test_s3_23_the_cluster_is_set_to_cost_little(system: System) -> None:
    """The cluster has Spot capacity, or no Container Insights."""
    providers = [name for association in system.of(PROVIDERS) for name in listed(association.get("CapacityProviders"))]
    insights = pairs(system.one("AWS::ECS::Cluster").get("ClusterSettings"), "Name").get("containerInsights")
    assert "FARGATE_SPOT" in providers or insights == "disabled"


def test_s3_24_spot_is_used(system: System) -> None:
    """FARGATE_SPOT has a weight in the service's strategy."""
    weights = {
        text(entry.get("CapacityProvider")): number(entry.get("Weight") or 0)
        for entry in tasks.service(system).entries("CapacityProviderStrategy")
    }
    assert weights.get("FARGATE_SPOT", 0) > 0


def test_s3_25_the_application_has_a_log_group(system: System) -> None:
    """The container logs to a log group of this system."""
    assert tasks.log_group(system, CONTAINER) in system.items


def test_s3_26_logs_are_not_kept_for_ever(system: System) -> None:
    """The container's log group keeps logs for some days."""
    assert number(tasks.log_group(system, CONTAINER).get("RetentionInDays")) >= 1


def test_s3_27_a_task_has_a_quarter_of_a_cpu(system: System) -> None:
    """A task has 256 CPU units."""
    assert number(tasks.definition(system).get("Cpu")) == 256


def test_s3_28_a_task_has_half_a_gigabyte(system: System) -> None:
    """A task has 512 MiB of memory."""
    assert number(tasks.definition(system).get("Memory")) == 512


def test_s3_29_the_container_asks_itself(system: System) -> None:
    """The container's health check asks an HTTP endpoint on the container's own port."""
    check = tasks.container(system, CONTAINER).get("HealthCheck")
    (port,) = tasks.container_ports(system, CONTAINER)
    command = " ".join(map(text, listed(follow(check, "Command"))))
    assert re.match(r"CMD(-SHELL)? ", command)
    assert re.search(rf"https?://(localhost|127\.0\.0\.1):{port}/", command)


def test_s3_30_the_container_has_environment_variables(system: System) -> None:
    """The container is told something by environment variables."""
    assert tasks.environment(system, CONTAINER)


def test_s3_31_the_container_has_secrets(system: System) -> None:
    """Something is injected from Secrets Manager, and the execution role may read it."""
    injected = tasks.secrets(system, CONTAINER)
    role = tasks.role(system, "ExecutionRoleArn")
    assert injected
    for secret, _ in injected.values():
        assert secret is not None
        assert secret in secrets.secrets(system)
        assert secrets.readable(system, role, secret)


def test_s3_32_the_container_logs(system: System) -> None:
    """Logs go to a group of this region under a prefix, and the execution role may write them."""
    options = follow(tasks.container(system, CONTAINER), "LogConfiguration", "Options")
    assert follow(options, "awslogs-region") == Reference((), "AWS::Region")
    assert follow(options, "awslogs-stream-prefix")
    group = tasks.log_group(system, CONTAINER)
    role = tasks.role(system, "ExecutionRoleArn")
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        assert policies.allows(system, role, action, f"<{group}.Arn>")


def test_s3_33_the_service_runs_the_task(system: System) -> None:
    """The service is on the cluster of this system and runs a task definition with the application's container."""
    assert system.at(tasks.service(system).get("Cluster")) == system.one("AWS::ECS::Cluster")
    assert tasks.definition(system) in system.of("AWS::ECS::TaskDefinition")
    assert set(tasks.containers(system)) == {CONTAINER}


def test_s3_34_one_task_runs_at_least(system: System) -> None:
    """The service is never scaled below one task."""
    assert number(scaling.target(system).get("MinCapacity")) == 1


def test_s3_35_four_tasks_run_at_most(system: System) -> None:
    """The service is scaled to four tasks at most."""
    assert number(scaling.target(system).get("MaxCapacity")) == 4


def test_s3_36_scaling_follows_the_cpu(system: System) -> None:
    """A target tracking policy holds the service's CPU at a target between 1 and 100 percent."""
    assert 1 <= scaling.tracked(system).get("ECSServiceAverageCPUUtilization", 0) <= 100


def test_s3_57_a_deployment_that_fails_is_rolled_back(system: System) -> None:
    """The circuit breaker stops a deployment that does not settle, and rolls it back."""
    breaker = tasks.service(system).get("DeploymentConfiguration", "DeploymentCircuitBreaker")
    assert true(follow(breaker, "Enable"))
    assert true(follow(breaker, "Rollback"))


def test_s3_62_it_starts_with_one_task(system: System) -> None:
    """The count is one, or left to the scaling."""
    count = tasks.service(system).get("DesiredCount")
    assert count is None or number(count) == 1
