"""Loading a root and all that it nests."""

from pathlib import Path

import pytest

from tasktracker_cfn.errors import TemplateError
from tasktracker_cfn.model.nest import load
from tests.model.conftest import Writer

LEAF = """\
    Parameters:
      Size: {Type: Number, Default: 1}
    Resources:
      Topic:
        Type: AWS::SNS::Topic
        DeletionPolicy: Retain
        Properties: {DisplayName: leaf}
    Outputs:
      TopicArn: {Value: !Ref Topic}
    """


def nesting(url: str, logical_id: str = "Child") -> str:
    """Give a template that nests another."""
    return f"""\
    Resources:
      {logical_id}:
        Type: AWS::CloudFormation::Stack
        Properties:
          TemplateURL: {url}
    """


def test_children_are_followed_to_any_depth(nest: Writer) -> None:
    """Stacks have the path of logical ids that leads to them, and resources know their file and line."""
    loaded = nest(root=nesting("./middle.yaml", "Middle"), middle=nesting("leaf.yaml", "Leaf"), leaf=LEAF)
    assert list(loaded.stacks) == [(), ("Middle",), ("Middle", "Leaf")]
    assert loaded.root.children == {"Middle": ("Middle",)}
    (topic,) = loaded.of_type("AWS::SNS::Topic")
    assert (topic.stack, topic.logical_id) == (("Middle", "Leaf"), "Topic")
    assert (topic.file.name, topic.line) == ("leaf.yaml", 4)
    assert topic.properties == {"DisplayName": "leaf"}
    assert topic.attributes == {"DeletionPolicy": "Retain"}
    assert loaded.resource(("Middle", "Leaf"), "Topic") == topic
    assert loaded.resource(("Middle",), "Topic") is None
    leaf = loaded.stacks["Middle", "Leaf"]
    assert leaf.parameters["Size"].type == "Number"
    assert leaf.parameters["Size"].has_default
    assert (leaf.outputs["TopicArn"].value, leaf.outputs["TopicArn"].line) == ({"Ref": "Topic"}, 9)


def test_one_template_may_be_nested_twice(nest: Writer) -> None:
    """The same file below two logical ids is two stacks."""
    twice = "Resources:\n" + "".join(
        f"  {name}: {{Type: 'AWS::CloudFormation::Stack', Properties: {{TemplateURL: leaf.yaml}}}}\n" for name in "AB"
    )
    assert list(nest(root=twice, leaf=LEAF).stacks) == [(), ("A",), ("B",)]


@pytest.mark.parametrize("url", ["https://example.com/leaf.yaml", "s3://bucket/leaf.yaml", "!Ref Url"])
def test_an_address_stays_a_resource(nest: Writer, url: str) -> None:
    """What a deployment alone can find is not read, and no error."""
    loaded = nest(root=nesting(url))
    assert loaded.root.children == {}
    assert [resource.logical_id for resource in loaded.resources] == ["Child"]


ADDRESSES = [
    ("https://bucket.s3.eu-west-1.amazonaws.com/stacks/leaf.yaml", True),
    ("https://bucket.s3.amazonaws.com/leaf.yaml?versionId=1", True),
    ("s3://bucket/leaf.yaml", True),
    ("!Sub 'https://${Bucket}.s3.${AWS::URLSuffix}/${Prefix}stacks/leaf.yaml'", True),
    ("!Sub ['${A}/leaf.yaml', {A: b}]", True),
    ("!Join ['/', [!Ref Url, leaf.yaml]]", True),
    ("!Join ['', [!Ref Url, /leaf.yaml]]", True),
    ("!Join ['', [!Ref Url, leaf.yaml]]", False),
    ("!Sub '${Prefix}leaf.yaml'", False),
    ("!Sub 'https://${Bucket}/${Name}'", False),
    ("https://bucket.s3.amazonaws.com/leaf.txt", False),
    ("https://bucket.s3.amazonaws.com/root.yaml", False),
    ("https://bucket.s3.amazonaws.com/link.yaml", False),
    ("https://bucket.s3.amazonaws.com/..", False),
]


@pytest.mark.parametrize(("url", "read"), ADDRESSES)
def test_an_address_means_the_file_of_its_name(tmp_path: Path, nest: Writer, url: str, read: bool) -> None:
    """What will be uploaded beside the parent lies beside it: the end of an address names the file."""
    (tmp_path / "link.yaml").symlink_to("/etc/hostname")
    loaded = nest(root=nesting(url), leaf=LEAF)
    assert loaded.root.children == ({"Child": ("Child",)} if read else {})


@pytest.mark.parametrize("url", ["https://s3.amazonaws.com/bucket/below/leaf.yaml", "!Sub '${Url}/v1/below/leaf.yaml'"])
def test_an_address_means_the_longest_path(tmp_path: Path, nest: Writer, url: str) -> None:
    """Of the files that an address can mean it is the one that more of it leads to."""
    (tmp_path / "below").mkdir()
    (tmp_path / "below/leaf.yaml").write_text("Resources: {}\n")
    loaded = nest(root=nesting(url), leaf=LEAF)
    assert loaded.stacks["Child",].template.file == tmp_path / "below/leaf.yaml"


def test_an_address_that_is_looked_up_is_not_read(nest: Writer) -> None:
    """An address that stands in a parameter of Parameter Store may be any."""
    assert list(nest(root=nesting("'{{resolve:ssm:/templates/child.yaml:1}}'")).stacks) == [()]


PROBLEMS = [
    ("none.yaml", "TemplateURL none.yaml leads to no file"),
    ("../other.yaml", "TemplateURL ../other.yaml leads out of the root template's folder"),
    ("root.yaml", "TemplateURL root.yaml leads back to a template that nests this one"),
    ("/etc/hostname", "TemplateURL /etc/hostname must be relative to this file"),
]


@pytest.mark.parametrize(("url", "message"), PROBLEMS)
def test_where_a_template_may_not_lead(nest: Writer, url: str, message: str) -> None:
    """A missing child, a way out of the folder and a circle are refused at the line of the TemplateURL."""
    with pytest.raises(TemplateError) as caught:
        nest(root=nesting(url))
    assert str(caught.value).endswith(f"root.yaml:5: {message}")


def test_a_longer_circle_is_refused(nest: Writer) -> None:
    """A circle over several files is found where it closes."""
    with pytest.raises(TemplateError, match=r"b\.yaml:5: TemplateURL a\.yaml leads back"):
        nest(root=nesting("a.yaml"), a=nesting("b.yaml"), b=nesting("a.yaml"))


def test_a_link_out_of_the_folder_is_refused(tmp_path: Path) -> None:
    """A symbolic link does not lead out either."""
    (tmp_path / "out.yaml").write_text("Resources: {}\n")
    folder = tmp_path / "nest"
    folder.mkdir()
    (folder / "link.yaml").symlink_to(tmp_path / "out.yaml")
    (folder / "root.yaml").write_text(
        "Resources: {A: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: link.yaml}}}\n"
    )
    with pytest.raises(TemplateError, match="leads out of"):
        load(folder / "root.yaml")


SHAPES = [
    ("Resources:\n  A: 1\n", "root.yaml:2: Resources.A must be a mapping"),
    ("Resources:\n  A:\n    Properties: {}\n", "root.yaml:2: A has no Type"),
    (
        "Resources:\n  A:\n    Type: T\n    Properties: []\n",
        "root.yaml:4: Resources.A.Properties must be a mapping",
    ),
    ("Resources: {}\nParameters:\n  P: {}\n", "root.yaml:3: P has no Type"),
    ("Resources: {}\nOutputs: 1\n", "root.yaml:2: Outputs must be a mapping"),
]


@pytest.mark.parametrize(("text", "message"), SHAPES)
def test_sections_have_their_shape(nest: Writer, text: str, message: str) -> None:
    """What is no resource, parameter or output is refused at its line."""
    with pytest.raises(TemplateError) as caught:
        nest(root=text)
    assert str(caught.value).endswith(message)
