"""Document 001's API: a service on Fargate in private subnets, its load balancer, its scaling and its logs."""

from tests.systems import (
    alarms,
    aurora,
    community,
    network,
    plaintext,
    policies,
    rules,
    scaling,
    tasks,
    traffic,
)
from tests.systems.built import System, follow, number, true

pytestmark = community.EVERY
API = community.CONTAINER
CIRCUIT_BREAKER = ("DeploymentConfiguration", "DeploymentCircuitBreaker")


def test_s1_32_the_api_runs_on_fargate(system: System) -> None:
    """The service runs on Fargate in a cluster of this system, and there are no EC2 instances."""
    assert tasks.on_fargate(system)
    assert system.at(tasks.service(system).get("Cluster")) == system.one("AWS::ECS::Cluster")
    assert system.of("AWS::EC2::Instance", "AWS::EC2::LaunchTemplate", "AWS::AutoScaling::AutoScalingGroup") == ()


def test_s1_33_a_task_has_its_cpu(system: System) -> None:
    """A task has 256, 512 or 1024 CPU units."""
    assert number(tasks.definition(system).get("Cpu")) == community.expected(system).cpu


def test_s1_34_a_task_has_its_memory(system: System) -> None:
    """A task has 512, 1024 or 2048 MiB of memory."""
    assert number(tasks.definition(system).get("Memory")) == community.expected(system).memory


def test_s1_35_the_image_is_in_ecr(system: System) -> None:
    """The API's image is an address in ECR."""
    assert ":ecr:us-east-1:" in tasks.repository(system, API)


def test_s1_36_the_api_is_configured_by_variables(system: System) -> None:
    """The API's container has environment variables, its port among them."""
    assert tasks.environment(system, API).get("PORT") == "443"


def test_s1_37_credentials_are_injected(system: System) -> None:
    """The API's container gets the database's username and password from the database's secret."""
    injected = list(tasks.secrets(system, API).values())
    assert (aurora.secret(system), "username") in injected
    assert (aurora.secret(system), "password") in injected


def test_s1_38_credentials_are_not_written_out(system: System) -> None:
    """No variable named like a credential holds a literal, and the execution role may read the secret."""
    variables = tasks.environment(system, API).items()
    assert [name for name, value in variables if plaintext.is_secret_name(name) and plaintext.is_literal(value)] == []
    assert plaintext.written_out(system) == []
    role = tasks.role(system, "ExecutionRoleArn")
    assert policies.allows(system, role, "secretsmanager:GetSecretValue", f"<{aurora.secret(system)}>")


def test_s1_39_tasks_can_start(system: System) -> None:
    """The execution role, which ECS may assume, pulls the image and writes logs, and tasks have a way out."""
    role = tasks.role(system, "ExecutionRoleArn")
    assert policies.trusted(role) == {"ecs-tasks.amazonaws.com"}
    assert policies.allows(system, role, "ecr:GetAuthorizationToken", "*")
    for action in policies.PULL:
        assert policies.allows(system, role, action, tasks.repository(system, API))
    for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
        assert policies.allows(system, role, action, f"<{tasks.log_group(system, API)}.Arn>")
    assert {network.kind_of(system, subnet) for subnet in tasks.subnets(system)} == {"private"}
    assert rules.admits(rules.outbound(system, tasks.group(system)), 443, rules.INTERNET)


def test_s1_40_the_load_balancer_faces_the_internet(system: System) -> None:
    """The load balancer is internet-facing and in public subnets."""
    balancer = traffic.load_balancer(system)
    subnets = system.all_at(balancer.get("Subnets"))
    assert balancer.get("Scheme") in (None, "internet-facing")
    assert balancer.get("Type") in (None, "application")
    assert {network.kind_of(system, subnet) for subnet in subnets} == {"public"}


def test_s1_41_https_has_a_certificate_of_acm(system: System) -> None:
    """The listener for HTTPS on 443 has a certificate of ACM's and forwards to the service's target group."""
    listener = traffic.listener(system, "HTTPS", 443)
    assert traffic.has_certificate_of_acm(system, listener)
    assert traffic.forwarded(system, listener.get("DefaultActions")) == {traffic.target_group(system, API)}


def test_s1_42_health_is_asked_for_at_health(system: System) -> None:
    """The target group's health check asks for /health."""
    assert traffic.target_group(system, API).get("HealthCheckPath") == "/health"


def test_s1_43_health_is_asked_for_every_30_seconds(system: System) -> None:
    """Health is asked for every 30 seconds."""
    assert number(traffic.target_group(system, API).get("HealthCheckIntervalSeconds")) == 30


def test_s1_44_health_is_answered_within_5_seconds(system: System) -> None:
    """A health check waits 5 seconds for an answer."""
    assert number(traffic.target_group(system, API).get("HealthCheckTimeoutSeconds")) == 5


def test_s1_45_two_answers_make_a_target_healthy(system: System) -> None:
    """Two good answers in a row make a target healthy."""
    assert number(traffic.target_group(system, API).get("HealthyThresholdCount")) == 2


def test_s1_46_three_failures_make_a_target_unhealthy(system: System) -> None:
    """Three bad answers in a row make a target unhealthy."""
    assert number(traffic.target_group(system, API).get("UnhealthyThresholdCount")) == 3


def test_s1_47_scaling_holds_the_cpu_at_70_percent(system: System) -> None:
    """A target tracking policy holds the service's CPU at 70 percent."""
    assert scaling.tracked(system).get("ECSServiceAverageCPUUtilization") == 70


def test_s1_48_scaling_holds_the_memory_at_80_percent(system: System) -> None:
    """A target tracking policy holds the service's memory at 80 percent."""
    assert scaling.tracked(system).get("ECSServiceAverageMemoryUtilization") == 80


def test_s1_49_enough_tasks_run(system: System) -> None:
    """The service is never scaled below 1, 2 or 3 tasks."""
    assert number(scaling.target(system).get("MinCapacity")) == community.expected(system).tasks[0]


def test_s1_50_not_too_many_tasks_run(system: System) -> None:
    """The service is never scaled above 3, 6 or 20 tasks."""
    assert number(scaling.target(system).get("MaxCapacity")) == community.expected(system).tasks[1]


def test_s1_51_the_service_starts_within_its_bounds(system: System) -> None:
    """The service's own count of tasks is absent, or within what scaling allows."""
    least, most = community.expected(system).tasks
    count = tasks.service(system).get("DesiredCount")
    assert count is None or least <= number(count) <= most


def test_s1_103_tasks_are_counted(system: System) -> None:
    """Container Insights is on, which alone publishes counts of tasks."""
    assert alarms.insights(system)


def test_s1_117_the_api_has_its_log_group(system: System) -> None:
    """A log group is named /aws/ecs/api-<environment>."""
    groups = [group.get("LogGroupName") for group in system.of("AWS::Logs::LogGroup")]
    assert f"/aws/ecs/api-{community.environment(system)}" in groups


def test_s1_117r_the_logs_of_the_api_are_kept(system: System) -> None:
    """The API's log group keeps logs for 7, 30 or 90 days."""
    kept = number(tasks.log_group(system, API).get("RetentionInDays"))
    assert kept == community.expected(system).retention_days


def test_s1_120_the_api_logs_to_its_group(system: System) -> None:
    """The API's container logs to /aws/ecs/api-<environment>."""
    name = tasks.log_group(system, API).get("LogGroupName")
    assert name == f"/aws/ecs/api-{community.environment(system)}"


def test_s1_137_no_role_has_more_than_it_needs(system: System) -> None:
    """No role has a wildcard where a name would do, or a broad policy of AWS's."""
    for kind in ("ExecutionRoleArn", "TaskRoleArn"):
        assert policies.statements(system, tasks.role(system, kind)) != []
    assert {str(role): policies.too_broad(system, role) for role in system.of("AWS::IAM::Role")} == {
        str(role): [] for role in system.of("AWS::IAM::Role")
    }


def test_s1_138_updates_keep_the_api_up(system: System) -> None:
    """New tasks start before old ones stop, and a deployment that fails is rolled back."""
    service = tasks.service(system)
    assert number(service.get("DeploymentConfiguration", "MinimumHealthyPercent")) == 100
    breaker = service.get(*CIRCUIT_BREAKER)
    assert true(follow(breaker, "Enable"))
    assert true(follow(breaker, "Rollback"))


def test_s1_141_the_load_balancer_speaks_https_to_the_api(system: System) -> None:
    """The target group speaks HTTPS to the API's container, its health checks too."""
    group = traffic.target_group(system, API)
    assert group.get("Protocol") == "HTTPS"
    assert group.get("HealthCheckProtocol") in (None, "HTTPS")
