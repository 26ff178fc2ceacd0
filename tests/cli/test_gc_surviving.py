"""The verb `gc`, killed, cut off, raced and lied to by clocks: what anything needs is never deleted."""

from datetime import timedelta
from pathlib import Path
from typing import NamedTuple

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tasktracker_cfn.cli.gc import collected
from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.changes import ChangeSetRequest
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.deploy.packaging.artifacts import Package, package, upload
from tasktracker_cfn.deploy.packaging.bootstrap import artifact_bucket, bootstrap
from tasktracker_cfn.deploy.statuses import STATUSES
from tasktracker_cfn.errors import TasktrackerError
from tasktracker_cfn.model.nest import load
from tests.aws.fake import Fake
from tests.aws.fixtures import aws
from tests.deploy.plans import run
from tests.deploy.test_surviving import Killed, Mortal
from tests.hypothesis_profile import DETERMINISTIC

__all__ = ["aws"]

DAY = timedelta(days=1).total_seconds()
LEAF = "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n"
OPERATIONS = (
    "ListObjectVersions",
    "DeleteObjects",
    "DescribeStacks",
    "ListChangeSets",
    "GetTemplate",
    "HeadBucket",
    "*",
)


class Place(NamedTuple):
    """The fake with an artifact bucket that holds what is deployed, what waits, and what nothing needs."""

    aws: Fake
    gateway: Gateway
    bucket: Bucket
    deployed: Package
    waiting: Package
    unused: Package

    @property
    def keys(self) -> set[str]:
        """Give the keys that can be read now."""
        return {version.key for version in self.gateway.object_versions(self.bucket) if version.is_latest}

    @property
    def needed(self) -> set[str]:
        """Give the keys that something needs."""
        return {self.deployed.root.key, self.waiting.root.key}


def place(aws: Fake, folder: Path) -> Place:
    """Fill the bucket, of each artifact with an older version, and let sixty days pass."""
    gateway = run(aws)
    bootstrap(gateway, gateway.identity(), lambda _: None)
    bucket = artifact_bucket(gateway, gateway.identity())
    made: list[Package] = []
    for name in ("deployed", "waiting", "unused"):
        (folder / f"{name}.yaml").write_text(f"{LEAF}# {name}\n", encoding="utf-8")
        made.append(package(load(folder / f"{name}.yaml"), bucket))
    for _ in range(2):
        for packed in made:
            upload(gateway, bucket, packed)
        aws.clock.sleep(2 * DAY)
    for packed, name in zip(made, ("deployed", "waiting"), strict=False):
        request = ChangeSetRequest(name, "plan", "CREATE", f"{name}-token", template_url=packed.root.url)
        change_set = gateway.create_change_set(request)
        aws.settle()
        if name == "deployed":
            gateway.execute_change_set(change_set, "execute")
            aws.settle()
    aws.clock.sleep(60 * DAY)
    return Place(aws, gateway, bucket, *made)


@pytest.fixture
def filled(aws: Fake, tmp_path: Path) -> Place:
    """Give a bucket of which one artifact may go."""
    return place(aws, tmp_path)


def gc(aws: Fake, gateway: Gateway | None = None) -> int:
    """Collect as the verb does, with --yes, by a gateway of its own; give the exit code."""
    door = gateway or run(aws)
    try:
        return collected((door, door.identity()), frozenset(), 30, yes=True)
    except TasktrackerError as error:
        return error.exit_code


def test_what_goes_is_gone(filled: Place) -> None:
    """What is deleted is deleted in all its versions: nothing of it is left, and no older one comes to light."""
    assert (gc(filled.aws), filled.keys) == (0, filled.needed)
    store = filled.aws.store.buckets[filled.bucket.name]
    assert set(store.objects) == filled.needed
    assert {len(versions) for versions in store.objects.values()} == {2}


@pytest.mark.parametrize("after", [False, True], ids=["before its effect", "after its effect"])
def test_killed_at_every_step(filled: Place, after: bool) -> None:
    """Killed at every call, one later in each run, it never loses what is needed, and ends the work."""
    last, code = 0, None
    for last in range(1, 40):
        try:
            code = gc(filled.aws, Mortal(filled.aws, last, after=after))
        except Killed:
            assert filled.needed <= filled.keys
            continue
        break
    assert (last > 8, code, filled.keys) == (True, 0, filled.needed)


@pytest.mark.parametrize("operation", ["ListObjectVersions", "DeleteObjects"])
def test_a_plan_at_the_same_time(filled: Place, operation: str) -> None:
    """What a plan uploads again before, or after, gc has listed the bucket is a new version, and stays."""
    artifact = filled.unused.root

    def upload_again() -> None:
        filled.aws.other_actor().call(
            "s3", "PutObject", Bucket=filled.bucket.name, Key=artifact.key, Body=artifact.body
        )

    filled.aws.when(operation, upload_again)
    assert gc(filled.aws) == 0
    assert filled.keys == {*filled.needed, artifact.key}


def test_a_change_set_that_is_executed_meanwhile(filled: Place) -> None:
    """A plan that somebody applies while gc looks is seen as a change set or as a stack, and stays."""
    (waiting,) = filled.gateway.change_sets("waiting")
    filled.aws.when("ListChangeSets", lambda: filled.aws.other_actor().execute(waiting.id), after=1)
    assert gc(filled.aws) == 0
    assert filled.needed <= filled.keys


@pytest.mark.parametrize("days", [-400, 400])
def test_the_clock_of_this_machine_is_not_asked(filled: Place, days: int) -> None:
    """However wrong this machine's clock is, S3's tells what is young."""
    fresh = filled.unused.root
    filled.aws.client("s3").put_object(Bucket=filled.bucket.name, Key=fresh.key, Body=fresh.body)
    filled.aws.clock.sleep(29 * DAY)
    door = run(filled.aws)
    door._clock = filled.aws.skewed_clock(days * DAY)
    assert gc(filled.aws, door) == 0
    assert fresh.key in filled.keys
    filled.aws.clock.sleep(2 * DAY)
    assert gc(filled.aws, door) == 0
    assert filled.keys == filled.needed


def test_every_status(filled: Place) -> None:
    """In whatever status a stack is, as long as it is there its template stays."""
    for status in sorted(STATUSES.keys() - {"DELETE_COMPLETE"}):
        filled.aws.set_status("deployed", status)
        assert gc(filled.aws, filled.gateway) == 0
        assert filled.keys == filled.needed, status


def test_two_at_once(filled: Place) -> None:
    """What somebody else has deleted meanwhile is no error."""
    store = filled.aws.store.buckets[filled.bucket.name]
    filled.aws.when("DeleteObjects", lambda: store.objects.pop(filled.unused.root.key))
    assert gc(filled.aws) == 0
    assert filled.keys == filled.needed


class Loud(NamedTuple):
    """One thing that goes wrong."""

    kind: str
    operation: str
    times: int
    after: int

    def order(self, aws: Fake) -> None:
        """Let it go wrong."""
        match self.kind:
            case "throttle":
                aws.fault(self.operation, "SlowDown", self.times, after=self.after)
            case "refuse":
                aws.fault(self.operation, "AccessDenied", self.times, after=self.after)
            case "lose answer":
                aws.lose_answer(self.operation, self.times, self.after)
            case "lose request":
                aws.lose_request(self.operation, self.times, self.after)
            case _:
                aws.expire_credentials(self.after)


LOUD = st.builds(
    Loud,
    st.sampled_from(("throttle", "refuse", "lose answer", "lose request", "expire")),
    st.sampled_from(OPERATIONS),
    st.integers(1, 14),
    st.integers(0, 14),
)


@given(faults=st.lists(LOUD, max_size=4))
@settings(DETERMINISTIC, max_examples=5)
def test_faults(tmp_path_factory: pytest.TempPathFactory, faults: list[Loud]) -> None:
    """Whatever goes wrong: what is needed stays, the exit code is true, and a run without faults ends the work."""
    with Fake() as aws:
        filled = place(aws, tmp_path_factory.mktemp("nest"))
        for fault in faults:
            fault.order(aws)
            began = aws.clock.now()
            code = gc(aws)
            aws.desk.faults.open.clear()
            aws.renew_credentials()
            assert aws.clock.now() - began < timedelta(hours=1)
            assert filled.needed <= filled.keys
            assert code in (0, 3)
            assert code or filled.keys == filled.needed
        assert (gc(aws), filled.keys) == (0, filled.needed)
