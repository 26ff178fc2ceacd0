"""Whatever goes wrong, whoever else acts: nothing happens twice, the end is told truthfully, run again it converges."""

import io
import tempfile
from contextlib import redirect_stdout
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import NamedTuple

from hypothesis import given, settings
from hypothesis import strategies as st

from tasktracker_cfn.cli.progress_lines import ProgressLines
from tasktracker_cfn.deploy.apply.applying import Order, apply
from tasktracker_cfn.deploy.apply.executions import token
from tasktracker_cfn.deploy.apply.hiding import Hiding
from tasktracker_cfn.deploy.plan.plan_file import Plan, read_plan, write_plan
from tasktracker_cfn.errors import AwsError, StalePlanError, TasktrackerError, TimeError
from tests.aws.fake import SECRET, TOKEN, Fake
from tests.aws.refusal import Refused
from tests.deploy.plans import CANARY, NEW_STORE, SMALL, STACK, deployed, run
from tests.deploy.test_applying import denied
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
# The update takes nearly two minutes, so that the shorter limit comes before its end.
SLOW = "  Slow: {Type: AWS::EC2::NatGateway, Properties: {SubnetId: subnet-1}}\n  Deep:"
CHANGES = {**NEW_STORE, "data.yaml": ("  Deep:", SLOW)}
LIMITS = (timedelta(seconds=40), timedelta(minutes=30))
# What a look may take after the limit, and how long AWS may be out of reach meanwhile.
LOOK, SILENCE = timedelta(seconds=20), timedelta(minutes=15)
RUNS = 20
ALLOWED = "Data/Deep/Store"
CLOSED = ["LogicalResourceId/Store", "LogicalResourceId/Topic"]


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


class Other(NamedTuple):
    """What another person does in the first run, after how many calls."""

    does: str
    after: int

    def order(self, aws: Fake, plan: Plan) -> None:
        """Let it be done."""
        aws.when("*", partial(self._do, aws, plan), after=self.after)

    def _do(self, aws: Fake, plan: Plan) -> None:
        person = aws.other_actor()
        try:
            match self.does:
                case "execute":
                    person.execute(plan.change_set)
                case "delete change set":
                    person.delete_change_set(plan.change_set)
                case _:
                    if not aws.stack(STACK).status.endswith("_IN_PROGRESS"):
                        aws.obsolete_change_sets(STACK)
        except Refused:
            # They came too late.
            return


OTHERS = st.builds(Other, st.sampled_from(("execute", "delete change set", "deploy")), st.integers(0, 40))


class Run(NamedTuple):
    """How a run ended: with which error, after how long, and all that it has shown."""

    error: BaseException | None
    took: timedelta
    shown: str


@given(
    faults=st.lists(FAULTS, max_size=4), fails=st.booleans(), limit=st.sampled_from(LIMITS), other=st.none() | OTHERS
)
@settings(DETERMINISTIC, max_examples=10)
def test_faults(faults: list[Fault], fails: bool, limit: timedelta, other: Other | None) -> None:
    """Each run ends within its limit, truthfully; one execution ever begins; no secret is shown; all is locked."""
    with tempfile.TemporaryDirectory() as folder, Fake() as aws:
        file = Path(folder) / "plan.json"
        write_plan(file, deployed(aws, Path(folder), CHANGES, SMALL))
        assert CANARY not in file.read_text(encoding="utf-8")
        plan, before, began = read_plan(file), _begun(aws), len(aws.calls)
        if fails:
            aws.break_resource(ALLOWED, f"no such name as {CANARY}", times=99)
        ended = Run(None, timedelta(0), "")
        for number in range(RUNS):
            fault = faults[number] if number < len(faults) else None
            aws.desk.faults.open.clear()
            aws.renew_credentials()
            if other and number == 0:
                other.order(aws, plan)
            ended = _run(aws, plan, fault, limit)
            assert ended.took < limit + (SILENCE if fault else LOOK)
            assert not [secret for secret in (CANARY, SECRET, TOKEN) if secret in ended.shown]
            assert _begun(aws) - before <= 1
            _check_truth(aws, ended.error, fails=fails, other=other)
            if fault is None and not isinstance(ended.error, TimeError):
                break
        _check_end(aws, plan, ended.error, _begun(aws) - before, fails=fails)
        executions = [call for call in aws.calls[began:] if call.operation == "ExecuteChangeSet"]
        assert {call.parameters["ClientRequestToken"] for call in executions} <= {token(plan)}
        assert sum(not call.error for call in executions) <= 2


def _begun(aws: Fake) -> int:
    """Count the operations that have begun."""
    return len(aws.stack(STACK).stack.operations)


def _run(aws: Fake, plan: Plan, fault: Fault | None, limit: timedelta) -> Run:
    """Apply once as the command does, with its lines; a secret that the command knows is not shown."""
    gateway = run(aws)
    if fault and fault.kind.startswith("kill"):
        gateway = Mortal(aws, fault.after + 1, after=fault.kind == "kill after")
    elif fault:
        fault.order(aws)
    order = Order(plan, "apply plan.json", frozenset({ALLOWED}), limit=limit, hide=Hiding(plan, {"Password": CANARY}))
    start, error = aws.clock.now(), None
    with redirect_stdout(io.StringIO()) as out:
        try:
            apply(gateway, order, ProgressLines(STACK, order.hide))
        except (TasktrackerError, Killed) as caught:
            error = caught
    return Run(error, aws.clock.now() - start, f"{out.getvalue()}\n{error}")


def _check_truth(aws: Fake, error: BaseException | None, *, fails: bool, other: Other | None) -> None:
    """Make sure that what a run said is so, and that what it opened is closed or told."""
    status = aws.stack(STACK).status
    if isinstance(error, TimeError):
        assert "be replaced or removed: apply plan.json" in str(error)
    if isinstance(error, (Killed, AwsError, TimeError)):
        return
    assert denied(aws, f"{STACK}/Data/Deep") == CLOSED or "be replaced or removed: apply plan.json" in str(error)
    if error is None:
        assert status == "UPDATE_COMPLETE"
        return
    if isinstance(error, StalePlanError):
        assert other, str(error)
        return
    assert fails or _is_denied(error), str(error)
    assert status == "UPDATE_ROLLBACK_COMPLETE"
    assert f"first cause: {ALLOWED}" in str(error)


def _check_end(aws: Fake, plan: Plan, error: BaseException | None, begun: int, *, fails: bool) -> None:
    """Make sure that it has arrived: done, undone, or, where another was quicker, not begun; locked in any case."""
    assert denied(aws, f"{STACK}/Data/Deep") == CLOSED
    if isinstance(error, StalePlanError):
        return
    assert begun == 1
    assert (error is None) != (fails or _is_denied(error))
    assert aws.stack(STACK).status == ("UPDATE_COMPLETE" if error is None else "UPDATE_ROLLBACK_COMPLETE")


def _is_denied(error: BaseException | None) -> bool:
    """Tell whether another executed the plan before anybody had opened the stack policies for it."""
    return "Action denied by stack policy" in str(error)
