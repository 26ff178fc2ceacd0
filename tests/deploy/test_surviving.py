"""Killed, throttled, cut off or locked out at any step: run again, it goes on, and does nothing twice."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.apply.executions import token
from tasktracker_cfn.deploy.aws.calling import Answer
from tasktracker_cfn.deploy.aws.clock import Clock
from tasktracker_cfn.deploy.aws.gateway import Access, Gateway
from tasktracker_cfn.errors import CredentialsError, UnreachableError
from tests.aws.fake import Fake, boto_session
from tests.deploy.plans import NEW_STORE, SMALL, STACK, Notes, applied, deployed, nest, planned, run
from tests.deploy.test_applying import denied, executed


class Killed(BaseException):
    """The process is no more."""


class Mortal(Gateway):
    """A gateway whose process is killed at one of its calls, before or after that has its effect."""

    def __init__(self, aws: Fake, call: int, *, after: bool) -> None:
        """Take which call is the last."""
        session = aws.session()
        super().__init__(Access(session["region_name"], None, aws.url), aws.clock, lambda: 0.5)
        self._session = boto_session()
        self._clients = aws.shared
        self.left = call
        self.after = after

    def call(self, service: str, operation: str, parameters: Mapping[str, object]) -> Answer:
        """Call, or die."""
        self.left -= 1
        if self.left == 0 and not self.after:
            raise Killed
        answer = super().call(service, operation, parameters)
        if self.left == 0:
            raise Killed
        return answer


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
def test_killed_at_every_step(aws: Fake, tmp_path: Path, after: bool) -> None:
    """Killed at every call, one later in each run, it converges; it executes once, and the locks are as they should."""
    plan = deployed(aws, tmp_path, NEW_STORE, SMALL)
    before = executed(aws)
    for last in range(1, 500):
        try:
            applied(aws, plan, "Data/Deep/Store", gateway=Mortal(aws, last, after=after))
        except Killed:
            continue
        break
    assert last > 20
    assert executed(aws) == before + 1
    assert aws.stack(STACK).status == "UPDATE_COMPLETE"
    assert denied(aws, f"{STACK}/Data/Deep") == ["LogicalResourceId/Store", "LogicalResourceId/Topic"]
    assert applied(aws, plan).did == "nothing"


def test_killed_first_create(aws: Fake, tmp_path: Path) -> None:
    """Killed at every call of a first deployment, it converges as well, and ends protected."""
    plan = planned(aws, nest(tmp_path, None, SMALL))
    for last in range(1, 500):
        try:
            applied(aws, plan, gateway=Mortal(aws, last, after=True))
        except Killed:
            continue
        break
    assert executed(aws) == 1
    assert (aws.stack(STACK).status, aws.stack(STACK).termination_protection) == ("CREATE_COMPLETE", True)


def test_throttled_at_every_call(aws: Fake, tmp_path: Path) -> None:
    """Every call throttled twice, it waits, and gets there."""
    plan = planned(aws, nest(tmp_path, None, SMALL))
    for number in range(0, 900, 3):
        aws.fault("*", "Throttling", times=1, after=number - number // 3)
    assert applied(aws, plan).stack.status == "CREATE_COMPLETE"
    assert executed(aws) == 1
    assert sum(call.error == "Throttling" for call in aws.calls) > 20


@pytest.mark.parametrize("calls", [0, 3, 12, 25, 40])
def test_credentials_expire(aws: Fake, tmp_path: Path, calls: int) -> None:
    """Credentials that expire halfway end the run with what to do; with new ones it goes on."""
    plan = planned(aws, nest(tmp_path, None, SMALL))
    aws.expire_credentials(after=calls)
    with pytest.raises(CredentialsError, match="run the same command again") as ended:
        applied(aws, plan)
    assert ended.value.exit_code == 3
    aws.renew_credentials()
    assert applied(aws, plan).stack.status == "CREATE_COMPLETE"
    assert executed(aws) == 1


def test_network_lost_for_minutes(aws: Fake, tmp_path: Path) -> None:
    """While it watches, a network that is gone for some minutes is waited for."""
    plan = planned(aws, nest(tmp_path, None, SMALL))
    watcher = Notes()
    aws.when("ExecuteChangeSet", lambda: aws.lose_request("DescribeStackEvents", times=12))
    assert applied(aws, plan, watcher=watcher).stack.status == "CREATE_COMPLETE"
    assert any("AWS does not answer" in text for text in watcher.said)


def test_network_lost_for_good(aws: Fake, tmp_path: Path) -> None:
    """A network that stays away ends the run within a quarter of an hour."""
    plan = planned(aws, nest(tmp_path, None, SMALL))
    aws.when("ExecuteChangeSet", lambda: aws.lose_request("DescribeStacks", times=10_000))
    began = aws.clock.now()
    with pytest.raises(UnreachableError):
        applied(aws, plan)
    assert 600 <= (aws.clock.now() - began).total_seconds() < 1000


def test_request_lost(aws: Fake, tmp_path: Path) -> None:
    """A request to execute that never arrives claims nothing; run again, it is executed once, with the same token."""
    plan = planned(aws, nest(tmp_path, None, SMALL))
    aws.lose_request("ExecuteChangeSet", times=6)
    with pytest.raises(UnreachableError, match="run the same command again"):
        applied(aws, plan)
    assert aws.stack(STACK).status == "REVIEW_IN_PROGRESS"
    assert applied(aws, plan).did == "applied"
    assert executed(aws) == 1
    tokens = [call.parameters["ClientRequestToken"] for call in aws.calls if call.operation == "ExecuteChangeSet"]
    assert len(tokens) > 1
    # The token is the plan's and of no run: a late request of an earlier run then begins nothing again.
    assert set(tokens) == {token(plan)}
    assert token(plan) == token(plan._replace(label="other"))
    assert token(plan) != token(plan._replace(change_set=f"{plan.change_set}0"))


@pytest.mark.parametrize("ahead", [-240, 240], ids=["slow", "fast"])
def test_clock_skew(aws: Fake, tmp_path: Path, ahead: int) -> None:
    """With a clock of this machine that is four minutes wrong it still knows what is new, and for how long it waits."""
    plan = planned(aws, nest(tmp_path, None, SMALL))
    right = aws.clock
    gateway = run(aws)
    gateway._clock = Clock(_shifted(right, ahead), right.sleep)
    watcher = Notes()
    began = right.now()
    assert applied(aws, plan, watcher=watcher, gateway=gateway).stack.status == "CREATE_COMPLETE"
    assert watcher.last
    took = (right.now() - began).total_seconds()
    assert abs((watcher.last.now - watcher.last.started).total_seconds() - took) < 20
    assert min(item.event.time for item in watcher.news) >= began


def _shifted(clock: Clock, seconds: int) -> Callable[[], datetime]:
    return lambda: clock.now() + timedelta(seconds=seconds)
