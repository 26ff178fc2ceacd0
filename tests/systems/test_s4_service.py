"""Document 004's service: tasks on Fargate in private subnets, their scaling and their logs."""

from tasktracker_cfn.model.values import Reference
from tests.systems import database, network, policies, scaling, task_management_api, tasks
from tests.systems.built import System, number

FOLDER = task_management_api.FOLDER
CONTAINER = task_management_api.CONTAINER


def test_s4_02_the_api_runs_on_fargate(system: System) -> None:
    """The service runs on Fargate, in a cluster of this system."""
    assert tasks.on_fargate(system)
    assert system.at(tasks.service(system).get("Cluster")) == system.one("AWS::ECS::Cluster")


def test_s4_03_at_least_two_tasks_run(system: System) -> None:
    """The service starts with two tasks or more and is never scaled below two."""
    assert number(tasks.service(system).get("DesiredCount")) >= 2
    assert number(scaling.target(system).get("MinCapacity")) == 2


def test_s4_04_up_to_ten_tasks_run(system: System) -> None:
    """The service is scaled to ten tasks at most."""
    assert number(scaling.target(system).get("MaxCapacity")) == 10


def test_s4_05_scaling_holds_the_cpu_at_seventy_percent(system: System) -> None:
    """A target tracking policy of the scalable target holds the service's CPU at 70 percent."""
    assert scaling.tracked(system) == {"ECSServiceAverageCPUUtilization": 70}


def test_s4_06_a_task_has_512_mib(system: System) -> None:
    """A task has 512 MiB of memory."""
    assert number(tasks.definition(system).get("Memory")) == 512


def test_s4_07_a_task_has_a_quarter_of_a_cpu(system: System) -> None:
    """A task has 256 CPU units."""
    assert number(tasks.definition(system).get("Cpu")) == 256


def test_s4_35_tasks_run_in_private_subnets(system: System) -> None:
    """Tasks run in private subnets of two zones and have no public address."""
    assert {network.kind_of(system, subnet) for subnet in tasks.subnets(system)} == {"private"}
    assert len(network.zones(tasks.subnets(system))) == 2
    assert not tasks.has_public_address(system)


def test_s4_45_the_application_listens_on_8000(system: System) -> None:
    """The container exposes port 8000."""
    assert tasks.container_ports(system, CONTAINER) == [8000]


def test_s4_55_the_container_logs_to_a_group(system: System) -> None:
    """The container's logs go to a log group of this system, which the execution role may write to."""
    group = tasks.log_group(system, CONTAINER)
    role = tasks.role(system, "ExecutionRoleArn")
    assert policies.allows(system, role, "logs:PutLogEvents", f"<{group}.Arn>")
    assert policies.allows(system, role, "logs:CreateLogStream", f"<{group}.Arn>")


def test_s4_56_logs_are_kept_for_seven_days(system: System) -> None:
    """The container's log group keeps logs for 7 days."""
    assert number(tasks.log_group(system, CONTAINER).get("RetentionInDays")) == 7


def test_s4_75_the_image_is_in_ecr(system: System) -> None:
    """The image is an address in ECR, a placeholder until a deployment gives another."""
    assert ":ecr:us-east-1:" in tasks.repository(system, CONTAINER)


def test_s4_76_the_application_finds_database_and_bucket(system: System) -> None:
    """The environment carries the database's address or secret, and the bucket's name."""
    found = {
        (system.at(value), value.attribute)
        for value in tasks.environment(system, CONTAINER).values()
        if isinstance(value, Reference)
    }
    assert (database.database(system), "Endpoint.Address") in found
    assert database.secret(system) in {item for item, _ in found}
    assert (task_management_api.uploads(system), None) in found
