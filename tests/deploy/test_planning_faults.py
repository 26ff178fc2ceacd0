"""Planning against the fake when calls fail: throttled, lost, refused, or with credentials that expire."""

from datetime import timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasktracker_cfn.deploy.plan.planning import Planned
from tasktracker_cfn.errors import CredentialsError, DeniedError, TasktrackerError
from tests.aws.fake import Fake
from tests.deploy.planned_nest import CANARY, STACK, deployed, nest, plan, text, waiting
from tests.hypothesis_profile import DETERMINISTIC


def _plain(planned: Planned) -> tuple[str, tuple[str, ...]]:
    return planned.review.verdict, planned.review.needs_allow


@pytest.mark.parametrize(
    "operation",
    [
        "DescribeStacks",
        "HeadBucket",
        "HeadObject",
        "PutObject",
        "CreateChangeSet",
        "DescribeChangeSet",
        "GetTemplate",
        "ListStackResources",
        "ListChangeSets",
    ],
)
def test_throttling(aws: Fake, tmp_path: Path, operation: str) -> None:
    """A plan gets through throttling at any of its calls."""
    deployed(aws, tmp_path)
    aws.fault(operation, "SlowDown" if "Object" in operation or "Bucket" in operation else "Throttling", times=4)
    planned = plan(aws, nest(tmp_path / "second", {"deep.yaml": ("store-one", "store-two")}), {})
    assert _plain(planned) == ("stop", ("Data/Deep/Store",))


def test_throttled_at_every_call(aws: Fake, tmp_path: Path) -> None:
    """Every call throttled, it waits, and gets there with one change set."""
    deployed(aws, tmp_path)
    began = len(aws.calls)
    for number in range(200):
        aws.fault("*", "SlowDown", times=1, after=number)
    planned = plan(aws, nest(tmp_path / "second", {"deep.yaml": ("store-one", "store-two")}), {})
    assert _plain(planned) == ("stop", ("Data/Deep/Store",))
    assert sum(call.error == "SlowDown" for call in aws.calls[began:]) > 20
    assert len(waiting(aws)) == 1


@pytest.mark.parametrize("operation", ["PutObject", "CreateChangeSet", "DescribeChangeSet", "GetTemplate"])
def test_lost_answers(aws: Fake, tmp_path: Path, operation: str) -> None:
    """An answer that is lost repeats no effect: there is one change set."""
    deployed(aws, tmp_path)
    aws.lose_answer(operation)
    planned = plan(aws, nest(tmp_path / "second", {"deep.yaml": ("store-one", "store-two")}), {})
    assert _plain(planned) == ("stop", ("Data/Deep/Store",))
    assert len(waiting(aws)) == 1


@pytest.mark.parametrize("calls", [0, 3, 8, 20, 40])
def test_credentials_expire(aws: Fake, tmp_path: Path, calls: int) -> None:
    """Credentials that expire halfway end the plan with what to do, and the same command works afterwards."""
    deployed(aws, tmp_path)
    root = nest(tmp_path / "second", {"deep.yaml": ("store-one", "store-two")})
    aws.expire_credentials(after=calls)
    # A HEAD has no body, so an expired credential looks like a bucket that may not be used.
    with pytest.raises((CredentialsError, DeniedError)):
        plan(aws, root, {})
    aws.renew_credentials()
    assert _plain(plan(aws, root, {})) == ("stop", ("Data/Deep/Store",))


OPERATIONS = ("DescribeStacks", "HeadObject", "PutObject", "CreateChangeSet", "DescribeChangeSet", "GetTemplate", "*")
FAULTS = st.lists(
    st.tuples(
        st.sampled_from(["throttle", "refuse", "lose answer", "lose request", "expire"]),
        st.sampled_from(OPERATIONS),
        st.integers(0, 30),
        st.integers(1, 14),
    ),
    max_size=4,
)


def _told(aws: Fake, root: Path) -> str:
    """Give the one message of a run, or what it shows."""
    try:
        return text(plan(aws, root, {"Password": CANARY}), everything=True)
    except TasktrackerError as error:
        return str(error)


@settings(DETERMINISTIC, max_examples=8)
@given(faults=FAULTS)
def test_any_faults(tmp_path: Path, faults: list[tuple[str, str, int, int]]) -> None:
    """Whatever goes wrong on the way, a run ends with a plan or one message, tells no secret, and a rerun converges."""
    with Fake() as aws:
        deployed(aws, tmp_path)
        root = nest(tmp_path / "second", {"deep.yaml": ("store-one", "store-two")})
        before = aws.clock.now()
        for kind, operation, after_calls, times in faults:
            if kind == "expire":
                aws.expire_credentials(after=after_calls)
            elif kind in {"throttle", "refuse"}:
                code = "Throttling" if kind == "throttle" else "InternalFailure"
                aws.fault(operation, code, times=times, after=after_calls)
            else:
                lose = aws.lose_answer if kind == "lose answer" else aws.lose_request
                lose(operation, times=times, after=after_calls)
        told = _told(aws, root)
        took = aws.clock.now() - before
        aws.renew_credentials()
        aws.desk.faults.open.clear()
        assert CANARY not in told
        assert took < timedelta(hours=1)
        assert len(waiting(aws)) <= 1
        assert _plain(plan(aws, root, {"Password": CANARY})) == ("stop", ("Data/Deep/Store",))
        assert aws.stack(STACK).status == "CREATE_COMPLETE"
