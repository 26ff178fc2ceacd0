"""Document 003's image repository, and the two roles of its tasks."""

import json

from tests.systems import fargate_nonprod, policies, tasks
from tests.systems.built import System, text, true

FOLDER = fargate_nonprod.FOLDER
CONTAINER = fargate_nonprod.CONTAINER


def test_s3_12_there_is_a_private_repository(system: System) -> None:
    """There is a repository in ECR, and nothing lets everybody in."""
    policy = fargate_nonprod.repository(system).get("RepositoryPolicyText")
    assert not policy or not any(policies.is_for_everybody(entry) for entry in policies.entries_of(policy))
    assert system.of("AWS::ECR::PublicRepository") == ()


def test_s3_13_old_images_go(system: System) -> None:
    """The repository's lifecycle policy expires images, and one of its rules is about images of any tag."""
    written = text(fargate_nonprod.repository(system).get("LifecyclePolicy", "LifecyclePolicyText"))
    rules = json.loads(written)["rules"]
    assert {rule["action"]["type"] for rule in rules} == {"expire"}
    assert "any" in {rule["selection"]["tagStatus"] for rule in rules}


def test_s3_15_images_are_scanned(system: System) -> None:
    """Images are scanned when they are pushed."""
    assert true(fargate_nonprod.repository(system).get("ImageScanningConfiguration", "ScanOnPush"))


def test_s3_16_tasks_have_two_roles(system: System) -> None:
    """The execution role and the task role are two, and ECS tasks may assume both."""
    execution, application = (tasks.role(system, kind) for kind in ("ExecutionRoleArn", "TaskRoleArn"))
    assert execution != application
    for role in (execution, application):
        assert policies.trusted(role) == {"ecs-tasks.amazonaws.com"}


def test_s3_20_both_roles_have_the_least_privilege(system: System) -> None:
    """Neither role has a wildcard where a name would do, or a broad policy of AWS's."""
    assert policies.statements(system, tasks.role(system, "ExecutionRoleArn"))
    for kind in ("ExecutionRoleArn", "TaskRoleArn"):
        assert policies.too_broad(system, tasks.role(system, kind)) == []


def test_s3_50_the_image_is_in_the_systems_own_repository(system: System) -> None:
    """The container's image is in the repository of this system, by a tag that a deployment gives."""
    assert fargate_nonprod.pulled_from(system) == fargate_nonprod.repository(system)
    given = System(system.folder, {"WebImageTag": "any-tag"})
    image = policies.written(given, tasks.container(given, CONTAINER).get("Image"))
    assert image == f"<{fargate_nonprod.repository(system)}.RepositoryUri>:any-tag"


def test_s3_61_the_execution_role_pulls_the_image(system: System) -> None:
    """The execution role may sign in to ECR and pull from the system's repository."""
    role = tasks.role(system, "ExecutionRoleArn")
    repository = fargate_nonprod.repository(system)
    assert "ecs-tasks.amazonaws.com" in policies.trusted(role)
    assert policies.allows(system, role, "ecr:GetAuthorizationToken", "*")
    for action in policies.PULL:
        assert policies.allows(system, role, action, f"<{repository}.Arn>")
