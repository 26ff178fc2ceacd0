"""The real `deploy`, again and again, while whatever can goes wrong: it is true to what it says, and arrives."""

import tempfile
from contextlib import chdir
from functools import partial
from pathlib import Path
from typing import NamedTuple

import pytest
from click.testing import CliRunner
from hypothesis import given, settings
from hypothesis import strategies as st

from tasktracker_cfn.cli.deploying import TAGS
from tasktracker_cfn.cli.main import main
from tasktracker_cfn.deploy.aws.clock import Clock
from tests.aws.fake import SECRET, TOKEN, Fake
from tests.commands import Ended
from tests.deploy.planned_nest import execute, plan, ready
from tests.deploy.plans import CANARY, NEW_TOPIC, SMALL, STACK, nest
from tests.deploy.test_surviving import Killed
from tests.hypothesis_profile import DETERMINISTIC

WORDS = ("deploy", "--root", "nest/root.yaml", "--stack-name", STACK, "--params", "values.yaml", "--yes")
KINDS = ("throttle", "break down", "skew", "lose answer", "lose request", "expire", "kill", "interrupt", "obsolete")
OPERATIONS = ("CreateChangeSet", "ExecuteChangeSet", "DescribeStacks", "DescribeChangeSet", "SetStackPolicy", "*")


class Fault(NamedTuple):
    """One thing that goes wrong in one run: what, at which operation, after how many calls (or waits), how often."""

    kind: str
    operation: str
    after: int
    times: int


FAULTS = st.builds(Fault, st.sampled_from(KINDS), st.sampled_from(OPERATIONS), st.integers(0, 25), st.integers(1, 13))


@settings(DETERMINISTIC, max_examples=4)
@given(faults=st.lists(FAULTS, min_size=1, max_size=3), fails=st.booleans())
def test_sequences(faults: list[Fault], fails: bool) -> None:
    """No run begins two operations or lies about its end, none leaves a secret anywhere, and the last one arrives."""
    with tempfile.TemporaryDirectory() as folder, chdir(folder), Fake() as aws:
        nest(Path("nest"), None, SMALL)
        Path("values.yaml").write_text(f"Password: {CANARY}\n", encoding="utf-8")
        ready(aws)
        execute(aws, plan(aws, Path("nest/root.yaml"), {"Password": CANARY}, tags=TAGS))
        nest(Path("nest"), NEW_TOPIC, SMALL)
        if fails:
            aws.break_resource("Data/Deep/Topic", f"no such name as {CANARY}", on="update", times=99)
        for fault in faults:
            _once(aws, fault, fails=fails)
        ended = _once(aws, None, fails=fails)
        assert ended
        if ended.code and not fails:
            # What somebody else did meanwhile is told once; then it is planned anew.
            ended = _once(aws, None, fails=fails)
        assert ended
        assert ended.code == (3 if fails else 0), ended
        assert aws.stack(STACK).status == ("UPDATE_ROLLBACK_COMPLETE" if fails else "UPDATE_COMPLETE")
        assert not list(Path().rglob("*.unfinished"))


def _once(aws: Fake, fault: Fault | None, *, fails: bool) -> Ended | None:
    """Run once, see that it was true; None when the run was killed and could say nothing."""
    aws.desk.faults.open.clear()
    aws.renew_credentials()
    before, began = len(aws.stack(STACK).stack.operations), aws.clock.now()
    clock = _ordered(aws, fault) if fault else aws.clock
    try:
        ended = _command(aws, clock)
    except Killed:
        ended = None
    assert len(aws.stack(STACK).stack.operations) - before <= 1
    assert (aws.clock.now() - began).total_seconds() < 4 * 3600
    told = [ended.out, ended.err] if ended else []
    told += [
        path.read_text(encoding="utf-8") for path in Path().glob("*") if path.name.endswith((".json", ".unfinished"))
    ]
    assert not [secret for secret in (CANARY, SECRET, TOKEN) for text in told if secret in text]
    if ended:
        _check_truth(aws, ended, fails=fails)
    return ended


def _command(aws: Fake, clock: Clock) -> Ended:
    with pytest.MonkeyPatch.context() as patch:
        for name, value in aws.environment.items():
            patch.setenv(name, value)
        patch.delenv("AWS_PROFILE", raising=False)
        result = CliRunner().invoke(main, WORDS, obj=clock)
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return Ended(result.exit_code, result.stdout, result.stderr)


def _check_truth(aws: Fake, ended: Ended, *, fails: bool) -> None:
    status = aws.stack(STACK).status
    topic = aws.stack(f"{STACK}/Data/Deep").resources["Topic"].properties
    assert ended.code in {0, 3, 130}, ended
    if ended.code == 0:
        assert (status, fails) == ("UPDATE_COMPLETE", False)
        assert "second" in str(topic)
        return
    assert ended.err.strip()
    assert "Traceback" not in ended.err
    if "first cause" in ended.err:
        assert fails
        assert status == "UPDATE_ROLLBACK_COMPLETE"
        assert "first" in str(topic)


def _ordered(aws: Fake, fault: Fault) -> Clock:
    """Let it go wrong; give the clock by which the run lives, which may end it."""
    match fault.kind:
        case "throttle":
            aws.fault(fault.operation, "Throttling", fault.times, after=fault.after)
        case "break down":
            aws.fault(fault.operation, "InternalFailure", fault.times, after=fault.after)
        case "skew":
            aws.fault(fault.operation, "RequestTimeTooSkewed", fault.times, after=fault.after)
        case "lose answer":
            aws.lose_answer(fault.operation, fault.times, fault.after)
        case "lose request":
            aws.lose_request(fault.operation, fault.times, fault.after)
        case "expire":
            aws.expire_credentials(fault.after)
        case "obsolete":
            aws.when("DescribeStacks", partial(aws.obsolete_change_sets, STACK), after=fault.times)
        case _:
            ending: type[BaseException] = Killed if fault.kind == "kill" else KeyboardInterrupt
            return _mortal(aws, ending, fault.times)
    return aws.clock


def _mortal(aws: Fake, ending: type[BaseException], sleeps: int) -> Clock:
    left = [sleeps]

    def sleep(seconds: float) -> None:
        left[0] -= 1
        if left[0] == 0:
            raise ending
        aws.clock.sleep(seconds)

    return Clock(aws.clock.now, sleep)
