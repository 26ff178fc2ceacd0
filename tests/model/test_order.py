"""What surely exists before what."""

import pytest

from tasktracker_cfn.model.nest import Nest, Resource
from tasktracker_cfn.model.order import Order
from tests.model.conftest import Writer

ROOT = """\
    Resources:
      First: {Type: 'AWS::CloudFormation::Stack', Properties: {TemplateURL: first.yaml}}
      Second:
        Type: AWS::CloudFormation::Stack
        Properties: {TemplateURL: second.yaml, Parameters: {P: !GetAtt First.Outputs.Out}}
      Third: {Type: 'AWS::CloudFormation::Stack', DependsOn: Second, Properties: {TemplateURL: second.yaml}}
      Beside: {Type: X}
      Before: {Type: X}
      After: {Type: X, Properties: {A: !Sub 'x${Second}'}}
      Inner: {Type: 'AWS::CloudFormation::Stack', DependsOn: [Before], Properties: {TemplateURL: first.yaml}}
    """
FIRST = """\
    Resources:
      Base: {Type: X}
      ByRef: {Type: X, Properties: {A: [{B: !Ref Base}]}}
      ByAttribute: {Type: X, Properties: {A: !GetAtt ByRef.Arn}}
      BySub: {Type: X, Metadata: {A: !Sub ['${V}${ByAttribute.Arn}', {V: 1}]}}
      Shadowed: {Type: X, Properties: {A: !Sub ['${Base}', {Base: 1}]}}
      ByOneBranch: {Type: X, Properties: {A: !If [C, !Ref Base, !Ref BySub]}}
      ByBothBranches: {Type: X, Properties: {A: !If [C, !Ref Base, !Sub 'x-${Base}']}}
      Maybe: {Type: X, Condition: C, DependsOn: Base}
      OverMaybe: {Type: X, DependsOn: Maybe}
      AlsoMaybe: {Type: X, Condition: C, DependsOn: Maybe}
      Sometimes: {Type: X, Condition: C}
      OtherTimes: {Type: X, Condition: D}
      Either: {Type: X, Metadata: !If [C, !Ref Sometimes, !Ref Base]}
    Outputs:
      Out: {Value: !Ref Base}
    """
SECOND = """\
    Parameters: {P: {Type: String, Default: x}}
    Resources:
      Base: {Type: X}
    """


@pytest.fixture
def whole(nest: Writer) -> Nest:
    """Give a nest of five stacks."""
    return nest(root=ROOT, first=FIRST, second=SECOND)


def at(nest: Nest, address: str) -> Resource:
    """Give the resource at an address such as ``First.Base``."""
    *stack, logical_id = address.split(".")
    resource = nest.resource(tuple(stack), logical_id)
    assert resource is not None
    return resource


AFTER = [
    ("First.ByRef", "First.Base"),
    ("First.ByAttribute", "First.Base"),
    ("First.BySub", "First.Base"),
    ("First.ByBothBranches", "First.Base"),
    ("First.AlsoMaybe", "First.Base"),
    ("First.OverMaybe", "First.Maybe"),
    ("First.Either", "First.Sometimes"),
    ("Second.Base", "First.BySub"),
    ("Third.Base", "First.Base"),
    ("Third.Base", "Second.Base"),
    ("After", "First.Base"),
    ("After", "Second"),
    ("Inner.Base", "Before"),
    ("Second", "Second.Base"),
]
NOT_SURELY_AFTER = [
    ("First.Base", "First.ByRef"),
    ("First.Base", "First.Base"),
    ("First.Shadowed", "First.Base"),
    ("First.ByOneBranch", "First.Base"),
    ("First.OverMaybe", "First.Base"),
    ("First.Either", "First.Base"),
    ("First.Either", "First.OtherTimes"),
    ("First.Base", "Second.Base"),
    ("Second.Base", "Third.Base"),
    ("Beside", "First.Base"),
    ("First.Base", "Beside"),
    ("Before", "Inner.Base"),
    ("Second.Base", "Second"),
    ("Inner.Base", "First.Base"),
]


@pytest.mark.parametrize(("later", "earlier"), AFTER)
def test_what_surely_comes_after(whole: Nest, later: str, earlier: str) -> None:
    """A path of mentions and DependsOn, in the template or between stacks, is an order."""
    assert Order(whole).surely_after(at(whole, later), at(whole, earlier))


@pytest.mark.parametrize(("later", "earlier"), NOT_SURELY_AFTER)
def test_what_does_not_surely_come_after(whole: Nest, later: str, earlier: str) -> None:
    """No path, a path over one branch of a condition, or a path over what may not exist is no order."""
    assert not Order(whole).surely_after(at(whole, later), at(whole, earlier))


def test_circles_are_found(nest: Writer) -> None:
    """Resources that wait for themselves are named, and nobody else."""
    waiting = {"A": "B", "B": "A", "C": "A"}
    loaded = nest(root="Resources:\n" + "".join(f"  {a}: {{Type: X, DependsOn: {b}}}\n" for a, b in waiting.items()))
    assert Order(loaded).circle(()) == ("A", "B")
