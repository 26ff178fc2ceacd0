"""What may be deleted: artifacts that nothing refers to, and never anything else."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.changes import ChangeSetRequest
from tasktracker_cfn.deploy.aws.values.store import Bucket, ObjectVersion
from tasktracker_cfn.deploy.packaging.addresses import keys_in, object_url
from tasktracker_cfn.deploy.packaging.artifacts import Package, package, upload
from tasktracker_cfn.deploy.packaging.bootstrap import bootstrap
from tasktracker_cfn.deploy.packaging.collecting import collect, used_keys
from tasktracker_cfn.errors import DeniedError, ThrottledError
from tasktracker_cfn.model.nest import load
from tests.aws.fake import Fake

NOW = datetime(2026, 8, 1, tzinfo=UTC)
KEEP = timedelta(days=30)
KEYS = [f"{number:064x}.{suffix}" for number in range(4) for suffix in ("yaml", "json")]
LEAF = "Resources:\n  Topic: {Type: AWS::SNS::Topic}\n"
STACK = "Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: "


def version(key: str, days: float = 100, *, is_latest: bool = True, is_mark: bool = False) -> ObjectVersion:
    """Give a version of some age."""
    return ObjectVersion(key, "v", is_latest, NOW - timedelta(days=days), 1_000, is_mark)


def names(versions: Iterable[ObjectVersion]) -> list[str]:
    """Give the keys."""
    return [found.key for found in versions]


def test_what_is_used_young_or_something_else_is_kept() -> None:
    """Only artifacts that are old and that nothing refers to are to be deleted."""
    versions = [version(KEYS[0]), version(KEYS[1]), version(KEYS[2], days=29), version("notes.txt")]
    found = collect(versions, frozenset({KEYS[0]}), NOW, KEEP)
    assert (names(found.used), names(found.unused), names(found.young), names(found.foreign)) == (
        [KEYS[0]],
        [KEYS[1]],
        [KEYS[2]],
        ["notes.txt"],
    )
    assert found.bytes == 1_000


def test_older_versions_go_with_what_goes() -> None:
    """Older versions and marks of what is deleted go first, or they would come to light; those of others stay."""
    versions = [
        version(KEYS[0]),
        version(KEYS[0], 200, is_latest=False),
        version(KEYS[0], 300, is_latest=False, is_mark=True),
        version(KEYS[1], 1),
        version(KEYS[1], 200, is_latest=False),
        version(KEYS[2], is_mark=True),
        version(KEYS[2], 200, is_latest=False),
        version("notes.txt", 200, is_latest=False),
    ]
    found = collect(versions, frozenset(), NOW, KEEP)
    assert found.doomed == (versions[1], versions[2], versions[0])


@given(
    st.lists(st.tuples(st.sampled_from([*KEYS, "x", "a/b.yaml"]), st.floats(0, 400), st.booleans(), st.booleans())),
    st.frozensets(st.sampled_from(KEYS)),
)
def test_nothing_that_is_used_or_young_is_ever_deleted(
    rows: list[tuple[str, float, bool, bool]], used: frozenset[str]
) -> None:
    """Whatever lies in the bucket, what goes is an artifact, the latest version, old, and referred to by nothing."""
    versions = [version(key, days, is_latest=latest, is_mark=mark) for key, days, latest, mark in rows]
    found = collect(versions, used, NOW, KEEP)
    for gone in found.unused:
        assert gone.is_latest
        assert not gone.is_mark
        assert NOW - gone.modified >= KEEP
    for gone in found.doomed:
        assert gone.key in KEYS
        assert gone.key not in used
        assert gone.key in names(found.unused)


def test_keys_are_found_wherever_they_stand() -> None:
    """An address in a template, in JSON or in a plan names its key; other hashes are none."""
    url = object_url(Bucket("b", "1", "us-east-1"), KEYS[1])
    assert keys_in(f"TemplateURL: {url}\n'{KEYS[2]}' \"{KEYS[3]}\" {'0' * 64} {'0' * 70}.yaml") == set(KEYS[1:4])


def nest(folder: Path, leaf: str, bucket: Bucket) -> Package:
    """Write and package a nest of three levels."""
    folder.mkdir()
    (folder / "root.yaml").write_text(f"{STACK}middle.yaml\n")
    (folder / "middle.yaml").write_text(f"{STACK}leaf.yaml\n")
    (folder / "leaf.yaml").write_text(leaf)
    return package(load(folder / "root.yaml"), bucket)


def change_set(aws: Fake, gateway: Gateway, packed: Package, name: str = "plan") -> str:
    """Make a change set for a new stack."""
    request = ChangeSetRequest(f"{name}-stack", name, "CREATE", f"{name}-token", template_url=packed.root.url)
    made = gateway.create_change_set(request)
    aws.settle()
    return made


@pytest.fixture
def bucket(gateway: Gateway) -> Bucket:
    """Make the artifact bucket."""
    return bootstrap(gateway, gateway.identity(), print).bucket


def test_every_level_of_what_is_deployed_is_used(tmp_path: Path, aws: Fake, gateway: Gateway, bucket: Bucket) -> None:
    """The keys of all templates of a deployed tree are found, the root's own among them."""
    packed = nest(tmp_path / "a", LEAF, bucket)
    upload(gateway, bucket, packed)
    assert used_keys(gateway) & {artifact.key for artifact in packed.artifacts} == set()
    gateway.execute_change_set(change_set(aws, gateway, packed), "execute-1")
    aws.settle()
    assert aws.stack("plan-stack").status == "CREATE_COMPLETE"
    aws.lose_change_sets("plan-stack")
    assert {artifact.key for artifact in packed.artifacts} <= used_keys(gateway)


def test_what_waits_in_a_change_set_is_used(tmp_path: Path, aws: Fake, gateway: Gateway, bucket: Bucket) -> None:
    """A plan that has not been applied keeps its templates, also when its stack is only in review."""
    packed = nest(tmp_path / "a", LEAF, bucket)
    upload(gateway, bucket, packed)
    change_set(aws, gateway, packed)
    found = used_keys(gateway)
    assert {artifact.key for artifact in packed.artifacts} <= found


def test_stacks_come_in_pages(tmp_path: Path, aws: Fake, gateway: Gateway, bucket: Bucket) -> None:
    """However small the pages are, no stack is overlooked."""
    packages = [nest(tmp_path / str(number), f"{LEAF}# {number}\n", bucket) for number in range(3)]
    for number, packed in enumerate(packages):
        upload(gateway, bucket, packed)
        gateway.execute_change_set(change_set(aws, gateway, packed, f"plan-{number}"), f"execute-{number}")
        aws.settle()
    aws.account.page = 1
    assert {artifact.key for packed in packages for artifact in packed.artifacts} <= used_keys(gateway)


@pytest.mark.parametrize("operation", ["DescribeStacks", "GetTemplate", "ListChangeSets"])
def test_nothing_is_guessed_when_a_template_cannot_be_read(
    aws: Fake, gateway: Gateway, bucket: Bucket, operation: str
) -> None:
    """A stack that may not be read, or cannot be for now, ends the search instead of shortening it."""
    aws.fault(operation, "AccessDenied")
    with pytest.raises(DeniedError):
        used_keys(gateway)
    aws.fault(operation, "Throttling", times=12)
    with pytest.raises(ThrottledError):
        used_keys(gateway)
    aws.fault(operation, "Throttling", times=3)
    aws.lose_answer(operation)
    used_keys(gateway)


@pytest.mark.parametrize("written", [LEAF, '{\n\t"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}\n}\n'])
def test_what_is_written_in_json_is_used(
    tmp_path: Path, aws: Fake, gateway: Gateway, bucket: Bucket, written: str
) -> None:
    """A root that waits or is deployed is known by its very text, also when that is JSON."""
    root = tmp_path / ("root.json" if written.startswith("{") else "root.yaml")
    root.write_text(written)
    packed = package(load(root), bucket)
    upload(gateway, bucket, packed)
    made = change_set(aws, gateway, packed)
    assert packed.root.key in used_keys(gateway)
    gateway.execute_change_set(made, "execute-1")
    aws.settle()
    aws.lose_change_sets("plan-stack")
    assert packed.root.key in used_keys(gateway)
