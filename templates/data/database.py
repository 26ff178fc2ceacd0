"""The relational database: what an instance of RDS and a cluster of Aurora have in common, and which one it is."""

import itertools
from collections.abc import Callable, Mapping
from typing import NamedTuple

from troposphere import AWSHelperFn, AWSObject, GetAtt, Ref, logs, rds

from tasktracker_cfn.authoring.log_groups import log_group
from tasktracker_cfn.authoring.names import pascal
from tasktracker_cfn.authoring.wires import Arn, SecurityGroupId, SubnetIds
from tasktracker_cfn.config import SystemConfig, given_names
from tasktracker_cfn.config.database import DatabaseConfig
from templates.data import credentials, instance, instruments
from templates.data.credentials import Keys, RotationPlace


class Database(NamedTuple):
    """The database as other stacks see it, and all resources in reading order."""

    host: GetAtt
    read_host: AWSHelperFn | None
    port: GetAtt
    arn: GetAtt
    identifier: Ref
    replica_identifiers: Mapping[str, Ref]
    parameter_group: Ref
    secret_arn: AWSHelperFn
    log_group: logs.LogGroup
    resources: list[AWSObject]


class Place(NamedTuple):
    """Where the database is and its password is changed, with which keys all is encrypted, and what is known later."""

    subnet_ids: SubnetIds
    security_group_id: SecurityGroupId
    rotation: RotationPlace | None
    keys: Keys
    known: instance.KnownAtDeployment


def build(system: SystemConfig, config: DatabaseConfig, place: Place) -> Database:
    """Give the database and all that belongs to it."""
    login = credentials.credentials(config, place.keys.data_arn, disposable=system.disposable)
    around = _surroundings(system, config, place, login)
    made = _engine(config)(system, config, around)
    named = [_named_log_group(system, config, place.keys.logs_arn)] if config.log_group else []
    resources: list[AWSObject] = [login.secret] if login.secret else []
    resources += [around.subnets, *around.log_groups, *named, *itertools.chain(*around.replica_log_groups)]
    resources += [*around.instruments.resources, *made.resources]
    secret_arn, kept = _secret(system, config, place, login, made)
    return Database(
        host=GetAtt(made.database, "Endpoint.Address"),
        read_host=made.read_host,
        port=GetAtt(made.database, "Endpoint.Port"),
        arn=GetAtt(made.database, "DBClusterArn" if config.is_cluster else "DBInstanceArn"),
        identifier=Ref(made.database),
        replica_identifiers={f"replica-{number}": Ref(copy) for number, copy in enumerate(made.replicas, start=1)},
        parameter_group=Ref(made.parameters),
        secret_arn=secret_arn,
        # The first log is the one that tells of refused connections.
        log_group=around.log_groups[0],
        resources=[*resources, *kept],
    )


def _surroundings(
    system: SystemConfig, config: DatabaseConfig, place: Place, login: credentials.Credentials
) -> instance.Surroundings:
    return instance.Surroundings(
        subnets=_subnets(system, place),
        security_group_id=place.security_group_id,
        log_groups=_log_groups("Database", given_names.exported_logs(system, config), config, place.keys.logs_arn),
        replica_log_groups=[
            _log_groups(
                f"DatabaseReplica{number}",
                given_names.replica_logs(system, config, number),
                config,
                place.keys.logs_arn,
            )
            for number in range(1, config.read_replicas + 1)
        ],
        log_exports=list(config.traits.logs),
        master_user=login.master_user,
        instruments=instruments.build(config, place.keys.data_arn),
        known=place.known,
        key_arn=place.keys.data_arn,
    )


def _secret(
    system: SystemConfig,
    config: DatabaseConfig,
    place: Place,
    login: credentials.Credentials,
    made: instance.Made,
) -> tuple[AWSHelperFn, list[AWSObject]]:
    """Give the ARN of the master user's secret, and what fills it and changes the password in it."""
    if login.secret is None:
        schedules: list[AWSObject] = []
        if config.rotation is not None:
            schedules.append(credentials.managed_rotation(config.rotation, made.database, made.ready))
        return credentials.managed_secret_arn(made.database), schedules
    attached = credentials.attachment(login.secret, made.database)
    kept: list[AWSObject] = [attached]
    if place.rotation is not None:
        kept += credentials.hosted_rotation(system, config, attached, made.ready, place.rotation)
    # The attachment's Ref is the secret's ARN too, and whoever reads it waits until host and port are in it.
    return Ref(attached), kept


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


def _log_groups(
    prefix: str, names: Mapping[str, str], config: DatabaseConfig, key_arn: Arn | None
) -> list[logs.LogGroup]:
    # RDS makes missing log groups itself, under this name, and then without a limit (D19).
    return [
        log_group(f"{prefix}{pascal(export)}Logs", name, config.log_retention_days, key_arn)
        for export, name in names.items()
    ]


def _named_log_group(system: SystemConfig, config: DatabaseConfig, key_arn: Arn | None) -> logs.LogGroup:
    # RDS cannot be pointed at it; see the setting's description.
    return log_group("DatabaseLogGroup", system.filled(config.log_group), config.log_retention_days, key_arn)
