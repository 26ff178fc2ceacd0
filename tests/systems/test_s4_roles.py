"""Document 004's two roles: what they allow, and that no credential reaches the environment."""

from tests.systems import database, plaintext, policies, task_management_api, tasks
from tests.systems.built import System

FOLDER = task_management_api.FOLDER
CONTAINER = task_management_api.CONTAINER


def test_s4_21_the_application_has_a_bucket_for_uploads(system: System) -> None:
    """The task role may put objects into a bucket of this system."""
    objects = f"<{task_management_api.uploads(system)}.Arn>/photo.png"
    assert policies.allows(system, tasks.role(system, "TaskRoleArn"), "s3:PutObject", objects)


def test_s4_50_the_execution_role_pulls_the_image(system: System) -> None:
    """ECS may assume the execution role, which may sign in to ECR and pull from the image's repository."""
    role = tasks.role(system, "ExecutionRoleArn")
    assert policies.trusted(role) == {"ecs-tasks.amazonaws.com"}
    assert policies.allows(system, role, "ecr:GetAuthorizationToken", "*")
    for action in policies.PULL:
        assert policies.allows(system, role, action, tasks.repository(system, CONTAINER))


def test_s4_51_the_application_reads_and_writes_uploads(system: System) -> None:
    """A role of the task's own, which ECS may assume, may read and write the bucket's objects."""
    role = tasks.role(system, "TaskRoleArn")
    assert role != tasks.role(system, "ExecutionRoleArn")
    assert policies.trusted(role) == {"ecs-tasks.amazonaws.com"}
    for action in ("s3:GetObject", "s3:PutObject"):
        assert policies.allows(system, role, action, f"<{task_management_api.uploads(system)}.Arn>/photo.png")


def test_s4_52_the_application_reads_the_secret(system: System) -> None:
    """The task role may read the database's secret."""
    secret = f"<{database.secret(system)}>"
    assert policies.allows(system, tasks.role(system, "TaskRoleArn"), "secretsmanager:GetSecretValue", secret)


def test_s4_53_both_roles_have_the_least_privilege(system: System) -> None:
    """Neither role has a wildcard where a name would do, or a broad policy of AWS's."""
    for kind in ("ExecutionRoleArn", "TaskRoleArn"):
        role = tasks.role(system, kind)
        assert policies.statements(system, role) != []
        assert policies.too_broad(system, role) == []


def test_s4_54_no_credential_reaches_the_environment(system: System) -> None:
    """Nothing is injected, no variable is a credential, and the application is told the ARN of the secret."""
    container = tasks.container(system, CONTAINER)
    assert tasks.secrets(system, CONTAINER) == {}
    assert [name for name in plaintext.variables(container) if plaintext.is_secret_name(name)] == []
    values = tasks.environment(system, CONTAINER).values()
    assert not [value for value in values if "{{resolve:" in policies.written(system, value)]
    assert database.secret(system) in [system.at(value) for value in values]


def test_s4_54i_no_literal_credential_is_in_the_environment(system: System) -> None:
    """No variable named like a credential holds a literal."""
    for name, value in tasks.environment(system, CONTAINER).items():
        assert not (plaintext.is_secret_name(name) and plaintext.is_literal(value))
