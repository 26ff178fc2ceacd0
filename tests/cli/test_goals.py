"""The verb `goals` prints the page about the security goals."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tasktracker_cfn.cli.main import main

EXEMPTIONS = """\
production = ["*/production"]

[[exemptions]]
rule = "bucket-versioning"
systems = ["mine/dev"]
ground = "design"
reason = "what it holds can be made again"
expires = 2030-12-31
"""
ROOT = "Resources: {Bucket: {Type: 'AWS::S3::Bucket', DeletionPolicy: Retain, UpdateReplacePolicy: Retain}}"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with one build, whoever wrote it, and a file of exemptions."""
    (tmp_path / "out/mine/dev").mkdir(parents=True)
    (tmp_path / "out/mine/dev/root.yaml").write_text(ROOT, encoding="utf-8")
    (tmp_path / "exemptions.toml").write_text(EXEMPTIONS, encoding="utf-8")
    return tmp_path


def goals(folder: Path, exemptions: str = "exemptions.toml") -> Result:
    """Run the verb."""
    paths = ["--out", str(folder / "out"), "--exemptions", str(folder / exemptions)]
    return CliRunner().invoke(main, ["goals", *paths])


def test_prints_the_page(folder: Path) -> None:
    """Any templates are judged, also those of another hand, and the page is all that is printed."""
    ended = goals(folder)
    assert ended.exit_code == 0
    assert ended.stdout.startswith("# Security goals\n")
    assert "  - mine/dev: what it holds can be made again (design, until 2030-12-31)\n" in ended.stdout
    assert (
        "| `bucket-lifecycle` | Every bucket has rules for what becomes of its objects. | always | none; **broken**"
        in (ended.stdout)
    )
    assert not ended.stderr


@pytest.mark.parametrize(
    ("breaking", "message"),
    [
        ("exemptions.toml", "cannot be read"),
        ("out/mine/dev/root.yaml", "there is no build below"),
    ],
)
def test_missing_file(breaking: str, message: str, folder: Path) -> None:
    """What is missing is said in one line, and the exit code is 2."""
    (folder / breaking).unlink()
    ended = goals(folder)
    assert ended.exit_code == 2
    assert message in ended.stderr
    assert not ended.stdout


def test_broken_template(folder: Path) -> None:
    """A template that cannot be read is named."""
    (folder / "out/mine/dev/root.yaml").write_text("Resources: [", encoding="utf-8")
    ended = goals(folder)
    assert ended.exit_code == 2
    assert "root.yaml:1: is no valid YAML" in ended.stderr
