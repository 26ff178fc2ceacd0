"""Roots are found in folders: whatever no other template nests."""

from pathlib import Path

import pytest

from tasktracker_cfn.errors import CommandError
from tasktracker_cfn.model.finding_nests import find_nests, name_of

TOPIC = "Resources: {Topic: {Type: 'AWS::SNS::Topic'}}\n"


def nesting(url: str) -> str:
    """Give a template that nests another."""
    return f"Resources: {{Child: {{Type: 'AWS::CloudFormation::Stack', Properties: {{TemplateURL: {url}}}}}}}\n"


def write(folder: Path, **files: str) -> Path:
    """Write files into a folder; two underscores in a name are a dot."""
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in files.items():
        (folder / name.replace("__", ".")).write_text(text, encoding="utf-8")
    return folder


def test_roots(tmp_path: Path) -> None:
    """A template that another nests is no root, to any depth and wherever it lies."""
    write(tmp_path / "a/dev", root__yaml=nesting("./middle.yaml"), middle__yaml=nesting("sub/leaf.json"))
    write(tmp_path / "a/dev/sub", leaf__json=TOPIC)
    write(tmp_path / "a/prod", root__template=TOPIC, other__yml=TOPIC)
    assert list(find_nests([tmp_path])) == ["a/dev", "a/prod/other", "a/prod"]


@pytest.mark.usefixtures("soon")
@pytest.mark.parametrize("backwards", [False, True])
def test_a_long_chain(tmp_path: Path, backwards: bool) -> None:
    """A chain of templates, in whatever order its files lie, is one nest, and is not read again from each of them."""
    topics = "".join(f"  T{number}: {{Type: 'AWS::SNS::Topic'}}\n" for number in range(20))
    for number in range(180):
        name, child = (f"t{500 - step if backwards else step}" for step in (number, number + 1))
        nested = f"  Child: {{Type: 'AWS::CloudFormation::Stack', Properties: {{TemplateURL: {child}.yaml}}}}\n"
        write(tmp_path, **{f"{name}__yaml": f"Resources:\n{topics}{nested if number < 179 else ''}"})
    (system,) = find_nests([tmp_path]).values()
    assert len(system.nest.stacks) == 180


def test_what_is_no_template(tmp_path: Path) -> None:
    """Other files, hidden folders and what tools bring along are passed over."""
    write(tmp_path / "a", root__yaml=TOPIC, values__json='{"a": 1}', readme__md=TOPIC, rules__yaml="groups: []\n")
    write(tmp_path / "a/.aws-sam", template__yaml=TOPIC)
    write(tmp_path / "a/node_modules/x", template__yaml=TOPIC)
    assert [(system.folder.name, system.file) for system in find_nests([tmp_path]).values()] == [("a", "root.yaml")]


def test_what_only_speaks_of_templates(tmp_path: Path) -> None:
    """A file of another tool that has a template somewhere in it is passed over, and a broken template is not."""
    write(tmp_path, serverless__yml=f"service: x\nresources:\n  {TOPIC}", event__json=f"{{fragment: {{{TOPIC}}}}}")
    write(tmp_path, policy__json="NotResources of a::b\n", appspec__yaml="version: 0.0\nResources: [a::b]\n")
    write(tmp_path, broken__yaml="Resources: [a::b]\n")
    write(tmp_path, versioned__yaml="AWSTemplateFormatVersion: 2010-09-09\nOutputs: {Resources: {Value: a::b}}\n")
    assert [system.file for system in find_nests([tmp_path]).values()] == ["broken.yaml", "versioned.yaml"]


def test_a_file_twice(tmp_path: Path) -> None:
    """What is named twice, as a file and by its folder, is one nest; namesakes are two."""
    write(tmp_path / "x/a/dev", root__yaml=TOPIC)
    write(tmp_path / "y/a/dev", root__yaml=TOPIC)
    root = tmp_path / "x/a/dev/root.yaml"
    assert len(find_nests([root, tmp_path / "x"])) == 1
    assert list(find_nests([tmp_path])) == ["a/dev", "a/dev'"]


def test_a_link_that_leads_away(tmp_path: Path) -> None:
    """A folder that is a link is not followed, so no circle of them is."""
    folder = write(tmp_path / "in", root__yaml=TOPIC)
    (folder / "again").symlink_to(tmp_path, target_is_directory=True)
    assert len(find_nests([folder])) == 1


def test_nothing_there(tmp_path: Path) -> None:
    """A place that is not there, or holds no template, is an error that names it."""
    with pytest.raises(CommandError, match="there is no file or folder"):
        find_nests([tmp_path / "nowhere"])
    with pytest.raises(CommandError, match="there is no template in"):
        find_nests([tmp_path])


@pytest.mark.parametrize(
    ("file", "name"),
    [
        ("out/tasktracker/demo/root.yaml", "tasktracker/demo"),
        ("out/a/b/replica.yaml", "a/b/replica"),
        ("main.json", ""),
    ],
)
def test_names(file: str, name: str, tmp_path: Path) -> None:
    """A nest has the names of its last two folders, and of its file where that is not the usual one."""
    expected = name or "/".join(tmp_path.resolve().parts[-2:])
    assert name_of(tmp_path / file) == expected
