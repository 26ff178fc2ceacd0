"""Data: what must survive: the database with its credentials, buckets, image repositories, the metric workspace.

It needs the network's subnets, the database's security group, and the keys for data and logs, if there are any.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, NamedTuple

from troposphere import GetAtt, Ref, Template

from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.resources import add_all
from tasktracker_cfn.authoring.wires import (
    Address,
    Arn,
    Name,
    Number,
    SecurityGroupId,
    Stack,
    SubnetIds,
    finish,
    receive,
)
from tasktracker_cfn.config import SystemConfig
from templates.data import buckets, database, repositories
from templates.data.credentials import ROTATION_TRANSFORM, Keys, RotationPlace, empty_secret

if TYPE_CHECKING:
    from templates.data.metrics import Metrics


class Inputs(NamedTuple):
    """Where the database is placed, and with which keys all is encrypted."""

    database_subnet_ids: SubnetIds | None
    database_security_group_id: SecurityGroupId | None
    rotation_subnet_ids: SubnetIds | None
    rotation_security_group_id: SecurityGroupId | None
    data_key_arn: Arn | None
    logs_key_arn: Arn | None
    topics_key_arn: Arn | None


class Outputs(NamedTuple):
    """How the data is reached."""

    database_host: Address | None
    database_port: Number | None
    database_secret_arn: Arn | None
    database_identifier: Name | None
    database_log_group_name: Name | None
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
    key_arn = here.data_key_arn
    made_buckets = {name: buckets.bucket(name, config, key_arn) for name, config in system.data.buckets.items()}
    for name, bucket in made_buckets.items():
        add_all(template, [bucket, buckets.policy(name, bucket)])
    made_repositories = {
        name: repositories.repository(name, config, system, key_arn)
        for name, config in system.data.repositories.items()
    }
    add_all(template, list(made_repositories.values()))
    secrets = {
        name: empty_secret(f"{pascal(name)}Secret", config.description, key_arn, disposable=system.disposable)
        for name, config in system.data.secrets.items()
    }
    add_all(template, list(secrets.values()))
    measured = _metrics(template, system, here)
    outputs = Outputs(
        database_host=Address(made.host) if made else None,
        database_port=Number(made.port) if made else None,
        database_secret_arn=Arn(made.secret_arn) if made else None,
        database_identifier=Name(made.identifier) if made else None,
        database_log_group_name=Name(Ref(made.log_group)) if made else None,
        secret_arns={name: Arn(Ref(secret)) for name, secret in secrets.items()},
        bucket_names={name: Name(Ref(bucket)) for name, bucket in made_buckets.items()},
        bucket_arns={name: Arn(GetAtt(bucket, "Arn")) for name, bucket in made_buckets.items()},
        repository_arns={name: Arn(GetAtt(item, "Arn")) for name, item in made_repositories.items()},
        repository_uris={name: Name(GetAtt(item, "RepositoryUri")) for name, item in made_repositories.items()},
        metric_workspace_arn=measured.arn if measured else None,
        metric_endpoint=measured.endpoint if measured else None,
        metric_alerts_arns=measured.alerts_arns if measured else {},
    )
    return finish("Data", template, inputs, outputs)


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
    place = database.Place(here.database_subnet_ids, here.database_security_group_id, rotation, keys)
    return database.build(system, config, place)


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
