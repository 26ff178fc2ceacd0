"""The verbs `bootstrap` and `gc`, as they are called."""

from datetime import timedelta
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.changes import ChangeSetRequest
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.deploy.packaging.artifacts import Package, package, upload
from tasktracker_cfn.deploy.packaging.bootstrap import artifact_bucket
from tasktracker_cfn.deploy.plan.no_change import NoChange, write_no_change
from tasktracker_cfn.deploy.plan.plan_file import Plan, PlannedStack, write_plan
from tasktracker_cfn.model.nest import load
from tests.aws.commands import verb
from tests.aws.fake import SECRET, TOKEN, Fake
from tests.aws.fixtures import aws
from tests.aws.gateways import gateway_to

__all__ = ["aws"]

LEAF = "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n"
DAY = timedelta(days=1).total_seconds()


@pytest.fixture
def gateway(aws: Fake) -> Gateway:
    """Give a gateway that leads to the fake."""
    return gateway_to(aws)


@pytest.fixture
def bucket(aws: Fake, gateway: Gateway) -> Bucket:
    """Make the artifact bucket."""
    assert verb(aws, "bootstrap").code == 0
    return artifact_bucket(gateway, gateway.identity())


def uploaded(folder: Path, gateway: Gateway, bucket: Bucket, text: str = LEAF) -> Package:
    """Upload a nest of one template."""
    folder.mkdir(exist_ok=True)
    (folder / "root.yaml").write_text(text)
    packed = package(load(folder / "root.yaml"), bucket)
    upload(gateway, bucket, packed)
    return packed


def _plan(aws: Fake, stack: PlannedStack) -> Plan:
    """Give a plan of one stack."""
    place = ("notes/dev", "root.yaml", aws.account.id, "us-east-1", "notes-dev", "arn:stack", "CREATE_COMPLETE")
    return Plan(*place, None, "arn:set", "bucket", (stack,), {}, {}, "salt", {}, (), aws.clock.now())


def deployed(aws: Fake, gateway: Gateway, packed: Package) -> None:
    """Deploy a nest."""
    request = ChangeSetRequest("notes-dev", "plan", "CREATE", "token", template_url=packed.root.url)
    made = gateway.create_change_set(request)
    aws.settle()
    gateway.execute_change_set(made, "execute")
    aws.settle()
    assert aws.stack("notes-dev").status == "CREATE_COMPLETE"


def test_bootstrap_says_what_it_did(aws: Fake) -> None:
    """The first run names the bucket that it made, the second that nothing is to do, both with exit code 0."""
    first = verb(aws, "bootstrap")
    again = verb(aws, "bootstrap", "--region", "us-east-1")
    (name,) = aws.store.buckets
    assert (first.code, again.code) == (0, 0)
    assert first.out.splitlines() == [
        "making tasktracker-cfn-artifacts",
        f"the artifact bucket of {aws.account.id} in us-east-1 is ready: {name}",
    ]
    assert again.out == f"the artifact bucket of {aws.account.id} in us-east-1 is there, nothing to do: {name}\n"


def test_bootstrap_for_a_system_takes_its_region(aws: Fake) -> None:
    """With SYSTEM/ENVIRONMENT the bucket is made where its configuration says, and nowhere else."""
    assert verb(aws, "bootstrap", "tasktracker/demo").code == 0
    refused = verb(aws, "bootstrap", "tasktracker/demo", "--region", "eu-west-1")
    assert refused.code == 2
    assert "is built for us-east-1, not eu-west-1" in refused.err


def test_bootstrap_refuses_another_account(aws: Fake, tmp_path: Path) -> None:
    """A system whose configuration names another account gets nothing from these credentials."""
    shipped = Path(__file__).parents[2] / "tasktracker_cfn/systems/tasktracker.toml"
    mine = tmp_path / "mine.toml"
    mine.write_text('account = "210987654321"\n' + shipped.read_text())
    refused = verb(aws, "bootstrap", mine)
    assert refused.code == 2
    assert f"belongs to account 210987654321, but the credentials are those of {aws.account.id}" in refused.err
    assert {call.operation for call in aws.calls} == {"GetCallerIdentity"}


def test_failures_have_their_exit_code_and_no_secret(aws: Fake) -> None:
    """What AWS refuses ends with 3, what is wrongly asked with 2, and no credential is printed."""
    assert verb(aws, "bootstrap", "nobody/knows").code == 2
    aws.expire_credentials()
    ended = verb(aws, "bootstrap")
    assert ended.code == 3
    assert "renew them" in ended.err
    assert SECRET not in ended.out + ended.err
    assert TOKEN not in ended.out + ended.err


def test_gc_without_a_bucket(aws: Fake) -> None:
    """Where nothing was ever made, the command that makes it is named."""
    ended = verb(aws, "gc")
    assert ended.code == 3
    assert "bootstrap --region us-east-1" in ended.err


def test_gc_says_first_and_deletes_when_told(aws: Fake, gateway: Gateway, bucket: Bucket, tmp_path: Path) -> None:
    """Without --yes nothing goes; with it goes what is old and in no use, and a third run has nothing to do."""
    used = uploaded(tmp_path / "used", gateway, bucket)
    deployed(aws, gateway, used)
    old = uploaded(tmp_path / "old", gateway, bucket, f"{LEAF}# old\n")
    aws.clock.sleep(40 * DAY)
    young = uploaded(tmp_path / "young", gateway, bucket, f"{LEAF}# young\n")
    aws.client("s3").put_object(Bucket=bucket.name, Key="notes.txt", Body=b"mine")
    dry = verb(aws, "gc")
    assert dry.code == 0
    assert "would delete 1 artifacts" in dry.out
    assert "1 in use and 1 younger than 30 days are kept, 1 objects that are no artifacts are left alone" in dry.out
    assert old.root.key in dry.out
    assert dry.out.endswith("nothing was deleted; add --yes to delete them\n")
    assert gateway.stored(bucket, old.root.key)
    assert verb(aws, "gc", "--yes").code == 0
    assert gateway.stored(bucket, old.root.key) is None
    assert gateway.stored(bucket, used.root.key)
    assert gateway.stored(bucket, young.root.key)
    assert verb(aws, "gc", "--yes").out.startswith("nothing to delete")


def test_gc_keeps_what_a_plan_names(aws: Fake, gateway: Gateway, bucket: Bucket, tmp_path: Path) -> None:
    """A plan file keeps its artifacts however old they are; one that cannot be read stops the run."""
    old = uploaded(tmp_path / "old", gateway, bucket)
    aws.clock.sleep(400 * DAY)
    plan = tmp_path / "plan.json"
    keeps = PlannedStack("", old.root.key, old.root.sha256)
    write_plan(plan, _plan(aws, keeps))
    assert "nothing to delete" in verb(aws, "gc", "--yes", "--plan", plan).out
    nothing, garbage = tmp_path / "nothing.json", tmp_path / "garbage.json"
    garbage.write_text(f'{{"template": "{old.root.url}"}}', encoding="utf-8")
    for wrong in (tmp_path / "nowhere.json", garbage, tmp_path):
        ended = verb(aws, "gc", "--yes", "--plan", wrong)
        assert (ended.code, str(wrong) in ended.err) == (2, True), ended
    write_no_change(nothing, NoChange("notes/dev", "notes-dev", aws.account.id, "us-east-1", "2026-01-01"))
    assert "would delete 1" in verb(aws, "gc", "--plan", nothing).out
    assert gateway.stored(bucket, old.root.key)


def test_gc_keeps_what_was_planned_with_lately(aws: Fake, gateway: Gateway, bucket: Bucket, tmp_path: Path) -> None:
    """An old artifact that a plan of yesterday used again is young."""
    packed = uploaded(tmp_path / "one", gateway, bucket)
    aws.clock.sleep(60 * DAY)
    uploaded(tmp_path / "one", gateway, bucket)
    aws.clock.sleep(DAY)
    assert "1 younger than 30 days" in verb(aws, "gc", "--yes").out
    assert gateway.stored(bucket, packed.root.key)


def test_gc_refuses_fewer_days_than_are_safe(aws: Fake) -> None:
    """A plan may rely on artifacts of the day before, so fewer than two days are no choice."""
    assert verb(aws, "gc", "--days", "1").code == 2


@pytest.mark.parametrize("operation", ["ListObjectVersions", "DeleteObjects", "HeadBucket"])
def test_gc_ends_whatever_is_throttled_or_lost(
    aws: Fake, gateway: Gateway, bucket: Bucket, tmp_path: Path, operation: str
) -> None:
    """Faults on the way are waited for, and a run after one that failed finishes its work."""
    old = uploaded(tmp_path / "old", gateway, bucket)
    aws.clock.sleep(60 * DAY)
    aws.fault(operation, "SlowDown", times=12)
    assert verb(aws, "gc", "--yes").code == 3
    aws.fault(operation, "SlowDown", times=3)
    aws.lose_answer(operation)
    assert verb(aws, "gc", "--yes").code == 0
    assert gateway.stored(bucket, old.root.key) is None


def test_gc_uses_no_bucket_of_another_account(aws: Fake, gateway: Gateway, bucket: Bucket, tmp_path: Path) -> None:
    """When somebody else has the bucket's name by now, nothing in it is looked at or deleted."""
    uploaded(tmp_path / "old", gateway, bucket)
    aws.clock.sleep(60 * DAY)
    theirs = aws.store.buckets[bucket.name]
    theirs.owner = "999999999999"
    ended = verb(aws, "gc", "--yes")
    assert ended.code == 3
    assert "belongs to another account" in ended.err
    assert len(theirs.objects) == 1
