"""The parameters of the root that are about the database: its size, and the key of its backups elsewhere."""

from troposphere import Parameter, Ref, Template

from tasktracker_cfn.authoring.wires import InstanceClass, KeyId, Number
from tasktracker_cfn.config import SystemConfig
from tasktracker_cfn.config.database import MOST_STORAGE_GIB, SMALLEST_STORAGE_GIB, DatabaseConfig

# A form that CloudFormation checks; whether there is such a class, RDS knows.
ANY_CLASS = r"^db\.[a-z0-9-]+\.[a-z0-9]+$"
# D06: MySQL has no Performance Insights on these.
LARGER_CLASS = r"^db\.(?!t[234]g?\.(micro|small)$)[a-z0-9-]+\.[a-z0-9]+$"
# Its alias means the one of the region that is asked, which RDS makes when it first encrypts something there.
# https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/Overview.Encryption.html
KEY_OF_AWS = "alias/aws/rds"


def database_instance_class(root: Template, system: SystemConfig) -> InstanceClass | None:
    """Give the class of the database's instances, where it is to be chosen at deployment."""
    database = system.data.database
    if database is None or not database.size_parameters:
        return None
    watched = database.performance_insights and database.engine == "mysql"
    parameter = Parameter(
        "DatabaseInstanceClass",
        Type="String",
        Default=database.instance_class,
        AllowedPattern=LARGER_CLASS if watched else ANY_CLASS,
        ConstraintDescription="a class such as db.t4g.medium" + (", not micro or small" if watched else ""),
        Description="Class of the database's instances",
    )
    return InstanceClass(Ref(root.add_parameter(parameter)))


def database_storage_gib(root: Template, system: SystemConfig) -> Number | None:
    """Give the database's storage, where it is to be chosen at deployment."""
    database = system.data.database
    if database is None or not database.size_parameters:
        return None
    parameter = Parameter(
        "DatabaseStorageGib",
        Type="Number",
        Default=database.storage_gib,
        MinValue=SMALLEST_STORAGE_GIB,
        MaxValue=_most(database),
        Description="Storage of the database in GiB; RDS makes it larger and never smaller",
    )
    return Number(Ref(root.add_parameter(parameter)))


def _most(database: DatabaseConfig) -> int:
    # What grows by itself starts at least 10 % below its limit.
    return database.storage_limit_gib * 10 // 11 if database.storage_limit_gib is not None else MOST_STORAGE_GIB


def backup_replication_key(root: Template, system: SystemConfig) -> KeyId | None:
    """Give the key of another region that encrypts the backups there."""
    database = system.data.database
    if database is None or database.backup_region is None:
        return None
    region = database.backup_region
    parameter = Parameter(
        "BackupReplicationKey",
        Type="String",
        Default=KEY_OF_AWS,
        AllowedPattern=rf"^({KEY_OF_AWS}|arn:aws[a-z-]*:kms:{region}:[0-9]{{12}}:key/[0-9a-f-]+)$",
        ConstraintDescription=f"{KEY_OF_AWS}, or the ARN of a KMS key of {region}",
        Description=f"KMS key of {region} for the database's backups there; the default is AWS's own, which is there "
        f"once RDS has encrypted something in {region}",
    )
    return KeyId(Ref(root.add_parameter(parameter)))
