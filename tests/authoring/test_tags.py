"""Every resource that can carry tags carries them, in the shape that its type wants."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from tasktracker_cfn.authoring import schemas
from tasktracker_cfn.authoring.schemas import tag_property, takes_tag_map
from tasktracker_cfn.authoring.tags import tagged
from tests.cfn_yaml import read
from tests.commands import REPOSITORY

TAGS = {"Environment": "dev", "Project": "sys"}
PAIRS = [{"Key": "Environment", "Value": "dev"}, {"Key": "Project", "Value": "sys"}]


def _tagged(resource_type: str, **properties: object) -> dict[str, Any]:
    body: dict[str, object] = {"Resources": {"TheThing": {"Type": resource_type, "Properties": properties}}}
    resources: Any = tagged(body, TAGS, "sys-dev")["Resources"]
    result = resources["TheThing"]["Properties"]
    assert isinstance(result, dict)
    return result


def test_list_of_pairs() -> None:
    """Most types take a list of pairs."""
    assert _tagged("AWS::S3::Bucket")["Tags"] == PAIRS


def test_map() -> None:
    """Some types take a map."""
    assert _tagged("AWS::SSM::Parameter")["Tags"] == TAGS
    assert _tagged("AWS::Pipes::Pipe")["Tags"] == TAGS
    assert _tagged("AWS::Glue::Job")["Tags"] == TAGS


def test_other_property() -> None:
    """Some types keep their tags in a property of another name."""
    assert _tagged("AWS::EFS::FileSystem") == {"FileSystemTags": PAIRS}
    assert _tagged("AWS::Route53::HostedZone") == {"HostedZoneTags": PAIRS}


def test_name_on_ec2() -> None:
    """What the console of EC2 shows by id gets a Name, and nothing else does."""
    assert _tagged("AWS::EC2::VPC")["Tags"] == [{"Key": "Name", "Value": "sys-dev-the-thing"}, *PAIRS]


@pytest.mark.parametrize(
    "resource_type",
    ["AWS::EC2::Route", "AWS::S3::BucketPolicy", "AWS::EC2::CapacityReservation", "AWS::SNS::Subscription"],
)
def test_untaggable(resource_type: str) -> None:
    """A type that takes no tags is left as it is."""
    assert _tagged(resource_type, A="b") == {"A": "b"}


def test_nothing_is_changed_in_place() -> None:
    """Tagging gives a new template and leaves the given one as it was."""
    body: dict[str, object] = {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}
    tagged(body, TAGS, "x")
    assert body == {"Resources": {"A": {"Type": "AWS::S3::Bucket"}}}


def test_unknown_type() -> None:
    """A type that no schema knows is a mistake."""
    with pytest.raises(LookupError, match="AWS::S3::Buckett is no resource type"):
        tag_property("AWS::S3::Buckett")


def _schemas() -> dict[str, dict[str, Any]]:
    spec = find_spec("cfnlint")
    assert spec is not None
    assert spec.submodule_search_locations
    folder = Path(spec.submodule_search_locations[0]) / "data" / "schemas"
    index = json.loads((folder / "providers" / "us-east-1.json").read_bytes())
    return {name: json.loads((folder / "resources" / f"{digest}.json").read_bytes()) for name, digest in index.items()}


def test_every_taggable_type() -> None:
    """For every taggable type that AWS has there is a property, and its shape is that of the schema."""
    seen = 0
    for resource_type, schema in _schemas().items():
        if not schema.get("tagging", {}).get("taggable"):
            assert tag_property(resource_type) is None
            continue
        name = tag_property(resource_type)
        if name is None:
            assert "*" in schema["tagging"]["tagProperty"]
            continue
        form = schema["properties"][name]
        form = schema["definitions"][form["$ref"].split("/")[-1]] if "$ref" in form else form
        assert takes_tag_map(resource_type) == (form.get("type") != "array"), resource_type
        seen += 1
    assert seen > 500


SHIPPED = sorted((REPOSITORY / "out").glob("*/*/*.yaml"))


@pytest.mark.parametrize("file", SHIPPED, ids=[str(file.relative_to(REPOSITORY)) for file in SHIPPED])
def test_shipped(file: Path) -> None:
    """Every taggable resource that is shipped says whose it is, of which environment, and what made it."""
    for logical_id, resource in read(file.read_text(encoding="utf-8"))["Resources"].items():
        name = tag_property(resource["Type"])
        if name is None:
            continue
        tags = resource["Properties"][name]
        keys = set(tags) if isinstance(tags, dict) else {tag["Key"] for tag in tags}
        assert keys >= {"Environment", "Project", "ManagedBy"}, logical_id
        assert ("Name" in keys) == resource["Type"].startswith("AWS::EC2::"), logical_id


def test_entries_are_what_the_whole_schema_says() -> None:
    """What is decoded of a schema by itself equals what the whole schema has under that name, for every type."""
    for resource_type in schemas._index():
        whole = json.loads(schemas._schema(resource_type))
        for name in ("tagging", "properties", "definitions", "no such entry"):
            assert schemas._entry(resource_type, name) == whole.get(name), (resource_type, name)
