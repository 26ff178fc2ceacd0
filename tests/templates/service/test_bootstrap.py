"""A service from the system's own repositories: the image by its tag, and a placeholder before anything was pushed."""

import socket
from collections.abc import Callable, Iterator, Mapping
from http.client import HTTPConnection
from subprocess import PIPE, STDOUT, Popen, TimeoutExpired, run
from time import monotonic
from typing import NamedTuple

import pytest

from tasktracker_cfn.model.values import Reference, Text, Value
from tests.node import node
from tests.systems import tasks, traffic
from tests.systems.built import Item, System, follow, listed, pairs, text
from tests.templates.switches import API, CHECK
from tests.toml_files import Key

# Two targets, one on a port below 1024 whose health is another status; a third container that nobody reaches.
OWN: dict[Key, object] = {
    "data.repositories": {"api": {"name": "team/api"}, "web": {"name": "team/web"}},
    f"{API}.repository": "api",
    f"{API}.tag": "1.0.0",
    f"{API}.health_check": CHECK,
    f"{API}.secrets": {"DB_PASSWORD": "database.password"},
    "service.containers.web": {"repository": "web", "tag": "main", "port": 80},
    "service.containers.worker": {"image": "ghcr.io/a/worker:1"},
    "edge.targets.web": {"paths": ["/web/*"], "priority": 7, "health_check": {"status_codes": "302-308"}},
}
DROP = (f"{API}.image",)
FIRST = {"Bootstrap": "1"}
SECONDS_TO_START = 20.0
SECONDS_BETWEEN_TRIES = 0.02


class Server(NamedTuple):
    """A placeholder that is running: where, and the container that it was started from."""

    port: int
    container: Mapping[str, Value]


def _runs(system: System) -> dict[str, Value]:
    """Give the images of what the service runs, by container."""
    return {name: container.get("Image") for name, container in tasks.containers(system).items()}


def test_default_is_the_own_repository(built: Callable[..., System]) -> None:
    """With the default parameters the images come from the system's repositories, with the configured tags."""
    system = built(OWN, DROP)
    assert _runs(system) == {
        "api": Text((Reference(("Data",), "ApiRepository", "RepositoryUri"), ":1.0.0")),
        "web": Text((Reference(("Data",), "WebRepository", "RepositoryUri"), ":main")),
        "worker": "ghcr.io/a/worker:1",
    }
    assert tasks.definition(system).resource.logical_id == "TaskDefinition"


def test_another_tag(built: Callable[..., System]) -> None:
    """A deployment that gives another tag runs that image, and changes nothing else."""
    before, after = built(OWN, DROP), built(OWN, DROP, {"ApiImageTag": "1.1.0"})
    assert _runs(after)["api"] == Text((Reference(("Data",), "ApiRepository", "RepositoryUri"), ":1.1.0"))
    changed = [old for old, new in zip(before.items, after.items, strict=True) if old.properties != new.properties]
    assert {str(item) for item in changed} == {"Service", "Service/TaskDefinition"}


def test_first_deployment_runs_the_placeholder(built: Callable[..., System]) -> None:
    """With Bootstrap=1 public images answer in place of both targets, and none is pulled that must be pushed first."""
    system = built(OWN, DROP, FIRST)
    image = "public.ecr.aws/docker/library/node:24-alpine"
    assert _runs(system) == {"api": image, "web": image}
    definition = tasks.definition(system)
    assert definition.resource.logical_id == "BootstrapTaskDefinition"
    assert definition.get("Family") != _real(system).get("Family")
    for key in ("Cpu", "Memory", "NetworkMode", "RequiresCompatibilities", "RuntimePlatform", "ExecutionRoleArn"):
        assert definition.get(key) == _real(system).get(key)


def test_the_switch_changes_the_service_alone(built: Callable[..., System]) -> None:
    """From the placeholder to the image it is one property of one resource, so the second deployment is an update."""
    first, second = built(OWN, DROP, FIRST), built(OWN, DROP, {"Bootstrap": "0"})
    differing = [
        (str(old), key)
        for old, new in zip(first.items, second.items, strict=True)
        for key in old.properties
        if old.properties[key] != new.properties[key] and old.type != "AWS::CloudFormation::Stack"
    ]
    assert differing == [("Service/Service", "TaskDefinition")]


def test_the_load_balancer_reaches_both_states(built: Callable[..., System]) -> None:
    """In either state each target leads to a container of that name which listens on its port."""
    for given in ({}, FIRST):
        system = built(OWN, DROP, given)
        assert (traffic.breaks(system, "api"), traffic.breaks(system, "web")) == ([], [])


def test_the_placeholder_is_told_nothing(built: Callable[..., System]) -> None:
    """The placeholder has no secrets, no permissions, no root, and writes nowhere but to the log."""
    system = built(OWN, DROP, FIRST)
    assert tasks.definition(system).get("TaskRoleArn") is None
    for name, container in tasks.containers(system).items():
        assert set(tasks.environment(system, name)) == {"PORT", "STATUS"}
        assert "Secrets" not in container
        assert (container["User"], container["ReadonlyRootFilesystem"]) == ("1000", True)
        assert tasks.log_group(system, name) == system.at(
            follow(_real(system).properties, "ContainerDefinitions", 0, "LogConfiguration", "Options", "awslogs-group")
        )
    # Who is not root needs leave to listen on a port below 1024.
    assert tasks.container(system, "web")["SystemControls"] == (
        {"Namespace": "net.ipv4.ip_unprivileged_port_start", "Value": "0"},
    )
    assert "SystemControls" not in tasks.container(system, "api")


def test_the_tasks_may_pull_their_images(built: Callable[..., System]) -> None:
    """The execution role may sign in to ECR and pull from both repositories, and the service waits for these."""
    system = built(OWN, DROP)
    policies = system.all_at(tasks.role(system, "ExecutionRoleArn").get("ManagedPolicyArns"))
    (pull,) = [
        statement
        for policy in policies
        for statement in listed(follow(policy.properties, "PolicyDocument", "Statement"))
        if follow(statement, "Sid") == "PullImages"
    ]
    repositories = system.of("AWS::ECR::Repository")
    assert set(system.all_at(follow(pull, "Resource"))) == set(repositories)
    service = tasks.service(system).resource
    assert all(system.order.surely_after(service, repository.resource) for repository in repositories)


def test_a_mirror_of_the_placeholder(built: Callable[..., System]) -> None:
    """A placeholder from a private registry of ECR may be pulled, too."""
    mirror = "123456789012.dkr.ecr.us-east-1.amazonaws.com/mirror/node:24-alpine"
    system = built({**OWN, "service.bootstrap": {"image": mirror}}, DROP, FIRST)
    assert set(_runs(system).values()) == {mirror}
    assert "repository/mirror/node" in str([policy.properties for policy in system.of("AWS::IAM::ManagedPolicy")])


def test_no_own_repository(built: Callable[..., System]) -> None:
    """Where images come from elsewhere there is one task definition, and nothing to choose."""
    system = built()
    system.one("AWS::ECS::TaskDefinition")
    assert not {"Bootstrap", "ApiImageTag"} & set(system.nest.root.parameters)
    assert "ApiImage" in system.nest.root.parameters


@pytest.fixture(name="server", params=["api", "web"])
def _server(request: pytest.FixtureRequest, built: Callable[..., System]) -> Iterator[Server]:
    """Start a placeholder with its own command and environment, but for the port, which is one that is free."""
    container = tasks.container(built(OWN, DROP, FIRST), request.param)
    executable, *arguments = [text(part) for part in listed(container["Command"])]
    assert executable == "node"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with Popen(
        [node(), *arguments], env=_environment(container, port), stdout=PIPE, stderr=STDOUT, text=True
    ) as process:
        try:
            _wait_for(process, port)
            yield Server(port, container)
            process.terminate()
            assert process.wait(SECONDS_TO_START) == 0, "it does not end when it is asked to"
        finally:
            process.kill()


def test_the_placeholder_is_healthy(server: Server) -> None:
    """The emitted command answers every request with a status that its target group takes for healthy."""
    wanted = {"8000": 200, "80": 302}[str(pairs(server.container["Environment"], "Name")["PORT"])]
    asked = [("GET", "/health"), ("GET", "/"), ("POST", "/api/tasks"), ("HEAD", "/any/thing?x=1")]
    assert [_ask(server.port, *request) for request in asked] == [wanted] * 4


def test_the_container_health_check(server: Server, built: Callable[..., System]) -> None:
    """Where the real container has a check, the placeholder has one that passes while it answers and fails without."""
    checks = {name: found.get("HealthCheck") for name, found in tasks.containers(built(OWN, DROP, FIRST)).items()}
    assert checks["web"] is None
    kind, executable, *arguments = [text(part) for part in listed(follow(checks["api"], "Command"))]
    assert (kind, executable) == ("CMD", "node")
    with socket.create_server(("127.0.0.1", 0)) as free:
        silent = free.getsockname()[1]
    codes = [
        run([node(), *arguments], env=_environment(server.container, port), check=False, timeout=30).returncode
        for port in (server.port, silent)
    ]
    assert codes == [0, 1]


def _real(system: System) -> Item:
    (found,) = [item for item in system.of("AWS::ECS::TaskDefinition") if "Bootstrap" not in str(item)]
    return found


def _environment(container: Mapping[str, Value], port: int) -> dict[str, str]:
    told = {name: text(value) for name, value in pairs(container["Environment"], "Name").items()}
    return {**told, "PORT": str(port)}


def _wait_for(process: Popen[str], port: int) -> None:
    deadline = monotonic() + SECONDS_TO_START
    while monotonic() < deadline:
        try:
            code = process.wait(SECONDS_BETWEEN_TRIES)
        except TimeoutExpired:
            with socket.socket() as connection:
                if connection.connect_ex(("127.0.0.1", port)) == 0:
                    return
        else:
            pytest.fail(f"node ended with {code}: {process.stdout.read() if process.stdout else ''}")
    pytest.fail(f"nothing listened on {port} within {SECONDS_TO_START} seconds")


def _ask(port: int, method: str, path: str) -> int:
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path)
        return connection.getresponse().status
    finally:
        connection.close()
