"""The two roles of a task: the execution role, with which ECS starts it, and the task role, with which it works."""

import re
from collections.abc import Mapping
from typing import NamedTuple

from awacs import aps, ecr, s3, secretsmanager, xray
from awacs import logs as logs_actions
from awacs.aws import Statement
from troposphere import AWSHelperFn, AWSObject, GetAtt, iam, logs

from tasktracker_cfn.authoring.iam import allow, allow_everywhere, managed_policy, service_role, use_key
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Arn
from tasktracker_cfn.config import SystemConfig, sidecars
from templates.service import injection

# Tasks of this account and region only, so that no other account's service can use the role.
TASKS = "ecs:${AWS::Region}:${AWS::AccountId}:*"
ECR_IMAGE = re.compile(r"^(?P<account>[0-9]{12})\.dkr\.ecr\.(?P<region>[a-z0-9-]+)\.amazonaws\.com/(?P<name>[^:@]+)")


class RoleWithPolicy(NamedTuple):
    """A role and its policy, if it has one, in reading order."""

    role: iam.Role
    resources: list[AWSObject]


class Stored(NamedTuple):
    """What the data stack keeps, and our own key that it is encrypted with, if there is one."""

    bucket_arns: Mapping[str, Arn]
    secret_arns: Mapping[str, Arn]
    database_secret_arn: Arn | None
    cache_secret_arn: Arn | None
    repository_arns: Mapping[str, Arn]
    key_arn: Arn | None


def execution(system: SystemConfig, group: logs.LogGroup, stored: Stored) -> RoleWithPolicy:
    """Give the role that pulls the images, writes the logs and reads the secrets that are injected."""
    statements = [
        allow(
            logs_actions.CreateLogStream,
            logs_actions.PutLogEvents,
            # I04: the ARN of a log group already ends in ":*".
            on=[GetAtt(group, "Arn")],
            sid="WriteContainerLogs",
        )
    ]
    repositories = [*stored.repository_arns.values(), *_repositories_elsewhere(system)]
    if repositories:
        statements.append(allow_everywhere(ecr.GetAuthorizationToken, sid="SignInToRegistry"))
        statements.append(
            allow(
                ecr.BatchCheckLayerAvailability,
                ecr.BatchGetImage,
                ecr.GetDownloadUrlForLayer,
                on=repositories,
                sid="PullImages",
            )
        )
    if injected(system) and stored.database_secret_arn is not None:
        statements.append(_read_secret(stored.database_secret_arn))
    others = injection.secret_arns(system.service, stored.secret_arns, stored.cache_secret_arn)
    if others:
        statements.append(allow(secretsmanager.GetSecretValue, on=others, sid="ReadInjectedSecrets"))
    if injected(system) or others:
        statements += _decrypt_secrets(stored)
    return _role("Execution", "Starts the tasks: pulls images, injects secrets, writes logs", statements)


def injected(system: SystemConfig) -> bool:
    """Tell whether ECS hands the database's secret to a container when it starts."""
    containers = system.service.containers.values()
    return any(container.injects("database") for container in containers) or sidecars.exporter(system) is not None


def application(system: SystemConfig, stored: Stored, metric_workspace_arn: Arn | None) -> RoleWithPolicy:
    """Give the role that the application itself works with."""
    statements: list[Statement] = []
    access = system.service.access
    if access.database_secret and stored.database_secret_arn is not None:
        statements.append(_read_secret(stored.database_secret_arn))
    if access.secrets:
        readable_secrets = [stored.secret_arns[name] for name in access.secrets]
        statements.append(allow(secretsmanager.GetSecretValue, on=readable_secrets, sid="ReadSecrets"))
    if access.secrets or access.database_secret:
        statements += _decrypt_secrets(stored)
    statements += _use_buckets(system, stored)
    statements += _telemetry(system, metric_workspace_arn, stored.key_arn)
    return _role("Task", "What the application may do", statements)


def _use_buckets(system: SystemConfig, stored: Stored) -> list[Statement]:
    access = system.service.access.buckets
    readable = [stored.bucket_arns[name] for name in access]
    writable = [stored.bucket_arns[name] for name, use in access.items() if use == "read-write"]
    statements: list[Statement] = []
    if readable:
        statements.append(allow(s3.ListBucket, on=readable, sid="ListBuckets"))
        statements.append(allow(s3.GetObject, on=_objects(readable), sid="ReadObjects"))
    if writable:
        statements.append(allow(s3.DeleteObject, s3.PutObject, on=_objects(writable), sid="WriteObjects"))
    closed = {use for name, use in access.items() if system.data.buckets[name].takes_our_key}
    if closed and stored.key_arn is not None:
        statements.append(use_key(stored.key_arn, "s3", encrypts="read-write" in closed, sid="UseKeyOfObjects"))
    return statements


def _telemetry(system: SystemConfig, metric_workspace_arn: Arn | None, key_arn: Arn | None) -> list[Statement]:
    """Let the collector, which has no role of its own, write metrics and traces."""
    statements: list[Statement] = []
    if metric_workspace_arn is not None and system.service.metrics is not None:
        statements.append(allow(aps.RemoteWrite, on=[metric_workspace_arn], sid="WriteMetrics"))
        if key_arn is not None:
            # The workspace asks KMS on behalf of who writes, too.
            statements.append(use_key(key_arn, "aps", encrypts=True, sid="UseKeyOfMetrics"))
    if system.service.tracing is not None:
        statements.append(
            allow_everywhere(
                xray.GetSamplingRules,
                xray.GetSamplingStatisticSummaries,
                xray.GetSamplingTargets,
                xray.PutTelemetryRecords,
                xray.PutTraceSegments,
                sid="WriteTraces",
            )
        )
    return statements


def _role(name: str, description: str, statements: list[Statement]) -> RoleWithPolicy:
    policies = [managed_policy(f"{name}Policy", description, *statements)] if statements else []
    role = service_role(f"{name}Role", "ecs-tasks", description, policies, source=TASKS)
    return RoleWithPolicy(role=role, resources=[*policies, role])


def _read_secret(secret_arn: Arn) -> Statement:
    return allow(secretsmanager.GetSecretValue, on=[secret_arn], sid="ReadDatabaseSecret")


def _decrypt_secrets(stored: Stored) -> list[Statement]:
    # E07: with a key of our own, reading a secret takes the right to decrypt it as well.
    return [use_key(stored.key_arn, "secretsmanager", sid="DecryptSecrets")] if stored.key_arn is not None else []


def _objects(bucket_arns: list[Arn]) -> list[AWSHelperFn]:
    return [text("{bucket}/*", bucket=arn) for arn in bucket_arns]


def _repositories_elsewhere(system: SystemConfig) -> list[AWSHelperFn]:
    """Give the repositories of ECR that the configured images come from without being of this system.

    Each also by its name in the stack's own account, so that the image parameter can name the real one there.
    """
    own = {system.filled(repository.name) for repository in system.data.repositories.values()}
    config = system.service
    images = [container.image for container in config.containers.values() if container.image is not None]
    images += [config.bootstrap.image] if config.from_own_repositories else []
    images += [sidecar.image for sidecar in sidecars.sidecars(system)]
    matches = map(ECR_IMAGE.match, images)
    found = {(image["region"], image["account"], image["name"]) for image in matches if image}
    elsewhere = [(region, account, name) for region, account, name in sorted(found) if name not in own]
    here = [("${AWS::Region}", "${AWS::AccountId}", name) for name in sorted({name for *_, name in elsewhere})]
    return [
        text(f"arn:${{AWS::Partition}}:ecr:{region}:{account}:repository/{name}")
        for region, account, name in [*elsewhere, *here]
    ]
