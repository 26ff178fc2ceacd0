"""Buckets that are named, logged and copied, as tests of them write it."""

from pathlib import Path

from tasktracker_cfn.assembly.assembling import assemble
from tasktracker_cfn.assembly.writing import write
from tasktracker_cfn.config import load
from tests.systems.built import Item, System
from tests.toml_files import Key, system_file

NAME = "app-data-{environment}-{account}"
COPIED: dict[str, object] = {
    "name": NAME,
    "replicate_to": "us-west-2",
    "tiering_days": 30,
    "noncurrent_days": 60,
    "expire": [{"prefix": "archived/", "days": 90}],
}
EVERYTHING: dict[Key, object] = {
    "data.buckets.uploads": {**COPIED, "access_log": True},
    "data.buckets.exports": {"access_log": True, "versioned": False},
}


def build(folder: Path, changes: dict[Key, object]) -> System:
    """Write the templates of a shipped system with some keys changed, and read them back."""
    (config,) = load(system_file(folder, changes))
    built = assemble(config)
    write([built], folder / "out")
    return System(folder / "out" / built.folder)


def bucket(system: System, logical_id: str) -> Item:
    """Give a bucket of the data stack."""
    (found,) = [item for item in system.of("AWS::S3::Bucket") if item.resource.logical_id == logical_id]
    return found
