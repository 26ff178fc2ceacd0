"""Document 001's data: Aurora Serverless, its credentials and their rotation, other secrets."""

import json

from tests.systems import aurora, community, database, network, policies, secrets, tasks
from tests.systems.built import System, number, text, true

pytestmark = community.EVERY


def test_s1_18_the_database_is_aurora_postgresql(system: System) -> None:
    """The cluster's engine is aurora-postgresql, and so is that of its instances."""
    assert aurora.cluster(system).get("Engine") == "aurora-postgresql"
    assert {instance.get("Engine") for instance in aurora.instances(system)} == {"aurora-postgresql"}


def test_s1_19_the_database_is_serverless(system: System) -> None:
    """The cluster scales between capacities, and all of its instances are db.serverless."""
    assert aurora.cluster(system).get("ServerlessV2ScalingConfiguration") is not None
    assert {instance.get("DBInstanceClass") for instance in aurora.instances(system)} == {"db.serverless"}


def test_s1_20_the_database_is_in_private_subnets_of_two_zones(system: System) -> None:
    """The cluster's subnet group has private subnets in two zones."""
    subnets = aurora.subnets(system)
    assert {network.kind_of(system, subnet) for subnet in subnets} == {"private"}
    assert len(network.zones(subnets)) == 2


def test_s1_21_the_database_has_its_least_capacity(system: System) -> None:
    """The least capacity is 0.5, 1 or 2 ACU."""
    least = aurora.cluster(system).get("ServerlessV2ScalingConfiguration", "MinCapacity")
    assert number(least) == community.expected(system).capacity[0]


def test_s1_22_the_database_has_its_greatest_capacity(system: System) -> None:
    """The greatest capacity is 2, 4 or 16 ACU."""
    greatest = aurora.cluster(system).get("ServerlessV2ScalingConfiguration", "MaxCapacity")
    assert number(greatest) == community.expected(system).capacity[1]


def test_s1_23_backups_are_kept_for_seven_days(system: System) -> None:
    """Automated backups are kept for 7 days."""
    assert number(aurora.cluster(system).get("BackupRetentionPeriod")) == 7


def test_s1_24_the_database_can_go_back_in_time(system: System) -> None:
    """Backups are kept, from which Aurora recovers to any point in time."""
    assert number(aurora.cluster(system).get("BackupRetentionPeriod")) >= 1


def test_s1_25_the_database_is_encrypted(system: System) -> None:
    """The cluster's storage is encrypted."""
    assert true(aurora.cluster(system).get("StorageEncrypted"))


def test_s1_26_the_database_is_encrypted_with_a_key_of_aws(system: System) -> None:
    """The cluster's key is AWS's own for RDS."""
    assert aurora.cluster(system).get("KmsKeyId") in (None, "alias/aws/rds")


def test_s1_27_credentials_are_generated(system: System) -> None:
    """The secret's password is generated, and is such as RDS takes."""
    generated = aurora.secret(system).get("GenerateSecretString")
    assert aurora.secret(system).get("SecretString") is None
    assert database.unwanted_characters(generated) == set()


def test_s1_28_credentials_are_in_secrets_manager(system: System) -> None:
    """The cluster's password is read from Secrets Manager."""
    assert aurora.secret(system).type == "AWS::SecretsManager::Secret"


def test_s1_29_credentials_are_rotated_every_30_days(system: System) -> None:
    """The database's secret is rotated every 30 days."""
    assert number(aurora.rotation(system).get("RotationRules", "AutomaticallyAfterDays")) == 30


def test_s1_30_rotation_can_work(system: System) -> None:
    """A function that reaches the database and Secrets Manager rotates the secret."""
    assert aurora.rotation_obstacles(system) == []


def test_s1_77_the_api_gets_a_secret_that_is_filled_by_hand(system: System) -> None:
    """A further secret without a value is named to the API's container, which may read it."""
    others = [secret for secret in secrets.secrets(system) if secret != aurora.secret(system)]
    named = {system.at(value) for value in tasks.environment(system, community.CONTAINER).values()}
    assert others
    for secret in others:
        assert secret in named
        assert secret.get("SecretString") is secret.get("GenerateSecretString") is None
        role = tasks.role(system, "TaskRoleArn")
        assert policies.allows(system, role, "secretsmanager:GetSecretValue", f"<{secret}>")


def test_s1_78_every_secret_names_its_key(system: System) -> None:
    """Every secret is encrypted with a KMS key that it names."""
    assert secrets.secrets(system)
    assert [str(secret) for secret in secrets.secrets(system) if secret.get("KmsKeyId") is None] == []


def test_s1_79_the_api_only_reads_secrets(system: System) -> None:
    """The roles of the task may only read secrets, and only such as are named."""
    known = {f"<{secret}>" for secret in secrets.secrets(system)}
    for kind in ("ExecutionRoleArn", "TaskRoleArn"):
        granted = secrets.granted(system, tasks.role(system, kind))
        assert granted
        for statement in granted:
            assert set(statement.actions) <= secrets.READING
            assert set(statement.resources) <= known


def test_s1_80_the_secret_has_all_six_keys(system: System) -> None:
    """The generated secret has a username, and its attachment adds engine, host, port and the name that is set."""
    template = json.loads(text(aurora.secret(system).get("GenerateSecretString", "SecretStringTemplate")))
    assert template == {"username": aurora.cluster(system).get("MasterUsername")}
    assert len(aurora.attachments(system)) == 1
    assert aurora.cluster(system).get("DatabaseName") == "communitytracker"


def test_s1_80i_the_api_gets_all_six_keys(system: System) -> None:
    """The API gets username, password, host, port, name and engine from the secret."""
    injected = tasks.secrets(system, community.CONTAINER).values()
    keys = {key for secret, key in injected if secret == aurora.secret(system)}
    assert keys == {"username", "password", "host", "port", "dbname", "engine"}


def test_s1_118_the_database_has_its_log_group(system: System) -> None:
    """A log group is named /aws/rds/aurora-<environment>, although RDS writes to one of its own."""
    groups = [group.get("LogGroupName") for group in system.of("AWS::Logs::LogGroup")]
    assert f"/aws/rds/aurora-{community.environment(system)}" in groups


def test_s1_118r_the_database_log_group_keeps_logs(system: System) -> None:
    """/aws/rds/aurora-<environment> keeps logs for 7, 30 or 90 days."""
    name = f"/aws/rds/aurora-{community.environment(system)}"
    (group,) = [group for group in system.of("AWS::Logs::LogGroup") if group.get("LogGroupName") == name]
    assert number(group.get("RetentionInDays")) == community.expected(system).retention_days


def test_s1_122_the_database_exports_its_log(system: System) -> None:
    """The cluster exports PostgreSQL's log to the group that RDS names, which is there before it."""
    cluster = aurora.cluster(system)
    assert cluster.get("EnableCloudwatchLogsExports") == ("postgresql",)
    name = aurora.log_group_name(system)
    (group,) = [group for group in system.of("AWS::Logs::LogGroup") if group.get("LogGroupName") == name]
    assert system.order.surely_after(cluster.resource, group.resource)


def test_s1_136_the_database_requires_tls(system: System) -> None:
    """The cluster's parameter group, which is of the engine's version, forces TLS."""
    group = system.at(aurora.cluster(system).get("DBClusterParameterGroupName"))
    assert group is not None
    assert group.get("Parameters", "rds.force_ssl") == "1"
    major = text(aurora.cluster(system).get("EngineVersion")).split(".")[0]
    assert group.get("Family") == f"aurora-postgresql{major}"


def test_s1_139_keys_of_our_own_admit_the_account(system: System) -> None:
    """Every KMS key of this system, if there is one, has a policy that admits the account."""
    for key in system.of("AWS::KMS::Key"):
        assert ":root" in policies.written(system, key.get("KeyPolicy"))


def test_s1_140_the_database_has_a_reader(system: System) -> None:
    """Staging and production have a reader beside the writer, dev has none."""
    assert len(aurora.instances(system)) == community.expected(system).database_instances


def test_s1_p3_secrets_are_closed(system: System) -> None:
    """Every secret is encrypted, no policy opens one, and no role reads them all."""
    assert [str(secret) for secret in secrets.secrets(system) if secret.get("KmsKeyId") is None] == []
    assert system.of("AWS::SecretsManager::ResourcePolicy") == ()
    for role in system.of("AWS::IAM::Role"):
        for statement in secrets.granted(system, role):
            assert not [resource for resource in statement.resources if "*" in resource]


def test_s1_p7_backups_are_kept_for_a_week_at_least(system: System) -> None:
    """Every cluster keeps backups for 7 days or more."""
    assert number(aurora.cluster(system).get("BackupRetentionPeriod")) >= 7
