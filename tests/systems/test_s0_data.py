"""Document 000's data: a small PostgreSQL, its generated credentials, two image repositories."""

from tests.systems import database, network, tasktracker
from tests.systems.built import System

FOLDER = tasktracker.FOLDER


def test_s0_09_the_frontend_has_a_repository(system: System) -> None:
    """There is an image repository tasktracker-frontend."""
    assert tasktracker.repository(system, "tasktracker-frontend") in system.items


def test_s0_10_the_backend_has_a_repository(system: System) -> None:
    """There is an image repository tasktracker-backend."""
    assert tasktracker.repository(system, "tasktracker-backend") in system.items


def test_s0_35_the_database_is_small(system: System) -> None:
    """The database is a db.t3.micro."""
    assert database.database(system).get("DBInstanceClass") == "db.t3.micro"


def test_s0_36_the_database_is_postgresql(system: System) -> None:
    """The engine is PostgreSQL."""
    assert database.database(system).get("Engine") == "postgres"


def test_s0_37_the_database_is_of_version_16(system: System) -> None:
    """The engine's major version is 16."""
    assert database.major_version(system) == "16"


def test_s0_38_the_database_is_in_isolated_subnets(system: System) -> None:
    """The database's subnets are isolated and in two zones."""
    assert {network.kind_of(system, subnet) for subnet in database.subnets(system)} == {"isolated"}
    assert len(network.zones(database.subnets(system))) == 2


def test_s0_39_the_database_is_called_tasktracker(system: System) -> None:
    """The database's name is tasktracker."""
    assert database.database(system).get("DBName") == "tasktracker"


def test_s0_40_the_database_is_not_public(system: System) -> None:
    """The database says that it is not publicly accessible, and no subnet of it is public."""
    assert database.database(system).get("PubliclyAccessible") in (False, "false")
    assert "public" not in {network.kind_of(system, subnet) for subnet in database.subnets(system)}


def test_s0_41_there_is_one_database(system: System) -> None:
    """There is one database instance and no cluster."""
    assert system.of("AWS::RDS::DBInstance", "AWS::RDS::DBCluster") == (database.database(system),)


def test_s0_56_the_credentials_are_generated(system: System) -> None:
    """The database's password is generated into its secret, which names the database's user."""
    secret = database.secret(system)
    assert secret.get("GenerateSecretString", "GenerateStringKey") == "password"
    user = database.database(system).get("MasterUsername")
    assert f'"username": "{user}"' in str(secret.get("GenerateSecretString", "SecretStringTemplate"))
