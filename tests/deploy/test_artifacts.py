"""Packaging: keys by content, children first, texts changed in one place only, uploads that happen once."""

import re
from collections.abc import Mapping
from datetime import timedelta
from hashlib import sha256
from pathlib import Path

import pytest

from tasktracker_cfn.deploy.aws.gateway import Gateway
from tasktracker_cfn.deploy.aws.values.store import Bucket
from tasktracker_cfn.deploy.packaging.artifacts import Package, package, upload
from tasktracker_cfn.deploy.packaging.rewriting import rewritten
from tasktracker_cfn.errors import CredentialsError, DeniedError, TemplateError, ThrottledError
from tasktracker_cfn.model.nest import load
from tasktracker_cfn.model.reading import read
from tests.aws.fake import Fake

OUT = Path(__file__).parents[2] / "out"
BUCKET = Bucket("artifacts", "123456789012", "eu-west-1")
URL = re.compile(r"https://artifacts\.s3\.eu-west-1\.amazonaws\.com/([0-9a-f]{64}\.(?:yaml|json))")
LEAF = "Resources:\n  Topic: {Type: AWS::SNS::Topic}  # größer\n"
STACK = "Resources:\n  Child:\n    Type: AWS::CloudFormation::Stack\n    Properties:\n      TemplateURL: "


def written(folder: Path, files: Mapping[str, str]) -> Path:
    """Write templates, and give the root's file."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder / next(iter(files))


def packaged(root: Path, bucket: Bucket = BUCKET) -> Package:
    """Package a nest."""
    return package(load(root), bucket)


def three(folder: Path, leaf: str = LEAF) -> Path:
    """Write a nest of three levels, with a second child that has nothing to do with the grandchild."""
    second = STACK.removeprefix("Resources:\n").replace("Child", "Second")
    return written(
        folder,
        {
            "root.yaml": f"{STACK}./middle/stack.yaml\n{second}./leaf.yaml\n",
            "middle/stack.yaml": f"{STACK}leaf.yaml\n",
            "middle/leaf.yaml": leaf,
            "leaf.yaml": LEAF.replace("Topic:", "Other:"),
        },
    )


def test_children_come_first_and_are_named_by_their_content(tmp_path: Path) -> None:
    """A key is the hash of the text as it is uploaded, and parents name their children's keys."""
    found = packaged(three(tmp_path))
    assert [artifact.file.relative_to(tmp_path).as_posix() for artifact in found.artifacts] == [
        "leaf.yaml",
        "middle/leaf.yaml",
        "middle/stack.yaml",
        "root.yaml",
    ]
    for artifact in found.artifacts:
        assert artifact.key == f"{sha256(artifact.body).hexdigest()}.yaml"
        assert artifact.url == f"https://artifacts.s3.eu-west-1.amazonaws.com/{artifact.key}"
    assert URL.findall(found.root.body.decode()) == [found.stacks["Child",].key, found.stacks["Second",].key]
    assert URL.findall(found.stacks["Child",].body.decode()) == [found.stacks["Child", "Child"].key]


def test_what_has_not_changed_keeps_its_key(tmp_path: Path) -> None:
    """A change of a grandchild changes the keys of what leads to it, and of nothing else."""
    before, after = packaged(three(tmp_path / "a")), packaged(three(tmp_path / "b", LEAF + "# more\n"))
    same = {path for path, artifact in before.stacks.items() if after.stacks[path].key == artifact.key}
    assert same == {("Second",)}
    assert packaged(three(tmp_path / "c")).root.key == before.root.key


def test_a_template_that_is_nested_twice_is_uploaded_once(tmp_path: Path) -> None:
    """Two nested stacks of one file share an artifact."""
    second = STACK.removeprefix("Resources:\n").replace("Child", "Second")
    root = written(tmp_path, {"root.yaml": f"{STACK}leaf.yaml\n{second}leaf.yaml\n", "leaf.yaml": LEAF})
    assert [artifact.file.name for artifact in packaged(root).artifacts] == ["leaf.yaml", "root.yaml"]


def test_addresses_that_are_written_stay(tmp_path: Path) -> None:
    """A literal https address is left alone, also when a file of that name lies beside it."""
    text = f"{STACK}https://elsewhere.s3.amazonaws.com/leaf.yaml\n"
    found = packaged(written(tmp_path, {"root.yaml": text, "leaf.yaml": LEAF}))
    assert found.root.body.decode() == text


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("./leaf.yaml", "NEW"),
        ("leaf.yaml # why", "NEW # why"),
        ('"./leaf.yaml"', '"NEW"'),
        ("'./leaf.yaml'", '"NEW"'),
        ("&url ./leaf.yaml", "&url NEW"),
        (">-\n        ./leaf.yaml", '"NEW"'),
        ("\n        ./leaf.yaml", "\n        NEW"),
    ],
)
def test_only_the_scalar_is_rewritten(tmp_path: Path, before: str, after: str) -> None:
    """Whatever the style of the path, everything around it stays as it was, to the letter."""
    more = "\n      Tags: [{Key: ä, Value: ü}] # ö"
    (tmp_path / "root.yaml").write_text(f"# größer 😀\n{STACK}{before}{more}\n")
    text = rewritten(Path("root.yaml"), (tmp_path / "root.yaml").read_text(), {"Child": "NEW"})
    assert text == f"# größer 😀\n{STACK}{after}{more}\n"


def test_json_stays_json(tmp_path: Path) -> None:
    """A template in JSON, with tabs and characters in two halves, is rewritten in place and named .json."""
    body = '{\n\t"Description": "\\ud83d\\ude00",\n\t"Resources": {"Child": {"Type": "AWS::CloudFormation::Stack",\n'
    body += '\t\t"Properties": {"TemplateURL": "leaf.json"}}}\n}\n'
    leaf = '{"Resources": {"Topic": {"Type": "AWS::SNS::Topic"}}}'
    found = packaged(written(tmp_path, {"root.json": body, "leaf.json": leaf}))
    child = found.stacks["Child",]
    assert child.key.endswith(".json")
    assert found.root.body.decode() == body.replace("leaf.json", child.url)


def test_an_address_that_is_taken_over_is_named(tmp_path: Path) -> None:
    """A TemplateURL that comes from elsewhere by << cannot be rewritten in one place, and the message says so."""
    text = (
        "Metadata:\n  Common: &common {TemplateURL: leaf.yaml}\nResources:\n  Child:\n"
        "    Type: AWS::CloudFormation::Stack\n    Properties:\n      <<: *common\n"
    )
    with pytest.raises(TemplateError, match="write the TemplateURL of Child in the resource itself"):
        packaged(written(tmp_path, {"root.yaml": text, "leaf.yaml": LEAF}))


def test_an_alias_stands_for_the_same_file(tmp_path: Path) -> None:
    """Two nested stacks whose addresses are one anchor and its alias are rewritten once."""
    second = STACK.removeprefix("Resources:\n").replace("Child", "Second")
    root = written(tmp_path, {"root.yaml": f"{STACK}&url leaf.yaml\n{second}*url\n", "leaf.yaml": LEAF})
    found = packaged(root)
    assert found.root.body.decode() == f"{STACK}&url {found.stacks['Child',].url}\n{second}*url\n"


def test_code_on_this_machine_is_refused(tmp_path: Path) -> None:
    """A function whose code is a local folder is named with its line before anything is uploaded."""
    text = (
        "Resources:\n  Inline:\n    Type: AWS::Lambda::Function\n    Properties: {Code: {ZipFile: 'x'}}\n"
        "  Local:\n    Type: AWS::Lambda::Function\n    Properties:\n      Code: ./src\n"
    )
    with pytest.raises(TemplateError, match=r"root\.yaml:8: Local: Code is a file of this machine, \./src"):
        packaged(written(tmp_path, {"root.yaml": text}))


def test_more_than_a_megabyte_is_refused(tmp_path: Path) -> None:
    """A template that CloudFormation would not take is refused, also one that only its addresses make too large."""
    comment = "# " + "x" * (1_048_576 - len(f"{STACK}leaf.yaml\n") - 3) + "\n"
    root = written(tmp_path, {"root.yaml": f"{comment}{STACK}leaf.yaml\n", "leaf.yaml": LEAF})
    with pytest.raises(
        TemplateError,
        match="bytes as it is uploaded, with addresses in the place of paths; CloudFormation takes 1048576",
    ):
        packaged(root)
    with pytest.raises(TemplateError, match="bytes; CloudFormation takes 1048576 at most"):
        packaged(written(tmp_path / "more", {"root.yaml": f"#{comment}{STACK}leaf.yaml\n", "leaf.yaml": LEAF}))


def test_more_than_51200_bytes_is_nothing_special(tmp_path: Path) -> None:
    """A template that could not be sent inline is an artifact like any other."""
    root = written(tmp_path, {"root.yaml": f"# {'x' * 60_000}\n{LEAF}"})
    assert len(packaged(root).root.body) > 51_200


def test_china_has_its_own_addresses(tmp_path: Path) -> None:
    """An address is in the partition of the region."""
    found = packaged(
        written(tmp_path, {"root.yaml": LEAF}), BUCKET._replace(region="cn-north-1", domain="amazonaws.com.cn")
    )
    assert found.root.url.startswith("https://artifacts.s3.cn-north-1.amazonaws.com.cn/")


@pytest.mark.parametrize("root", sorted(OUT.glob("*/*/root.yaml")), ids=lambda root: "-".join(root.parts[-3:-1]))
def test_the_shipped_builds_are_packaged(root: Path, tmp_path: Path) -> None:
    """Every build is packaged, and each text differs from its file in its addresses only."""
    found = packaged(root)
    assert {artifact.file.name for artifact in found.artifacts} >= {"root.yaml", "network.yaml", "service.yaml"}
    keys = {artifact.key for artifact in found.artifacts}
    assert set(URL.findall(found.root.body.decode())) == keys - {found.root.key}
    for artifact in found.artifacts:
        lines = zip(artifact.file.read_text().splitlines(), artifact.body.decode().splitlines(), strict=True)
        assert all("TemplateURL: https://artifacts" in new for old, new in lines if old != new)
    copy = tmp_path / "root.yaml"
    copy.write_bytes(found.root.body)
    assert read(copy).content.keys() == read(root).content.keys()


@pytest.fixture
def bucket(aws: Fake) -> Bucket:
    """Give a bucket of the account."""
    made = aws.bucket("artifacts", versioned=True)
    return Bucket(made.name, made.owner, made.region)


def puts(aws: Fake) -> int:
    """Count the uploads that arrived and were not refused."""
    return len([call for call in aws.calls if call.operation == "PutObject" and call.error in {"", "lost"}])


def test_what_is_there_is_not_uploaded_again(tmp_path: Path, aws: Fake, gateway: Gateway, bucket: Bucket) -> None:
    """A second upload of the same nest uploads nothing, and one of a changed nest what has changed."""
    first = packaged(three(tmp_path / "a"), bucket)
    assert upload(gateway, bucket, first).new == first.artifacts
    again = upload(gateway, bucket, first)
    assert (again.new, again.there) == ((), first.artifacts)
    assert puts(aws) == 4
    changed = packaged(three(tmp_path / "b", LEAF + "# more\n"), bucket)
    assert [artifact.file.name for artifact in upload(gateway, bucket, changed).new] == [
        "leaf.yaml",
        "stack.yaml",
        "root.yaml",
    ]
    assert puts(aws) == 7


def test_an_artifact_that_is_used_is_young_again(tmp_path: Path, aws: Fake, gateway: Gateway, bucket: Bucket) -> None:
    """What has not been used for a day is uploaded again, so that its age tells when it was used last."""
    nest = packaged(three(tmp_path), bucket)
    upload(gateway, bucket, nest)
    aws.clock.sleep(timedelta(days=40).total_seconds())
    assert upload(gateway, bucket, nest) == ((), nest.artifacts)
    found = gateway.stored(bucket, nest.root.key)
    assert found is not None
    assert aws.clock.now() - found.modified < timedelta(minutes=1)


def test_what_somebody_put_in_its_place_is_replaced(
    tmp_path: Path, aws: Fake, gateway: Gateway, bucket: Bucket
) -> None:
    """An object of the right name and another content is not taken for the artifact."""
    nest = packaged(written(tmp_path, {"root.yaml": LEAF}), bucket)
    body = b"x" * len(nest.root.body)
    aws.client("s3").put_object(Bucket=bucket.name, Key=nest.root.key, Body=body)
    assert upload(gateway, bucket, nest).new == nest.artifacts
    stored = aws.store.buckets[bucket.name].current(nest.root.key)
    assert stored is not None
    assert stored.body == nest.root.body


def test_an_upload_that_was_cut_off_goes_on(tmp_path: Path, aws: Fake, gateway: Gateway, bucket: Bucket) -> None:
    """After credentials expired half-way, a second run uploads what is missing and no more."""
    nest = packaged(three(tmp_path), bucket)
    aws.expire_credentials(after=5)
    with pytest.raises(CredentialsError):
        upload(gateway, bucket, nest)
    assert puts(aws) == 2
    aws.renew_credentials()
    assert len(upload(gateway, bucket, nest).new) == 2
    assert puts(aws) == 4


@pytest.mark.parametrize("operation", ["HeadObject", "PutObject"])
def test_lost_answers_and_throttling_change_nothing(
    tmp_path: Path, aws: Fake, gateway: Gateway, bucket: Bucket, operation: str
) -> None:
    """Faults on the way are waited for, and the bucket holds each artifact."""
    aws.lose_answer(operation, times=2)
    aws.fault(operation, "SlowDown", times=3, after=2)
    nest = packaged(three(tmp_path), bucket)
    upload(gateway, bucket, nest)
    assert set(aws.store.buckets[bucket.name].objects) == {artifact.key for artifact in nest.artifacts}
    aws.fault(operation, "SlowDown", times=100)
    if operation == "HeadObject":
        with pytest.raises(ThrottledError):
            upload(gateway, bucket, nest)


def test_nothing_is_uploaded_to_somebody_else(tmp_path: Path, aws: Fake, gateway: Gateway) -> None:
    """A bucket of another account is refused by every upload."""
    made = aws.bucket("artifacts", owner="999999999999")
    bucket = Bucket(made.name, aws.account.id, made.region)
    with pytest.raises(DeniedError):
        upload(gateway, bucket, packaged(three(tmp_path), bucket))
    assert made.objects == {}
