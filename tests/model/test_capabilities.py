"""What whoever deploys a nest must acknowledge."""

from pathlib import Path

import pytest

from tasktracker_cfn.model.capabilities import capabilities
from tasktracker_cfn.model.system import System
from tests.commands import REPOSITORY

ROOTS = sorted(REPOSITORY.glob("out/*/*/root.yaml"))
# Those of which the README says that they hold a macro.
WITH_MACRO = {"community-tracker", "task-tracker-mysql"}


@pytest.mark.parametrize("root", ROOTS, ids=lambda root: "-".join(root.parts[-3:-1]))
def test_the_readme_names_the_capabilities(root: Path) -> None:
    """The commands of the README acknowledge what all templates of a nest ask for together (K09)."""
    asked = capabilities(System(root.parent))
    macro = ("CAPABILITY_AUTO_EXPAND",) if root.parent.parent.name in WITH_MACRO else ()
    assert asked == (*macro, "CAPABILITY_IAM")
    assert all(capability in (REPOSITORY / "README.md").read_text(encoding="utf-8") for capability in asked)


CHILDREN = [
    ("{A: {Type: AWS::SNS::Topic}}", ()),
    ("{A: {Type: AWS::IAM::Policy}}", ("CAPABILITY_IAM",)),
    (
        "{A: {Type: AWS::IAM::Policy}, B: {Type: AWS::IAM::Role, Properties: {RoleName: x}}}",
        ("CAPABILITY_NAMED_IAM",),
    ),
    ("{A: {Type: AWS::SNS::Topic}}\nTransform: AWS::LanguageExtensions", ("CAPABILITY_AUTO_EXPAND",)),
    ("{Fn::Transform: {Name: AWS::Include}}", ("CAPABILITY_AUTO_EXPAND",)),
]


@pytest.mark.parametrize(("resources", "asked"), CHILDREN)
def test_a_root_needs_what_its_children_need(tmp_path: Path, resources: str, asked: tuple[str, ...]) -> None:
    """Capabilities are asked for by all templates together, and a name that is chosen asks for more."""
    (tmp_path / "child.yaml").write_text(f"Resources: {resources}\n")
    (tmp_path / "root.yaml").write_text(
        "Resources: {C: {Type: AWS::CloudFormation::Stack, Properties: {TemplateURL: child.yaml}}}\n"
    )
    assert capabilities(System(tmp_path)) == asked
