"""What --allow opens in the stack policies is closed in every ending, or it is told what closes it."""

from datetime import timedelta
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.plan.plan_file import Plan
from tasktracker_cfn.errors import DeniedError, DeploymentError, TimeError
from tests.aws.fake import Fake
from tests.deploy.plans import NEW_STORE, SMALL, STACK, Notes, applied, deployed
from tests.deploy.test_applying import denied

ALLOWED = "Data/Deep/Store"
PLACE = f"{STACK}/Data/Deep"
CLOSED = ["LogicalResourceId/Store", "LogicalResourceId/Topic"]


class Impatient(Notes):
    """Somebody who presses Ctrl-C when it is said that something is executed."""

    def say(self, text: str) -> None:
        """Hear a line."""
        if text.startswith("executing"):
            raise KeyboardInterrupt


@pytest.fixture(name="plan")
def _plan(aws: Fake, tmp_path: Path) -> Plan:
    changes = {**NEW_STORE, "data.yaml": ("SecretString", "Description: new\n      SecretString")}
    return deployed(aws, tmp_path, changes, SMALL)


def test_denied(aws: Fake, plan: Plan) -> None:
    """When the execution is denied the policies are closed again."""
    aws.fault("ExecuteChangeSet", "AccessDenied", times=1)
    with pytest.raises(DeniedError):
        applied(aws, plan, ALLOWED)
    assert denied(aws, PLACE) == CLOSED


def test_interrupted_before(aws: Fake, plan: Plan) -> None:
    """Ctrl-C before anything is executed closes them, too."""
    with pytest.raises(KeyboardInterrupt):
        applied(aws, plan, ALLOWED, watcher=Impatient())
    assert denied(aws, PLACE) == CLOSED


def test_late(aws: Fake, plan: Plan) -> None:
    """While AWS works on they cannot be closed: what is open is told, and the same command closes it."""
    with pytest.raises(TimeError, match=f"lets {ALLOWED} be replaced or removed: apply plan.json"):
        applied(aws, plan, ALLOWED, limit=timedelta(seconds=4))
    aws.settle()
    applied(aws, plan, ALLOWED)
    assert denied(aws, PLACE) == CLOSED


def test_rolled_back(aws: Fake, plan: Plan) -> None:
    """After a rollback they are closed again."""
    aws.break_resource(ALLOWED, "no", times=9)
    with pytest.raises(DeploymentError, match="UPDATE_ROLLBACK_COMPLETE"):
        applied(aws, plan, ALLOWED)
    assert denied(aws, PLACE) == CLOSED


def test_not_closed(aws: Fake, plan: Plan) -> None:
    """Where AWS refuses to have them closed after a rollback, what is open is told, with the command that closes it."""
    aws.break_resource(ALLOWED, "no", times=9)
    aws.when("ExecuteChangeSet", lambda: aws.fault("SetStackPolicy", "AccessDenied", times=99))
    with pytest.raises(DeploymentError, match=rf"lets {ALLOWED} be replaced or removed: python .* unstick .* --run"):
        applied(aws, plan, ALLOWED)


def test_rollback_failed(aws: Fake, plan: Plan) -> None:
    """When the rollback failed, what is open is told, with the command that goes on and closes it."""
    aws.break_resource(ALLOWED, "no", times=9)
    aws.break_resource("Data/Given", "locked", on="rollback", times=9)
    with pytest.raises(DeploymentError, match=rf"lets {ALLOWED} be replaced or removed: python .* unstick .* --run"):
        applied(aws, plan, ALLOWED)
