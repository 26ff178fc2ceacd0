"""Data: what must survive, that is the database with its credentials, the buckets, secrets and image repositories.

The cache is here, too. It needs the network's subnets, the security groups of database and cache, and the keys for data
and logs, if there are any.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Annotated, NamedTuple

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
from templates.data import buckets, database, repositories, secrets
from templates.data.credentials import ROTATION_TRANSFORM, Keys, RotationPlace

if TYPE_CHECKING:
    from templates.data.cache import Cache


class Inputs(NamedTuple):
    """Where database and cache are placed, and with which keys all is encrypted."""

    database_subnet_ids: SubnetIds | None
    database_security_group_id: SecurityGroupId | None
    rotation_subnet_ids: SubnetIds | None
    rotation_security_group_id: SecurityGroupId | None
    cache_subnet_ids: SubnetIds | None
    cache_security_group_id: SecurityGroupId | None
    data_key_arn: Arn | None
    logs_key_arn: Arn | None


class Outputs(NamedTuple):
    """How the data is reached."""

    database_host: Address | None
    database_port: Number | None
    database_secret_arn: Arn | None
    database_identifier: Name | None
    database_log_group_name: Name | None
    cache_host: Address | None
    cache_port: Number | None
    cache_secret_arn: Arn | None
    secret_arns: Annotated[Mapping[str, Arn], "{}SecretArn"]
    bucket_names: Annotated[Mapping[str, Name], "{}BucketName"]
    bucket_arns: Annotated[Mapping[str, Arn], "{}BucketArn"]
    repository_arns: Annotated[Mapping[str, Arn], "{}RepositoryArn"]
    repository_uris: Annotated[Mapping[str, Name], "{}RepositoryUri"]


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
    key_arn = here.data_key_arn
    made_buckets = buckets.build(system, key_arn)
    add_all(template, made_buckets.resources)
    made_repositories = {
        name: repositories.repository(name, config, system, key_arn)
        for name, config in system.data.repositories.items()
    }
    add_all(template, list(made_repositories.values()))
    made_secrets = secrets.build(system, key_arn)
    add_all(template, list(made_secrets.values()))
    outputs = Outputs(
        database_host=Address(made.host) if made else None,
        database_port=Number(made.port) if made else None,
        database_secret_arn=Arn(made.secret_arn) if made else None,
        database_identifier=Name(made.identifier) if made else None,
        database_log_group_name=Name(Ref(made.log_group)) if made else None,
        cache_host=Address(cache.host) if cache else None,
        cache_port=Number(cache.port) if cache else None,
        cache_secret_arn=Arn(cache.secret) if cache else None,
        secret_arns={name: Arn(Ref(secret)) for name, secret in made_secrets.items()},
        bucket_names={name: Name(Ref(bucket)) for name, bucket in made_buckets.by_use.items()},
        bucket_arns={name: Arn(GetAtt(bucket, "Arn")) for name, bucket in made_buckets.by_use.items()},
        repository_arns={name: Arn(GetAtt(item, "Arn")) for name, item in made_repositories.items()},
        repository_uris={name: Name(GetAtt(item, "RepositoryUri")) for name, item in made_repositories.items()},
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
