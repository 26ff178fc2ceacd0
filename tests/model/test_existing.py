"""What exists under known conditions, and what follows for outputs, parameters and the order of creation."""

from pathlib import Path
from textwrap import dedent

import pytest

from tasktracker_cfn.model.nest import Nest
from tasktracker_cfn.model.order import Order
from tasktracker_cfn.model.symbols import Call, Reference
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.values import Values
from tests.model.conftest import Writer

CHILD = """\
    Parameters: {Stage: {Type: String}, Where: {Type: String}, Loose: {Type: String}}
    Conditions:
      Production: !Equals [!Ref Stage, production]
      Europe: !Equals [!Ref Where, eu-west-1]
      Maybe: !Equals [!Ref Loose, x]
    Resources:
      Big: {Type: T, Condition: Production}
      Small: {Type: T, Condition: Europe}
      Loose: {Type: T, Condition: Maybe}
      Always: {Type: T, Properties: {A: !If [Maybe, 1, 2], B: !If [Production, 1, 2]}}
    Outputs:
      Missing: {Condition: Production, Value: !Ref Big}
      Sure: {Value: !Ref Always}
    """
PARENT = """\
    Parameters: {Environment: {Type: String, Default: dev}, Free: {Type: String}}
    Conditions:
      Production: !Equals [!Ref Environment, production]
      Maybe: !Equals [!Ref Free, x]
    Resources:
      Some:
        Type: AWS::CloudFormation::Stack
        Properties:
          TemplateURL: child.yaml
          Parameters: {Stage: !Ref Environment, Where: !Ref AWS::Region, Loose: !Ref Free}
      None:
        Type: AWS::CloudFormation::Stack
        Condition: Production
        Properties: {TemplateURL: child.yaml}
      Doubtful:
        Type: AWS::CloudFormation::Stack
        Condition: Maybe
        Properties: {TemplateURL: child.yaml, Parameters: {Stage: production}}
    """


@pytest.fixture
def system(tmp_path: Path) -> System:
    """Give a nest with stacks and resources that may not exist, in a region."""
    (tmp_path / "parent.yaml").write_text(dedent(PARENT))
    (tmp_path / "child.yaml").write_text(dedent(CHILD))
    return System(tmp_path, file="parent.yaml", region="us-east-1")


def test_what_surely_is_not_created_is_left_out(system: System) -> None:
    """Resources below a condition that does not hold, and all within such a stack, are no items."""
    assert [str(item) for item in system.items] == [
        "Some",
        "Doubtful",
        "Some/Loose",
        "Some/Always",
        "Doubtful/Big",
        "Doubtful/Small",
        "Doubtful/Loose",
        "Doubtful/Always",
    ]


def test_whether_something_exists(system: System) -> None:
    """Resources, outputs and stacks exist surely, surely not, or nobody knows."""
    nest = system.nest
    exists = {str(item): system.exists(item) for item in system.items}
    assert exists["Some/Always"] is True
    assert exists["Some/Loose"] is exists["Doubtful/Always"] is None
    assert system.exists(nest.stacks["Some",].resources["Big"]) is False
    assert system.exists(nest.stacks["Some",].outputs["Missing"]) is False
    assert system.exists(nest.stacks["Some",].outputs["Sure"]) is True
    assert [system.exists(stack) for stack in nest.stacks.values()] == [True, True, False, None]


def test_an_output_that_does_not_exist_has_no_value(system: System) -> None:
    """Who reads an output whose condition does not hold gets a symbol for it, and not what it would have been."""
    missing = {"Fn::GetAtt": ["Some", "Outputs.Missing"]}
    assert system.values.resolve((), missing) == Reference((), "Some", "Outputs.Missing")


def test_the_condition_of_a_symbol_has_its_stack(system: System) -> None:
    """Conditions of one name in two stacks are two conditions."""
    always = {str(item): item for item in system.items}["Some/Always"]
    assert always.properties == {"A": Call("Fn::If", ("Some/Maybe", 1, 2)), "B": 2}


def test_parameters_under_a_condition(nest: Writer) -> None:
    """What a nested stack is handed may be the branch of a condition, and is not known where the condition is not."""
    root = """\
        Parameters: {{P: {{Type: String, Default: x}}, Free: {{Type: String}}}}
        Conditions: {{Sure: !Equals [!Ref P, x], Maybe: !Equals [!Ref Free, x]}}
        Resources:
          Child:
            Type: AWS::CloudFormation::Stack
            Properties: {{TemplateURL: child.yaml, Parameters: !If [{condition}, {{A: a}}, {{A: b}}]}}
        """
    child = "Parameters: {A: {Type: String}, B: {Type: String, Default: c}}\nResources: {}\n"
    asked = [{"Ref": "A"}, {"Ref": "B"}]
    assert Values(nest(root=root.format(condition="Sure"), child=child)).resolve(("Child",), asked) == ("a", "c")
    unknown = Values(nest(root=root.format(condition="Maybe"), child=child)).resolve(("Child",), asked)
    assert unknown == (Reference(("Child",), "A"), Reference(("Child",), "B"))


def test_systems_differ_by_what_is_given(system: System) -> None:
    """The same templates with other values, or read again, are another system."""
    other = System(system.folder, {"Environment": "production"}, file="parent.yaml", region="us-east-1")
    again = System(system.folder, system.given, system.file, system.region)
    assert len({system, other, again}) == 3


def order_of(nest: Nest) -> dict[str, bool]:
    """Tell of each resource of the root whether it surely comes after Base."""
    order, resources = Order(nest, Values(nest).holds), nest.root.resources
    return {name: order.surely_after(resource, resources["Base"]) for name, resource in resources.items()}


def test_known_conditions_make_an_order_sure(nest: Writer) -> None:
    """A condition that surely holds is none, and of a Fn::If only the branch counts that will be taken."""
    loaded = nest(
        root="""\
        Parameters: {P: {Type: String, Default: x}, Free: {Type: String}}
        Conditions: {Sure: !Equals [!Ref P, x], Maybe: !Equals [!Ref Free, x]}
        Resources:
          Base: {Type: T}
          OverSure: {Type: T, DependsOn: Between}
          Between: {Type: T, Condition: Sure, DependsOn: Base}
          OverMaybe: {Type: T, DependsOn: Doubtful}
          Doubtful: {Type: T, Condition: Maybe, DependsOn: Base}
          Taken: {Type: T, Properties: {A: !If [Sure, !Ref Base, 1]}}
          NotTaken: {Type: T, Properties: {A: !If [Sure, 1, !Ref Base]}}
          Open: {Type: T, Properties: {A: !If [Maybe, !Ref Base, 1]}}
        """
    )
    after = order_of(loaded)
    assert {name for name, sure in after.items() if sure} == {"OverSure", "Between", "Doubtful", "Taken"}
