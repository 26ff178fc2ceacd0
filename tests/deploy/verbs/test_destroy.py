"""The verb `destroy`, against the fake."""

import json
from collections.abc import Callable

import pytest

from tasktracker_cfn.cli import destroy
from tasktracker_cfn.cli.acting import Talk
from tasktracker_cfn.deploy.destroy.wishes import Wanted
from tasktracker_cfn.deploy.statuses import STATUSES
from tasktracker_cfn.errors import CommandError, CredentialsError, DeclinedError, DeploymentError
from tests.aws.s3.buckets import Version
from tests.deploy.shop import CANARY, NAME, Shop

CACHE = frozenset({"Data/Cache"})


def typed(answer: str) -> Callable[[str], str]:
    """Give a person who types something."""
    return lambda _: answer


def fill(shop: Shop, number: int = 3, place: str = "Cache") -> str:
    """Put something into a bucket, older versions and a mark among it, and give the bucket's name."""
    name = shop.aws.stack(f"{NAME}/Data").physical_ids[place]
    client = shop.aws.client("s3")
    client.put_bucket_versioning(Bucket=name, VersioningConfiguration={"Status": "Enabled"})
    for index in range(number):
        client.put_object(Bucket=name, Key=f"key-{index}", Body=b"old")
        client.put_object(Bucket=name, Key=f"key-{index}", Body=b"new")
    client.delete_object(Bucket=name, Key="key-0")
    return str(name)


def log_into(shop: Shop) -> None:
    """Let a log arrive in the bucket, from within the fake: a call would wait for the one that it interrupts."""
    store = shop.aws.store
    bucket = store.buckets[shop.aws.stack(f"{NAME}/Data").physical_ids["Cache"]]
    store.put(bucket, "late.log", Version(store.version_id(bucket), b"late", shop.aws.clock.now()))


def fates(shop: Shop) -> dict[str, str]:
    """Give what became of the things."""
    return {fate.path: fate.fate for fate in shop.aws.stack(NAME).fates}


def test_all_is_told_deleted_and_told_again(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Beforehand it says what is lost, snapshotted and kept; then it deletes; then it says what is left, with ids."""
    assert destroy.run(shop.standing, Wanted(), Talk(asked=typed(NAME))) == 0
    out = capsys.readouterr().out
    before, _, after = out.partition("left behind, in no stack")
    lost, _, rest = before.partition("deleted after a snapshot")
    assert "Data/Logs" in lost
    assert "Data/Deep/Queue" in lost
    assert "Data/Cache" not in lost  # nothing is in it
    assert "Data/Database" in rest
    assert "Data/Uploads" in rest
    uploads = shop.aws.stack(f"{NAME}/Data").fates
    ids = {fate.path: fate.physical_id for fate in uploads}
    assert ids["Data/Uploads"] in after
    assert ids["Data/Deep/Keep"] in after
    assert "snapshot left behind" in after
    assert out.splitlines()[-1] == "shop-dev is destroyed: 9 resources deleted, 2 left behind"
    assert shop.aws.stack(NAME).status == "DELETE_COMPLETE"
    assert {fates(shop)[path] for path in ("Data/Uploads", "Data/Deep/Keep")} == {"retained"}


@pytest.mark.parametrize("answer", ["", "shop", "yes"])
def test_another_name_deletes_nothing(shop: Shop, answer: str) -> None:
    """Only the stack's own name, typed whole, is a yes."""
    with pytest.raises(DeclinedError):
        destroy.run(shop.standing, Wanted(), Talk(asked=typed(answer)))
    with pytest.raises(CommandError, match="is not the name of the stack, shop-dev; nothing was done"):
        destroy.run(shop.standing, Wanted(), Talk(confirm="shop-prod"))
    assert not fates(shop)
    assert shop.aws.stack(NAME).status == "CREATE_COMPLETE"


def test_what_stands_in_the_way(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Termination protection, a full bucket and a protected database are told together; nothing is asked or done."""
    fill(shop)
    shop.aws.client("cloudformation").update_termination_protection(StackName=NAME, EnableTerminationProtection=True)
    shop.aws.put_property("Data/Database", "DeletionProtection", True)
    assert destroy.run(shop.standing, Wanted(), Talk(confirm=NAME)) == 1
    out = capsys.readouterr().out
    assert "  1. shop-dev has termination protection\n     to end it: --unprotect\n" in out
    assert "  2. Data/Database (AWS::RDS::DBInstance): it is protected from being deleted\n" in out
    assert "--no-deletion-protection" in out
    assert "  3. Data/Cache (AWS::S3::Bucket): it is not empty\n" in out
    assert out.endswith("next: python -m tasktracker_cfn destroy shop/dev --unprotect --empty Data/Cache\n")
    assert not fates(shop)
    assert not [call for call in shop.aws.calls if call.operation in {"DeleteStack", "DeleteObjects"}]


def test_a_bucket_is_emptied_by_name(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """A bucket that is named is emptied of all versions and marks, in as many calls as that takes, and deleted."""
    shop.aws.account.page = 4
    name = fill(shop, number=7)
    kept = fill(shop, place="Uploads")
    assert destroy.run(shop.standing, Wanted(CACHE), Talk(confirm=NAME)) == 0
    assert "Data/Cache is empty: 15 versions and marks deleted" in capsys.readouterr().err
    assert name not in shop.aws.store.buckets
    assert not shop.aws.store.buckets[kept].empty


def test_protection_ends_last(shop: Shop) -> None:
    """Termination protection is ended after all was emptied, directly before the delete."""
    fill(shop)
    shop.aws.client("cloudformation").update_termination_protection(StackName=NAME, EnableTerminationProtection=True)
    assert destroy.run(shop.standing, Wanted(CACHE, unprotect=True), Talk(confirm=NAME)) == 0
    order = [call.operation for call in shop.aws.calls]
    assert order.index("DeleteObjects") < len(order) - 1 - order[::-1].index("UpdateTerminationProtection")
    assert order.index("DeleteObjects") < order.index("DeleteStack")
    assert shop.aws.stack(NAME).status == "DELETE_COMPLETE"


def test_a_bucket_that_is_written_to_meanwhile(shop: Shop) -> None:
    """Logs that arrive in an emptied bucket before it is deleted make it empty and delete once more."""
    fill(shop)
    shop.aws.when("DeleteStack", lambda: log_into(shop))
    assert destroy.run(shop.standing, Wanted(CACHE), Talk(confirm=NAME)) == 0
    assert [call.operation for call in shop.aws.calls].count("DeleteStack") == 2


def test_a_bucket_that_fills_for_ever(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """What is filled again each time is tried three times, and then told with the next step."""
    fill(shop)
    shop.aws.when("DeleteStack", lambda: log_into(shop), times=9)
    assert destroy.run(shop.standing, Wanted(CACHE), Talk(confirm=NAME)) == 3
    assert [call.operation for call in shop.aws.calls].count("DeleteStack") == 3
    assert "next: it is not empty; to lose what is in it: --empty Data/Cache" in capsys.readouterr().out


def test_what_cannot_be_deleted(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """A resource that stays is told with reason and next step; mended and run again, it goes, and all is told."""
    shop.aws.break_resource("Data/Logs", "it is locked", on="delete")
    assert destroy.run(shop.standing, Wanted(), Talk(confirm=NAME)) == 3
    out = capsys.readouterr().out
    assert "    it is locked\n    next: repair what the reason says and run this again, or let it stay" in out
    assert "shop-dev is in DELETE_FAILED: 1 resource could not be deleted" in out
    assert destroy.run(shop.standing, Wanted(), Talk(confirm=NAME)) == 0
    out = capsys.readouterr().out
    assert "Data/Uploads" in out
    assert "snapshot left behind" in out
    assert "9 resources deleted, 2 left behind" in out


def test_what_is_to_stay_after_a_failure(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """After a failure a resource at any depth can stay: the nested stack is deleted without it, then the rest."""
    shop.aws.break_resource("Data/Deep/Queue", "it is locked", on="delete", times=9)
    shop.aws.break_resource("Topic", "it is locked, too", on="delete", times=9)
    assert destroy.run(shop.standing, Wanted(), Talk(confirm=NAME)) == 3
    wanted = Wanted(retain=frozenset({"Data/Deep/Queue", "Topic"}))
    assert destroy.run(shop.standing, wanted, Talk(confirm=NAME)) == 0
    assert shop.aws.stack(NAME).status == "DELETE_COMPLETE"
    assert (fates(shop)["Topic"], fates(shop)["Data/Deep/Queue"]) == ("retained", "retained")
    assert "4 left behind" in capsys.readouterr().out


def test_a_delete_under_way_is_joined(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Run again while it is being deleted, it asks nothing, follows, and tells the same at the end."""
    shop.aws.client("cloudformation").delete_stack(StackName=NAME)
    shop.aws.clock.sleep(20)
    assert destroy.run(shop.standing, Wanted()) == 0
    shown = capsys.readouterr()
    assert "is being deleted already; following" in shown.err
    assert "shop-dev is destroyed" in shown.out
    assert "2 left behind" in shown.out


def test_what_is_not_there(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """A stack that is gone is destroyed: there is nothing to do."""
    shop.aws.client("cloudformation").delete_stack(StackName=NAME)
    shop.aws.settle()
    assert destroy.run(shop.standing, Wanted()) == 0
    assert "nothing is to be destroyed" in capsys.readouterr().err


def test_every_status(shop: Shop) -> None:
    """No status is deleted without a name; what is under way is waited for, and what is gone needs nothing."""
    for name in sorted(STATUSES.keys() - {"DELETE_COMPLETE", "DELETE_IN_PROGRESS"}):
        shop.aws.set_status(NAME, name)
        if STATUSES[name].destroy == "wait":
            with pytest.raises(DeploymentError, match="wait for its end"):
                destroy.run(shop.standing, Wanted(), Talk(confirm=NAME))
        else:
            with pytest.raises(DeclinedError):
                destroy.run(shop.standing, Wanted(), Talk(asked=typed("no")))
    assert not fates(shop)


@pytest.mark.parametrize(
    "name",
    ["ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "UPDATE_ROLLBACK_FAILED", "CREATE_FAILED", "IMPORT_ROLLBACK_FAILED"],
)
def test_stuck_stacks_can_be_destroyed(shop: Shop, name: str) -> None:
    """From every status that is stuck a delete leads out."""
    shop.aws.set_status(NAME, name)
    assert destroy.run(shop.standing, Wanted(), Talk(confirm=NAME)) == 0


def test_a_lost_answer_deletes_once(shop: Shop) -> None:
    """When the answers to the delete are lost, it is asked for again with the same token, and done once."""
    shop.aws.lose_answer("DeleteStack", times=2)
    assert destroy.run(shop.standing, Wanted(), Talk(confirm=NAME)) == 0
    tokens = {call.parameters["ClientRequestToken"] for call in shop.aws.calls if call.operation == "DeleteStack"}
    assert len(tokens) == 1


def test_credentials_that_expire(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """When credentials expire while it is deleted, the message says what to do, and run again it joins or is done."""
    standing = shop.standing
    shop.aws.when("DeleteStack", lambda: shop.aws.expire_credentials(4))
    with pytest.raises(CredentialsError, match="run the same command again: it goes on where it stopped"):
        destroy.run(standing, Wanted(), Talk(confirm=NAME))
    shop.aws.renew_credentials()
    assert destroy.run(shop.standing, Wanted()) == 0
    assert "shop-dev is destroyed" in capsys.readouterr().out


def test_the_document(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Programs get one document, with what was foretold and what is left; people's words go elsewhere."""
    fill(shop)
    assert destroy.run(shop.standing, Wanted(), Talk("json", NAME)) == 1
    found = json.loads(capsys.readouterr().out)
    assert found["status"] == "CREATE_COMPLETE"
    assert len(found["obstacles"]) == 1
    assert destroy.run(shop.standing, Wanted(CACHE), Talk("json", NAME)) == 0
    shown = capsys.readouterr()
    found = json.loads(shown.out)
    assert CANARY not in shown.out + shown.err
    assert found["status"] == "DELETE_COMPLETE"
    assert {item["resource"] for item in found["lost"]} == {"Data/Cache", "Data/Logs", "Data/Deep/Queue", "Topic"}
    assert {item["address"]: item["what"] for item in found["left"]} == {
        "Data/Database": "snapshot",
        "Data/Deep/Keep": "kept",
        "Data/Uploads": "kept",
    }


def test_a_bucket_that_must_not_be_seen(shop: Shop, capsys: pytest.CaptureFixture[str]) -> None:
    """Where the credentials may not list a bucket, it is said that what is in it is not known."""
    shop.aws.fault("ListObjectVersions", "AccessDenied", times=99)
    with pytest.raises(DeclinedError):
        destroy.run(shop.standing, Wanted(), Talk(asked=typed("no")))
    assert "which these credentials may not see" in capsys.readouterr().out
