"""The verb `status`, against the fake."""

import json

import pytest

from tasktracker_cfn.cli import status
from tasktracker_cfn.deploy.statuses import STATUSES
from tasktracker_cfn.errors import DeploymentError
from tests.deploy.shop import NAME, Shop


def test_a_stable_nest(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """All stacks are drawn as a tree with status and time, then protection, and that nothing is to be done."""
    assert status.run(shop.standing) == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0:2] for line in lines[1:5]] == [
        ["shop-dev", "CREATE_COMPLETE"],
        ["├─", "Data"],
        ["│", "└─"],
        ["└─", "Service"],
    ]
    assert "(0 s ago)" in lines[1]
    assert "termination protection  off" in lines
    assert "resources               11 in 4 stacks" in lines
    assert lines[-1].startswith("next: nothing")


def test_every_status(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Every status is shown with what comes next, and the exit code is 1 for what is stuck and for nothing else."""
    verbs = {"none": "plan", "stable": "plan", "in progress": "events", "stuck": "unstick"}
    for name in sorted(STATUSES.keys() - {"DELETE_COMPLETE"}):
        shop.aws.set_status(NAME, name, "the reason")
        code = status.run(shop.standing)
        out = capsys.readouterr().out
        assert code == (STATUSES[name].family == "stuck"), name
        assert name in out
        assert f"tasktracker_cfn {verbs[STATUSES[name].family]} shop/dev" in out.splitlines()[-1]
    shop.aws.set_status(NAME, "DELETE_COMPLETE")
    with pytest.raises(DeploymentError, match="there is no stack shop-dev in account 123456789012, us-east-1"):
        status.run(shop.standing)


def test_the_document(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get the same as one document, with paths, times and what failed."""
    shop.aws.set_status(NAME, "UPDATE_ROLLBACK_FAILED")
    shop.aws.set_resource_status(f"{NAME}/Data/Deep", "Queue", "UPDATE_FAILED", "gone")
    assert status.run(shop.standing, "json") == 1
    found = json.loads(capsys.readouterr().out)
    assert (found["stack"], found["family"], found["last_operation"]) == (NAME, "stuck", "CREATE_STACK")
    assert [item["path"] for item in found["stacks"]] == ["", "Data", "Data/Deep", "Service"]
    assert found["stacks"][0]["since"].endswith("Z")
    assert found["failed"] == [{"resource": "Data/Deep/Queue", "status": "UPDATE_FAILED", "reason": "gone"}]


def test_what_is_not_deployed(shop: Shop) -> None:
    """A stack that is not there is an error that says where it was looked for."""
    other = shop.standing.connection.target._replace(stack_name="shop-other")
    place = shop.standing._replace(connection=shop.standing.connection._replace(target=other))
    with pytest.raises(DeploymentError, match="there is no stack shop-other in account"):
        status.run(place)
