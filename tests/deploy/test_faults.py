"""Whatever goes wrong, in whatever order: nothing happens twice, the end is told truthfully, run again it converges."""

import tempfile
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tasktracker_cfn.deploy.plan.plan_file import Plan
from tasktracker_cfn.errors import AwsError, StalePlanError, TasktrackerError, TimeError
from tests.aws.fake import SECRET, TOKEN, Fake
from tests.deploy.plans import CANARY, NEW_TOPIC, SMALL, STACK, Notes, applied, deployed
from tests.deploy.test_surviving import Killed, Mortal
from tests.hypothesis_profile import DETERMINISTIC

OPERATIONS = (
    "ExecuteChangeSet",
    "DescribeStacks",
    "DescribeStackEvents",
    "DescribeChangeSet",
    "SetStackPolicy",
    "GetStackPolicy",
    "ListStackResources",
    "HeadObject",
    "GetCallerIdentity",
    "UpdateTerminationProtection",
    "*",
)
LIMIT = timedelta(minutes=30)
RUNS = 12


class Fault(NamedTuple):
    """One thing that goes wrong in one run."""

    kind: str
    operation: str
    times: int
    after: int

    def order(self, aws: Fake) -> None:
        """Let it go wrong."""
        match self.kind:
            case "throttle":
                aws.fault(self.operation, "Throttling", self.times, after=self.after)
            case "break down":
                aws.fault(self.operation, "InternalFailure", self.times, after=self.after)
            case "lose answer":
                aws.lose_answer(self.operation, self.times, self.after)
            case "lose request":
                aws.lose_request(self.operation, self.times, self.after)
            case _:
                aws.expire_credentials(self.after)


FAULTS = st.builds(
    Fault,
    st.sampled_from(("throttle", "break down", "lose answer", "lose request", "expire", "kill", "kill after")),
    st.sampled_from(OPERATIONS),
    st.integers(1, 14),
    st.integers(0, 40),
)


@given(faults=st.lists(FAULTS, max_size=6), fails=st.booleans())
@settings(DETERMINISTIC, max_examples=15)
def test_faults(faults: list[Fault], fails: bool) -> None:
    """Each run ends within its limit, with a truthful code; at most one execution ever begins; no secret is shown."""
    with tempfile.TemporaryDirectory() as folder, Fake() as aws:
        plan = deployed(aws, Path(folder), NEW_TOPIC, SMALL)
        if fails:
            aws.break_resource("Data/Deep/Topic", "no such name", on="update", times=99)
        before, began = _begun(aws), len(aws.calls)
        shown: list[str] = []
        for number in range(RUNS):
            fault = faults[number] if number < len(faults) else None
            aws.desk.faults.open.clear()
            aws.renew_credentials()
            start = aws.clock.now()
            error = _run(aws, partial(_applied, aws, plan, fault), shown)
            assert aws.clock.now() - start < LIMIT + timedelta(minutes=15)
            assert _begun(aws) - before <= 1
            _check_truth(aws, error, fails=fails)
            if fault is None:
                break
        assert _begun(aws) - before == 1
        assert sum(not call.error and call.operation == "ExecuteChangeSet" for call in aws.calls[began:]) <= 2
        assert aws.stack(STACK).status == ("UPDATE_ROLLBACK_COMPLETE" if fails else "UPDATE_COMPLETE")
        assert not any(secret in text for text in shown for secret in (CANARY, SECRET, TOKEN))


def _begun(aws: Fake) -> int:
    """Count the operations that have begun."""
    return len(aws.stack(STACK).stack.operations)


def _applied(aws: Fake, plan: Plan, fault: Fault | None, notes: Notes) -> None:
    gateway = None
    if fault and fault.kind.startswith("kill"):
        gateway = Mortal(aws, fault.after + 1, after=fault.kind == "kill after")
    elif fault:
        fault.order(aws)
    applied(aws, plan, watcher=notes, limit=LIMIT, gateway=gateway)


def _run(aws: Fake, action: Callable[[Notes], None], shown: list[str]) -> BaseException | None:
    """Run once; note all that was shown, and give how it ended."""
    notes = Notes()
    try:
        action(notes)
    except (TasktrackerError, Killed) as error:
        shown.append(str(error))
        return error
    finally:
        shown.extend(notes.said)
        shown.extend(str(item) for item in notes.news)
    return None


def _check_truth(aws: Fake, error: BaseException | None, *, fails: bool) -> None:
    """Make sure that what a run said is so."""
    status = aws.stack(STACK).status
    if error is None:
        assert status == "UPDATE_COMPLETE"
        return
    if isinstance(error, (Killed, AwsError, TimeError)):
        return
    assert not isinstance(error, StalePlanError), str(error)
    assert fails, str(error)
    assert status == "UPDATE_ROLLBACK_COMPLETE"
    assert "first cause: Data/Deep/Topic" in str(error)
