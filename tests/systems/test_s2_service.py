"""Document 002's service: capacity on demand and Spot, the task, how many there are and how fast that changes."""

import json

from tasktracker_cfn.model.values import Reference
from tests.systems import database, keys, network, policies, rules, scaling, secrets, task_tracker_mysql, tasks
from tests.systems.built import System, follow, listed, number, pairs, text

FOLDER = task_tracker_mysql.FOLDER
CONTAINER = task_tracker_mysql.CONTAINER


def test_s2_28_the_service_runs_on_fargate(system: System) -> None:
    """The service runs on Fargate."""
    assert tasks.on_fargate(system)


def test_s2_29_the_cluster_has_both_capacity_providers(system: System) -> None:
    """FARGATE and FARGATE_SPOT are capacity providers of the service's cluster, and it waits until they are."""
    association = system.one("AWS::ECS::ClusterCapacityProviderAssociations")
    for item in (association, tasks.service(system)):
        assert system.at(item.get("Cluster")) == system.one("AWS::ECS::Cluster")
    assert set(listed(association.get("CapacityProviders"))) == {"FARGATE", "FARGATE_SPOT"}
    assert system.order.surely_after(tasks.service(system).resource, association.resource)


def test_s2_30_the_service_has_no_launch_type_beside_a_strategy(system: System) -> None:
    """The service has a launch type or a capacity provider strategy, not both."""
    service = tasks.service(system)
    assert bool(service.get("LaunchType")) != bool(service.get("CapacityProviderStrategy"))


def test_s2_31_container_insights_are_on(system: System) -> None:
    """The cluster has Container Insights."""
    settings = pairs(system.one("AWS::ECS::Cluster").get("ClusterSettings"), "Name")
    assert settings.get("containerInsights") in ("enabled", "enhanced")


def test_s2_32_the_image_is_the_documents(system: System) -> None:
    """The application's image is ghcr.io/your-org/task-tracker:latest unless a deployment says otherwise."""
    assert tasks.container(system, CONTAINER).get("Image") == "ghcr.io/your-org/task-tracker:latest"


def test_s2_33_a_task_has_a_quarter_of_a_cpu(system: System) -> None:
    """A task has 256 CPU units."""
    assert number(tasks.definition(system).get("Cpu")) == 256


def test_s2_34_a_task_has_512_mib(system: System) -> None:
    """A task has 512 MiB of memory."""
    assert number(tasks.definition(system).get("Memory")) == 512


def test_s2_35_the_application_listens_on_3000(system: System) -> None:
    """The application's container exposes port 3000."""
    assert tasks.container_ports(system, CONTAINER) == [3000]


def test_s2_36_two_tasks_are_started(system: System) -> None:
    """The service starts with two tasks."""
    assert number(tasks.service(system).get("DesiredCount")) == 2


def test_s2_37_deployments_are_rolling(system: System) -> None:
    """ECS itself deploys, and starts new tasks before it drains old ones."""
    service = tasks.service(system)
    assert service.get("DeploymentController", "Type") in (None, "ECS")
    assert service.get("DeploymentConfiguration", "Strategy") in (None, "ROLLING")
    assert number(service.get("DeploymentConfiguration", "MinimumHealthyPercent")) >= 50
    assert number(service.get("DeploymentConfiguration", "MaximumPercent")) > 100


def test_s2_40_two_tasks_run_at_least(system: System) -> None:
    """The service is never scaled below two tasks."""
    assert number(scaling.target(system).get("MinCapacity")) == 2


def test_s2_41_four_tasks_run_at_most(system: System) -> None:
    """The service is scaled to four tasks at most."""
    assert number(scaling.target(system).get("MaxCapacity")) == 4


def test_s2_42_scaling_holds_the_cpu_at_seventy_percent(system: System) -> None:
    """A target tracking policy holds the service's CPU at 70 percent."""
    assert scaling.tracked(system).get("ECSServiceAverageCPUUtilization") == 70


def test_s2_43_scaling_holds_the_memory_at_eighty_percent(system: System) -> None:
    """A target tracking policy holds the service's memory at 80 percent."""
    assert scaling.tracked(system).get("ECSServiceAverageMemoryUtilization") == 80


def test_s2_44_tasks_are_added_within_two_minutes(system: System) -> None:
    """Between two additions every policy waits for one to two minutes."""
    assert all(60 <= seconds <= 120 for seconds in scaling.cooldowns(system, "ScaleOutCooldown"))


def test_s2_45_tasks_are_removed_within_ten_minutes(system: System) -> None:
    """Between two removals every policy waits for five to ten minutes."""
    assert all(300 <= seconds <= 600 for seconds in scaling.cooldowns(system, "ScaleInCooldown"))


def test_s2_75_the_application_uses_its_bucket(system: System) -> None:
    """The role that tasks assume may read and write the objects of the bucket of the application's data."""
    role = tasks.role(system, "TaskRoleArn")
    objects = f"<{task_tracker_mysql.app_bucket(system)}.Arn>/report.pdf"
    assert policies.trusted(role) == {"ecs-tasks.amazonaws.com"}
    for action in ("s3:GetObject", "s3:PutObject"):
        assert policies.allows(system, role, action, objects)


def test_s2_78_the_application_logs_to_its_group(system: System) -> None:
    """The application's container logs to the group /ecs/task-tracker of this region."""
    region = follow(tasks.container(system, CONTAINER), "LogConfiguration", "Options", "awslogs-region")
    assert tasks.log_group(system, CONTAINER).get("LogGroupName") == "/ecs/task-tracker"
    assert region == Reference((), "AWS::Region")


def test_s2_79_logs_are_kept_for_thirty_days(system: System) -> None:
    """The application's log group keeps logs for 30 days."""
    assert number(tasks.log_group(system, CONTAINER).get("RetentionInDays")) == 30


def test_s2_105_credentials_are_injected(system: System) -> None:
    """User and password of the database are injected from its secret, which the execution role may read."""
    injected = [key for secret, key in tasks.secrets(system, CONTAINER).values() if secret == database.secret(system)]
    assert {"username", "password"} <= set(injected)
    secret = database.secret(system)
    assert secret in secrets.secrets(system)
    assert json.loads(text(secret.get("GenerateSecretString", "SecretStringTemplate"))) == {
        "username": database.database(system).get("MasterUsername")
    }
    assert secrets.readable(system, tasks.role(system, "ExecutionRoleArn"), secret)


def test_s2_109_both_roles_have_the_least_privilege(system: System) -> None:
    """Neither role has a wildcard where a name would do, or a broad policy of AWS's."""
    for kind in ("ExecutionRoleArn", "TaskRoleArn"):
        role = tasks.role(system, kind)
        assert policies.statements(system, role) != []
        assert policies.too_broad(system, role) == []


def test_s2_117_spot_is_used(system: System) -> None:
    """FARGATE_SPOT has a weight in the service's strategy."""
    strategy = tasks.service(system).entries("CapacityProviderStrategy")
    weights = {text(entry.get("CapacityProvider")): number(entry.get("Weight") or 0) for entry in strategy}
    assert weights.get("FARGATE_SPOT", 0) > 0


def test_s2_126_tasks_log_and_start(system: System) -> None:
    """ECS may assume the execution role, which may write logs, as the key lets it; 443 is open and leads out."""
    role = tasks.role(system, "ExecutionRoleArn")
    assert policies.trusted(role) == {"ecs-tasks.amazonaws.com"}
    group = tasks.log_group(system, CONTAINER)
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        assert policies.allows(system, role, action, f"<{group}.Arn>")
    assert keys.lets_logs_in(system, group)
    assert rules.admits(rules.outbound(system, tasks.group(system)), 443, rules.INTERNET)
    assert {network.kind_of(system, subnet) for subnet in tasks.subnets(system)} == {"private"}


def test_s2_128_the_task_is_one_for_fargate(system: System) -> None:
    """The task definition is compatible with Fargate and has addresses of its own."""
    definition = tasks.definition(system)
    assert listed(definition.get("RequiresCompatibilities")) == ("FARGATE",)
    assert definition.get("NetworkMode") == "awsvpc"
