"""The database's credentials: the secret, how it comes to know the database, and how its password is changed."""

import json
from collections.abc import Mapping
from typing import NamedTuple

from troposphere import AWSHelperFn, AWSObject, GetAtt, Join, Ref, rds, secretsmanager

from tasktracker_cfn.authoring.log_groups import log_group
from tasktracker_cfn.authoring.resources import given
from tasktracker_cfn.authoring.text import text
from tasktracker_cfn.authoring.wires import Arn, SecurityGroupId, SubnetIds
from tasktracker_cfn.config import SystemConfig, given_names
from tasktracker_cfn.config.database import DatabaseConfig, RotationConfig

# S09: MySQL takes up to 41 characters.
PASSWORD_LENGTH = 32
# C-09, S09: RDS refuses / @ " and space; the rest would need escaping in URLs and shells.
UNWANTED_CHARACTERS = " %+~`#$&*()|[]{}:;<>?!'/@\"\\"
# What Secrets Manager uses anyway without a key of our own, said aloud: AWS's key for secrets.
SECRETS_KEY = "alias/aws/secretsmanager"
# HostedRotationLambda is no property of the service: this macro turns it into a function (S01, S02).
ROTATION_TRANSFORM = "AWS::SecretsManager-2024-09-16"
# The functions that change the password of the user whose it is, by what they speak.
ROTATION_TYPES: Mapping[str, str] = {
    "postgres": "PostgreSQLSingleUser",
    "mysql": "MySQLSingleUser",
    "aurora-postgresql": "PostgreSQLSingleUser",
}


class Keys(NamedTuple):
    """Our own keys for data and for logs; AWS's keys where there is none."""

    data_arn: Arn | None
    logs_arn: Arn | None


class RotationPlace(NamedTuple):
    """Where the rotation function runs: it must reach the database and Secrets Manager (S04)."""

    subnet_ids: SubnetIds
    security_group_id: SecurityGroupId
    keys: Keys


class Credentials(NamedTuple):
    """What the database is given for its master user, and whether a secret of ours is behind it."""

    secret: secretsmanager.Secret | None
    master_user: "dict[str, object]"


def credentials(config: DatabaseConfig, key_arn: Arn | None, *, disposable: bool) -> Credentials:
    """Give the master user's properties: a password that RDS manages, or one that is generated into a secret."""
    if config.managed_secret:
        managed = {"MasterUsername": config.username, "ManageMasterUserPassword": True}
        return Credentials(None, {**managed, "MasterUserSecret": _key_of_managed_secret(key_arn)})
    secret = _generated_secret(config, key_arn, disposable=disposable)
    password = text("{{resolve:secretsmanager:{secret}:SecretString:password}}", secret=Ref(secret))
    return Credentials(secret, {"MasterUsername": config.username, "MasterUserPassword": password})


def empty_secret(logical_id: str, description: str, key_arn: Arn | None, *, disposable: bool) -> secretsmanager.Secret:
    """Give a secret without a value, which somebody fills by hand."""
    return secretsmanager.Secret(
        logical_id,
        # K20: CloudFormation deletes secrets without a way back.
        DeletionPolicy="Delete" if disposable else "Retain",
        UpdateReplacePolicy="Retain",
        Description=description,
        KmsKeyId=_key(key_arn),
    )


def attachment(
    secret: secretsmanager.Secret, database: rds.DBInstance | rds.DBCluster
) -> secretsmanager.SecretTargetAttachment:
    """Write engine, host, port and name of the database into the secret (S11)."""
    return secretsmanager.SecretTargetAttachment(
        "DatabaseSecretAttachment",
        SecretId=Ref(secret),
        TargetId=Ref(database),
        TargetType=database.resource_type,
    )


def managed_secret_arn(database: rds.DBInstance | rds.DBCluster) -> GetAtt:
    """Give the ARN of the secret that RDS manages."""
    return GetAtt(database, "MasterUserSecret.SecretArn")


def managed_rotation(
    rotation: RotationConfig, database: rds.DBInstance | rds.DBCluster, ready: AWSObject
) -> secretsmanager.RotationSchedule:
    """Give the schedule on which RDS changes the password; seven days unless something is said (S08)."""
    return secretsmanager.RotationSchedule(
        "DatabaseSecretRotation",
        # The secret is an attribute of the database, for which the schedule waits anyway; of a cluster it waits for the
        # writer, too.
        **given(DependsOn=ready if ready is not database else None),
        SecretId=managed_secret_arn(database),
        RotateImmediatelyOnUpdate=False,
        RotationRules=secretsmanager.RotationRules(AutomaticallyAfterDays=rotation.days),
    )


def hosted_rotation(
    system: SystemConfig,
    config: DatabaseConfig,
    attached: secretsmanager.SecretTargetAttachment,
    ready: AWSObject,
    place: RotationPlace,
) -> list[AWSObject]:
    """Give the schedule with AWS's rotation function, and the function's log group.

    :param ready: with which the database takes connections: the function is tried when the schedule is made
    """
    if config.rotation is None:
        return []
    name = given_names.rotation_function(system)
    logs_of_function = log_group(
        "DatabaseRotationLogs", given_names.function_logs(name), config.log_retention_days, place.keys.logs_arn
    )
    schedule = secretsmanager.RotationSchedule(
        "DatabaseSecretRotation",
        # O13: the function would make its log group itself, and keep it for ever.
        DependsOn=[logs_of_function, ready],
        # The attachment's Ref is the secret's ARN, and waits until the function can find the database (S05).
        SecretId=Ref(attached),
        # S06: or the password changes while the first tasks start.
        RotateImmediatelyOnUpdate=False,
        RotationRules=secretsmanager.RotationRules(AutomaticallyAfterDays=config.rotation.days),
        HostedRotationLambda=secretsmanager.HostedRotationLambda(
            # S05
            RotationType=ROTATION_TYPES[config.engine],
            RotationLambdaName=name,
            ExcludeCharacters=UNWANTED_CHARACTERS,
            # With a key of our own, the macro lets the function's role use it.
            **given(KmsKeyArn=place.keys.data_arn),
            # S03: both are texts joined by commas, not lists.
            VpcSubnetIds=_joined(place.subnet_ids),
            VpcSecurityGroupIds=place.security_group_id,
        ),
    )
    return [logs_of_function, schedule]


def _key(key_arn: Arn | None) -> Arn | str:
    return key_arn if key_arn is not None else SECRETS_KEY


def _key_of_managed_secret(key_arn: Arn | None) -> rds.MasterUserSecret | None:
    return rds.MasterUserSecret(KmsKeyId=key_arn) if key_arn is not None else None


def _generated_secret(config: DatabaseConfig, key_arn: Arn | None, *, disposable: bool) -> secretsmanager.Secret:
    return secretsmanager.Secret(
        "DatabaseSecret",
        # K20: CloudFormation deletes secrets without a way back.
        DeletionPolicy="Delete" if disposable else "Retain",
        UpdateReplacePolicy="Retain",
        Description=f"Master user of the database {config.name}",
        KmsKeyId=_key(key_arn),
        # K15: any change here makes a new password, which the database does not learn.
        GenerateSecretString=secretsmanager.GenerateSecretString(
            SecretStringTemplate=json.dumps({"username": config.username}),
            GenerateStringKey="password",
            PasswordLength=PASSWORD_LENGTH,
            ExcludeCharacters=UNWANTED_CHARACTERS,
        ),
    )


def _joined(subnet_ids: SubnetIds) -> AWSHelperFn:
    return Join(",", subnet_ids)
