"""Data: what must survive: the database with its credentials, buckets, secrets, repositories, the metric workspace.

The cache is here, too. It needs the network's subnets, the security groups of database and cache, and the keys for data
and logs, if there are any.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, NamedTuple

from troposphere import AWSObject, GetAtt, Ref, Template, ecr, secretsmanager

from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.wires import (
    Address,
    Arn,
    InstanceClass,
    KeyId,
    Name,
    Number,
    SecurityGroupId,
    Stack,
    SubnetIds,
    finish,
    receive,
)
from tasktracker_cfn.config import SystemConfig
from templates.data import buckets, database, instance, repositories, secrets
from templates.data.credentials import ROTATION_TRANSFORM, Keys, RotationPlace

if TYPE_CHECKING:
    from templates.data.cache import Cache
    from templates.data.metrics import Metrics


class Inputs(NamedTuple):
    """Where database and cache are placed, what only deployment knows of them, and with which keys all is encrypted."""

    database_subnet_ids: SubnetIds | None
    database_security_group_id: SecurityGroupId | None
    rotation_subnet_ids: SubnetIds | None
    rotation_security_group_id: SecurityGroupId | None
    cache_subnet_ids: SubnetIds | None
    cache_security_group_id: SecurityGroupId | None
    database_instance_class: InstanceClass | None
    database_storage_gib: Number | None
    backup_replication_key: KeyId | None
    data_key_arn: Arn | None
    logs_key_arn: Arn | None
    topics_key_arn: Arn | None


class Outputs(NamedTuple):
    """How the data is reached."""

    database_host: Address | None
    database_replica_host: Address | None
    database_port: Number | None
    database_secret_arn: Arn | None
    database_identifier: Name | None
    replica_identifiers: Annotated[Mapping[str, Name], "Database{}Identifier"]
    database_parameter_group_name: Name | None
    database_log_group_name: Name | None
    cache_host: Address | None
    cache_port: Number | None
    cache_secret_arn: Arn | None
    secret_arns: Annotated[Mapping[str, Arn], "{}SecretArn"]
    bucket_names: Annotated[Mapping[str, Name], "{}BucketName"]
    bucket_arns: Annotated[Mapping[str, Arn], "{}BucketArn"]
    repository_arns: Annotated[Mapping[str, Arn], "{}RepositoryArn"]
    repository_uris: Annotated[Mapping[str, Name], "{}RepositoryUri"]
    metric_workspace_arn: Arn | None
    metric_endpoint: Name | None
    metric_alerts_arns: Annotated[Mapping[str, Arn], "{}MetricAlertsArn"]


def build(system: SystemConfig, inputs: Inputs) -> Stack[Outputs]:
    """Build the data stack of a system."""
    template = Template(Description=f"{system.name} data: what must survive")
    here = receive(template, inputs)
    made = _database(system, here)
    if made is not None:
        add_all(template, made.resources)
    if made is not None and _rotates_by_function(system):
        template.set_transform(ROTATION_TRANSFORM)
    cache = _cache(system, here)
    if cache is not None:
        add_all(template, cache.resources)
    kept = _kept(system, here)
    add_all(template, kept.resources)
    if system.data.backup_plan is not None:
        from templates.data import backups  # noqa: PLC0415 - who has no plan starts without it

        database_arn = made.arn if made else None
        plan = backups.build(system, system.data.backup_plan, database_arn, kept.bucket_arns, here.data_key_arn)
        add_all(template, plan)
    measured = _metrics(template, system, here)
    return finish("Data", template, inputs, _outputs(made, cache, kept, measured))


class _Kept(NamedTuple):
    """What is kept beside database and cache."""

    buckets: buckets.Buckets
    repositories: Mapping[str, ecr.Repository]
    secrets: Mapping[str, secretsmanager.Secret]

    @property
    def bucket_arns(self) -> dict[str, Arn]:
        """Give the ARN of each bucket by its use."""
        return {name: Arn(GetAtt(bucket, "Arn")) for name, bucket in self.buckets.by_use.items()}

    @property
    def resources(self) -> list[AWSObject]:
        """Give all of it in reading order."""
        return [*self.buckets.resources, *self.repositories.values(), *self.secrets.values()]


def _kept(system: SystemConfig, here: Inputs) -> _Kept:
    key_arn = here.data_key_arn
    made = {
        name: repositories.repository(name, config, system, key_arn)
        for name, config in system.data.repositories.items()
    }
    return _Kept(buckets.build(system, key_arn), made, secrets.build(system, key_arn))


def _outputs(made: database.Database | None, cache: "Cache | None", kept: _Kept, measured: "Metrics | None") -> Outputs:
    return Outputs(
        database_host=Address(made.host) if made else None,
        database_replica_host=Address(made.read_host) if made and made.read_host is not None else None,
        database_port=Number(made.port) if made else None,
        database_secret_arn=Arn(made.secret_arn) if made else None,
        database_identifier=Name(made.identifier) if made else None,
        replica_identifiers={
            name: Name(identifier) for name, identifier in (made.replica_identifiers if made else {}).items()
        },
        database_parameter_group_name=Name(made.parameter_group) if made else None,
        database_log_group_name=Name(Ref(made.log_group)) if made else None,
        cache_host=Address(cache.host) if cache else None,
        cache_port=Number(cache.port) if cache else None,
        cache_secret_arn=Arn(cache.secret) if cache else None,
        secret_arns={name: Arn(Ref(secret)) for name, secret in kept.secrets.items()},
        bucket_names={name: Name(Ref(bucket)) for name, bucket in kept.buckets.by_use.items()},
        bucket_arns=kept.bucket_arns,
        repository_arns={name: Arn(GetAtt(item, "Arn")) for name, item in kept.repositories.items()},
        repository_uris={name: Name(GetAtt(item, "RepositoryUri")) for name, item in kept.repositories.items()},
        metric_workspace_arn=measured.arn if measured else None,
        metric_endpoint=measured.endpoint if measured else None,
        metric_alerts_arns=measured.alerts_arns if measured else {},
    )


def _database(system: SystemConfig, here: Inputs) -> database.Database | None:
    config = system.data.database
    if config is None or here.database_subnet_ids is None or here.database_security_group_id is None:
        return None
    keys = Keys(here.data_key_arn, here.logs_key_arn)
    rotation = (
        RotationPlace(here.rotation_subnet_ids, here.rotation_security_group_id, keys)
        if here.rotation_subnet_ids is not None and here.rotation_security_group_id is not None
        else None
    )
    known = instance.KnownAtDeployment(
        here.database_instance_class, here.database_storage_gib, here.backup_replication_key
    )
    place = database.Place(here.database_subnet_ids, here.database_security_group_id, rotation, keys, known)
    return database.build(system, config, place)


def _cache(system: SystemConfig, here: Inputs) -> "Cache | None":
    config = system.data.cache
    if config is None or here.cache_subnet_ids is None or here.cache_security_group_id is None:
        return None
    from templates.data import cache  # noqa: PLC0415 - most systems start without it

    place = cache.Place(here.cache_subnet_ids, here.cache_security_group_id, here.data_key_arn)
    return cache.build(system, config, place)


def _rotates_by_function(system: SystemConfig) -> bool:
    config = system.data.database
    return config is not None and config.rotation is not None and not config.managed_secret


def _metrics(template: Template, system: SystemConfig, here: Inputs) -> "Metrics | None":
    config = system.data.metrics
    if config is None:
        return None
    from templates.data import metrics  # noqa: PLC0415 - most systems start without it

    made = metrics.build(system, config, metrics.Keys(here.data_key_arn, here.logs_key_arn, here.topics_key_arn))
    add_all(template, made.resources)
    return made
