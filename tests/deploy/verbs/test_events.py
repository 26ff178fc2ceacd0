"""The verb `events`, against the fake."""

import json

import pytest

from tasktracker_cfn.cli import events
from tests.aws.packing import change_set, packed
from tests.deploy.shop import NAME, Shop

OTHER_IMAGE = {"service.yaml": ("Image: nginx", "Image: other")}


def begin(shop: Shop, kind: str = "UPDATE", **more: str) -> None:
    """Begin to make the nest, or an update that changes the service, and do not wait for it."""
    changes = OTHER_IMAGE if kind == "UPDATE" else {}
    described = change_set(shop.aws, NAME, packed(shop.aws, shop.root, changes), kind, **more)
    client = shop.aws.client("cloudformation")
    rollback = {} if "OnStackFailure" in more else {"DisableRollback": False}
    client.execute_change_set(ChangeSetName=described["ChangeSetId"], **rollback)


def test_the_last_operation(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """The events of the last operation come from all stacks in the order of time, each with its whole address."""
    shop.aws.clock.sleep(100_000)
    assert shop.deploy("UPDATE", OTHER_IMAGE) == "UPDATE_COMPLETE"
    assert events.run(shop.standing) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "2026-01-06 (times are UTC)"
    assert lines[1].split()[1:3] == [NAME, "UPDATE_IN_PROGRESS"]
    assert any(line.split()[1:3] == ["Service/Service", "UPDATE_COMPLETE"] for line in lines)
    assert not any("CREATE_COMPLETE" in line and "Data" in line for line in lines)
    assert [line[:8] for line in lines[1:]] == sorted(line[:8] for line in lines[1:])


def test_all_operations(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """On demand the events are those since the stack was made, with each day named."""
    shop.aws.clock.sleep(100_000)
    shop.deploy("UPDATE", OTHER_IMAGE)
    assert events.run(shop.standing, everything=True) == 0
    out = capsys.readouterr().out
    assert "2026-01-05 (times are UTC)" in out
    assert "2026-01-06 (times are UTC)" in out
    assert "Data/Deep/Queue" in out


def test_failures_with_their_reasons(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Only the failures that have a reason of their own are told, not those of the stacks above."""
    shop.aws.break_resource("Service/Service", "it does not start", on="update")
    assert shop.deploy("UPDATE", OTHER_IMAGE) == "UPDATE_ROLLBACK_COMPLETE"
    assert events.run(shop.standing, failed=True) == 0
    lines = capsys.readouterr().out.splitlines()
    assert len(lines) == 4
    assert "Service/Service" in lines[1]
    assert lines[1].endswith("it does not start")
    assert lines[3] == "first cause: Service/Service (AWS::ECS::Service) UPDATE_FAILED: it does not start"


def test_nothing_failed(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Where nothing failed, that is said."""
    assert events.run(shop.standing, failed=True) == 0
    assert capsys.readouterr().out == "shop-dev: nothing failed\n"


def test_following(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """To follow shows what happened since the operation began, and what happens until its end, each event once."""
    begin(shop)
    shop.aws.clock.sleep(3)
    assert events.run(shop.standing, following=True) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[-1] == "shop-dev is in UPDATE_COMPLETE: it was updated"
    assert lines[0].split()[1:3] == [NAME, "UPDATE_IN_PROGRESS"]
    assert len(lines) == len(set(lines))
    assert shop.aws.stack(NAME).status == "UPDATE_COMPLETE"


@pytest.mark.parametrize("output_format", ["text", "json"])
def test_following_a_failure(shop: Shop, capsys: pytest.CaptureFixture[str], output_format: str) -> None:
    """When what is followed fails, the exit code is that of a deployment that failed."""
    shop.aws.break_resource("Service/Service", on="update")
    begin(shop)
    if output_format == "json":
        assert events.run(shop.standing, "json", following=True) == 3
        found = json.loads(capsys.readouterr().out)["events"]
        assert found[-1]["status"] == "UPDATE_ROLLBACK_COMPLETE" or found[-1]["resource"] != NAME
        assert {"Service/Service", "Service", NAME} <= {event["resource"] for event in found}
    else:
        assert events.run(shop.standing, following=True) == 3
        assert "was rolled back" in capsys.readouterr().out


def test_small_pages(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Answers that come in many pages give the same events."""
    events.run(shop.standing, everything=True)
    whole = capsys.readouterr().out
    shop.aws.account.page = 3
    events.run(shop.standing, everything=True)
    assert capsys.readouterr().out == whole


def test_what_other_clocks_say_does_not_matter(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """A clock of this machine that is a day ahead hides no event: only AWS's times are compared."""
    begin(shop)
    gateway = shop.gateway
    from datetime import timedelta

    from tasktracker_cfn.deploy.aws.clock import Clock

    ahead = Clock(lambda: shop.aws.clock.now() + timedelta(days=1), shop.aws.clock.sleep)
    gateway._clock = ahead
    assert events.run(shop.standing, following=True) == 0
    assert "UPDATE_IN_PROGRESS" in capsys.readouterr().out.splitlines()[0]
