"""A command that is told to end, or whose output nobody reads any more."""

import os
import pty
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.aws.clock import Clock
from tasktracker_cfn.deploy.plan.plan_file import write_plan
from tests.aws.commands import interrupted, verb
from tests.aws.fake import Fake
from tests.aws.fixtures import aws
from tests.commands import REPOSITORY
from tests.deploy.plans import SMALL, STACK, applied, nest, planned

__all__ = ["aws"]
# So many of the fake's seconds go by in one of a process that really waits.
SPEED = 400.0


@pytest.fixture(autouse=True)
def _folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Work in a folder of the test's own."""
    monkeypatch.chdir(tmp_path)


def begun(aws: Fake, *arguments: str, out: int) -> subprocess.Popen[bytes]:
    """Begin a verb in a process of its own, with a file for what it prints."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("AWS_")}
    variables |= {**aws.environment, "PYTHONPATH": str(REPOSITORY), "TERM": "xterm"}
    command = [sys.executable, "-m", "tasktracker_cfn", *arguments]
    return subprocess.Popen(command, env=variables, stdout=out, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL)


def unread(aws: Fake, *arguments: str) -> tuple[int, bytes]:
    """Run a verb whose output nobody reads; give its exit code and what it says aside."""
    reading, writing = os.pipe()
    os.close(reading)
    process = begun(aws, *arguments, out=writing)
    os.close(writing)
    _, said = process.communicate(timeout=60)
    return process.returncode, said


def test_apply_outlives_its_reader() -> None:
    """`apply plan.json | head` goes on to the end without a word, and protects the stack."""
    with Fake(speed=SPEED) as aws:
        write_plan(Path("plan.json"), planned(aws, nest(Path("nest"), None, SMALL)))
        assert unread(aws, "apply", "plan.json") == (0, b"")
        assert aws.stack(STACK).status == "CREATE_COMPLETE"
        assert aws.stack(STACK).termination_protection


def test_status_unread(aws: Fake) -> None:
    """What only reads ends quietly with the code of SIGPIPE when nobody wants its answer."""
    applied(aws, planned(aws, nest(Path("nest"), None, SMALL)))
    assert unread(aws, "status", "--stack-name", STACK) == (141, b"")


def test_told_to_end(aws: Fake) -> None:
    """SIGTERM says how to join, and ends with 143; whoever takes it was not changed, and the same command joins."""
    write_plan(Path("plan.json"), planned(aws, nest(Path("nest"), None, SMALL)))
    before, left = signal.getsignal(signal.SIGTERM), [3]

    def sleep(seconds: float) -> None:
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGTERM)
        aws.clock.sleep(seconds)

    ended = verb(aws, "apply", "plan.json", clock=Clock(aws.clock.now, sleep))
    assert ended.code == 143
    assert "To join it: python -m tasktracker_cfn apply plan.json" in ended.err
    assert signal.getsignal(signal.SIGTERM) == before
    assert "done; it was begun before" in verb(aws, "apply", "plan.json").out


def test_told_to_end_at_a_terminal() -> None:
    """SIGTERM gives the terminal its cursor back."""
    with Fake(speed=1.0) as aws:
        write_plan(Path("plan.json"), planned(aws, nest(Path("nest"), None, SMALL)))
        reading, writing = pty.openpty()
        process = begun(aws, "apply", "plan.json", out=writing)
        os.close(writing)
        seen = b""
        while b"executing" not in seen:
            seen += os.read(reading, 4096)
        process.terminate()
        _, said = process.communicate(timeout=60)
        seen += os.read(reading, 65536)
        os.close(reading)
    assert (process.returncode, b"To join it" in said) == (143, True)
    assert seen.rfind(b"\x1b[?25h") > seen.rfind(b"\x1b[?25l") > -1


def test_plan_is_interrupted(aws: Fake) -> None:
    """Ctrl-C while a plan is made says that nothing was deployed, not that anything goes on, and leaves nothing."""
    assert verb(aws, "bootstrap").code == 0
    root = nest(Path("nest"), None, SMALL)
    words = ("plan", "--root", root, "--stack-name", STACK, "--param", "Password=canary", "--out", "plan.json")
    ended = interrupted(aws, 1, *words)
    assert ended.code == 130
    assert ended.err.splitlines()[-1].startswith("interrupted; nothing was deployed")
    assert "goes on" not in ended.err
    assert not Path("plan.json").exists()
