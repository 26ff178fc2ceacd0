"""Document 004's data: PostgreSQL with a standby, its credentials, and the bucket for uploads."""

from collections.abc import Mapping

from tasktracker_cfn.model.values import Text, Value
from tests.systems import database, network, policies, rules, task_management_api, tasks
from tests.systems.built import System, follow, number, true

FOLDER = task_management_api.FOLDER


def expiring(system: System) -> list[tuple[str, Mapping[str, Value]]]:
    """Give the lifecycle rules in force that expire current objects, each with the prefix that limits it."""
    return [
        (str(rule.get("Prefix") or follow(rule.get("Filter"), "Prefix")), rule)
        for rule in task_management_api.uploads(system).entries("LifecycleConfiguration", "Rules")
        if rule.get("Status") == "Enabled" and ("ExpirationInDays" in rule or "ExpirationDate" in rule)
    ]


def test_s4_09_the_database_is_postgresql_15(system: System) -> None:
    """The engine is PostgreSQL 15."""
    assert database.database(system).get("Engine") == "postgres"
    assert database.major_version(system) == "15"


def test_s4_10_the_database_is_small(system: System) -> None:
    """The database is a db.t3.micro."""
    assert database.database(system).get("DBInstanceClass") == "db.t3.micro"


def test_s4_11_the_database_has_20_gb(system: System) -> None:
    """The database has 20 GB of storage."""
    assert number(database.database(system).get("AllocatedStorage")) == 20


def test_s4_12_the_database_is_on_gp3(system: System) -> None:
    """The database's storage is gp3."""
    assert database.database(system).get("StorageType") == "gp3"


def test_s4_13_the_database_has_a_standby(system: System) -> None:
    """The database is deployed in several zones."""
    assert true(database.database(system).get("MultiAZ"))


def test_s4_14_backups_are_kept_for_seven_days(system: System) -> None:
    """Automated backups are kept for 7 days."""
    assert number(database.database(system).get("BackupRetentionPeriod")) == 7


def test_s4_15_the_database_is_called_taskdb(system: System) -> None:
    """The database's name is taskdb."""
    assert database.database(system).get("DBName") == "taskdb"


def test_s4_16_the_database_listens_on_5432(system: System) -> None:
    """The database's port is 5432, written or by default."""
    assert database.database(system).get("Port") in (None, 5432, "5432")


def test_s4_17_database_credentials_are_not_written_out(system: System) -> None:
    """The master password is a dynamic reference to a secret whose password is generated."""
    assert isinstance(database.database(system).get("MasterUserPassword"), Text)
    assert database.secret(system).get("SecretString") is None
    assert database.secret(system).get("GenerateSecretString", "GenerateStringKey") == "password"


def test_s4_18_the_password_is_in_secrets_manager(system: System) -> None:
    """The master password is read from Secrets Manager."""
    assert database.secret(system).type == "AWS::SecretsManager::Secret"


def test_s4_19_the_database_takes_5432_from_the_application_only(system: System) -> None:
    """The database's group lets in port 5432 from the tasks' group and nothing else."""
    assert rules.inbound(system, database.group(system)) == [rules.tcp(5432, tasks.group(system))]


def test_s4_20_the_database_is_not_public(system: System) -> None:
    """The database is not publicly accessible and in private subnets of two zones."""
    assert database.database(system).get("PubliclyAccessible") in (False, "false")
    assert "public" not in {network.kind_of(system, subnet) for subnet in database.subnets(system)}
    assert len(network.zones(database.subnets(system))) == 2


def test_s4_22_uploads_are_versioned(system: System) -> None:
    """The bucket keeps versions."""
    assert task_management_api.uploads(system).get("VersioningConfiguration", "Status") == "Enabled"


def test_s4_23_uploads_are_encrypted_with_aes_256(system: System) -> None:
    """The bucket's default encryption is AES256."""
    (rule,) = task_management_api.uploads(system).entries("BucketEncryption", "ServerSideEncryptionConfiguration")
    assert follow(rule, "ServerSideEncryptionByDefault", "SSEAlgorithm") == "AES256"


def test_s4_24_archived_uploads_go_after_90_days(system: System) -> None:
    """A lifecycle rule in force expires objects below archived after 90 days."""
    archived = [rule for prefix, rule in expiring(system) if prefix in ("archived", "archived/")]
    assert [number(rule.get("ExpirationInDays")) for rule in archived] == [90]


def test_s4_25_versions_of_archived_uploads_go_as_well(system: System) -> None:
    """The rule expires noncurrent versions too, without which a versioned bucket deletes nothing."""
    for _, rule in expiring(system):
        assert number(follow(rule, "NoncurrentVersionExpiration", "NoncurrentDays")) >= 1


def test_s4_26_only_archived_uploads_go(system: System) -> None:
    """No lifecycle rule expires current objects outside the prefix."""
    assert {prefix.rstrip("/") for prefix, _ in expiring(system)} == {"archived"}


def test_s4_27_uploads_are_not_public(system: System) -> None:
    """All four blocks against public access are on, and no statement allows everybody in."""
    block = task_management_api.uploads(system).get("PublicAccessBlockConfiguration")
    for name in ("BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"):
        assert true(follow(block, name))
    statements = policies.bucket_statements(system, task_management_api.uploads(system))
    assert [entry for entry in statements if entry.get("Effect") == "Allow" and entry.get("Principal") == "*"] == []
