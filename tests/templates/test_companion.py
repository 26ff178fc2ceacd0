"""What a system keeps in another region is in a template of its own, for that region."""

import json
from pathlib import Path

import pytest

from tasktracker_cfn.gate.linting import lint
from tests.cfn_yaml import read
from tests.commands import build_here
from tests.nests import nest_with, of_type, properties
from tests.templates.data.buckets import COPIED, EVERYTHING
from tests.toml_files import Key, system_file

UPLOADS = "data.buckets.uploads"
FOLDER = "task-management-api/development"


def test_no_companion_unless_told(tmp_path: Path) -> None:
    """A system that keeps nothing elsewhere has no such template."""
    assert "replica" not in nest_with(tmp_path)


def test_root_does_not_nest_it(tmp_path: Path) -> None:
    """The root knows nothing of the companion, which is in another region."""
    assert "replica" not in json.dumps(nest_with(tmp_path, {UPLOADS: COPIED})["root"]).lower()


def test_copy(tmp_path: Path) -> None:
    """The copy has the name that the source copies to, and is as closed, as versioned and as tidy as the source."""
    nest = nest_with(tmp_path, EVERYTHING)
    source, copy = properties(nest["data"], "UploadsBucket"), properties(nest["replica"], "UploadsBucket")
    (rule,) = source["ReplicationConfiguration"]["Rules"]
    assert rule["Destination"]["Bucket"]["Fn::Sub"] == "arn:${AWS::Partition}:s3:::" + copy["BucketName"]["Fn::Sub"]
    alike = {
        "BucketEncryption",
        "OwnershipControls",
        "PublicAccessBlockConfiguration",
        "VersioningConfiguration",
        "LifecycleConfiguration",
        "Tags",
    }
    assert {key: source[key] for key in alike} == {key: copy[key] for key in alike}
    assert copy.keys() == alike | {"BucketName"}


def test_only_what_is_copied(tmp_path: Path) -> None:
    """There is one bucket for each that is copied, kept, over TLS only, and nothing else."""
    replica = nest_with(tmp_path, EVERYTHING)["replica"]
    assert {name: item["Type"] for name, item in replica["Resources"].items()} == {
        "UploadsBucket": "AWS::S3::Bucket",
        "UploadsBucketPolicy": "AWS::S3::BucketPolicy",
    }
    bucket = replica["Resources"]["UploadsBucket"]
    assert (bucket["DeletionPolicy"], bucket["UpdateReplacePolicy"]) == ("Retain", "Retain")
    (statement,) = properties(replica, "UploadsBucketPolicy")["PolicyDocument"]["Statement"]
    assert (statement["Effect"], statement["Condition"]) == ("Deny", {"Bool": {"aws:SecureTransport": "false"}})
    assert "Parameters" not in replica
    assert replica["Outputs"]["UploadsBucketName"]["Value"] == {"Ref": "UploadsBucket"}


def test_name_has_the_systems_region(tmp_path: Path) -> None:
    """A region in the name is the system's, in both regions, so that the two find each other."""
    nest = nest_with(tmp_path, {UPLOADS: {**COPIED, "name": "data-{region}-{environment}"}})
    assert properties(nest["replica"], "UploadsBucket")["BucketName"] == "data-us-east-1-development-replica"


def test_every_copy_is_there(tmp_path: Path) -> None:
    """All buckets that are copied have their copies in the one template."""
    other = {"name": "other-{account}", "replicate_to": "us-west-2"}
    replica = nest_with(tmp_path, {UPLOADS: COPIED, "data.buckets.other": other})["replica"]
    assert set(of_type(replica, "AWS::S3::Bucket")) == {"UploadsBucket", "OtherBucket"}


def test_build_knows_the_region(tmp_path: Path) -> None:
    """A build writes the template beside the others, and says of each for which region it is."""
    file = system_file(tmp_path, {UPLOADS: COPIED})
    ended = build_here(file, "--no-gate", "--json", "--out", tmp_path / "out")
    regions = {Path(row["file"]).name: row["region"] for row in json.loads(ended.out)["templates"]}
    assert regions.pop("replica.yaml") == "us-west-2"
    assert set(regions.values()) == {"us-east-1"}
    assert (tmp_path / "out" / FOLDER / "replica.yaml").is_file()


def test_gate_checks_each_for_its_own_region(tmp_path: Path) -> None:
    """The gate holds the others against the system's region, also where the companion's lacks what they need."""
    # This class is in us-east-1 and not in ap-southeast-5.
    lacking: dict[Key, object] = {
        UPLOADS: {**COPIED, "access_log": True, "replicate_to": "ap-southeast-5"},
        "data.database.instance_class": "db.m5d.large",
    }
    file = system_file(tmp_path, {**EVERYTHING, **lacking})
    ended = build_here(file, "--jobs", "1", "--json", "--out", tmp_path / "out")
    assert ended.code == 0, ended
    rows = json.loads(ended.out)["templates"]
    assert [found for row in rows for found in row["findings"] if found["severity"] != "advice"] == []
    names = [Path(row["file"]).name for row in rows]
    assert (names[0], names[-1]) == ("root.yaml", "replica.yaml")
    data = next(Path(row["file"]) for row in rows if row["file"].endswith("data.yaml"))
    assert [finding.rule for findings in lint([data], "ap-southeast-5", 1) for finding in findings] == ["E3025"]


def test_companion_goes_when_nothing_is_copied(tmp_path: Path) -> None:
    """A template that is no longer built is removed."""
    out = tmp_path / "out"
    copied = system_file(tmp_path, {UPLOADS: COPIED})
    assert build_here(copied, "--no-gate", "--quiet", "--out", out).code == 0
    assert read((out / FOLDER / "replica.yaml").read_text(encoding="utf-8"))["Resources"]
    assert build_here(system_file(tmp_path), "--no-gate", "--quiet", "--out", out).code == 0
    assert not (out / FOLDER / "replica.yaml").exists()


@pytest.mark.parametrize("region", ["us-west-2", "eu-west-1"])
def test_description_says_where_it_goes(region: str, tmp_path: Path) -> None:
    """The template itself says for which region it is, and that it comes first."""
    said = nest_with(tmp_path, {UPLOADS: {**COPIED, "replicate_to": region}})["replica"]["Description"]
    assert region in said
    assert "before the system itself" in said
