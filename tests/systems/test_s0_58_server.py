"""Document 000's placeholder backend, run as the task definition has it."""

import fcntl
import os
import tempfile
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path
from subprocess import PIPE, STDOUT, Popen, TimeoutExpired
from time import monotonic

import pytest

from tests.node import node
from tests.systems import tasks
from tests.systems.built import System, listed, text

FOLDER = "tasktracker/demo"
PORT = 3001
SECONDS_TO_START = 20.0
SECONDS_BETWEEN_TRIES = 0.02

REQUESTS = [
    ("GET", "/"),
    ("GET", "/health"),
    ("GET", "/api/tasks"),
    ("GET", "/api/tasks/1?done=true"),
    ("POST", "/api/tasks"),
    ("PUT", "/api/tasks/1"),
    ("DELETE", "/api/tasks/1"),
    ("OPTIONS", "/anything/else"),
]


@pytest.fixture
def port() -> Iterator[int]:
    """Give the port that the command is fixed to, to one test run on this machine at a time."""
    with (Path(tempfile.gettempdir()) / f"tasktracker-cfn-{os.getuid()}-{PORT}.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield PORT


@pytest.fixture
def server(system: System, port: int) -> Iterator[int]:
    """Start the backend's command with the backend's environment, and wait until it takes connections."""
    executable, *arguments = [text(part) for part in listed(tasks.container(system, "backend").get("Command"))]
    assert executable == "node"
    fixed = {name: value for name, value in tasks.environment(system, "backend").items() if isinstance(value, str)}
    with Popen([node(), *arguments], env=fixed, stdout=PIPE, stderr=STDOUT, text=True) as process:
        try:
            wait_for(process, port)
            yield port
        finally:
            process.kill()


def wait_for(process: Popen[str], port: int) -> None:
    """Try to connect until it works, the process ends, or the time is up."""
    deadline = monotonic() + SECONDS_TO_START
    while monotonic() < deadline:
        try:
            code = process.wait(SECONDS_BETWEEN_TRIES)
        except TimeoutExpired:
            if answers(port):
                return
        else:
            output = process.stdout.read() if process.stdout else ""
            pytest.fail(f"node ended with {code}: {output}")
    pytest.fail(f"nothing listened on {port} within {SECONDS_TO_START} seconds")


def answers(port: int) -> bool:
    """Tell whether somebody takes connections."""
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.connect()
    except ConnectionError:
        return False
    finally:
        connection.close()
    return True


def ask(port: int, method: str, path: str) -> tuple[int, bytes]:
    """Send a request, and give the status and the body of the answer."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        connection.request(method, path, body=b'{"title": "x"}' if method in {"POST", "PUT"} else None)
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


def test_s0_58_the_placeholder_backend_answers_every_request(server: int) -> None:
    """The emitted command serves [] with 200 on port 3001, whatever is asked for."""
    assert {request: ask(server, *request) for request in REQUESTS} == dict.fromkeys(REQUESTS, (200, b"[]"))
