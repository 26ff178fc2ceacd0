"""Document 002's database: MySQL with a standby, encrypted, backed up, watched, with TLS and a slow query log."""

import re

from tests.systems import database, network, policies, task_tracker_mysql
from tests.systems.built import System, listed, number, true

FOLDER = task_tracker_mysql.FOLDER
MONITORING = "arn:<AWS::Partition>:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
SMALL = re.compile(r"db\.t[234]g?\.(micro|small)")


def test_s2_46_the_database_is_mysql_8_0(system: System) -> None:
    """The engine is MySQL 8.0."""
    assert database.database(system).get("Engine") == "mysql"
    assert re.fullmatch(r"8\.0(\.\d+)?", str(database.database(system).get("EngineVersion")))


def test_s2_47_the_database_is_small(system: System) -> None:
    """The database is a db.t3.micro or a db.t3.small, and in production the latter."""
    assert database.database(system).get("DBInstanceClass") == "db.t3.small"


def test_s2_49_the_database_has_20_gb(system: System) -> None:
    """The database has 20 GB of storage."""
    assert number(database.database(system).get("AllocatedStorage")) == 20


def test_s2_50_the_database_is_on_gp3(system: System) -> None:
    """The database's storage is gp3."""
    assert database.database(system).get("StorageType") == "gp3"


def test_s2_51_the_database_has_a_standby(system: System) -> None:
    """The database is deployed in several zones."""
    assert true(database.database(system).get("MultiAZ"))


def test_s2_52_backups_are_kept_for_thirty_days(system: System) -> None:
    """Automated backups are kept for 30 days."""
    assert number(database.database(system).get("BackupRetentionPeriod")) == 30


def test_s2_54_the_database_can_go_back_in_time(system: System) -> None:
    """Automated backups are on, and with them recovery to a point in time."""
    assert number(database.database(system).get("BackupRetentionPeriod")) >= 1


def test_s2_55_the_database_is_not_public(system: System) -> None:
    """The database is not publicly accessible, and its subnets are ones that nobody outside reaches."""
    assert database.database(system).get("PubliclyAccessible") in (False, "false")
    assert {network.kind_of(system, subnet) for subnet in database.subnets(system)} <= {"private", "isolated"}


def test_s2_56_the_database_spans_two_zones(system: System) -> None:
    """The database's subnets are in two zones."""
    assert len(network.zones(database.subnets(system))) == 2


def test_s2_57_the_database_is_encrypted(system: System) -> None:
    """The storage is encrypted with a key of KMS, this system's or AWS's own."""
    key = database.database(system).get("KmsKeyId")
    assert true(database.database(system).get("StorageEncrypted"))
    assert key in (None, "alias/aws/rds") or system.at(key) in system.of("AWS::KMS::Key")


def test_s2_59_connections_need_tls(system: System) -> None:
    """The parameter group requires TLS."""
    assert str(database.parameters(system).get("require_secure_transport")).upper() in ("1", "ON")


def test_s2_60_the_database_is_watched_closely(system: System) -> None:
    """Enhanced monitoring is on, with a role that its service may assume and that may write what it sees."""
    instance = database.database(system)
    assert number(instance.get("MonitoringInterval")) in (1, 5, 10, 15, 30, 60)
    role = system.at(instance.get("MonitoringRoleArn"))
    assert role is not None
    assert policies.trusted(role) == {"monitoring.rds.amazonaws.com"}
    assert policies.foreign_policies(system, role) == [MONITORING]


def test_s2_62_the_database_has_parameters_of_its_own(system: System) -> None:
    """A parameter group of the family mysql8.0 belongs to the database."""
    assert database.parameter_group(system).get("Family") == "mysql8.0"


def test_s2_63_slow_queries_are_logged(system: System) -> None:
    """The slow query log is on."""
    assert str(database.parameters(system).get("slow_query_log")) == "1"


def test_s2_64_slow_queries_can_be_read(system: System) -> None:
    """The slow query log is written to a file and exported."""
    assert "slowquery" in listed(database.database(system).get("EnableCloudwatchLogsExports"))
    assert database.parameters(system).get("log_output") == "FILE"


def test_s2_65_performance_insights_are_off_where_there_are_none(system: System) -> None:
    """An instance too small for Performance Insights does not ask for them."""
    instance = database.database(system)
    assert not (
        SMALL.fullmatch(str(instance.get("DBInstanceClass"))) and true(instance.get("EnablePerformanceInsights"))
    )


def test_s2_104_the_password_is_in_secrets_manager(system: System) -> None:
    """The master password is read from a secret that generates it."""
    secret = database.secret(system)
    assert secret.type == "AWS::SecretsManager::Secret"
    assert secret.get("GenerateSecretString", "GenerateStringKey") == "password"
