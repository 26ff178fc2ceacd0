"""Data: what must survive, that is the database with its credentials, the buckets and the image repositories.

It needs the network's subnets and the database's security group.
"""

from collections.abc import Mapping
from typing import Annotated, NamedTuple

from troposphere import GetAtt, Ref, Template

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


class Inputs(NamedTuple):
    """Where the database is placed."""

    database_subnet_ids: SubnetIds | None
    database_security_group_id: SecurityGroupId | None


class Outputs(NamedTuple):
    """How the data is reached."""

    database_host: Address | None
    database_port: Number | None
    database_secret_arn: Arn | None
    database_identifier: Name | None
    bucket_names: Annotated[Mapping[str, Name], "{}BucketName"]
    bucket_arns: Annotated[Mapping[str, Arn], "{}BucketArn"]
    repository_arns: Annotated[Mapping[str, Arn], "{}RepositoryArn"]
    repository_uris: Annotated[Mapping[str, Name], "{}RepositoryUri"]


def build(system: SystemConfig, inputs: Inputs) -> Stack[Outputs]:
    """Build the data stack of a system."""
    template = Template(Description=f"{system.name} data: what must survive")
    here = receive(template, inputs)
    instance = secret = None
    if here.database_subnet_ids and here.database_security_group_id and system.data.database:
        parts = database.build(system, system.data.database, here.database_subnet_ids, here.database_security_group_id)
        add_all(template, parts.resources)
        instance, secret = parts.instance, parts.attachment
    made_buckets = {name: buckets.bucket(name, config) for name, config in system.data.buckets.items()}
    for name, bucket in made_buckets.items():
        add_all(template, [bucket, buckets.policy(name, bucket)])
    made_repositories = {
        name: repositories.repository(name, config, disposable=system.disposable)
        for name, config in system.data.repositories.items()
    }
    add_all(template, list(made_repositories.values()))
    outputs = Outputs(
        database_host=Address(GetAtt(instance, "Endpoint.Address")) if instance else None,
        database_port=Number(GetAtt(instance, "Endpoint.Port")) if instance else None,
        # The attachment's Ref is the secret's ARN too, and whoever reads it waits until host and port are in it.
        database_secret_arn=Arn(Ref(secret)) if secret else None,
        database_identifier=Name(Ref(instance)) if instance else None,
        bucket_names={name: Name(Ref(bucket)) for name, bucket in made_buckets.items()},
        bucket_arns={name: Arn(GetAtt(bucket, "Arn")) for name, bucket in made_buckets.items()},
        repository_arns={name: Arn(GetAtt(item, "Arn")) for name, item in made_repositories.items()},
        repository_uris={name: Name(GetAtt(item, "RepositoryUri")) for name, item in made_repositories.items()},
    )
    return finish("Data", template, inputs, outputs)
