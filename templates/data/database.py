"""The relational database: what an instance of RDS and a cluster of Aurora have in common, and which one it is."""

from collections.abc import Callable
from typing import NamedTuple

from troposphere import AWSHelperFn, AWSObject, GetAtt, Ref, logs, rds

from tasktracker_cfn.authoring.log_groups import log_group
from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.wires import Arn, SecurityGroupId, SubnetIds
from tasktracker_cfn.config import SystemConfig, given_names
from tasktracker_cfn.config.database import DatabaseConfig
from templates.data import credentials, instance
from templates.data.credentials import Keys, RotationPlace


class Database(NamedTuple):
    """The database as other stacks see it, and all resources in reading order."""

    host: GetAtt
    port: GetAtt
    identifier: Ref
    secret_arn: AWSHelperFn
    log_group: logs.LogGroup
    resources: list[AWSObject]


class Place(NamedTuple):
    """Where the database is, where its password is changed from, and with which keys all is encrypted."""

    subnet_ids: SubnetIds
    security_group_id: SecurityGroupId
    rotation: RotationPlace | None
    keys: Keys


def build(system: SystemConfig, config: DatabaseConfig, place: Place) -> Database:
    """Give the database and all that belongs to it."""
    login = credentials.credentials(config, place.keys.data_arn, disposable=system.disposable)
    subnets = _subnets(system, place)
    exported = _exported_logs(system, config, place.keys.logs_arn)
    named = [_named_log_group(system, config, place.keys.logs_arn)] if config.log_group else []
    surroundings = instance.Surroundings(
        subnets=subnets,
        security_group_id=place.security_group_id,
        log_groups=list(exported.values()),
        log_exports=list(exported),
        master_user=login.master_user,
        key_arn=place.keys.data_arn,
    )
    made = _engine(config)(system, config, surroundings)
    resources: list[AWSObject] = [login.secret] if login.secret else []
    resources += [subnets, *exported.values(), *named, *made.resources]
    secret_arn: AWSHelperFn = credentials.managed_secret_arn(made.database)
    if login.secret is not None:
        attached = credentials.attachment(login.secret, made.database)
        resources.append(attached)
        # The attachment's Ref is the secret's ARN too, and whoever reads it waits until host and port are in it.
        secret_arn = Ref(attached)
        if config.rotation is not None and place.rotation is not None:
            resources += credentials.hosted_rotation(system, config.rotation, attached, made.ready, place.rotation)
    elif config.rotation is not None:
        resources.append(credentials.managed_rotation(config.rotation, made.database, made.ready))
    return Database(
        host=GetAtt(made.database, "Endpoint.Address"),
        port=GetAtt(made.database, "Endpoint.Port"),
        identifier=Ref(made.database),
        secret_arn=secret_arn,
        log_group=exported["postgresql"],
        resources=resources,
    )


def _engine(config: DatabaseConfig) -> Callable[[SystemConfig, DatabaseConfig, instance.Surroundings], instance.Made]:
    if not config.is_cluster:
        return instance.build
    from templates.data import aurora  # noqa: PLC0415 - instances start without it

    return aurora.build


def _subnets(system: SystemConfig, place: Place) -> rds.DBSubnetGroup:
    return rds.DBSubnetGroup(
        "DatabaseSubnets",
        DBSubnetGroupDescription=f"Subnets of the database of {system.name}",
        SubnetIds=place.subnet_ids,
    )


def _exported_logs(system: SystemConfig, config: DatabaseConfig, key_arn: Arn | None) -> dict[str, logs.LogGroup]:
    # RDS makes missing log groups itself, under this name, and then without a limit (D19).
    return {
        export: log_group(f"Database{pascal(export)}Logs", name, config.log_retention_days, key_arn)
        for export, name in given_names.exported_logs(system, config).items()
    }


def _named_log_group(system: SystemConfig, config: DatabaseConfig, key_arn: Arn | None) -> logs.LogGroup:
    # RDS cannot be pointed at it; see the setting's description.
    return log_group("DatabaseLogGroup", system.filled(config.log_group), config.log_retention_days, key_arn)
