"""What the deployer calls is what the policy for whoever starts a deployment allows."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
from botocore import xform_name
from click.testing import CliRunner

from tasktracker_cfn.cli.main import main
from tasktracker_cfn.deploy.packaging.bootstrap import STACK_NAME
from tasktracker_cfn.errors import AwsError
from tasktracker_cfn.gate.permissions.caller import ARTIFACTS
from tests.commands import REPOSITORY
from tests.deploy.every_call import BUCKET, CALLS, VERSION, Caller
from tests.deploy.models import Recorder

# Some operations of S3 go by other names among permissions.
OTHERWISE = {
    "head_bucket": "list_bucket",
    "head_object": "get_object",
    "list_object_versions": "list_bucket_versions",
    "delete_objects": "delete_object_version",
}
# Only `gc` and `destroy --empty` look at versions, which whoever deploys need not.
CLEANING = {"list_bucket_versions", "delete_object_version"}
EVERY: Mapping[str, Callable[[Caller], object]] = {
    **CALLS,
    "delete_versions": lambda to: to.delete_versions(BUCKET, [VERSION]),
}
PLACE = ("--account", "123456789012", "--region", "us-east-1", "--bucket", "artifacts", "--caller")


def statements(build: str, *more: str) -> Mapping[str, Mapping[str, list[str]]]:
    """Give the statements of the printed policy by what they are for."""
    asked = ["permissions", str(REPOSITORY / "out" / build), "--stack-name", build.replace("/", "-"), *PLACE, *more]
    document = json.loads(CliRunner().invoke(main, asked, catch_exceptions=False).stdout)
    return {entry["Sid"]: entry for entry in document["Statement"]}


@cache
def allowed(*more: str) -> frozenset[str]:
    """Give the operations that the printed policy allows, as the gateway writes them."""
    found = statements("tasktracker/demo", *more).values()
    return frozenset(xform_name(action.partition(":")[2]) for entry in found for action in entry["Action"])


@pytest.mark.parametrize("name", EVERY)
def test_every_call_is_allowed(name: str) -> None:
    """Each call of the gateway is in the policy that `permissions --caller` prints, or, if it cleans, --cleaning."""
    recorder = Recorder()
    # A sample answer also says that not all could be deleted.
    with suppress(AwsError):
        EVERY[name](recorder)
    assert recorder.asked
    asked = {OTHERWISE.get(operation, operation) for operation, *_ in recorder.asked}
    assert asked - CLEANING <= allowed()
    assert asked <= allowed("--cleaning")


def test_cleaning_is_apart() -> None:
    """Nothing is deleted from a bucket by whoever only deploys, and by whoever cleans only versions."""
    assert not {name for name in allowed() if name.startswith("delete_object")}
    assert {name for name in allowed("--cleaning") if name.startswith("delete_object")} == {"delete_object_version"}
    with_it, without = statements("tasktracker/demo", "--cleaning"), statements("tasktracker/demo")
    assert {sid: entry for sid, entry in with_it.items() if sid in without} == without
    assert "EmptyBucketsThatAreNamed" not in with_it


def test_only_buckets_that_go_can_be_emptied(tmp_path: Path) -> None:
    """Of the nest's buckets only those can be emptied that are deleted, by their names."""
    bucket = "{Type: 'AWS::S3::Bucket', DeletionPolicy: %s, Properties: {BucketName: %s}}"
    text = f"Resources: {{A: {bucket % ('Delete', 'cache')}, B: {bucket % ('Retain', 'uploads')}}}"
    (tmp_path / "root.yaml").write_text(text, encoding="utf-8")
    found = statements(str(tmp_path), "--stack-name", "s", "--cleaning")
    assert found["EmptyBucketsThatAreNamed"]["Resource"] == ["arn:aws:s3:::cache/*"]
    assert found["SeeWhatIsInBucketsThatGo"]["Resource"] == ["arn:aws:s3:::cache"]


def test_log_groups_of_a_fixed_name() -> None:
    """The last lines of tasks can be read where the templates fix the name of their log group, and no others."""
    groups = statements("community-tracker/production")["ReadTheLastLinesOfTasks"]["Resource"]
    start = "arn:aws:logs:us-east-1:123456789012:log-group:"
    assert groups == [f"{start}/aws/ecs/api-production:*", f"{start}community-tracker-production-*:*"]


def test_cleaning_alone() -> None:
    """--cleaning adds to --caller, and alone is a mistake."""
    asked = ["permissions", str(REPOSITORY / "out/tasktracker/demo"), "--stack-name", "s", "--cleaning"]
    ended = CliRunner().invoke(main, asked)
    assert (ended.exit_code, "give both" in ended.stderr, ended.stdout) == (2, True, "")


def test_the_stack_of_the_bucket() -> None:
    """The policy and the deployer name the same stack."""
    assert ARTIFACTS == STACK_NAME
