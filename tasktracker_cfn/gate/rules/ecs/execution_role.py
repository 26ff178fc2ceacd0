"""What ECS does before a container runs, in the name of the execution role."""

from collections.abc import Iterator, Mapping

from tasktracker_cfn.gate.rules.ecs.images import is_private_registry
from tasktracker_cfn.gate.rules.ecs.injections import PARAMETER, SECRET, Injection, injections, is_secret_arn
from tasktracker_cfn.gate.rules.ecs.tasks import containers_of, is_for_fargate
from tasktracker_cfn.gate.rules.rule import Fault, rule
from tasktracker_cfn.model.inside import all_references
from tasktracker_cfn.model.known import flat, known_items
from tasktracker_cfn.model.policies.granting import may_do
from tasktracker_cfn.model.policies.roles import surely_lacks
from tasktracker_cfn.model.symbols import Reference, Value
from tasktracker_cfn.model.system import Item, System, follow
from tasktracker_cfn.model.tasks import DEFINITION

PAGE = "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/task_execution_IAM_role.html"
KEY = "AWS::KMS::Key"
SECRET_POLICY = "AWS::SecretsManager::ResourcePolicy"  # noqa: S105 - the name of a type


@rule(
    "execution-role-present",
    rows="E17",
    severity="error",
    why="ECS reads secrets, and on Fargate pulls from ECR and writes to awslogs, in the name of the execution role.",
    remedy="Give the task definition an ExecutionRoleArn.",
    source=PAGE,
)
def execution_role_present(system: System) -> Iterator[Fault]:
    """A task definition has an execution role where ECS needs one."""
    for task in system.of(DEFINITION):
        needed = _needed(system, task) if task.get("ExecutionRoleArn") is None else None
        if needed:
            yield Fault(task, f"has no ExecutionRoleArn, and {needed}")


@rule(
    "execution-role-reads-secrets",
    rows="E07",
    severity="error",
    misses=True,
    why="A task whose execution role may not read what is injected stops before its containers run.",
    remedy="Allow secretsmanager:GetSecretValue, or ssm:GetParameters, on what is read in the execution role.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html",
)
def execution_role_reads_secrets(system: System) -> Iterator[Fault]:
    """The execution role may read every secret and parameter that ECS injects."""
    for injection in injections(system):
        role = injection.container.task.get("ExecutionRoleArn")
        action = _action(system, injection)
        if not action or not surely_lacks(system, role, action, injection.source):
            continue
        if not _is_let_in(system, system.at(injection.source), system.at(role)):
            yield injection.fault(f"is given what {system.at(role)} may not read ({action})")


@rule(
    "execution-role-decrypts-secrets",
    rows="E07",
    severity="error",
    misses=True,
    why="A secret under a key of the account's own is read only by who may decrypt with that key.",
    remedy="Allow kms:Decrypt on the key in the execution role, or name the role in the policy of the key.",
    source="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/secrets-envvar-secrets-manager.html",
)
def execution_role_decrypts_secrets(system: System) -> Iterator[Fault]:
    """The execution role may decrypt every secret that ECS injects."""
    for injection in injections(system):
        role = injection.container.task.get("ExecutionRoleArn")
        key = _key(system, system.at(injection.source))
        if key is None or not surely_lacks(system, role, "kms:Decrypt", Reference(*_address(key), "Arn")):
            continue
        policy = key.get("KeyPolicy", "Statement")
        if policy is not None and not _lets_in(system, policy, "kms:Decrypt", system.at(role)):
            message = f"is given {system.at(injection.source)}, which {system.at(role)} may not decrypt ({key})"
            yield injection.fault(message)


@rule(
    "execution-role-starts-containers",
    rows="E17",
    severity="error",
    misses=True,
    why="On Fargate the execution role pulls the images and writes the logs; without these rights no task starts.",
    remedy="Attach AmazonECSTaskExecutionRolePolicy, or allow its actions on the repository and the log group.",
    source=PAGE,
)
def execution_role_starts_containers(system: System) -> Iterator[Fault]:
    """The execution role of a task on Fargate may pull its images and write its logs."""
    for task in filter(is_for_fargate, system.of(DEFINITION)):
        role = task.get("ExecutionRoleArn")
        for container in containers_of(task):
            if is_private_registry(system, container.get("Image")):
                for action in ("ecr:GetAuthorizationToken", "ecr:BatchGetImage", "ecr:GetDownloadUrlForLayer"):
                    if surely_lacks(system, role, action):
                        yield container.fault(f"has an image that {system.at(role)} may not pull ({action})", "Image")
            if container.text("LogConfiguration", "LogDriver") == "awslogs":
                for action in ("logs:CreateLogStream", "logs:PutLogEvents"):
                    if surely_lacks(system, role, action):
                        message = f"has logs that {system.at(role)} may not write ({action})"
                        yield container.fault(message, "LogConfiguration")


def _needed(system: System, task: Item) -> str | None:
    for container in containers_of(task):
        if container.get("Secrets") or container.get("RepositoryCredentials"):
            return f"its container {container.name} reads secrets"
        if is_for_fargate(task) and container.text("LogConfiguration", "LogDriver") == "awslogs":
            return f"its container {container.name} writes to awslogs"
        if is_for_fargate(task) and is_private_registry(system, container.get("Image")):
            return f"the image of its container {container.name} is in ECR"
    return None


def _action(system: System, injection: Injection) -> str | None:
    item = system.at(injection.source)
    if is_secret_arn(injection.value) or (item is not None and "Secret" in item.type + _attribute(injection.source)):
        return "secretsmanager:GetSecretValue"
    is_parameter = item is not None and item.type == PARAMETER
    return "ssm:GetParameters" if is_parameter or (flat(injection.value) or "").startswith("arn:aws:ssm:") else None


def _attribute(source: Value) -> str:
    return (source.attribute or "") if isinstance(source, Reference) else ""


def _key(system: System, secret: Item | None) -> Item | None:
    """Give the key of these templates under which a secret is; with a key of AWS's own, no right is needed."""
    if secret is None:
        return None
    held = secret.get("KmsKeyId") if secret.type == SECRET else secret.get("MasterUserSecret", "KmsKeyId")
    key = system.at(held)
    return key if key is not None and key.type == KEY else None


def _address(key: Item) -> tuple[tuple[str, ...], str]:
    return key.resource.stack, key.resource.logical_id


def _is_let_in(system: System, secret: Item | None, role: Item | None) -> bool:
    """Tell whether a policy of the secret itself may let a role read it."""
    policies = [item for item in system.of(SECRET_POLICY) if secret and system.at(item.get("SecretId")) == secret]
    documents = [item.get("ResourcePolicy", "Statement") for item in policies]
    return any(_lets_in(system, document, "secretsmanager:GetSecretValue", role) for document in documents)


def _lets_in(system: System, statements: Value, action: str, role: Item | None) -> bool:
    """Tell whether a resource's own policy may let a role in, without a word in the role's."""
    for statement in known_items(statements):
        principal = follow(statement, "Principal")
        named = (principal, *known_items(follow(principal, "AWS")))
        is_role = any(name == "*" or _may_be(system, name, role) for name in named)
        if is_role and may_do(statement if isinstance(statement, Mapping) else None, action):
            return True
    return False


def _may_be(system: System, name: Value, role: Item | None) -> bool:
    """Tell whether a principal may be a role: it is mentioned, or the principal is not known."""
    mentioned = [reference for reference in all_references(name) if not reference.logical_id.startswith("AWS::")]
    items = [system.at(reference) for reference in mentioned]
    return role in items or (None in items and not (flat(name) or "").endswith(":root"))
