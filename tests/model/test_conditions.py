"""Conditions and mappings: what is known of them, and what follows for values, resources and their order."""

from pathlib import Path
from textwrap import dedent

import pytest

from tasktracker_cfn.model.nest import Nest
from tasktracker_cfn.model.order import Order
from tasktracker_cfn.model.symbols import Call, Reference, Text, Value
from tasktracker_cfn.model.system import System
from tasktracker_cfn.model.values import Values
from tests.model.conftest import Writer

ROOT = """\
    Parameters:
      Environment: {Type: String, Default: production}
      Count: {Type: Number, Default: 1}
      Switch: {Type: String, Default: 'true'}
      Unknown: {Type: String}
    Mappings:
      Sizes:
        production: {Cpu: 1024, Zones: [a, b]}
        '1': {Cpu: 1}
      Images:
        eu-west-1: {Id: ami-1}
        us-east-1: {Id: ami-2}
    Conditions:
      Production: !Equals [!Ref Environment, production]
      One: !Equals [!Ref Count, '1']
      On: !Equals [!Ref Switch, true]
      Real: !Equals [1.5, 1.5]
      Spelt: !Equals [1.5, '1.50']
      Itself: !Equals [!Ref Unknown, !Ref Unknown]
      Maybe: !Equals [!Ref Unknown, x]
      Dynamic: !Equals ['{{resolve:ssm:/a}}', b]
      NotProduction: !Not [!Condition Production]
      Both: !And [!Condition Production, !Condition Maybe]
      Neither: !And [!Condition NotProduction, !Condition Maybe]
      Either: !Or [!Condition Maybe, !Condition Production]
      Perhaps: !Or [!Condition Maybe, !Condition NotProduction]
      Europe: !Equals [!Ref AWS::Region, eu-west-1]
      China: !Equals [!Ref AWS::Partition, aws-cn]
      Mapped: !Equals [!FindInMap [Sizes, !Ref Environment, Cpu], 1024]
      Circle: !Not [!Condition Round]
      Round: !Not [!Condition Circle]
      Broken: [1]
      Wrong: {Fn::Equals: [1]}
      Other: {Fn::Contains: [[a], a]}
    Resources:
      Topic: {Type: 'AWS::SNS::Topic'}
    """
KNOWN = {
    "Production": True,
    "One": True,
    "On": True,
    "Real": True,
    "Spelt": None,
    "Itself": True,
    "Maybe": None,
    "Dynamic": None,
    "NotProduction": False,
    "Both": None,
    "Neither": False,
    "Either": True,
    "Perhaps": None,
    "Europe": None,
    "China": None,
    "Mapped": True,
    "Circle": None,
    "Round": None,
    "Broken": None,
    "Wrong": None,
    "Other": None,
    "Nowhere": None,
}


@pytest.mark.parametrize(("name", "holds"), KNOWN.items())
def test_whether_a_condition_holds(nest: Writer, name: str, holds: bool | None) -> None:
    """A condition is known as far as the templates fix it; circles and other shapes are not known."""
    assert Values(nest(root=ROOT)).holds((), name) is holds


REGIONS = [
    ("eu-west-1", "Europe", True),
    ("us-east-1", "Europe", False),
    ("eu-west-1", "China", False),
    ("cn-north-1", "China", True),
    ("us-iso-east-1", "China", None),
]


@pytest.mark.parametrize(("region", "name", "holds"), REGIONS)
def test_a_region_decides_conditions(nest: Writer, region: str, name: str, holds: bool | None) -> None:
    """A region that is given decides what asks for it and for its partition."""
    assert Values(nest(root=ROOT), region=region).holds((), name) is holds


def test_given_values_decide_conditions(nest: Writer) -> None:
    """A given value takes the place of the default also in conditions."""
    values = Values(nest(root=ROOT), {"Environment": "dev", "Unknown": "x"})
    assert values.holds((), "Production") is False
    assert values.holds((), "Neither") is True


def find(*keys: object) -> dict[str, object]:
    """Give a lookup."""
    return {"Fn::FindInMap": list(keys)}


def either(condition: str, one: object, other: object) -> dict[str, object]:
    """Give a Fn::If."""
    return {"Fn::If": [condition, one, other]}


NO_VALUE = {"Ref": "AWS::NoValue"}
REGION = {"Ref": "AWS::Region"}
MAYBE = Call("Fn::If", ("Maybe", 1, Reference((), "AWS::NoValue")))
VALUES: list[tuple[object, Value]] = [
    (either("Production", 1, 2), 1),
    (either("NotProduction", 1, 2), 2),
    (either("Maybe", 1, NO_VALUE), MAYBE),
    ({"a": either("Production", NO_VALUE, 2), "b": 1}, {"b": 1}),
    ([either("Production", NO_VALUE, 2), 1], (1,)),
    ({"Fn::Join": ["-", ["a", either("Production", NO_VALUE, "b"), "c"]]}, "a-c"),
    ({"Fn::Join": ["-", ["a", either("Maybe", 1, NO_VALUE)]]}, Call("Fn::Join", ("-", ("a", MAYBE)))),
    ({"Fn::Select": [1, [either("Maybe", 1, NO_VALUE), 2, 3]]}, Call("Fn::Select", (1, (MAYBE, 2, 3)))),
    ({"Fn::Select": [0, [2, either("Maybe", 1, NO_VALUE)]]}, 2),
    ({"Fn::Length": [either("Maybe", 1, NO_VALUE)]}, Call("Fn::Length", (MAYBE,))),
    ({"Fn::Length": [1, {"Ref": "Unknown"}]}, 2),
    (find("Sizes", {"Ref": "Environment"}, "Cpu"), 1024),
    (find("Sizes", {"Ref": "Count"}, "Cpu"), 1),
    (find("Sizes", "production", "Zones"), ("a", "b")),
    (find("Sizes", "dev", "Cpu"), Call("Fn::FindInMap", ("Sizes", "dev", "Cpu"))),
    (find("Sizes", "dev", "Cpu", {"DefaultValue": 7}), 7),
    (find("Images", REGION, "Id"), Call("Fn::FindInMap", ("Images", Reference((), "AWS::Region"), "Id"))),
    (
        find("Sizes", {"Ref": "Unknown"}, "Cpu", {"DefaultValue": 7}),
        Call("Fn::FindInMap", ("Sizes", Reference((), "Unknown"), "Cpu", {"DefaultValue": 7})),
    ),
    ({"Fn::Cidr": ["10.0.0.0/16", 2, "8"]}, ("10.0.0.0/24", "10.0.1.0/24")),
    ({"Fn::Cidr": ["2001:db8::/56", 1, 64]}, ("2001:db8::/64",)),
    ({"Fn::Cidr": ["10.0.0.0/24", 9, 6]}, Call("Fn::Cidr", ("10.0.0.0/24", 9, 6))),
    ({"Fn::Cidr": ["10.0.0.0/24", 1, 16]}, Call("Fn::Cidr", ("10.0.0.0/24", 1, 16))),
    ({"Fn::Cidr": ["nonsense", 1, 8]}, Call("Fn::Cidr", ("nonsense", 1, 8))),
    ({"Fn::Cidr": ["10.0.0.0/24", 1]}, Call("Fn::Cidr", ("10.0.0.0/24", 1))),
    ({"Fn::ToJsonString": {"a": [1, "b"]}}, '{"a":[1,"b"]}'),
    ({"Fn::ToJsonString": [REGION]}, Call("Fn::ToJsonString", (Reference((), "AWS::Region"),))),
    ({"Fn::ToJsonString": "a"}, Call("Fn::ToJsonString", "a")),
    ({"Fn::Split": ["", "a"]}, Call("Fn::Split", ("", "a"))),
    ({"Fn::Select": ["9" * 5000, ["a"]]}, Call("Fn::Select", ("9" * 5000, ("a",)))),
]


@pytest.mark.parametrize(("written", "meant"), VALUES)
def test_a_value_is_worked_out(nest: Writer, written: object, meant: Value) -> None:
    """Branches, lookups and networks are worked out where the templates fix them, and stay calls elsewhere."""
    assert Values(nest(root=ROOT)).resolve((), written) == meant


def test_a_region_is_a_key_and_no_value(nest: Writer) -> None:
    """A region that is given chooses from a map, and stays a symbol where it is part of a value."""
    values = Values(nest(root=ROOT), region="us-east-1")
    assert values.resolve((), find("Images", REGION, "Id")) == "ami-2"
    assert values.resolve((), {"Fn::Sub": "x-${AWS::Region}"}) == Text(("x-", Reference((), "AWS::Region")))


def test_the_network_of_a_vpc_can_be_divided(nest: Writer) -> None:
    """Fn::Cidr works on the CidrBlock that a VPC of the nest was given."""
    loaded = nest(
        root="Resources:\n  Vpc: {Type: 'AWS::EC2::VPC', Properties: {CidrBlock: 10.0.0.0/16}}\n"
        "  Other: {Type: 'AWS::EC2::VPC'}\n"
    )
    asked = {"Fn::Cidr": [{"Fn::GetAtt": ["Vpc", "CidrBlock"]}, 1, 8]}
    assert Values(loaded).resolve((), asked) == ("10.0.0.0/24",)
    other = {"Fn::Cidr": [{"Fn::GetAtt": ["Other", "CidrBlock"]}, 1, 8]}
    assert Values(loaded).resolve((), other) == Call("Fn::Cidr", (Reference((), "Other", "CidrBlock"), 1, 8))


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
