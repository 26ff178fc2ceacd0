"""Document 000's two containers: images, ports, memory, and what the backend is told."""

from tests.systems import database, tasks, tasktracker
from tests.systems.built import System, number, true

FOLDER = tasktracker.FOLDER


def test_s0_17_the_frontend_listens_on_80(system: System) -> None:
    """The frontend container exposes port 80."""
    assert tasks.container_ports(system, "frontend") == [80]


def test_s0_18_the_backend_listens_on_3001(system: System) -> None:
    """The backend container exposes port 3001."""
    assert tasks.container_ports(system, "backend") == [3001]


def test_s0_19_the_frontend_is_a_placeholder(system: System) -> None:
    """The frontend's image is nginx:alpine unless a deployment gives another."""
    image = str(tasks.container(system, "frontend").get("Image"))
    assert image.removeprefix("public.ecr.aws/docker/library/").removeprefix("docker.io/library/") == "nginx:alpine"


def test_s0_20_the_backend_is_a_placeholder(system: System) -> None:
    """The backend's image is node:20-alpine unless a deployment gives another."""
    assert tasktracker.image(system, "backend") == "node:20-alpine"


def test_s0_50_both_containers_share_a_task(system: System) -> None:
    """One service runs one task definition that holds both containers."""
    assert tasks.definition(system) == system.one("AWS::ECS::TaskDefinition")
    assert set(tasks.containers(system)) == {"frontend", "backend"}


def test_s0_51_the_backend_knows_the_databases_host(system: System) -> None:
    """DB_HOST is the address of the database's endpoint."""
    value = tasks.environment(system, "backend").get("DB_HOST")
    assert tasktracker.refers(system, value, database.database(system), "Endpoint.Address")


def test_s0_52_the_backend_knows_the_databases_port(system: System) -> None:
    """DB_PORT is the port of the database's endpoint."""
    value = tasks.environment(system, "backend").get("DB_PORT")
    assert tasktracker.refers(system, value, database.database(system), "Endpoint.Port")


def test_s0_52i_the_backend_knows_the_databases_port_in_any_way(system: System) -> None:
    """DB_PORT is the port of the database's endpoint, or 5432."""
    value = tasks.environment(system, "backend").get("DB_PORT")
    assert value in ("5432", 5432) or tasktracker.refers(system, value, database.database(system), "Endpoint.Port")


def test_s0_53_the_backend_knows_the_databases_name(system: System) -> None:
    """DB_NAME is tasktracker, as the database is called."""
    name = tasks.environment(system, "backend").get("DB_NAME")
    assert name == "tasktracker" == database.database(system).get("DBName")


def test_s0_54_the_database_user_is_injected(system: System) -> None:
    """DB_USER is the username in the database's secret."""
    assert tasks.secrets(system, "backend").get("DB_USER") == (database.secret(system), "username")


def test_s0_55_the_database_password_is_injected(system: System) -> None:
    """DB_PASSWORD is the password in the database's secret."""
    assert tasks.secrets(system, "backend").get("DB_PASSWORD") == (database.secret(system), "password")


def test_s0_57_the_backend_is_told_its_port(system: System) -> None:
    """PORT is 3001."""
    assert tasks.environment(system, "backend").get("PORT") in ("3001", 3001)


def test_s0_58_the_placeholder_backend_is_told_to_serve(system: System) -> None:
    """The backend's command is a node program that serves [] on 3001; another test runs it."""
    command = tasks.container(system, "backend").get("Command")
    assert isinstance(command, tuple)
    assert command[0] == "node"
    program = str(command[-1])
    assert "createServer" in program
    assert "listen(3001" in program or "listen(process.env.PORT" in program
    assert "'[]'" in program or '"[]"' in program


def test_s0_59_both_containers_are_essential(system: System) -> None:
    """A task without either container is stopped."""
    found = [container.get("Essential", True) for container in tasks.containers(system).values()]
    assert all(true(essential) for essential in found)


def test_s0_60_nothing_must_be_pushed_before_the_first_deployment(system: System) -> None:
    """No image comes from ECR."""
    for container in tasks.containers(system).values():
        assert isinstance(container.get("Image"), str)
        assert ".dkr.ecr." not in str(container.get("Image"))


def test_s0_61_each_container_has_256_mib(system: System) -> None:
    """Each container has a hard limit of 256 MiB."""
    assert [number(container.get("Memory")) for container in tasks.containers(system).values()] == [256, 256]
