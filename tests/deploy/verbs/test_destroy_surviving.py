"""Destroying, killed or cut off at any step: run again, it converges, and what was to be kept is kept."""

from contextlib import redirect_stderr, redirect_stdout
from datetime import timedelta
from functools import partial
from io import StringIO
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasktracker_cfn.errors import AwsError, CredentialsError, DeploymentError, TasktrackerError, UnreachableError
from tests.aws.fake import CANARIES, Fake
from tests.deploy.doomed import CANARY, FATES, NAME, Doomed, doomed
from tests.deploy.test_surviving import Killed, Mortal
from tests.hypothesis_profile import DETERMINISTIC

SECRETS = (CANARY, *CANARIES)
OPERATIONS = (
    "DeleteStack",
    "DeleteObjects",
    "ListObjectVersions",
    "UpdateTerminationProtection",
    "DescribeStacks",
    "DescribeStackEvents",
    "ListStackResources",
    "GetTemplate",
    "DetectStackResourceDrift",
    "GetCallerIdentity",
    "*",
)


@pytest.fixture
def nest(aws: Fake, tmp_path: Path) -> Doomed:
    """Give the nest that is to be destroyed."""
    return doomed(aws, tmp_path)


def begun(nest: Doomed) -> int:
    """Count the deletes that began."""
    return sum(one["OperationType"] == "DELETE_STACK" for one in nest.aws.stack(NAME).stack.operations)


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
def test_killed_at_every_step(nest: Doomed, capsys: pytest.CaptureFixture[str], after: bool) -> None:
    """Killed at every call, one later in each run, it converges; it deletes once, and the last run tells all."""
    last, code = 0, None
    for last in range(1, 500):
        try:
            code = nest.run(Mortal(nest.aws, last, after=after))
        except Killed:
            assert nest.uploads == 3
            capsys.readouterr()
            continue
        break
    assert (last > 20, code, nest.status) == (True, 0, "DELETE_COMPLETE")
    assert (nest.fates, nest.uploads, begun(nest)) == (FATES, 3, 1)
    out = capsys.readouterr().out
    kept, snapshot, waiting = (out.index(f"Data/{name} ") for name in ("Uploads", "Database", "Key"))
    assert out.index("left behind, in no stack") < kept < out.index("a snapshot left behind") < snapshot < waiting
    assert "aws kms cancel-key-deletion --key-id" in out


def test_every_call_throttled(nest: Doomed) -> None:
    """Each call is refused twice as too fast, waits, and gets there."""
    for number in range(0, 600, 3):
        nest.aws.fault("*", "Throttling", times=2, after=number - 2 * (number // 3))
    assert nest.run() == 0
    assert (nest.fates, begun(nest)) == (FATES, 1)
    assert sum(call.error == "Throttling" for call in nest.aws.calls) > 60


@pytest.mark.parametrize("operation", ["DeleteStack", "DeleteObjects", "UpdateTerminationProtection"])
def test_lost_answers(nest: Doomed, operation: str) -> None:
    """What happened though nobody heard of it is not done twice."""
    nest.aws.lose_answer(operation, times=3)
    assert nest.run() == 0
    assert (nest.fates, begun(nest), nest.uploads) == (FATES, 1, 3)


@pytest.mark.parametrize("calls", [0, 3, 9, 14, 18, 22, 26, 30])
def test_credentials_expire(nest: Doomed, calls: int) -> None:
    """Credentials that expire halfway end the run with what to do; with new ones it goes on."""
    nest.aws.expire_credentials(after=calls)
    with pytest.raises(CredentialsError, match="run the same command again"):
        nest.run()
    nest.aws.renew_credentials()
    assert nest.run() == 0
    assert (nest.fates, nest.uploads) == (FATES, 3)


def test_protected_again_when_refused(nest: Doomed, capsys: pytest.CaptureFixture[str]) -> None:
    """When AWS refuses the delete, the protection that was ended for it is put back; run again, it is ended again."""
    nest.aws.fault("DeleteStack", "AccessDenied")
    with pytest.raises(AwsError, match="AccessDenied"):
        nest.run()
    assert "doomed is protected again" in capsys.readouterr().err
    assert nest.aws.stack(NAME).termination_protection
    nest.aws.fault("DeleteStack", "AccessDenied")
    nest.aws.fault("UpdateTerminationProtection", "AccessDenied", after=1)
    with pytest.raises(AwsError):
        nest.run()
    assert "doomed is NOT protected any more" in capsys.readouterr().err
    assert nest.run() == 0


def test_a_request_that_never_arrives(nest: Doomed) -> None:
    """When nobody knows whether the delete began, that is said, and the next run finds out."""
    nest.aws.lose_request("DeleteStack", times=99)
    with pytest.raises(UnreachableError, match="it finds out"):
        nest.run()
    nest.aws.desk.faults.open.clear()
    assert nest.run() == 0
    assert nest.fates == FATES


@pytest.mark.parametrize("moment", ["while it is read", "between yes and the delete", "while it is deleted"])
def test_two_people_at_once(nest: Doomed, capsys: pytest.CaptureFixture[str], moment: str) -> None:
    """Whoever comes second follows what the first began, and both are told the same."""

    def other() -> None:
        root = nest.aws.stack(NAME).stack
        root.termination_protection = False
        nest.aws.store.buckets[nest.aws.stack(f"{NAME}/Data").physical_ids["Cache"]].objects.clear()
        nest.aws.other_actor().delete(NAME)

    def typed(_: str) -> str:
        if moment == "while it is read":
            other()
        return NAME

    if moment == "between yes and the delete":
        nest.aws.when("DeleteStack", other)
    if moment == "while it is deleted":
        again = partial(nest.aws.other_actor().delete, NAME)
        nest.aws.when("DeleteStack", lambda: nest.aws.when("DescribeStackEvents", again))
    assert nest.run(asked=typed) == 0
    assert (nest.fates, begun(nest)) == (FATES, 1)
    assert "doomed is destroyed" in capsys.readouterr().out


def test_changed_while_it_was_read(nest: Doomed) -> None:
    """A stack that was updated between the announcement and the yes is not deleted: what was told may not be true."""

    def typed(_: str) -> str:
        body = nest.aws.stack(NAME).template.replace("Outputs:", "Description: new\nOutputs:")
        nest.aws.other_actor().update(NAME, body)
        nest.aws.settle()
        return NAME

    with pytest.raises(DeploymentError, match=r"doomed changed while this was read.*nothing was done"):
        nest.run(asked=typed)
    assert (nest.fates, nest.uploads, nest.aws.stack(NAME).termination_protection) == ({}, 3, True)


def test_deleted_and_made_again_while_it_was_read(nest: Doomed, tmp_path: Path) -> None:
    """A new stack of the same name is not taken for the one that was announced."""

    def typed(_: str) -> str:
        nest.aws.stack(NAME).stack.termination_protection = False
        nest.aws.store.buckets[nest.aws.stack(f"{NAME}/Data").physical_ids["Cache"]].objects.clear()
        nest.aws.other_actor().delete(NAME)
        nest.aws.settle()
        doomed(nest.aws, tmp_path)
        return NAME

    assert nest.run(asked=typed) == 0
    assert nest.status == "CREATE_COMPLETE"


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
            case "refuse":
                aws.fault(self.operation, "AccessDenied", 1, after=self.after)
            case "lose answer":
                aws.lose_answer(self.operation, self.times, self.after)
            case "lose request":
                aws.lose_request(self.operation, self.times, self.after)
            case "expire":
                aws.expire_credentials(self.after)
            case "break":
                aws.break_resource("Data/Database", "it is locked", on="delete")
            case _:
                pass


FAULTS = st.builds(
    Fault,
    st.sampled_from(
        ("throttle", "refuse", "lose answer", "lose request", "expire", "break", "kill", "kill after", "no")
    ),
    st.sampled_from(OPERATIONS),
    st.integers(1, 14),
    st.integers(0, 45),
)


@given(faults=st.lists(FAULTS, max_size=4))
@settings(DETERMINISTIC, max_examples=5)
def test_faults(tmp_path_factory: pytest.TempPathFactory, faults: list[Fault]) -> None:
    """Each run ends within its limit and truthfully, deletes nothing unasked, and one without faults finishes."""
    shown = StringIO()
    with Fake() as aws, redirect_stdout(shown), redirect_stderr(shown):
        nest = doomed(aws, tmp_path_factory.mktemp("nest"))
        ended: int | BaseException | None = None
        for fault in (*faults, None):
            aws.desk.faults.open.clear()
            aws.renew_credentials()
            aws.mend_resource("Data/Database")
            began = aws.clock.now()
            ended = _run(nest, fault)
            shown.write(str(ended))
            assert aws.clock.now() - began < timedelta(hours=1)
            assert nest.uploads == 3
            assert (ended == 0) == (nest.status == "DELETE_COMPLETE") or not isinstance(ended, int)
            if fault and fault.kind == "no":
                assert ended in (0, 4)
        assert (ended, nest.fates) == (0, FATES)
        assert not [secret for secret in SECRETS if secret in shown.getvalue()]


def _run(nest: Doomed, fault: Fault | None) -> int | BaseException:
    """Run once; give the exit code, or how it ended otherwise."""
    gateway = None
    answer = "no" if fault and fault.kind == "no" else NAME
    if fault and fault.kind.startswith("kill"):
        gateway = Mortal(nest.aws, fault.after + 1, after=fault.kind == "kill after")
    elif fault:
        fault.order(nest.aws)
    try:
        return nest.run(gateway, asked=lambda _: answer)
    except AwsError as error:
        return error
    except TasktrackerError as error:
        return error.exit_code
    except Killed as error:
        return error
